/** SQL of plan rows: the working copy in plan_row, and what rules in the version that was published last. */
import { sql } from 'kysely'
import type { PlanRow, PlanRowText } from '#core/plans/row.ts'
import { rowNumbers } from '#core/plans/row.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { prepared, withNext } from '#db/sending.ts'
import type { PlanRecord } from './store.ts'

export type PlanRowRecord = Omit<PlanRow, 'itemIds'> & { readonly itemIds: string[]; readonly updatedAt: string }

const rowColumns = [
  'id',
  'seq',
  'state',
  'cancel_reason as cancelReason',
  'name',
  'item_ids as itemIds',
  'directed',
  'object_scope as objectScope',
  'rate_ppm as ratePpm',
  'from_on as from',
  'to_on as to',
  'office',
  'checks',
  'items_fixed as itemsFixed',
  'filter',
  'stratify_by as stratifyBy',
  'strata',
  'methods',
  'offices',
  'level',
  'parties',
  'joint_item_id as jointItemId',
  'frequency',
  'target_text as targetText',
  'remark',
  'updated_at as updatedAt',
] as const

/** All rows of a plan as it is being worked on, cancelled ones included. */
export async function planRows(tx: Tx, planId: string): Promise<PlanRowRecord[]> {
  return asRows(await tx.selectFrom('plan_row').select(rowColumns).where('plan_id', '=', planId).orderBy('seq').execute())
}

/** One row as it is being worked on, with the plan it belongs to. What rules is `rulingRow`. */
export async function findPlanRow(tx: Tx, rowId: string): Promise<(PlanRowRecord & { planId: string }) | null> {
  const row = await tx
    .selectFrom('plan_row')
    .select([...rowColumns, 'plan_id as planId'])
    .where('id', '=', rowId)
    .executeTakeFirst()
  return row === undefined ? null : { ...only(asRows([row])), planId: row.planId }
}

/** With what a task needs to know of its plan. */
export type RulingRow = { readonly plan: Pick<PlanRecord, 'planNo' | 'orgPath' | 'dept'>; readonly row: PlanRow }

/**
 * A row as it rules: of the version that was published last, whatever is being prepared behind it. Null when it is not public, was cancelled, or
 * its plan was. The plan is held for the rest of the transaction, so that no adjustment takes the row away meanwhile.
 */
export async function rulingRow(tx: Tx, rowId: string): Promise<RulingRow | null> {
  const planId = tx.selectFrom('plan_row').select('plan_id').where('id', '=', rowId)
  // Held by a statement before: the next one sees what whoever held the plan until then has made of it.
  await withNext(tx, tx.selectFrom('plan').select('id').where('id', '=', planId).forShare())
  // One row of the version, not all of them: a plan has hundreds.
  const [ruling] = await prepared(
    tx,
    tx
      .selectFrom('plan_row_in_force as ruling')
      .innerJoin('plan', 'plan.id', 'ruling.plan_id')
      .select(['plan.plan_no as planNo', 'plan.org_path as orgPath', 'plan.dept', 'ruling.row'])
      .where('ruling.plan_id', '=', planId)
      .where('ruling.id', '=', rowId),
  )
  if (ruling === undefined) return null
  const { row, ...plan } = ruling
  return { plan, row: row as unknown as PlanRow } // as publishing wrote it
}

/** The tasks made from each row of a plan. */
export async function tasksByRow(tx: Tx, rowIds: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
  if (rowIds.length === 0) return new Map()
  const found = await tx
    .selectFrom('task')
    .select(['id', 'plan_row_id as rowId'])
    .where('plan_row_id', 'in', [...rowIds])
    .where('state', '<>', 'cancelled')
    .orderBy('task_no')
    .execute()
  const byRow = new Map<string, string[]>()
  for (const { id, rowId } of found) if (rowId !== null) byRow.set(rowId, [...(byRow.get(rowId) ?? []), id])
  return byRow
}

/** How many tasks that were not cancelled carry out each of these rows, whosever they are. */
export async function boundTasks(tx: Tx, rowIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  if (rowIds.length === 0) return new Map()
  const { rows } = await sql<{
    row_id: string
    tasks: number
  }>`select row_id, tasks from plan_rows_with_tasks(${[...rowIds]}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.row_id, row.tasks]))
}

export type RowToSave = PlanRowText & Pick<PlanRow, 'id' | 'seq' | 'state' | 'cancelReason'>

/** Writes rows by their id: new ones come in, those that are there are changed. One statement, so that their numbers may change places. */
export async function saveRows(tx: Tx, planId: string, rows: readonly RowToSave[], now: string): Promise<void> {
  if (rows.length === 0) return
  await tx
    .insertInto('plan_row')
    .values(
      rows.map((row) => ({
        id: row.id,
        plan_id: planId,
        seq: row.seq,
        state: row.state,
        cancel_reason: row.cancelReason,
        name: row.name,
        item_ids: [...row.itemIds],
        directed: row.directed,
        object_scope: row.objectScope,
        // A column of the database knows no ratio of zero: nobody drawn by a ratio is a stratum that allows it.
        rate_ppm: rowNumbers(row.strata).ratePpm || null,
        from_on: row.from,
        to_on: row.to,
        office: row.office,
        checks: row.checks,
        items_fixed: row.itemsFixed,
        filter: json(row.filter),
        stratify_by: row.stratifyBy,
        strata: json(row.strata),
        methods: [...row.methods],
        offices: [...row.offices],
        level: row.level,
        parties: json(row.parties),
        joint_item_id: row.jointItemId,
        frequency: row.frequency,
        target_text: row.targetText,
        remark: row.remark,
        updated_at: now,
      })),
    )
    .onConflict((on) => on.column('id').doUpdateSet((to) => Object.fromEntries(changeable.map((one) => [one, to.ref(`excluded.${one}`)]))))
    .execute()
}

const changeable = [
  'seq',
  'state',
  'cancel_reason',
  'name',
  'item_ids',
  'directed',
  'object_scope',
  'rate_ppm',
  'from_on',
  'to_on',
  'office',
  'checks',
  'items_fixed',
  'filter',
  'stratify_by',
  'strata',
  'methods',
  'offices',
  'level',
  'parties',
  'joint_item_id',
  'frequency',
  'target_text',
  'remark',
  'updated_at',
] as const

/** Which of these rows stand in any version of the plan. */
export async function everPublished(tx: Tx, planId: string, rowIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (rowIds.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`select distinct w.row ->> 'id' as id
    from plan_version v cross join lateral jsonb_array_elements(v.rows) w(row)
    where v.plan_id = ${planId}::uuid and w.row ->> 'id' = any (${[...rowIds]}::text[])`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

/** The rows that rule today: of the public version, without cancelled ones. */
export async function rulingIds(tx: Tx, planId: string): Promise<ReadonlySet<string>> {
  const rows = await tx.selectFrom('plan_row_in_force').select('id').where('plan_id', '=', planId).execute()
  return new Set(rows.flatMap(({ id }) => id ?? []))
}

/** Takes rows out that were never published. */
export async function deleteRows(tx: Tx, planId: string, rowIds: readonly string[]): Promise<void> {
  if (rowIds.length === 0) return
  await tx
    .deleteFrom('plan_row')
    .where('plan_id', '=', planId)
    .where('id', 'in', [...rowIds])
    .execute()
}

/** Gives the rows the numbers 1, 2, … in this order; what is not named keeps its place behind them. */
export async function renumberRows(tx: Tx, planId: string, order: readonly string[]): Promise<void> {
  await sql`update plan_row r set seq = n.seq
    from (select id, row_number() over (order by array_position(${[...order]}::uuid[], id) nulls last, seq)::int as seq
      from plan_row where plan_id = ${planId}::uuid) n
    where r.plan_id = ${planId}::uuid and r.id = n.id and r.seq <> n.seq`.execute(tx)
}

/** The strata of the rows without direction in the other plans of a body's year that are public, for the floor of the year. */
export async function undirectedElsewhere(
  tx: Tx,
  plan: Pick<PlanRecord, 'id' | 'orgPath' | 'dept' | 'year'>,
): Promise<PlanRow['strata'][]> {
  const rows = await tx
    .selectFrom('plan_row_in_force')
    .select('row')
    .where('org_path', '=', plan.orgPath)
    .where('dept', '=', plan.dept)
    .where('year', '=', plan.year)
    .where('kind', '<>', 'joint')
    .where('plan_id', '<>', plan.id)
    .execute()
  return rows.map(({ row }) => row as unknown as PlanRow).flatMap(({ directed, strata }) => (directed ? [] : [strata])) // rows of plan_version, written from PlanRow
}

// The columns are written from PlanRowText above and held to its words by checks of the database.
const asRows = (rows: readonly object[]): PlanRowRecord[] => rows as PlanRowRecord[]

function only<T>(rows: readonly T[]): T {
  const [row] = rows
  if (row === undefined) throw new Error('there is one row')
  return row
}
