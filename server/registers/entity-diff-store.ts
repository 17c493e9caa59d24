/** SQL of the difference between a file of objects and the register: one join, whatever the size of either. */
import { type RawBuilder, sql } from 'kysely'
import type { EntityColumn } from '#core/registers/entity-row.ts'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import type { ImportNotes, ImportWork, Places } from './import-kind.ts'
import { duplicates, refuseStaged } from './import-stage-store.ts'
import { labelDiff, newLabels, unusableLabels } from './label-merge-store.ts'
import { inPlace } from './place-store.ts'

/** Which columns of a file fill a column of the register. What a file does not have stays as it is with an object that is known. */
const filled: Readonly<Record<string, readonly EntityColumn[]>> = {
  name: ['name'],
  kind: ['entityType', 'objectKind'],
  entity_type: ['entityType'],
  region_path: ['region', 'address', 'province', 'city'],
  established: ['established'],
  capital_yuan: ['capital'],
  capital_text: ['capital'],
  scope: ['scope'],
  address: ['address'],
  legal_rep: ['legalRep'],
  state: ['state'],
  industry: ['industry'],
  owner_subject: ['owner'],
}

/** The columns of the register that a file fills. */
export const filledBy = (columns: Places): readonly string[] =>
  Object.entries(filled).flatMap(([name, from]) => (from.some((one) => columns[one] !== undefined) ? [name] : []))

/** The rows of a file with their labels, for what labels do. */
export const labelledRows = (importId: string): RawBuilder<unknown> =>
  sql`select subject, labels from import_row where import_id = ${importId}::uuid`

export async function diffEntities(tx: Tx, work: ImportWork): Promise<ImportNotes> {
  const { batch, columns, now } = work
  await refuseStaged(tx, 'import_row', batch.id, {
    field: 'code',
    reason: 'duplicate_in_file',
    rows: duplicates('import_row', batch.id, sql`r.name`),
  })
  await findChanges(tx, work)
  await refuseElsewhere(tx, work)
  if (batch.complete) await findLeaving(tx, work)
  const rows = labelledRows(batch.id)
  const hasLabels = columns.labels !== undefined
  const unusable = hasLabels ? await unusableLabels(tx, rows, batch, now) : []
  const noticed = { ...(await notice(tx, work)), label_unusable: unusable.length }
  return {
    newLabels: hasLabels ? await newLabels(tx, rows) : [],
    counts: Object.fromEntries(Object.entries(noticed).filter(([, n]) => n > 0)),
  }
}

async function findChanges(tx: Tx, { batch, columns, now }: ImportWork): Promise<void> {
  const list = (table: string) => sql.join(filledBy(columns).map((name) => sql.ref(`${table}.${name}`)))
  const own = sql`(${list('r')}) is distinct from (${list('e')})`
  const more = [
    ...(columns.labels === undefined ? [] : [sql`d.subject is not null`]),
    ...(columns.riskClass === undefined ? [] : [riskDiffers(dateAt(now))]),
    ...(columns.items === undefined ? [] : [sql`not (r.items <@ coalesce(i.items, '{}') and coalesce(i.items, '{}') <@ r.items)`]),
  ]
  const hanging = more.length === 0 ? sql`false` : sql`(${sql.join(more, sql` or `)})`
  await sql`
    insert into import_change (import_id, row_no, subject, change, own)
    select r.import_id, r.row_no, r.subject, case when e.subject is null then 'added' else 'changed' end, e.subject is null or ${own}
    from import_row r left join entity e on e.subject = r.subject
      ${columns.labels === undefined ? sql`` : sql`left join (${labelDiff(labelledRows(batch.id), batch, now)}) as d on d.subject = r.subject`}
      ${columns.riskClass === undefined ? sql`` : sql`left join entity_risk k on k.subject = r.subject`}
      ${columns.items === undefined ? sql`` : sql`left join (select subject, array_agg(item_code) as items from entity_item where dept = ${batch.dept} group by subject) as i on i.subject = r.subject`}
    where r.import_id = ${batch.id}::uuid and (e.subject is null or ${own} or ${isElsewhere(batch.orgPath)} or ${hanging})`.execute(tx)
}

/** A class as the merge would write it, over the staged row `r` and what stands, `k`: where the file names no day or source, the same class keeps its own. */
export const riskAfter = (today: string) => ({
  asOf: sql`coalesce(r.risk_as_of, case when k.risk_class = r.risk_class then k.as_of else ${today}::date end)`,
  source: sql`coalesce(r.risk_source, case when k.risk_class = r.risk_class then k.source else '名录导入' end)`,
})

/** An empty cell says nothing about the class, and an older assessment never replaces a newer one. */
export function riskDiffers(today: string): RawBuilder<boolean> {
  const { asOf, source } = riskAfter(today)
  return sql<boolean>`(r.risk_class is not null and (k.subject is null or
    (${asOf} >= k.as_of and (k.risk_class, k.as_of, k.source) is distinct from (r.risk_class, ${asOf}, ${source}))))`
}

const isElsewhere = (orgPath: string): RawBuilder<boolean> =>
  sql<boolean>`(e.state <> 'moved_out' and e.region_path <> ${orgPath} and not starts_with(e.region_path, ${`${orgPath}.`}))`

/**
 * A firm that another authority has in its register is not taken away from it by a file: the authority it leaves says 迁出 first.
 * Otherwise one office could empty the pool of its neighbour, or put a firm into its own.
 */
async function refuseElsewhere(tx: Tx, { batch }: ImportWork): Promise<void> {
  const refused = await refuseStaged(tx, 'import_row', batch.id, {
    field: 'code',
    reason: 'registered_elsewhere',
    rows: sql`select c.row_no, c.subject as value, r.name from import_change c join entity e on e.subject = c.subject
      join import_row r on r.import_id = c.import_id and r.row_no = c.row_no
      where c.import_id = ${batch.id}::uuid and c.change = 'changed' and ${isElsewhere(batch.orgPath)}`,
  })
  if (refused > 0)
    await sql`delete from import_change c using entity e
      where c.import_id = ${batch.id}::uuid and c.change = 'changed' and e.subject = c.subject and ${isElsewhere(batch.orgPath)}`.execute(
      tx,
    )
}

/**
 * A whole list speaks for its place and for the kinds of objects it holds, as of when it was brought: who entered or changed since, by the feed
 * or another file, is not what it is silent about. Who is dead is so in the register already, and stays.
 */
async function findLeaving(tx: Tx, { batch }: ImportWork): Promise<void> {
  await sql`
    insert into import_change (import_id, row_no, subject, change)
    select ${batch.id}::uuid, row_number() over (order by e.subject collate "C"), e.subject, 'leaving' from entity e
    where ${inPlace('e.region_path', batch.orgPath)} and e.state = 'active' and e.since <= ${batch.startedAt}::timestamptz
      and e.kind in (select distinct kind from import_row where import_id = ${batch.id}::uuid)
      and not exists (select from import_row r where r.import_id = ${batch.id}::uuid and r.subject = e.subject)
      and not exists (select from import_line l where l.import_id = ${batch.id}::uuid and l.subject = e.subject)`.execute(tx)
}

/**
 * dead: no longer in operation; emptied: an empty cell takes away what the register knows; same_name_address: new, but an object of the same name
 * at the same address has another identity.
 */
async function notice(tx: Tx, { batch, columns }: ImportWork): Promise<{ dead: number; emptied: number; same_name_address: number }> {
  const empties = filledBy(columns).map((name) => sql`(${sql.ref(`r.${name}`)} is null and ${sql.ref(`e.${name}`)} is not null)`)
  const { rows } = await sql<{ dead: number; emptied: number; same: number }>`
    select (select count(*) from import_row where import_id = ${batch.id}::uuid and state <> 'active')::int as dead,
      (select count(*) from import_change c join import_row r on r.import_id = c.import_id and r.row_no = c.row_no join entity e on e.subject = c.subject
        where c.import_id = ${batch.id}::uuid and c.change = 'changed' and c.own and (${sql.join(empties, sql` or `)}))::int as emptied,
      (select count(*) from import_change c join import_row r on r.import_id = c.import_id and r.row_no = c.row_no
        join entity e on e.name = r.name and e.address = r.address and e.subject <> r.subject
        where c.import_id = ${batch.id}::uuid and c.change = 'added' and ${inPlace('e.region_path', batch.orgPath)})::int as same`.execute(
    tx,
  )
  return { dead: rows[0]?.dead ?? 0, emptied: rows[0]?.emptied ?? 0, same_name_address: rows[0]?.same ?? 0 }
}
