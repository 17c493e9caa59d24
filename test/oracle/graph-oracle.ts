/**
 * What can be said of small matching graphs by trying everything, importing nothing of core: whether they can be matched, the least largest load, the bits of
 * the fitted shares, and every outcome of the lot of dependent rounding (docs/draw-protocol.md §6) with its exact probability, each walk begun anew.
 */

export type OracleGraph = {
  readonly rows: readonly { readonly units: readonly number[]; readonly need: number; readonly cap: number }[]
  readonly prior: readonly number[]
  readonly most: readonly number[] | null
}

/** Amounts per row, per unit of the row. */
export type OracleShares = readonly (readonly number[])[]

const U = 2 ** 30

/** Anything with compressed rows, as core keeps it. */
type Compressed = {
  readonly need: ArrayLike<number>
  readonly start: ArrayLike<number>
  readonly edges: ArrayLike<number>
  readonly cap: ArrayLike<number>
  readonly prior: ArrayLike<number>
  readonly most: ArrayLike<number> | null
}

export const oracleGraph = ({ need, start, edges, cap, prior, most }: Compressed): OracleGraph => ({
  rows: Array.from(need, (wanted, i) => ({ units: Array.from(edges).slice(start[i], start[i + 1]), need: wanted, cap: cap[i] ?? 0 })),
  prior: Array.from(prior),
  most: most && Array.from(most),
})

/** By every set of rows (Hall): what it wants is at most what its units take, each limited by `most` and by the caps of its pairs with the set. */
export const oracleFeasible = (graph: OracleGraph): boolean => subsets(graph.rows.length).every((rows) => cutSpare(graph, rows) >= 0n)

/** How much more than needed the units take from a set of rows. */
export function cutSpare({ rows, prior, most }: OracleGraph, set: readonly number[]): bigint {
  let spare = 0n
  for (const i of set) spare -= BigInt(rows[i]?.need ?? 0) * BigInt(U)
  for (const column of prior.keys()) {
    const caps = set.reduce((sum, i) => sum + (rows[i]?.units.includes(column) ? (rows[i]?.cap ?? 0) : 0), 0)
    spare += BigInt(most === null ? caps : Math.min(caps, (most[column] ?? 0) * U))
  }
  return spare
}

/** The least largest load over all matchings, by trying every team of every row; caps are not looked at. */
export function oracleLeastLoad({ rows, prior }: OracleGraph): number {
  const assign = (at: number, loads: readonly number[]): number => {
    const row = rows[at]
    if (row === undefined) return Math.max(0, ...loads)
    const teams = subsets(row.units.length).filter((team) => team.length === row.need)
    return Math.min(
      ...teams.map((team) =>
        assign(
          at + 1,
          loads.map((load, j) => load + (team.some((k) => row.units[k] === j) ? 1 : 0)),
        ),
      ),
    )
  }
  return assign(
    0,
    prior.map(() => 0),
  )
}

const subsets = (size: number): readonly (readonly number[])[] =>
  Array.from({ length: 2 ** size }, (_, mask) => Array.from({ length: size }, (_, i) => i).filter((i) => (mask >> i) & 1))

/** Sixty sweeps of capped proportional fitting towards `targets`; then every share goes a thousandth of the way to the even one. */
export function oracleFitted({ rows, prior }: OracleGraph, targets: readonly number[]): OracleShares {
  let shares = rows.map(({ units, need }) => units.map(() => need / units.length))
  for (let sweep = 0; sweep < 60; sweep++) {
    const sums = prior.map(() => 0)
    for (const [i, { units }] of rows.entries())
      for (const [k, unit] of units.entries()) sums[unit] = (sums[unit] ?? 0) + (shares[i]?.[k] ?? 0)
    const factors = sums.map((sum, j) => (sum < 2 ** -900 ? 1 : (targets[j] ?? 0) / sum))
    shares = rows.map(({ units, need, cap }, i) =>
      rowFitted(
        units.map((unit, k) => (shares[i]?.[k] ?? 0) * (factors[unit] ?? 0)),
        need,
        cap / U,
      ),
    )
  }
  return shares.map((row, i) => row.map((share) => share + ((rows[i]?.need ?? 0) / row.length - share) * 2 ** -10))
}

function rowFitted(shares: readonly number[], need: number, cap: number): number[] {
  if (need === shares.length * cap) return shares.map(() => cap)
  const full = new Set<number>()
  for (;;) {
    const free = shares.flatMap((share, k) => (full.has(k) ? [] : [share]))
    const left = need - full.size * cap
    const sum = free.reduce((a, b) => a + b, 0)
    if (sum < 2 ** -900) return shares.map((_, k) => (full.has(k) ? cap : left / free.length))
    const factor = left / sum
    const reached = shares.flatMap((share, k) => (!full.has(k) && share * factor >= cap ? [k] : []))
    if (reached.length === 0) return shares.map((share, k) => (full.has(k) ? cap : share * factor))
    for (const k of reached) full.add(k)
  }
}

/** One way a lot can fall: the bounds of each `below` and which way it went, the chosen edges, and the probability as a fraction. */
export type Outcome = {
  readonly lots: readonly { readonly up: number; readonly down: number; readonly rises: boolean }[]
  readonly chosen: readonly number[]
  readonly probability: readonly [bigint, bigint]
}

/** Every outcome of the dependent rounding of a grid (amounts per edge, row after row). */
export function oracleOutcomes(graph: OracleGraph, grid: readonly number[]): readonly Outcome[] {
  const edges = withRest(graph, grid)
  const explore = (shares: readonly number[], lots: Outcome['lots'], probability: readonly [bigint, bigint]): readonly Outcome[] => {
    const cycle = firstCycle(edges, shares)
    if (cycle === null) return [{ lots, chosen: shares.slice(graph.prior.length).map((share) => share / U), probability }]
    const up = Math.min(...cycle.map((edge, i) => (i % 2 === 0 ? U - (shares[edge] ?? 0) : (shares[edge] ?? 0))))
    const down = Math.min(...cycle.map((edge, i) => (i % 2 === 0 ? (shares[edge] ?? 0) : U - (shares[edge] ?? 0))))
    return [true, false].flatMap((rises) => {
      const amount = rises ? up : -down
      const moved = shares.map((share, edge) => {
        const place = cycle.indexOf(edge)
        return place < 0 ? share : share + (place % 2 === 0 ? amount : -amount)
      })
      const [top, bottom] = probability
      return explore(moved, [...lots, { up, down, rises }], [top * BigInt(rises ? down : up), bottom * BigInt(up + down)])
    })
  }
  return explore(
    edges.map(({ share }) => share),
    [],
    [1n, 1n],
  )
}

type Edge = { readonly row: number; readonly column: number; readonly share: number }

/** The row `rest`, here −1, holds what each expected load lacks to a whole number; its edges come first. */
function withRest({ rows, prior }: OracleGraph, grid: readonly number[]): readonly Edge[] {
  let next = 0
  const own = rows.flatMap(({ units }, row) => units.map((column) => ({ row, column, share: grid[next++] ?? 0 })))
  const rest = prior.map((_, column) => {
    const load = own.reduce((sum, edge) => sum + (edge.column === column ? edge.share : 0), 0)
    return { row: -1, column, share: (U - (load % U)) % U }
  })
  return [...rest, ...own]
}

/** Edges ascend by row, then column: the first open edge of a vertex is the first in this list. */
function firstCycle(edges: readonly Edge[], shares: readonly number[]): readonly number[] | null {
  const open = [...edges.keys()].filter((edge) => (shares[edge] ?? 0) > 0 && (shares[edge] ?? 0) < U)
  const [first] = open
  if (first === undefined) return null
  const walked: number[] = []
  const passed: string[] = []
  for (let side: 'row' | 'column' = 'row', at = edges[first]?.row ?? 0; ; ) {
    const name = `${side} ${at}`
    if (passed.includes(name)) return walked.slice(passed.indexOf(name))
    passed.push(name)
    const edge = open.find((each) => edges[each]?.[side] === at && each !== walked.at(-1)) ?? 0
    walked.push(edge)
    side = side === 'row' ? 'column' : 'row'
    at = edges[edge]?.[side] ?? 0
  }
}
