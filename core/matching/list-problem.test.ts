import { expect, test } from 'vitest'
import { exampleDraw } from '#test/vectors/example-draws.ts'
import { exampleMatching, exampleSeats } from '#test/vectors/example-matching.ts'
import type { Assignment, RoundingCommit } from '../draws/documents.ts'
import { whole } from './graph.ts'
import { capsProblem, countsOf, listProblem, unitsProblem } from './list-problem.ts'
import { loadsOf } from './loads.ts'
import { capOf, type MatchingList, type MatchRow, type Unit } from './wire.ts'

const objects = exampleDraw({ size: 16, strata: [{ ratePpm: 500_000 }] })
const officers = exampleMatching(objects, { experts: 2, most: 6 })
const seats = exampleSeats(objects, officers)
const boundOf = ({ bundle }: typeof officers): RoundingCommit => {
  const { matching } = bundle.commit
  if (matching?.algorithm !== 'mingjian-match/dependent-rounding/1') throw new Error('another algorithm')
  return matching
}
const bound = boundOf(officers)
const { list } = officers

/** The list with one row changed. */
const changed = (at: number, change: (row: MatchRow) => MatchRow, of: MatchingList = list): MatchingList => ({
  ...of,
  rows: of.rows.map((row, i) => (i === at ? change(row) : row)),
})

test('a list as it was committed has no problem', () => {
  expect(listProblem(bound, list)).toBeNull()
  expect(capsProblem(bound, list)).toBeNull()
  expect(listProblem(boundOf(seats), seats.list)).toBeNull()
})

test('units out of order, of another kind, or groups that are none, are refused', () => {
  const one: Unit = ['OFFICER:1', 0, null, []]
  const group = (...members: string[]): Unit => ['GROUP:1', 0, null, members]
  const refused = [
    ['person', [['OFFICER:2', 0, null, []], one]],
    ['person', [one, one]],
    ['person', [group('OFFICER:1', 'OFFICER:2')]],
    ['group', [one]],
    ['person', [['OFFICER:1', 0, null, ['OFFICER:2', 'OFFICER:3']]]],
    ['group', [group('OFFICER:1')]],
    ['group', [group('OFFICER:1', 'OFFICER:1')]],
    ['group', [group('OFFICER:1', 'EXPERT:2')]],
    ['person', [['91620102MA0000000X', 0, null, []]]],
  ] as const satisfies readonly (readonly ['person' | 'group', readonly Unit[]])[]
  for (const [unit, units] of refused) expect(unitsProblem({ unit }, units)).not.toBeNull()
  expect(unitsProblem({ unit: 'group' }, [group('OFFICER:1', 'OFFICER:2')])).toBeNull()
  expect(unitsProblem({ unit: 'person' }, [one])).toBeNull()
})

test('rows that are not in their one form, or do not want what the settings say, are refused with the place', () => {
  const cases: readonly (readonly [MatchingList, string])[] = [
    [changed(0, (row) => [row[0], row[1], row[2], row[3], row[4], [...row[5]].reverse(), row[6]]), 'places of units ascending at row 0'],
    [changed(0, (row) => [row[0], row[1], row[2], row[3], row[4], row[5], row[6].slice(1)]), 'a share of every unit at row 0'],
    [changed(0, (row) => [row[0], 'experts', row[2], row[3], row[4], row[5], row[6]]), 'units of the population at row 0'],
    [changed(0, (row) => [row[0], row[1], 3, row[3], row[4], row[5], row[6]]), 'as many units as seats at row 0'],
    [changed(0, (row) => [row[0], row[1], row[2], 5, row[4], row[5], row[6]]), 'shares within the cap at row 0'],
    [changed(0, (row) => [row[0], row[1], row[2], row[3], row[4], row[5], row[6].map(() => 0)]), 'shares that sum to 2 at row 0'],
    [{ ...list, rows: [...list.rows, ...list.rows.slice(0, 1)] }, `each object once at row ${list.rows.length}`],
    [{ ...list, rows: list.rows.slice(1) }, 'officers besides experts at row 0'],
    [
      { ...list, rows: [...list.rows.slice(1, 2), ...list.rows.slice(0, 1), ...list.rows.slice(2)] },
      'officers before experts, once each, at row 1',
    ],
  ]
  for (const [wrong, problem] of cases) expect(listProblem(bound, wrong)).toBe(problem)
})

test('free seats are in order, once each, with one lead, and every one of them has its row', () => {
  const of = boundOf(seats)
  const [first, ...others] = seats.list.vacated ?? []
  if (!first) expect.fail('no seats')
  const cases = [
    [...others, first],
    [first, first, ...others],
    others,
    [[first[0], first[1], first[2] === 'expert' ? 'lead' : 'expert'] as const, ...others],
    [first, ...others.map(([leaf, subject]) => [leaf, subject, 'lead'] as const), ...others],
  ]
  for (const vacated of cases) expect(listProblem(of, { ...seats.list, vacated })).not.toBeNull()
  expect(listProblem(of, { ...seats.list, rows: seats.list.rows.slice(1) })).toBe('a row for every object with a free seat')
})

test('a cap that is not that of the settings, a limit forgotten or exceeded, and loads of the year in a draw without them are refused', () => {
  expect(capsProblem({ ...bound, pairCapPpm: 999_000 }, list)).toBe('the cap of the settings at row 0')
  expect(capsProblem({ ...bound, mostPerOfficer: 7 }, list)).toMatch(/^the limit of the settings at unit/)
  const tight = { ...list, units: list.units.map(([subject, prior, most, members]): Unit => [subject, prior, most && 1, members]) }
  expect(capsProblem({ ...bound, mostPerOfficer: 1 }, tight)).toMatch(/^at most 1 objects at unit/)
  expect(capsProblem({ ...bound, balance: 'draw' }, list)).toMatch(/^no load from before/)
  expect(capsProblem({ ...boundOf(seats), balance: 'draw' }, seats.list)).toMatch(/^no load from before/)
})

test('a replacement may leave to each what the draw before has not used up, and never more', () => {
  const leaving = (most: number | null): MatchingList => ({
    ...seats.list,
    units: seats.list.units.map(([subject, prior, , members]) => [subject, prior, subject.startsWith('EXPERT:') ? null : most, members]),
  })
  const of = boundOf(seats)
  expect(capsProblem(of, leaving(3))).toBeNull()
  expect(capsProblem(of, leaving(7))).toMatch(/^the limit of the settings/)
  expect(capsProblem(of, leaving(null))).toMatch(/^the limit of the settings/)
})

test('what was widened, short of units or above the cap is counted, so that none of it is silent', () => {
  const row = (scope: MatchRow[4], count: number): MatchRow => {
    const units = Array.from({ length: count }, (_, i) => i)
    return ['00'.repeat(32), 'officers', 2, capOf(2, count, 500_000), scope, units, units.map(() => 0)]
  }
  const rows = [row('station', 6), row('bureau', 5), row('stations', 4), row('bureau', 3), row('bureau', 2)]
  expect(countsOf({ scope: 'station', least: 5, pairCapPpm: 500_000 }, rows)).toEqual({
    widened: [
      ['stations', 1],
      ['bureau', 3],
    ],
    belowLeast: 3,
    capLifted: 2,
  })
  expect([capOf(2, 4, 500_000), capOf(2, 3, 500_000), capOf(2, 2, 500_000), capOf(1, 9, 1)]).toEqual([
    whole / 2,
    715_827_883,
    whole,
    119_304_648,
  ])
})

test('loads are counted from the teams alone; two groups of the same people are told apart by nobody and count together', () => {
  const members = ['OFFICER:1', 'OFFICER:2']
  const units: readonly Unit[] = [
    ['GROUP:1', 0, null, members],
    ['GROUP:2', 0, null, members],
    ['GROUP:3', 0, null, ['OFFICER:2', 'OFFICER:1']],
  ]
  const row = (leaf: string): MatchRow => [leaf, 'officers', 1, whole, 'station', [0, 1, 2], [whole / 2, whole / 4, whole / 4]]
  const rows = ['a', 'b', 'c', 'd'].map((leaf) => row(leaf.repeat(64)))
  const team = ([leaf]: MatchRow, ...officers: string[]): Assignment => ({
    object: leaf,
    officers: officers.map((officer, i) => ({ officer, role: i === 0 ? 'lead' : 'assist' })),
  })
  const counted = loadsOf(
    { units, rows },
    rows.map((one, i) => (i === 3 ? team(one, 'OFFICER:2', 'OFFICER:1') : team(one, ...members))),
  )
  expect(counted).toEqual({
    state: 'counted',
    loads: [
      { unit: 'GROUP:1', load: 3, least: 3, most: 3 },
      { unit: 'GROUP:3', load: 1, least: 1, most: 1 },
    ],
  })
  const strangers = loadsOf(
    { units, rows },
    rows.map((one) => team(one, 'OFFICER:1')),
  )
  expect(strangers).toEqual({ state: 'not_eligible', object: 'a'.repeat(64), population: 'officers' })
})
