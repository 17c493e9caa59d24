/** SQL of the register in time: what an object's row said until now stays in entity_version. Nothing else writes there. */
import { type RawBuilder, sql } from 'kysely'
import type { EntityEvent } from '#core/registers/entity-event.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'

/** What a version of an object says of it; the same in entity and in entity_version. */
export const versionColumns = [
  'name',
  'kind',
  'entity_type',
  'region_path',
  'established',
  'capital_yuan',
  'capital_text',
  'scope',
  'address',
  'legal_rep',
  'state',
  'industry',
  'owner_subject',
  'initials',
] as const

export type Ending = {
  /** A query giving `subject`, and whatever `endedBy` reads of it as `s`; no subject twice. Those that the register does not have are passed over. */
  readonly subjects: RawBuilder<unknown>
  /** An expression of `EntityEvent`, or one for all. */
  readonly endedEvent: EntityEvent | RawBuilder<string>
  /** import:<id>, undo:<id>, feed:<source>/<seq>, the id of a command: one for all, or an expression over `s` and `e`. */
  readonly endedBy: string | RawBuilder<string>
  readonly now: Instant
}

/**
 * One writer of the register's rows at a time, until the transaction ends: imports and feeds that meet would otherwise each count on what the
 * other is about to change. Taken before the rows are read, and before `lockLabels`.
 */
export const lockRegister = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended('register.rows', 0))`.execute(tx)
}

/** When a version begins that is written now: after the one it replaces, whatever the clocks say. `table` is the row as it stands. */
export const sinceNow = (now: Instant, table = 'entity'): RawBuilder<string> =>
  sql<string>`greatest(${now}::timestamptz, ${sql.ref(`${table}.since`)} + interval '1 microsecond')`

/**
 * Keeps the rows of these objects as they stand, before the caller changes them in the same transaction; the caller stamps `since`
 * (`sinceNow`), `event`, `event_on`, `source`, `import_id` (null when no import says so) and `updated_at`. Answers how many were kept.
 */
export async function keepVersions(tx: Tx, { subjects, endedEvent, endedBy, now }: Ending): Promise<number> {
  const columns = sql.join(versionColumns.map((name) => sql.ref(name)))
  const values = sql.join(versionColumns.map((name) => sql.ref(`e.${name}`)))
  const written = await sql`
    insert into entity_version (subject, since, until, event, event_on, source, import_id, ended_event, ended_by, labels, ${columns})
    select e.subject, e.since, ${sinceNow(now, 'e')}, e.event, e.event_on, e.source, e.import_id, ${endedEvent}::text, ${endedBy}::text, e.labels, ${values}
    from (${subjects}) as s join entity e on e.subject = s.subject`.execute(tx)
  return Number(written.numAffectedRows ?? 0)
}

/** These objects are in the register no more; what they were stays. Labels, risk classes and items wait for their return. */
export async function leaveRegister(tx: Tx, ending: Ending): Promise<number> {
  await keepVersions(tx, ending)
  const gone = await sql`delete from entity using (${ending.subjects}) as s where entity.subject = s.subject`.execute(tx)
  return Number(gone.numAffectedRows ?? 0)
}

/** `eventOf` of core/registers/entity-event.ts in SQL, for sets: `before` and `after` are names of rows. A test holds the two together. */
export function eventSql(before: string, after: string): RawBuilder<string> {
  const of = (row: string, column: string) => sql.ref(`${row}.${column}`)
  const [was, is] = [of(before, 'state'), of(after, 'state')]
  const [from, to] = [of(before, 'region_path'), of(after, 'region_path')]
  const elsewhere = sql`(${from} <> ${to} and not starts_with(${to}, ${from} || '.') and not starts_with(${from}, ${to} || '.'))`
  return sql<string>`case
    when ${of(before, 'subject')} is null then 'entered'
    when ${was} <> ${is} and ${is} in ('revoked', 'deregistered', 'moved_out') then ${is}
    when ${was} <> ${is} then case when ${was} = 'moved_out' and ${elsewhere} then 'moved_in' else 'restored' end
    when ${is} = 'active' and ${elsewhere} then 'moved_in' else 'changed' end`
}
