/** Replacement of one drawn object (kind R, draw protocol §6): asked for and logged first, drawn with fresh nonces, so that nobody knows the substitute. */
import { compareBytes, fromHex } from '../bytes.ts'
import { type ReplacementReason, replacementReasons } from './reasons.ts'
import { hexOf, instant, integer, keyOf, list, nullable, record, refine, type Shape, textLike } from './shape.ts'
import { mostMembers, type Stratum, stratumId } from './strata.ts'

/** What the COMMIT of a replacement binds: which object draw, which of its drawn objects, and why. */
export type ReplacementCommit = {
  readonly objectDraw: string
  /** `selectedRoot` of the object draw. */
  readonly objectsRoot: string
  readonly objectCount: number
  /** A leaf that the object draw or an earlier replacement drew. */
  readonly replaces: string
  /** The leaves that the earlier closed replacements of the task drew, in the order of their serials. */
  readonly earlier: readonly string[]
  readonly reason: ReplacementReason
  /** SHA-256 of the evidence, which is not public. */
  readonly evidence: string | null
  readonly requestedAt: string
}

/** More replacements than these in one task are another draw; the list is in a log entry, which has a limit. */
export const mostReplacements = 500

export const replacementShape: Shape<ReplacementCommit> = refine(
  record<ReplacementCommit>({
    objectDraw: textLike('id of an object draw', /^[0-9A-Za-z][0-9A-Za-z.]{0,39}-O-[1-9][0-9]{0,5}$/),
    objectsRoot: hexOf(32),
    objectCount: integer(1, mostMembers),
    replaces: hexOf(32),
    earlier: list(hexOf(32), mostReplacements),
    reason: keyOf(replacementReasons, 'replacement reason'),
    evidence: nullable(hexOf(32)),
    requestedAt: instant,
  }),
  'evidence where the reason needs it; each earlier leaf once',
  ({ reason, evidence, earlier }) =>
    (evidence !== null || !replacementReasons[reason].evidence) && new Set(earlier).size === earlier.length,
)

/** The one stratum of a replacement: `n` members could still be taken, one is. */
export const replacementStrata = (n: number): readonly Stratum[] => [{ id: stratumId(0), n, count: 1 }]

/** Who may be taken: members of the replaced leaf's stratum that neither the object draw nor an earlier replacement drew. */
export type Takeable = {
  /** Index of the stratum, as the object draw counts them. */
  readonly stratum: number
  readonly n: number
  /** Positions of the leaves already drawn, ascending. */
  readonly taken: Uint32Array
}

/** Null when the replaced leaf or one that was drawn is not in the pool. `taken`: the selected of the object draw and the `earlier`, in hex. */
export function takeable(
  { leaves, strata }: { readonly leaves: Uint8Array; readonly strata: Uint16Array },
  taken: readonly string[],
  replaces: string,
): Takeable | null {
  const positions = Uint32Array.from(
    taken.map((leaf) => positionOf(fromHex(leaf), leaves)),
    (position) => (position < 0 ? absent : position),
  ).sort()
  const replaced = positionOf(fromHex(replaces), leaves)
  if (replaced < 0 || positions.at(-1) === absent) return null
  const stratum = strata[replaced] ?? 0
  let n = 0
  for (const one of strata) if (one === stratum) n++
  for (const position of positions) if (strata[position] === stratum) n--
  return { stratum, n, taken: positions }
}

const absent = 0xffffffff

/** Where a leaf stands among packed ascending leaves, or -1. */
export function positionOf(leaf: Uint8Array, leaves: Uint8Array): number {
  let from = 0
  let to = leaves.length / 32
  while (from < to) {
    const middle = (from + to) >>> 1
    const order = compareBytes(leaves.subarray(middle * 32, middle * 32 + 32), leaf)
    if (order === 0) return middle
    if (order < 0) from = middle + 1
    else to = middle
  }
  return -1
}
