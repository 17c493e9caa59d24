/** Any facts of officer matching, small and full of clashes, for properties: few codes, so that officers and objects meet in all of them. */
import fc from 'fast-check'
import { type MatchingFacts, type ObjectFacts, type OfficerFacts, scopes } from '#core/matching/facts.ts'
import { market, plainSettings, subjectAt } from './matching-facts.ts'

const some = <T>(...values: readonly T[]) => fc.subarray([...values])
const depts = fc.constantFrom(market, market, market, '消防')
const paths = fc.constantFrom('62', '62.6201', '62.6201.1', '62.6201.1.1', '62.6201.1.2', '62.6201.2', '62.6201.2.1', '62.6202.1')
const days = fc.constantFrom('2026-11-30', '2026-12-01', '2026-12-15', '2026-12-31', '2027-01-01')
const windows = fc.record({ from: days, to: days })
const mostly = (often: boolean) => fc.constantFrom(often, often, often, often, !often)
const firms = fc.nat({ max: 5 }).map(subjectAt)

const person = fc.record<Omit<OfficerFacts, 'subject'>>({
  population: fc.constantFrom('officers', 'officers', 'experts'),
  active: mostly(true),
  dept: depts,
  orgPath: paths,
  post: fc.constantFrom('office', 'station'),
  cluster: fc.constantFrom(null, '东片', '西片'),
  certificates: fc.array(fc.record({ dept: depts, from: fc.constant('2024-01-01'), to: fc.constantFrom('2029-12-31', '2026-12-15') }), {
    maxLength: 2,
  }),
  itemScope: fc.constantFrom(['*'], ['*'], ['A'], ['A', 'B'], []),
  qualifications: some('q1', 'q2'),
  expertise: some('x1', 'x2'),
  leaves: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.array(windows, { maxLength: 2 })),
  recusals: fc.array(
    fc.record({
      subject: firms,
      relation: fc.constantFrom('declared', 'kinship', 'shareholding', 'former_employer'),
      until: fc.oneof(fc.constant(null), days),
    }),
    { maxLength: 3 },
  ),
  past: fc.array(fc.record({ subject: firms, times: fc.nat({ max: 4 }), last: mostly(false) }), { maxLength: 3 }),
  load: fc.nat({ max: 9 }),
})

const firm = fc.record<Omit<ObjectFacts, 'leaf' | 'subject'>>({
  area: paths,
  items: some('A', 'B'),
  qualifications: some('q1', 'q2'),
  expertise: fc.constantFrom([], [], ['x1']),
  expertKinds: some('x1', 'x2'),
  need: fc.record({ officers: fc.integer({ min: 0, max: 2 }), experts: fc.nat({ max: 1 }) }),
  barred: fc.subarray(['OFFICER:00', 'OFFICER:01', 'EXPERT:02']),
})

/** Facts in their one form; several objects may be one firm. */
export const anyFacts: fc.Arbitrary<MatchingFacts> = fc
  .record({
    people: fc.array(person, { maxLength: 12 }),
    objects: fc.array(fc.tuple(firms, firm), { maxLength: 6 }),
    unit: fc.constantFrom('person', 'group'),
    pairs: fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength: 5 }),
    dept: depts,
    orgPath: fc.constantFrom('62.6201', '62.6201.1', '62'),
    scope: fc.nat({ max: scopes.length - 1 }),
    reach: fc.nat({ max: scopes.length - 1 }),
    least: fc.integer({ min: 1, max: 5 }),
    rotationTimes: fc.integer({ min: 1, max: 4 }),
  })
  .map(({ people, objects, unit, pairs, dept, orgPath, scope, reach, least, rotationTimes }): MatchingFacts => {
    const officers = people.map(
      (one, i): OfficerFacts => ({
        ...one,
        subject: `${one.population === 'experts' ? 'EXPERT' : 'OFFICER'}:${String(i).padStart(2, '0')}`,
      }),
    )
    const staff = officers.filter(({ population }) => population === 'officers').map(({ subject }) => subject)
    const groups = pairs
      .map((members) => [...new Set(members.flatMap((place) => staff[place % staff.length] ?? []))])
      .filter((members) => members.length > 1)
    return {
      officers: officers.sort((a, b) => (a.subject < b.subject ? -1 : 1)),
      groups: groups.map((members, i) => ({ subject: `GROUP:${i}`, members })),
      objects: objects.map(([subject, one], i): ObjectFacts => ({ ...one, subject, leaf: i.toString(16).padStart(64, '0') })),
      settings: {
        ...plainSettings,
        dept,
        orgPath,
        unit,
        scope: scopes[Math.min(scope, reach)] ?? 'station',
        reach: scopes[Math.max(scope, reach)] ?? 'bureau',
        least,
        rotationTimes,
      },
    }
  })
