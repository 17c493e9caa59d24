/** SQL of visits, results and reviews. */
import { sql } from 'kysely'
import type { Scoped } from '#core/access/can.ts'
import { settledVisitStates, type VisitState } from '#core/inspections/result.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import type { SeatRole } from '#server/draws/drawn-store.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'
import { lastKnown } from '#server/registers/as-of-store.ts'

export type VisitOfficer = { readonly id: string; readonly name: string; readonly role: SeatRole }

export type VisitRecord = {
  readonly id: string
  readonly subject: string
  readonly taskId: string
  readonly orgPath: string
  readonly dept: string
  readonly name: string
  readonly regionName: string
  readonly address: string | null
  readonly state: VisitState
  readonly dueOn: string
  readonly updatedAt: string
  readonly taskName: string
  readonly itemIds: string[]
  readonly officers: VisitOfficer[]
  /** Organisations that handle a problem of it as a case. */
  readonly casesAt: Scoped[]
}

export type ResultRecord = {
  readonly id: string
  readonly visitId: string
  readonly subject: string
  readonly version: number
  readonly date: string
  readonly method: 'onsite' | 'written' | 'network' | 'entrusted'
  readonly items: { itemId: string; checked: boolean; problem: string | null }[]
  readonly outcome: string
  readonly disposal: string | null
  readonly demo: boolean
  readonly enteredBy: string
  readonly enteredByName: string
  readonly enteredAt: string
}

/** Whose visits: an officer's own, or those of a department (all departments when null); row-level security keeps to the organisation. */
export type VisitScope = { readonly officerId: string } | { readonly dept: string | null }

const columns = [
  'visit.id',
  'visit.subject',
  'visit.task_id as taskId',
  'visit.org_path as orgPath',
  'visit.dept',
  'visit.name',
  'visit.region_name as regionName',
  'visit.address',
  'visit.state',
  'visit.due_on as dueOn',
  'visit.updated_at as updatedAt',
  'task.name as taskName',
  // Of a joint task every department's items are checked in the one visit.
  sql<string[]>`array(select x.id from unnest(task.item_ids || array(select unnest(p.item_ids) from task_participant p
      where p.task_id = task.id and p.state <> 'declined' order by p.dept)) with ordinality as x (id, n)
    where x.id <> all(visit.skipped_item_ids) order by x.n)`.as('itemIds'),
  sql<Scoped[]>`coalesce((select jsonb_agg(jsonb_build_object('orgPath', c.to_org_path, 'dept', c.to_dept))
    from case_clue c where c.subject = visit.subject and c.visit_id = visit.id and c.state <> 'returned'), '[]')`.as('casesAt'),
] as const

export async function listVisits(
  tx: Tx,
  scope: VisitScope,
  filter: { state?: string | undefined; taskId?: string | undefined; q?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<VisitRecord>> {
  let query = tx.selectFrom('visit').innerJoin('task', 'task.id', 'visit.task_id')
  if ('officerId' in scope) {
    const { officerId } = scope
    query = query.where((on) =>
      on.exists(
        on
          .selectFrom('seat')
          .select('seat.officer_id')
          .whereRef('seat.subject', '=', 'visit.subject')
          .whereRef('seat.task_id', '=', 'visit.task_id')
          .where('seat.officer_id', '=', officerId),
      ),
    )
  } else if (scope.dept !== null) query = query.where('visit.dept', '=', scope.dept)
  if (filter.state !== undefined) query = query.where('visit.state', '=', filter.state)
  if (filter.taskId !== undefined) query = query.where('visit.task_id', '=', filter.taskId)
  if (filter.q !== undefined && filter.q !== '')
    query = query.where(sql<boolean>`(position(${filter.q} in visit.name) > 0 or visit.subject like ${filter.q} || '%')`)
  const count = await cappedCount(tx, query)
  // What is still to be done comes first, then by the last day on which it may be done.
  const done = sql<boolean>`(visit.state in ('published', 'replaced', 'cancelled', 'reused'))`
  const key = decodeCursor(filter.cursor, 3)
  if (key !== null)
    query = query.where(sql<boolean>`(${done}, visit.due_on, visit.id) > (${key[0]}::boolean, ${key[1]}::date, ${key[2]}::uuid)`)
  const rows = await query
    .select(columns)
    .orderBy(done)
    .orderBy('visit.due_on')
    .orderBy('visit.id')
    .limit(filter.limit + 1)
    .execute()
  const page = cutPage(rows, filter.limit, (visit) => [
    String(settledVisitStates.some((state) => state === visit.state)),
    visit.dueOn,
    visit.id,
  ])
  return { rows: await withOfficers(tx, page.rows), next: page.next, count }
}

export async function findVisits(tx: Tx, ids: readonly string[], lock: 'lock' | 'read' = 'read'): Promise<VisitRecord[]> {
  if (lock === 'lock') await sql`select id from visit where id = any(${[...ids]}::uuid[]) order by subject, id for update`.execute(tx)
  const rows = await tx
    .selectFrom('visit')
    .innerJoin('task', 'task.id', 'visit.task_id')
    .select(columns)
    .where('visit.id', 'in', [...ids])
    .orderBy('visit.id')
    .execute()
  return withOfficers(tx, rows)
}

type Bare = Omit<VisitRecord, 'officers' | 'state'> & { readonly state: string }

async function withOfficers(tx: Tx, visits: readonly Bare[]): Promise<VisitRecord[]> {
  if (visits.length === 0) return []
  const found = await sql<{ subject: string; task_id: string; officer_id: string; officer_name: string; role: SeatRole }>`
    select a.subject, a.task_id, a.officer_id, a.officer_name, a.role from seat a
    join unnest(${visits.map((visit) => visit.subject)}::text[], ${visits.map((visit) => visit.taskId)}::uuid[]) as v (subject, task_id)
      on a.subject = v.subject and a.task_id = v.task_id
    order by case a.role when 'lead' then 0 when 'assist' then 1 else 2 end, a.officer_name`.execute(tx)
  const byVisit = new Map<string, VisitOfficer[]>()
  for (const row of found.rows) {
    const key = `${row.task_id} ${row.subject}`
    byVisit.set(key, [...(byVisit.get(key) ?? []), { id: row.officer_id, name: row.officer_name, role: row.role }])
  }
  return visits.map((visit) => ({
    ...visit,
    state: visit.state as VisitState,
    officers: byVisit.get(`${visit.taskId} ${visit.subject}`) ?? [],
  })) // visit_state_known
}

/** The newest result of each visit. */
export async function latestResults(
  tx: Tx,
  visits: readonly { id: string; subject: string }[],
): Promise<ReadonlyMap<string, ResultRecord>> {
  if (visits.length === 0) return new Map()
  const rows = await tx
    .selectFrom('result')
    .distinctOn('visit_id')
    .select([
      'id',
      'visit_id as visitId',
      'subject',
      'version',
      'date',
      'method',
      'items',
      'outcome',
      'disposal',
      'demo',
      'entered_by as enteredBy',
      'entered_by_name as enteredByName',
      'entered_at as enteredAt',
    ])
    .where(
      'visit_id',
      'in',
      visits.map((visit) => visit.id),
    )
    .where(
      'subject',
      'in',
      visits.map((visit) => visit.subject),
    )
    .orderBy('visit_id')
    .orderBy('version', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.visitId, row as unknown as ResultRecord]))
}

export async function insertResult(tx: Tx, result: ResultRecord): Promise<void> {
  await tx
    .insertInto('result')
    .values({
      subject: result.subject,
      id: result.id,
      visit_id: result.visitId,
      version: result.version,
      date: result.date,
      method: result.method,
      items: json(result.items),
      outcome: result.outcome,
      disposal: result.disposal,
      demo: result.demo,
      entered_by: result.enteredBy,
      entered_by_name: result.enteredByName,
      entered_at: result.enteredAt,
    })
    .execute()
}

export async function insertReviews(
  tx: Tx,
  results: readonly ResultRecord[],
  review: { verdict: 'pass' | 'return'; opinion: string; reviewerId: string; reviewerName: string; at: string },
): Promise<void> {
  await tx
    .insertInto('review')
    .values(
      results.map((result) => ({
        subject: result.subject,
        result_id: result.id,
        verdict: review.verdict,
        opinion: review.opinion,
        reviewer_id: review.reviewerId,
        reviewer_name: review.reviewerName,
        at: review.at,
      })),
    )
    .execute()
}

export async function saveVisitState(
  tx: Tx,
  visits: readonly { id: string; subject: string }[],
  state: VisitState,
  now: string,
): Promise<void> {
  await tx
    .updateTable('visit')
    .set({ state, updated_at: now })
    .where(
      'subject',
      'in',
      visits.map((visit) => visit.subject),
    )
    .where(
      'id',
      'in',
      visits.map((visit) => visit.id),
    )
    .execute()
}

/** Copies results to the public schema, set at once: what the public sees is this act, not a view into our tables. */
export async function publishResults(tx: Tx, resultIds: readonly string[], now: string): Promise<void> {
  await sql`
    insert into published.result (subject, visit_id, task_id, task_no, task_name, plan_no, plan_name, source, directed, org_path, org_name, name, region_name, date, method, items, outcome, outcome_zh,
      problem, disposal, demo, published_at)
    select r.subject, v.id, t.id, t.task_no, t.name, coalesce(p.plan_no, a.plan_no), coalesce(p.name, a.plan_name), t.source, t.directed, v.org_path, coalesce(o.name, t.org_name), v.name, v.region_name, r.date, r.method,
      (select jsonb_agg(jsonb_build_object('name', i.name, 'checked', (x.value ->> 'checked')::boolean, 'problem', x.value -> 'problem') order by x.ordinality)
       from jsonb_array_elements(r.items) with ordinality as x join item i on i.id = (x.value ->> 'itemId')::uuid),
      r.outcome, rt.zh, rt.problem, r.disposal, r.demo, ${now}
    from result r join visit v on v.subject = r.subject and v.id = r.visit_id
      join task t on t.id = v.task_id left join plan_row pr on pr.id = t.plan_row_id left join plan p on p.id = pr.plan_id
      -- A county that publishes its part of a city's task does not see the city's plan, but what is public of it; who inspected is who had the part.
      left join published.task a on a.id = t.id left join org o on o.path = v.org_path and o.dept = v.dept join result_type rt on rt.code = r.outcome
    where r.id = any(${[...resultIds]}::uuid[])
    on conflict (subject, visit_id) do update set date = excluded.date, method = excluded.method, items = excluded.items, outcome = excluded.outcome, outcome_zh = excluded.outcome_zh,
      problem = excluded.problem, disposal = excluded.disposal, demo = excluded.demo, published_at = excluded.published_at`.execute(tx)
  // The substitute of a sealed draw is first named with its result.
  await sql`
    insert into published.entity (subject, name, kind_zh, region_name) select distinct on (v.subject) v.subject, v.name, k.zh, v.region_name
    from result r join visit v on v.subject = r.subject and v.id = r.visit_id join ${lastKnown(sql`v.subject`)} as e on true join entity_kind k on k.code = e.kind
    where r.id = any(${[...resultIds]}::uuid[]) on conflict (subject) do nothing`.execute(tx)
}

/** The reviews of a visit's results, oldest first, as steps of its story. */
export async function reviewsOf(
  tx: Tx,
  visit: { id: string; subject: string },
): Promise<{ at: string; by: string; verb: string; facts: Record<string, unknown> }[]> {
  const rows = await tx
    .selectFrom('review')
    .innerJoin('result', (on) => on.onRef('result.subject', '=', 'review.subject').onRef('result.id', '=', 'review.result_id'))
    .select(['review.at', 'review.reviewer_name', 'review.verdict', 'review.opinion'])
    .where('review.subject', '=', visit.subject)
    .where('result.visit_id', '=', visit.id)
    .orderBy('review.at')
    .execute()
  return rows.map((row) => ({
    at: row.at,
    by: row.reviewer_name,
    verb: 'result.review',
    facts: { verdict: row.verdict, opinion: row.opinion },
  }))
}
