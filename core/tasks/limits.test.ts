import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type CappedItem,
  type Counted,
  checkCaps,
  checkOpen,
  checkRow,
  checkRowBounds,
  countedStrata,
  sameScope,
  targetsOf,
} from './limits.ts'
import type { StratumDraft } from './sampling.ts'

const whole = (ratePpm: number): StratumDraft => ({ name: '全部', values: [], ratePpm, rounding: 'half-up' })
const number = (count: number): StratumDraft => ({ name: '全部', values: [], count })
const one = (draft: StratumDraft, n: number): Counted[] => countedStrata([draft], [n])
const row = (draft: StratumDraft, n: number, taken = 0) => ({ strata: one(draft, n), taken })
const capped = (change: Partial<CappedItem> = {}): CappedItem => ({
  name: '登记事项',
  capPpm: 50_000,
  sharePpm: 1_000_000,
  taken: 0,
  ...change,
})

test('a task whose last day is over is refused, beside that day', () => {
  expect(checkOpen({ from: '2026-01-01', to: '2026-05-31' }, '2026-06-01')).toEqual({
    ok: false,
    failure: { type: 'task_window_closed', field: 'to', to: '2026-05-31', today: '2026-06-01' },
  })
  expect(checkOpen({ from: '2026-01-01', to: '2026-06-01' }, '2026-06-01').ok).toBe(true)
})

test('the days and the level of a task are those of its row', () => {
  const published = { from: '2026-03-01', to: '2026-06-30', level: 'self' as const }
  const check = (change: object) => {
    const checked = checkRowBounds({ ...published, ...change }, published)
    return checked.ok ? 'ok' : [checked.failure.type, checked.failure.field]
  }
  expect(check({})).toBe('ok')
  expect(check({ from: '2026-04-01', to: '2026-04-30' })).toBe('ok')
  expect(check({ from: '2026-02-28' })).toEqual(['task_window_outside_row', 'from'])
  expect(check({ to: '2026-07-01' })).toEqual(['task_window_outside_row', 'to'])
  expect(check({ level: 'down' })).toEqual(['task_level_of_row', 'level'])
})

test('a row of five per cent does not take a task of all, whoever agrees, where a general item is capped', () => {
  expect(checkCaps(one(whole(1_000_000), 400), [capped()], row(whole(50_000), 400))).toEqual({
    ok: false,
    failure: { type: 'task_ratio_above_cap', field: 'strata', item: '登记事项', cap: '5%', ratio: '100%', base: 400, left: 20 },
  })
  expect(checkCaps(one(whole(50_000), 400), [capped()], row(whole(50_000), 400)).ok).toBe(true)
})

test('the cap counts what other tasks of the row draw already, item by item, and at the share at which the item is inspected', () => {
  const half = one(number(10), 400)
  expect(checkCaps(half, [capped({ taken: 10 })], row(whole(50_000), 400)).ok).toBe(true)
  expect(checkCaps(half, [capped({ taken: 11 })], row(whole(50_000), 400)).ok).toBe(false)
  expect(checkCaps(half, [capped({ taken: 15, sharePpm: 500_000 })], row(whole(50_000), 400)).ok).toBe(true)
  // Key items and items without a cap are not asked: full coverage of them stays possible.
  expect(checkCaps(one(whole(1_000_000), 400), [], row(whole(1_000_000), 400)).ok).toBe(true)
})

test('a filter narrowed to a few firms does not raise the ratio above the cap, unless the row draws a stratum so', () => {
  const three = one(whole(1_000_000), 3)
  expect(checkCaps(three, [capped()], row(whole(50_000), 400)).ok).toBe(false)
  const byClass = countedStrata(
    [
      { name: '甲', values: ['D'], ratePpm: 1_000_000, rounding: 'half-up' },
      { name: '乙', values: [], ratePpm: 10_000, rounding: 'half-up' },
    ],
    [3, 397],
  )
  expect(checkCaps(three, [capped()], { strata: byClass, taken: 0 }).ok).toBe(true)
})

test('outside the plan a task is its own scope, and one object may be drawn wherever there is one', () => {
  expect(checkCaps(one(whole(1_000_000), 200), [capped()], null).ok).toBe(false)
  expect(checkCaps(one(whole(50_000), 200), [capped()], null).ok).toBe(true)
  expect(checkCaps(one(number(1), 9), [capped()], null).ok).toBe(true)
  expect(checkCaps(one(number(2), 9), [capped()], null).ok).toBe(false)
})

test('strata that the row does not have round for themselves', () => {
  const byKind = countedStrata(
    [10, 10, 10].map((_, i) => ({ name: `s${i}`, values: [`${i}`], ratePpm: 50_000, rounding: 'half-up' as const })),
    [10, 10, 10],
  )
  expect(targetsOf(byKind)).toBe(3)
  expect(targetsOf(one(whole(50_000), 30))).toBe(2)
  expect(checkRow(byKind, row(whole(50_000), 30)).ok).toBe(true)
  expect(checkRow(byKind, row(whole(50_000), 30, 2)).ok).toBe(false)
})

test('more than the row says needs a second person: in all, and in a corner of it', () => {
  expect(checkRow(one(number(20), 400), row(whole(50_000), 400)).ok).toBe(true)
  expect(checkRow(one(number(20), 400), row(whole(50_000), 400, 5))).toEqual({
    ok: false,
    failure: { type: 'task_above_row', field: 'strata', target: 20, taken: 5, left: 15 },
  })
  expect(checkRow(one(number(6), 400), row(number(6), 400)).ok).toBe(true)
  expect(checkRow(one(number(7), 400), row(number(6), 400)).ok).toBe(false)
  expect(checkRow(one(number(3), 3), row(whole(50_000), 400))).toMatchObject({ failure: { target: 3, left: 1 } })
  expect(checkRow(one(number(1), 400), row(whole(50_000), 400, 30))).toMatchObject({ failure: { left: 0 } })
})

test('a task asks for whom its row names, whatever else either of them keeps', () => {
  const filter = { version: 1 as const, all: [{ field: 'kind' as const, op: 'in' as const, values: ['enterprise'] }] }
  const published = { filter, stratifyBy: 'none', strata: [{ ...whole(50_000), base: 400 }] }
  expect(sameScope({ ...published, strata: [{ ...whole(50_000), name: '企业', allowZero: true }] }, published)).toBe(true)
  for (const change of [
    { filter: { version: 1 as const, all: [] } },
    { stratifyBy: 'kind' },
    { strata: [whole(40_000)] },
    { strata: [number(20)] },
    { strata: [{ ...whole(50_000), values: ['A'] }] },
  ])
    expect(sameScope({ ...published, ...change }, published)).toBe(false)
})

const rounding = fc.constantFrom('half-up' as const, 'floor' as const, 'ceil' as const, 'max1' as const)
/** A stratum with its members; a fixed number is never more than there are, which is refused by another rule. */
const anyStratum: fc.Arbitrary<readonly [StratumDraft, number]> = fc.oneof(
  fc
    .record({ ratePpm: fc.integer({ min: 1, max: 1_000_000 }), rounding, n: fc.nat(5000) })
    .map(({ n, ...draft }) => [{ name: '层', values: [], ...draft }, n] as const),
  fc.tuple(fc.nat(50), fc.nat(5000)).map(([count, more]) => [number(count), count + more] as const),
)
const counted = (some: readonly (readonly [StratumDraft, number])[]): Counted[] =>
  countedStrata(
    some.map(([draft]) => draft),
    some.map(([, n]) => n),
  )
const anyStrata = fc.array(anyStratum, { minLength: 1, maxLength: 4 }).map(counted)

test('a task that draws its row as it stands is never refused, and after it nothing more is', () => {
  fc.assert(
    fc.property(anyStrata, (strata) => {
      expect(checkRow(strata, { strata, taken: 0 }).ok).toBe(true)
      const more = one(number(1), 100)
      expect(checkRow(more, { strata, taken: targetsOf(strata) }).ok).toBe(false)
    }),
  )
})

test('tasks agreed by their author alone never draw more in all than the row, and no capped item more than its cap', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1_000_000 }),
      fc.integer({ min: 1, max: 3000 }),
      fc.array(anyStrata, { maxLength: 8 }),
      (ppm, n, tasks) => {
        const published = one(whole(ppm), n)
        let taken = 0
        for (const task of tasks) {
          const scope = { strata: published, taken }
          const item = capped({ capPpm: ppm, taken })
          if (checkRow(task, scope).ok && checkCaps(task, [item], scope).ok) taken += targetsOf(task)
        }
        expect(taken).toBeLessThanOrEqual(targetsOf(published))
      },
    ),
  )
})

test('a stratum that draws by a ratio within the cap is never held up by how it is rounded', () => {
  const within = fc
    .record({ ratePpm: fc.integer({ min: 1, max: 50_000 }), rounding, n: fc.nat(5000) })
    .map(({ n, ...draft }) => [{ name: '层', values: [], ...draft }, n] as const)
  fc.assert(
    fc.property(fc.array(within, { minLength: 1, maxLength: 5 }), (some) => {
      expect(checkCaps(counted(some), [capped()], null).ok).toBe(true)
    }),
  )
})
