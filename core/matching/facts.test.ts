import { expect, test } from 'vitest'
import { anExpert, anObject, anOfficer, factsOf } from '#test/matching-facts.ts'
import { eligiblePairs } from './eligible.ts'
import { factsProblem, type MatchingFacts, type MatchingSettings } from './facts.ts'

const officers = [anExpert('E'), anOfficer('A'), anOfficer('B'), anOfficer('C')]
const group = { subject: 'GROUP:1', members: ['OFFICER:B', 'OFFICER:A'] }
const facts = factsOf({ officers, groups: [group], objects: [anObject(0), anObject(1)] })
const withGroup = (...members: readonly string[]): MatchingFacts => ({ ...facts, groups: [{ ...group, members }] })
const withSettings = (change: Partial<MatchingSettings>): MatchingFacts => ({ ...facts, settings: { ...facts.settings, ...change } })

test('facts in their one form are accepted', () => {
  expect(factsProblem(facts)).toBeNull()
})

test('a group with one distinct member is refused', () => {
  expect(factsProblem(withGroup('OFFICER:A'))).toBe('GROUP:1 has 1 members; a group has 2 to 20')
  expect(factsProblem(withGroup('OFFICER:A', 'OFFICER:A'))).toBe('GROUP:1 names a member twice')
  expect(factsProblem(withGroup())).toBe('GROUP:1 has 0 members; a group has 2 to 20')
})

test('a group of somebody unknown, or of an expert, is refused', () => {
  expect(factsProblem(withGroup('OFFICER:A', 'OFFICER:Z'))).toBe('OFFICER:Z of GROUP:1 is no officer of this draw')
  expect(factsProblem(withGroup('OFFICER:A', 'EXPERT:E'))).toBe('EXPERT:E of GROUP:1 is no officer of this draw')
})

test('drawn by group, a group smaller than the team that is wanted is refused', () => {
  const three = { ...withSettings({ unit: 'group' }), objects: [anObject(0, { need: { officers: 3, experts: 0 } })] }
  expect(factsProblem(three)).toBe('GROUP:1 has 2 members where 3 are wanted')
  expect(factsProblem({ ...three, settings: facts.settings })).toBeNull()
})

test('facts in another order, or with anything twice, are refused', () => {
  expect(factsProblem({ ...facts, officers: [...facts.officers].reverse() })).toBe('officers ascending by bytes, once each')
  expect(factsProblem({ ...facts, officers: [anOfficer('A'), anOfficer('A')] })).toBe('officers ascending by bytes, once each')
  expect(factsProblem({ ...facts, groups: [group, group] })).toBe('groups ascending by bytes, once each')
  expect(factsProblem({ ...facts, groups: [{ ...group, subject: 'OFFICER:A' }] })).toBe('OFFICER:A is a group and a person')
  expect(factsProblem({ ...facts, objects: [anObject(0), anObject(0)] })).toBe('each object once')
})

test('numbers and days that make no sense are refused', () => {
  expect(factsProblem({ ...facts, officers: [anOfficer('A', { load: -1 })], groups: [] })).toBe('the load of OFFICER:A is no count')
  const leaf = anObject(0).leaf
  const needing = (need: { officers: number; experts: number }) => factsProblem({ ...facts, objects: [anObject(0, { need })] })
  expect(needing({ officers: 21, experts: 0 })).toBe(`${leaf} needs 0 to 20 of each`)
  expect(needing({ officers: 2, experts: 0.5 })).toBe(`${leaf} needs 0 to 20 of each`)
  expect(factsProblem({ ...facts, objects: [anObject(0, { leaf: 'ab' })] })).toBe('ab is no leaf')
  const wrong: readonly Partial<MatchingSettings>[] = [
    { window: { from: '2026-12-02', to: '2026-12-01' } },
    { scope: 'bureau', reach: 'station' },
    { least: 0 },
    { pairCapPpm: 0 },
    { pairCapPpm: 1_000_001 },
    { floorPpm: -1 },
    { floorPpm: 1_000_001 },
    { rotationTimes: 0 },
    { mostPerOfficer: 0 },
  ]
  for (const change of wrong) expect(factsProblem(withSettings(change)), JSON.stringify(change)).not.toBeNull()
})

test('nothing is computed from facts that are not in their one form', () => {
  expect(() => eligiblePairs({ ...facts, objects: [anObject(0), anObject(0)] })).toThrow('each object once')
})
