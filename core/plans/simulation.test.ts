/** What a simulation promises: its numbers are the means of drawing again and again, and its cells reach whom the predicate of the protocol reaches. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Condition, type Filter, matches } from '../draws/filter.ts'
import { monthShares } from './months.ts'
import { frameMaker, type SimulatedRow } from './simulation.ts'
import { chanceOfAtLeast, chances, expectedBeyond, expectedOccasions } from './simulation-chance.ts'
import { type Cell, coverOf, stratumIndex } from './simulation-cover.ts'
import { facetsOf } from './simulation-facets.ts'
import { tellParts, tellTotals } from './simulation-parts.ts'
import { reckoner } from './simulation-totals.ts'

const kinds = ['enterprise', 'individual']
const industries = ['F51', 'F52', 'C13']
const places = ['62.6201.620102', '62.6201.620103']
const rules = { plannedCap: 1, windowDays: 30 }
const floors = { undirectedPpm: 30_000, directedPpm: 0 }
const officers = { all: 6, own: 2, ofPlaces: new Map([[places[0] ?? '', 4]]) }

const row = (change: Partial<SimulatedRow>): SimulatedRow => ({
  ...{ id: 'r', own: true, seq: 1, name: 'r', planNo: 'p', planName: 'p', orgPath: '62.6201', orgName: 'o', dept: 'scjg' },
  ...{ from: '2027-01-01', to: '2027-01-31', directed: false, level: 'self', itemIds: ['i1'] },
  ...{ filter: { version: 1, all: [] }, stratifyBy: 'none', strata: [{ name: '全部', values: [], ratePpm: 500_000, rounding: 'half-up' }] },
  ...change,
})
const only = (field: Condition['field'], op: Condition['op'], ...values: string[]): Filter => ({ version: 1, all: [{ field, op, values }] })
const cell = (change: { place?: string; n?: number; used?: number; kind?: string; industry?: string; riskClass?: string | null }): Cell => {
  const { place = places[0] ?? '', n = 1, used = 0, kind = 'enterprise', industry = 'F51', riskClass = null } = change
  const facts = { entityType: null, established: null, state: 'active', capital: null, label: [], lastInspected: null, frequencyUsed: 0 }
  return { place, n, used, items: [], entity: { region: place, kind, industry, riskClass, ...facts } }
}
function simulate(rows: readonly SimulatedRow[], cells: readonly Cell[]) {
  const maker = frameMaker(rows, facetsOf(rows, 3))
  for (const one of cells) maker.take(one)
  const frame = maker.frame()
  const sums = reckoner(frame, rules)
  for (const one of frame.signatures) sums.add(one)
  const told = { frame, reckoning: sums.done(), items: [], officers, floors, rules }
  const parts = tellParts(told)
  return { frame, parts, totals: tellTotals(told, parts) }
}

describe('a simulation', () => {
  test('expects what drawing again and again gives on average', () => {
    const rows = [
      row({
        id: 'a',
        filter: only('kind', 'in', 'enterprise'),
        strata: [{ name: '全部', values: [], ratePpm: 400_000, rounding: 'half-up' }],
      }),
      row({
        id: 'b',
        filter: only('industry', 'in', 'F51'),
        from: '2027-02-20',
        to: '2027-03-31',
        strata: [{ name: '全部', values: [], count: 30 }],
      }),
      row({ id: 'c', from: '2027-09-01', to: '2027-09-30', strata: [{ name: '全部', values: [], ratePpm: 200_000, rounding: 'half-up' }] }),
    ]
    const cells = kinds.flatMap((kind) => industries.map((industry) => cell({ kind, industry, n: 20 })))
    const objects = cells.flatMap((one) => Array.from({ length: one.n }, () => one))
    const { totals } = simulate(rows, cells)
    const lot = lots(7)
    const runs = 4000
    const mean = { visits: 0, visited: 0, twice: 0, beyondCap: 0, occasions: 0 }
    for (let run = 0; run < runs; run++) {
      const drawn = objects.map((): string[] => [])
      for (const one of rows) {
        const members = objects.flatMap((object, i) => (matches(one.filter, { ...object.entity, item: [] }) ? [i] : []))
        const [stratum] = one.strata
        const target =
          stratum !== undefined && 'count' in stratum ? stratum.count : Math.round((members.length * (stratum?.ratePpm ?? 0)) / 1e6)
        for (const i of shuffled(members, lot).slice(0, target)) drawn[i]?.push(one.id)
      }
      for (const ids of drawn) {
        mean.visits += ids.length / runs
        mean.visited += (ids.length > 0 ? 1 : 0) / runs
        mean.twice += (ids.length > 1 ? 1 : 0) / runs
        mean.beyondCap += Math.max(0, ids.length - 1) / runs
        // a and b lie 20 days apart, c alone in September.
        mean.occasions += ((ids.includes('a') || ids.includes('b') ? 1 : 0) + (ids.includes('c') ? 1 : 0)) / runs
      }
    }
    expect(totals.visits).toBeCloseTo(mean.visits, 1)
    expect(Math.abs(totals.visited - mean.visited)).toBeLessThan(0.5)
    expect(Math.abs(totals.twice - mean.twice)).toBeLessThan(0.5)
    expect(Math.abs(totals.beyondCap - mean.beyondCap)).toBeLessThan(0.5)
    expect(Math.abs(totals.saved - (mean.visits - mean.occasions))).toBeLessThan(0.5)
  })

  test('counts each object under the strata of every row, and its sums close', () => {
    const strata = [
      { name: '高', values: ['D'], ratePpm: 1_000_000, rounding: 'half-up' as const },
      { name: '其他', values: [], ratePpm: 100_000, rounding: 'half-up' as const },
    ]
    const cells = [
      cell({ riskClass: 'D', n: 5 }),
      cell({ riskClass: 'A', n: 50, place: places[1] ?? '' }),
      cell({ riskClass: null, n: 50 }),
    ]
    const { parts, totals } = simulate([row({ stratifyBy: 'riskClass', strata })], cells)
    expect(parts.stratum.map(({ figures }) => [figures.n, figures.target])).toEqual([
      [5, 5],
      [100, 10],
    ])
    expect(totals.visits).toBe(15)
    expect(parts.stratum.every(({ usesRisk }) => usesRisk)).toBe(true)
    const sum = (part: 'county' | 'month' | 'cell' | 'office'): number =>
      parts[part].reduce((all, { figures }) => all + Number(figures.visits), 0)
    for (const part of ['county', 'month', 'cell', 'office'] as const) expect(sum(part)).toBeCloseTo(15, 1)
  })

  test('a visit that the year holds already makes the next one the second', () => {
    const { totals } = simulate([row({})], [cell({ n: 10 }), cell({ n: 10, used: 1, industry: 'C13' })])
    expect(totals.twice).toBe(5)
    expect(totals.beyondCap).toBe(5)
  })

  test('a plan below the floor is told so, and a fixed number that is not there is short', () => {
    const few = simulate([row({ strata: [{ name: '全部', values: [], ratePpm: 10_000, rounding: 'half-up' }] })], [cell({ n: 1000 })])
    expect(few.totals).toMatchObject({ undirected: 'below', undirectedPpm: 10_000, directed: 'none' })
    const short = simulate([row({ strata: [{ name: '全部', values: [], count: 20 }] })], [cell({ n: 7 })])
    expect(short.totals).toMatchObject({ visits: 7, shortStrata: 1 })
  })
})

const anyCondition: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .constantFrom('in' as const, 'notIn' as const)
    .chain((op) => fc.subarray(kinds, { minLength: 1 }).map((values) => ({ field: 'kind' as const, op, values }))),
  fc.subarray(['F', 'F5', 'F52', 'C'], { minLength: 1 }).map((values) => ({ field: 'industry' as const, op: 'prefix' as const, values })),
  fc.subarray(['62', ...places], { minLength: 1 }).map((values) => ({ field: 'region' as const, op: 'prefix' as const, values })),
  fc
    .subarray(['甲', '乙'], { minLength: 1 })
    .chain((values) => fc.constantFrom('anyOf' as const, 'noneOf' as const).map((op) => ({ field: 'label' as const, op, values }))),
)
const anyRow = fc.array(anyCondition, { maxLength: 3 }).map((all) => row({ filter: { version: 1, all } }))

describe('the rows that reach a cell', () => {
  test('are those whose filter matches its objects, whatever the number of rows', () => {
    const property = fc.property(
      fc.array(anyRow, { minLength: 1, maxLength: 70 }),
      fc.record({ kind: fc.constantFrom(...kinds), industry: fc.constantFrom(...industries), place: fc.constantFrom(...places) }),
      fc.subarray(['甲', '乙']),
      (rows, facts, label) => {
        const one = cell(facts)
        const entity = { ...one.entity, label }
        const cover = coverOf(rows, facetsOf(rows, 3))({ ...one, entity })
        expect(cover.rows).toEqual(rows.flatMap(({ filter }, i) => (matches(filter, { ...entity, item: [] }) ? [i] : [])))
      },
    )
    fc.assert(property, { numRuns: 200 })
  })

  test('an object is in the first stratum that names it, else in the one that names nobody, else in none', () => {
    const draft = (name: string, ...values: string[]) => ({ name, values, count: 1 })
    const { entity } = cell({ kind: 'individual' })
    expect(stratumIndex('kind', [draft('企业', 'enterprise'), draft('其他')], entity)).toBe(1)
    expect(stratumIndex('kind', [draft('其他'), draft('个体', 'individual')], entity)).toBe(1)
    expect(stratumIndex('kind', [draft('企业', 'enterprise')], entity)).toBe(-1)
    expect(stratumIndex('none', [draft('全部')], entity)).toBe(0)
  })
})

const share = fc.double({ min: 0, max: 1, noNaN: true })
const shares = fc.array(share, { maxLength: 12 })

describe('the chance of two visits', () => {
  test('is what adding up every outcome gives', () => {
    const property = fc.property(fc.array(share, { maxLength: 8 }), (of) => {
      const outcomes = Array.from({ length: 2 ** of.length }, (_, bits) =>
        of.reduce((all, one, i) => ({ p: all.p * (bits & (1 << i) ? one : 1 - one), k: all.k + (bits & (1 << i) ? 1 : 0) }), {
          p: 1,
          k: 0,
        }),
      )
      const sum = (test: (k: number) => boolean, weight: (k: number) => number = () => 1): number =>
        outcomes.reduce((all, { p, k }) => (test(k) ? all + p * weight(k) : all), 0)
      expect(chanceOfAtLeast(of, 2)).toBeCloseTo(
        sum((k) => k >= 2),
        9,
      )
      expect(expectedBeyond(of, 2)).toBeCloseTo(
        sum(
          (k) => k > 2,
          (k) => k - 2,
        ),
        9,
      )
      expect(chances(of, of.length).reduce((all, one) => all + one, 0)).toBeCloseTo(1, 9)
    })
    fc.assert(property, { numRuns: 200 })
  })

  test('lies between none and all, grows with every row, and is at most half of what is expected', () => {
    const property = fc.property(shares, share, (of, more) => {
      const chance = chanceOfAtLeast(of, 2)
      expect(chance).toBeGreaterThanOrEqual(0)
      expect(chance).toBeLessThanOrEqual(1)
      expect(chanceOfAtLeast([...of, more], 2)).toBeGreaterThanOrEqual(chance - 1e-12)
      // Markov: P(K ≥ 2) ≤ E(K)/2.
      expect(chance).toBeLessThanOrEqual(of.reduce((sum, one) => sum + one, 0) / 2 + 1e-12)
    })
    fc.assert(property)
  })

  test('fewest occasions: none saved where windows are far apart, all but one where they meet', () => {
    const property = fc.property(shares, (of) => {
      const visits = of.reduce((sum, one) => sum + one, 0)
      const far = of.map((one, i) => ({ from: i * 100, to: i * 100 + 10, share: one }))
      const near = of.map((one, i) => ({ from: i, to: 50 + i, share: one }))
      expect(expectedOccasions(far, 30)).toBeCloseTo(visits, 9)
      expect(expectedOccasions(near, 30)).toBeCloseTo(chanceOfAtLeast(of, 1), 9)
    })
    fc.assert(property)
  })
})

test('visits spread over the weekdays of their window, and none is lost', () => {
  const shares = monthShares('2027-01-25', '2027-02-05')
  expect([...shares]).toEqual([
    ['2027-01', expect.closeTo(0.5, 9)],
    ['2027-02', expect.closeTo(0.5, 9)],
  ])
  expect([...monthShares('2027-01-30', '2027-01-31')]).toEqual([['2027-01', 1]])
})

type Lot = (n: number) => number
function lots(seed: number): Lot {
  let state = seed
  return (n) => {
    state ^= state << 13
    state ^= state >>> 17
    state = (state ^ (state << 5)) >>> 0
    return Math.floor((state / 2 ** 32) * n)
  }
}
function shuffled(list: readonly number[], lot: Lot): number[] {
  const all = [...list]
  for (let i = all.length - 1; i > 0; i--) {
    const j = lot(i + 1)
    ;[all[i], all[j]] = [all[j] ?? 0, all[i] ?? 0]
  }
  return all
}
