/**
 * Officer matching from facts to teams, in this process: a province of 100,000 objects and 5,000 officers and smaller ones, a county where everybody may go
 * everywhere, and a draw with two officers. Beside it what is usual, the least loaded officers one object after another. `--quick` takes smaller sizes.
 */
import { drbg } from '#core/draws/drbg.ts'
import type { Edges } from '#core/matching/edges.ts'
import { eligiblePairs } from '#core/matching/eligible.ts'
import type { MatchingFacts } from '#core/matching/facts.ts'
import { leastLargestLoad, shortage } from '#core/matching/flow.ts'
import { columnSums, columnsOf, type Graph, rowsOf, whole } from '#core/matching/graph.ts'
import { sharesOnGrid } from '#core/matching/grid.ts'
import { matchLeastLoaded } from '#core/matching/least-loaded.ts'
import { balancedShares } from '#core/matching/marginals.ts'
import { roundShares } from '#core/matching/rounding.ts'
import { countyFacts } from './kit/matching-facts.ts'
import { bar, report } from './kit/report.ts'

const quick = process.argv.includes('--quick')
const scale = quick ? 10 : 1
const teamSize = 2
const floorPpm = 100_000
const basis = { suite: 'sha256', drawId: '620102202611201001-P-1', commitHash: 'ab'.repeat(32), seed: new Uint8Array(32).fill(7) } as const

/** Milliseconds of this thread for each step: what other programs of the machine take away is not counted. */
type Steps = {
  readonly eligible: number
  readonly feasible: number
  readonly shares: number
  readonly grid: number
  readonly round: number
}
type Matched = { readonly graph: Graph; readonly chosen: Uint8Array; readonly grid: Uint32Array; readonly ms: Steps }

/** The same graph where nobody may have more than `most` objects. */
const withLimit = (graph: Graph, most: number): Graph => ({ ...graph, most: new Uint32Array(columnsOf(graph)).fill(most) })

const province = (size: number): MatchingFacts =>
  countyFacts({ objects: size, officers: size / 20, counties: Math.max(1, size / 1000), teamSize })

const sizes = quick ? [1000, 4000, 10_000] : [1000, 10_000, 100_000]
// The code is compiled before anything is measured; then the largest comes first, so that the peak of memory is its own.
for (let i = 0; i < 3; i++) matchFacts(province(4000))
const largestFacts = province(sizes[2] ?? 0)
const first = matchFacts(largestFacts)
const peakMb = process.resourceUsage().maxRSS / 1024
const [small, middle, large] = sizes.map((size) => {
  const facts = size === sizes[2] ? largestFacts : province(size)
  return best(Math.ceil(60_000 / size), () => matchFacts(facts))
})
if (!small || !middle || !large) throw new Error('three sizes were asked for')

const { graph } = large
const edges = graph.edges.length
const bound = leastLargestLoad(graph)
const tight = best(1, () => matchGraph(withLimit(graph, bound), 0))
const dense = best(5, () =>
  matchGraph(
    everybody(
      1000 / scale,
      300,
      teamSize,
      Array.from({ length: 300 }, (_, i) => i % 7),
    ),
    0,
  ),
)
const pair = best(2, () => matchGraph(everybody(200_000 / scale, 2, 1, [0, 50_000 / scale]), 0))
const greedy = matchGreedily(graph)
const checks = [first, small, middle, large, tight, dense, pair].map(mistakes)

tellSteps([
  ['counties, smallest', small],
  ['counties, middle', middle],
  ['counties, largest', large],
  ['with the least limit', tight],
  ['all pairs', dense],
  ['two officers', pair],
])
tellGreedy(large)
report(
  'matching',
  {
    objects: rowsOf(graph),
    officers: columnsOf(graph),
    'pairs that the rules allow (edges)': edges,
    'eligibility (facts to graph), ms': large.ms.eligible,
    'feasibility (every row has enough units), ms': large.ms.feasible,
    'shares (60 sweeps), ms': large.ms.shares,
    'grid, ms': large.ms.grid,
    'rounding (with its DRBG), ms': large.ms.round,
    'everything, µs per edge': perEdge(large),
    'matching without eligibility, µs per edge': perEdge(large) - (large.ms.eligible * 1000) / edges,
    'edges of the smallest': small.graph.edges.length,
    'everything, µs per edge, smallest': perEdge(small),
    'everything, µs per edge, middle': perEdge(middle),
    'peak memory of this process after the first, MB': peakMb,
    'load of this draw, most': mostOf(loadsOf(large)),
    'load of this draw, least': Math.min(...loadsOf(large)),
    'expected load, most': mostOf(columnSums(graph, large.grid)) / whole,
    'least largest load there can be (maximum flow)': bound,
    'with that load as everybody’s limit: feasibility, ms': tight.ms.feasible,
    'with it: shares, grid and rounding, ms': tight.ms.shares + tight.ms.grid + tight.ms.round,
    'with it: load of this draw, most': mostOf(loadsOf(tight)),
    'least loaded first: ms': greedy.ms,
    'least loaded first: load, most': mostOf(greedy.loads),
    'least loaded first: load, least': Math.min(...greedy.loads),
    [`${1000 / scale} objects × 300 officers, all pairs: ms`]: total(dense.ms),
    [`${200_000 / scale} objects × 2 officers: ms`]: total(pair.ms),
  },
  [
    bar('everything, µs per edge', perEdge(large), 'max', 2),
    bar('peak memory, MB', peakMb, 'max', 1024),
    bar('cost per edge, smallest / largest', perEdge(small) / perEdge(large), 'max', 1.25),
    bar('cost per edge, largest / smallest', perEdge(large) / perEdge(small), 'max', 1.25),
    bar('cost per edge, middle / largest', perEdge(middle) / perEdge(large), 'max', 1.25),
    bar('cost per edge, largest / middle', perEdge(large) / perEdge(middle), 'max', 1.25),
    bar('largest load beyond the least there can be', mostOf(loadsOf(large)) - bound, 'max', 1),
    bar('largest load beyond a limit of that', mostOf(loadsOf(tight)) - bound, 'max', 0),
    bar(
      'teams, caps and loads that are not as promised',
      checks.reduce((sum, n) => sum + n, 0),
      'max',
      0,
    ),
    bar('1,000 objects × 300 officers, s', total(dense.ms) / 1000, 'max', 0.3),
    bar('200,000 objects × 2 officers, s', total(pair.ms) / 1000, 'max', 10),
  ],
)

function matchFacts(facts: MatchingFacts): Matched {
  const from = clock()
  const { graph } = eligiblePairs(facts)
  return matchGraph(graph, clock() - from)
}

function matchGraph(graph: Graph, eligible: number): Matched {
  const times = [clock()]
  const lacking = shortage(graph)
  times.push(clock())
  if (lacking !== null) throw new Error(`${lacking.rows.length} objects have too few officers`)
  const shares = balancedShares(graph, { floorPpm })
  times.push(clock())
  const grid = sharesOnGrid(graph, shares)
  times.push(clock())
  const chosen = roundShares(graph, grid, drbg(basis, 'round'))
  times.push(clock())
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = times
  return { graph, grid, chosen, ms: { eligible, feasible: b - a, shares: c - b, grid: d - c, round: e - d } }
}

/** The best of three measurements of so many runs one after another. */
function best(runs: number, run: () => Matched): Matched {
  const measured = Array.from({ length: 3 }, () => mean(Array.from({ length: runs }, run)))
  return measured.reduce((one, other) => (total(other.ms) < total(one.ms) ? other : one))
}

/** Clocks of threads may move in steps of 4 ms, so short runs are measured together. */
function mean(runs: readonly Matched[]): Matched {
  const [any] = runs
  if (!any) throw new Error('at least one run')
  const of = (step: keyof Steps): number => runs.reduce((sum, { ms }) => sum + ms[step], 0) / runs.length
  return { ...any, ms: { eligible: of('eligible'), feasible: of('feasible'), shares: of('shares'), grid: of('grid'), round: of('round') } }
}

/** Milliseconds that this thread has worked. */
function clock(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

function total(ms: Steps): number {
  return Object.values(ms).reduce((sum, step) => sum + step, 0)
}

function perEdge({ graph, ms }: Matched): number {
  return (total(ms) * 1000) / graph.edges.length
}

function loadsOf({ graph, chosen }: Pick<Matched, 'graph' | 'chosen'>): Float64Array {
  return columnSums(graph, chosen)
}

function mostOf(loads: Float64Array): number {
  return Math.max(...loads)
}

function everybody(objects: number, officers: number, need: number, prior: readonly number[]): Graph {
  return {
    need: new Uint8Array(objects).fill(need),
    start: Uint32Array.from({ length: objects + 1 }, (_, i) => i * officers),
    edges: Uint32Array.from({ length: objects * officers }, (_, i) => i % officers),
    cap: new Uint32Array(objects).fill(whole),
    prior: Uint32Array.from(prior),
    most: null,
  }
}

/** Teams of another size than asked, shares above the cap, and loads that are not the expected one rounded down or up. */
function mistakes({ graph, grid, chosen }: Matched): number {
  let wrong = 0
  for (let row = 0; row < rowsOf(graph); row++) {
    const [from, to] = [graph.start[row] ?? 0, graph.start[row + 1] ?? 0]
    let [team, sum] = [0, 0]
    for (let edge = from; edge < to; edge++) {
      team += chosen[edge] ?? 0
      sum += grid[edge] ?? 0
      if ((grid[edge] ?? 0) > (graph.cap[row] ?? 0)) wrong++
    }
    if (team !== graph.need[row] || sum !== team * whole) wrong++
  }
  const loads = loadsOf({ graph, chosen })
  for (const [column, expected] of columnSums(graph, grid).entries())
    if (![Math.floor(expected / whole), Math.ceil(expected / whole)].includes(loads[column] ?? 0)) wrong++
  return wrong
}

function matchGreedily(graph: Graph): { readonly ms: number; readonly loads: Float64Array } {
  const asEdges: Edges = {
    objects: Array.from(graph.need, (_, row) => row.toString(16).padStart(64, '0')),
    officers: Array.from(graph.prior, (_, column) => `OFFICER:${String(column).padStart(6, '0')}`),
    edges: Array.from(graph.need, (_, row) => [...graph.edges.subarray(graph.start[row], graph.start[row + 1])]),
  }
  const from = clock()
  const teams = matchLeastLoaded(basis, asEdges, teamSize)
  const ms = clock() - from
  if (!teams.ok) throw new Error('every object has enough officers')
  const loads = new Float64Array(columnsOf(graph))
  for (const { officers } of teams.value)
    for (const { officer } of officers)
      loads[Number(officer.slice('OFFICER:'.length))] = (loads[Number(officer.slice('OFFICER:'.length))] ?? 0) + 1
  return { ms, loads }
}

function tellSteps(all: readonly (readonly [string, Matched])[]): void {
  console.log(
    '\n  ms of one core, best   objects   officers      edges   eligibility   feasibility   shares     grid   rounding   µs per edge',
  )
  for (const [name, matched] of all) {
    const { graph, ms } = matched
    console.log(
      `  ${name.padEnd(20)} ${String(rowsOf(graph)).padStart(10)} ${String(columnsOf(graph)).padStart(10)} ${String(graph.edges.length).padStart(10)}` +
        ` ${ms.eligible.toFixed(1).padStart(13)} ${ms.feasible.toFixed(1).padStart(13)} ${ms.shares.toFixed(1).padStart(8)} ${ms.grid.toFixed(1).padStart(8)}` +
        ` ${ms.round.toFixed(1).padStart(10)} ${perEdge(matched).toFixed(3).padStart(13)}`,
    )
  }
}

/** What the ways of matching can say of themselves, beside what they cost. */
function tellGreedy(ours: Matched): void {
  const loads = loadsOf(ours)
  console.log(`
  Matching ${rowsOf(graph)} objects with teams of ${teamSize}:
  dependent rounding     ${(perEdge(ours) * 1000).toFixed(0)} ns an edge with the rules. Loads ${Math.min(...loads)} to ${mostOf(loads)}; no matching has a largest load below ${bound}. The chance of
                         every pair is published before the lot, and the lot has exactly that chance.
  least loaded first     ${((greedy.ms * 1e6) / edges).toFixed(0)} ns an edge without the rules. Loads ${Math.min(...greedy.loads)} to ${mostOf(greedy.loads)}. Probabilities unknown: who is sent depends on who was sent
                         before, nobody can say with what chance; the last objects of a draw have fewer and fewer possible officers.`)
}
