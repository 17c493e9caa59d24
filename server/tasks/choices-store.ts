/** SQL of the values that fields of the register have. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'
import { inPlace } from '#server/registers/place-store.ts'

/** Field → value → objects of the jurisdiction that have it. */
export type ValueCounts = ReadonlyMap<string, ReadonlyMap<string, number>>

/** A register larger than this is not read for a list: the page would wait for it. */
const mostCounted = 200_000

/** Every value with its objects, or null where the jurisdiction's register is too large to be read while somebody waits. */
export async function countValues(tx: Tx, { orgPath, dept }: { orgPath: string; dept: string }): Promise<ValueCounts | null> {
  const here = inPlace('e.region_path', orgPath)
  const size = await sql<{
    n: number
  }>`select count(*)::int as n from (select from entity e where ${here} limit ${mostCounted + 1}) as few`.execute(tx)
  if ((size.rows[0]?.n ?? 0) > mostCounted) return null
  const { rows } = await sql<{ field: string; value: string; n: number }>`
    with e as materialized (select subject, region_path, kind, state, entity_type, industry, labels from entity e where ${here})
    select 'kind' as field, kind as value, count(*)::int as n from e group by kind
    union all select 'state', state, count(*)::int from e group by state
    union all select 'entityType', entity_type, count(*)::int from e where entity_type is not null group by entity_type
    union all select 'industry', industry, count(*)::int from e where industry is not null group by industry
    union all select 'label', label, count(*)::int from e, unnest(labels) as label group by label
    union all select 'item', i.item_code, count(*)::int from e join entity_item i on i.subject = e.subject and i.dept = ${dept} group by i.item_code
    union all select 'riskClass', k.risk_class, count(*)::int from e join entity_risk k on k.subject = e.subject group by k.risk_class
    union all select 'region', r.path, sum(g.n)::int from (select region_path, count(*) as n from e group by region_path) as g
      join (select path from region where path = ${orgPath} or path like ${`${orgPath}.%`}) as r on r.path = g.region_path or starts_with(g.region_path, r.path || '.')
      group by r.path`.execute(tx)
  const counts = new Map<string, Map<string, number>>()
  for (const { field, value, n } of rows) counts.set(field, (counts.get(field) ?? new Map<string, number>()).set(value, n))
  return counts
}

/** Labels, industries and entity types that imports have brought, of the whole house. */
export async function valuesInUse(tx: Tx): Promise<ReadonlyMap<string, string[]>> {
  const rows = await tx.selectFrom('register_value').select(['field', 'value']).orderBy('field').orderBy('value').limit(5000).execute()
  const values = new Map<string, string[]>()
  for (const { field, value } of rows) values.set(field, [...(values.get(field) ?? []), value])
  return values
}

/** The jurisdiction and what lies below it, as far as a list can hold it. */
export async function regionChoices(tx: Tx, orgPath: string): Promise<{ path: string; name: string; level: string }[]> {
  return await tx
    .selectFrom('region')
    .select(['path', 'name', 'level'])
    .where(sql<boolean>`(path = ${orgPath} or path like ${`${orgPath}.%`})`)
    .orderBy('path')
    .limit(4000)
    .execute()
}

type Words = { code: string; zh: string; en: string }

export const kindWords = (tx: Tx): Promise<Words[]> =>
  tx.selectFrom('entity_kind').select(['code', 'zh', 'en']).where('retired', '=', false).execute()
export const stateWords = (tx: Tx): Promise<Words[]> =>
  tx.selectFrom('entity_state').select(['code', 'zh', 'en']).where('retired', '=', false).execute()
