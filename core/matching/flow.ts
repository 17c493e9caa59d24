/**
 * Whether a matching can exist within the caps of pairs and the limits of units, and who stands in the way if not. Maximum flow by layers (Dinic, Soviet
 * Mathematics Doklady 11, 1970; from a greedy start), in parts of `whole`, exact. A cut that is too small is the violating set of Hall (1935).
 */
import { type ColumnView, columnsOf, columnView, type Graph, rowsOf, whole } from './graph.ts'

/** Rows whose units, taken together, cannot serve them, and those units; ascending. Other pairs of these rows are at their cap. */
export type Shortfall = { readonly rows: Uint32Array; readonly columns: Uint32Array }

/** What prevents shares within caps and `most`, or null when there are such shares. */
export function shortage(graph: Graph): Shortfall | null {
  const narrow = narrowRows(graph)
  if (narrow.length > 0) return { rows: narrow, columns: unitsOf(graph, narrow) }
  if (graph.most === null) return null
  const network = openNetwork(
    graph,
    Float64Array.from(graph.most, (most) => most * whole),
  )
  return complete(network) ? null : unserved(network)
}

/**
 * The least number of objects b such that shares within the caps give nobody more than b in expectation, so that a lot exists which loads nobody above b.
 * Neither `prior` nor `most` is looked at. A violating set says which b it needs at least, and the flow goes on from there (Newton's method on the cut).
 */
export function leastLargestLoad(graph: Graph): number {
  if (narrowRows(graph).length > 0) throw new RangeError('a row has too few units at any load')
  const network = openNetwork(graph, new Float64Array(columnsOf(graph)))
  let largest = 0
  while (!complete(network)) {
    const needed = loadNeeded(network, unserved(network))
    for (let column = 0; column < network.room.length; column++)
      network.room[column] = (network.room[column] ?? 0) + (needed - largest) * whole
    largest = needed
  }
  return largest
}

/** Rows that even all their units at the cap do not serve. */
function narrowRows({ need, start, cap }: Graph): Uint32Array {
  return Uint32Array.from(need.keys()).filter(
    (row) => (need[row] ?? 0) * whole > ((start[row + 1] ?? 0) - (start[row] ?? 0)) * (cap[row] ?? 0),
  )
}

function unitsOf({ start, edges }: Graph, rows: Uint32Array): Uint32Array {
  const units = new Set<number>()
  for (const row of rows) for (const column of edges.subarray(start[row], start[row + 1])) units.add(column)
  return Uint32Array.from(units).sort()
}

/** Shares being found: what each row still wants and each column still takes. */
type Network = {
  readonly graph: Graph
  readonly view: ColumnView
  readonly share: Uint32Array
  readonly want: Float64Array
  readonly room: Float64Array
  /** Per row and per column its layer in the last search, or `unreached`. */
  readonly rowLayer: Int32Array
  readonly columnLayer: Int32Array
}

const unreached = -1

function openNetwork(graph: Graph, room: Float64Array): Network {
  return {
    graph,
    view: columnView(graph),
    share: new Uint32Array(graph.edges.length),
    want: Float64Array.from(graph.need, (need) => need * whole),
    room,
    rowLayer: new Int32Array(rowsOf(graph)),
    columnLayer: new Int32Array(columnsOf(graph)),
  }
}

/** Brings the flow to its maximum; whether every row is served. */
function complete(network: Network): boolean {
  fillGreedily(network)
  while (layer(network)) fillLayers(network)
  return network.want.every((want) => want === 0)
}

/** Each row takes what its units still have, in order. */
function fillGreedily({ graph, share, want, room }: Network): void {
  const { start, edges, cap } = graph
  for (let row = 0; row < want.length; row++) {
    const limit = cap[row] ?? 0
    const to = start[row + 1] ?? 0
    let left = want[row] ?? 0
    for (let edge = start[row] ?? 0; edge < to && left > 0; edge++) {
      const column = edges[edge] ?? 0
      const taken = Math.min(left, limit - (share[edge] ?? 0), room[column] ?? 0)
      if (taken === 0) continue
      share[edge] = (share[edge] ?? 0) + taken
      room[column] = (room[column] ?? 0) - taken
      left -= taken
    }
    want[row] = left
  }
}

/** Breadth first from the rows that want more, up to the first layer of columns with room; whether there is one. Rows have even layers, columns odd. */
function layer({ graph, view, share, want, room, rowLayer, columnLayer }: Network): boolean {
  const { start, edges, cap } = graph
  rowLayer.fill(unreached)
  columnLayer.fill(unreached)
  const rows = new Uint32Array(want.length)
  const columns = new Uint32Array(room.length)
  let [rowsSeen, columnsSeen] = [0, 0]
  for (let row = 0; row < want.length; row++) {
    if (want[row] === 0) continue
    rowLayer[row] = 0
    rows[rowsSeen++] = row
  }
  let [nextRow, nextColumn, found] = [0, 0, false]
  for (let depth = 0; !found && nextRow < rowsSeen; depth += 2) {
    while (nextRow < rowsSeen) {
      const row = rows[nextRow++] ?? 0
      const limit = cap[row] ?? 0
      const to = start[row + 1] ?? 0
      for (let edge = start[row] ?? 0; edge < to; edge++) {
        const column = edges[edge] ?? 0
        if (columnLayer[column] !== unreached || (share[edge] ?? 0) >= limit) continue
        columnLayer[column] = depth + 1
        columns[columnsSeen++] = column
        found ||= (room[column] ?? 0) > 0
      }
    }
    while (!found && nextColumn < columnsSeen) {
      const column = columns[nextColumn++] ?? 0
      const to = view.first[column + 1] ?? 0
      for (let at = view.first[column] ?? 0; at < to; at++) {
        const edge = view.edges[at] ?? 0
        const row = view.rowOf[edge] ?? 0
        if (rowLayer[row] !== unreached || share[edge] === 0) continue
        rowLayer[row] = depth + 2
        rows[rowsSeen++] = row
      }
    }
  }
  return found
}

/** A blocking flow: depth first along the layers, every edge looked at once from each of its ends. The path is kept in arrays, however long it is. */
function fillLayers(network: Network): void {
  const { graph, view, want } = network
  const search: Search = {
    nextOfRow: graph.start.slice(0, -1),
    nextOfColumn: view.first.slice(0, -1),
    path: new Uint32Array(2 * want.length + 2),
    length: 0,
  }
  for (let row = 0; row < want.length; row++) {
    while ((want[row] ?? 0) > 0 && reachRoom(network, search, row)) push(network, search, row)
  }
}

type Search = {
  readonly nextOfRow: Uint32Array
  readonly nextOfColumn: Uint32Array
  /** Edges from a row that wants to a column with room: there by the even places, back by the odd. */
  readonly path: Uint32Array
  length: number
}

/** Walks down the layers from a row to a column with room, and one step back at each dead end. */
function reachRoom({ graph, view, share, room, rowLayer, columnLayer }: Network, search: Search, start: number): boolean {
  const { nextOfRow, nextOfColumn, path } = search
  const downFromRow = (row: number): number => {
    const to = graph.start[row + 1] ?? 0
    const limit = graph.cap[row] ?? 0
    const below = (rowLayer[row] ?? 0) + 1
    for (let edge = nextOfRow[row] ?? 0; edge < to; edge++) {
      nextOfRow[row] = edge
      if (columnLayer[graph.edges[edge] ?? 0] === below && (share[edge] ?? 0) < limit) return edge
    }
    nextOfRow[row] = to
    return none
  }
  const downFromColumn = (column: number): number => {
    const to = view.first[column + 1] ?? 0
    const below = (columnLayer[column] ?? 0) + 1
    for (let at = nextOfColumn[column] ?? 0; at < to; at++) {
      nextOfColumn[column] = at
      const edge = view.edges[at] ?? 0
      if (rowLayer[view.rowOf[edge] ?? 0] === below && (share[edge] ?? 0) > 0) return edge
    }
    nextOfColumn[column] = to
    return none
  }
  let length = 0
  for (let row = start; ; ) {
    const there = downFromRow(row)
    if (there !== none) {
      path[length++] = there
      const column = graph.edges[there] ?? 0
      if ((room[column] ?? 0) > 0) break
      const back = downFromColumn(column)
      if (back !== none) {
        path[length++] = back
        row = view.rowOf[back] ?? 0
        continue
      }
      length--
      nextOfRow[row] = (nextOfRow[row] ?? 0) + 1
      continue
    }
    if (length === 0) return false
    // The row is a dead end: back to the column above, whose next edge is tried from the row before it.
    length -= 2
    const above = graph.edges[path[length] ?? 0] ?? 0
    nextOfColumn[above] = (nextOfColumn[above] ?? 0) + 1
    row = view.rowOf[path[length] ?? 0] ?? 0
  }
  search.length = length
  return true
}

const none = -1

/** Moves as much along the path as its row wants, its edges allow and its column takes. */
function push({ graph, view, share, want, room }: Network, { path, length }: Search, row: number): void {
  const column = graph.edges[path[length - 1] ?? 0] ?? 0
  let amount = Math.min(want[row] ?? 0, room[column] ?? 0)
  for (let i = 0; i < length; i++) {
    const edge = path[i] ?? 0
    const held = share[edge] ?? 0
    amount = Math.min(amount, i % 2 === 0 ? (graph.cap[view.rowOf[edge] ?? 0] ?? 0) - held : held)
  }
  for (let i = 0; i < length; i++) {
    const edge = path[i] ?? 0
    share[edge] = (share[edge] ?? 0) + (i % 2 === 0 ? amount : -amount)
  }
  want[row] = (want[row] ?? 0) - amount
  room[column] = (room[column] ?? 0) - amount
}

/** The rows and columns that the last search reached from rows that still want. */
function unserved({ rowLayer, columnLayer }: Network): Shortfall {
  const reached = (layers: Int32Array): Uint32Array => Uint32Array.from(layers.keys()).filter((i) => layers[i] !== unreached)
  return { rows: reached(rowLayer), columns: reached(columnLayer) }
}

/** The least whole number of objects per column that serves the rows of a violating set. */
function loadNeeded({ graph, columnLayer }: Network, { rows, columns }: Shortfall): number {
  const { need, start, edges, cap } = graph
  let wanted = 0
  for (const row of rows) {
    wanted += (need[row] ?? 0) * whole
    const to = start[row + 1] ?? 0
    for (let edge = start[row] ?? 0; edge < to; edge++) if (columnLayer[edges[edge] ?? 0] === unreached) wanted -= cap[row] ?? 0
  }
  const perObject = BigInt(columns.length) * BigInt(whole)
  return Number((BigInt(wanted) + perObject - 1n) / perObject) // a rounded quotient could be the load that has just proved too small
}
