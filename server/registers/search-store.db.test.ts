/** The list of objects finds what a naive scan finds, whatever is asked and however little it may look at at once. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Condition, type Filter, type FilterField, type FilterOp, filterFields, matches } from '#core/draws/filter.ts'
import { nationalPolicy } from '#core/policy/national.ts'
import { instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { frameAt } from '#server/draws/frame-store.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { dates, here, insertWorld, labels, outside, regions, types, world } from '#test/frame-world.ts'
import { isTooShort } from './object-test-store.ts'
import type { Sorting } from './search-order-store.ts'
import { type Limits, type Search, searchObjects } from './search-store.ts'
import { countObjects } from './store.ts'

const at = frameAt(nationalPolicy, instant(Date.UTC(2026, 6, 1)))

const names = [
  '兰州银行股份有限公司',
  '兰州市城关区金鑫餐饮店',
  '酒泉金鑫宏建材有限公司',
  'Starbucks Coffee （兰州） Ltd',
  'ＡＢＣ100%商行',
  'a_b\\c店',
  "o'neill 咖啡",
  '𠮷野家',
  '𠮷野',
  '一',
  '金 鑫 号',
  '%',
  '%%',
  'ΣΊΣΥΦΟΣ',
  "',']);--",
] // prettier-ignore
const addresses = ['甘肃省兰州市城关区东岗西路1号', '甘肃省兰州市七里河区西津西路100号Ａ座', '', null, '100%', 'a_b']
const initials = ['lzyh', 'lzscgqjx', 'jqjxh', 'starbuckscoffee', 'abc100sh', 'a', '']
const codes = (at: number) =>
  at % 5 === 0
    ? `REG:62010200000${String(at).padStart(4, '0')}`
    : at % 7 === 0
      ? `SITE:兰州_${at}%`
      : `91620102MA7${String(at).padStart(6, '0')}X`

type Thing = (typeof world)[number] & {
  readonly code: string
  readonly name: string
  readonly address: string | null
  readonly initials: string | null
  readonly updated: string
}
const things: readonly Thing[] = world.map((one, at) => ({
  ...one,
  code: codes(at),
  name: names[(at * 7) % names.length] ?? '',
  address: addresses[(at * 5) % addresses.length] ?? null,
  initials: at % 11 === 0 ? null : (initials[(at * 3) % initials.length] ?? null),
  updated: new Date(Date.UTC(2026, 0, 1 + (at % 40), at)).toISOString(),
}))
const sealed = things.filter(({ region }) => region === here || region.startsWith(`${here}.`))

let database: TestDatabase
beforeAll(async () => {
  database = await cloneDatabase()
  await database.db.transaction().execute(insertWorld)
  const column = <K extends keyof Thing>(key: K) => things.map((one) => one[key])
  const owner = database.pools.migrator
  for (const table of ['entity_risk', 'entity_item', 'result', 'visit', 'entity'])
    await owner.query(
      `update ${table} as x set subject = n.code from unnest($1::text[], $2::text[]) as n(old, code) where x.subject = n.old`,
      [column('subject'), column('code')],
    )
  await owner.query(
    `update entity set name = n.name, address = n.address, initials = n.initials, updated_at = n.updated
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[]) as n(code, name, address, initials, updated) where entity.subject = n.code`,
    [column('code'), column('name'), column('address'), column('initials'), column('updated')],
  )
})
afterAll(() => database.close())

const plain = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ \t\n\r]/g, '')
function naiveText(one: Thing, q: string | null, address: string | null): boolean {
  if (address !== null && address.trim() !== '' && !plain(one.address ?? '').includes(plain(address))) return false
  if (q === null || q.trim() === '') return true
  const typed = plain(q)
  const code = typed.toUpperCase()
  const begins =
    (/^[0-9A-Z]+$/.test(code) && (one.code.startsWith(code) || (/^\d{4,15}$/.test(code) && one.code.startsWith(`REG:${code}`)))) ||
    (/^[A-Za-z]\w*:/.test(q) && one.code.startsWith(q.trim().toUpperCase()))
  return plain(one.name).includes(typed) || begins || (/^[a-z0-9]{2,}$/.test(typed) && (one.initials ?? '').includes(typed))
}
const byCode = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other))
const backwards = (code: string) => [...code].reverse().join('')
const naive = (query: Search['query']): Thing[] =>
  sealed
    .filter((one) => matches(query.filter, one) && naiveText(one, query.q, query.address))
    .sort((one, other) => byCode(one.region, other.region) || byCode(backwards(one.code), backwards(other.code)))

const valuesFor: Readonly<Record<FilterField, readonly string[]>> = {
  region: [...regions, ...outside],
  kind: ['enterprise', 'individual', 'cooperative', 'other', 'nothing'],
  entityType: [...types, '%', '_'],
  established: [...dates, '2011-11-11'],
  state: ['active', 'deregistered', 'revoked', 'moved_out'],
  industry: ['F', 'F5', 'F51', 'F511', 'F5112', 'C13', 'T'],
  capital: ['0', '1', '99999', '100000', '999999999999999'],
  label: [...labels, '没有的'],
  item: ['A01', 'A01-1', 'B02', 'Z9'],
  riskClass: ['A', 'B', 'C', 'D'],
  lastInspected: ['2025-12-31', '2026-01-01', '2026-04-01', '2026-12-31'],
  frequencyUsed: ['0', '1', '2'],
}
// Their own keys.
const pairs = Object.entries(filterFields).flatMap(([field, { ops }]) =>
  ops.map((op): [FilterField, FilterOp] => [field as FilterField, op]),
)
const conditionOf = (field: FilterField, op: FilterOp): fc.Arbitrary<Condition> => {
  const value = fc.constantFrom(...valuesFor[field])
  const values =
    op === 'between'
      ? fc.tuple(fc.option(value, { nil: '*' }), fc.option(value, { nil: '*' })).filter(([from, to]) => from !== '*' || to !== '*')
      : fc.uniqueArray(value, { minLength: 1, maxLength: op === 'notSince' ? 1 : 3 })
  return values.map((found): Condition => ({ field, op, values: [...found] }))
}
const anyFilter = fc
  .array(
    fc.constantFrom(...pairs).chain(([field, op]) => conditionOf(field, op)),
    { maxLength: 3 },
  )
  .map((all): Filter => ({ version: 1, all }))
const cutOf = (text: string) =>
  fc.tuple(fc.nat(text.length), fc.nat(text.length)).map(([from, length]) => [...text].slice(from, from + Math.max(length, 2)).join(''))
const anyQ = fc
  .option(
    fc.oneof(
      fc.constantFrom(...names).chain(cutOf),
      fc.nat(world.length).map((at) => codes(at).slice(0, 6 + (at % 14))),
      fc.constantFrom(
        'lz',
        'cg',
        'jx',
        'lzyh',
        'ckscof',
        'h$',
        'sh',
        '6201020',
        'site:兰州_',
        'SITE:兰州_7%',
        '２０',
        'ABC',
        'abc100%',
        '_b',
        '%%',
        '\\c',
        "','",
        '..',
        '金鑫',
        '鑫号',
        '不存在',
        '有限公司',
      ),
    ),
  )
  .filter((q) => q === null || (!isTooShort(q) && q.trim() !== '')) // prettier-ignore
const anyAddress = fc.option(fc.constantFrom('东岗', '西路', '西路1', 'a座', '100%', '_b', '北街', '七里河区'), { freq: 3 })
const little = { entries: 9, rows: 3, lookups: 3 }
const more = { entries: 31, rows: 11, lookups: 11 }
/** So little that the walks find no end; with many candidates the inverted index has to answer, with few nothing may. */
const few: Limits = { short: little, counted: 20, long: more, patient: more, newest: 13, candidates: 6, sortable: 12 }
const byIndex: Limits = { ...few, long: little, candidates: 1_000, sortable: 1_000 }
const usual: Limits = {
  short: { entries: 20_000, rows: 500, lookups: 500 },
  counted: 5_000,
  long: { entries: 60_000, rows: 4_000, lookups: 4_000 },
  patient: { entries: 60_000, rows: 4_000, lookups: 4_000 },
  newest: 10_000,
  candidates: 2_000,
  sortable: 10_000,
}
const byPlace: Sorting = { sort: 'place', descending: false }

type Query = Search['query']
async function allPages(tx: Tx, query: Query, sorting: Sorting, limit: number, limits: Limits) {
  const rows: string[] = []
  let cursor: string | undefined
  let truncated = false
  const counts: { value: number; capped: boolean }[] = []
  do {
    const page = await searchObjects(tx, { orgPath: here, dept: 'scjg', query, sorting, cursor, limit }, at, limits)
    rows.push(...page.rows.map(({ subject }) => subject))
    counts.push(page.count)
    truncated ||= page.truncated
    cursor = page.next ?? undefined
  } while (cursor !== undefined)
  return { rows, truncated, counts }
}
const inTx = <T>(work: (tx: Tx) => Promise<T>) =>
  database.db.transaction().execute(async (tx) => {
    await sql`select set_config('mingjian.scope', ${here}, true)`.execute(tx)
    return await work(tx)
  })
const toQuery = (filter: Filter, q: string | null, address: string | null): Query => ({
  q,
  address,
  filter: { version: 1, all: filter.all.map((one) => ({ ...one, values: [...one.values] })) },
})

describe('the list of objects', () => {
  test('finds what a naive scan finds, in order, each once, page by page, and counts it', async () => {
    await fc.assert(
      fc.asyncProperty(anyFilter, anyQ, anyAddress, fc.integer({ min: 1, max: 60 }), async (filter, q, address, limit) => {
        const query = toQuery(filter, q, address)
        const expected = naive(query).map(({ code }) => code)
        await inTx(async (tx) => {
          const found = await allPages(tx, query, byPlace, limit, usual)
          expect(found).toEqual({ rows: expected, truncated: false, counts: found.counts })
          for (const count of found.counts) expect(count).toEqual({ value: expected.length, capped: false })
          expect(await countObjects(tx, { orgPath: here, dept: 'scjg', query }, at)).toBe(expected.length)
        })
      }),
      { numRuns: 60 },
    )
  })

  test('shows nothing wrong, and says so when it is not all, when it may look at little', async () => {
    let partial = 0
    let whole = 0
    await fc.assert(
      fc.asyncProperty(
        anyFilter,
        anyQ,
        anyAddress,
        fc.integer({ min: 1, max: 8 }),
        fc.constantFrom(few, byIndex),
        async (filter, q, address, limit, limits) => {
          const query = toQuery(filter, q, address)
          const expected = naive(query).map(({ code }) => code)
          const found = await inTx((tx) => allPages(tx, query, byPlace, limit, limits))
          if (found.truncated) {
            partial++
            expect(found.rows).toEqual(expected.filter((code) => found.rows.includes(code)))
          } else {
            if (expected.length > limit) whole++
            expect(found.rows).toEqual(expected)
          }
          for (const { value, capped } of found.counts) {
            if (capped) expect(value).toBeLessThanOrEqual(expected.length)
            else expect(value).toBe(expected.length)
          }
        },
      ),
      { numRuns: 60 },
    )
    expect(Math.min(partial, whole)).toBeGreaterThan(0)
  })

  test('stands in any other order, page by page, or refuses when that is too much', async () => {
    const keys: Readonly<Record<Sorting['sort'], (one: Thing) => string | number | null>> = {
      place: ({ region }) => region,
      updated: ({ updated }) => updated,
      established: ({ established }) => established,
      name: (one) => `${one.initials ?? ''} ${one.name}`,
      capital: ({ capital }) => capital,
    }
    const sorting = fc.record({ sort: fc.constantFrom('updated', 'established', 'name', 'capital'), descending: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(
        anyFilter,
        sorting,
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        async (filter, { sort, descending }, limit, little) => {
          const query = toQuery(filter, null, null)
          const keyOf = keys[sort]
          const expected = naive(query).sort((one, other) => {
            const [a, b] = [keyOf(one), keyOf(other)]
            if (a === null || b === null) return Number(a === null) - Number(b === null) || byCode(one.code, other.code)
            const order = typeof a === 'number' ? a - Number(b) : byCode(a, String(b))
            return (descending ? -order : order) || byCode(one.code, other.code)
          })
          const found = await inTx((tx) => allPages(tx, query, { sort, descending }, limit, little ? few : usual)).catch(
            (error: { code?: string }) => error.code,
          )
          if (little && typeof found === 'string') return
          expect(found).toMatchObject({ rows: expected.map(({ code }) => code) })
        },
      ),
      { numRuns: 40 },
    )
  })

  test('refuses cursors that are not its own', async () => {
    const forged = ['x', 'null', '["a"]', '["2026-13-45","a"]', '["1e9","a"]', '["",{}]', '["a\\u0000","b"]'].map((text) =>
      Buffer.from(text).toString('base64url'),
    )
    for (const cursor of forged)
      for (const sort of ['place', 'updated', 'established', 'capital'] as const) {
        const search = {
          orgPath: here,
          dept: 'scjg',
          query: toQuery({ version: 1, all: [] }, null, null),
          sorting: { sort, descending: true },
          cursor,
          limit: 5,
        }
        const answer = await inTx((tx) => searchObjects(tx, search, at)).then(
          () => 'answered',
          (error: { code?: string }) => error.code,
        )
        expect([cursor, sort, answer === 'cursor_invalid' || answer === 'answered']).toEqual([cursor, sort, true])
      }
  })
})
