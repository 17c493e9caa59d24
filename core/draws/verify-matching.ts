/** The checks of an officer draw: its objects, officers and eligible pairs are those committed to, and matching again gives the same teams (§6, §8). */
import { fromHex, hex } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { edgesDigest, edgesProblem, objectsRoot } from '../matching/edges.ts'
import { matchLeastLoaded } from '../matching/least-loaded.ts'
import type { Assignment, BundleMatching, MatchingCommit } from './documents.ts'
import { parseDrawId } from './draw-id.ts'
import { officerPool } from './result.ts'
import { all, failed, held, notChecked, type Outcome, same } from './verification.ts'
import type { Evidence } from './verify-evidence.ts'

type Officers = Evidence & { readonly bound: MatchingCommit; readonly matching: BundleMatching; readonly assignment: readonly Assignment[] }

export const matchingChecks = {
  matching_objects: ofOfficers(checkObjects),
  matching_officers: ofOfficers(checkOfficers),
  matching_rules: ofOfficers(({ bound }) => (bound.rules.length > 0 ? held(bound.rules.join(' ')) : failed('at least one rule', 'none'))),
  matching_edges: ofOfficers(({ bound, matching, suite }) => {
    const problem = edgesProblem(matching)
    return problem === null ? same(bound.edgesDigest, edgesDigest(suite.id, matching)) : failed(problem, 'other')
  }),
  matching_facts: ofOfficers(() => notChecked('facts_not_public')),
  assignment: ofOfficers(checkAssignment),
} as const satisfies Readonly<Record<string, (evidence: Evidence) => Outcome>>

function ofOfficers(check: (evidence: Officers) => Outcome): (evidence: Evidence) => Outcome {
  return (evidence) => {
    const { commit, result, matching } = evidence.bundle
    if (!commit.matching || !matching || !result.assignment) return notChecked('not_an_officer_draw')
    return check({ ...evidence, bound: commit.matching, matching, assignment: result.assignment })
  }
}

function checkObjects({ bound, matching, suite, bundle }: Officers): Outcome {
  const from = parseDrawId(bound.objectDraw)
  return all(
    from?.kind === 'O' && from.task === bundle.commit.task ? held() : failed(`an object draw of ${bundle.commit.task}`, bound.objectDraw),
    same(bound.objectCount, matching.objects.length),
    same(bound.objectsRoot, objectsRoot(suite.id, matching.objects)),
  )
}

/** The officers are sealed anew, as the pool is from its own members: both lists must give the committed root. */
function checkOfficers({ bundle: { commit }, matching, key }: Officers): Outcome {
  if (key === null) return notChecked('sealed')
  const pool = officerPool(commit, fromHex(key), matching.officers)
  return pool ? same(commit.poolRoot, hex(pool.root)) : failed('officers that can be sealed', 'others')
}

function checkAssignment({ basis, bound, matching, assignment }: Officers): Outcome {
  if (edgesProblem(matching) !== null) return notChecked('needs_other')
  const again = matchLeastLoaded(basis, matching, bound.teamSize)
  if (!again.ok) return failed(`${bound.teamSize} eligible officers for every object`, JSON.stringify(again.failure))
  if (again.value.length !== assignment.length) return failed(`${again.value.length} teams`, String(assignment.length))
  const text = (one: Assignment | undefined): string => hex(canonicalBytes(one ?? null))
  const at = again.value.findIndex((team, i) => text(team) !== text(assignment[i]))
  return at < 0 ? held(String(assignment.length)) : failed(teamText(again.value[at]), teamText(assignment[at]))
}

const teamText = (team: Assignment | undefined): string =>
  team ? `${team.object}: ${team.officers.map(({ officer, role }) => `${officer} (${role})`).join(', ')}` : 'none'
