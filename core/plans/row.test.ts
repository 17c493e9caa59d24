import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planRow, rules } from '#test/plan-rows.ts'
import { type PlanStratum, rowNumbers, targetOf, wholeStratum } from './row.ts'
import { checkRow, type RowItem } from './row-checks.ts'

const rated = (base: number, ratePpm: number): PlanStratum => ({ ...wholeStratum(ratePpm), base })
const found = (strata: readonly PlanStratum[]) =>
  checkRow(planRow({ strata, stratifyBy: strata.length > 1 ? 'kind' : 'none' }), new Map<string, RowItem>(), rules())
    .filter(({ field }) => field === 'strata')
    .map(({ type }) => type)

describe('AR02 target = round-half-up(base × ratio); more than the base, or nobody, is refused', () => {
  test('AR02 a half is rounded up, less is rounded down', () => {
    expect([rated(50, 30_000), rated(49, 30_000), rated(10, 50_000), rated(1_000_000, 30_000)].map(targetOf)).toEqual([2, 1, 1, 30_000])
  })

  test('AR02 the target is the nearest whole number, of two equally near ones the greater', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20_000_000 }), fc.integer({ min: 1, max: 1_000_000 }), (base, ratePpm) => {
        const target = BigInt(targetOf(rated(base, ratePpm)) ?? -1)
        const twice = 2n * BigInt(base) * BigInt(ratePpm)
        // |target − base·ratio| ≤ ½, and exactly ½ only from above.
        const off = 2n * target * 1_000_000n - twice
        expect(off > -1_000_000n && off <= 1_000_000n).toBe(true)
      }),
    )
  })

  test('AR02 a number above the base is refused, one that equals it is not', () => {
    const counted = (count: number): PlanStratum => ({ name: '全部', values: [], count, base: 12 })
    expect(found([counted(13)])).toEqual(['plan_target_above_base'])
    expect(found([counted(12)])).toEqual([])
  })

  test('AR02 a target of 0 is refused unless the stratum says it may be', () => {
    expect(found([rated(16, 30_000)])).toEqual(['plan_target_zero'])
    expect(found([rated(17, 30_000)])).toEqual([])
    expect(found([{ ...rated(16, 30_000), allowZero: true }])).toEqual([])
    expect(found([{ ...wholeStratum(0) }])).toEqual(['rate_zero'])
  })
})

test('the numbers of a row are the sums of its strata, and unknown where one of them is', () => {
  const parts = [rated(1000, 10_000), { name: '个体', values: ['individual'], count: 5, base: 100 }]
  expect(rowNumbers(parts)).toEqual({ base: 1100, target: 15, ratePpm: 13_636 })
  expect(rowNumbers([wholeStratum(30_000)])).toEqual({ base: null, target: null, ratePpm: 30_000 })
  expect(rowNumbers([wholeStratum(30_000), wholeStratum(50_000)])).toEqual({ base: null, target: null, ratePpm: null })
  expect(rowNumbers([wholeStratum(30_000), wholeStratum(30_000)]).ratePpm).toBe(30_000)
  expect(rowNumbers([{ name: '全部', values: [], count: 30 }])).toEqual({ base: null, target: 30, ratePpm: null })
})
