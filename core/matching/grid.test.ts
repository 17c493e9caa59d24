import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryGraph, graphOf } from '#test/matching-graphs.ts'
import { shortage } from './flow.ts'
import { columnSums, type Graph, rowsOf, whole } from './graph.ts'
import { sharesOnGrid } from './grid.ts'
import { balancedShares } from './marginals.ts'

describe('shares on the grid', () => {
  test('sum exactly to the need of each row, within caps, and no unit expects more than its limit', () => {
    let limited = 0
    fc.assert(
      fc.property(arbitraryGraph({ rows: 8, columns: 6, caps: true, priors: true, limits: true }), (graph) => {
        fc.pre(shortage(graph) === null)
        const shares = balancedShares(graph, { floorPpm: 100_000 })
        const free = sharesOnGrid({ ...graph, most: null }, shares)
        const grid = sharesOnGrid(graph, shares)
        expectWithin(graph, grid)
        expectWithin({ ...graph, most: null }, free)
        for (const [edge, share] of shares.entries()) expect(Math.abs(free[edge] ?? 0) / whole).toBeCloseTo(share, 8)
        if (free.some((part, edge) => part !== grid[edge])) limited++
      }),
      { numRuns: 500, seed: 4 },
    )
    expect(limited).toBeGreaterThan(50)
  })

  test('are as good from any shares: too much is cut, what lacks is given evenly, then to whoever still takes it', () => {
    const graph = graphOf([
      { units: [0, 1, 2], need: 2 },
      { units: [0, 1, 2, 3], cap: whole / 2 },
    ])
    const parts = sharesOnGrid(graph, Float64Array.of(1, 0.75, 0.5, 0, 0, 0, 0.5))
    expect(Array.from(parts, (part) => part / whole)).toEqual([1, 0.75, 0.25, 0.25, 0.125, 0.125, 0.5])
  })

  test('a limit that only a chain of displacements as long as the graph can keep is kept', () => {
    const long = 20_000
    const graph = graphOf([...Array.from({ length: long }, (_, i) => ({ units: [i, i + 1] })), { units: [0] }], { most: 1 })
    const grid = sharesOnGrid(graph, balancedShares(graph, { floorPpm: 100_000 }))
    expectWithin(graph, grid)
    expect(grid.every((part, edge) => part === (edge % 2 === 1 || edge === 2 * long ? whole : 0))).toBe(true)
  })

  test('refuse what cannot be', () => {
    expect(() => sharesOnGrid(graphOf([{ units: [0, 1], need: 2, cap: whole - 1 }]), Float64Array.of(1, 1))).toThrow(RangeError)
    expect(() =>
      sharesOnGrid(graphOf([{ units: [0, 1] }, { units: [0, 1] }], { most: [0, 1] }), Float64Array.of(0.5, 0.5, 0.5, 0.5)),
    ).toThrow(RangeError)
  })
})

function expectWithin(graph: Graph, grid: Uint32Array): void {
  for (let row = 0; row < rowsOf(graph); row++) {
    const own = [...grid.subarray(graph.start[row], graph.start[row + 1])]
    expect(own.reduce((sum, part) => sum + part, 0)).toBe((graph.need[row] ?? 0) * whole)
    expect(Math.max(...own)).toBeLessThanOrEqual(graph.cap[row] ?? 0)
  }
  if (graph.most)
    for (const [column, sum] of columnSums(graph, grid).entries()) expect(sum).toBeLessThanOrEqual((graph.most[column] ?? 0) * whole)
}
