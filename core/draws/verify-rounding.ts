/** The checks of a matching with exact probabilities (draw protocol §6): the shares follow from what was committed, and the teams from shares and seed. */
import { fromHex, hex } from '../bytes.ts'
import { objectsRoot } from '../matching/edges.ts'
import { sharesOnGrid } from '../matching/grid.ts'
import { capsProblem, countsOf, needsProblem, rowsProblem, sumsProblem, unitsProblem, vacatedProblem } from '../matching/list-problem.ts'
import { loadsOf } from '../matching/loads.ts'
import { balancedShares } from '../matching/marginals.ts'
import { matchingLines } from '../matching/row-lines.ts'
import { matchTeams } from '../matching/teams.ts'
import { graphOf, gridOf, type MatchingList, type MatchRow, matchedLeaves, unitsDigest, vacatedDigest } from '../matching/wire.ts'
import type { Assignment, RoundingCommit, RoundingMatching } from './documents.ts'
import { parseDrawId } from './draw-id.ts'
import { officerPool } from './result.ts'
import { all, failed, held, notChecked, type Outcome, same } from './verification.ts'
import type { Evidence, Listed } from './verify-evidence.ts'

export type Rounded = Evidence & {
  readonly bound: RoundingCommit
  readonly matching: RoundingMatching
  readonly rows: Listed<readonly MatchRow[]>
  readonly assignment: Listed<readonly Assignment[]>
}

export const roundingChecks = {
  objects: withList(checkObjects),
  officers: checkUnits,
  edges: withList(checkRows),
  sums: withList(({ rows }) => {
    const problem = sumsProblem(rows)
    return problem === null ? held(String(rows.reduce((sum, [, , need]) => sum + need, 0))) : failed(problem, 'other shares')
  }),
  caps: withList((list, { bound }) => {
    if (rowsProblem(list) !== null) return notChecked('needs_other')
    const problem = capsProblem(bound, list)
    return problem === null ? held(`${bound.pairCapPpm / 10_000} % / ${bound.mostPerOfficer ?? '∞'}`) : failed(problem, 'another')
  }),
  shares: withList(checkShares),
  loads: withList(checkLoads),
  seats: withList(checkSeats),
  /** The teams that the seed gives, or why they cannot be computed. */
  teamsAgain: (rounded: Rounded): readonly Assignment[] | Outcome => {
    const { rows, basis, bound, matching } = rounded
    if (rows.state !== 'read') return missing(rows)
    const list = { ...matching, rows: rows.value }
    return isSound(bound, list) ? matchTeams(basis, list) : notChecked('needs_other')
  },
} as const

function withList(check: (list: MatchingList, rounded: Rounded) => Outcome): (rounded: Rounded) => Outcome {
  return (rounded) => {
    const { rows, matching } = rounded
    return rows.state === 'read' ? check({ ...matching, rows: rows.value }, rounded) : missing(rows)
  }
}

const missing = ({ state }: Pick<Listed<unknown>, 'state'>): Outcome => notChecked(state === 'absent' ? 'no_files' : 'needs_other')

/** Whether rounding ends and means something: units in order, rows that refer to them, shares that make up whole numbers. */
const isSound = (bound: RoundingCommit, list: MatchingList): boolean =>
  unitsProblem(bound, list.units) === null && rowsProblem(list) === null && sumsProblem(list.rows) === null

function checkObjects({ rows }: MatchingList, { bound, suite, bundle }: Rounded): Outcome {
  const from = parseDrawId(bound.objectDraw)
  const leaves = matchedLeaves(rows)
  return all(
    from?.kind === 'O' && from.task === bundle.commit.task ? held() : failed(`an object draw of ${bundle.commit.task}`, bound.objectDraw),
    same(bound.objectCount, leaves.length),
    same(bound.objectsRoot, objectsRoot(suite.id, leaves)),
  )
}

/** Units with what they did before and may do, and sealed anew as the pool: both lists must give the committed root. */
function checkUnits({ bound, matching: { units }, suite, key, bundle: { commit } }: Rounded): Outcome {
  const problem = unitsProblem(bound, units)
  const listed = problem === null ? same(bound.unitsDigest, unitsDigest(suite.id, units)) : failed(problem, 'others')
  if (listed.status !== 'ok') return listed
  if (key === null) return notChecked('sealed')
  const subjects = units.map(([subject]) => subject)
  const pool = officerPool(commit, fromHex(key), subjects)
  return pool ? all(same(commit.poolRoot, hex(pool.root)), held(String(units.length))) : failed('officers that can be sealed', 'others')
}

function checkRows(list: MatchingList, { bound, matching, suite }: Rounded): Outcome {
  const problem = rowsProblem(list) ?? needsProblem(bound, list)
  if (problem !== null) return failed(problem, 'another')
  const digest = 'file' in matching.rows ? matching.rows.hash : matchingLines(suite.id, list.rows).ref.hash
  const { widened, belowLeast, capLifted } = bound
  const pairs = list.rows.reduce((sum, [, , , , , units]) => sum + units.length, 0)
  return all(
    same(bound.rowsDigest, digest),
    same(countsText({ widened, belowLeast, capLifted }), countsText(countsOf(bound, list.rows))),
    held(`${list.rows.length} / ${pairs}`),
  )
}

/** The figures of the COMMIT on one line. */
export const countsText = ({ widened, belowLeast, capLifted }: ReturnType<typeof countsOf>): string =>
  `${widened.map(([scope, rows]) => `${scope} ${rows}`).join(', ')}; ${belowLeast} below least; ${capLifted} above the cap`

/** Fits the probabilities anew from the pairs, the needs, the caps and the loads, and compares every one of them to the last of 2^30 parts. */
function checkShares(list: MatchingList, { bound }: Rounded): Outcome {
  // Caps and limits that the published shares keep can be kept: the repair of the grid then ends.
  if (!isSound(bound, list) || capsProblem(bound, list) !== null) return notChecked('needs_other')
  const graph = graphOf(list)
  const again = sharesOnGrid(graph, balancedShares(graph, { floorPpm: bound.floorPpm }))
  const given = gridOf(list.rows)
  const at = again.findIndex((share, edge) => share !== given[edge])
  if (at < 0) return held(String(given.length))
  const row = graph.start.findIndex((_, i) => at < (graph.start[i + 1] ?? 0))
  const unit = list.units[graph.edges[at] ?? 0]?.[0] ?? ''
  return failed(`${again[at]} of 2^30 for ${unit} at row ${row}`, String(given[at]))
}

function checkLoads(list: MatchingList, { bound, assignment }: Rounded): Outcome {
  if (assignment.state !== 'read') return missing(assignment)
  if (!isSound(bound, list)) return notChecked('needs_other')
  const counted = loadsOf(list, assignment.value)
  if (counted.state === 'not_eligible') return failed(`a team of eligible ${counted.population}`, counted.object)
  const far = counted.loads.find(({ load, least, most }) => load < least || load > most)
  if (far) return failed(`${far.unit}: ${far.least} or ${far.most}`, String(far.load))
  const figures = counted.loads.map(({ load }) => load)
  return held(`${figures.reduce((a, b) => Math.min(a, b), figures[0] ?? 0)}–${figures.reduce((a, b) => Math.max(a, b), 0)}`)
}

/** Kind R: the seats are those of the request, and nobody who left one could be drawn to the same object again. */
function checkSeats(list: MatchingList, { bound, bundle: { commit }, suite }: Rounded): Outcome {
  const { seats } = commit
  const { units, rows, vacated } = list
  if (!seats || !vacated) return notChecked('replaces_no_officer')
  const problem = vacatedProblem(vacated) ?? needsProblem(bound, list)
  if (problem !== null) return failed(problem, 'others')
  const leavers = new Set(vacated.map(([leaf, subject]) => `${leaf} ${subject}`))
  const back = rows.find(([leaf, , , , , eligible]) => eligible.some((unit) => leavers.has(`${leaf} ${units[unit]?.[0]}`)))
  const from = parseDrawId(seats.officerDraw)
  return all(
    from?.task === commit.task ? held() : failed(`an officer draw of ${commit.task}`, seats.officerDraw),
    same(seats.count, vacated.length),
    same(seats.vacatedDigest, vacatedDigest(suite.id, vacated)),
    back ? failed('nobody who leaves the same object', back[0]) : held(`${seats.reason}: ${vacated.length}`),
  )
}
