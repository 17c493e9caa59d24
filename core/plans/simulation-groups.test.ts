/** 综合查一次 among rows of plans: which rows are one proposal, and what it is worth. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SimulatedRow } from './simulation.ts'
import { grouper } from './simulation-groups.ts'
import { officersBy } from './simulation-parts.ts'

const row = (change: Partial<SimulatedRow> = {}): SimulatedRow => ({
  ...{ id: 'r', own: true, seq: 1, name: 'r', planNo: 'p', planName: 'p', orgPath: '62.6201', orgName: 'o', dept: 'scjg' },
  ...{ from: '2027-03-01', to: '2027-03-31', directed: false, level: 'self', itemIds: ['i1'] },
  ...{ filter: { version: 1, all: [] }, stratifyBy: 'none', strata: [] },
  ...change,
})
const groupsOf = (rows: readonly SimulatedRow[], sets: readonly (readonly [rows: readonly number[], n: number])[], share = 0.5) => {
  const groups = grouper(rows, 30)
  for (const [of, n] of sets)
    groups.add(
      { rows: of, n },
      of.map(() => share),
    )
  return groups.done()
}

test('AR19 three rows that reach the same objects are one proposal of three, and no pair of them is another', () => {
  const rows = [row(), row({ from: '2027-04-15', to: '2027-04-30' }), row({ own: false, dept: 'xfjy' })]
  const [group, ...others] = groupsOf(rows, [[[0, 1, 2], 80]])
  expect(others).toEqual([])
  // Of eight equal outcomes four have two rows at least, and seven have one at least: 1.5 visits less 7/8.
  expect(group).toEqual({ rows: [0, 1, 2], objects: 80, common: 40, saved: 50 })
})

test('sets of objects that the same rows reach are one proposal; rows too far apart are none, and part of them may be one', () => {
  const far = row({ from: '2027-10-01', to: '2027-10-31' })
  expect(groupsOf([row(), far], [[[0, 1], 9]])).toEqual([])
  expect(
    groupsOf(
      [row(), row(), far],
      [
        [[0, 1, 2], 4],
        [[0, 1], 6],
        [[1, 2], 9],
        [[2], 9],
      ],
    ),
  ).toMatchObject([{ rows: [0, 1], objects: 10, common: 2.5, saved: 2.5 }])
})

test('rows of other plans alone are no concern of this plan, and rows that draw nobody save nothing', () => {
  expect(groupsOf([row({ own: false }), row({ own: false })], [[[0, 1], 9]])).toEqual([])
  expect(groupsOf([row(), row()], [[[0, 1], 9]], 0)).toEqual([])
})

test('what a proposal is worth is what adding up every outcome gives', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(fc.array(share, { minLength: 2, maxLength: 6 }), fc.integer({ min: 1, max: 1000 }), (shares, n) => {
      const groups = grouper(
        shares.map(() => row()),
        30,
      )
      groups.add({ rows: shares.map((_, i) => i), n }, shares)
      const [group = { objects: n, common: 0, saved: 0 }] = groups.done()
      let [common, saved] = [0, 0]
      for (let outcome = 0; outcome < 2 ** shares.length; outcome++) {
        const drawn = shares.map((_, i) => ((outcome >> i) & 1) === 1)
        const chance = shares.reduce((product, one, i) => product * (drawn[i] === true ? one : 1 - one), 1)
        const visits = drawn.filter(Boolean).length
        common += visits >= 2 ? n * chance : 0
        saved += n * chance * Math.max(0, visits - 1)
      }
      expect(group.common).toBeCloseTo(common, 6)
      expect(group.saved).toBeCloseTo(saved, 6)
    }),
    { numRuns: 200 },
  )
})

test('each officer is counted where the visits are carried out: a county has those at the county, a station its own', () => {
  const county = '62.6201.620102'
  const people = [
    { place: county, officers: 3 },
    { place: `${county}.1`, officers: 4 },
    { place: `${county}.2`, officers: 5 },
  ]
  expect(officersBy(people, 4)).toEqual({
    all: 12,
    own: 3,
    ofPlaces: new Map([
      [`${county}.1`, 4],
      [`${county}.2`, 5],
    ]),
  })
  // Nobody stands at the county itself: it inspects with the people of its stations.
  expect(officersBy(people.slice(1), 4)).toMatchObject({ all: 9, own: 9 })
  // A city does not: its counties are bureaus of their own.
  expect(officersBy([{ place: county, officers: 3 }], 3)).toMatchObject({ all: 3, own: 0 })
})
