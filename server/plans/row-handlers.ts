/** 计划行: handlers. Each change of a row locks the plan, is judged as an edit of it, and goes on its record. */
import { movePlan } from '#core/plans/state.ts'
import { type Command, command } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, unwrap } from '#server/http/problem.ts'
import { planToMove } from './moves.ts'
import { readRowsHandler } from './read-rows.ts'
import { findPlanRow } from './row-store.ts'
import * as rows from './rows.ts'
import { type PlanRecord, savePlan } from './store.ts'

export const rowHandlers = {
  addRows: os.plans.addRows.handler(
    command('plan.addRows', async (call) => {
      const { input, record } = call
      const plan = await editable(call)
      const rowIds = await rows.addRows(call, plan, input.rows)
      const state = await edited(call, plan)
      record(`plan:${plan.id}`, { rows: rowIds.length })
      return { rowIds, state }
    }),
  ),

  saveRow: os.plans.saveRow.handler(
    command('plan.saveRow', async (call) => {
      const { input, record } = call
      const plan = await editable(call)
      await rows.saveRow(call, plan, input.rowId, input.row, input.seen)
      record(`plan:${plan.id}`, { row: input.row.name })
      return await saved(call, plan)
    }),
  ),

  cancelRow: os.plans.cancelRow.handler(
    command('plan.cancelRow', async (call) => {
      const { input, tx, record } = call
      const plan = await editable(call)
      const { name } = found(await findPlanRow(tx, input.rowId))
      const removed = await rows.cancelRow(call, plan, input.rowId, input.reason, input.seen)
      record(`plan:${plan.id}`, { row: name, reason: input.reason })
      return { state: await edited(call, plan), removed }
    }),
  ),

  restoreRow: os.plans.restoreRow.handler(
    command('plan.restoreRow', async (call) => {
      const { input, record } = call
      const plan = await editable(call)
      await rows.restoreRow(call, plan, input.rowId, input.seen)
      record(`plan:${plan.id}`, { rowId: input.rowId })
      return await saved(call, plan)
    }),
  ),

  moveRow: os.plans.moveRow.handler(
    command('plan.moveRow', async (call) => {
      const { input, record } = call
      const plan = await editable(call)
      await rows.moveRow(call, plan, input.rowId, input.to, input.seen)
      record(`plan:${plan.id}`, { rowId: input.rowId, to: input.to })
      return { state: await edited(call, plan) }
    }),
  ),

  readRows: readRowsHandler,
}

type RowCommand = Pick<Command<{ readonly planId: string }>, 'input' | 'tx' | 'actor' | 'now'>

/** The plan, locked. Two who work on different rows wait for each other and both go through: a row has its own `seen`. */
async function editable({ input, tx, actor }: RowCommand): Promise<PlanRecord> {
  const plan = await planToMove(tx, actor, { planId: input.planId })
  unwrap(movePlan(plan, 'edit', actor))
  return plan
}

async function edited({ tx, actor, now }: RowCommand, plan: PlanRecord): Promise<string> {
  const state = unwrap(movePlan(plan, 'edit', actor))
  await savePlan(tx, plan.id, { state, editor: actor.id }, now)
  return state
}

async function saved(
  call: RowCommand & { readonly input: { readonly rowId: string } },
  plan: PlanRecord,
): Promise<{ rowId: string; state: string; updatedAt: string }> {
  const state = await edited(call, plan)
  const { id, updatedAt } = found(await findPlanRow(call.tx, call.input.rowId))
  return { rowId: id, state, updatedAt }
}
