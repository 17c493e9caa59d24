/** A plan as the contract shows it. */
import type { z } from 'zod'
import type { PlanRow as RowShown } from '#contract/plan-rows.ts'
import type { Plan, PlanHead } from '#contract/plans.ts'
import type { Actor } from '#core/access/can.ts'
import { rowNumbers } from '#core/plans/row.ts'
import { planAbility } from '#core/plans/state.ts'
import type { Tx } from '#db/connect.ts'
import { itemsById } from '#server/catalogue/store.ts'
import { stepsOf } from '#server/record/store.ts'
import { planRows, rulingIds, tasksByRow } from './row-store.ts'
import { rowsShown, stepsShown } from './sight.ts'
import type { PlanRecord } from './store.ts'
import { versionHeads } from './version-store.ts'

export const head = (plan: PlanRecord): PlanHead => ({
  id: plan.id,
  planNo: plan.planNo,
  year: plan.year,
  name: plan.name,
  kind: plan.kind,
  state: plan.state,
  version: plan.version,
  orgPath: plan.orgPath,
  dept: plan.dept,
  orgName: plan.orgName,
  createdBy: plan.createdByName,
  updatedAt: plan.updatedAt,
})

/** The whole plan: rows as they are being worked on, versions, steps, and what the actor may do. */
export async function presentPlan(tx: Tx, actor: Actor, plan: PlanRecord): Promise<z.input<typeof Plan>> {
  return {
    ...head(plan),
    docNo: plan.docNo,
    adjustReason: plan.adjustReason,
    cancelReason: plan.cancelReason,
    rows: await presentRows(tx, actor, plan),
    versions: await versionHeads(tx, plan.id),
    steps: stepsShown(actor, plan, await stepsOf(tx, `plan:${plan.id}`)),
    abilities: {
      edit: planAbility(plan, 'edit', actor),
      submit: planAbility(plan, 'submit', actor),
      approve: planAbility(plan, 'approve', actor),
      return: planAbility(plan, 'return', actor),
      publish: planAbility(plan, 'publish', actor),
      adjust: planAbility(plan, 'adjust', actor),
      abandon: planAbility(plan, 'abandon', actor),
      cancel: planAbility(plan, 'cancel', actor),
    },
  }
}

async function presentRows(tx: Tx, actor: Actor, plan: PlanRecord): Promise<z.input<typeof RowShown>[]> {
  const rows = await planRows(tx, plan.id)
  const items = await itemsById(
    tx,
    rows.flatMap((row) => row.itemIds),
  )
  const tasks = await tasksByRow(
    tx,
    rows.map((row) => row.id),
  )
  const ruling = await rulingIds(tx, plan.id)
  const numbered = rows.map((row) => ({ ...row, ...rowNumbers(row.strata) }))
  return rowsShown(actor, plan, numbered).map((row) => ({
    ...(row as z.input<typeof RowShown>), // core PlanRow is the contract's row but for readonly lists
    itemNames: row.itemIds.map((id) => items.get(id)?.name ?? id),
    taskIds: tasks.get(row.id) ?? [],
    ruling: ruling.has(row.id),
  }))
}
