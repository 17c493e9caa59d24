/** The eligible pairs of the first algorithm, `mingjian-match/least-loaded/1`: its bundles verify for ever (docs/draw-protocol.md §6). */
import { compareUtf8, fromHex, hex } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { type SuiteId, suites, taggedHash } from '../hash/suite.ts'
import { merkleRoot } from '../merkle.ts'

/** Objects in ticket order, officers ascending by subject bytes, and per object the ascending indices of the officers who may inspect it. */
export type Edges = {
  readonly objects: readonly string[]
  readonly officers: readonly string[]
  readonly edges: readonly (readonly number[])[]
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
