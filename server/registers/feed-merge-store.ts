/** SQL of the merge of a change feed: the objects as they stand, and what the events of one chunk make of them, as sets. */
import { sql } from 'kysely'
import type { EntityEvent } from '#core/registers/entity-event.ts'
import type { Registered } from '#core/registers/feed-apply.ts'
import { initialsOf } from '#core/registers/initials.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { lockLabels, projectLabels } from './label-project-store.ts'
import { keepVersions, sinceNow, versionColumns } from './version-store.ts'

/** One applied event. Events of one object have waves 0, 1, 2…: each wave is one set, in which an object is once. */
export type FeedRow = {
  readonly wave: number
  readonly seq: number
  /** The register had the object before this event. */
  readonly known: boolean
  readonly event: EntityEvent
  readonly eventOn: string
  readonly after: Registered
}

/** The objects of these subjects as the register has them, wherever they are. */
export async function registeredOf(tx: Tx, subjects: readonly string[]): Promise<ReadonlyMap<string, Registered>> {
  if (subjects.length === 0) return new Map()
  const { rows } = await sql<Registered>`
    select subject, name, kind, entity_type as "entityType", region_path as "regionPath", established, capital_yuan as "capitalYuan",
      capital_text as "capitalText", scope, address, legal_rep as "legalRep", state, industry, owner_subject as "ownerSubject"
    from entity where subject = any(${[...subjects]}::text[])`.execute(tx)
  return new Map(rows.map((row) => [row.subject, row]))
}

export async function entityKinds(tx: Tx): Promise<ReadonlySet<string>> {
  const rows = await tx.selectFrom('entity_kind').select('code').where('retired', '=', false).execute()
  return new Set(rows.map(({ code }) => code))
}

type Origin = { readonly receiptId: string; readonly source: string; readonly now: Instant }

/** Writes the events of a chunk: what stood is kept, what is new comes in, what differs changes. */
export async function applyRows(tx: Tx, origin: Origin, rows: readonly FeedRow[]): Promise<void> {
  if (rows.length === 0) return
  const comes = rows.some(({ known }) => !known)
  if (comes) await lockLabels(tx)
  await stage(tx, origin, rows)
  const waves = rows.reduce((most, { wave }) => Math.max(most, wave), 0) + 1
  for (let wave = 0; wave < waves; wave++) await applyWave(tx, origin, wave)
  // Whoever comes back carries the labels that waited.
  if (comes)
    await projectLabels(
      tx,
      sql`select r.subject from feed_row r where r.receipt_id = ${origin.receiptId} and not r.known
        and exists (select from entity_label l where l.subject = r.subject)`,
      origin.now,
    )
  await keepValues(tx, origin)
  await sql`delete from feed_row where receipt_id = ${origin.receiptId}`.execute(tx)
}

async function applyWave(tx: Tx, { receiptId, source, now }: Origin, wave: number): Promise<void> {
  const columns = sql.join(versionColumns.map((name) => sql.ref(name)))
  const values = sql.join(versionColumns.map((name) => sql.ref(`r.${name}`)))
  const set = sql.join(versionColumns.map((name) => sql`${sql.ref(name)} = ${sql.ref(`r.${name}`)}`))
  const from = `feed:${source}`
  await keepVersions(tx, {
    subjects: sql`select subject, event, seq from feed_row where receipt_id = ${receiptId} and wave = ${wave} and known`,
    endedEvent: sql<string>`s.event`,
    endedBy: sql<string>`${`${from}/`} || s.seq`,
    now,
  })
  await sql`
    update entity set ${set}, since = ${sinceNow(now)}, event = r.event, event_on = r.event_on, source = ${from}, import_id = null, updated_at = ${now}::timestamptz
    from feed_row r where r.receipt_id = ${receiptId} and r.wave = ${wave} and r.known and entity.subject = r.subject`.execute(tx)
  await sql`
    insert into entity (subject, since, event, event_on, source, updated_at, ${columns})
    select r.subject, greatest(${now}::timestamptz, coalesce(p.until, '-infinity')), r.event, r.event_on, ${from}, ${now}::timestamptz, ${values}
    from feed_row r left join lateral (select max(until) as until from entity_version v where v.subject = r.subject) p on true
    where r.receipt_id = ${receiptId} and r.wave = ${wave} and not r.known`.execute(tx)
}

async function stage(tx: Tx, { receiptId }: Origin, rows: readonly FeedRow[]): Promise<void> {
  const lines = rows.map(({ wave, seq, known, event, eventOn, after }) => ({
    wave,
    seq,
    known,
    event,
    event_on: eventOn,
    subject: after.subject,
    name: after.name,
    kind: after.kind,
    entity_type: after.entityType,
    region_path: after.regionPath,
    established: after.established,
    capital_yuan: after.capitalYuan,
    capital_text: after.capitalText,
    scope: after.scope,
    address: after.address,
    legal_rep: after.legalRep,
    state: after.state,
    industry: after.industry,
    owner_subject: after.ownerSubject,
    initials: initialsOf(after.name),
  }))
  const columns = sql`wave, subject, known, event, event_on, seq, ${sql.join(versionColumns.map((name) => sql.ref(name)))}`
  await sql`
    insert into feed_row (receipt_id, ${columns}) select ${receiptId}::uuid, ${columns}
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as n (wave integer, subject text, known boolean, event text, event_on date, seq bigint, name text,
      kind text, entity_type text, region_path text, established date, capital_yuan bigint, capital_text text, scope text, address text, legal_rep text,
      state text, industry text, owner_subject text, initials text)`.execute(tx)
}

/** What the feed brought to the lists of a filter builder. */
async function keepValues(tx: Tx, { receiptId, now }: Origin): Promise<void> {
  for (const [field, column] of [
    ['entityType', 'entity_type'],
    ['industry', 'industry'],
  ] as const)
    await sql`
      insert into register_value (field, value, since)
      select distinct ${field}, ${sql.ref(column)}, ${now}::timestamptz from feed_row where receipt_id = ${receiptId} and ${sql.ref(column)} is not null
      on conflict do nothing`.execute(tx)
}
