/** Shares as whole parts of `whole`: what is published, checked and drawn from. Rows sum exactly, and no unit expects more than its `most`. */
import { type ColumnView, columnSums, columnsOf, columnView, type Graph, rowsOf, whole } from './graph.ts'

/** Floors the shares, gives each row what it lacks in edge order, then moves what exceeds a unit's limit. The graph has no `shortage`. */
export function sharesOnGrid(graph: Graph, shares: Float64Array): Uint32Array {
  const { need, start, cap } = graph
  const grid = new Uint32Array(shares.length)
  for (let row = 0; row < rowsOf(graph); row++) {
    const from = start[row] ?? 0
    const to = start[row + 1] ?? 0
    const limit = cap[row] ?? 0
    let left = (need[row] ?? 0) * whole
    for (let edge = from; edge < to; edge++) {
      const part = Math.min(limit, left, Math.floor((shares[edge] ?? 0) * whole))
      grid[edge] = part
      left -= part
    }
    if (left > 0) left = spread(grid, from, to, limit, left)
    if (left > 0) throw new RangeError(`row ${row} has too few units for its cap`)
  }
  if (graph.most !== null) keepLimits(graph, grid, graph.most)
  return grid
}

/** Gives out what a row lacks, as evenly as its order allows, and where caps prevent that, to the first who still take it. Returns what nobody takes. */
function spread(grid: Uint32Array, from: number, to: number, limit: number, lacking: number): number {
  let left = lacking
  for (const evenly of [true, false]) {
    for (let edge = from; edge < to && left > 0; edge++) {
      const held = grid[edge] ?? 0
      const part = Math.min(left, limit - held, evenly ? Math.ceil(left / (to - edge)) : left)
      grid[edge] = held + part
      left -= part
    }
  }
  return left
}

/**
 * While a column exceeds its limit, in column order: what is too much goes along the first path, breadth first in edge order, to a column with room.
 * A path leads from a column by a share above nought to its row, from there by a share below the cap to the next column.
 */
function keepLimits(graph: Graph, grid: Uint32Array, most: Uint32Array): void {
  const room = columnSums(graph, grid).map((sum, column) => (most[column] ?? 0) * whole - sum)
  if (room.every((left) => left >= 0)) return
  const search = openSearch(graph, grid, room)
  for (let column = 0; column < room.length; column++) {
    while ((room[column] ?? 0) < 0) {
      const end = findRoom(search, column)
      if (end === none) throw new RangeError(`unit ${column} exceeds its limit, and nobody can take the rest`)
      move(search, column, end)
    }
  }
}

const none = -1

type Search = {
  readonly graph: Graph
  readonly view: ColumnView
  readonly grid: Uint32Array
  /** Per column what it still takes; below nought what it must give. */
  readonly room: Float64Array
  /** The columns reached, and per column the edge that leads to it and the edge that gives, once reached. */
  readonly queue: Uint32Array
  readonly takes: Int32Array
  readonly gives: Int32Array
  /** The number of the last search that passed a row, reached a column. */
  readonly passed: Uint32Array
  readonly reached: Uint32Array
  searches: number
}

function openSearch(graph: Graph, grid: Uint32Array, room: Float64Array): Search {
  const columns = columnsOf(graph)
  return {
    graph,
    view: columnView(graph),
    grid,
    room,
    queue: new Uint32Array(columns),
    takes: new Int32Array(columns),
    gives: new Int32Array(columns),
    passed: new Uint32Array(rowsOf(graph)),
    reached: new Uint32Array(columns),
    searches: 0,
  }
}

/** The first column with room that can be reached, or `none`. */
function findRoom(search: Search, from: number): number {
  const { graph, view, grid, room, queue, takes, gives, passed, reached } = search
  const { start, edges, cap } = graph
  const number = ++search.searches
  reached[from] = number
  queue[0] = from
  for (let [next, size] = [0, 1]; next < size; next++) {
    const giver = queue[next] ?? 0
    const last = view.first[giver + 1] ?? 0
    for (let at = view.first[giver] ?? 0; at < last; at++) {
      const given = view.edges[at] ?? 0
      const row = view.rowOf[given] ?? 0
      if (grid[given] === 0 || passed[row] === number) continue
      passed[row] = number
      const limit = cap[row] ?? 0
      const to = start[row + 1] ?? 0
      for (let taken = start[row] ?? 0; taken < to; taken++) {
        const taker = edges[taken] ?? 0
        if (reached[taker] === number || (grid[taken] ?? 0) >= limit) continue
        reached[taker] = number
        takes[taker] = taken
        gives[taker] = given
        if ((room[taker] ?? 0) > 0) return taker
        queue[size++] = taker
      }
    }
  }
  return none
}

/** Moves as much as the path allows. */
function move({ graph, grid, room, view, takes, gives }: Search, from: number, end: number): void {
  const { edges, cap } = graph
  let amount = Math.min(-(room[from] ?? 0), room[end] ?? 0)
  for (let column = end; column !== from; column = edges[gives[column] ?? 0] ?? 0) {
    const taken = takes[column] ?? 0
    amount = Math.min(amount, grid[gives[column] ?? 0] ?? 0, (cap[view.rowOf[taken] ?? 0] ?? 0) - (grid[taken] ?? 0))
  }
  for (let column = end; column !== from; column = edges[gives[column] ?? 0] ?? 0) {
    const taken = takes[column] ?? 0
    const given = gives[column] ?? 0
    grid[taken] = (grid[taken] ?? 0) + amount
    grid[given] = (grid[given] ?? 0) - amount
  }
  room[from] = (room[from] ?? 0) + amount
  room[end] = (room[end] ?? 0) - amount
}
