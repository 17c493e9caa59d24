/** SQL of reconciliation: the authority's totals beside ours, counted in the same moment. */
import { sql } from 'kysely'
import type { FeedTotals } from '#core/registers/feed.ts'
import type { RegionIndex } from '#core/registers/locate.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'

export type Totals = {
  readonly receiptId: string
  readonly jurisdiction: string
  readonly regions: RegionIndex
  readonly totals: FeedTotals
  readonly now: Instant
}

/**
 * Keeps totals with ours beside them. Ours are counted at and below each place that the totals name; what lies in no place they name is told
 * under the jurisdiction itself, so that the two columns add up to everything both have.
 */
export async function insertTotals(tx: Tx, { receiptId, jurisdiction, regions, totals, now }: Totals): Promise<void> {
  const within = (path: string): boolean => path === jurisdiction || path.startsWith(`${jurisdiction}.`)
  const theirs = new Map<string, number>()
  for (const { region, state, count } of totals.rows) {
    const path = (regions.byPath.get(region) ?? regions.byCode.get(region))?.path ?? region
    if (!within(path)) continue
    theirs.set(`${path} ${state}`, (theirs.get(`${path} ${state}`) ?? 0) + count)
  }
  const lines = [...theirs].map(([key, count]) => ({ region_path: key.split(' ')[0], state: key.split(' ')[1], theirs: count }))
  await sql`
    with named as (select region_path, state, theirs from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as n (region_path text, state text, theirs bigint)),
      counted as (
        select e.region_path, e.state, count(*) as n from entity e
        where e.region_path = ${jurisdiction} or (e.region_path collate "C" >= ${`${jurisdiction}.`} and e.region_path collate "C" < ${`${jurisdiction}/`})
        group by e.region_path, e.state),
      placed as (
        select coalesce((select p.region_path from (select distinct region_path from named) as p
            where c.region_path = p.region_path or starts_with(c.region_path, p.region_path || '.') order by length(p.region_path) desc limit 1), ${jurisdiction}) as region_path,
          c.state, sum(c.n)::bigint as ours
        from counted c group by 1, 2)
    insert into feed_total (receipt_id, as_of, region_path, state, theirs, ours, counted_at)
    select ${receiptId}::uuid, ${totals.asOf}::date, coalesce(n.region_path, p.region_path), coalesce(n.state, p.state), coalesce(n.theirs, 0), coalesce(p.ours, 0), ${now}::timestamptz
    from named n full join placed p on p.region_path = n.region_path and p.state = n.state
    on conflict (receipt_id, region_path, state) do nothing`.execute(tx)
}

export type TotalRow = {
  readonly regionPath: string
  readonly state: string
  readonly theirs: number
  readonly ours: number
}

/** The receipt whose totals are the newest for a place, of one source when it is named. */
export async function newestTotals(
  tx: Tx,
  { orgPath, source, receiptId }: { readonly orgPath: string; readonly source: string | null; readonly receiptId: string | null },
): Promise<{ receiptId: string; sourceName: string; asOf: string; countedAt: string } | null> {
  const { rows } = await sql<{ receiptId: string; sourceName: string; asOf: string; countedAt: string }>`
    select r.id as "receiptId", s.org_name || ' · ' || s.name as "sourceName", t.as_of as "asOf", t.counted_at as "countedAt"
    from feed_receipt r join feed_source s on s.source = r.source
      join lateral (select as_of, counted_at from feed_total where receipt_id = r.id limit 1) t on true
    where (r.org_path = ${orgPath} or starts_with(r.org_path, ${`${orgPath}.`}))
      and (${source}::text is null or r.source = ${source}) and (${receiptId}::uuid is null or r.id = ${receiptId}::uuid)
    order by t.counted_at desc, r.id limit 1`.execute(tx)
  return rows[0] ?? null
}

/** Differences first, the largest before the others. */
export async function totalsOf(tx: Tx, receiptId: string): Promise<TotalRow[]> {
  const { rows } = await sql<TotalRow>`
    select region_path as "regionPath", state, theirs, ours from feed_total where receipt_id = ${receiptId}
    order by abs(theirs - ours) desc, region_path collate "C", state limit 2000`.execute(tx)
  return rows
}
