/**
 * The lot that turns shares into pairs: dependent rounding (Gandhi, Khuller, Parthasarathy and Srinivasan, Journal of the ACM 53(3), 2006; the limits of
 * rows and columns as in Budish, Che, Kojima and Milgrom, American Economic Review 103(2), 2013). Each pair is chosen with exactly its share, each row gets
 * exactly its need, and each load is its expectation rounded down or up. Integers only; chance comes only from the lots that are handed in.
 */
import { columnSums, columnsOf, type Graph, rowsOf, whole } from './graph.ts'
import { partsOf } from './parts.ts'

/** Whole numbers 0 … n−1, each equally likely, for n up to 2^30: a `Drbg` with the label "round". */
export type Lots = { readonly below: (n: number) => number }

/**
 * Which edges are chosen: 1 or 0 per edge, when `grid` holds the shares in parts of `whole` and every row of it sums to whole numbers.
 *
 * First the rows with open edges are shuffled, and then the open edges of every row. In a fixed order of edges the same units would share a row again and again, and
 * others never would, whatever their shares; in a fixed order of rows the units would come in turn, so that who goes to one object tells who does not go to the next.
 *
 * A row `rest` before all others holds for every column what its expected load lacks to the next whole number. Then all rows and columns have whole sums,
 * so none has just one open edge (0 < share < whole), and every walk along open edges comes back to itself: GKPS's paths are the cycles through `rest`.
 * On each cycle shares rise and fall in turn by as much as they can, up or down by a lot that leaves every expectation as it was; at least one edge closes.
 */
export function roundShares(graph: Graph, grid: Uint32Array, random: Lots): Uint8Array {
  const table = openTable(graph, grid, random)
  const walk = emptyWalk(table.head.length)
  closeAll(table, walk, rest, random)
  for (const row of table.order) closeAll(table, walk, table.vertexOf[row] ?? rest, random)
  return chosenEdges(graph, table)
}

const none = -1
const rest = 0

/** Walks from one row until none of its edges is open. */
function closeAll(table: Table, walk: Walk, row: number, random: Lots): void {
  while (table.head[row] !== none) {
    walkToCycle(table, walk, row)
    shift(table, walk, amountOf(table.cells, walk, random))
  }
}

/**
 * Shares and, for each vertex, the list of its open edges: those of a row as shuffled, those of a column in the order of the rows. Vertices are `rest`, the rows, the columns; edges are those of `rest`, one per
 * column, then those of the graph. An edge has eight cells, so that it is in one line of the cache: four for its end at the row, four for that at the
 * column. An end is the address of its cells: the vertex there, and the ends after and before it in the list of that vertex; the fourth holds the share.
 */
type Table = {
  readonly cells: Int32Array
  /** The rows of the graph that have open edges, as shuffled. */
  readonly order: Uint32Array
  /** Per row of the graph, its vertex and the address of its first edge; a row without edges is `rest` again, where nothing is open by then. */
  readonly vertexOf: Uint32Array
  readonly places: Uint32Array
  /** Per vertex, the end of its first open edge. */
  readonly head: Int32Array
}
const next = 1
const previous = 2
const share = 3

/** The end at the other vertex, and the address of the edge itself. */
const across = (end: number): number => end ^ 4
const edgeOf = (end: number): number => end & ~7

function openTable(graph: Graph, grid: Uint32Array, random: Lots): Table {
  const { start, edges } = graph
  const [rows, columns] = [rowsOf(graph), columnsOf(graph)]
  const order = openRows(graph, grid)
  shuffle(order, order.length, random)
  const table: Table = {
    cells: new Int32Array(8 * (columns + edges.length)),
    order,
    ...placesOfRows(graph, order),
    head: new Int32Array(1 + rows + columns).fill(none),
  }
  const last = new Int32Array(1 + rows + columns).fill(none)
  const open = new Uint32Array(Math.max(columns, widestRow(graph)))
  let opened = 0
  for (const [column, load] of columnSums(graph, grid).entries()) {
    const part = (whole - (load % whole)) % whole
    table.cells[8 * column + share] = part
    if (part !== 0) open[opened++] = column
  }
  shuffle(open, opened, random)
  for (let k = 0; k < opened; k++) addEdge(table, last, 8 * (open[k] ?? 0), rest, 1 + rows + (open[k] ?? 0))
  for (let row = 0; row < rows; row++) {
    const from = start[row] ?? 0
    const size = (start[row + 1] ?? 0) - from
    const place = (table.places[row] ?? 0) + share
    for (let i = 0; i < size; i++) table.cells[place + 8 * i] = grid[from + i] ?? 0
  }
  for (const row of order) {
    const from = start[row] ?? 0
    const size = (start[row + 1] ?? 0) - from
    const place = table.places[row] ?? 0
    opened = 0
    for (let i = 0; i < size; i++) if (isOpen(grid[from + i] ?? 0)) open[opened++] = i
    shuffle(open, opened, random)
    for (let k = 0; k < opened; k++) {
      const i = open[k] ?? 0
      addEdge(table, last, place + 8 * i, table.vertexOf[row] ?? 0, 1 + rows + (edges[from + i] ?? 0))
    }
  }
  return table
}

const isOpen = (part: number): boolean => part !== 0 && part !== whole

/** The rows that have an open edge, ascending; all rows are held to whole sums. */
function openRows(graph: Graph, grid: Uint32Array): Uint32Array {
  const open = new Uint32Array(rowsOf(graph))
  let opened = 0
  for (let row = 0; row < open.length; row++) {
    let sum = 0
    let any = false
    const to = graph.start[row + 1] ?? 0
    for (let edge = graph.start[row] ?? 0; edge < to; edge++) {
      const part = grid[edge] ?? 0
      if (part > whole) throw new RangeError(`a share above the whole in row ${row}`)
      sum += part
      any ||= isOpen(part)
    }
    if (sum % whole !== 0) throw new RangeError(`row ${row} does not sum to a whole number`)
    if (any) open[opened++] = row
  }
  return open.subarray(0, opened)
}

/** The first `size` in an order that is any with equal chance (Fisher and Yates, from the last place down). */
function shuffle(list: Uint32Array, size: number, random: Lots): void {
  for (let i = size - 1; i > 0; i--) {
    const j = random.below(i + 1)
    const moved = list[i] ?? 0
    list[i] = list[j] ?? 0
    list[j] = moved
  }
}

const widestRow = ({ need, start }: Graph): number =>
  need.reduce((widest, _, row) => Math.max(widest, (start[row + 1] ?? 0) - (start[row] ?? 0)), 0)

/** Rows of one connected part lie together in the order in which they are walked, since a walk stays among them. */
function placesOfRows(graph: Graph, order: Uint32Array): Pick<Table, 'vertexOf' | 'places'> {
  const { start } = graph
  const sizeOf = (row: number): number => 8 * ((start[row + 1] ?? 0) - (start[row] ?? 0))
  const { rows, firstRow } = partsOf(graph)
  const vertexOf = new Uint32Array(rowsOf(graph))
  const places = new Uint32Array(rowsOf(graph))
  const partOf = new Uint32Array(rowsOf(graph))
  const vertices = firstRow.map((first) => 1 + first)
  const free = new Uint32Array(firstRow.length)
  let to = 8 * columnsOf(graph)
  for (let part = 0; part < firstRow.length - 1; part++) {
    free[part] = to
    for (const row of rows.subarray(firstRow[part], firstRow[part + 1])) {
      partOf[row] = part
      to += sizeOf(row)
    }
  }
  const place = (row: number): void => {
    const part = partOf[row] ?? 0
    vertexOf[row] = vertices[part] ?? 0
    vertices[part] = (vertices[part] ?? 0) + 1
    places[row] = free[part] ?? 0
    free[part] = (free[part] ?? 0) + sizeOf(row)
  }
  order.forEach(place)
  for (const row of rows) if (vertexOf[row] === rest) place(row)
  return { vertexOf, places }
}

function chosenEdges({ need, start, edges }: Graph, { cells, places }: Table): Uint8Array {
  const chosen = new Uint8Array(edges.length)
  for (let row = 0; row < need.length; row++) {
    const from = start[row] ?? 0
    const to = start[row + 1] ?? 0
    const place = (places[row] ?? 0) + share
    for (let edge = from; edge < to; edge++) chosen[edge] = cells[place + 8 * (edge - from)] === whole ? 1 : 0
  }
  return chosen
}

function addEdge(table: Table, last: Int32Array, edge: number, row: number, column: number): void {
  append(table, last, row, edge)
  append(table, last, column, edge + 4)
}

function append({ cells, head }: Table, last: Int32Array, vertex: number, end: number): void {
  const before = last[vertex] ?? none
  if (before === none) head[vertex] = end
  else cells[before + next] = end
  cells[end] = vertex
  cells[end + next] = none
  cells[end + previous] = before
  last[vertex] = end
}

/** A walk from a row: the vertices passed, the end by which each is left, and per vertex its place in the walk. */
type Walk = {
  readonly leaving: Int32Array
  readonly vertices: Int32Array
  readonly place: Int32Array
  /** Edges walked so far, and where the cycle begins. */
  length: number
  cycle: number
}

const emptyWalk = (vertices: number): Walk => ({
  leaving: new Int32Array(vertices + 1),
  vertices: new Int32Array(vertices + 1),
  place: new Int32Array(vertices).fill(none),
  length: 0,
  cycle: 0,
})

/**
 * From `start`, at each vertex by the first open edge other than the one it came by, until a vertex comes again. The last walk is taken up where it was cut:
 * until there a new one would be the same.
 */
function walkToCycle({ cells, head }: Table, walk: Walk, start: number): void {
  const { leaving, vertices, place } = walk
  let length = walk.length
  let vertex = length === 0 ? start : (vertices[length] ?? 0)
  let cameBy = length === 0 ? none : across(leaving[length - 1] ?? 0)
  vertices[length] = vertex
  for (;;) {
    place[vertex] = length
    let end = head[vertex] ?? none
    if (end === cameBy) end = cells[end + next] ?? none
    leaving[length++] = end
    cameBy = across(end)
    vertex = cells[cameBy] ?? 0
    vertices[length] = vertex
    const seen = place[vertex] ?? none
    if (seen === none) continue
    walk.length = length
    walk.cycle = seen
    return
  }
}

/** By how much the first edge of the cycle rises: as far up or as far down as every edge allows, with an expectation of nought. */
function amountOf(cells: Int32Array, { leaving, length, cycle }: Walk, random: Lots): number {
  let up = whole
  let down = whole
  for (let i = cycle; i < length; i++) {
    const part = cells[edgeOf(leaving[i] ?? 0) + share] ?? 0
    const rises = ((i - cycle) & 1) === 0
    up = Math.min(up, rises ? whole - part : part)
    down = Math.min(down, rises ? part : whole - part)
  }
  return random.below(up + down) < down ? up : -down
}

/** Moves the shares of the cycle, takes closed edges out of their lists, and cuts the walk back to before the first of them. */
function shift(table: Table, walk: Walk, amount: number): void {
  const { cells } = table
  const { leaving, vertices, place, length, cycle } = walk
  let keep = length
  for (let i = length - 1; i >= cycle; i--) {
    const edge = edgeOf(leaving[i] ?? 0)
    const part = (cells[edge + share] ?? 0) + (((i - cycle) & 1) === 0 ? amount : -amount)
    cells[edge + share] = part
    if (part !== 0 && part !== whole) continue
    unlink(table, edge)
    unlink(table, across(edge))
    keep = i
  }
  for (let i = keep; i < length; i++) place[vertices[i] ?? 0] = none
  walk.length = keep
}

function unlink({ cells, head }: Table, end: number): void {
  const before = cells[end + previous] ?? none
  const after = cells[end + next] ?? none
  if (before === none) head[cells[end] ?? 0] = after
  else cells[before + next] = after
  if (after !== none) cells[after + previous] = before
}
