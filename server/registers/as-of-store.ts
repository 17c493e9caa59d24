/** SQL of the register as it stood: entity holds what stands, entity_version what stood from `since` until `until`. */
import { type RawBuilder, sql } from 'kysely'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { inPlace } from './place-store.ts'
import { versionColumns } from './version-store.ts'

/**
 * The register at an instant as a relation: subject, the columns of a version, labels, since, event, event_on, source. `place` keeps what
 * stood at or below a region then. A version stands from the moment it enters to the one before it ends.
 */
export function registerAsOf(at: Instant, place: string | null = null): RawBuilder<unknown> {
  const columns = sql.join([...versionColumns, 'labels', 'subject', 'since', 'event', 'event_on', 'source'].map((name) => sql.ref(name)))
  const here = place === null ? sql`true` : inPlace('region_path', place)
  return sql`(
    select ${columns} from entity where since <= ${at}::timestamptz and ${here}
    union all
    select ${columns} from entity_version where since <= ${at}::timestamptz and until > ${at}::timestamptz and ${here})`
}

/**
 * One object as it stands, or as it last stood when it has left the register: `join ${lastKnown(…)} as e on true`. Whoever was in a pool when it
 * was frozen is drawn, visited and published, whatever the register says by then.
 */
export const lastKnown = (subject: RawBuilder<unknown>): RawBuilder<unknown> => sql`lateral (
  select * from (
    select name, kind, region_path, address, since, true as stands from entity where subject = ${subject}
    union all select name, kind, region_path, address, since, false from entity_version where subject = ${subject}) as known
  order by stands desc, since desc limit 1)`

export type AsOfCount = {
  readonly regionPath: string
  readonly state: string
  readonly kind: string
  readonly onDay: number
  readonly today: number
}

/** How many objects there were at an instant and are now, by the places one level below `place`, state and kind. */
export async function countsAsOf(tx: Tx, { at, place }: { readonly at: Instant; readonly place: string }): Promise<AsOfCount[]> {
  const depth = place.split('.').length + 1
  const { rows } = await sql<AsOfCount>`
    select area as "regionPath", state, kind, sum(was)::int as "onDay", sum(is_now)::int as today from (
      select array_to_string((string_to_array(region_path, '.'))[1:${sql.lit(depth)}], '.') as area, state, kind, was, is_now from (
        select region_path, state, kind, count(*) as was, 0 as is_now from ${registerAsOf(at, place)} as then_ group by 1, 2, 3
        union all
        select region_path, state, kind, 0, count(*) from entity where ${inPlace('region_path', place)} group by 1, 2, 3
      ) as counted) as placed
    group by area, state, kind order by area collate "C", state, kind limit 3000`.execute(tx)
  return rows
}
