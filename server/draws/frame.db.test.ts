/** The frame in SQL is the predicate of the protocol: `matches` and `exclusionOf` of core are the definition, and a real PostgreSQL answers the same. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { type ExclusionOptions, exclusionOf } from '#core/draws/exclusion.ts'
import { type Condition, type Filter, type FilterField, type FilterOp, filterFields, matches, parseFilter } from '#core/draws/filter.ts'
import { nationalPolicy } from '#core/policy/national.ts'
import type { StratifyBy, StratumDraft } from '#core/tasks/sampling.ts'
import { instant } from '#core/time.ts'
import { withLiterals } from '#db/bulk.ts'
import type { Tx } from '#db/connect.ts'
import { rolledBack, testDatabase } from '#test/database.ts'
import { dates, factsOf, here, insertWorld, labels, outside, places, regions, types, world, worldItem } from '#test/frame-world.ts'
import { countFrame } from './frame.ts'
import { type FrameTask, frameAt, frameRows } from './frame-store.ts'

const at = frameAt(nationalPolicy, instant(Date.UTC(2026, 6, 1)))
const sealedRows = world.filter(({ region }) => region === here || region.startsWith(`${here}.`))
const everybody: StratumDraft = { name: '全部', values: [], ratePpm: 100_000, rounding: 'half-up' }
const nothing: ExclusionOptions = { excludeOpenVisits: false, excludeDrawn: 'none', frequencyCap: null, excludeWhitelist: false }
const task = (change: Partial<FrameTask>): FrameTask => ({
  ...nothing,
  orgPath: here,
  dept: 'scjg',
  filter: { version: 1, all: [] },
  stratifyBy: 'none',
  strata: [everybody],
  itemCaps: [],
  years: [2026],
  ...change,
})

/** Values that fit each kind of value, likely to hit, to miss and to confuse. */
const valuesFor: Readonly<Record<FilterField, readonly string[]>> = {
  region: [...regions, ...outside, '6', '62.620'],
  kind: ['enterprise', 'individual', 'cooperative', 'other', 'nothing'],
  entityType: [...types, '有', '%', '_', '$2'],
  established: [...dates, '2011-11-11'],
  state: ['active', 'deregistered', 'revoked', 'moved_out', 'nothing'],
  industry: ['F', 'F5', 'F51', 'F511', 'F5112', 'C13', 'T'],
  capital: ['0', '1', '99999', '100000', '100001', '999999999999999'],
  label: [...labels, '没有的'],
  item: ['A01', 'A01-1', 'B02', 'Z9'],
  riskClass: ['A', 'B', 'C', 'D'],
  lastInspected: ['2025-12-31', '2026-01-01', '2026-03-31', '2026-04-01', '2026-12-31'],
  frequencyUsed: ['0', '1', '2', '3'],
}

/** Every field with every operator it takes: the table of core is the list, so that a new line is tested without being named here. */
const pairs = Object.entries(filterFields).flatMap(([field, { ops }]) =>
  ops.map((op): [FilterField, FilterOp] => [field as FilterField, op]),
) // its own keys

const conditionOf = (field: FilterField, op: FilterOp): fc.Arbitrary<Condition> => {
  const value = fc.constantFrom(...valuesFor[field])
  const values =
    op === 'between'
      ? fc.tuple(fc.option(value, { nil: '*' }), fc.option(value, { nil: '*' })).filter(([from, to]) => from !== '*' || to !== '*')
      : fc.uniqueArray(value, { minLength: 1, maxLength: op === 'notSince' ? 1 : 3 })
  return values.map((found): Condition => ({ field, op, values: [...found] }))
}
const anyFilter: fc.Arbitrary<Filter> = fc
  .array(
    fc.constantFrom(...pairs).chain(([field, op]) => conditionOf(field, op)),
    { maxLength: 4 },
  )
  .map((all): Filter => ({ version: 1, all }))

const scope = (tx: Tx, path: string) => sql`select set_config('mingjian.scope', ${path}, true)`.execute(tx)

/** The frame as the COPY of the freeze reads it: parameters written into the text. */
async function rowsOf(tx: Tx, frame: FrameTask): Promise<ReadonlyMap<string, string>> {
  const text = withLiterals(frameRows(frame, at).compile(tx))
  const found = await sql<{ subject: string; stratum: number | null; reason: string | null }>`${sql.raw(text)}`.execute(tx)
  expect(found.rows.every(({ stratum, reason }) => (stratum === null) !== (reason === null))).toBe(true)
  expect(new Set(found.rows.map(({ subject }) => subject)).size).toBe(found.rows.length)
  return new Map(found.rows.map(({ subject, stratum, reason }) => [subject, reason ?? `s${stratum}`]))
}

/** The same by core alone. */
const expected = (
  filter: Filter,
  options: ExclusionOptions,
  stratumOf: (one: (typeof world)[number]) => number | null = () => 0,
  itemCap: number | null = null,
) =>
  new Map(
    sealedRows.map((one) => {
      const stratum = stratumOf(one)
      const facts = factsOf(one, itemCap)
      return [one.subject, exclusionOf({ ...facts, inScope: stratum !== null && matches(filter, one) }, options) ?? `s${stratum}`]
    }),
  )

async function agree(tx: Tx, frame: FrameTask, want: ReadonlyMap<string, string>): Promise<void> {
  expect(Object.fromEntries(await rowsOf(tx, frame))).toEqual(Object.fromEntries(want))
  const counted = await countFrame(tx, frame, at)
  const sums: Record<string, number> = {}
  for (const to of want.values()) sums[to] = (sums[to] ?? 0) + 1
  expect(
    Object.fromEntries([
      ...counted.excluded.map(({ reason, count }) => [reason, count]),
      ...counted.strata.flatMap(({ count }, i) => (count === 0 ? [] : [[`s${i}`, count]])),
    ]),
  ).toEqual(sums)
  expect(counted.included + counted.excluded.reduce((sum, { count }) => sum + count, 0)).toBe(counted.registerCount)
  expect(counted.registerCount).toBe(want.size)
}

const inWorld = async (work: (tx: Tx) => Promise<void>): Promise<void> => {
  const { db } = await testDatabase()
  await rolledBack(db, async (tx) => {
    await insertWorld(tx)
    await work(tx)
  })
}

test.each(pairs)('PostgreSQL and core agree on %s %s', async (field, op) => {
  await inWorld(async (tx) => {
    let hits = 0
    await fc.assert(
      fc.asyncProperty(conditionOf(field, op), async (condition) => {
        const filter: Filter = { version: 1, all: [condition] }
        expect(parseFilter(filter).ok).toBe(true)
        const want = expected(filter, nothing)
        hits += [...want.values()].filter((to) => to === 's0').length
        await agree(tx, task({ filter }), want)
      }),
      { numRuns: 25, seed: 11 },
    )
    // A condition that never holds would prove nothing.
    expect(hits).toBeGreaterThan(0)
  })
})

test('PostgreSQL and core agree on every mixture of conditions and exclusions: one reason for each, in one order of precedence', async () => {
  const options: fc.Arbitrary<ExclusionOptions> = fc.record({
    excludeOpenVisits: fc.boolean(),
    excludeDrawn: fc.constantFrom('none', 'lowRisk', 'all'),
    frequencyCap: fc.constantFrom(null, 1, 2),
    excludeWhitelist: fc.boolean(),
  })
  await inWorld(async (tx) => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(anyFilter, options, fc.constantFrom(null, 1, 2), async (filter, chosen, itemCap) => {
        const want = expected(filter, chosen, undefined, itemCap)
        for (const to of want.values()) seen.add(to)
        await agree(tx, task({ filter, ...chosen, itemCaps: itemCap === null ? [] : [{ itemId: worldItem(), cap: itemCap }] }), want)
      }),
      { numRuns: 150, seed: 5 },
    )
    expect([...seen].sort()).toEqual([
      'deregistered',
      'drawn_this_year',
      'drawn_this_year_low_risk',
      'frequency_cap',
      'in_open_task',
      'item_cap',
      'moved_out',
      'not_in_scope',
      'revoked',
      's0',
      'whitelist',
    ])
  })
})

test('every object falls into the first stratum that takes it; who is in none is out of scope', async () => {
  const stratum = (...values: string[]): StratumDraft => ({ name: values.join() || '其余', values, ratePpm: 100_000, rounding: 'half-up' })
  const cases: readonly [StratifyBy, readonly StratumDraft[], (one: (typeof world)[number]) => number | null][] = [
    ['region', [stratum(`${here}.620102`), stratum(here, `${here}.620103`)], ({ region }) => (/\.620102(\.|$)/.test(region) ? 0 : 1)],
    ['kind', [stratum('individual'), stratum()], ({ kind }) => (kind === 'individual' ? 0 : 1)],
    ['kind', [stratum('individual', 'cooperative')], ({ kind }) => (kind === 'individual' || kind === 'cooperative' ? 0 : null)],
    [
      'label',
      [stratum('食品生产', "o'neill"), stratum('特种设备')],
      ({ label }) => (label.some((one) => one === '食品生产' || one === "o'neill") ? 0 : label.includes('特种设备') ? 1 : null),
    ],
    [
      'riskClass',
      [stratum('A'), stratum('B', 'C'), stratum('D'), stratum()],
      ({ riskClass }) => (riskClass === null ? 3 : ({ A: 0, B: 1, C: 1, D: 2 }[riskClass] ?? 3)),
    ],
    ['riskClass', [stratum('D')], ({ riskClass }) => (riskClass === 'D' ? 0 : null)],
  ]
  await inWorld(async (tx) => {
    for (const [stratifyBy, strata, stratumOf] of cases)
      await agree(tx, task({ stratifyBy, strata }), expected({ version: 1, all: [] }, nothing, stratumOf))
  })
})

test('an inspection counts whoever held it: the count in the scope of a county sees the visit that the province made', async () => {
  await inWorld(async (tx) => {
    const filter: Filter = { version: 1, all: [{ field: 'frequencyUsed', op: 'between', values: ['1', '*'] }] }
    await scope(tx, places.county)
    expect((await sql<{ n: number }>`select count(*)::int as n from visit`.execute(tx)).rows[0]?.n).toBe(0)
    const { included } = await countFrame(tx, task({ filter }), at)
    expect(included).toBe(sealedRows.filter((one) => matches(filter, one) && one.state === 'active').length)
    expect(included).toBeGreaterThan(0)
    const left = await sql<{ scope: string }>`select current_setting('mingjian.scope') as scope`.execute(tx)
    expect(left.rows[0]?.scope).toBe(places.county)
  })
})

test('targets and refusals of strata are told: a rate of nobody, a number beyond the members, and both where they are allowed', async () => {
  const strata: StratumDraft[] = [
    { name: '企业', values: ['enterprise'], ratePpm: 1, rounding: 'half-up' },
    { name: '个体', values: ['individual'], count: 100_000 },
    { name: '合作社', values: ['cooperative'], ratePpm: 1, rounding: 'floor', allowZero: true },
    { name: '其他', values: ['other'], count: 2 },
    { name: '无', values: ['rep_office'], ratePpm: 500_000, rounding: 'max1', allowZero: true },
  ]
  await inWorld(async (tx) => {
    const { strata: told, target } = await countFrame(tx, task({ stratifyBy: 'kind', strata }), at)
    expect(told.map(({ refused, ratePpm }) => [refused, ratePpm])).toEqual([
      ['zero', 1],
      ['more_than_n', null],
      [null, 1],
      [null, null],
      [null, 500_000],
    ])
    expect(told.map((one) => one.target)).toEqual([0, 100_000, 0, 2, 0])
    expect(target).toBe(100_002)
  })
})

test('a count that takes too long is stopped and says so', async () => {
  const { db } = await testDatabase()
  await rolledBack(db, async (tx) => {
    await sql`set local statement_timeout = 0`.execute(tx)
    await sql`insert into entity (subject, name, kind, region_path) select 'SLOW:' || i, 'x', 'other', ${here} from generate_series(1, 20000) as i`.execute(
      tx,
    )
    await expect(countFrame(tx, task({}), at, 0.001)).rejects.toMatchObject({ code: 'frame_too_slow', facts: { seconds: 0.001 } })
  })
})
