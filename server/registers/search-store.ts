/**
 * How a page of the register is found among ten million objects, whatever is asked.
 *
 * No index answers every combination of conditions, and reading a whole jurisdiction takes seconds. But a combination is either common, and then
 * its first page lies near the beginning of the order; or it is rare, and then the inverted index has few objects to look at. So:
 *
 * 1. Walk the order of places for a bounded number of entries. Kind, state and industry are in that index: an entry that fails there costs
 *    no look at its row. A full page, or the end of the place, is the answer.
 * 2. Else look at the objects that have all tokens of the query, at most `candidates`. If these are all: test exactly, sort, cut the page.
 * 3. Else walk longer, where the first walk gave hope or the index knows nothing of the query.
 * 4. Else show what is known, in order, and say that it is not all (`truncated`): the query is to be narrowed down.
 *
 * By newest change there is a walk, too. Any other order needs few objects; else it is refused with what to do.
 */
import { type RawBuilder, sql } from 'kysely'
import type { ObjectQuery } from '#contract/labels.ts'
import type { Condition } from '#core/draws/filter.ts'
import type { Tx } from '#db/connect.ts'
import { type FilterTest, type FrameAt, testEach } from '#server/draws/frame-store.ts'
import { Problem } from '#server/http/problem.ts'
import { encodeCursor, type Page } from '#server/paging.ts'
import { type EntityRecord, listColumns, versionedColumns } from './object-columns-store.ts'
import { narrowing, textTest } from './object-test-store.ts'
import { inPlace } from './place-store.ts'
import { afterKey, type Key, keyColumn, orderBy, readCursor, type Sorting } from './search-order-store.ts'

export type Search = {
  readonly orgPath: string
  readonly dept: string
  readonly query: ObjectQuery
  readonly sorting: Sorting
  readonly cursor?: string | undefined
  readonly limit: number
}

export type Found = Page<EntityRecord> & { readonly truncated: boolean }

/** One page in the order asked for; the register as it stands. */
export async function searchObjects(tx: Tx, search: Search, at: FrameAt, limits: Limits = usual): Promise<Found> {
  const asked = prepare(search, at, limits)
  return search.sorting.sort === 'place' ? await byPlace(tx, asked) : await byOther(tx, asked)
}

type Row = EntityRecord & { readonly sortKey: string | null }
type Count = Page<never>['count']

/** Entries passed in the order index; rows looked at one after the other, and those looked up one by one because the index let them through. */
type Budget = { readonly entries: number; readonly rows: number; readonly lookups: number }
export type Limits = {
  readonly short: Budget
  /** Counted through to the end when a place has no more objects than this. */
  readonly counted: number
  readonly long: Budget
  /** For what no index knows (capital, visits): somebody who asks for it waits half a second. */
  readonly patient: Budget
  /** Rows of the newest change looked at. */
  readonly newest: number
  /** Objects looked at out of the inverted index, in the order of places and in any other. */
  readonly candidates: number
  readonly sortable: number
}

const usual: Limits = {
  short: { entries: 30_000, rows: 5_000, lookups: 500 },
  counted: 5_000,
  long: { entries: 60_000, rows: 15_000, lookups: 4_000 },
  patient: { entries: 150_000, rows: 50_000, lookups: 30_000 },
  newest: 10_000,
  candidates: 2_500,
  sortable: 10_000,
}
const countLimit = 10_000

type Asked = Omit<Search, 'cursor'> & {
  readonly limits: Limits
  readonly key: Key | null
  /** The place that everything found lies in. */
  readonly place: string
  /** What the order index can test, and what only the row can. */
  readonly cover: FilterTest
  readonly row: FilterTest
  readonly hasRowTests: boolean
  /** The order index has something to test besides the place. */
  readonly isCovering: boolean
  /** The inverted index knows no more of the query than its place. */
  readonly unknown: boolean
  readonly ways: readonly RawBuilder<boolean>[]
}

function prepare({ cursor, ...search }: Search, at: FrameAt, limits: Limits): Asked {
  const { orgPath, dept, query, sorting } = search
  const { all } = query.filter
  const test = (conditions: readonly Condition[]) => testEach({ dept, filter: { version: 1, all: conditions } }, at)
  const rest = all.filter((one) => !isCovered(one))
  const row = test(rest)
  const place = narrowestPlace(orgPath, all)
  return {
    ...search,
    limits,
    key: readCursor(cursor, sorting),
    place,
    cover: test(all.filter(isCovered)),
    row: { joins: row.joins, test: sql<boolean>`(${row.test} and ${textTest(query)})` },
    hasRowTests: rest.length > 0 || Boolean(query.q?.trim()) || Boolean(query.address?.trim()),
    isCovering: all.some((one) => isCovered(one) && one.field !== 'region'),
    unknown:
      narrowing(
        query,
        all.filter(({ field }) => field !== 'region'),
      ).length === 0,
    ways: narrowing(query, [...all, { field: 'region', op: 'prefix', values: [place] }]),
  }
}

const isCovered = ({ field }: Condition): boolean => field === 'region' || field === 'kind' || field === 'state' || field === 'industry'

function narrowestPlace(orgPath: string, conditions: readonly Condition[]): string {
  const inside = conditions.flatMap(({ field, values }) => (field === 'region' && values.length === 1 ? values : []))
  return [orgPath, ...inside.filter((path) => path.startsWith(`${orgPath}.`))].reduce((one, other) =>
    other.length > one.length ? other : one,
  )
}

async function byPlace(tx: Tx, asked: Asked): Promise<Found> {
  const { short, long, patient, candidates } = asked.limits
  const first = await walk(tx, asked, short)
  if (first.sure) return present(asked, first.rows, await countAlong(tx, asked, short), false)
  const few = asked.unknown ? null : await fromIndex(tx, asked, candidates)
  if (few !== null && few.seen <= candidates) return present(asked, few.rows, { value: few.total, capped: false }, false)
  const least = few?.total ?? 0
  // Twice as lucky as the first walk would be enough.
  const hopeful = first.rows.length * (asked.isCovering ? long.lookups / short.lookups : long.rows / short.rows) * 2 > asked.limit
  const more = few === null || hopeful ? await walk(tx, asked, few === null ? patient : long) : first
  const rows = more.sure || few === null || more.rows.length > few.rows.length ? more.rows : few.rows
  return present(asked, rows, { value: Math.max(least, rows.length), capped: true }, !more.sure)
}

async function byOther(tx: Tx, asked: Asked): Promise<Found> {
  const { sort, descending } = asked.sorting
  const { short, sortable } = asked.limits
  if (sort === 'updated' && descending) {
    const rows = await walkNewest(tx, asked)
    if (rows.length > asked.limit) return present(asked, rows, await countAlong(tx, asked, short), false)
  }
  const isSmall = (await sizeOf(tx, asked.place, sortable + 1)) <= sortable
  const few = await fromIndex(tx, isSmall ? { ...asked, ways: [sql<boolean>`true`] } : asked, sortable)
  if (few === null || few.seen > sortable) throw new Problem('sort_too_wide', { most: sortable })
  return present(asked, few.rows, { value: few.total, capped: false }, false)
}

/** Rows of the page and one more; `sure` when nothing before or among them is missing. */
async function walk(tx: Tx, asked: Asked, budget: Budget): Promise<{ readonly rows: Row[]; readonly sure: boolean }> {
  const { rows } = await sql<Row>`
    select ${listColumns}, ${keyColumn(asked.sorting)} ${walked(asked, budget)} order by place, code limit ${asked.limit + 1}`.execute(tx)
  return { rows, sure: rows.length > asked.limit || (await isExhausted(tx, asked, budget)) }
}

/**
 * The objects of the walk, from the cursor on, that pass every test. Without a condition that the order index knows, rows are read straight along it:
 * looking each up by its code costs five times as much.
 */
function walked(asked: Asked, { entries: most, rows, lookups }: Budget): RawBuilder<unknown> {
  const { cover, row } = asked
  if (!asked.isCovering) return sql`from (${along(asked, sql`entity.*`, rows)}) as e ${row.joins} where ${cover.test} and ${row.test}`
  return sql`from (select e.subject as found, e.place, e.code from (${entries(asked, most)}) as e where ${cover.test} order by e.place, e.code limit ${lookups}) as k
    join entity e on e.subject = k.found ${row.joins} where ${row.test}`
}

const entries = (from: Pick<Asked, 'place' | 'key'>, most: number): RawBuilder<unknown> =>
  along(from, sql`subject, region_path, kind, state, industry`, most)

const along = ({ place, key }: Pick<Asked, 'place' | 'key'>, columns: RawBuilder<unknown>, most: number): RawBuilder<unknown> => sql`
  select ${columns}, region_path collate "C" as place, reverse(subject) collate "C" as code from entity
  where ${inPlace('region_path', place)} ${key === null ? sql`` : sql`and (region_path collate "C", reverse(subject) collate "C") > (${key.value}, reverse(${key.subject}))`}
  order by region_path collate "C", reverse(subject) collate "C" limit ${most}`

async function isExhausted(tx: Tx, asked: Asked, budget: Budget): Promise<boolean> {
  const most = asked.isCovering ? budget.entries : budget.rows
  const { rows } = await sql<{ seen: number; passed: number }>`
    select count(*)::int as seen, count(*) filter (where ${asked.cover.test})::int as passed from (${entries(asked, most)}) as e`.execute(
    tx,
  )
  const [{ seen, passed } = { seen: 0, passed: 0 }] = rows
  return seen < most && (!asked.isCovering || passed < budget.lookups)
}

/** How many are found along the walk from its beginning: all of them, or at least so many. */
async function countAlong(tx: Tx, asked: Asked, budget: Budget): Promise<Count> {
  const from = { ...asked, key: null }
  if (!asked.hasRowTests) {
    const counted = await sql<{ n: number }>`
      select count(*)::int as n from (select from (${entries(from, budget.entries)}) as e where ${asked.cover.test} limit ${countLimit + 1}) as few`.execute(
      tx,
    )
    const n = counted.rows[0]?.n ?? 0
    if (n > countLimit) return { value: countLimit, capped: true }
    return { value: n, capped: (await sizeOf(tx, asked.place, budget.entries)) >= budget.entries }
  }
  const { counted: most } = asked.limits
  const isSmall = (await sizeOf(tx, asked.place, most + 1)) <= most
  const all = isSmall ? { entries: most + 1, rows: most + 1, lookups: most + 1 } : budget
  const counted = await sql<{ n: number }>`select count(*)::int as n ${walked(from, all)}`.execute(tx)
  return { value: counted.rows[0]?.n ?? 0, capped: !isSmall && !(await isExhausted(tx, from, budget)) }
}

/** Objects of a place, counted no further than `most`. */
async function sizeOf(tx: Tx, place: string, most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (${entries({ place, key: null }, most)}) as e`.execute(tx)
  return rows[0]?.n ?? 0
}

async function walkNewest(tx: Tx, { place, key, cover, row, sorting, limit, limits }: Asked): Promise<Row[]> {
  const from =
    key === null
      ? sql`true`
      : sql`updated_at <= ${key.value}::timestamptz and (updated_at < ${key.value}::timestamptz or subject collate "C" > ${key.subject})`
  const { rows } = await sql<Row>`
    select ${listColumns}, ${keyColumn(sorting)}
    from (select * from entity where ${from} order by updated_at desc, subject collate "C" limit ${limits.newest}) as e ${row.joins}
    where ${inPlace('e.region_path', place)} and ${cover.test} and ${row.test} order by e.updated_at desc, e.subject collate "C" limit ${limit + 1}`.execute(
    tx,
  )
  return rows
}

type FromIndex = { readonly rows: Row[]; readonly seen: number; readonly total: number }

/** The page out of the objects that have all tokens, at most `most` of them; null where the index knows none. `seen` stops one after `most`. */
async function fromIndex(tx: Tx, asked: Asked, most: number): Promise<FromIndex | null> {
  const { ways, place, cover, row, sorting, key, limit } = asked
  if (ways.length === 0) return null
  const taken = ways.map(
    (way) =>
      sql`(select ${versionedColumns}, updated_at from entity e where ${way} and ${inPlace('e.region_path', place)} limit ${most + 1})`,
  )
  return await bitmapsOnly(tx, async () => {
    const { rows } = await sql<Row & { seen: number; total: number }>`
      with taken as materialized (${sql.join(taken, sql` union `)}),
        e as materialized (select e.* from taken as e ${row.joins} where ${cover.test} and ${row.test})
      select counts.*, page.* from (select (select count(*)::int from taken) as seen, (select count(*)::int from e) as total) as counts
        left join lateral (select ${listColumns}, ${keyColumn(sorting)} from e where ${key === null ? sql`true` : afterKey(sorting, key)}
          order by ${orderBy(sorting)} limit ${limit + 1}) as page on true`.execute(tx)
    const [{ seen, total } = { seen: 0, total: 0 }] = rows
    return { rows: rows.flatMap(({ seen: _, total: __, ...found }) => (found.subject === null ? [] : [found])), seen, total }
  })
}

/**
 * The planner guesses combinations of tokens from each of them alone; where it hopes for many it would test row after row, computing the tokens of
 * each, and may find none. The index never costs more than its shortest list.
 */
async function bitmapsOnly<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const allow = async (others: 'on' | 'off', memory: string): Promise<void> => {
    await sql`select set_config('enable_seqscan', ${others}, true), set_config('enable_indexscan', ${others}, true),
      set_config('enable_indexonlyscan', ${others}, true), set_config('work_mem', ${memory}, true)`.execute(tx)
  }
  const before = await sql<{ memory: string }>`select current_setting('work_mem') as memory`.execute(tx)
  await allow('off', '64MB')
  const answer = await work()
  await allow('on', before.rows[0]?.memory ?? '4MB')
  return answer
}

function present({ limit }: Asked, rows: readonly Row[], count: Count, truncated: boolean): Found {
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  return {
    rows: kept.map(({ sortKey: _, ...row }) => row),
    next: rows.length > limit && last !== undefined ? encodeCursor([last.sortKey ?? '', last.subject]) : null,
    count: { ...count, value: Math.max(count.value, kept.length) },
    truncated,
  }
}
