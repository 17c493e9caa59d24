/** SQL of the merge: staging into the register, as sets: what is new enters, what differs changes, what is the same is not touched. */
import { type RawBuilder, sql } from 'kysely'
import type { ColumnMap } from '#core/registers/entity-row.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { refreshStatistics } from '#server/statistics.ts'
import type { ImportRecord, Merged } from './import-store.ts'

/** Columns that every file sets; one that it lacks is empty afterwards. */
export const entityColumns = [
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
] as const

/** `columns` says which the file has: industry, labels, risk classes and items that it lacks stay as they are. */
export async function mergeEntities(tx: Tx, batch: Pick<ImportRecord, 'id' | 'dept'>, columns: ColumnMap, now: Instant): Promise<Merged> {
  const has = (column: keyof ColumnMap): boolean => columns[column] !== undefined
  const staged = await sql<{ staged: number; added: number }>`
    select count(*)::int as staged, (count(*) filter (where e.subject is null))::int as added
    from import_row r left join entity e on e.subject = r.subject where r.import_id = ${batch.id}`.execute(tx)
  let touched = await mergeRows(tx, batch.id, [...(has('industry') ? ['industry'] : []), ...(has('labels') ? ['labels'] : [])], now)
  if (has('riskClass')) touched += await mergeRisk(tx, batch.id, now)
  if (has('items')) touched += await mergeItems(tx, batch, now)
  await keepValues(tx, batch.id, columns, now)
  await refreshStatistics(tx, [
    'entity',
    ...(has('riskClass') ? ['entity_risk' as const] : []),
    ...(has('items') ? ['entity_item' as const] : []),
  ])
  const { staged: all, added } = staged.rows[0] ?? { staged: 0, added: 0 }
  return { added, changed: touched - added, unchanged: all - touched }
}

async function mergeRows(tx: Tx, importId: string, more: readonly string[], now: string): Promise<number> {
  const names = [...entityColumns, ...more]
  const list = (table: string): RawBuilder<unknown> => sql.join(names.map((name) => sql.ref(`${table}.${name}`)))
  const set = sql.join(names.map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`))
  const written = await sql`
    insert into entity (subject, import_id, updated_at, ${sql.join(names.map((name) => sql.ref(name)))})
    select subject, import_id, ${now}, ${list('import_row')} from import_row where import_id = ${importId}
    on conflict (subject) do update set ${set}, import_id = excluded.import_id, updated_at = excluded.updated_at
    where (${list('entity')}) is distinct from (${list('excluded')})`.execute(tx)
  return Number(written.numAffectedRows ?? 0)
}

/**
 * An empty cell says nothing about the class, and an older assessment never replaces a newer one. Where the file names no day or source, the
 * same class keeps those it has. Answers how many rows changed by this alone.
 */
const mergeRisk = (tx: Tx, importId: string, now: Instant): Promise<number> =>
  touch(
    tx,
    importId,
    now,
    sql`touched as (
      insert into entity_risk (subject, risk_class, as_of, source, import_id, updated_at)
      select r.subject, r.risk_class, coalesce(r.risk_as_of, case when k.risk_class = r.risk_class then k.as_of else ${dateAt(now)}::date end),
        coalesce(r.risk_source, case when k.risk_class = r.risk_class then k.source else '名录导入' end), r.import_id, ${now}::timestamptz
      from import_row r left join entity_risk k on k.subject = r.subject where r.import_id = ${importId} and r.risk_class is not null
      on conflict (subject) do update set risk_class = excluded.risk_class, as_of = excluded.as_of, source = excluded.source, import_id = excluded.import_id, updated_at = excluded.updated_at
      where excluded.as_of >= entity_risk.as_of and (entity_risk.risk_class, entity_risk.as_of, entity_risk.source) is distinct from (excluded.risk_class, excluded.as_of, excluded.source)
      returning subject)`,
  )

/** The items of the department as the file says; those of other departments are theirs. */
const mergeItems = (tx: Tx, batch: Pick<ImportRecord, 'id' | 'dept'>, now: string): Promise<number> =>
  touch(
    tx,
    batch.id,
    now,
    sql`gone as (
        delete from entity_item i using import_row r
        where r.import_id = ${batch.id} and i.subject = r.subject and i.dept = ${batch.dept} and not (i.item_code = any(r.items)) returning i.subject),
      come as (
        insert into entity_item (subject, dept, item_code, import_id)
        select r.subject, ${batch.dept}, unnest(r.items), r.import_id from import_row r where r.import_id = ${batch.id}
        on conflict do nothing returning subject),
      touched as (select subject from gone union select subject from come)`,
  )

/** The entity carries the import that last changed anything about it; those that the merge of rows wrote carry it already. */
async function touch(tx: Tx, importId: string, now: string, touched: RawBuilder<unknown>): Promise<number> {
  const written = await sql`
    with ${touched}
    update entity set import_id = ${importId}, updated_at = ${now} from touched
    where entity.subject = touched.subject and entity.import_id is distinct from ${importId}::uuid`.execute(tx)
  return Number(written.numAffectedRows ?? 0)
}

/** What this file brought to the lists of a filter builder. */
async function keepValues(tx: Tx, importId: string, columns: ColumnMap, now: string): Promise<void> {
  for (const [field, column, value] of listed) {
    if (columns[column] === undefined) continue
    await sql`
      insert into register_value (field, value, since)
      select ${field}, value, ${now}::timestamptz from (select distinct ${sql.raw(value)} as value from import_row where import_id = ${importId}) as v
      where value is not null on conflict do nothing`.execute(tx)
  }
}

const listed = [
  ['entityType', 'entityType', 'entity_type'],
  ['industry', 'industry', 'industry'],
  ['label', 'labels', 'unnest(labels)'],
] as const
