/** SQL of plans. */
import { sql } from 'kysely'
import type { PlanState } from '#core/plans/state.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

export type PlanRecord = {
  readonly id: string
  readonly planNo: string
  readonly year: number
  readonly name: string
  readonly state: PlanState
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly createdBy: string
  readonly createdByName: string
  readonly submittedBy: string | null
  readonly updatedAt: string
}

export type PlanRowRecord = {
  readonly id: string
  readonly seq: number
  readonly name: string
  readonly itemIds: string[]
  readonly directed: boolean
  readonly objectScope: string
  readonly ratePpm: number
  readonly from: string
  readonly to: string
  readonly office: string
}

const planColumns = [
  'id',
  'plan_no as planNo',
  'year',
  'name',
  'state',
  'org_path as orgPath',
  'dept',
  'org_name as orgName',
  'created_by as createdBy',
  'created_by_name as createdByName',
  'submitted_by as submittedBy',
  'updated_at as updatedAt',
] as const

const rowColumns = [
  'id',
  'seq',
  'name',
  'item_ids as itemIds',
  'directed',
  'object_scope as objectScope',
  'rate_ppm as ratePpm',
  'from_on as from',
  'to_on as to',
  'office',
] as const

export async function listPlans(
  tx: Tx,
  scope: { dept: string | null },
  filter: { year?: number | undefined; state?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<PlanRecord>> {
  // Row-level security keeps the list to the actor's organisation and below; the department is narrowed here.
  let query = tx.selectFrom('plan')
  if (scope.dept !== null) query = query.where('dept', '=', scope.dept)
  if (filter.year !== undefined) query = query.where('year', '=', filter.year)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(updated_at, id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`)
  const rows = await query
    .select(planColumns)
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(rows as PlanRecord[], filter.limit, (plan) => [plan.updatedAt, plan.id]), count }
}

/** `lock` holds the row until the transaction ends, so that of two hands one wins and the other sees the new state. */
export async function findPlan(tx: Tx, id: string, lock: 'lock' | 'read' = 'read'): Promise<PlanRecord | null> {
  const query = tx.selectFrom('plan').select(planColumns).where('id', '=', id)
  const row = await (lock === 'lock' ? query.forUpdate() : query).executeTakeFirst()
  return (row as PlanRecord | undefined) ?? null
}

export async function planRows(tx: Tx, planId: string): Promise<PlanRowRecord[]> {
  return await tx.selectFrom('plan_row').select(rowColumns).where('plan_id', '=', planId).orderBy('seq').execute()
}

export async function findPlanRow(tx: Tx, rowId: string): Promise<(PlanRowRecord & { planId: string }) | null> {
  const row = await tx
    .selectFrom('plan_row')
    .select([...rowColumns, 'plan_id as planId'])
    .where('id', '=', rowId)
    .executeTakeFirst()
  return row ?? null
}

/** The tasks made from each row of a plan. */
export async function tasksByRow(tx: Tx, rowIds: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
  if (rowIds.length === 0) return new Map()
  const found = await tx
    .selectFrom('task')
    .select(['id', 'plan_row_id'])
    .where('plan_row_id', 'in', [...rowIds])
    .orderBy('task_no')
    .execute()
  const byRow = new Map<string, string[]>()
  for (const task of found) byRow.set(task.plan_row_id, [...(byRow.get(task.plan_row_id) ?? []), task.id])
  return byRow
}

export type NewPlan = Omit<PlanRecord, 'updatedAt' | 'submittedBy' | 'state'>

export async function insertPlan(tx: Tx, plan: NewPlan): Promise<void> {
  await tx
    .insertInto('plan')
    .values({
      id: plan.id,
      plan_no: plan.planNo,
      year: plan.year,
      name: plan.name,
      state: 'draft',
      org_path: plan.orgPath,
      dept: plan.dept,
      org_name: plan.orgName,
      created_by: plan.createdBy,
      created_by_name: plan.createdByName,
    })
    .execute()
}

export async function replaceRows(tx: Tx, planId: string, rows: readonly PlanRowRecord[]): Promise<void> {
  await tx.deleteFrom('plan_row').where('plan_id', '=', planId).execute()
  await tx
    .insertInto('plan_row')
    .values(
      rows.map((row) => ({
        id: row.id,
        plan_id: planId,
        seq: row.seq,
        name: row.name,
        item_ids: row.itemIds,
        directed: row.directed,
        object_scope: row.objectScope,
        rate_ppm: row.ratePpm,
        from_on: row.from,
        to_on: row.to,
        office: row.office,
      })),
    )
    .execute()
}

export async function savePlan(
  tx: Tx,
  id: string,
  change: { state?: PlanState; name?: string; submittedBy?: string; approvedBy?: string },
  now: string,
): Promise<void> {
  await tx
    .updateTable('plan')
    .set({
      updated_at: now,
      ...(change.state === undefined ? {} : { state: change.state }),
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.submittedBy === undefined ? {} : { submitted_by: change.submittedBy }),
      ...(change.approvedBy === undefined ? {} : { approved_by: change.approvedBy }),
    })
    .where('id', '=', id)
    .execute()
}

/** The public copy, made by the act of publication. */
export async function publishPlan(tx: Tx, plan: PlanRecord, rows: readonly object[], now: string): Promise<void> {
  await tx
    .insertInto('published.plan')
    .values({
      id: plan.id,
      plan_no: plan.planNo,
      year: plan.year,
      name: plan.name,
      org_path: plan.orgPath,
      org_name: plan.orgName,
      rows: json(rows),
      published_at: now,
    })
    .execute()
}
