/** The graph of a matching: who may inspect what. Shares, caps and loads are integers in parts of `whole`, so that sums and checks are exact. */

/** One whole officer for one object: the share of a pair that is certain. */
export const whole = 1 << 30

/**
 * Rows are (object, population) that want `need` different units, columns are units (officers, experts or groups), an edge is a pair that every rule allows.
 * Compressed rows: the edges of row i are `start[i]` to `start[i + 1]`, and `edges` names their columns.
 */
export type Graph = {
  /** Per row: how many different units it wants. */
  readonly need: Uint8Array
  /** One longer than the rows. */
  readonly start: Uint32Array
  /** Per edge its column, strictly ascending in a row. */
  readonly edges: Uint32Array
  /** Per row: the largest share of one pair, 1 … `whole`. */
  readonly cap: Uint32Array
  /** Per column: load already held this year, or 0. */
  readonly prior: Uint32Array
  /** Per column: most objects in this draw; null when nobody has a limit. */
  readonly most: Uint32Array | null
}

export const rowsOf = ({ need }: Graph): number => need.length
export const columnsOf = ({ prior }: Graph): number => prior.length

/** The first thing wrong with a graph from anywhere, or null when it is well formed. Whether it can be met is asked of `shortage`. */
export function graphProblem({ need, start, edges, cap, prior, most }: Graph): string | null {
  const rows = need.length
  if (start.length !== rows + 1 || cap.length !== rows) return 'one start, need and cap per row'
  if (most !== null && most.length !== prior.length) return 'one limit per unit'
  if (start[0] !== 0 || start[rows] !== edges.length) return 'rows that hold all edges'
  for (let row = 0; row < rows; row++) {
    const from = start[row] ?? 0
    const to = start[row + 1] ?? 0
    if (to < from) return `ascending starts at row ${row}`
    if ((need[row] ?? 0) < 1) return `a need at row ${row}`
    if ((cap[row] ?? 0) < 1 || (cap[row] ?? 0) > whole) return `a cap of at most the whole at row ${row}`
    for (let edge = from; edge < to; edge++) {
      const column = edges[edge] ?? 0
      if (column >= prior.length || (edge > from && column <= (edges[edge - 1] ?? 0))) return `ascending units at row ${row}`
    }
  }
  return null
}

/** Per column the sum of an amount per edge: expected loads of a grid, loads of a matching. Exact for integers, whose sums stay below 2^53. */
export function columnSums(graph: Graph, amounts: ArrayLike<number>): Float64Array {
  const { edges } = graph
  const sums = new Float64Array(columnsOf(graph))
  for (let edge = 0; edge < edges.length; edge++) {
    const column = edges[edge] ?? 0
    sums[column] = (sums[column] ?? 0) + (amounts[edge] ?? 0)
  }
  return sums
}

/** The same edges seen from the columns: the edges of column j are `edges[first[j]]` to `edges[first[j + 1]]`, ascending; and the row of each edge. */
export type ColumnView = { readonly first: Uint32Array; readonly edges: Uint32Array; readonly rowOf: Uint32Array }

export function columnView(graph: Graph): ColumnView {
  const { start, edges: columnOf } = graph
  const first = new Uint32Array(columnsOf(graph) + 1)
  const rowOf = new Uint32Array(columnOf.length)
  const edges = new Uint32Array(columnOf.length)
  for (const column of columnOf) first[column + 1] = (first[column + 1] ?? 0) + 1
  for (let column = 0; column + 1 < first.length; column++) first[column + 1] = (first[column + 1] ?? 0) + (first[column] ?? 0)
  const next = first.slice()
  for (let row = 0; row < rowsOf(graph); row++) {
    const to = start[row + 1] ?? 0
    for (let edge = start[row] ?? 0; edge < to; edge++) {
      const column = columnOf[edge] ?? 0
      const at = next[column] ?? 0
      edges[at] = edge
      next[column] = at + 1
      rowOf[edge] = row
    }
  }
  return { first, edges, rowOf }
}
