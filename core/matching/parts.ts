/** The connected parts of a matching graph: rows and columns that have nothing to do with those of another part, as counties have. */
import { columnsOf, type Graph, rowsOf } from './graph.ts'

/**
 * Parts in the order of their least columns. The rows of part p, ascending, are `rows[firstRow[p]]` to `rows[firstRow[p + 1]]`, its columns likewise.
 * A row without edges and a column without edges belong to none.
 */
export type Parts = {
  readonly rows: Uint32Array
  readonly firstRow: Uint32Array
  readonly columns: Uint32Array
  readonly firstColumn: Uint32Array
  /** Per column its place among those of its part. */
  readonly placeOf: Uint32Array
}

export function partsOf(graph: Graph): Parts {
  const { start, edges } = graph
  const root = joinedColumns(graph)
  const isUsed = new Uint8Array(columnsOf(graph))
  for (const column of edges) isUsed[column] = 1
  const partOfRoot = new Int32Array(columnsOf(graph)).fill(none)
  let parts = 0
  const partOfColumn = root.map((least, column) => {
    if (isUsed[column] === 0) return none
    if (least === column) partOfRoot[column] = parts++
    return partOfRoot[least] ?? none
  })
  const partOfRow = Int32Array.from({ length: rowsOf(graph) }, (_, row) =>
    start[row] === start[row + 1] ? none : (partOfColumn[edges[start[row] ?? 0] ?? 0] ?? none),
  )
  const { members: rows, first: firstRow } = grouped(partOfRow, parts)
  const { members: columns, first: firstColumn } = grouped(partOfColumn, parts)
  const placeOf = new Uint32Array(columnsOf(graph))
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i] ?? 0
    placeOf[column] = i - (firstColumn[partOfColumn[column] ?? 0] ?? 0)
  }
  return { rows, firstRow, columns, firstColumn, placeOf }
}

/** One part as a graph of its own: its rows and columns in their order, numbered anew. */
export function partGraph({ need, start, edges, cap, prior, most }: Graph, parts: Parts, part: number): Graph {
  const rows = parts.rows.subarray(parts.firstRow[part], parts.firstRow[part + 1])
  const columns = parts.columns.subarray(parts.firstColumn[part], parts.firstColumn[part + 1])
  const starts = new Uint32Array(rows.length + 1)
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i] ?? 0
    starts[i + 1] = (starts[i] ?? 0) + (start[row + 1] ?? 0) - (start[row] ?? 0)
  }
  const own = new Uint32Array(starts[rows.length] ?? 0)
  let next = 0
  for (const row of rows) {
    const to = start[row + 1] ?? 0
    for (let edge = start[row] ?? 0; edge < to; edge++) own[next++] = parts.placeOf[edges[edge] ?? 0] ?? 0
  }
  return {
    need: Uint8Array.from(rows, (row) => need[row] ?? 0),
    start: starts,
    edges: own,
    cap: rows.map((row) => cap[row] ?? 0),
    prior: columns.map((column) => prior[column] ?? 0),
    most: most && columns.map((column) => most[column] ?? 0),
  }
}

const none = -1

/** Per column the least column that rows connect it with (union–find with path halving). */
function joinedColumns(graph: Graph): Int32Array {
  const { start, edges } = graph
  const parent = Int32Array.from({ length: columnsOf(graph) }, (_, column) => column)
  const find = (column: number): number => {
    let at = column
    for (;;) {
      const up = parent[at] ?? 0
      if (up === at) return at
      const above = parent[up] ?? 0
      parent[at] = above
      at = above
    }
  }
  for (let row = 0; row < rowsOf(graph); row++) {
    const from = start[row] ?? 0
    const to = start[row + 1] ?? 0
    if (from === to) continue
    let one = find(edges[from] ?? 0)
    for (let edge = from + 1; edge < to; edge++) {
      const other = find(edges[edge] ?? 0)
      if (other > one) parent[other] = one
      else if (other < one) {
        parent[one] = other
        one = other
      }
    }
  }
  return parent.map((_, column) => find(column))
}

/** The indices of each part, ascending, one part after another. */
function grouped(partOf: Int32Array, parts: number): { readonly members: Uint32Array; readonly first: Uint32Array } {
  const first = new Uint32Array(parts + 1)
  for (const part of partOf) if (part !== none) first[part + 1] = (first[part + 1] ?? 0) + 1
  for (let part = 0; part < parts; part++) first[part + 1] = (first[part + 1] ?? 0) + (first[part] ?? 0)
  const members = new Uint32Array(first[parts] ?? 0)
  const next = first.slice()
  for (let i = 0; i < partOf.length; i++) {
    const part = partOf[i] ?? none
    if (part === none) continue
    const at = next[part] ?? 0
    members[at] = i
    next[part] = at + 1
  }
  return { members, first }
}
