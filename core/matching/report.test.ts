import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyFacts } from '#test/any-facts.ts'
import { anExpert, anObject, anOfficer, county, factsOf, ofStation, subjectAt } from '#test/matching-facts.ts'
import type { MatchingFacts } from './facts.ts'
import { whole } from './graph.ts'
import { prepareMatching } from './prepare.ts'
import type { MatchingInfeasible } from './report.ts'

const special = '特种设备安全监察员'
const yongdeng = '620121001'

function failureOf(facts: MatchingFacts): MatchingInfeasible {
  const prepared = prepareMatching(facts)
  if (prepared.ok) throw new Error('a matching was found')
  return prepared.failure
}

test('12 objects need 特种设备 in 永登所; 1 officer is eligible; leave removed 3', () => {
  const away = { qualifications: [special], leaves: [{ from: '2026-12-10', to: '2026-12-12' }] }
  const officers = [
    ofStation('1', yongdeng, { qualifications: [special] }),
    ofStation('2', yongdeng, away),
    ofStation('3', yongdeng, away),
    ofStation('4', yongdeng, away),
    ofStation('5', yongdeng),
    ofStation('6', '620121002', { leaves: away.leaves }),
    anOfficer('7', { qualifications: [special] }),
    anExpert('8'),
  ]
  const objects = [
    ...Array.from({ length: 12 }, (_, i) => anObject(i, { qualifications: [special] })),
    ...Array.from({ length: 3 }, (_, i) => anObject(12 + i)),
  ]
  const failure = failureOf(factsOf({ officers, objects, settings: { scope: 'station', reach: 'station', least: 5 } }))
  expect(failure).toEqual({
    type: 'matching_infeasible',
    objects: 12,
    officers: 8,
    teamSize: 2,
    shortages: [
      {
        population: 'officers',
        objects: 12,
        first: objects.slice(0, 5).map(({ leaf, subject }) => ({ leaf, subject })),
        area: `${county}.${yongdeng}`,
        items: ['A01'],
        qualifications: [special],
        expertise: [],
        scope: 'station',
        need: 2,
        eligible: 1,
        removed: [
          { rule: 'not_on_leave', count: 4, only: 3 },
          { rule: 'in_area', count: 2, only: 1 },
          { rule: 'qualified', count: 2, only: 1 },
        ],
        because: 'too_few',
        capacity: null,
      },
    ],
  })
})

test('the shortage of the most objects is told first, that of experts under their own name, and each object is counted once', () => {
  const officers = [anExpert('E'), anOfficer('A', { expertise: ['药品GSP'] }), anOfficer('B')]
  const lacking = anObject(0, { expertise: ['药品GSP'], expertKinds: ['锅炉'], need: { officers: 2, experts: 1 } })
  const objects = [lacking, ...[1, 2].map((i) => anObject(i, { expertKinds: ['锅炉'], need: { officers: 2, experts: 1 } }))]
  const { objects: short, shortages } = failureOf(factsOf({ officers, objects }))
  expect(short).toBe(3)
  expect(shortages.map((one) => [one.population, one.objects, one.expertise, one.need, one.eligible])).toEqual([
    ['experts', 3, ['锅炉'], 1, 0],
    ['officers', 1, ['药品GSP'], 2, 1],
  ])
  expect(shortages[0]?.removed).toEqual([{ rule: 'expertise_matches', count: 1, only: 1 }])
})

test('a shortage tells the widest scope that was tried, and of its objects the one with the fewest', () => {
  const recusals = [{ subject: subjectAt(1), relation: 'shareholding', until: null } as const]
  const officers = [ofStation('1', yongdeng, { recusals }), anOfficer('2', { active: false })]
  const settings = { scope: 'station', reach: 'bureau' } as const
  const [shortage, ...others] = failureOf(factsOf({ officers, objects: [anObject(0), anObject(1)], settings })).shortages
  expect(others).toEqual([])
  expect([shortage?.scope, shortage?.objects, shortage?.eligible]).toEqual(['bureau', 2, 0])
  expect(shortage?.removed).toEqual([
    { rule: 'officer_active', count: 1, only: 1 },
    { rule: 'no_shares', count: 1, only: 1 },
  ])
})

test('at most fifty shortages are told, but all objects are counted', () => {
  const objects = Array.from({ length: 60 }, (_, i) => anObject(i, { area: `${county}.${i}` }))
  const failure = failureOf(factsOf({ officers: [anOfficer('A')], objects }))
  expect([failure.objects, failure.shortages.length]).toEqual([60, 50])
})

test('by group, a shortage counts groups', () => {
  const officers = ['A', 'B', 'C', 'D'].map((name) => anOfficer(name, { active: name !== 'D' }))
  const groups = [{ subject: 'GROUP:1', members: ['OFFICER:C', 'OFFICER:D'] }]
  const [shortage] = failureOf(factsOf({ officers, groups, settings: { unit: 'group' } })).shortages
  expect([shortage?.need, shortage?.eligible, shortage?.removed]).toEqual([1, 0, [{ rule: 'officer_active', count: 1, only: 1 }]])
})

describe('a limit of objects per officer', () => {
  const officers = ['A', 'B', 'C'].map((name) => anOfficer(name))
  const objects = Array.from({ length: 6 }, (_, i) => anObject(i))

  test('that all objects together exceed is told with what the officers may take', () => {
    const failure = failureOf(factsOf({ officers, objects, settings: { mostPerOfficer: 3 } }))
    expect(failure.objects).toBe(6)
    expect(failure.shortages.map((one) => [one.because, one.objects, one.eligible, one.capacity])).toEqual([['load_limit', 6, 3, 9]])
  })

  test('is told of the objects that compete for the same officers, and of no others', () => {
    const skilled = ['D', 'E'].map((name) => anOfficer(name, { qualifications: [special] }))
    const needing = Array.from({ length: 6 }, (_, i) => anObject(6 + i, { qualifications: [special] }))
    const facts = factsOf({ officers: [...officers, ...skilled], objects: [...objects, ...needing], settings: { mostPerOfficer: 5 } })
    // Twenty-four seats and twenty-five places would do, were the two with the skill not alone with it.
    const { shortages, objects: short } = failureOf(facts)
    expect(short).toBe(6)
    expect(shortages.map((one) => [one.because, one.qualifications, one.objects, one.eligible, one.capacity])).toEqual([
      ['load_limit', [special], 6, 2, 10],
    ])
  })

  test('that can just be kept is no shortage', () => {
    expect(prepareMatching(factsOf({ officers, objects, settings: { mostPerOfficer: 4 } })).ok).toBe(true)
  })
})

test('whatever the facts, a matching has exact sums within the caps, or a report names what is short', () => {
  let [found, short] = [0, 0]
  fc.assert(
    fc.property(
      anyFacts,
      fc.constantFrom(null, 1, 2, 3),
      fc.integer({ min: 200_000, max: 1_000_000 }),
      (facts, mostPerOfficer, pairCapPpm) => {
        const prepared = prepareMatching({ ...facts, settings: { ...facts.settings, mostPerOfficer, pairCapPpm } })
        if (!prepared.ok) {
          short++
          const { objects, shortages } = prepared.failure
          expect(objects).toBeGreaterThan(0)
          expect(shortages.length).toBeGreaterThan(0)
          for (const one of shortages) expect(one.eligible < one.need).toBe(one.because === 'too_few')
          return
        }
        found++
        const { units, graph, grid, rows } = prepared.value
        const loads = units.map(() => 0)
        for (const i of rows.keys()) {
          let sum = 0
          for (let k = graph.start[i] ?? 0; k < (graph.start[i + 1] ?? 0); k++) {
            const share = grid[k] ?? 0
            expect(share).toBeLessThanOrEqual(graph.cap[i] ?? 0)
            sum += share
            loads[graph.edges[k] ?? 0] = (loads[graph.edges[k] ?? 0] ?? 0) + share
          }
          expect(sum).toBe((graph.need[i] ?? 0) * whole)
        }
        for (const [column, [, , most]] of units.entries()) if (most !== null) expect(loads[column]).toBeLessThanOrEqual(most * whole)
      },
    ),
    { numRuns: 400 },
  )
  expect(Math.min(found, short)).toBeGreaterThan(20)
})
