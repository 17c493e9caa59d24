import { describe, expect, test } from 'vitest'
import { anExpert, anObject, anOfficer, county, factsOf, market, ofStation, subjectAt } from '#test/matching-facts.ts'
import type { MatchingSettings, ObjectFacts, OfficerFacts, Past, Recusal } from './facts.ts'
import { prepareMatching } from './prepare.ts'
import { brokenRules, groundOf, matchingRules, ruleCodes, ruleVersions } from './rules.ts'

type Tried = { readonly object?: Partial<ObjectFacts>; readonly settings?: Partial<MatchingSettings> }

/** Who has a chance of the object beside `B` and `C`, who may inspect everything; the whole preparation runs. */
function matched(officer: OfficerFacts, { object = {}, settings = {} }: Tried = {}): readonly string[] {
  const all = { qualifications: object.qualifications ?? [], expertise: object.expertise ?? [] }
  const facts = factsOf({ officers: [officer, anOfficer('B', all), anOfficer('C', all)], objects: [anObject(0, object)], settings })
  const prepared = prepareMatching(facts)
  if (!prepared.ok) throw new Error(JSON.stringify(prepared.failure))
  const { units, graph, grid } = prepared.value
  return [...graph.edges].filter((_, i) => (grid[i] ?? 0) > 0).map((column) => units[column]?.[0] ?? '')
}

const everybody = ['OFFICER:A', 'OFFICER:B', 'OFFICER:C']
const others = ['OFFICER:B', 'OFFICER:C']
const a = (change: Partial<OfficerFacts>): OfficerFacts => anOfficer('A', change)
const recused = (change: Partial<Recusal>): OfficerFacts =>
  a({ recusals: [{ subject: subjectAt(0), relation: 'declared', until: null, ...change }] })
const visited = (change: Partial<Past>): OfficerFacts => a({ past: [{ subject: subjectAt(0), times: 1, last: false, ...change }] })
const certificate = { dept: market, from: '2024-01-01', to: '2029-12-31' }

test('an officer who meets every rule is matched', () => {
  expect(matched(a({}))).toEqual(everybody)
})

describe('an officer is never matched', () => {
  test('while their state in the register is not valid', () => {
    expect(matched(a({ active: false }))).toEqual(others)
  })

  test('to a task of another department, unless they hold its certificate', () => {
    expect(matched(a({ dept: '消防' }))).toEqual(everybody)
    expect(matched(a({ dept: '消防', certificates: [{ ...certificate, dept: '消防' }] }))).toEqual(others)
    expect(matched(a({ certificates: [{ ...certificate, dept: '消防' }] }))).toEqual(others)
  })

  test('without one certificate that is valid on every day of the inspection', () => {
    const holding = (...days: readonly { readonly from: string; readonly to: string }[]) =>
      matched(a({ certificates: days.map((one) => ({ ...certificate, ...one })) }))
    expect(holding()).toEqual(others)
    expect(holding({ from: '2024-01-01', to: '2026-12-30' })).toEqual(others)
    expect(holding({ from: '2026-12-02', to: '2030-01-01' })).toEqual(others)
    expect(holding({ from: '2026-12-01', to: '2026-12-31' })).toEqual(everybody)
    expect(holding({ from: '2024-01-01', to: '2026-12-15' }, { from: '2026-12-16', to: '2030-01-01' })).toEqual(others)
  })

  test('while on leave on any day of the inspection', () => {
    expect(matched(a({ leaves: [{ from: '2026-12-31', to: '2027-01-05' }] }))).toEqual(others)
    expect(matched(a({ leaves: [{ from: '2026-11-20', to: '2026-12-01' }] }))).toEqual(others)
    expect(matched(a({ leaves: [{ from: '2026-11-01', to: '2026-11-30' }] }))).toEqual(everybody)
  })

  test('where an item to be checked lies outside their scope of enforcement', () => {
    expect(matched(a({ itemScope: ['A01', 'B02'] }), { object: { items: ['B02', 'A01'] } })).toEqual(everybody)
    expect(matched(a({ itemScope: ['A01', 'B02'] }), { object: { items: ['A01', 'C03'] } })).toEqual(others)
    expect(matched(a({ itemScope: [] }))).toEqual(others)
  })

  test('without every qualification that the items ask for', () => {
    const object = { qualifications: ['特种设备安全监察员', '药品检查员'] }
    expect(matched(a({ qualifications: ['药品检查员', '特种设备安全监察员', '医疗器械检查员'] }), { object })).toEqual(everybody)
    expect(matched(a({ qualifications: ['药品检查员'] }), { object })).toEqual(others)
  })

  test('without the expertise that the object asks of officers', () => {
    expect(matched(a({ expertise: ['药品GSP'] }), { object: { expertise: ['药品GSP'] } })).toEqual(everybody)
    expect(matched(a({}), { object: { expertise: ['药品GSP'] } })).toEqual(others)
  })

  test('to a firm from which they declared a recusal', () => {
    expect(matched(recused({}))).toEqual(others)
    expect(matched(recused({ subject: subjectAt(1) }))).toEqual(everybody)
  })

  test('to a firm run by their kin', () => {
    expect(matched(recused({ relation: 'kinship' }))).toEqual(others)
  })

  test('to a firm they own shares in', () => {
    expect(matched(recused({ relation: 'shareholding' }))).toEqual(others)
  })

  test('to a firm that employed them before', () => {
    expect(matched(recused({ relation: 'former_employer' }))).toEqual(others)
  })

  test('to a firm while a recusal with an end still counts on the first day; after the end they are', () => {
    expect(matched(recused({ until: '2026-12-01' }))).toEqual(others)
    expect(matched(recused({ until: '2027-06-30' }))).toEqual(others)
    expect(matched(recused({ until: '2026-11-30' }))).toEqual(everybody)
  })

  test('to the firm they inspected last time', () => {
    expect(matched(visited({ last: true }))).toEqual(others)
    expect(matched(visited({ last: false }))).toEqual(everybody)
  })

  test('to a firm they inspected as often as rotation allows', () => {
    expect(matched(visited({ times: 2 }))).toEqual(everybody)
    expect(matched(visited({ times: 3 }))).toEqual(others)
    expect(matched(visited({ times: 1 }), { settings: { rotationTimes: 1 } })).toEqual(others)
  })

  test('to a team they are on already, or leave', () => {
    expect(matched(a({}), { object: { barred: ['OFFICER:A', 'OFFICER:Z'] } })).toEqual(others)
  })
})

describe('the scope says from where officers are drawn', () => {
  const object = anObject(0)
  const staff = {
    own: ofStation('1', '620121001', { cluster: '东片' }),
    sameCluster: ofStation('2', '620121002', { cluster: '东片' }),
    otherCluster: ofStation('3', '620121003', { cluster: '西片' }),
    noCluster: ofStation('4', '620121004'),
    office: anOfficer('5'),
    neighbour: anOfficer('6', { orgPath: '62.6201.620122' }),
    farCluster: anOfficer('7', { orgPath: '62.6201.620122.620122001', post: 'station', cluster: '东片' }),
    otherCity: anOfficer('8', { orgPath: '62.6202.620202' }),
  }
  const facts = factsOf({ officers: Object.values(staff) })
  const within = (scope: MatchingSettings['scope']): readonly string[] =>
    Object.entries(staff).flatMap(([name, officer]) => (brokenRules(officer, object, groundOf(facts, scope)).length === 0 ? [name] : []))

  test('单一所: the station in whose area the object lies', () => {
    expect(within('station')).toEqual(['own'])
  })

  test('若干所: the stations of its cluster too', () => {
    expect(within('stations')).toEqual(['own', 'sameCluster'])
  })

  test('局机关与所: the office of the bureau too', () => {
    expect(within('office_and_stations')).toEqual(['own', 'sameCluster', 'office'])
  })

  test('全局: everybody of the bureau', () => {
    expect(within('bureau')).toEqual(['own', 'sameCluster', 'otherCluster', 'noCluster', 'office'])
  })

  test('跨区域: everybody under the authority above, and nobody beyond', () => {
    expect(within('cross_region')).toEqual(['own', 'sameCluster', 'otherCluster', 'noCluster', 'office', 'neighbour', 'farCluster'])
  })

  test("a city's task is inspected by its counties: a county's office serves its own county from the first scope on", () => {
    const settings = { orgPath: '62.6201' }
    const staff = [anOfficer('1'), anOfficer('2', { orgPath: '62.6201.620122' }), anOfficer('3', { orgPath: '62.6201' })]
    const city = factsOf({ officers: staff, settings })
    const served = (scope: MatchingSettings['scope']) => staff.filter((one) => brokenRules(one, object, groundOf(city, scope)).length === 0)
    expect(served('station').map((one) => one.subject)).toEqual(['OFFICER:1'])
    expect(served('office_and_stations').map((one) => one.subject)).toEqual(['OFFICER:1', 'OFFICER:3'])
    // Another county's officers come only across regions.
    expect(served('bureau')).toEqual(served('office_and_stations'))
    expect(served('cross_region')).toEqual(staff)
  })

  test('clusters of one name in two counties are two clusters', () => {
    const two = [staff.own, staff.farCluster]
    const city = factsOf({ officers: two, settings: { orgPath: '62.6201' } })
    expect(two.map((one) => brokenRules(one, object, groundOf(city, 'stations')))).toEqual([[], ['in_area']])
  })

  test('areas are compared by whole segments', () => {
    const near = anObject(0, { area: `${county}.6201210010` })
    expect(brokenRules(staff.own, near, groundOf(facts, 'station'))).toEqual(['in_area'])
  })
})

test('an expert needs no certificate, serves every place and is not rotated, but is recused like an officer', () => {
  const expert = anExpert('E', { orgPath: '62.6202', expertise: ['锅炉'], past: [{ subject: subjectAt(0), times: 9, last: true }] })
  const object = anObject(0, { qualifications: ['特种设备安全监察员'], expertise: ['药品GSP'], expertKinds: ['锅炉'] })
  const ground = groundOf(factsOf({ officers: [expert] }), 'station')
  expect(brokenRules(expert, object, ground)).toEqual([])
  expect(brokenRules({ ...expert, expertise: ['电梯'] }, object, ground)).toEqual(['expertise_matches'])
  expect(brokenRules({ ...expert, dept: '消防' }, object, ground)).toEqual(['authority'])
  const kin = { ...expert, recusals: [{ subject: subjectAt(0), relation: 'kinship', until: null } as const] }
  expect(brokenRules(kin, object, ground)).toEqual(['no_kinship'])
})

test('every broken rule is told, in the order of the table', () => {
  const officer = a({
    active: false,
    dept: '消防',
    certificates: [],
    recusals: [{ subject: subjectAt(0), relation: 'kinship', until: null }],
  })
  const broken = brokenRules(officer, anObject(0), groundOf(factsOf({ officers: [officer] }), 'bureau'))
  expect(broken).toEqual(['officer_active', 'authority', 'certificate_valid', 'no_kinship'])
})

test('rules are named with their version in one order, and each says whose rule it is', () => {
  expect(ruleVersions).toEqual([...ruleVersions].sort())
  expect(ruleVersions).toHaveLength(ruleCodes.length)
  for (const code of ruleCodes) {
    const { source } = matchingRules[code]
    expect('rule' in source ? source.rule : source.ownDefault).not.toBe('')
  }
})
