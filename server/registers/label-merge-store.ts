/** SQL of the labels of a file: which its rows name, which of them its office may give, and what becomes of those an object carries. */
import { randomUUID } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Office } from '#core/registers/label-rules.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { type LabelComing, lockLabels, projectLabels, putLabels, takeLabels, touchedBy } from './label-project-store.ts'

export type LabelOwner = Office & { readonly orgName: string }

/** Rows of a file: a query giving `subject` and `labels` (text[], each name once). */
export type LabelledRows = RawBuilder<unknown>

export type LabelMerge = { readonly importId: string; readonly by: LabelComing['by']; readonly now: Instant }

/**
 * Objects carry what the file says: a label that nobody knows is made (小类, 本局); what the office may give comes, what it may give and the file
 * does not name goes. Labels that special libraries gave, and those of other offices, stay. Answers the objects that changed, as a query giving
 * `subject`; their rows in the register must be there, and `lockLabels` must be the first that the transaction did.
 */
export async function mergeLabels(
  tx: Tx,
  rows: LabelledRows,
  owner: LabelOwner,
  { importId, by, now }: LabelMerge,
): Promise<RawBuilder<unknown>> {
  const today = dateAt(now)
  await lockLabels(tx)
  await makeLabels(tx, await newLabels(tx, rows), owner, by, now)
  const change = { batchId: importId, endedBy: `import:${importId}` }
  await takeLabels(tx, goingPairs(rows, owner), { endedBy: change.endedBy, by, now })
  await putLabels(tx, comingPairs(rows, owner, today), { origin: 'import', batchId: importId, by, now })
  await projectLabels(tx, touchedBy(change), now)
  return touchedBy(change)
}

/** The objects (a query giving `subject`) whose labels `mergeLabels` would change, labels among them that it would make first. */
export const labelDiff = (rows: LabelledRows, owner: Office, now: Instant): RawBuilder<unknown> => sql`
  select subject from (${goingPairs(rows, owner)}) as going union select subject from (${comingPairs(rows, owner, dateAt(now))}) as coming
  union select r.subject from (${rows}) as r where exists (select from unnest(r.labels) as n(name) where not exists (select from label l where l.name = n.name))`

/** Labels of the rows that the dictionary does not know, ascending. */
export async function newLabels(tx: Tx, rows: LabelledRows): Promise<string[]> {
  const found = await sql<{ name: string }>`
    select name from (select distinct unnest(labels) as name from (${rows}) as r) as n
    where not exists (select from label l where l.name = n.name) order by name collate "C"`.execute(tx)
  return found.rows.map(({ name }) => name)
}

/** Labels of the rows that the office may not give: they are passed over. */
export async function unusableLabels(tx: Tx, rows: LabelledRows, owner: Office, now: Instant): Promise<string[]> {
  const found = await sql<{ name: string }>`
    select l.name from (select distinct unnest(labels) as name from (${rows}) as r) as n join label l on l.name = n.name
    where not (${standing(dateAt(now))} and ${givenBy(owner)}) order by l.name collate "C"`.execute(tx)
  return found.rows.map(({ name }) => name)
}

/** Makes 小类 of an office under these names; one that is there already stays as it is. */
export async function makeLabels(tx: Tx, names: readonly string[], owner: LabelOwner, by: LabelComing['by'], now: Instant): Promise<void> {
  if (names.length === 0) return
  await tx
    .insertInto('label')
    .values(
      names.map((name) => ({
        id: randomUUID(),
        name,
        tier: 'minor',
        reach: 'office',
        org_path: owner.orgPath,
        dept: owner.dept,
        org_name: owner.orgName,
        edited_by: by.id,
        edited_by_name: by.name,
        updated_at: now,
      })),
    )
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute()
}

/** core/registers/label-rules.ts `mayTake`, over the row `l` of label: this office gives it and takes it off. */
export const givenBy = ({ orgPath, dept }: Office): RawBuilder<boolean> => sql`case l.reach
  when 'province' then true when 'office' then l.org_path = ${orgPath} and l.dept = ${dept}
  else l.org_path = ${orgPath} or starts_with(l.org_path, ${`${orgPath}.`}) or starts_with(${orgPath}, l.org_path || '.') end`

/** The object `e` lies where the label `l` reaches. */
export const reaches: RawBuilder<boolean> = sql`(l.reach = 'province' or e.region_path = l.org_path or starts_with(e.region_path, l.org_path || '.'))`

/** The label `l` is given today. */
export const standing = (today: string): RawBuilder<boolean> => sql`(l.state = 'active' and l.valid_to >= ${today}::date)`

const goingPairs = (rows: LabelledRows, owner: Office): RawBuilder<unknown> => sql`
  select el.subject, el.label_id from (${rows}) as r join entity_label el on el.subject = r.subject join label l on l.id = el.label_id
  where el.origin <> 'library' and not (l.name = any(r.labels)) and ${givenBy(owner)}`

const comingPairs = (rows: LabelledRows, owner: Office, today: string): RawBuilder<unknown> => sql`
  select e.subject, l.id as label_id, l.valid_to from (${rows}) as r join entity e on e.subject = r.subject
    cross join unnest(r.labels) as n(name) join label l on l.name = n.name
  where ${standing(today)} and ${givenBy(owner)} and ${reaches}
    and not exists (select from entity_label el where el.subject = e.subject and el.label_id = l.id)`
