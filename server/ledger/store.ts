/** SQL of the ledger: its lines, and the counts of the guard. */
import { sql } from 'kysely'
import type { Used } from '#core/ledger/guard.ts'
import type { Tx } from '#db/connect.ts'
import type { Entering, LedgerEnd } from './ledger.ts'

export async function insertMissing(tx: Tx, { taskId, planned, now }: Entering): Promise<void> {
  await sql`
    insert into visit_ledger (subject, visit_id, year, premises, planned, dept, org_path, task_id, state, entered_at, at,
      merge_id, exception, exception_note, excepted_by, excepted_by_name, excepted_at)
    select v.subject, v.id, extract(year from v.due_on)::int, coalesce(search_text(v.address), ''), ${planned}, v.dept, v.org_path, v.task_id,
      case v.state when 'replaced' then 'replaced' else 'due' end, ${now}::timestamptz, ${now}::timestamptz,
      (select m.proposal_id from visit_merge m where m.subject = v.subject and m.task_id = v.task_id),
      t.frequency_exception, t.frequency_exception_note, case when t.frequency_exception is not null then coalesce(t.decided_by, t.created_by) end,
      case when t.frequency_exception is not null then coalesce(t.decided_by_name, t.created_by_name) end,
      case when t.frequency_exception is not null then ${now}::timestamptz end
    from visit v join task t on t.id = v.task_id where v.task_id = ${taskId}::uuid
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

/** What comes before each of these visits in its year; a visit that is not in the ledger is left out. */
export async function usedBefore(tx: Tx, visitIds: readonly string[]): Promise<ReadonlyMap<string, Used>> {
  if (visitIds.length === 0) return new Map()
  const { rows } = await sql<Used & { visitId: string }>`
    select visit_id as "visitId", planned, elsewhere, triggered from frequency_before(${[...visitIds]}::uuid[])`.execute(tx)
  return new Map(rows.map(({ visitId, ...used }) => [visitId, used]))
}
