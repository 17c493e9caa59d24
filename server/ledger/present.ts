/** Lines of the ledger as a screen shows them. */
import type { LedgerLine as Shown } from '#contract/ledger.ts'
import type { Actor } from '#core/access/can.ts'
import { type FrequencyRules, judgeVisit, unused } from '#core/ledger/guard.ts'
import type { Tx } from '#db/connect.ts'
import { exceptAbility } from './except.ts'
import * as lines from './line-store.ts'
import { usedBefore } from './store.ts'

/** Lines within sight, each with its task and, while it is due, what the guard says of it. */
export async function presentLines(tx: Tx, actor: Actor, seen: readonly lines.LedgerLine[], rules: FrequencyRules): Promise<Shown[]> {
  const taskIds = seen.map(({ taskId }) => taskId)
  const [tasks, makers] = [await lines.tasksOf(tx, taskIds), await lines.makersOf(tx, taskIds)]
  const before = await usedBefore(
    tx,
    seen.filter(({ state }) => state === 'due').map(({ visitId }) => visitId),
  )
  return seen.map((line) => {
    const { planned, exception, state } = line
    const judged = state === 'due' ? judgeVisit({ used: before.get(line.visitId) ?? unused, planned, rules, exception }) : null
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
      premises: line.premises,
      exception,
      exceptedBy: line.exceptedBy,
      verdict: judged?.kind ?? null,
      number: judged?.number ?? null,
      abilities: { except: exceptAbility(actor, line, makers) },
    }
  })
}
