/** SQL of filings of plans (备案) and the answers to them. */
import { sql } from 'kysely'
import { type Actor, spansDepartments } from '#core/access/can.ts'
import type { FilingState, FilingWith } from '#core/plans/filing-state.ts'
import { timeZone } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

export type FilingRecord = {
  readonly id: string
  readonly planId: string
  readonly planNo: string
  readonly planName: string
  readonly orgName: string
  readonly orgPath: string
  readonly dept: string
  readonly with: FilingWith
  readonly version: number
  readonly toPath: string
  readonly toDept: string
  readonly toName: string
  readonly number: string
  readonly filedOn: string
  readonly note: string
  readonly fileId: string | null
  readonly filedById: string
  readonly filedBy: string
  readonly filedAt: string
  readonly state: FilingState
  readonly opinion: string | null
  readonly decidedBy: string | null
  readonly decidedAt: string | null
}

/** Where a filing stands: what the government registered is done, what the level above has not answered is open. */
const stateOf = sql<FilingState>`case when f.with_whom = 'government' then 'registered' else coalesce(d.verdict, 'filed') end`

const columns = [
  'f.id',
  'f.plan_id as planId',
  'plan.plan_no as planNo',
  'plan.name as planName',
  'plan.org_name as orgName',
  'plan.org_path as orgPath',
  'plan.dept',
  'f.with_whom as with',
  'f.version',
  'f.to_path as toPath',
  'f.to_dept as toDept',
  'f.to_name as toName',
  'f.number',
  'f.filed_on as filedOn',
  'f.note',
  'f.file_id as fileId',
  'f.filed_by as filedById',
  'f.filed_by_name as filedBy',
  'f.filed_at as filedAt',
  stateOf.as('state'),
  'd.opinion',
  'd.by_name as decidedBy',
  'd.at as decidedAt',
] as const

const filings = (tx: Tx) =>
  tx.selectFrom('plan_filing as f').innerJoin('plan', 'plan.id', 'f.plan_id').leftJoin('plan_filing_decision as d', 'd.filing_id', 'f.id')

// with: plan_filing_with_known
const asRecords = (rows: readonly object[]): FilingRecord[] => rows as FilingRecord[]

/** What was filed with the actor's place, or with one below it. */
export async function filingsReceived(
  tx: Tx,
  actor: Actor,
  filter: { readonly state?: FilingState | undefined; readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<FilingRecord>> {
  let query = filings(tx)
    .where('f.with_whom', '=', 'superior')
    .where(sql<boolean>`(f.to_path = ${actor.orgPath} or starts_with(f.to_path, ${`${actor.orgPath}.`}))`)
  if (!spansDepartments(actor)) query = query.where('f.to_dept', '=', actor.dept)
  if (filter.state !== undefined) query = query.where(stateOf, '=', filter.state)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(f.filed_at, f.id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`)
  const rows = await query
    .select(columns)
    .orderBy('f.filed_at', 'desc')
    .orderBy('f.id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(asRecords(rows), filter.limit, (row) => [row.filedAt, row.id]), count }
}

/** The newest first. */
export async function filingsOfPlan(tx: Tx, planId: string): Promise<FilingRecord[]> {
  return asRecords(
    await filings(tx).select(columns).where('f.plan_id', '=', planId).orderBy('f.filed_at', 'desc').orderBy('f.id').execute(),
  )
}

export async function findFiling(tx: Tx, id: string): Promise<FilingRecord | null> {
  const row = await filings(tx).select(columns).where('f.id', '=', id).executeTakeFirst()
  return row === undefined ? null : (asRecords([row])[0] ?? null)
}

export type NewFiling = {
  readonly id: string
  readonly planId: string
  readonly with: FilingWith
  readonly version: number
  readonly toPath: string
  readonly toDept: string
  readonly toName: string
  readonly number: string
  readonly filedOn: string
  readonly note: string
  readonly fileId: string | null
  readonly by: { readonly id: string; readonly name: string }
  readonly at: string
}

export async function insertFiling(tx: Tx, one: NewFiling): Promise<void> {
  await tx
    .insertInto('plan_filing')
    .values({
      id: one.id,
      plan_id: one.planId,
      with_whom: one.with,
      version: one.version,
      to_path: one.toPath,
      to_dept: one.toDept,
      to_name: one.toName,
      number: one.number,
      filed_on: one.filedOn,
      note: one.note,
      file_id: one.fileId,
      filed_by: one.by.id,
      filed_by_name: one.by.name,
      filed_at: one.at,
    })
    .execute()
}

export async function insertDecision(
  tx: Tx,
  one: { filingId: string; verdict: 'accepted' | 'returned'; opinion: string; by: { id: string; name: string }; at: string },
): Promise<void> {
  await tx
    .insertInto('plan_filing_decision')
    .values({ filing_id: one.filingId, verdict: one.verdict, opinion: one.opinion, by_id: one.by.id, by_name: one.by.name, at: one.at })
    .execute()
}

/** The public copy of a filing that stands: accepted by the level above, or registered by the government. */
export async function publishFiling(tx: Tx, filingId: string): Promise<void> {
  await sql`
    insert into published.plan_filing (id, plan_id, version, with_whom, to_name, number, filed_on, accepted_on)
    select f.id, f.plan_id, f.version, f.with_whom, f.to_name, f.number, f.filed_on, (d.at at time zone ${timeZone})::date
    from plan_filing f left join plan_filing_decision d on d.filing_id = f.id where f.id = ${filingId}::uuid`.execute(tx)
}

/** The nearest organisation of the plan's department above its place; null where there is none. */
export async function superiorOf(
  tx: Tx,
  plan: { readonly orgPath: string; readonly dept: string },
): Promise<{ readonly path: string; readonly dept: string; readonly name: string } | null> {
  const row = await tx
    .selectFrom('org')
    .select(['path', 'dept', 'name'])
    .where('dept', '=', plan.dept)
    .where(sql<boolean>`starts_with(${plan.orgPath}, path || '.')`)
    .orderBy(sql`length(path)`, 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}
