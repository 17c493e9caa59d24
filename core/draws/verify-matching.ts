/** The checks where officers are matched (draw protocol §6, §8): by which algorithm the COMMIT says, and each bundle by its own for ever. */
import { fromHex, hex } from '../bytes.ts'
import { edgesDigest, edgesProblem, objectsRoot } from '../matching/edges.ts'
import { matchLeastLoaded } from '../matching/least-loaded.ts'
import { type Assignment, type LeastLoadedCommit, leastLoaded } from './documents.ts'
import { parseDrawId } from './draw-id.ts'
import { isRounding, type LeastLoadedMatching } from './matching-documents.ts'
import { officerPool } from './result.ts'
import { all, failed, held, notChecked, type Outcome, same } from './verification.ts'
import type { Evidence } from './verify-evidence.ts'
import { checkFacts } from './verify-facts.ts'
import { type Rounded, roundingChecks } from './verify-rounding.ts'

type LeastLoaded = Evidence & {
  readonly bound: LeastLoadedCommit
  readonly matching: LeastLoadedMatching
  readonly teams: readonly Assignment[]
}

const otherAlgorithm = (): Outcome => notChecked('other_algorithm')

export const matchingChecks = {
  matching_objects: byAlgorithm(checkObjects, roundingChecks.objects),
  matching_officers: byAlgorithm(checkOfficers, roundingChecks.officers),
  matching_rules: byAlgorithm(checkRules, checkRules),
  matching_edges: byAlgorithm(checkEdges, roundingChecks.edges),
  matching_sums: byAlgorithm(otherAlgorithm, roundingChecks.sums),
  matching_caps: byAlgorithm(otherAlgorithm, roundingChecks.caps),
  matching_shares: byAlgorithm(otherAlgorithm, roundingChecks.shares),
  matching_facts: byAlgorithm(() => notChecked('facts_not_public'), checkFacts),
  assignment: byAlgorithm(checkAssignment, (rounded) => sameTeams(rounded, roundingChecks.teamsAgain(rounded))),
  matching_loads: byAlgorithm(otherAlgorithm, roundingChecks.loads),
  matching_seats: byAlgorithm(() => notChecked('replaces_no_officer'), roundingChecks.seats),
} as const satisfies Readonly<Record<string, (evidence: Evidence) => Outcome>>

function byAlgorithm(first: (evidence: LeastLoaded) => Outcome, exact: (evidence: Rounded) => Outcome): (evidence: Evidence) => Outcome {
  return (evidence) => {
    const { commit, matching } = evidence.bundle
    const { assignment, rows } = evidence
    const bound = commit.matching
    if (!bound || !matching || !assignment) return notChecked('not_an_officer_draw')
    if (bound.algorithm === leastLoaded) {
      // The schema says that this algorithm has its own lists, in the bundle and in no file.
      if (isRounding(matching) || assignment.state !== 'read') return notChecked('unreadable')
      return first({ ...evidence, bound, matching, teams: assignment.value })
    }
    if (!isRounding(matching) || !rows) return notChecked('unreadable')
    return exact({ ...evidence, bound, matching, rows, assignment })
  }
}

function checkRules({ bound }: { readonly bound: { readonly rules: readonly string[] } }): Outcome {
  return bound.rules.length > 0 ? held(bound.rules.join(' ')) : failed('at least one rule', 'none')
}

function checkObjects({ bound, matching, suite, bundle }: LeastLoaded): Outcome {
  const from = parseDrawId(bound.objectDraw)
  return all(
    from?.kind === 'O' && from.task === bundle.commit.task ? held() : failed(`an object draw of ${bundle.commit.task}`, bound.objectDraw),
    same(bound.objectCount, matching.objects.length),
    same(bound.objectsRoot, objectsRoot(suite.id, matching.objects)),
  )
}

/** The officers are sealed anew, as the pool is from its own members: both lists must give the committed root. */
function checkOfficers({ bundle: { commit }, matching, key }: LeastLoaded): Outcome {
  if (key === null) return notChecked('sealed')
  const pool = officerPool(commit, fromHex(key), matching.officers)
  return pool ? same(commit.poolRoot, hex(pool.root)) : failed('officers that can be sealed', 'others')
}

function checkEdges({ bound, matching, suite }: LeastLoaded): Outcome {
  const problem = edgesProblem(matching)
  return problem === null ? same(bound.edgesDigest, edgesDigest(suite.id, matching)) : failed(problem, 'other')
}

function checkAssignment({ basis, bound, matching, teams }: LeastLoaded): Outcome {
  if (edgesProblem(matching) !== null) return notChecked('needs_other')
  const again = matchLeastLoaded(basis, matching, bound.teamSize)
  if (!again.ok) return failed(`${bound.teamSize} eligible officers for every object`, JSON.stringify(again.failure))
  return compareTeams(again.value, teams)
}

function sameTeams({ assignment }: Rounded, again: readonly Assignment[] | Outcome): Outcome {
  if ('status' in again) return again
  if (assignment.state !== 'read') return notChecked(assignment.state === 'absent' ? 'no_files' : 'needs_other')
  return compareTeams(again, assignment.value)
}

function compareTeams(again: readonly Assignment[], teams: readonly Assignment[]): Outcome {
  if (again.length !== teams.length) return failed(`${again.length} teams`, String(teams.length))
  const at = again.findIndex((team, i) => !isSameTeam(team, teams[i]))
  return at < 0 ? held(String(teams.length)) : failed(teamText(again[at]), teamText(teams[at]))
}

const isSameTeam = (one: Assignment, other: Assignment | undefined): boolean =>
  one.object === other?.object &&
  one.officers.length === other.officers.length &&
  one.officers.every(({ officer, role }, i) => officer === other.officers[i]?.officer && role === other.officers[i]?.role)

const teamText = (team: Assignment | undefined): string =>
  team ? `${team.object}: ${team.officers.map(({ officer, role }) => `${officer} (${role})`).join(', ')}` : 'none'
