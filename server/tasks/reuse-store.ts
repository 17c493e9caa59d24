/** SQL of 互认: proposals and decisions are evidence and only appended; results of other bodies by one function that tells nothing else. */
import { sql } from 'kysely'
import { timeZone } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { decodeCursor, encodeCursor } from '#server/paging.ts'

export type FoundResult = {
  readonly resultId: string
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly taskNo: string
  readonly date: string
  readonly outcome: string
  /** `dept:code` of the items that were checked. */
  readonly items: string[]
}

/** Published results of other bodies for a subject since a day, newest first. */
export async function resultsElsewhere(
  tx: Tx,
  of: { readonly subject: string; readonly since: string; readonly orgPath: string; readonly dept: string },
): Promise<FoundResult[]> {
  const { rows } = await sql<FoundResult>`
    select result_id as "resultId", org_path as "orgPath", dept, org_name as "orgName", task_no as "taskNo", on_date as "date", outcome, items
    from reusable_results(array[${of.subject}]::text[], ${of.since}::date, ${of.orgPath}, ${of.dept}) order by on_date desc, result_id limit 50`.execute(
    tx,
  )
  return rows
}

/** Names of items by `dept:code`, of the newest version. */
export async function itemNames(tx: Tx, items: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (items.length === 0) return new Map()
  const { rows } = await sql<{ key: string; name: string }>`
    select distinct on (dept, code) dept || ':' || code as key, name from item where dept || ':' || code = any(${[...items]}::text[]) and published_at is not null
    order by dept, code, published_at desc`.execute(tx)
  return new Map(rows.map(({ key, name }) => [key, name]))
}

export type ReuseRow = {
  readonly id: string
  readonly taskId: string
  readonly taskName: string
  readonly subject: string
  readonly name: string
  readonly visitId: string
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly taskNo: string
  readonly date: string
  readonly outcome: string
  readonly note: string
  readonly requestedBy: string
  readonly requestedByName: string
  readonly requestedAt: string
  readonly approved: boolean | null
  readonly opinion: string | null
  readonly decidedByName: string | null
  readonly decidedAt: string | null
}

const selected = sql`
  select r.id, r.task_id as "taskId", t.name as "taskName", r.subject, v.name, r.visit_id as "visitId", r.org_path as "orgPath", r.dept, r.result_org_name as "orgName",
    r.result_task_no as "taskNo", r.result_date as "date", r.outcome, r.note, r.requested_by as "requestedBy", r.requested_by_name as "requestedByName",
    r.requested_at as "requestedAt", x.approved, x.opinion, x.decided_by_name as "decidedByName", x.decided_at as "decidedAt"
  from reuse r join visit v on v.subject = r.subject and v.id = r.visit_id join task t on t.id = r.task_id left join reuse_decision x on x.reuse_id = r.id`

export type ReuseFilter = {
  readonly state?: 'requested' | 'approved' | 'refused' | undefined
  readonly visitId?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Of a department (all when null), newest first; row-level security keeps to the place. */
export async function listReuses(tx: Tx, dept: string | null, filter: ReuseFilter) {
  const state = { requested: sql`and x.reuse_id is null`, approved: sql`and x.approved`, refused: sql`and not x.approved` }
  const conditions = sql`
    ${dept === null ? sql`true` : sql`r.dept = ${dept}`} ${filter.state === undefined ? sql`` : state[filter.state]}
    ${filter.visitId === undefined ? sql`` : sql`and r.visit_id = ${filter.visitId}::uuid`}`
  const counted = await sql<{ n: number }>`
    select count(*)::int as n from (select 1 from reuse r left join reuse_decision x on x.reuse_id = r.id where ${conditions} limit 10001) as counted`.execute(
    tx,
  )
  const key = decodeCursor(filter.cursor, 2)
  const { rows } = await sql<ReuseRow>`
    ${selected} where ${conditions} ${key === null ? sql`` : sql`and (r.requested_at, r.id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`}
    order by r.requested_at desc, r.id desc limit ${filter.limit + 1}`.execute(tx)
  const n = counted.rows[0]?.n ?? 0
  const kept = rows.slice(0, filter.limit)
  const last = kept.at(-1)
  return {
    rows: kept,
    next: rows.length > filter.limit && last !== undefined ? encodeCursor([last.requestedAt, last.id]) : null,
    count: { value: Math.min(n, 10_000), capped: n > 10_000 },
  }
}

export async function findReuse(tx: Tx, id: string): Promise<ReuseRow | null> {
  const { rows } = await sql<ReuseRow>`${selected} where r.id = ${id}::uuid`.execute(tx)
  return rows[0] ?? null
}

export async function insertReuse(
  tx: Tx,
  row: {
    readonly id: string
    readonly visit: {
      readonly id: string
      readonly taskId: string
      readonly subject: string
      readonly orgPath: string
      readonly dept: string
    }
    readonly result: FoundResult
    readonly note: string
    readonly by: { readonly id: string; readonly name: string }
    readonly at: string
  },
): Promise<void> {
  const { visit, result } = row
  await tx
    .insertInto('reuse')
    .values({
      id: row.id,
      task_id: visit.taskId,
      subject: visit.subject,
      visit_id: visit.id,
      org_path: visit.orgPath,
      dept: visit.dept,
      result_id: result.resultId,
      result_org_name: result.orgName,
      result_task_no: result.taskNo,
      result_date: result.date,
      outcome: result.outcome,
      items: result.items,
      note: row.note,
      requested_by: row.by.id,
      requested_by_name: row.by.name,
      requested_at: row.at,
    })
    .execute()
}

export async function insertDecision(
  tx: Tx,
  decision: {
    readonly reuseId: string
    readonly approved: boolean
    readonly opinion: string
    readonly by: { readonly id: string; readonly name: string }
    readonly at: string
  },
): Promise<void> {
  await tx
    .insertInto('reuse_decision')
    .values({
      reuse_id: decision.reuseId,
      approved: decision.approved,
      opinion: decision.opinion,
      decided_by: decision.by.id,
      decided_by_name: decision.by.name,
      decided_at: decision.at,
    })
    .execute()
}

/** Held until the transaction ends: of two people at once, one proposes or decides. */
export async function lockReuse(tx: Tx, visitId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`reuse:${visitId}`}, 0))`.execute(tx)
}

/** What the public reads of an approved reuse: who was not visited, and whose published result counts instead. */
export async function publishReuse(tx: Tx, reuseId: string, now: string): Promise<void> {
  await sql`
    insert into published.reuse (subject, visit_id, task_id, task_no, task_name, source, org_name, name, region_name, result_org_name, result_task_no, result_date, reused_on, published_at)
    select r.subject, r.visit_id, t.id, t.task_no, t.name, t.source, coalesce(o.name, t.org_name), v.name, v.region_name, r.result_org_name, r.result_task_no, r.result_date,
      (${now}::timestamptz at time zone ${timeZone})::date, ${now}::timestamptz
    from reuse r join task t on t.id = r.task_id join visit v on v.subject = r.subject and v.id = r.visit_id
      left join org o on o.path = v.org_path and o.dept = v.dept where r.id = ${reuseId}::uuid`.execute(tx)
}
