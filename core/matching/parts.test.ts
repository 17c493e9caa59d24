import fc from 'fast-check'
import { expect, test } from 'vitest'
import { arbitraryGraph, graphOf } from '#test/matching-graphs.ts'
import { oracleGraph } from '#test/oracle/graph-oracle.ts'
import { partGraph, partsOf } from './parts.ts'

test('the parts of a graph are what rows connect, in the order of their first units', () => {
  const graph = graphOf([{ units: [4] }, { units: [1, 2], need: 2 }, { units: [] }, { units: [2, 5] }, { units: [4] }], {
    prior: [9, 8, 7, 6, 5, 4, 3],
    most: 3,
  })
  const parts = partsOf(graph)
  expect([...parts.rows]).toEqual([1, 3, 0, 4])
  expect([...parts.firstRow]).toEqual([0, 2, 4])
  expect([...parts.columns]).toEqual([1, 2, 5, 4])
  expect([...parts.firstColumn]).toEqual([0, 3, 4])
  expect(partGraph(graph, parts, 0)).toEqual(graphOf([{ units: [0, 1], need: 2 }, { units: [1, 2] }], { prior: [8, 7, 4], most: 3 }))
  expect(partGraph(graph, parts, 1)).toEqual(graphOf([{ units: [0] }, { units: [0] }], { prior: [5], most: 3 }))
})

test('every row with units is in one part with all of them, and a part does not fall into two', () => {
  fc.assert(
    fc.property(arbitraryGraph({ rows: 9, columns: 9 }), (graph) => {
      const { rows } = oracleGraph(graph)
      const parts = partsOf(graph)
      const members = (part: number) => [...parts.columns.subarray(parts.firstColumn[part], parts.firstColumn[part + 1])]
      expect([...parts.rows].sort((a, b) => a - b)).toEqual([...rows.keys()])
      expect([...parts.columns].sort((a, b) => a - b)).toEqual([...new Set(rows.flatMap(({ units }) => units))].sort((a, b) => a - b))
      for (let part = 0; part + 1 < parts.firstRow.length; part++) {
        const own = [...parts.rows.subarray(parts.firstRow[part], parts.firstRow[part + 1])].map((row) => rows[row]?.units ?? [])
        expect(new Set(own.flat())).toEqual(new Set(members(part)))
        let reached = new Set([members(part)[0]])
        for (const _ of own) reached = new Set([...reached, ...own.filter((units) => units.some((unit) => reached.has(unit))).flat()])
        expect(reached.size).toBe(members(part).length)
      }
    }),
    { numRuns: 200, seed: 4 },
  )
})
