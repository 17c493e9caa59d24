/** The newest changes of a place first: out of those of the whole register where the place is a large part of it, else place by place. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#db/connect.ts'
import { listColumns } from './object-columns-store.ts'
import { inPlace } from './place-store.ts'
import { keyColumn } from './search-order-store.ts'
import type { Asked, Row } from './search-store.ts'

/** More places than these are no county or small city, and then a walk through all changes meets enough of them. */
const mostPlaces = 400

/** A full page out of the newest changes of the whole register; null where too few of those lie in the place or pass the tests. */
export async function newestOfAll(tx: Tx, asked: Asked): Promise<Row[] | null> {
  const { place, cover, row, sorting, limit, limits } = asked
  const { rows } = await sql<Row>`
    select ${listColumns}, ${keyColumn(sorting)}
    from (select * from entity where ${after(asked)} order by updated_at desc, subject collate "C" limit ${limits.newest}) as e ${row.joins}
    where ${inPlace('e.region_path', place)} and ${cover.test} and ${row.test} order by e.updated_at desc, e.subject collate "C" limit ${limit + 1}`.execute(
    tx,
  )
  return rows.length > limit ? rows : null
}

/** The newest of each place, merged: exact, where nothing else is asked. Null where it is, or where there are too many places. */
export async function newestInPlace(tx: Tx, asked: Asked): Promise<Row[] | null> {
  const { place, sorting, limit, isCovering, hasRowTests } = asked
  if (isCovering || hasRowTests) return null
  const next = (from: RawBuilder<unknown>) =>
    sql`select region_path from entity where ${inPlace('region_path', place)} and ${from} order by region_path collate "C" limit 1`
  const { rows } = await sql<Row & { places: number }>`
    with recursive walk as ((${next(sql`true`)}) union all
      select (${next(sql`region_path > walk.region_path collate "C"`)}) from walk where walk.region_path is not null),
    places as materialized (select region_path from walk where region_path is not null limit ${mostPlaces + 1})
    select ${listColumns}, ${keyColumn(sorting)}, (select count(*)::int from places) as places
    from places cross join lateral (select * from entity where entity.region_path = places.region_path collate "C" and ${after(asked)}
      order by updated_at desc, subject collate "C" limit ${limit + 1}) as e
    order by e.updated_at desc, e.subject collate "C" limit ${limit + 1}`.execute(tx)
  const tooMany = (rows[0]?.places ?? 0) > mostPlaces
  return tooMany ? null : rows.map(({ places: _, ...row }) => row)
}

const after = ({ key }: Asked): RawBuilder<boolean> =>
  key === null
    ? sql<boolean>`true`
    : sql<boolean>`(updated_at <= ${key.value}::timestamptz and (updated_at < ${key.value}::timestamptz or subject collate "C" > ${key.subject}))`
