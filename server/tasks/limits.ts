/** A task against its row of the plan and the caps of its items, when its settings are agreed: with the objects counted as they are today. */

import type { PlanRow } from '#core/plans/row.ts'
import { ok, type Result } from '#core/result.ts'
import { rankOf } from '#core/tasks/batch.ts'
import {
  type AboveRow,
  type CappedItem,
  type Counted,
  checkCaps,
  checkRow,
  countedStrata,
  type RowScope,
  sameScope,
} from '#core/tasks/limits.ts'
import type { Tx } from '#db/connect.ts'
import { countFrame, type FrameCount } from '#server/draws/frame.ts'
import type { FrameAt } from '#server/draws/frame-store.ts'
import { unwrap } from '#server/http/problem.ts'
import type { RulingRow } from '#server/plans/row-store.ts'
import { type CapOfTask, type DrawnOfRow, drawnOfRow, lockPlanRow, ratioCapsOf } from './limits-store.ts'
import { boundRow } from './row.ts'
import type { TaskRecord } from './store.ts'

/**
 * Refuses a ratio above the cap of a general item, whoever agrees; what its row of the plan says of the number is the answer, for who agrees alone. The row is
 * held until the transaction ends, so that two tasks of it do not both take what is left.
 */
export async function withinLimits(tx: Tx, task: TaskRecord, counted: FrameCount, at: FrameAt): Promise<Result<true, AboveRow>> {
  const own = strataOf(task.strata, counted)
  const caps = await ratioCapsOf(tx, task.id)
  const ruling = await boundRow(tx, task)
  if (ruling === null) {
    unwrap(checkCaps(own, itemsOf(caps, []), null))
    return ok(true)
  }
  const { plan, row } = ruling
  await lockPlanRow(tx, row.id)
  const others = await drawnOfRow(tx, row.id, task.id)
  const items = itemsOf(caps, others)
  const taken = others.reduce((sum, { target }) => sum + target, 0)
  const judge = (scope: RowScope) => ({ caps: checkCaps(own, items, scope), row: checkRow(own, scope) })
  // Where the task asks for whom the row names, its own count is no larger than the row's: what that allows, the row does, and nothing is counted twice.
  if (task.orgPath === plan.orgPath && sameScope(task, row)) {
    const first = judge({ strata: own, taken })
    if (first.caps.ok && first.row.ok) return first.row
  }
  const judged = judge({ strata: await strataOfRow(tx, plan, row, at), taken })
  unwrap(judged.caps)
  return judged.row
}

/** Whom the row names, without what a task leaves out besides: 抽查基数. */
async function strataOfRow(
  tx: Tx,
  { orgPath, dept }: RulingRow['plan'],
  { filter, stratifyBy, strata }: PlanRow,
  at: FrameAt,
): Promise<Counted[]> {
  const frame = { orgPath, dept, filter, stratifyBy, strata, itemCaps: [], years: [], ...nobodyLeftOut }
  return strataOf(strata, await countFrame(tx, frame, at))
}

const nobodyLeftOut = { excludeDrawn: 'none', frequencyCap: null, excludeWhitelist: false, excludeOpenVisits: false } as const

const strataOf = (strata: TaskRecord['strata'] | PlanRow['strata'], counted: FrameCount): Counted[] =>
  countedStrata(
    strata,
    counted.strata.map(({ count }) => count),
  )

/** An item is the same in every version: by its department and code. */
const itemsOf = (caps: readonly CapOfTask[], others: readonly DrawnOfRow[]): CappedItem[] =>
  caps.map(({ dept, code, ...cap }) => {
    const drawnWith = others.flatMap(({ target, items }) =>
      items.filter((item) => item.dept === dept && item.code === code).map(({ sharePpm }) => rankOf(sharePpm, target)),
    )
    return { ...cap, taken: drawnWith.reduce((sum, n) => sum + n, 0) }
  })
