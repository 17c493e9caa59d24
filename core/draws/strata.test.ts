import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseShape } from './shape.ts'
import { type Rounding, strataShape, strataTargets, stratumTarget } from './strata.ts'

const target = (n: number, ratePpm: number, rounding: Rounding): number => stratumTarget({ id: 's1', n, ratePpm, rounding })

test('3 % of a stratum is rounded as its rule says', () => {
  expect([16, 17, 50, 33].map((n) => target(n, 30_000, 'half-up'))).toEqual([0, 1, 2, 1])
  expect([16, 17, 50, 33].map((n) => target(n, 30_000, 'floor'))).toEqual([0, 0, 1, 0])
  expect([16, 17, 50, 33].map((n) => target(n, 30_000, 'ceil'))).toEqual([1, 1, 2, 1])
  expect([16, 17, 50, 0].map((n) => target(n, 30_000, 'max1'))).toEqual([1, 1, 2, 0])
})

test('targets are exact integers also where a floating point product would not be', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), fc.integer({ min: 0, max: 1_000_000 }), (n, ratePpm) => {
      const q = BigInt(n) * BigInt(ratePpm)
      expect(target(n, ratePpm, 'floor')).toBe(Number(q / 1_000_000n))
      expect(target(n, ratePpm, 'ceil')).toBe(Number((q + 999_999n) / 1_000_000n))
      expect(target(n, ratePpm, 'half-up')).toBe(Number((2n * q + 1_000_000n) / 2_000_000n))
    }),
  )
})

test('a stratum that would draw nobody or more than there are is refused, all of them at once', () => {
  const strata = [
    { id: 's1', n: 10, ratePpm: 30_000, rounding: 'half-up' as const },
    { id: 's2', n: 10, count: 11 },
    { id: 's3', n: 0, count: 0, allowZero: true as const },
    { id: 's4', n: 10, count: 10 },
  ]
  expect(strataTargets(strata)).toEqual({
    ok: false,
    failure: {
      type: 'strata_refused',
      refused: [
        { id: 's1', n: 10, target: 0, why: 'zero' },
        { id: 's2', n: 10, target: 11, why: 'more_than_n' },
      ],
    },
  })
  expect(strataTargets(strata.slice(2))).toEqual({ ok: true, value: [0, 10] })
})

test('strata are s1, s2, … in order, each with a rate or a count and nothing else', () => {
  const sound = [{ id: 's1', n: 1, count: 1 }]
  expect(parseShape(strataShape, sound).ok).toBe(true)
  const rate = { id: 's1', n: 1, ratePpm: 1, rounding: 'floor' }
  const wrong: unknown[] = [
    [],
    [{ id: 's2', n: 1, count: 1 }],
    [{ ...rate, count: 1 }],
    [{ ...rate, ratePpm: 1_000_001 }],
    [{ ...rate, rounding: 'nearest' }],
    [{ ...rate, allowZero: false }],
    [{ id: 's1', n: -1, count: 1 }],
    [{ id: 's1', n: 1.5, count: 1 }],
    [{ id: 's1', n: 1, count: 1, name: 'high risk' }],
    [null],
    {},
  ]
  for (const one of wrong) expect(parseShape(strataShape, one).ok).toBe(false)
})
