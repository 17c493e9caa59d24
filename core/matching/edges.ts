/** Which officer may inspect which object, and why the others may not (draw protocol §6). */
import { compareUtf8, fromHex, hex } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { type SuiteId, suites, taggedHash } from '../hash/suite.ts'
import { merkleRoot } from '../merkle.ts'
import { fail, ok, type Result } from '../result.ts'
import { brokenRules, type ObjectFacts, type OfficerFacts, type RuleCode, type Window } from './rules.ts'

/** Objects in ticket order, officers ascending by subject bytes, and per object the ascending indices of the officers who may inspect it. */
export type Edges = {
  readonly objects: readonly string[]
  readonly officers: readonly string[]
  readonly edges: readonly (readonly number[])[]
}

/** An object that too few officers may inspect, and how many officers each rule removed from it; an officer may break several rules. */
export type Unmatched = {
  readonly object: string
  readonly subject: string
  readonly eligible: number
  readonly removed: Readonly<Partial<Record<RuleCode, number>>>
}

/** Counted, and the first 20 named. */
export type MatchingInfeasible = {
  readonly type: 'matching_infeasible'
  readonly objects: number
  readonly officers: number
  readonly teamSize: number
  readonly first: readonly Unmatched[]
}

const mostNamed = 20

/** The eligible edges, when every object has at least `teamSize` officers; else the objects that have not, and which rule removed whom. */
export function eligibleEdges(
  officers: readonly OfficerFacts[],
  objects: readonly ObjectFacts[],
  window: Window,
  teamSize: number,
): Result<Edges, MatchingInfeasible> {
  const ordered = [...officers].sort((a, b) => compareUtf8(a.subject, b.subject))
  const unmatched: Unmatched[] = []
  let short = 0
  const edges = objects.map((object) => {
    const eligible = ordered.flatMap((officer, i) => (brokenRules(officer, object, window).length === 0 ? [i] : []))
    if (eligible.length < teamSize) {
      short++
      if (unmatched.length < mostNamed) unmatched.push(explain(ordered, object, window, eligible.length))
    }
    return eligible
  })
  if (short > 0) return fail({ type: 'matching_infeasible', objects: short, officers: officers.length, teamSize, first: unmatched })
  return ok({ objects: objects.map(({ leaf }) => leaf), officers: ordered.map(({ subject }) => subject), edges })
}

/** TH("mingjian/1/edges", JCS of [[object leaf, [officer subject…]]…]), both levels ascending by bytes; hex. */
export function edgesDigest(suite: SuiteId, { objects, officers, edges }: Edges): string {
  const rows = objects.map((object, i) => [object, (edges[i] ?? []).map((officer) => officers[officer] ?? '').sort(compareUtf8)] as const)
  const ordered = rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) // hex sorts like its bytes
  return hex(taggedHash(suites[suite], 'mingjian/1/edges', canonicalBytes(ordered)))
}

/** The root over the objects in their ticket order: the `selectedRoot` of the object draw, hex. */
export function objectsRoot(suite: SuiteId, objects: readonly string[]): string {
  const packed = new Uint8Array(objects.length * 32)
  for (const [i, leaf] of objects.entries()) packed.set(fromHex(leaf), i * 32)
  return hex(merkleRoot(suites[suite], packed))
}

/** Whether officers are ascending by bytes, once each. */
export const officersOrdered = (officers: readonly string[]): boolean =>
  officers.every((officer, i) => i === 0 || compareUtf8(officers[i - 1] ?? '', officer) < 0)

/** The first problem of edges from anywhere: one list per object, indices of officers ascending, once each, and objects once each. */
export function edgesProblem({ objects, officers, edges }: Edges): string | null {
  if (edges.length !== objects.length) return 'one list of officers per object'
  if (new Set(objects).size !== objects.length) return 'each object once'
  if (!officersOrdered(officers)) return 'officers ascending by bytes, once each'
  const wrong = edges.findIndex((row) => row.some((officer, i) => officer >= officers.length || (i > 0 && officer <= (row[i - 1] ?? 0))))
  return wrong < 0 ? null : `ascending officer indices at object ${wrong}`
}

function explain(officers: readonly OfficerFacts[], object: ObjectFacts, window: Window, eligible: number): Unmatched {
  const removed: Partial<Record<RuleCode, number>> = {}
  for (const officer of officers) for (const rule of brokenRules(officer, object, window)) removed[rule] = (removed[rule] ?? 0) + 1
  return { object: object.leaf, subject: object.subject, eligible, removed }
}
