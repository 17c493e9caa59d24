/** SQL of the commit: what is new enters, what differs changes and keeps what it was, who is not in a whole list leaves. All as sets. */
import { type RawBuilder, sql } from 'kysely'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { refreshStatistics } from '#server/statistics.ts'
import { filledBy, labelledRows, riskAfter, riskDiffers } from './entity-diff-store.ts'
import type { ImportWork } from './import-kind.ts'
import { mergeLabels } from './label-merge-store.ts'
import { lockLabels, projectLabels } from './label-project-store.ts'
import { eventSql, keepVersions, leaveRegister, sinceNow, versionColumns } from './version-store.ts'

export async function mergeEntities(tx: Tx, work: ImportWork): Promise<void> {
  const { batch, columns, now, by } = work
  await lockLabels(tx)
  // The search index takes rows in by batches as large as this allows; the joins stay in memory.
  await sql`select set_config('work_mem', '128MB', true)`.execute(tx)
  await changeRows(tx, work)
  await addRows(tx, work)
  if (columns.labels !== undefined) await mergeLabels(tx, labelledRows(batch.id), batch, { importId: batch.id, by, now })
  if (columns.riskClass !== undefined) await mergeRisk(tx, work)
  if (columns.items !== undefined) await mergeItems(tx, work)
  // Whoever comes back carries the labels that waited; and of those that new rows came with, only what their office may give stays.
  await projectLabels(
    tx,
    sql`select c.subject from import_change c where c.import_id = ${batch.id}::uuid and c.change = 'added' and (
      exists (select from entity_label l where l.subject = c.subject) or exists (select from entity e where e.subject = c.subject and e.labels <> '{}'))`,
    now,
  )
  if (batch.complete)
    await leaveRegister(tx, {
      subjects: sql`select subject from import_change where import_id = ${batch.id}::uuid and change = 'leaving'`,
      endedEvent: 'left',
      endedBy: `import:${batch.id}`,
      now,
    })
  await keepValues(tx, work)
  await refreshStatistics(tx, [
    'entity',
    ...(columns.riskClass === undefined ? [] : (['entity_risk'] as const)),
    ...(columns.items === undefined ? [] : (['entity_item'] as const)),
    ...(columns.labels === undefined ? [] : (['entity_label'] as const)),
  ])
}

/** Only the columns that the file fills; the others of a known object stay. */
async function changeRows(tx: Tx, { batch, columns, now }: ImportWork): Promise<void> {
  const names = filledBy(columns)
  const has = (name: string): boolean => names.includes(name)
  const source = (name: string): RawBuilder<unknown> => sql`${sql.ref(`${has(name) ? 'r' : 'o'}.${name}`)} as ${sql.ref(name)}`
  const changed = sql`
    select r.subject, r.initials, ${sql.join(versionColumns.filter((name) => name !== 'initials').map(source))}
    from import_change c join import_row r on r.import_id = c.import_id and r.row_no = c.row_no join entity o on o.subject = c.subject
    where c.import_id = ${batch.id}::uuid and c.change = 'changed' and c.own`
  const kept = await keepVersions(tx, { subjects: changed, endedEvent: eventSql('e', 's'), endedBy: `import:${batch.id}`, now })
  if (kept === 0) return
  const set = sql.join(versionColumns.map((name) => sql`${sql.ref(name)} = ${sql.ref(`s.${name}`)}`))
  await sql`
    update entity set ${set}, since = ${sinceNow(now)}, event = ${eventSql('entity', 's')}, event_on = null, source = 'import',
      import_id = ${batch.id}::uuid, updated_at = ${now}::timestamptz
    from (${changed}) as s where entity.subject = s.subject`.execute(tx)
}

/** With the labels of the file: most stay as they are, and to write a row again costs the search index as much as the row itself. */
async function addRows(tx: Tx, { batch, now }: ImportWork): Promise<void> {
  const names = sql.join(versionColumns.map((name) => sql.ref(name)))
  const values = sql.join(versionColumns.map((name) => sql.ref(`r.${name}`)))
  await sql`
    insert into entity (subject, ${names}, labels, since, event, event_on, source, import_id, updated_at)
    select r.subject, ${values}, coalesce(r.labels, '{}'), ${now}::timestamptz, 'entered', r.established, 'import', r.import_id, ${now}::timestamptz
    from import_row r join import_change c on c.import_id = r.import_id and c.row_no = r.row_no
    where r.import_id = ${batch.id}::uuid and c.import_id = ${batch.id}::uuid and c.change = 'added' order by r.region_path`.execute(tx)
}

/** What stood before is kept for whoever takes the import back; every class that comes is in the history. */
async function mergeRisk(tx: Tx, { batch, now }: ImportWork): Promise<void> {
  const today = dateAt(now)
  const { asOf, source } = riskAfter(today)
  const coming = sql`select r.subject, r.risk_class, ${asOf} as as_of, ${source} as source
    from import_row r left join entity_risk k on k.subject = r.subject where r.import_id = ${batch.id}::uuid and ${riskDiffers(today)}`
  await keepBefore(
    tx,
    batch.id,
    sql`
    select k.subject, jsonb_build_object('risk', jsonb_build_object('riskClass', k.risk_class, 'asOf', k.as_of, 'source', k.source, 'importId', k.import_id)) as before
    from (${coming}) as n join entity_risk k on k.subject = n.subject`,
  )
  await sql`
    with come as (
      insert into entity_risk (subject, risk_class, as_of, source, import_id, updated_at)
      select subject, risk_class, as_of, source, ${batch.id}::uuid, ${now}::timestamptz from (${coming}) as n
      on conflict (subject) do update set risk_class = excluded.risk_class, as_of = excluded.as_of, source = excluded.source, import_id = excluded.import_id, updated_at = excluded.updated_at
      returning subject, risk_class, as_of, source)
    insert into entity_risk_history (subject, recorded_at, risk_class, as_of, source, import_id)
    select subject, ${now}::timestamptz, risk_class, as_of, source, ${batch.id}::uuid from come`.execute(tx)
}

/** The items of the department as the file says; those of other departments are theirs. */
async function mergeItems(tx: Tx, { batch }: ImportWork): Promise<void> {
  const going = sql`from import_row r join entity_item i on i.subject = r.subject
    where r.import_id = ${batch.id}::uuid and i.dept = ${batch.dept} and not (i.item_code = any(r.items))`
  await keepBefore(
    tx,
    batch.id,
    sql`
    select i.subject, jsonb_build_object('items', jsonb_agg(jsonb_build_object('code', i.item_code, 'importId', i.import_id))) as before ${going} group by i.subject`,
  )
  await sql`delete from entity_item d using (select i.subject, i.item_code ${going}) as g
    where d.subject = g.subject and d.dept = ${batch.dept} and d.item_code = g.item_code`.execute(tx)
  await sql`
    insert into entity_item (subject, dept, item_code, import_id)
    select r.subject, ${batch.dept}, unnest(r.items), r.import_id from import_row r where r.import_id = ${batch.id}::uuid
    on conflict do nothing`.execute(tx)
}

/** What hung on an object before, where anything did: a query giving `subject` and `before`. */
async function keepBefore(tx: Tx, importId: string, rows: RawBuilder<unknown>): Promise<void> {
  await sql`
    insert into import_before as b (import_id, subject, before) select ${importId}::uuid, n.subject, n.before from (${rows}) as n
    on conflict (import_id, subject) do update set before = b.before || excluded.before`.execute(tx)
}

/** What this file brought to the lists of a filter builder. */
async function keepValues(tx: Tx, { batch, columns, now }: ImportWork): Promise<void> {
  for (const [field, column, value] of listed) {
    if (columns[column] === undefined) continue
    await sql`
      insert into register_value (field, value, since)
      select ${field}, value, ${now}::timestamptz from (select distinct ${sql.raw(value)} as value from import_row where import_id = ${batch.id}::uuid) as v
      where value is not null on conflict do nothing`.execute(tx)
  }
}

const listed = [
  ['entityType', 'entityType', 'entity_type'],
  ['industry', 'industry', 'industry'],
  ['label', 'labels', 'unnest(labels)'],
] as const
