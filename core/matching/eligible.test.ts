import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyFacts } from '#test/any-facts.ts'
import { anExpert, anObject, anOfficer, factsOf, market, ofStation, subjectAt } from '#test/matching-facts.ts'
import { type Eligible, eligiblePairs } from './eligible.ts'
import { type MatchingFacts, populations, scopes } from './facts.ts'
import { whole } from './graph.ts'
import { brokenRules, groundOf, ruleCodes } from './rules.ts'
import { candidatesOf, codesOf, rulingOf, scopesTried } from './ruling.ts'

/** The subjects of every row. */
const named = ({ units, rows, graph }: Eligible): readonly (readonly string[])[] =>
  rows.map((_, i) => [...graph.edges.subarray(graph.start[i], graph.start[i + 1])].map((column) => units[column]?.[0] ?? ''))

/** Every rule on every officer and object, one after another: what the classes must agree with. */
function naive(facts: MatchingFacts): readonly { readonly scope: string; readonly subjects: readonly string[] }[] {
  const candidates = candidatesOf(facts)
  return facts.objects.flatMap((object) =>
    populations.flatMap((population) => {
      if (object.need[population] === 0) return []
      const need = population === 'officers' && facts.settings.unit === 'group' ? 1 : object.need[population]
      const tried = scopesTried(facts, population).map((scope) => {
        const ground = groundOf(facts, scope)
        const may = candidates.filter(
          (one) =>
            one.population === population &&
            one.people.every((person) => {
              const officer = facts.officers[person]
              return officer !== undefined && brokenRules(officer, object, ground).length === 0
            }),
        )
        return { scope, subjects: may.map(({ subject }) => subject) }
      })
      const found = tried.find(({ subjects }) => subjects.length >= Math.max(facts.settings.least, need)) ?? tried.at(-1)
      return found ? [found] : []
    }),
  )
}

describe('the rules applied to everybody at once', () => {
  test('give the same pairs and scopes as every rule on every officer and object', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const eligible = eligiblePairs(facts)
        const slowly = naive(facts)
        expect(named(eligible)).toEqual(slowly.map(({ subjects }) => subjects))
        expect(eligible.rows.map(({ scope }) => scope)).toEqual(slowly.map(({ scope }) => scope))
      }),
      { numRuns: 300 },
    )
  })

  test('tell the same broken rules as officer by officer', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...scopes), (facts, scope) => {
        const ruling = rulingOf(facts)
        for (const [i, object] of facts.objects.entries()) {
          const told = [...ruling.broken(i, scope)].map(codesOf)
          const slowly = ruling.candidates.map(({ people }) => {
            const broken = people
              .flatMap((person) => facts.officers[person] ?? [])
              .map((one) => brokenRules(one, object, groundOf(facts, scope)))
            return ruleCodes.filter((code) => broken.some((codes) => codes.includes(code)))
          })
          expect(told).toEqual(slowly)
        }
      }),
      { numRuns: 150 },
    )
  })

  test('do not depend on the order of anything inside an officer or an object', () => {
    const turned = <T extends object>(one: T): T =>
      // Only lists are turned, so every member keeps its type.
      Object.fromEntries(Object.entries(one).map(([key, value]) => [key, Array.isArray(value) ? value.toReversed() : value])) as T
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const other = { ...facts, officers: facts.officers.map(turned), objects: facts.objects.map(turned) }
        expect(eligiblePairs(other)).toEqual(eligiblePairs(facts))
      }),
      { numRuns: 100 },
    )
  })

  test('contain, in each scope, whoever was eligible in the one before', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const ruling = rulingOf(facts)
        for (const object of facts.objects.keys()) {
          for (const population of populations) {
            const lists = scopes.map((scope) => [...ruling.inClass(object, scope, population)])
            for (const [i, wider] of lists.slice(1).entries()) expect(wider).toEqual(expect.arrayContaining(lists[i] ?? []))
          }
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('the search is widened', () => {
  const officers = [
    ofStation('1', '620121001', { cluster: '东片' }),
    ofStation('2', '620121002', { cluster: '东片' }),
    anOfficer('3'),
    ofStation('4', '620121004'),
    anOfficer('5', { orgPath: '62.6201.620122' }),
  ]
  const searched = (least: number, reach: (typeof scopes)[number]) => {
    const { rows, counts } = eligiblePairs(factsOf({ officers, settings: { scope: 'station', reach, least } }))
    return [rows[0]?.scope, counts.widened, counts.belowLeast]
  }

  test('scope by scope until enough are eligible, and it is counted', () => {
    expect(searched(1, 'cross_region')).toEqual(['stations', [['stations', 1]], 0])
    expect(searched(3, 'cross_region')).toEqual(['office_and_stations', [['office_and_stations', 1]], 0])
    expect(searched(4, 'cross_region')).toEqual(['bureau', [['bureau', 1]], 0])
    expect(searched(5, 'cross_region')).toEqual(['cross_region', [['cross_region', 1]], 0])
  })

  test('never beyond the scope that the task allows; too few even so are counted', () => {
    expect(searched(5, 'office_and_stations')).toEqual(['office_and_stations', [['office_and_stations', 1]], 1])
    expect(searched(9, 'cross_region')).toEqual(['cross_region', [['cross_region', 1]], 1])
  })

  test('not at all where the first scope is enough', () => {
    const own = ofStation('6', '620121001')
    const { rows, counts } = eligiblePairs(
      factsOf({ officers: [...officers, own], settings: { scope: 'station', reach: 'cross_region', least: 2 } }),
    )
    expect([rows[0]?.scope, counts]).toEqual(['station', { widened: [], belowLeast: 0, capLifted: 0 }])
  })

  test('for one object because of a recusal, and not for its neighbour', () => {
    const recusals = [{ subject: subjectAt(0), relation: 'kinship', until: null } as const]
    const own = ofStation('6', '620121001', { recusals })
    const facts = factsOf({
      officers: [...officers, own],
      objects: [anObject(0), anObject(1)],
      settings: { scope: 'station', reach: 'cross_region' },
    })
    expect(eligiblePairs(facts).rows.map(({ scope }) => scope)).toEqual(['stations', 'station'])
  })
})

test('a scope of one station works without any wider one', () => {
  const officers = [ofStation('1', '620121001'), ofStation('2', '620121001'), anOfficer('3')]
  expect(named(eligiblePairs(factsOf({ officers, settings: { scope: 'station', reach: 'station' } })))).toEqual([
    ['OFFICER:1', 'OFFICER:2'],
  ])
})

test('in a joint task each department draws its own officers', () => {
  const fire = (name: string) => anOfficer(name, { dept: '消防', certificates: [{ dept: '消防', from: '2024-01-01', to: '2029-12-31' }] })
  const officers = [anOfficer('A'), anOfficer('B'), fire('C'), fire('D')]
  const drawnBy = (dept: string) => eligiblePairs(factsOf({ officers, settings: { dept } })).units.map(([subject]) => subject)
  expect([drawnBy(market), drawnBy('消防')]).toEqual([
    ['OFFICER:A', 'OFFICER:B'],
    ['OFFICER:C', 'OFFICER:D'],
  ])
})

describe('experts', () => {
  const officers = [anExpert('E', { expertise: ['锅炉'] }), anExpert('F'), anOfficer('A'), anOfficer('B')]

  test('come in addition and never count towards the team', () => {
    const wanting = anObject(0, { expertKinds: ['锅炉'], need: { officers: 2, experts: 1 } })
    const eligible = eligiblePairs(factsOf({ officers, objects: [wanting, anObject(1)] }))
    expect(eligible.rows.map(({ object, population, need }) => [object, population, need])).toEqual([
      [0, 'officers', 2],
      [0, 'experts', 1],
      [1, 'officers', 2],
    ])
    expect(named(eligible)).toEqual([['OFFICER:A', 'OFFICER:B'], ['EXPERT:E'], ['OFFICER:A', 'OFFICER:B']])
  })

  test('may be all that a replacement wants', () => {
    const seat = anObject(0, { need: { officers: 0, experts: 1 }, barred: ['EXPERT:E'] })
    expect(named(eligiblePairs(factsOf({ officers, objects: [seat] })))).toEqual([['EXPERT:F']])
  })

  test('are not limited in number by the limit of an officer', () => {
    const wanting = anObject(0, { need: { officers: 2, experts: 1 } })
    const { units, graph } = eligiblePairs(factsOf({ officers, objects: [wanting, anObject(1)], settings: { mostPerOfficer: 1 } }))
    expect(units.map(([, , most]) => most)).toEqual([null, null, 1, 1])
    expect([...(graph.most ?? [])]).toEqual([3, 3, 1, 1])
  })
})

describe('groups', () => {
  const officers = [anExpert('E'), ...['A', 'B', 'C', 'D', 'E'].map((name, load) => anOfficer(name, { load }))]
  const groups = [
    { subject: 'GROUP:1', members: ['OFFICER:C', 'OFFICER:A'] },
    { subject: 'GROUP:2', members: ['OFFICER:B', 'OFFICER:D', 'OFFICER:E'] },
  ]
  const settings = { unit: 'group', balance: 'year' } as const

  test('are drawn whole, the leader first, one for an object; experts still come as persons', () => {
    const objects = [anObject(0, { need: { officers: 2, experts: 1 } })]
    const eligible = eligiblePairs(factsOf({ officers, groups, objects, settings }))
    expect(eligible.rows.map(({ need }) => need)).toEqual([1, 1])
    expect(named(eligible)).toEqual([['GROUP:1', 'GROUP:2'], ['EXPERT:E']])
    expect(eligible.units).toEqual([
      ['EXPERT:E', 0, null, []],
      ['GROUP:1', 2, null, ['OFFICER:C', 'OFFICER:A']],
      ['GROUP:2', 4, null, ['OFFICER:B', 'OFFICER:D', 'OFFICER:E']],
    ])
  })

  test('stay away from an object that one member must not inspect', () => {
    const recusals = [{ subject: subjectAt(0), relation: 'shareholding', until: null } as const]
    const changed = officers.map((one) => (one.subject === 'OFFICER:D' ? { ...one, recusals } : one))
    const eligible = eligiblePairs(factsOf({ officers: changed, groups, objects: [anObject(0), anObject(1)], settings }))
    expect(named(eligible)).toEqual([['GROUP:1'], ['GROUP:1', 'GROUP:2']])
  })
})

test('whoever may inspect nothing is no unit', () => {
  const officers = [anOfficer('A'), anOfficer('B', { active: false }), anOfficer('C')]
  expect(eligiblePairs(factsOf({ officers })).units.map(([subject]) => subject)).toEqual(['OFFICER:A', 'OFFICER:C'])
})

test('the work of the year counts only where the task says so', () => {
  const officers = [anOfficer('A', { load: 7 }), anOfficer('B', { load: 2 })]
  const priors = (balance: 'draw' | 'year') => eligiblePairs(factsOf({ officers, settings: { balance } })).units.map(([, prior]) => prior)
  expect([priors('draw'), priors('year')]).toEqual([
    [0, 0],
    [7, 2],
  ])
})

test('the cap of a pair gives way where too few are eligible, and that is counted', () => {
  const capped = (count: number) => {
    const officers = Array.from({ length: count }, (_, i) => anOfficer(`${i}`))
    const { graph, counts } = eligiblePairs(factsOf({ officers, settings: { pairCapPpm: 500_000 } }))
    return [graph.cap[0], counts.capLifted]
  }
  expect(capped(5)).toEqual([whole / 2, 0])
  expect(capped(4)).toEqual([whole / 2, 0])
  expect(capped(3)).toEqual([Math.ceil((2 * whole) / 3), 1])
  expect(capped(2)).toEqual([whole, 1])
})
