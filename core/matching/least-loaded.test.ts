import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesFor, value } from '#test/vectors/example-draws.ts'
import { hex } from '../bytes.ts'
import { type Edges, edgesDigest, edgesProblem, objectsRoot } from './edges.ts'
import { matchLeastLoaded } from './least-loaded.ts'

const basis = { suite: 'sha256', drawId: '620102202611201001-P-1', commitHash: 'cd'.repeat(32), seed: bytesFor('sha256', 'seed') } as const
const objectsOf = (count: number): string[] => Array.from({ length: count }, (_, i) => hex(bytesFor('sha256', `object ${i}`)))
const officersOf = (count: number): string[] => Array.from({ length: count }, (_, i) => `OFFICER:${String(i).padStart(3, '0')}`)
const everyone = (objects: number, officers: number): Edges => ({
  objects: objectsOf(objects),
  officers: officersOf(officers),
  edges: Array.from({ length: objects }, () => Array.from({ length: officers }, (_, i) => i)),
})

test('every object gets two different eligible officers, exactly one of them the lead, and the load is even', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 2, max: 12 }), (objects, officers) => {
      const assignment = value(matchLeastLoaded(basis, everyone(objects, officers), 2))
      const loads = new Map(officersOf(officers).map((officer) => [officer, 0]))
      for (const { officers: team } of assignment) {
        expect(new Set(team.map(({ officer }) => officer)).size).toBe(2)
        expect(team.map(({ role }) => role)).toEqual(['lead', 'assist'])
        for (const { officer } of team) loads.set(officer, (loads.get(officer) ?? 0) + 1)
      }
      expect(Math.max(...loads.values()) - Math.min(...loads.values())).toBeLessThanOrEqual(1)
    }),
    { numRuns: 30 },
  )
})

test('nobody outside the eligible pairs is matched, and an object with too few of them is a failure, not a smaller team', () => {
  const edges = { ...everyone(3, 5), edges: [[0, 4], [1, 2], [4]] }
  expect(matchLeastLoaded(basis, edges, 2)).toEqual({
    ok: false,
    failure: { type: 'team_too_small', object: edges.objects[2], eligible: 1, teamSize: 2 },
  })
  const [first] = value(
    matchLeastLoaded(
      basis,
      {
        ...edges,
        edges: [
          [0, 4],
          [1, 2],
          [3, 4],
        ],
      },
      2,
    ),
  )
  expect(first?.officers.map(({ officer }) => officer).sort()).toEqual(['OFFICER:000', 'OFFICER:004'])
})

test('same seed same teams; another seed gives other teams', () => {
  const teams = (seed: string): string => JSON.stringify(matchLeastLoaded({ ...basis, seed: bytesFor('sha256', seed) }, everyone(20, 8), 2))
  expect(teams('a')).toBe(teams('a'))
  expect(teams('a')).not.toBe(teams('b'))
})

test('every pair of officers has about the same chance of the first object, and of leading it', () => {
  const edges = everyone(1, 4)
  const pairs = new Map<string, number>()
  const runs = 6000
  for (let run = 0; run < runs; run++) {
    const [team] = value(matchLeastLoaded({ ...basis, seed: bytesFor('sha256', `run ${run}`) }, edges, 2))
    const key = team?.officers.map(({ officer }) => officer.slice(-1)).join('') ?? ''
    pairs.set(key, (pairs.get(key) ?? 0) + 1)
  }
  expect(pairs.size).toBe(12)
  const x = [...pairs.values()].reduce((sum, c) => sum + (c - runs / 12) ** 2 / (runs / 12), 0)
  expect(x).toBeLessThan(31.3) // χ² with 11 degrees of freedom, 0.1 %
})

test('the digest of the eligible pairs does not depend on the order of the objects; the root of the objects does', () => {
  const edges = {
    ...everyone(4, 5),
    edges: [
      [0, 1],
      [1, 2, 3],
      [0, 4],
      [2, 3],
    ],
  }
  const turned = { ...edges, objects: [...edges.objects].reverse(), edges: [...edges.edges].reverse() }
  expect(edgesDigest('sha256', turned)).toBe(edgesDigest('sha256', edges))
  expect(
    edgesDigest('sha256', {
      ...edges,
      edges: [
        [0, 2],
        [1, 2, 3],
        [0, 4],
        [2, 3],
      ],
    }),
  ).not.toBe(edgesDigest('sha256', edges))
  expect(edgesDigest('sm3', edges)).not.toBe(edgesDigest('sha256', edges))
  expect(objectsRoot('sha256', turned.objects)).not.toBe(objectsRoot('sha256', edges.objects))
})

test('edges from elsewhere that are not in their one form are refused', () => {
  const sound = everyone(2, 3)
  expect(edgesProblem(sound)).toBeNull()
  const wrong: Edges[] = [
    { ...sound, edges: sound.edges.slice(1) },
    {
      ...sound,
      edges: [
        [0, 3],
        [0, 1],
      ],
    },
    {
      ...sound,
      edges: [
        [1, 0],
        [0, 1],
      ],
    },
    {
      ...sound,
      edges: [
        [1, 1],
        [0, 1],
      ],
    },
    { ...sound, officers: [...sound.officers].reverse() },
    { ...sound, officers: ['OFFICER:1', 'OFFICER:1', 'OFFICER:2'] },
    { ...sound, objects: [sound.objects[0] ?? '', sound.objects[0] ?? ''] },
  ]
  for (const one of wrong) expect(edgesProblem(one)).not.toBeNull()
})
