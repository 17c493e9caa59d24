/** A matching held to its COMMIT before anything is drawn from it, by either algorithm (draw protocol §6). */
import { type Edges, edgesDigest, edgesProblem, objectsRoot } from '../matching/edges.ts'
import { matchLeastLoaded, type TeamTooSmall } from '../matching/least-loaded.ts'
import { listProblem } from '../matching/list-problem.ts'
import { matchingLines } from '../matching/row-lines.ts'
import { matchTeams } from '../matching/teams.ts'
import { type MatchingList, matchedLeaves, unitsDigest, vacatedDigest } from '../matching/wire.ts'
import { fail, ok, type Result } from '../result.ts'
import { type Assignment, type CommitDocument, dependentRounding, leastLoaded } from './documents.ts'
import { isRounding } from './matching-documents.ts'
import type { DrawBasis } from './tickets.ts'

export type MatchingNotCommitted = {
  readonly type: 'not_as_committed'
  readonly what: 'kind' | 'objects' | 'edges' | 'units' | 'rows' | 'vacated'
}

/** A matching that is the committed one. `subjects`: who the pool consists of. */
export type CommittedMatching =
  | { readonly algorithm: typeof leastLoaded; readonly subjects: readonly string[]; readonly edges: Edges; readonly teamSize: number }
  | { readonly algorithm: typeof dependentRounding; readonly subjects: readonly string[]; readonly list: MatchingList }

/** The matching, when objects, pairs, shares, limits and seats are those of the COMMIT and in their one form. */
export function committedMatching(
  { kind, suite, matching: bound, seats }: CommitDocument,
  matching: MatchingList | Edges,
): Result<CommittedMatching, MatchingNotCommitted> {
  const refuse = (what: MatchingNotCommitted['what']): Result<never, MatchingNotCommitted> => fail({ type: 'not_as_committed', what })
  if (!bound || (kind !== 'P' && !seats)) return refuse('kind')
  if (bound.algorithm === leastLoaded) {
    if (isRounding(matching)) return refuse('kind')
    if (objectsRoot(suite, matching.objects) !== bound.objectsRoot) return refuse('objects')
    if (edgesProblem(matching) !== null || edgesDigest(suite, matching) !== bound.edgesDigest) return refuse('edges')
    return ok({ algorithm: leastLoaded, subjects: matching.officers, edges: matching, teamSize: bound.teamSize })
  }
  if (!isRounding(matching)) return refuse('kind')
  const { units, rows, vacated } = matching
  const leaves = matchedLeaves(rows)
  if (leaves.length !== bound.objectCount || objectsRoot(suite, leaves) !== bound.objectsRoot) return refuse('objects')
  if (unitsDigest(suite, units) !== bound.unitsDigest) return refuse('units')
  if (vacated?.length !== seats?.count || (vacated && vacatedDigest(suite, vacated) !== seats?.vacatedDigest)) return refuse('vacated')
  if (matchingLines(suite, rows).ref.hash !== bound.rowsDigest || listProblem(bound, matching) !== null) return refuse('rows')
  return ok({ algorithm: dependentRounding, subjects: units.map(([subject]) => subject), list: matching })
}

/** Who inspects what, by the seed of `basis`. */
export const teamsOf = (matching: CommittedMatching, basis: DrawBasis): Result<readonly Assignment[], TeamTooSmall> =>
  matching.algorithm === leastLoaded ? matchLeastLoaded(basis, matching.edges, matching.teamSize) : ok(matchTeams(basis, matching.list))
