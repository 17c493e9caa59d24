/** SQL of the register of inspection objects. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

export type EntityRecord = {
  readonly subject: string
  readonly name: string
  readonly kind: string
  readonly entityType: string | null
  readonly regionPath: string
  readonly established: string | null
  readonly state: string
  readonly updatedAt: string
}

export type EntityDetail = EntityRecord & {
  readonly capitalYuan: number | null
  readonly capitalText: string | null
  readonly scope: string | null
  readonly address: string | null
  readonly industry: string | null
  readonly labels: string[]
  readonly importId: string | null
}

export type EntityQuery = {
  readonly q?: string | undefined
  readonly regionPath?: string | undefined
  readonly kind?: string | undefined
  readonly state?: string | undefined
}

const listColumns = [
  'subject',
  'name',
  'kind',
  'entity_type as entityType',
  'region_path as regionPath',
  'established',
  'state',
  'updated_at as updatedAt',
] as const

export async function listEntities(
  tx: Tx,
  jurisdiction: string,
  filter: EntityQuery & { cursor?: string | undefined; limit: number },
): Promise<Page<EntityRecord>> {
  let query = entities(tx, jurisdiction, filter)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 1)
  if (key !== null) query = query.where('subject', '>', key[0] ?? '')
  const rows = await query
    .select(listColumns)
    .orderBy('subject')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(rows, filter.limit, (row) => [row.subject]), count }
}

export const countEntities = (tx: Tx, jurisdiction: string) => cappedCount(tx, entities(tx, jurisdiction, {}))

function entities(tx: Tx, jurisdiction: string, filter: EntityQuery) {
  let query = tx.selectFrom('entity').where(sql<boolean>`(region_path = ${jurisdiction} or region_path like ${`${jurisdiction}.%`})`)
  if (filter.regionPath !== undefined)
    query = query.where(sql<boolean>`(region_path = ${filter.regionPath} or region_path like ${`${filter.regionPath}.%`})`)
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  const q = filter.q?.trim() ?? ''
  // A code is looked up by its beginning in the primary key; a name by its bigrams, and then exactly.
  if (/^[0-9A-Za-z:]{2,}$/.test(q))
    query = query.where(
      sql<boolean>`(subject like ${`${q.toUpperCase()}%`} or bigrams(name) @> bigrams(${q}) and position(${q} in name) > 0)`,
    )
  else if (q !== '') query = query.where(sql<boolean>`bigrams(name) @> bigrams(${q}) and position(${q} in name) > 0`)
  return query
}

export async function findEntity(tx: Tx, subject: string): Promise<EntityDetail | null> {
  const row = await tx
    .selectFrom('entity')
    .select([
      ...listColumns,
      'capital_yuan as capitalYuan',
      'capital_text as capitalText',
      'scope',
      'address',
      'industry',
      'labels',
      'import_id as importId',
    ])
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row ?? null
}

/** What objects are called, by subject. */
export async function entityNames(tx: Tx, subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (subjects.length === 0) return new Map()
  const rows = await tx
    .selectFrom('entity')
    .select(['subject', 'name'])
    .where('subject', 'in', [...subjects])
    .execute()
  return new Map(rows.map(({ subject, name }) => [subject, name]))
}

/** The class of one object; the caller has asked whether the reader may see it. */
export async function riskOf(tx: Tx, subject: string): Promise<{ riskClass: string; asOf: string; source: string } | null> {
  const row = await tx
    .selectFrom('entity_risk')
    .select(['risk_class as riskClass', 'as_of as asOf', 'source'])
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row ?? null
}

export async function itemsOf(tx: Tx, subject: string, dept: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('entity_item')
    .select('item_code as code')
    .where('subject', '=', subject)
    .where('dept', '=', dept)
    .orderBy('item_code')
    .execute()
  return rows.map(({ code }) => code)
}

export async function drawsOf(tx: Tx, subject: string): Promise<{ drawId: string; taskName: string; selected: boolean; at: string }[]> {
  const rows = await sql<{ drawId: string; taskName: string; selected: boolean; at: string }>`
    select o.draw_id as "drawId", t.name as "taskName", d.created_at as at, s.state <> 'void' as selected
    from drawn_object o join draw d on d.id = o.draw_id join draw_slot s on s.draw_id = d.id join task t on t.id = d.task_id
    where o.subject = ${subject} order by d.created_at desc limit 50`.execute(tx)
  return rows.rows
}

export async function visitsOf(
  tx: Tx,
  subject: string,
): Promise<{ visitId: string; taskName: string; state: string; outcome: string | null; date: string | null }[]> {
  const rows = await sql<{ visitId: string; taskName: string; state: string; outcome: string | null; date: string | null }>`
    select v.id as "visitId", t.name as "taskName", v.state, r.outcome, r.date from visit v join task t on t.id = v.task_id
      left join lateral (select outcome, date from result where subject = v.subject and visit_id = v.id order by version desc limit 1) r on true
    where v.subject = ${subject} order by v.updated_at desc limit 50`.execute(tx)
  return rows.rows
}

export async function regionsUnder(tx: Tx, jurisdiction: string, under: string): Promise<{ path: string; name: string }[]> {
  return await tx
    .selectFrom('region')
    .select(['path', 'name'])
    .where(sql<boolean>`(path = ${under} or path like ${`${under}.%`}) and (path = ${jurisdiction} or path like ${`${jurisdiction}.%`})`)
    .orderBy('path')
    .limit(1000)
    .execute()
}
