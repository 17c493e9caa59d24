/** Lines of the ledger as a screen shows them. */
import type { LedgerLine as Shown } from '#contract/ledger.ts'
import type { Actor } from '#core/access/can.ts'
import { exceptAbility } from '#core/ledger/except.ts'
import { type FrequencyRules, type ItemUse, judgeItems, judgeVisit, unused } from '#core/ledger/guard.ts'
import type { Tx } from '#db/connect.ts'
import { itemUseBefore } from './item-store.ts'
import * as lines from './line-store.ts'
import { usedBefore } from './store.ts'

/** Lines within sight, each with its task and, while it is due, what the guard says of it. */
export async function presentLines(tx: Tx, actor: Actor, seen: readonly lines.LedgerLine[], rules: FrequencyRules): Promise<Shown[]> {
  const taskIds = seen.map(({ taskId }) => taskId)
  const [tasks, makers] = [await lines.tasksOf(tx, taskIds), await lines.makersOf(tx, taskIds)]
  const before = await usedBefore(
    tx,
    seen.filter(({ state }) => state === 'due').map(({ visitId }) => visitId),
    null,
  )
  const items = new Map<string, readonly ItemUse[]>()
  for (const { visitId, state, planned } of seen) if (state === 'due' && planned) items.set(visitId, await itemUseBefore(tx, visitId, null))
  return seen.map((line) => {
    const { planned, exception, state } = line
    const by = { planned, rules, exception }
    const judged =
      state === 'due'
        ? judgeItems(judgeVisit({ used: before.get(line.visitId) ?? unused, ...by }), { ...by, items: items.get(line.visitId) ?? [] })
        : null
    const task = tasks.get(line.taskId)
    return {
      visitId: line.visitId,
      taskId: line.taskId,
      taskName: task?.name ?? '',
      orgName: task?.orgName ?? '',
      year: line.year,
      planned,
      onsite: line.onsite,
      joint: line.mergeId !== null,
      state,
      on: line.on,
      premises: line.address,
      exception,
      exceptedBy: line.exceptedBy,
      verdict: judged?.verdict.kind ?? null,
      number: judged?.verdict.number ?? null,
      item: judged?.item == null ? null : { name: judged.item.name, used: judged.item.used, cap: judged.item.cap },
      abilities: { except: exceptAbility(actor, line, makers) },
    }
  })
}
