/** SQL of the ledger: its lines, and the counts of the guard. */
import { sql } from 'kysely'
import type { Used } from '#core/ledger/guard.ts'
import type { Tx } from '#db/connect.ts'
import type { Entering, LedgerEnd } from './ledger.ts'

export async function insertMissing(tx: Tx, { taskId, planned, now }: Entering): Promise<void> {
  await sql`
    with place as materialized (select p.region_path, h.stem, h.heads from (select distinct e.region_path from visit v
        join entity e on e.subject = v.subject where v.task_id = ${taskId}::uuid) as p, premises_heads(p.region_path) as h)
    insert into visit_ledger (subject, visit_id, year, address, premises, planned, dept, org_path, task_id, state, entered_at, at,
      merge_id, exception, exception_note, excepted_by, excepted_by_name, excepted_at)
    select v.subject, v.id, extract(year from v.due_on)::int, coalesce(v.address, ''),
      premises_key(v.address, coalesce(p.stem, ''), p.heads), ${planned}, v.dept, v.org_path, v.task_id,
      case v.state when 'replaced' then 'replaced' else 'due' end, ${now}::timestamptz, ${now}::timestamptz,
      (select m.proposal_id from visit_merge m where m.subject = v.subject and m.task_id = v.task_id),
      a.frequency_exception, a.frequency_exception_note, a.decided_by, a.decided_by_name, a.decided_at
    from visit v left join task a on a.id = v.task_id and a.frequency_exception is not null and a.decided_by is not null
      left join entity e on e.subject = v.subject left join place p on p.region_path = e.region_path
    where v.task_id = ${taskId}::uuid
    on conflict (subject, visit_id) do nothing`.execute(tx)
}

export async function saveEnd(
  tx: Tx,
  visits: readonly { readonly subject: string; readonly id: string }[],
  end: LedgerEnd,
  now: string,
): Promise<void> {
  const ended = sql`unnest(${visits.map(({ subject }) => subject)}::text[], ${visits.map(({ id }) => id)}::uuid[]) as x (subject, id)`
  if (end !== 'done') {
    await sql`update visit_ledger l set state = ${end}, at = ${now}::timestamptz from ${ended}
      where l.subject = x.subject and l.visit_id = x.id`.execute(tx)
    return
  }
  // The newest version of a result says when the visit was, and whether anybody went there.
  await sql`update visit_ledger l set state = 'done', at = ${now}::timestamptz, on_date = r.date, year = extract(year from r.date)::int,
      onsite = r.method not in ('written', 'network')
    from ${ended} join lateral (
      select date, method from result where subject = x.subject and visit_id = x.id order by version desc limit 1) as r on true
    where l.subject = x.subject and l.visit_id = x.id`.execute(tx)
}

/** Visits of the year of each of these subjects, of any authority; whoever has none is left out. */
export async function usedOf(tx: Tx, subjects: readonly string[], year: number): Promise<ReadonlyMap<string, Used>> {
  if (subjects.length === 0) return new Map()
  const { rows } = await sql<Used & { subject: string }>`
    select subject, planned, elsewhere, triggered from frequency_used(${[...subjects]}::text[], ${year})`.execute(tx)
  return new Map(rows.map(({ subject, ...used }) => [subject, used]))
}

export async function saveMerged(tx: Tx, proposalId: string): Promise<void> {
  await sql`select ledger_merge(${proposalId}::uuid)`.execute(tx)
}

/** What comes before each of these visits in the year of a day, or in the fullest of its years; a visit before which there is none is left out. */
export async function usedBefore(tx: Tx, visitIds: readonly string[], on: string | null): Promise<ReadonlyMap<string, Used>> {
  if (visitIds.length === 0) return new Map()
  const { rows } = await sql<Used & { visitId: string }>`
    select visit_id as "visitId", planned, elsewhere, triggered from frequency_before(${[...visitIds]}::uuid[], ${on}::date)`.execute(tx)
  return new Map(rows.map(({ visitId, ...used }) => [visitId, used]))
}

/** On which days the other parts of a joint visit were held. `hold`: nobody else says of one of them when it was, until the transaction ends. */
export async function partnerDays(tx: Tx, visitId: string, hold: 'hold' | 'read'): Promise<string[]> {
  if (hold === 'hold') await sql`select ledger_hold(${visitId}::uuid)`.execute(tx)
  const { rows } = await sql<{ day: string }>`select day::text from ledger_partners(${visitId}::uuid) as p (day)`.execute(tx)
  return rows.map(({ day }) => day)
}
