/** The newest changes of a place first: out of those of the whole register where the place is a large part of it, else place by place. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#db/connect.ts'
import { listColumns } from './object-columns-store.ts'
import { inPlace } from './place-store.ts'
import { keyColumn } from './search-order-store.ts'
import type { Asked, Row } from './search-store.ts'

/** More places than these are no county or small city, and then a walk through all changes meets enough of them. */
const mostPlaces = 60

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
  const { place, cover, sorting, limit, isCovering, hasRowTests } = asked
  if (isCovering || hasRowTests) return null
  const places = await placesWithObjects(tx, place)
  if (places === null || places.length === 0) return null
  const newest = places.map(
    (path) => sql`(select e.* from entity e where region_path = ${path} collate "C" and ${cover.test} and ${after(asked)}
      order by updated_at desc, subject collate "C" limit ${limit + 1})`,
  )
  const { rows } = await sql<Row>`
    select ${listColumns}, ${keyColumn(sorting)} from (${sql.join(newest, sql` union all `)}) as e
    order by e.updated_at desc, e.subject collate "C" limit ${limit + 1}`.execute(tx)
  return rows
}

/** The paths under a place that objects have, one index probe for each; null where they are too many. */
async function placesWithObjects(tx: Tx, place: string): Promise<readonly string[] | null> {
  const paths: string[] = []
  for (let last: string | null = null; paths.length <= mostPlaces; ) {
    const beyond: RawBuilder<boolean> = last === null ? sql<boolean>`true` : sql<boolean>`region_path > ${last} collate "C"`
    const { rows } = await sql<{ path: string }>`
      select region_path as path from entity where ${inPlace('region_path', place)} and ${beyond} order by region_path collate "C" limit 1`.execute(
      tx,
    )
    last = rows[0]?.path ?? null
    if (last === null) return paths
    paths.push(last)
  }
  return null
}

const after = ({ key }: Asked): RawBuilder<boolean> =>
  key === null
    ? sql<boolean>`true`
    : sql<boolean>`(updated_at <= ${key.value}::timestamptz and (updated_at < ${key.value}::timestamptz or subject collate "C" > ${key.subject}))`
