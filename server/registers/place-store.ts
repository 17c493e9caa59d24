/** Places as ranges of the order by path: what the index `entity_in_order` can answer. */
import { type RawBuilder, sql } from 'kysely'

/**
 * Whether a column's path is this place or lies under it. A segment is letters and digits, and '.' < '/' < '0': the range from the path to the
 * path with '/' holds exactly these.
 */
export const inPlace = (column: string, path: string): RawBuilder<boolean> =>
  sql<boolean>`(${sql.ref(column)} >= ${path} collate "C" and ${sql.ref(column)} < ${`${path}/`} collate "C")`
