/** SQL of the quality desk: runs, counts for the dashboard, findings with their twins. */
import { sql } from 'kysely'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'
import { atOrBelow } from './quality-run-store.ts'

export type RunRecord = {
  readonly id: string
  readonly state: 'running' | 'done' | 'failed'
  readonly orgPath: string
  readonly dept: string
  readonly objects: number
  readonly startedBy: string
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly progress: ProgressRecord
}

export type ProgressRecord = {
  readonly phase: string
  readonly done: number
  readonly total: number | null
  readonly state: 'waiting' | 'running' | 'done' | 'failed'
  readonly problem: { code: string; facts: Record<string, unknown> } | null
}

/** The members of a progress row as one value, for the row of the thing. */
export const progressJson = sql`jsonb_build_object('phase', coalesce(p.phase, ''), 'done', coalesce(p.done, 0), 'total', p.total,
  'state', coalesce(p.state, 'waiting'), 'problem', p.problem)`

const runs = sql`
  select r.id, case when r.state = 'running' and p.state = 'failed' then 'failed' else r.state end as state, r.org_path as "orgPath", r.dept, r.objects,
    r.started_by_name as "startedBy", r.started_at as "startedAt", r.finished_at as "finishedAt", ${progressJson} as progress
  from quality_run r left join progress p on p.thing = 'quality-run:' || r.id`

export async function findRun(tx: Tx, id: string): Promise<RunRecord | null> {
  const { rows } = await sql<RunRecord>`${runs} where r.id = ${id}::uuid`.execute(tx)
  return rows[0] ?? null
}

/** Runs that cover a place (its own and those of the places above), newest first, that have ended well. */
export async function doneRuns(tx: Tx, place: string, limit: number): Promise<RunRecord[]> {
  const { rows } = await sql<RunRecord>`${runs}
    where r.state = 'done' and r.org_path = any(${placesAbove(place)}::text[]) order by r.started_at desc, r.id desc limit ${limit}`.execute(
    tx,
  )
  return rows
}

/** The run of a place that is under way, or null. */
export async function runningRun(tx: Tx, place: string): Promise<RunRecord | null> {
  const { rows } = await sql<RunRecord>`${runs}
    where r.state = 'running' and coalesce(p.state, 'waiting') <> 'failed' and r.org_path = ${place} order by r.started_at desc limit 1`.execute(
    tx,
  )
  return rows[0] ?? null
}

export async function insertRun(
  tx: Tx,
  run: { id: string; orgPath: string; dept: string; startedBy: string; startedByName: string; now: Instant },
): Promise<void> {
  await tx
    .insertInto('quality_run')
    .values({
      id: run.id,
      org_path: run.orgPath,
      dept: run.dept,
      state: 'running',
      started_by: run.startedBy,
      started_by_name: run.startedByName,
      started_at: run.now,
    })
    .execute()
}

/** Findings of runs by run and rule, of the objects at and below a place. */
export async function countsOf(
  tx: Tx,
  runIds: readonly string[],
  place: string,
): Promise<{ runId: string; rule: string; findings: number }[]> {
  const { rows } = await sql<{ runId: string; rule: string; findings: number }>`
    select run_id as "runId", rule, sum(findings)::int as findings from quality_count
    where run_id = any(${[...runIds]}::uuid[]) and ${atOrBelow(sql`region_path`, place)} group by 1, 2`.execute(tx)
  return rows
}

export const openFindings = (tx: Tx, rule: string, place: string) => cappedCount(tx, findings(tx, rule, place))

/** Findings of a rule that stand now, by the places one level below `place`. */
export async function openByPlace(tx: Tx, rule: string, place: string): Promise<{ regionPath: string; open: number }[]> {
  const depth = place.split('.').length + 1
  const { rows } = await sql<{ regionPath: string; open: number }>`
    select array_to_string((string_to_array(region_path, '.'))[1:${sql.lit(depth)}], '.') as "regionPath", count(*)::int as open
    from quality_finding where rule = ${rule} and ${atOrBelow(sql`region_path`, place)} group by 1 order by 2 desc, 1 limit 200`.execute(tx)
  return rows
}

export type FindingRecord = {
  readonly subject: string
  readonly name: string
  readonly kind: string
  readonly state: string
  readonly regionPath: string
  readonly address: string | null
  readonly detail: string
  readonly twins: { subject: string; name: string; state: string; updatedAt: string }[]
}

/** Twins outside of `place` are not told: who may not see an object does not learn that it exists. */
export async function listFindings(
  tx: Tx,
  {
    rule,
    place,
    cursor,
    limit,
  }: { readonly rule: string; readonly place: string; readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<FindingRecord>> {
  const key = decodeCursor(cursor, 2)
  const { rows } = await sql<FindingRecord>`
    select f.subject, coalesce(e.name, f.subject) as name, coalesce(e.kind, '') as kind, coalesce(e.state, '') as state, f.region_path as "regionPath", e.address, f.detail, coalesce(t.twins, '[]') as twins
    from (select * from quality_finding where rule = ${rule} and ${atOrBelow(sql`region_path`, place)}
        and ${key === null ? sql`true` : sql`(region_path collate "C", subject collate "C") > (${key[0]}, ${key[1]})`}
      order by region_path collate "C", subject collate "C" limit ${limit + 1}) as f
      left join entity e on e.subject = f.subject
      left join lateral (select jsonb_agg(jsonb_build_object('subject', o.subject, 'name', o.name, 'state', o.state, 'updatedAt', o.updated_at)) as twins from (
        select o.subject, o.name, o.state, o.updated_at from entity o where f.group_key is not null and o.subject <> f.subject
          and o.subject in (select g.subject from quality_finding g where g.group_key = f.group_key and g.rule in ('duplicate', 'states_disagree'))
          and ${atOrBelow(sql`o.region_path`, place)} order by o.subject limit 10) as o) as t on true
    order by f.region_path collate "C", f.subject collate "C"`.execute(tx)
  return { ...cutPage(rows, limit, (row) => [row.regionPath, row.subject]), count: await openFindings(tx, rule, place) }
}

const findings = (tx: Tx, rule: string, place: string) =>
  tx.selectFrom('quality_finding').where('rule', '=', rule).where(atOrBelow(sql`region_path`, place))

const placesAbove = (place: string): string[] => place.split('.').map((_, i, parts) => parts.slice(0, i + 1).join('.'))
