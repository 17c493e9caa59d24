/** The register as it stood at the end of a day: versions that stood then, whether they still stand or not. Conditions on risk, visits and items are of today. */
import { type RawBuilder, sql } from 'kysely'
import { endOf, type PlainDate } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { type FrameAt, testEach } from '#server/draws/frame-store.ts'
import { Problem } from '#server/http/problem.ts'
import { encodeCursor } from '#server/paging.ts'
import { registerAsOf } from './as-of-store.ts'
import { type EntityRecord, listColumns, versionedColumns } from './object-columns-store.ts'
import { textTest } from './object-test-store.ts'
import { afterKey, keyColumn, orderBy, readCursor } from './search-order-store.ts'
import type { Found, Search } from './search-store.ts'

/** Versions looked at: history is asked now and then, not all day. */
const most = 100_000

export async function searchAsOf(tx: Tx, search: Search, asOf: PlainDate, at: FrameAt): Promise<Found> {
  const { query, orgPath, dept, sorting, limit } = search
  if (sorting.sort !== 'place') throw new Problem('as_of_order')
  const key = readCursor(search.cursor, sorting)
  const { joins, test } = testEach({ dept, filter: query.filter }, at)
  const stood = (from: RawBuilder<boolean>) => sql`
    (select e.* from (${versionsAt(orgPath, asOf)}) as e where ${from} order by ${orderBy(sorting)} limit ${most}) as e`
  const matching = (from: RawBuilder<boolean>) => sql`from ${stood(from)} ${joins} where ${test} and ${textTest(query)}`
  const { rows } = await sql<EntityRecord & { sortKey: string }>`
    select ${listColumns}, ${keyColumn(sorting)} ${matching(key === null ? sql<boolean>`true` : afterKey(sorting, key))}
    order by ${orderBy(sorting)} limit ${limit + 1}`.execute(tx)
  const counted = await sql<{ n: number; seen: number }>`
    select count(*)::int as n, (select count(*)::int from ${stood(sql<boolean>`true`)}) as seen from (select 1 ${matching(sql<boolean>`true`)} limit 2001) as few`.execute(
    tx,
  )
  const { n, seen } = counted.rows[0] ?? { n: 0, seen: 0 }
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  const next = rows.length > limit && last !== undefined ? encodeCursor([last.sortKey, last.subject]) : null
  const whole = n <= 2000 && seen < most
  return {
    rows: kept.map(({ sortKey: _, ...row }) => row),
    next,
    count: { value: Math.min(n, 2000), capped: !whole },
    truncated: next === null && seen >= most,
  }
}

/** Every object of a place as it stood when the day ended, each once, with the columns of the list. */
const versionsAt = (place: string, asOf: PlainDate): RawBuilder<unknown> =>
  sql`select ${versionedColumns}, since as updated_at from ${registerAsOf(endOf(asOf), place)} as stood`
