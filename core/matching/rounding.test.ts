import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryGraph, graphOf } from '#test/matching-graphs.ts'
import { type Outcome, oracleGraph, oracleOutcomes } from '#test/oracle/graph-oracle.ts'
import { drbg } from '../draws/drbg.ts'
import { shortage } from './flow.ts'
import { columnSums, columnsOf, type Graph, rowsOf, whole } from './graph.ts'
import { sharesOnGrid } from './grid.ts'
import { balancedShares } from './marginals.ts'
import { type Lots, roundShares } from './rounding.ts'

const lotsOf = (seed: number): Lots =>
  drbg({ suite: 'sha256', drawId: '620102202611201001-P-1', commitHash: 'ab'.repeat(32), seed: new Uint8Array(32).fill(seed) }, 'round')

const gridOf = (graph: Graph): Uint32Array => sharesOnGrid(graph, balancedShares(graph, { floorPpm: 100_000 }))

describe('the lot of dependent rounding', () => {
  test('chooses every pair with exactly its share: all outcomes of small graphs, counted as fractions', () => {
    let outcomesSeen = 0
    fc.assert(
      fc.property(arbitraryGraph({ rows: 4, columns: 4, caps: true, priors: true }), (graph) => {
        const grid = gridOf(graph)
        const outcomes = oracleOutcomes(oracleGraph(graph), [...grid])
        outcomesSeen += outcomes.length
        expect(sumOf(outcomes.map(({ probability }) => probability))).toEqual([1n, 1n])
        for (const [edge, share] of grid.entries()) {
          const chosen = outcomes.filter((outcome) => outcome.chosen[edge] === 1)
          expect(sumOf(chosen.map(({ probability }) => probability))).toEqual(reduced([BigInt(share), BigInt(whole)]))
        }
        // The oracle's lots lead the implementation to every outcome, by the last number that raises and the first that does not.
        for (const outcome of outcomes)
          expect([...roundShares(graph, grid, ledBy(outcome, shufflesOf(graph, grid)))]).toEqual(outcome.chosen)
      }),
      { numRuns: 120, seed: 4 },
    )
    expect(outcomesSeen).toBeGreaterThan(1000)
  })

  test('gives every row exactly its need and every unit its expected load rounded down or up, so a limit holds for certain', () => {
    const lots = lotsOf(1)
    fc.assert(
      fc.property(arbitraryGraph({ rows: 20, columns: 9, caps: true, priors: true, limits: true }), (any) => {
        const graph = shortage(any) === null ? any : { ...any, most: null }
        const grid = gridOf(graph)
        expectWithin(graph, grid, roundShares(graph, grid, lots))
      }),
      { numRuns: 500, seed: 4 },
    )
  })

  test('in 100,000 lots pairs come up as often as their shares say', { timeout: 30_000 }, () => {
    const units = [0, 1, 2, 3, 4, 5, 6]
    const graph = graphOf(
      Array.from({ length: 12 }, (_, i) => ({
        units: units.filter((j) => (i * 7 + j * 3) % 4 !== 0),
        need: 1 + (i % 2),
        cap: i % 3 === 0 ? whole / 2 : whole,
      })),
      { prior: [0, 3, 1, 4, 1, 5, 9] },
    )
    const grid = gridOf(graph)
    const lots = lotsOf(2)
    const counts = new Uint32Array(grid.length)
    const runs = 100_000
    for (let run = 0; run < runs; run++)
      for (const [edge, chosen] of roundShares(graph, grid, lots).entries()) counts[edge] = (counts[edge] ?? 0) + chosen
    const scores = [...grid].flatMap((share, edge) => {
      const p = share / whole
      return p === 0 || p === 1 ? [] : [((counts[edge] ?? 0) - runs * p) / Math.sqrt(runs * p * (1 - p))]
    })
    expect(scores.length).toBeGreaterThan(50)
    // Beyond 5 lies less than 10^-6 of a score (Bernstein), of all scores together less than 10^-3. Their squares average 1 however they depend on each other.
    expect(Math.max(...scores.map(Math.abs))).toBeLessThan(5)
    const meanSquare = scores.reduce((sum, z) => sum + z * z, 0) / scores.length
    expect(meanSquare).toBeGreaterThan(0.6)
    expect(meanSquare).toBeLessThan(1.5)
  })

  test('sends every two officers of equal shares together equally often: nobody has a neighbour', { timeout: 30_000 }, () => {
    const size = 6
    const graph = graphOf(Array.from({ length: 10 }, () => ({ units: Array.from({ length: size }, (_, i) => i), need: 2 })))
    const grid = gridOf(graph)
    const lots = lotsOf(8)
    const together = new Map<string, number>()
    const runs = 6000
    for (let run = 0; run < runs; run++) {
      const chosen = roundShares(graph, grid, lots)
      for (let row = 0; row < 10; row++) {
        const pair = graph.edges.subarray(row * size, row * size + size).filter((_, i) => chosen[row * size + i] === 1)
        together.set(pair.join(), (together.get(pair.join()) ?? 0) + 1)
      }
    }
    expect(together.size).toBe(15)
    for (const n of together.values()) expect(Math.abs(n - (runs * 10) / 15)).toBeLessThan(5 * Math.sqrt((runs * 10 * 14) / 15 / 15))
  })

  test('who goes to one object tells nothing of the next: any two objects share an officer as often as any other two', {
    timeout: 60_000,
  }, () => {
    const [officers, objects, runs] = [10, 20, 10_000]
    const graph = graphOf(Array.from({ length: objects }, () => ({ units: Array.from({ length: officers }, (_, i) => i), need: 2 })))
    const grid = gridOf(graph)
    const lots = lotsOf(9)
    const shared = Array.from({ length: objects }, () => new Float64Array(objects))
    for (let run = 0; run < runs; run++) {
      const chosen = roundShares(graph, grid, lots)
      for (let officer = 0; officer < officers; officer++) {
        const own = Array.from({ length: objects }, (_, row) => row).filter((row) => chosen[row * officers + officer] === 1)
        for (const a of own) for (const b of own) (shared[a] ?? own)[b] = (shared[a]?.[b] ?? 0) + 1
      }
    }
    // Everybody has exactly 4 of the 20. Drawn apart from all others, who goes to one object goes to another one with a chance of 3 in 19.
    const chance = 3 / 19
    // At most 2 are shared, so the variance of their number is at most twice its expectation; beyond 5 lies less than 2·10^-5 of each (Bernstein).
    const bound = 5 / Math.sqrt(chance * runs)
    for (let a = 0; a < objects; a++)
      for (let b = 0; b < a; b++) expect(Math.abs((shared[a]?.[b] ?? 0) / (2 * runs) / chance - 1)).toBeLessThan(bound)
  })

  test('needs no chance where nothing is open, and few lots where everything is tied', () => {
    const certain = graphOf([{ units: [0, 1], need: 2 }, { units: [1] }])
    const never: Lots = {
      below: () => {
        throw new Error('no lot is needed')
      },
    }
    expect([...roundShares(certain, gridOf(certain), never)]).toEqual([1, 1, 1])
    // One row in which something is open: its two edges and the two of `rest` are put in order, and one lot decides.
    const beside = graphOf([{ units: [0, 1], need: 2 }, { units: [1] }, { units: [2, 3] }])
    const few: number[] = []
    roundShares(beside, gridOf(beside), { below: (n) => few.push(n) && 0 })
    expect(few).toEqual([2, 2, whole])
    let asked = 0
    const tied = graphOf(Array.from({ length: 6 }, () => ({ units: [0, 1, 2, 3], need: 2 })))
    const lots = lotsOf(3)
    roundShares(tied, gridOf(tied), { below: (n) => lots.below(++asked && n) })
    expect(asked).toBeLessThanOrEqual(18 + shufflesOf(tied, gridOf(tied)))
  })

  test('refuses shares that do not sum to whole numbers, or exceed one', () => {
    const graph = graphOf([{ units: [0, 1] }])
    expect(() => roundShares(graph, Uint32Array.of(whole / 2, whole / 2 - 1), lotsOf(4))).toThrow(RangeError)
    expect(() => roundShares(graph, Uint32Array.of(whole + 5, whole - 5), lotsOf(4))).toThrow(RangeError)
  })

  test('asks only for numbers below 2^30 at most, and never for none', () => {
    const lots = lotsOf(5)
    const graph = graphOf(Array.from({ length: 40 }, (_, i) => ({ units: [0, 1, 2, 3, 4, 5].filter((j) => (i * i + j) % 3 > 0), need: 2 })))
    roundShares(graph, gridOf(graph), {
      below: (n) => {
        expect(n).toBeGreaterThanOrEqual(2)
        expect(n).toBeLessThanOrEqual(whole)
        return lots.below(n)
      },
    })
  })
})

describe('the lot ends quickly', () => {
  const long = 100_000
  const ring = (step: readonly number[]) =>
    Array.from({ length: long }, (_, i) => ({ units: step.map((by) => (i + by) % long).sort((a, b) => a - b) }))
  const cases: readonly (readonly [string, Graph])[] = [
    ['on a path', graphOf(ring([0, 1]).slice(0, -1), { columns: long })],
    [
      'on a path whose units held different loads',
      graphOf(ring([0, 1]).slice(0, -1), { prior: Array.from({ length: long }, (_, i) => (i * 7919) % 13) }),
    ],
    ['on a long cycle', graphOf(ring([0, 1]))],
    [
      'on a long cycle whose units held different loads',
      graphOf(ring([0, 1]), { prior: Array.from({ length: long }, (_, i) => (i * 7919) % 13) }),
    ],
    ['on a long ladder', graphOf(ring([0, 1, long / 2]), { prior: Array.from({ length: long }, (_, i) => i % 3) })],
    ['on a long band', graphOf(ring([0, 1, 2, 3]))],
    ['on a star', graphOf(Array.from({ length: long }, (_, i) => ({ units: [0, i + 1] })))],
    ['where one officer does everything', graphOf(Array.from({ length: long }, () => ({ units: [0] })))],
    [
      'where two officers share everything',
      graphOf(
        Array.from({ length: long }, () => ({ units: [0, 1] })),
        { prior: [0, 30_000] },
      ),
    ],
    ['where one object may have anybody', graphOf([{ units: Array.from({ length: long }, (_, i) => i), need: 9 }])],
  ]
  test.each(cases)('%s', (_, graph) => {
    const grid = gridOf(graph)
    expectWithin(graph, grid, roundShares(graph, grid, lotsOf(6)))
  })

  test('even on shares chosen against it, where cycles grow as long as the path', () => {
    const size = 5000
    const graph = graphOf(Array.from({ length: size }, (_, i) => ({ units: [i, i + 1] })))
    const grid = Uint32Array.from(graph.edges, (_, edge) => (edge % 2 === 0 ? 1 + (edge >> 1) : whole - 1 - (edge >> 1)))
    expectWithin(graph, grid, roundShares(graph, grid, lotsOf(7)))
  })
})

function expectWithin(graph: Graph, grid: Uint32Array, chosen: Uint8Array): void {
  let wrong = 0
  for (let row = 0; row < rowsOf(graph); row++) {
    const team = chosen.subarray(graph.start[row], graph.start[row + 1])
    if (team.reduce((sum, one) => sum + one, 0) !== graph.need[row]) wrong++
  }
  const loads = columnSums(graph, chosen)
  const expected = columnSums(graph, grid)
  for (let column = 0; column < columnsOf(graph); column++) {
    const exactly = (expected[column] ?? 0) / whole
    const load = loads[column] ?? 0
    if (load !== Math.floor(exactly) && load !== Math.ceil(exactly)) wrong++
    if (graph.most && load > (graph.most[column] ?? 0)) wrong++
  }
  expect(wrong).toBe(0)
}

/** How many lots put the rows with open edges in order, and the open edges of `rest` and of the rows. */
function shufflesOf(graph: Graph, grid: Uint32Array): number {
  const lots = (open: number): number => Math.max(0, open - 1)
  const rows = Array.from({ length: rowsOf(graph) }, (_, row) => grid.subarray(graph.start[row], graph.start[row + 1]))
  const open = rows.map((row) => row.filter((part) => part > 0 && part < whole).length)
  const ofRest = columnSums(graph, grid).filter((sum) => sum % whole !== 0).length
  return [open.filter((n) => n > 0).length, ofRest, ...open].reduce((sum, n) => sum + lots(n), 0)
}

/** Leaves the order as it is, which is one order of all, then raises and lowers as the oracle did, and holds the implementation to its bounds. */
function ledBy({ lots }: Outcome, shuffles: number): Lots {
  let next = -shuffles
  return {
    below: (n) => {
      if (next < 0) {
        next++
        return n - 1
      }
      const lot = lots[next++]
      expect(n).toBe((lot?.up ?? 0) + (lot?.down ?? 0))
      return lot?.rises ? lot.down - 1 : (lot?.down ?? 0)
    },
  }
}

function sumOf(fractions: readonly (readonly [bigint, bigint])[]): readonly [bigint, bigint] {
  return fractions.reduce(([a, b], [c, d]) => reduced([a * d + c * b, b * d]), [0n, 1n] as const)
}

function reduced([top, bottom]: readonly [bigint, bigint]): readonly [bigint, bigint] {
  let [a, b] = [top, bottom]
  while (b > 0n) [a, b] = [b, a % b]
  return [top / a, bottom / a]
}
