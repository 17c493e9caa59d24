import { expect, test } from 'vitest'
import { officerSubject } from '../draws/subject.ts'
import { eligibleEdges } from './edges.ts'
import { brokenRules, matchingRules, type ObjectFacts, type OfficerFacts, ruleCodes, ruleVersions, type Window } from './rules.ts'

const window: Window = { from: '2026-12-01', to: '2026-12-31' }
const officer: OfficerFacts = {
  subject: officerSubject('a'),
  active: true,
  areas: ['62.6201'],
  certificates: [{ from: '2024-01-01', to: '2026-12-31' }],
  itemScope: ['A01', 'B02'],
  recusals: [],
  leaves: [],
}
const object: ObjectFacts = { leaf: '00'.repeat(32), subject: '91620102MA0000000X', area: '62.6201.620102', items: ['A01'] }
const broken = (change: Partial<OfficerFacts>, other: Partial<ObjectFacts> = {}): readonly string[] =>
  brokenRules({ ...officer, ...change }, { ...object, ...other }, window)

test('an officer who meets every rule is eligible', () => {
  expect(broken({})).toEqual([])
})

test('an officer without a certificate on every day of the inspection is never matched', () => {
  expect(broken({ certificates: [] })).toEqual(['certificate_valid'])
  expect(broken({ certificates: [{ from: '2024-01-01', to: '2026-12-30' }] })).toEqual(['certificate_valid'])
  expect(broken({ certificates: [{ from: '2026-12-02', to: '2030-01-01' }] })).toEqual(['certificate_valid'])
  const halves = [
    { from: '2024-01-01', to: '2026-12-15' },
    { from: '2026-12-16', to: '2030-01-01' },
  ]
  expect(broken({ certificates: halves })).toEqual(['certificate_valid'])
})

test('an officer is never matched to a firm they are recused from', () => {
  expect(broken({ recusals: [object.subject] })).toEqual(['not_recused'])
  expect(broken({ recusals: ['91620102MA0000001X'] })).toEqual([])
})

test('the scope of enforcement covers every item, or the officer stays away', () => {
  expect(broken({}, { items: ['A01', 'B02'] })).toEqual([])
  expect(broken({}, { items: ['A01', 'C03'] })).toEqual(['scope_covers'])
  expect(broken({ itemScope: ['*'] }, { items: ['C03'] })).toEqual([])
})

test('an officer serves the areas under their own, by whole segments', () => {
  expect(broken({ areas: ['62.6201.620102'] })).toEqual([])
  expect(broken({ areas: ['62.6201.620103'] })).toEqual(['same_area'])
  expect(broken({ areas: ['62.620'] })).toEqual(['same_area'])
  expect(broken({ areas: [] })).toEqual(['same_area'])
})

test('leave on any day of the inspection, or an invalid state, keeps an officer away; every reason is told', () => {
  expect(broken({ leaves: [{ from: '2026-12-31', to: '2027-01-05' }] })).toEqual(['not_on_leave'])
  expect(broken({ leaves: [{ from: '2026-11-01', to: '2026-11-30' }] })).toEqual([])
  expect(broken({ active: false, recusals: [object.subject] })).toEqual(['officer_active', 'not_recused'])
})

test('rules are named with their version, in one order', () => {
  expect(ruleVersions).toEqual([...ruleVersions].sort())
  expect(ruleVersions).toHaveLength(ruleCodes.length)
  for (const code of ruleCodes) expect(matchingRules[code].basis).not.toBe('')
})

test('when too few officers are eligible, it is told for which objects and which rule removed how many', () => {
  const second = { ...officer, subject: officerSubject('b'), recusals: [object.subject] }
  const third = { ...officer, subject: officerSubject('c'), active: false, recusals: [object.subject] }
  const edges = eligibleEdges([third, second, officer], [object], window, 2)
  expect(edges).toEqual({
    ok: false,
    failure: {
      type: 'matching_infeasible',
      objects: 1,
      officers: 3,
      teamSize: 2,
      first: [{ object: object.leaf, subject: object.subject, eligible: 1, removed: { officer_active: 1, not_recused: 2 } }],
    },
  })
  const many = eligibleEdges(
    [officer],
    Array.from({ length: 50 }, () => object),
    window,
    2,
  )
  expect(many.ok ? null : [many.failure.objects, many.failure.first.length]).toEqual([50, 20])
})

test('edges name officers in the order of their bytes, whatever order they came in', () => {
  const officers = ['c', 'a', 'b'].map((id) => ({ ...officer, subject: officerSubject(id) }))
  const edges = eligibleEdges(officers, [object], window, 2)
  expect(edges.ok && edges.value).toEqual({ objects: [object.leaf], officers: ['OFFICER:A', 'OFFICER:B', 'OFFICER:C'], edges: [[0, 1, 2]] })
})
