/**
 * The share of every pair: as even as the graph allows. Capped proportional fitting (iterative proportional fitting, Deming and Stephan 1940;
 * Sinkhorn 1967): columns are scaled to their target, rows back to their need, sixty times. Where the targets cannot be met, the column sums tend to the
 * most even loads there are. Only + − × ÷ on doubles in a fixed order, so every machine finds the same bits (IEEE 754).
 */
import { columnSums, columnsOf, type Graph, whole } from './graph.ts'
import { partGraph, partsOf } from './parts.ts'

export const sweeps = 60

/** Below this a sum counts as nothing: a quotient by it would leave the range of doubles. */
const nothing = 2 ** -900

/**
 * Expected shares per edge: each row sums to its need up to rounding, no share exceeds the cap of its row. `floorPpm` is the part of an even load that
 * everybody keeps however much they worked before. The graph has no row with need × whole > degree × cap.
 */
export function balancedShares(graph: Graph, { floorPpm }: { readonly floorPpm: number }): Float64Array {
  const parts = partsOf(graph)
  const shares = new Float64Array(graph.edges.length)
  // Part by part, which changes no bit and keeps the numbers of a county in the cache for all sweeps.
  for (let part = 0; part + 1 < parts.firstRow.length; part++) {
    const own = partGraph(graph, parts, part)
    const fitted = fittedShares(own, targetsOfPart(own, floorPpm))
    for (let i = 0; i < own.need.length; i++) {
      const row = parts.rows[(parts.firstRow[part] ?? 0) + i] ?? 0
      shares.set(fitted.subarray(own.start[i], own.start[i + 1]), graph.start[row])
    }
  }
  return shares
}

/** The load each column should have, 0 for one without edges. */
export function loadTargets(graph: Graph, floorPpm: number): Float64Array {
  const parts = partsOf(graph)
  const targets = new Float64Array(columnsOf(graph))
  for (let part = 0; part + 1 < parts.firstRow.length; part++) {
    const own = targetsOfPart(partGraph(graph, parts, part), floorPpm)
    for (let i = 0; i < own.length; i++) targets[parts.columns[(parts.firstColumn[part] ?? 0) + i] ?? 0] = own[i] ?? 0
  }
  return targets
}

/**
 * In a connected graph: a water level over what its units hold already, and nobody below `floorPpm` of the even load. Units that would exceed their `most`
 * are fixed there, and the rest is levelled again.
 */
function targetsOfPart({ need, prior, most }: Graph, floorPpm: number): Float64Array {
  const targets = new Float64Array(prior.length)
  let wanted = 0
  for (const of of need) wanted += of
  const floor = (floorPpm / 1_000_000) * (wanted / prior.length)
  const columns = [...prior.keys()].sort((a, b) => (prior[a] ?? 0) - (prior[b] ?? 0) || a - b)
  fillToLevel(targets, columns, wanted, floor, prior, most)
  return targets
}

/** Σ max(floor, level − prior) = need over `columns`, which ascend by prior. */
function fillToLevel(
  targets: Float64Array,
  columns: readonly number[],
  need: number,
  floor: number,
  prior: Uint32Array,
  most: Uint32Array | null,
): void {
  let open = columns
  let left = need
  while (open.length > 0) {
    const level = levelOf(open, left, floor, prior)
    const over: number[] = []
    for (const column of open) {
      const target = Math.max(floor, level - (prior[column] ?? 0))
      const limit = most?.[column] ?? Number.POSITIVE_INFINITY
      targets[column] = Math.min(target, limit)
      if (target > limit) over.push(column)
    }
    if (over.length === 0) return
    for (const column of over) left -= most?.[column] ?? 0
    const fixed = new Set(over)
    open = open.filter((column) => !fixed.has(column))
  }
}

/** Columns join the water one after the other, while the level stands more than the floor above what they hold. */
function levelOf(columns: readonly number[], need: number, floor: number, prior: Uint32Array): number {
  let held = 0
  let level = Number.POSITIVE_INFINITY
  for (const [i, column] of columns.entries()) {
    const own = prior[column] ?? 0
    if (own >= level - floor) break
    held += own
    level = (need - (columns.length - i - 1) * floor + held) / (i + 1)
  }
  return level
}

/** The sweeps, from shares with which everybody who may go goes equally often. A column whose sum is nothing is left alone. */
function fittedShares(graph: Graph, targets: Float64Array): Float64Array {
  const { need, start, edges } = graph
  const shares = new Float64Array(edges.length)
  for (let row = 0; row < need.length; row++) {
    const from = start[row] ?? 0
    const to = start[row + 1] ?? 0
    shares.fill((need[row] ?? 0) / (to - from), from, to)
  }
  const sums = columnSums(graph, shares)
  const factors = new Float64Array(sums.length)
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (let column = 0; column < sums.length; column++) {
      const sum = sums[column] ?? 0
      factors[column] = sum < nothing ? 1 : (targets[column] ?? 0) / sum
      sums[column] = 0
    }
    fitRows(graph, shares, factors, sums)
  }
  keepPossible(graph, shares)
  return shares
}

/** Of every row so much goes to everybody alike. */
const evenPart = 2 ** -10

/**
 * Where targets cannot be met, fitting drives pairs towards nought. Nobody who may go is impossible: an officer known never to come is what a random
 * draw exists to prevent, and later analysis needs every probability above nought. Rows keep their sum and their cap, loads move by a thousandth.
 */
function keepPossible({ need, start }: Graph, shares: Float64Array): void {
  for (let row = 0; row < need.length; row++) {
    const from = start[row] ?? 0
    const to = start[row + 1] ?? 0
    const even = (need[row] ?? 0) / (to - from)
    for (let edge = from; edge < to; edge++) {
      const share = shares[edge] ?? 0
      shares[edge] = share + (even - share) * evenPart
    }
  }
}

/** Scales every share by the factor of its column, then its row to the need; adds the column sums of the outcome to `sums`, in edge order. */
function fitRows({ need, start, edges, cap }: Graph, shares: Float64Array, factors: Float64Array, sums: Float64Array): void {
  for (let row = 0; row < need.length; row++) {
    const from = start[row] ?? 0
    const to = start[row + 1] ?? 0
    const limit = (cap[row] ?? 0) / whole
    const full = need[row] === (to - from) * limit
    let sum = 0
    let largest = 0
    for (let edge = from; edge < to; edge++) {
      const share = (shares[edge] ?? 0) * (factors[edges[edge] ?? 0] ?? 0)
      shares[edge] = share
      sum += share
      if (share > largest) largest = share
    }
    const factor = (need[row] ?? 0) / sum
    if (full) shares.fill(limit, from, to)
    else if (sum < nothing || largest * factor >= limit) fitAtCap(shares, from, to, need[row] ?? 0, limit)
    else for (let edge = from; edge < to; edge++) shares[edge] = (shares[edge] ?? 0) * factor
    for (let edge = from; edge < to; edge++) {
      const column = edges[edge] ?? 0
      sums[column] = (sums[column] ?? 0) + (shares[edge] ?? 0)
    }
  }
}

/** Marks a share that stays at the cap while the rest of its row is scaled; shares themselves are never negative. */
const fixed = -1

/** Scales a row to `need` where shares reach the cap: those are fixed and the rest is scaled again, until none exceeds. */
function fitAtCap(shares: Float64Array, from: number, to: number, need: number, limit: number): void {
  let left = need // exact: need and cap are multiples of 2^-30
  for (let free = to - from; free > 0; ) {
    const sum = freeSum(shares, from, to)
    const factor = left / sum
    let reached = 0
    for (let edge = from; edge < to; edge++) {
      const share = shares[edge] ?? 0
      if (share === fixed) continue
      if (sum < nothing) shares[edge] = left / free
      else if (share * factor >= limit) {
        shares[edge] = fixed
        reached++
      }
    }
    left -= reached * limit
    free -= reached
    if (reached > 0) continue
    if (sum >= nothing) for (let edge = from; edge < to; edge++) if (shares[edge] !== fixed) shares[edge] = (shares[edge] ?? 0) * factor
    break
  }
  for (let edge = from; edge < to; edge++) if (shares[edge] === fixed) shares[edge] = limit
}

function freeSum(shares: Float64Array, from: number, to: number): number {
  let sum = 0
  for (let edge = from; edge < to; edge++) {
    const share = shares[edge] ?? 0
    if (share !== fixed) sum += share
  }
  return sum
}
