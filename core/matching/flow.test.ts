import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arbitraryGraph, graphOf } from '#test/matching-graphs.ts'
import { cutSpare, oracleFeasible, oracleGraph, oracleLeastLoad } from '#test/oracle/graph-oracle.ts'
import { leastLargestLoad, shortage } from './flow.ts'
import { whole } from './graph.ts'

const long = 100_000

describe('whether a matching exists', () => {
  test('agrees with every set of rows tried one by one, within limits and caps; what stands in the way is such a set', () => {
    let impossible = 0
    fc.assert(
      fc.property(arbitraryGraph({ rows: 6, columns: 5, caps: true, limits: true }), (graph) => {
        const missing = shortage(graph)
        const plain = oracleGraph(graph)
        expect(missing === null).toBe(oracleFeasible(plain))
        if (missing === null) return
        impossible++
        expect(cutSpare(plain, [...missing.rows])).toBeLessThan(0n)
        const all = new Set([...missing.rows].flatMap((row) => plain.rows[row]?.units ?? []))
        expect([...missing.columns].every((column) => all.has(column))).toBe(true)
        expect([...missing.columns]).toEqual([...missing.columns].sort((a, b) => a - b))
      }),
      { numRuns: 600, seed: 4 },
    )
    expect(impossible).toBeGreaterThan(100)
  })

  test('without caps the units of the set in the way are all that its rows can use', () => {
    const graph = graphOf([{ units: [0, 1], need: 2 }, { units: [0, 1] }, { units: [1, 2] }, { units: [2] }], { most: [1, 1, 9] })
    expect(shortage(graph)).toEqual({ rows: Uint32Array.of(0, 1), columns: Uint32Array.of(0, 1) })
  })

  test('a row with fewer units than it needs, or with too low a cap, is named whether there are limits or not', () => {
    const few = graphOf([{ units: [0, 1] }, { units: [1], need: 2 }, { units: [] }], { columns: 3 })
    expect(shortage(few)).toEqual({ rows: Uint32Array.of(1, 2), columns: Uint32Array.of(1) })
    const low = graphOf([{ units: [0, 2], need: 1, cap: whole / 2 - 1 }], { most: 5 })
    expect(shortage(low)).toEqual({ rows: Uint32Array.of(0), columns: Uint32Array.of(0, 2) })
    expect(shortage(graphOf([{ units: [0, 2], need: 1, cap: whole / 2 }], { most: 5 }))).toBeNull()
  })

  test('a cap below the whole can be what makes limits too narrow', () => {
    const rows = (cap: number) => [
      { units: [0, 1], cap },
      { units: [1, 2], cap },
      { units: [1, 2], cap },
    ]
    expect(shortage(graphOf(rows(whole), { most: 1 }))).toBeNull()
    expect(shortage(graphOf(rows(whole / 2), { most: [1, 2, 1] }))).toBeNull()
    expect(shortage(graphOf(rows(whole / 2), { most: 1 }))).not.toBeNull()
  })

  test('a chain of displacements as long as the graph is followed to its end', () => {
    const chain = Array.from({ length: long }, (_, i) => ({ units: [i, i + 1] }))
    expect(shortage(graphOf([...chain, { units: [0] }], { most: 1 }))).toBeNull()
    const missing = shortage(graphOf([...chain, { units: [0] }, { units: [long] }], { most: 1 }))
    expect(missing?.rows.length).toBe(long + 2)
    expect(missing?.columns.length).toBe(long + 1)
  })
})

describe('the least largest load', () => {
  test('is that of the best of all matchings', () => {
    fc.assert(
      fc.property(arbitraryGraph({ rows: 5, columns: 4 }), (graph) => {
        expect(leastLargestLoad(graph)).toBe(oracleLeastLoad(oracleGraph(graph)))
      }),
      { numRuns: 200, seed: 4 },
    )
  })

  test('within caps is the least limit that can be kept', () => {
    fc.assert(
      fc.property(arbitraryGraph({ rows: 6, columns: 5, caps: true, priors: true }), (graph) => {
        const load = leastLargestLoad(graph)
        const limited = (most: number) => shortage({ ...graph, most: new Uint32Array(5).fill(most) })
        expect(limited(load)).toBeNull()
        expect(limited(load - 1)).not.toBeNull()
      }),
      { numRuns: 300, seed: 4 },
    )
  })

  test('where one officer is alone, or everybody is equal', () => {
    expect(leastLargestLoad(graphOf(Array.from({ length: long }, () => ({ units: [0] }))))).toBe(long)
    expect(leastLargestLoad(graphOf(Array.from({ length: long }, (_, i) => ({ units: [0, i + 1] }))))).toBe(1)
    expect(leastLargestLoad(graphOf(Array.from({ length: long }, () => ({ units: [0, 1, 2] }))))).toBe(33_334)
    expect(leastLargestLoad(graphOf([]))).toBe(0)
    expect(() => leastLargestLoad(graphOf([{ units: [0], need: 2 }]))).toThrow(RangeError)
  })
})
