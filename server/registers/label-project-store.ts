/** SQL that puts labels on objects and takes them off, as sets, and keeps the names of what an object carries in its own row (`entity.labels`). */
import { type RawBuilder, sql } from 'kysely'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'

/** How labels come to objects: who says so, by what, when. `batchId` is the import or the label batch, null for a hand. */
export type LabelComing = {
  readonly origin: 'import' | 'hand' | 'batch' | 'library' | 'feed'
  readonly batchId: string | null
  readonly by: { readonly id: string | null; readonly name: string }
  readonly now: Instant
}

/** What ends labels: `batch:<id>`, `import:<id>`, `library:<id>`, `undo:<id>`, `expiry`, or the id of a command. */
export type LabelGoing = { readonly endedBy: string; readonly by: { readonly name: string }; readonly now: Instant }

/**
 * One change of labels at a time, until the transaction ends: a projection that does not see another's uncommitted label would lose it. Whoever
 * also writes rows of `entity` takes this first, or the two could wait for one another.
 */
export const lockLabels = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended('register.labels', 0))`.execute(tx)
}

/** Writes the names of the labels in force today, ascending, into the rows of these objects (a query giving `subject`). Answers how many changed. */
export async function projectLabels(tx: Tx, subjects: RawBuilder<unknown>, now: Instant): Promise<number> {
  const today = dateAt(now)
  const written = await sql`
    update entity e set labels = n.names, updated_at = ${now}::timestamptz from (
      select s.subject, coalesce(array_agg(l.name order by l.name collate "C") filter (where l.id is not null), '{}') as names
      from (select distinct subject from (${subjects}) as given) as s
      left join entity_label el on el.subject = s.subject and el.since <= ${today}::date and el.valid_to >= ${today}::date
      left join label l on l.id = el.label_id and l.valid_to >= ${today}::date
      group by s.subject) as n
    where e.subject = n.subject and e.labels is distinct from n.names`.execute(tx)
  return Number(written.numAffectedRows ?? 0)
}

/** One object as a query giving `subject`. */
export const oneObject = (subject: string): RawBuilder<unknown> => sql`select ${subject}::text as subject`

/** Labels of one object as a query giving `subject`, `label_id`, `valid_to`. */
export const pairsOfOne = (subject: string, labelIds: readonly string[], validTo: string): RawBuilder<unknown> =>
  sql`select ${subject}::text as subject, unnest(${[...new Set(labelIds)]}::uuid[]) as label_id, ${validTo}::date as valid_to`

/**
 * Puts labels on (a query giving `subject`, `label_id`, `valid_to`); who carries one already keeps it as it is. Answers how many were put on.
 * The query asks for objects that are in the register, and names no pair twice.
 */
export async function putLabels(tx: Tx, pairs: RawBuilder<unknown>, { origin, batchId, by, now }: LabelComing): Promise<number> {
  const written = await sql`
    insert into entity_label (subject, label_id, since, valid_to, origin, batch_id, set_by, set_by_name, set_at)
    select p.subject, p.label_id, ${dateAt(now)}::date, p.valid_to, ${origin}, ${batchId}::uuid, ${by.id}::uuid, ${by.name}, ${now}::timestamptz from (${pairs}) as p
    on conflict (subject, label_id) do nothing`.execute(tx)
  return Number(written.numAffectedRows ?? 0)
}

/** Takes labels off (a query giving `subject`, `label_id`), into the history. Answers how many were taken off. */
export async function takeLabels(tx: Tx, pairs: RawBuilder<unknown>, going: LabelGoing): Promise<number> {
  const written = await sql`
    with gone as (delete from entity_label el using (${pairs}) as p where el.subject = p.subject and el.label_id = p.label_id returning el.*)
    insert into entity_label_past (${columns}, ended_at, ended_by, ended_by_name)
    select ${columns}, ${going.now}::timestamptz, ${going.endedBy}, ${going.by.name} from gone`.execute(tx)
  return Number(written.numAffectedRows ?? 0)
}

/** A change of labels in sets: `batchId` marks what it put on, `endedBy` what it took off. */
export type LabelChange = { readonly batchId: string; readonly endedBy: string }

/** The objects (a query giving `subject`) whose labels a change put on or took off; while nothing else touched them, these are all. */
export const touchedBy = ({ batchId, endedBy }: LabelChange): RawBuilder<unknown> => sql`
  select subject from entity_label where batch_id = ${batchId}::uuid union select subject from entity_label_past where ended_by = ${endedBy}`

/**
 * Takes back what a change did: what it put on goes, what it took off returns as it was. Whoever calls has made sure that nothing of it was
 * changed since (`changedSince`). `going.endedBy` is of this undoing alone. Answers how many labels came or went.
 */
export async function undoLabels(tx: Tx, change: LabelChange, going: LabelGoing): Promise<number> {
  const taken = await takeLabels(tx, sql`select subject, label_id from entity_label where batch_id = ${change.batchId}::uuid`, going)
  const back = await sql`
    insert into entity_label (${columns})
    select ${columns} from entity_label_past p where p.ended_by = ${change.endedBy} and exists (select from entity e where e.subject = p.subject)
    on conflict (subject, label_id) do nothing`.execute(tx)
  await projectLabels(tx, sql`select subject from entity_label_past where ended_by in (${change.endedBy}, ${going.endedBy})`, going.now)
  return taken + Number(back.numAffectedRows ?? 0)
}

/** How many of the labels that a change put on or took off look different now: what stands against taking it back. */
export async function changedSince(tx: Tx, { batchId, endedBy }: LabelChange): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select ((select count(*) from (select distinct p.subject, p.label_id from entity_label_past p where p.batch_id = ${batchId}::uuid) as put
        where not exists (select from entity_label el where el.subject = put.subject and el.label_id = put.label_id and el.batch_id = ${batchId}::uuid))
      + (select count(*) from entity_label_past p join entity_label el on el.subject = p.subject and el.label_id = p.label_id
         where p.ended_by = ${endedBy} and el.batch_id is distinct from ${batchId}::uuid))::int as n`.execute(tx)
  return rows[0]?.n ?? 0
}

const columns = sql.raw('subject, label_id, since, valid_to, origin, batch_id, set_by, set_by_name, set_at')
