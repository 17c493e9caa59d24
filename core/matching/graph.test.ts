import { describe, expect, test } from 'vitest'
import { graphOf } from '#test/matching-graphs.ts'
import { columnSums, columnView, graphProblem, whole } from './graph.ts'

const graph = graphOf([{ units: [0, 2] }, { units: [1] }, { units: [0, 1, 2], need: 2 }], { columns: 4, most: 2 })

describe('a graph', () => {
  test('is seen from its units as well', () => {
    const { first, edges, rowOf } = columnView(graph)
    expect([...first]).toEqual([0, 2, 4, 6, 6])
    expect([...edges]).toEqual([0, 3, 2, 4, 1, 5])
    expect([...rowOf]).toEqual([0, 0, 1, 2, 2, 2])
  })

  test('sums shares per unit exactly', () => {
    expect([...columnSums(graph, [whole - 1, 1, whole, 3, 4, 5])]).toEqual([whole + 2, whole + 4, 6, 0])
  })

  test('from anywhere is believed only when it is well formed', () => {
    expect(graphProblem(graph)).toBeNull()
    expect(graphProblem({ ...graph, start: Uint32Array.of(0, 2, 3) })).toBe('one start, need and cap per row')
    expect(graphProblem({ ...graph, cap: Uint32Array.of(1, 2) })).toBe('one start, need and cap per row')
    expect(graphProblem({ ...graph, most: Uint32Array.of(1) })).toBe('one limit per unit')
    expect(graphProblem({ ...graph, start: Uint32Array.of(0, 2, 3, 5) })).toBe('rows that hold all edges')
    expect(graphProblem({ ...graph, start: Uint32Array.of(1, 2, 3, 6) })).toBe('rows that hold all edges')
    expect(graphProblem({ ...graph, start: Uint32Array.of(0, 7, 3, 6) })).toBe('ascending units at row 0')
    expect(graphProblem({ ...graph, start: Uint32Array.of(0, 2, 1, 6) })).toBe('ascending starts at row 1')
    expect(graphProblem({ ...graph, need: Uint8Array.of(1, 0, 2) })).toBe('a need at row 1')
    expect(graphProblem({ ...graph, cap: Uint32Array.of(whole, whole + 1, whole) })).toBe('a cap of at most the whole at row 1')
    expect(graphProblem({ ...graph, cap: Uint32Array.of(whole, whole, 0) })).toBe('a cap of at most the whole at row 2')
    expect(graphProblem({ ...graph, edges: Uint32Array.of(2, 0, 1, 0, 1, 2) })).toBe('ascending units at row 0')
    expect(graphProblem({ ...graph, edges: Uint32Array.of(0, 0, 1, 0, 1, 2) })).toBe('ascending units at row 0')
    expect(graphProblem({ ...graph, edges: Uint32Array.of(0, 2, 4, 0, 1, 2) })).toBe('ascending units at row 1')
  })
})
