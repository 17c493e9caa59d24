/** Facts for the bench of matching: a province draws for its counties, whose officers have skills; objects ask for one, and a few pairs are barred. */
import type { MatchingFacts, ObjectFacts, OfficerFacts } from '#core/matching/facts.ts'

export type FactsAsked = { readonly objects: number; readonly officers: number; readonly counties: number; readonly teamSize: number }

/** Per cent of objects that ask for each skill. Every officer has the first, and of each further one every 2nd, 3rd, 5th and 8th officer of a county. */
const asked = [60, 20, 12, 6, 2]
const every = [1, 2, 3, 5, 8]

/** One pair of two hundred is barred, by a recusal that the officer declared. */
const barredOneOf = 200

const dept = '市场监管'
const window = { from: '2026-12-01', to: '2026-12-31' }

/** The same facts each time: chance is a fixed stream. */
export function countyFacts({ objects, officers, counties, teamSize }: FactsAsked): MatchingFacts {
  const below = fixedChance(20_261_121)
  const countyPath = (county: number): string => `62.6201.${620_100 + county}`
  const places = Array.from({ length: objects }, () => below(counties))
  const ofCounty: number[][] = Array.from({ length: counties }, () => [])
  for (const [i, county] of places.entries()) ofCounty[county]?.push(i)
  const recusals = (county: number): OfficerFacts['recusals'] =>
    (ofCounty[county] ?? [])
      .filter(() => below(barredOneOf) === 0)
      .map((object) => ({ subject: subjectOf(object), relation: 'declared', until: null }))
  return {
    officers: Array.from({ length: officers }, (_, i): OfficerFacts => {
      const place = Math.floor(i / counties)
      return {
        subject: `OFFICER:${String(i).padStart(6, '0')}`,
        population: 'officers',
        active: true,
        dept,
        orgPath: countyPath(i % counties),
        post: 'office',
        cluster: null,
        certificates: [{ dept, from: '2024-01-01', to: '2029-12-31' }],
        itemScope: ['*'],
        qualifications: [],
        expertise: every.flatMap((step, skill) => (place % step === 0 ? [`skill-${skill}`] : [])),
        leaves: [],
        recusals: recusals(i % counties),
        past: [],
        load: 0,
      }
    }),
    groups: [],
    objects: places.map(
      (county, i): ObjectFacts => ({
        leaf: i.toString(16).padStart(64, '0'),
        subject: subjectOf(i),
        area: countyPath(county),
        items: ['SCJG-001'],
        qualifications: [],
        expertise: [`skill-${skillAsked(below(100))}`],
        expertKinds: [],
        need: { officers: teamSize, experts: 0 },
        barred: [],
      }),
    ),
    settings: {
      dept,
      orgPath: '62',
      window,
      unit: 'person',
      scope: 'station',
      reach: 'station',
      least: 1,
      pairCapPpm: 500_000,
      mostPerOfficer: null,
      balance: 'draw',
      floorPpm: 100_000,
      rotationTimes: 3,
    },
  }
}

const subjectOf = (object: number): string => `91620121MA${String(object).padStart(7, '0')}X`

function skillAsked(percent: number): number {
  let upTo = 0
  return asked.findIndex((share) => {
    upTo += share
    return percent < upTo
  })
}

/** A linear congruential generator modulo 2^32 (Numerical Recipes); good enough to make examples of. */
function fixedChance(seed: number): (n: number) => number {
  let state = seed
  return (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 0x1_0000_0000) * n)
  }
}
