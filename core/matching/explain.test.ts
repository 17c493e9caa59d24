import { describe, expect, test } from 'vitest'
import { anExpert, anObject, anOfficer, county, factsOf, ofStation, subjectAt } from '#test/matching-facts.ts'
import { explainObject, previewEligibility } from './explain.ts'

const kin = (i: number) => [{ subject: subjectAt(i), relation: 'kinship', until: null } as const]

describe('why an object can have the officers it can have', () => {
  test('is told officer by officer, with the scope that was needed', () => {
    const officers = [
      anExpert('E', { expertise: ['锅炉'] }),
      anExpert('F'),
      ofStation('1', '620121001'),
      anOfficer('2', { leaves: [{ from: '2026-12-01', to: '2026-12-01' }], recusals: kin(0) }),
      ofStation('3', '620121002'),
    ]
    const object = anObject(0, { expertKinds: ['锅炉'], need: { officers: 2, experts: 1 } })
    const facts = factsOf({ officers, objects: [anObject(1), object], settings: { scope: 'station', reach: 'cross_region' } })
    expect(explainObject(facts, object.leaf)).toEqual({
      leaf: object.leaf,
      subject: object.subject,
      area: object.area,
      items: ['A01'],
      qualifications: [],
      expertise: [],
      expertKinds: ['锅炉'],
      rows: [
        {
          population: 'officers',
          need: 2,
          scope: 'bureau',
          eligible: 2,
          units: [
            { subject: 'OFFICER:1', broken: [], members: [] },
            { subject: 'OFFICER:2', broken: ['not_on_leave', 'no_kinship'], members: [] },
            { subject: 'OFFICER:3', broken: [], members: [] },
          ],
        },
        {
          population: 'experts',
          need: 1,
          scope: 'station',
          eligible: 1,
          units: [
            { subject: 'EXPERT:E', broken: [], members: [] },
            { subject: 'EXPERT:F', broken: ['expertise_matches'], members: [] },
          ],
        },
      ],
    })
  })

  test('by group, is told of the group and of each member', () => {
    const officers = [anOfficer('A'), anOfficer('B', { recusals: kin(0), itemScope: [] })]
    const groups = [{ subject: 'GROUP:1', members: ['OFFICER:B', 'OFFICER:A'] }]
    const explained = explainObject(factsOf({ officers, groups, settings: { unit: 'group' } }), anObject(0).leaf)
    expect(explained?.rows[0]?.units).toEqual([
      {
        subject: 'GROUP:1',
        broken: ['scope_covers', 'no_kinship'],
        members: [
          { subject: 'OFFICER:B', broken: ['scope_covers', 'no_kinship'] },
          { subject: 'OFFICER:A', broken: [] },
        ],
      },
    ])
  })

  test('is not told of an object that was not drawn', () => {
    expect(explainObject(factsOf({ officers: [anOfficer('A')] }), 'ff'.repeat(32))).toBeNull()
  })
})

describe('the preview of eligibility', () => {
  const officers = [
    anExpert('E'),
    ofStation('1', '620121001', { recusals: kin(1) }),
    anOfficer('2'),
    anOfficer('3', { itemScope: ['B02'] }),
  ]
  const objects = [
    anObject(0),
    anObject(1),
    anObject(2, { area: `${county}.620121009`, items: ['B02'], need: { officers: 2, experts: 1 } }),
  ]
  const preview = previewEligibility(
    factsOf({ officers, objects, settings: { scope: 'station', reach: 'office_and_stations', least: 3, pairCapPpm: 600_000 } }),
  )

  test('counts who is there, who may be drawn, and how many are eligible per object', () => {
    expect([preview.objects, preview.rows, preview.pairs]).toEqual([3, 4, 6])
    expect([preview.officers, preview.units]).toEqual([
      { officers: 3, experts: 1 },
      { officers: 3, experts: 1 },
    ])
    expect(preview.histogram).toEqual([
      { population: 'officers', eligible: 1, rows: 1 },
      { population: 'officers', eligible: 2, rows: 2 },
      { population: 'experts', eligible: 1, rows: 1 },
    ])
  })

  test('is never silent about widening, too few, and caps that gave way', () => {
    expect(preview.counts).toEqual({ widened: [['office_and_stations', 3]], belowLeast: 4, capLifted: 4 })
  })

  test('tells by kind of object which rule removes whom, the scarcest first', () => {
    const told = preview.classes.map((one) => [one.population, one.items, one.objects, one.eligibleLeast, one.eligibleMost, one.scope])
    expect(told).toEqual([
      ['officers', ['A01'], 2, 1, 2, 'office_and_stations'],
      ['experts', ['B02'], 1, 1, 1, 'station'],
      ['officers', ['B02'], 1, 2, 2, 'office_and_stations'],
    ])
    expect(preview.classCount).toBe(3)
    expect(preview.classes[0]?.removed).toEqual([
      { rule: 'scope_covers', count: 1, only: 1 },
      { rule: 'no_kinship', count: 1, only: 1 },
    ])
  })

  test('tells of a kind the widest scope that one of its objects needed', () => {
    const staff = [ofStation('1', '620121001', { recusals: kin(1) }), ofStation('2', '620121001'), anOfficer('3')]
    const settings = { scope: 'station', reach: 'bureau' } as const
    const { classes, counts } = previewEligibility(factsOf({ officers: staff, objects: [anObject(0), anObject(1)], settings }))
    expect(classes.map(({ scope, eligibleLeast, eligibleMost }) => [scope, eligibleLeast, eligibleMost])).toEqual([
      ['office_and_stations', 2, 2],
    ])
    expect(counts.widened).toEqual([['office_and_stations', 1]])
  })

  test('says what would be infeasible, before anything is drawn', () => {
    expect(preview.infeasible?.shortages.map(({ first, eligible }) => [first[0]?.subject, eligible])).toEqual([[subjectAt(1), 1]])
    expect(previewEligibility(factsOf({ officers, objects: [anObject(0)] })).infeasible).toBeNull()
  })
})
