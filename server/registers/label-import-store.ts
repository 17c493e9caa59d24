/** SQL of a file of labels: what differs, the merge, the page of changes and the way back. */
import { type RawBuilder, sql } from 'kysely'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import type { ChangeRow, DescribedChange, ImportNotes, ImportWork } from './import-kind.ts'
import { refuseStaged } from './import-stage-store.ts'
import { givenBy, makeLabels, newLabels, reaches, standing } from './label-merge-store.ts'
import { lockLabels, projectLabels, putLabels, takeLabels, touchedBy, undoLabels } from './label-project-store.ts'
import { differingNames, endedBy, ownerOf, refuseTwice, refuseUnknown } from './library-stage-store.ts'

/** The rows of the file: row_no, subject, labels, valid_to. */
const staged = (importId: string): RawBuilder<unknown> => sql`
  select l.row_no, l.subject, n.labels, n.valid_to from import_line l cross join lateral jsonb_to_record(l.draft) as n (labels text[], valid_to date)
  where l.import_id = ${importId}::uuid and l.draft is not null`

/** One row for each label of each row. */
const pairs = (importId: string): RawBuilder<unknown> => sql`
  select s.row_no, s.subject, name, s.valid_to from (${staged(importId)}) as s cross join unnest(s.labels) as u(name)`

export async function diffLabels(tx: Tx, { batch, now }: ImportWork): Promise<ImportNotes> {
  const rows = staged(batch.id)
  const owner = ownerOf(batch)
  await refuseUnknown(tx, batch, rows)
  await refuseTwice(tx, batch, pairs(batch.id), sql`subject, name`)
  await refuseStaged(tx, 'import_line', batch.id, {
    field: 'label',
    reason: 'label_unusable',
    rows: sql`select p.row_no, min(p.name) as value, min(e.name) as name from (${pairs(batch.id)}) as p join entity e on e.subject = p.subject join label l on l.name = p.name
      where not (${standing(dateAt(now))} and ${givenBy(owner)} and ${reaches}) group by p.row_no`,
  })
  await sql`
    insert into import_change (import_id, row_no, subject, change)
    select ${batch.id}::uuid, row_no, subject, case when bool_or(carried is null) then 'added' else 'changed' end
    from (${compared(batch.id)}) as c group by row_no, subject having bool_or(carried is null) or bool_or(renews)`.execute(tx)
  return { newLabels: await newLabels(tx, rows), counts: await differingNames(tx, batch.id) }
}

/** Each label of each row beside what the object carries. What a special library gave lasts as long as its licence, whatever a file says. */
const compared = (importId: string): RawBuilder<unknown> => sql`
  select p.row_no, p.subject, p.name, l.id as label_id, least(p.valid_to, l.valid_to) as valid_to, el.label_id as carried, el.valid_to as carried_to,
    coalesce(el.origin <> 'library' and el.valid_to <> least(p.valid_to, l.valid_to), false) as renews
  from (${pairs(importId)}) as p left join label l on l.name = p.name left join entity_label el on el.subject = p.subject and el.label_id = l.id`

export async function mergeLabelRows(tx: Tx, work: ImportWork): Promise<void> {
  const { batch, by, now } = work
  await lockLabels(tx)
  await makeLabels(tx, await newLabels(tx, staged(batch.id)), ownerOf(batch), by, now)
  const change = { batchId: batch.id, endedBy: endedBy(work) }
  await takeLabels(tx, sql`select subject, label_id from (${compared(batch.id)}) as c where renews`, { endedBy: change.endedBy, by, now })
  const coming = sql`select subject, label_id, valid_to from (${compared(batch.id)}) as c where carried is null`
  await putLabels(tx, coming, { origin: 'import', batchId: batch.id, by, now })
  await projectLabels(tx, touchedBy(change), now)
}

type Told = {
  readonly rowNo: number
  readonly subject: string
  readonly name: string
  readonly was: string | null
  readonly is: string | null
  readonly until: string | null
  readonly to: string
}

/** The labels that come, and the last days that change. */
export async function describeLabels(
  tx: Tx,
  { batch }: ImportWork,
  _change: 'added' | 'changed' | 'leaving',
  rows: readonly ChangeRow[],
): Promise<readonly DescribedChange[]> {
  const found = await sql<Told>`
    select p.row_no as "rowNo", p.subject, coalesce(e.name, '') as name,
      (select nullif(array_to_string(e.labels, '、'), '')) as was, string_agg(c.name, '、' order by c.name collate "C") filter (where c.carried is null) as is,
      string_agg(distinct c.carried_to::text, '、') filter (where c.renews) as until, max(coalesce(c.valid_to, c.said_to))::text as to
    from unnest(${rows.map(({ subject }) => subject)}::text[], ${rows.map(({ rowNo }) => rowNo)}::bigint[]) with ordinality as p (subject, row_no, place)
      left join entity e on e.subject = p.subject
      left join (select d.*, s.valid_to as said_to from (${compared(batch.id)}) as d join (${staged(batch.id)}) as s using (row_no)) as c on c.row_no = p.row_no
    group by p.row_no, p.subject, e.name, e.labels, p.place order by p.place`.execute(tx)
  return found.rows.map(({ subject, name, was, is, until, to }) => ({
    subject,
    key: subject,
    name,
    fields: [
      ...(is === null ? [] : [{ field: 'label', before: was, after: was === null ? is : `${was}、${is}` }]),
      ...(until === null ? [] : [{ field: 'validTo', before: until, after: to }]),
    ],
  }))
}

export async function undoLabelRows(tx: Tx, work: ImportWork): Promise<void> {
  const { batch, by, now } = work
  await lockLabels(tx)
  await undoLabels(tx, { batchId: batch.id, endedBy: endedBy(work) }, { endedBy: `undo:${batch.id}`, by, now })
}
