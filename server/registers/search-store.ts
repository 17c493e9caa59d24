/**
 * How a page of the register is found among ten million objects, whatever is asked.
 *
 * No index answers every combination of conditions, and reading a whole jurisdiction takes seconds. But a combination is either common, and then
 * its first page lies near the beginning of the order; or it is rare, and then the inverted index has few objects to look at. So:
 *
 * 1. Walk the order of places for a bounded number of entries. Kind, state and industry are in that index: an entry that fails there costs
 *    no look at its row. A full page, or the end of the place, is the answer.
 * 2. Else look at the objects that have all tokens of the query, at most `candidates`. If these are all: test exactly, sort, cut the page.
 * 3. In between, walk longer where the first walk gave hope or the index knows nothing of the query, and begin at the county whose name was typed.
 * 4. Else show what is known, in order, and say that it is not all (`truncated`): the query is to be narrowed down.
 *
 * By newest change there are walks, too (search-newest-store.ts). Any other order needs few objects; else it is refused with what to do.
 */
import { type RawBuilder, sql } from 'kysely'
import type { ObjectQuery } from '#contract/labels.ts'
import type { Condition } from '#core/draws/filter.ts'
import type { Tx } from '#db/connect.ts'
import { type FilterTest, type FrameAt, testEach } from '#server/draws/frame-store.ts'
import { Problem } from '#server/http/problem.ts'
import { encodeCursor, type Page } from '#server/paging.ts'
import { type EntityRecord, listColumns, versionedColumns } from './object-columns-store.ts'
import { isGiven, narrowing, textTest } from './object-test-store.ts'
import { inPlace, placeNamed } from './place-store.ts'
import { newestInPlace, newestOfAll } from './search-newest-store.ts'
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

/** `sortKey` is what the next page begins after. */
export type Row = EntityRecord & { readonly sortKey: string | null }
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

/** A search, with what can be tested where. */
export type Asked = Omit<Search, 'cursor'> & {
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
  /** The same without the place, where something else is left to ask. */
  readonly waysAnywhere: readonly RawBuilder<boolean>[]
}

function prepare({ cursor, ...search }: Search, at: FrameAt, limits: Limits): Asked {
  const { orgPath, dept, query, sorting } = search
  const { all } = query.filter
  const test = (conditions: readonly Condition[]) => testEach({ dept, filter: { version: 1, all: conditions } }, at)
  const rest = all.filter((one) => !isCovered(one))
  const row = test(rest)
  const waysAnywhere = narrowing(
    query,
    all.filter(({ field }) => field !== 'region'),
  )
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
    unknown: waysAnywhere.length === 0,
    waysAnywhere,
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
  const first = await walk(tx, asked, asked.unknown ? patient : short)
  if (first.sure) return present(asked, first.rows, await countAlong(tx, asked, first.rows.length), false)
  if (asked.unknown) return partly(asked, first.rows)
  const share = asked.isCovering ? short.lookups / long.lookups : short.rows / long.rows
  const longer = first.rows.length > asked.limit * share ? await walk(tx, asked, long) : first
  if (longer.sure)
    return present(asked, longer.rows, { value: longer.rows.length, capped: asked.key !== null || longer.rows.length > asked.limit }, false)
  const there = await walkNamed(tx, asked)
  if (there.length > asked.limit) return partly(asked, there)
  const few = await fromIndex(tx, (await isLarge(tx, asked.place)) ? { ...asked, ways: asked.waysAnywhere } : asked, candidates)
  if (few === null) return partly(asked, longer.rows)
  if (few.seen <= candidates) return present(asked, few.rows, { value: few.total, capped: false }, false)
  return partly(asked, longer.rows.length > few.rows.length ? longer.rows : few.rows, few.total)
}

/** What is known, where more is not known within the time somebody waits. */
const partly = (asked: Asked, rows: readonly Row[], atLeast = 0): Found =>
  present(asked, rows, { value: Math.max(atLeast, rows.length), capped: true }, true)

/**
 * What a county is called stands in the names of most of its objects, and in few others: too many for the index, too rare for a walk that
 * begins elsewhere. So the walk begins there.
 */
async function walkNamed(tx: Tx, asked: Asked): Promise<readonly Row[]> {
  const place = isGiven(asked.query.q) ? await placeNamed(tx, asked.place, asked.query.q) : null
  return place === null ? [] : (await walk(tx, { ...asked, place }, asked.limits.short)).rows
}

async function byOther(tx: Tx, asked: Asked): Promise<Found> {
  const { sort, descending } = asked.sorting
  const { sortable } = asked.limits
  if (sort === 'updated' && descending) {
    const rows = (await newestOfAll(tx, asked)) ?? (await newestInPlace(tx, asked))
    if (rows !== null) return present(asked, rows, await countAlong(tx, asked, rows.length), false)
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

/** How many there are: counted where the place is small or the order index knows all that is asked; else at least the `found` of this page. */
async function countAlong(tx: Tx, asked: Asked, found: number): Promise<Count> {
  const { short, counted: most } = asked.limits
  const from = { ...asked, key: null }
  if (!asked.hasRowTests) {
    const counted = await sql<{ n: number }>`
      select count(*)::int as n from (select from (${entries(from, short.entries)}) as e where ${asked.cover.test} limit ${countLimit + 1}) as few`.execute(
      tx,
    )
    const n = counted.rows[0]?.n ?? 0
    if (n > countLimit) return { value: countLimit, capped: true }
    return { value: n, capped: (await sizeOf(tx, asked.place, short.entries)) >= short.entries }
  }
  if ((await sizeOf(tx, asked.place, most + 1)) > most) return { value: found, capped: true }
  const all = { entries: most + 1, rows: most + 1, lookups: most + 1 }
  const counted = await sql<{ n: number }>`select count(*)::int as n ${walked(from, all)}`.execute(tx)
  return { value: counted.rows[0]?.n ?? 0, capped: false }
}

/** A place with so many objects, as the planner guesses, is no help to the index: intersecting its list takes longer than looking at objects elsewhere. */
async function isLarge(tx: Tx, place: string): Promise<boolean> {
  const { rows } = await sql<{ 'QUERY PLAN': readonly { readonly Plan?: { readonly 'Plan Rows'?: number } }[] }>`
    explain (format json) select from entity where ${inPlace('region_path', place)}`.execute(tx)
  return (rows[0]?.['QUERY PLAN'][0]?.Plan?.['Plan Rows'] ?? 0) > largePlace
}
const largePlace = 1_000_000

/** Objects of a place, counted no further than `most`. */
async function sizeOf(tx: Tx, place: string, most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (${entries({ place, key: null }, most)}) as e`.execute(tx)
  return rows[0]?.n ?? 0
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
 * each, and may find none. The index never costs more than its shortest list. Workers would take longer to come than the answer.
 */
async function bitmapsOnly<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const before = await sql<{ memory: string; workers: string }>`
    select current_setting('work_mem') as memory, current_setting('max_parallel_workers_per_gather') as workers`.execute(tx)
  const { memory, workers } = before.rows[0] ?? { memory: '4MB', workers: '2' }
  const allow = async (others: 'on' | 'off', most: { readonly memory: string; readonly workers: string }): Promise<void> => {
    await sql`select set_config('enable_seqscan', ${others}, true), set_config('enable_indexscan', ${others}, true),
      set_config('enable_indexonlyscan', ${others}, true), set_config('work_mem', ${most.memory}, true),
      set_config('max_parallel_workers_per_gather', ${most.workers}, true)`.execute(tx)
  }
  await allow('off', { memory: '64MB', workers: '0' })
  const answer = await work()
  await allow('on', { memory, workers })
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
