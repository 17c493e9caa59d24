/** The row of a published plan that a task carries out, as it rules today. */
import type { TaskDraft } from '#contract/tasks.ts'
import { type Actor, within } from '#core/access/can.ts'
import type { RowLevel } from '#core/plans/row.ts'
import { checkRowBounds } from '#core/tasks/limits.ts'
import type { Tx } from '#db/connect.ts'
import { itemsById } from '#server/catalogue/store.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { getPlan } from '#server/plans/handlers.ts'
import { findPlanRow, type RulingRow, rulingRow } from '#server/plans/row-store.ts'
import type { TaskRecord } from './store.ts'

export type FromRow = {
  readonly planNo: string
  readonly directed: boolean
  readonly objectScope: string
  readonly itemIds: readonly string[]
  readonly level: RowLevel
}

/** Null where the task has no plan. A plan that is being adjusted rules as it was published last. */
export async function rowFor(tx: Tx, actor: Actor, draft: TaskDraft): Promise<FromRow | null> {
  if (draft.planRowId === null) return null
  const ruling = await rulingRow(tx, draft.planRowId)
  if (ruling === null) return await whyNot(tx, actor, draft.planRowId)
  const { plan, row } = ruling
  if (!within(actor, plan)) throw new Problem('not_found')
  unwrap(checkRowBounds({ ...draft, level: draft.level ?? row.level }, row))
  const { directed, objectScope, itemIds, itemsFixed, level } = row
  return { planNo: plan.planNo, directed, objectScope, level, itemIds: await chosen(tx, { itemIds, itemsFixed }, draft.itemIds) }
}

/** The row that a task carries out, as it rules today, which may be another than when the task was made; null without a plan. The plan is held. */
export async function boundRow(tx: Tx, task: TaskRecord): Promise<RulingRow | null> {
  if (task.planRowId === null) return null
  const ruling = await rulingRow(tx, task.planRowId)
  if (ruling === null) throw new Problem('plan_row_not_in_force')
  unwrap(checkRowBounds(task, ruling.row))
  return ruling
}

async function whyNot(tx: Tx, actor: Actor, rowId: string): Promise<never> {
  const { planId } = found(await findPlanRow(tx, rowId))
  const { planNo, state, version } = await getPlan(tx, actor, planId)
  throw version === 0 ? new Problem('plan_not_published', { planNo, state }) : new Problem('plan_row_not_in_force', { planNo })
}

/** 定项 takes all of the row's items; 不定项 those that the task chooses among them. */
async function chosen(
  tx: Tx,
  row: { readonly itemIds: readonly string[]; readonly itemsFixed: boolean },
  asked: readonly string[],
): Promise<readonly string[]> {
  if (asked.length === 0) return row.itemIds
  const outside = asked.filter((id) => !row.itemIds.includes(id))
  if (outside.length > 0) {
    const items = await itemsById(tx, outside)
    throw new Problem('items_outside_row', { items: outside.map((id) => items.get(id)?.name ?? id) })
  }
  if (row.itemsFixed && new Set(asked).size < row.itemIds.length) throw new Problem('items_not_open')
  return row.itemIds.filter((id) => asked.includes(id))
}
