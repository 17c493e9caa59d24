/** Places as ranges of the order by path: what the index `entity_in_order` can answer. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

/**
 * Whether a column's path is this place or lies under it. A segment is letters and digits, and '.' < '/' < '0': the range from the path to the
 * path with '/' holds exactly these.
 */
export const inPlace = (column: string, path: string): RawBuilder<boolean> =>
  sql<boolean>`(${sql.ref(column)} >= ${path} collate "C" and ${sql.ref(column)} < ${`${path}/`} collate "C")`

/** The first city or county inside a place whose name has this text in it, the higher before the lower. */
export async function placeNamed(tx: Tx, place: string, text: string): Promise<string | null> {
  const { rows } = await sql<{ path: string }>`
    select path from region where ${inPlace('path', place)} and path <> ${place} and level in ('city', 'county') and position(${text.trim()} in name) > 0
    order by length(path), path limit 1`.execute(tx)
  return rows[0]?.path ?? null
}
