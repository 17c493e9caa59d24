import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planRow } from '#test/plan-rows.ts'
import { diffPlans } from './diff.ts'
import { publicRow } from './public-row.ts'
import { type PlanRow, wholeStratum } from './row.ts'
import { shiftRow, shiftYear } from './shift-year.ts'

const row = (id: string, change: Partial<PlanRow> = {}): PlanRow => planRow({ id, name: id, ...change })
const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map(({ id }) => id)

test('rows are followed by their id: added, changed field by field, cancelled with the reason', () => {
  const before = [row('a'), row('b'), row('c'), row('d')]
  const after = [
    row('b', { strata: [wholeStratum(50_000)], office: '食品科' }),
    row('a', { seq: 9 }),
    row('c', { state: 'cancelled', cancelReason: '并入甲' }),
    row('e'),
  ]
  const { added, cancelled, changed, same } = diffPlans(before, after)
  expect(ids(added)).toEqual(['e'])
  expect(cancelled.map(({ row: { id }, reason }) => [id, reason])).toEqual([
    ['c', '并入甲'],
    ['d', ''],
  ])
  expect(changed.map(({ row: { id }, fields }) => [id, fields.map(({ field }) => field)])).toEqual([['b', ['strata', 'office']]])
  expect(changed[0]?.fields.at(-1)).toEqual({ field: 'office', before: '信用监管科', after: '食品科' })
  expect(same).toBe(1)
})

test('a row that was cancelled and stands again is added; the order of members and of rows changes nothing', () => {
  const gone = row('a', { state: 'cancelled', cancelReason: 'x' })
  expect(ids(diffPlans([gone], [row('a')]).added)).toEqual(['a'])
  const stratum = { name: '全部', values: [], ratePpm: 30_000, rounding: 'half-up' } as const
  const turned = { rounding: 'half-up', ratePpm: 30_000, values: [], name: '全部' } as const
  expect(diffPlans([row('a', { strata: [stratum] })], [row('a', { strata: [turned] })]).same).toBe(1)
})

test('every row of both versions is accounted for once', () => {
  const rows = fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 0, max: 9 }).map(String),
      office: fc.constantFrom('甲', '乙'),
      state: fc.constantFrom('planned', 'cancelled'),
    }),
    { selector: ({ id }) => id },
  )
  fc.assert(
    fc.property(rows, rows, (was, is) => {
      const make = (some: typeof was): PlanRow[] =>
        some.map(({ id, office, state }) => row(id, { office, state: state === 'planned' ? 'planned' : 'cancelled' }))
      const [before, after] = [make(was), make(is)]
      const { added, cancelled, changed, same } = diffPlans(before, after)
      const planned = (some: PlanRow[]): number => some.filter(({ state }) => state === 'planned').length
      expect(added.length + changed.length + same).toBe(planned(after))
      expect(cancelled.length + changed.length + same).toBe(planned(before))
    }),
  )
})

test('what the public reads of a row tells no class of risk, neither by strata nor by scope', () => {
  const byRisk = row('a', {
    stratifyBy: 'riskClass',
    strata: [
      { name: 'A 类', values: ['A'], ratePpm: 10_000, rounding: 'half-up', base: 1000 },
      { name: 'C、D 类', values: ['C', 'D'], ratePpm: 500_000, rounding: 'half-up', base: 100 },
    ],
    filter: { version: 1, all: [{ field: 'riskClass', op: 'in', values: ['A', 'C', 'D'] }] },
  })
  const shown = publicRow(byRisk, ['公示信息检查'])
  expect(shown).toMatchObject({ byRisk: true, strata: [], base: 1100, target: 60 })
  expect(JSON.stringify(shown)).not.toMatch(/[ACD] 类|riskClass|500000|10000/)
  const byKind = row('b', { stratifyBy: 'kind', strata: [{ name: '企业', values: ['enterprise'], ratePpm: 30_000, rounding: 'half-up' }] })
  expect(publicRow(byKind, []).strata).toEqual([{ name: '企业', ratePpm: 30_000, count: null, base: null, target: null }])
  expect(publicRow({ ...byKind, stratifyBy: 'label' }, []).strata).toEqual([])
})

test('a row of last year moves to this one, leap days and all, and leaves its bases behind', () => {
  expect([shiftYear('2024-02-29', 1), shiftYear('2024-02-29', 4), shiftYear('2026-12-31', 1)]).toEqual([
    '2025-02-28',
    '2028-02-29',
    '2027-12-31',
  ])
  const moved = shiftRow(row('a', { itemIds: ['old', 'gone'], strata: [{ ...wholeStratum(30_000), base: 99 }] }), 1, (id, day) =>
    id === 'old' && day === '2027-03-01' ? 'new' : id,
  )
  expect(moved).toMatchObject({ from: '2027-03-01', to: '2027-10-31', itemIds: ['new', 'gone'], strata: [wholeStratum(30_000)] })
  expect(moved.strata[0]).not.toHaveProperty('base')
})
