import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryGraph, graphOf } from '#test/matching-graphs.ts'
import { oracleFitted, oracleGraph } from '#test/oracle/graph-oracle.ts'
import { leastLargestLoad } from './flow.ts'
import { columnSums, columnsOf, type Graph, rowsOf, whole } from './graph.ts'
import { balancedShares, loadTargets } from './marginals.ts'

const floors = fc.constantFrom(0, 100_000, 500_000, 1_000_000)
const graphs = arbitraryGraph({ rows: 8, columns: 6, caps: true, priors: true })
const runs = { numRuns: 300, seed: 4 } as const

describe('the load a unit should have', () => {
  test('sums to what is needed, is never below the floor, and what is above the floor stands at one level with the load already held', () => {
    fc.assert(
      fc.property(graphs, floors, (graph, floorPpm) => {
        const targets = loadTargets(graph, floorPpm)
        for (const { need, columns } of parts(graph)) {
          const floor = (floorPpm / 1_000_000) * (need / columns.length)
          const of = columns.map((column) => ({ target: targets[column] ?? 0, prior: graph.prior[column] ?? 0 }))
          expect(of.reduce((sum, { target }) => sum + target, 0)).toBeCloseTo(need, 9)
          const levels = of.filter(({ target }) => target > floor + 1e-9).map(({ target, prior }) => target + prior)
          for (const level of levels) expect(level).toBeCloseTo(levels[0] ?? 0, 9)
          for (const { target, prior } of of) {
            expect(target).toBeGreaterThanOrEqual(floor)
            if (target <= floor + 1e-9 && levels[0] !== undefined) expect(floor + prior).toBeGreaterThanOrEqual(levels[0] - 1e-9)
            for (const other of of) if (other.prior > prior) expect(other.target).toBeLessThanOrEqual(target)
          }
        }
      }),
      runs,
    )
  })

  test('does not exceed the limit of a unit; the others share what that leaves', () => {
    const shared = Array.from({ length: 12 }, () => ({ units: [0, 1, 2, 3] }))
    const targets = (most: readonly number[] | null) =>
      Array.from(loadTargets(graphOf(shared, { prior: [0, 2, 4, 30], most }), 200_000), (target) => Math.round(target * 1e9) / 1e9)
    expect(targets(null)).toEqual([5.8, 3.8, 1.8, 0.6])
    expect(targets([5, 9, 9, 9])).toEqual([5, 4.2, 2.2, 0.6])
    expect(targets([3, 3, 3, 3])).toEqual([3, 3, 3, 3])
  })

  test('is levelled within what rows connect, and nought for a unit that nothing asks for', () => {
    const graph = graphOf([{ units: [4] }, { units: [0, 2], need: 2 }, { units: [2, 5] }, { units: [4] }], { columns: 7 })
    expect([...loadTargets(graph, 0)]).toEqual([1, 0, 1, 0, 2, 1, 0])
  })
})

describe('shares', () => {
  test('are to the last bit those of a second implementation', () => {
    fc.assert(
      fc.property(graphs, floors, (graph, floorPpm) => {
        const shares = balancedShares(graph, { floorPpm })
        expect([...shares]).toEqual(oracleFitted(oracleGraph(graph), [...loadTargets(graph, floorPpm)]).flat())
      }),
      runs,
    )
  })

  test('sum to the need of each row, and no share exceeds the cap of a pair', () => {
    fc.assert(
      fc.property(graphs, floors, (graph, floorPpm) => {
        const shares = balancedShares(graph, { floorPpm })
        for (let row = 0; row < rowsOf(graph); row++) {
          const own = shares.subarray(graph.start[row], graph.start[row + 1])
          expect(own.reduce((sum, share) => sum + share, 0)).toBeCloseTo(graph.need[row] ?? 0, 9)
          for (const share of own) {
            expect(share).toBeLessThanOrEqual((graph.cap[row] ?? 0) / whole)
            expect(share).toBeGreaterThanOrEqual(0)
          }
        }
      }),
      runs,
    )
  })

  test('do not depend on the order of objects or units', () => {
    fc.assert(
      fc.property(graphs, fc.infiniteStream(fc.nat({ max: 1_000_000 })), (graph, chance) => {
        const order = shuffled(rowsOf(graph), chance)
        const names = shuffled(columnsOf(graph), chance)
        const plain = matrix(graph, balancedShares(graph, { floorPpm: 100_000 }))
        const other = reordered(graph, order, names)
        const moved = matrix(other, balancedShares(other, { floorPpm: 100_000 }))
        for (const [place, row] of order.entries())
          for (const [column, name] of names.entries()) expect(moved[place]?.[name]).toBeCloseTo(plain[row]?.[column] ?? 0, 9)
      }),
      { ...runs, numRuns: 200 },
    )
  })

  test('make loads equal where the graph allows it, and near the least largest load where it does not', () => {
    const regular = graphOf(Array.from({ length: 12 }, (_, i) => ({ units: [0, 1, 2, 3, 4, 5].filter((j) => (i + j) % 3 > 0), need: 2 })))
    for (const load of columnSums(regular, balancedShares(regular, { floorPpm: 0 }))) expect(load).toBeCloseTo(4, 9)
    fc.assert(
      fc.property(arbitraryGraph({ rows: 30, columns: 8 }), (graph) => {
        const loads = columnSums(graph, balancedShares(graph, { floorPpm: 100_000 }))
        expect(Math.max(...loads)).toBeLessThan(leastLargestLoad(graph) + 0.1)
      }),
      { ...runs, numRuns: 200 },
    )
  })

  test('who has worked much this year gets less, in proportion to nobody but the level', () => {
    const graph = graphOf(
      Array.from({ length: 30 }, () => ({ units: [0, 1, 2], need: 2 })),
      { prior: [0, 10, 100] },
    )
    const loads = columnSums(graph, balancedShares(graph, { floorPpm: 100_000 }))
    expect(loads[0]).toBeCloseTo(30, 1) // at the cap of one person per object, but for the thousandth that everybody keeps
    expect(loads[1]).toBeGreaterThan(20)
    expect(loads[2]).toBeGreaterThan(1.9)
  })

  test('an object whose only units should have no load is served all the same', () => {
    const graph = graphOf([{ units: [0], cap: whole }, { units: [0, 1] }, { units: [0, 2], need: 2 }, { units: [0, 3], cap: whole / 2 }], {
      prior: [100, 0, 0, 100],
    })
    expect(loadTargets(graph, 0)[0]).toBe(0)
    // A thousandth goes to everybody alike, so that nobody who may go is impossible.
    const little = 2 ** -11
    expect([...balancedShares(graph, { floorPpm: 0 })]).toEqual([1, little, 1 - little, 1, 1, 0.5, 0.5])
    const none = graphOf([{ units: [0, 1], need: 1 }, { units: [2, 3] }, { units: [1, 2, 3] }], { prior: [50, 50, 0, 0] })
    expect([...balancedShares(none, { floorPpm: 0 })].slice(0, 2)).toEqual([0.5, 0.5])
  })

  test('stay numbers on long chains and stars, whatever was held before', () => {
    const long = 20_000
    const chain = graphOf(
      Array.from({ length: long }, (_, i) => ({ units: [i, i + 1] })),
      { prior: Array.from({ length: long + 1 }, (_, i) => (i % 2 === 0 ? 0 : 1_000_000)) },
    )
    const star = graphOf(Array.from({ length: long }, (_, i) => ({ units: [0, i + 1] })))
    for (const graph of [chain, star]) {
      const shares = balancedShares(graph, { floorPpm: 0 })
      expect(shares.every((share) => share >= 0 && share <= 1)).toBe(true)
      for (let row = 0; row < long; row++) expect((shares[2 * row] ?? 0) + (shares[2 * row + 1] ?? 0)).toBeCloseTo(1, 12)
    }
  })
})

/** Columns and needs of what rows connect, by joining sets until nothing changes. */
function parts(graph: Graph): readonly { readonly need: number; readonly columns: readonly number[] }[] {
  let sets: { need: number; columns: Set<number> }[] = []
  for (const { units, need } of oracleGraph(graph).rows) {
    const touched = sets.filter(({ columns }) => units.some((unit) => columns.has(unit)))
    const joined = new Set([...units, ...touched.flatMap(({ columns }) => [...columns])])
    sets = [...sets.filter((set) => !touched.includes(set)), { need: touched.reduce((sum, set) => sum + set.need, need), columns: joined }]
  }
  return sets.map(({ need, columns }) => ({ need, columns: [...columns] }))
}

function matrix(graph: Graph, shares: Float64Array): readonly (readonly number[])[] {
  let next = 0
  return oracleGraph(graph).rows.map(({ units }) => {
    const row = Array.from({ length: columnsOf(graph) }, () => 0)
    for (const unit of units) row[unit] = shares[next++] ?? 0
    return row
  })
}

/** Row `order[i]` comes to place i, column j becomes `names[j]`. */
function reordered(graph: Graph, order: readonly number[], names: readonly number[]): Graph {
  const { rows, prior } = oracleGraph(graph)
  const priors = prior.slice()
  for (const [column, name] of names.entries()) priors[name] = prior[column] ?? 0
  return graphOf(
    order
      .flatMap((row) => rows[row] ?? [])
      .map((row) => ({ ...row, units: row.units.map((unit) => names[unit] ?? 0).sort((a, b) => a - b) })),
    { prior: priors },
  )
}

function shuffled(size: number, chance: Iterator<number>): readonly number[] {
  const keys = Array.from({ length: size }, () => chance.next().value ?? 0)
  return [...keys.keys()].sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0))
}
