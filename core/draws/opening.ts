/** Openings: what one subject needs to see by itself that it was in the pool, and whether it was drawn; and nothing of its class (draw protocol §3, §8). */
import { concat, fromHex, fromUtf8, hex, lp, utf8 } from '../bytes.ts'
import { canonicalBytes, canonicalJson } from '../canonical.ts'
import { type SuiteId, suites } from '../hash/suite.ts'
import { checkInclusion } from '../merkle.ts'
import type { Result } from '../result.ts'
import { commitHashOf } from './commit.ts'
import type { Bundle, CommitDocument } from './documents.ts'
import { isDrawId } from './draw-id.ts'
import { parseJson } from './lines-file.ts'
import type { OpeningCheckName } from './opening-labels.ts'
import { openLeaf } from './pool.ts'
import { drawSeed, openNonces } from './seed.ts'
import { type DocumentInvalid, hexOf, integer, list, literal, parseShape, record, type Shape, where } from './shape.ts'
import { mostMembers } from './strata.ts'
import { subjectShape } from './subject.ts'
import { ticketer } from './tickets.ts'
import { failed, held, notChecked, type Outcome, same, verdictOf } from './verification.ts'
import { listSelected, type ReadFile } from './verify-evidence.ts'

export const openingFormat = 'mingjian-opening/1'

/** `saltA` opens the identity half of the leaf; the class half stays closed in `stratumCom`. `index`, `path`: the way from the leaf to the pool's root. */
export type OpeningDocument = {
  readonly format: typeof openingFormat
  readonly suite: SuiteId
  readonly drawId: string
  readonly commitHash: string
  readonly subject: string
  readonly saltA: string
  readonly stratumCom: string
  readonly leaf: string
  readonly index: number
  readonly path: readonly string[]
}

export type OpeningInput = {
  readonly commit: CommitDocument
  /** K of the draw; of a replacement, that of its object draw. */
  readonly key: Uint8Array
  readonly subject: string
  /** Id of its stratum in the pool; it goes into the leaf and not into the opening. */
  readonly stratum: string
  /** Position of the leaf among all, from 0, and its inclusion proof (`inclusionProof`, or the pool file's). */
  readonly index: number
  readonly path: readonly Uint8Array[]
}

/**
 * The opening of one subject; whoever makes it needs the key of the pool. `stratum` is its class as committed, `index` and `path` its place in the
 * tree of the pool, for a replacement that of the object draw. It tells no class and no second salt (draw protocol §3).
 */
export function makeOpening({ commit, key, subject, stratum, index, path }: OpeningInput): OpeningDocument {
  const { suite, drawId, replacement } = commit
  const opened = openLeaf({ suite, drawId: replacement?.objectDraw ?? drawId, key, strata: [stratum] }, subject, 0)
  return {
    format: openingFormat,
    suite,
    drawId,
    commitHash: commitHashOf(commit),
    subject,
    saltA: opened.saltA,
    stratumCom: opened.stratumCom,
    leaf: opened.leaf,
    index,
    path: path.map(hex),
  }
}

/** The one form of an opening file: RFC 8785 and a line feed. */
export const openingBytes = (opening: OpeningDocument): Uint8Array => concat(canonicalBytes(opening), utf8('\n'))

export type OpeningCheck = { readonly check: OpeningCheckName } & Outcome

/** `order`: the place among those drawn, from 1; null when not drawn, or when that could not be checked. */
export type OpeningVerification = {
  readonly checks: readonly OpeningCheck[]
  readonly verdict: 'held' | 'failed'
  readonly drawn: boolean | null
  readonly order: number | null
  readonly ticket: string | null
}

/**
 * Every check of an opening against the bundle of its draw, the public copy is enough. That the bundle is sound itself is for `verifyBundle` to say;
 * the seed is computed anew here, so that a wrong ticket is not taken from it.
 */
export function verifyOpening(opening: OpeningDocument, bundle: Bundle, readFile?: ReadFile): OpeningVerification {
  const { commit, result } = bundle
  const suite = suites[commit.suite]
  const commitHash = commitHashOf(commit)
  const idCom = suite.hash(concat(fromHex(opening.saltA), lp(utf8(opening.subject))))
  const leaf = suite.hash(concat(Uint8Array.of(0), idCom, fromHex(opening.stratumCom)))
  const nonces = openNonces(commit, result.nonces)
  const seed = drawSeed(commit.suite, commitHash, result.nonces, result.beaconValue)
  const ticket = new Uint8Array(32)
  ticketer({ suite: commit.suite, drawId: commit.drawId, commitHash, seed })(fromHex(opening.leaf), 0, ticket, 0)
  const selected = listSelected(bundle, readFile)
  const at = selected.state === 'read' ? selected.value.findIndex((one) => one.leaf === opening.leaf) : -1
  const listed = selected.state === 'read' ? selected.value[at]?.ticket : undefined

  const outcomes: Readonly<Record<OpeningCheckName, Outcome>> = {
    opening_form: held(opening.format),
    opening_draw: same(`${commit.suite} ${commit.drawId} ${commitHash}`, `${opening.suite} ${opening.drawId} ${opening.commitHash}`),
    opening_subject: same(hex(leaf), opening.leaf),
    opening_member: checkInclusion(suite, {
      leaf: fromHex(opening.leaf),
      index: opening.index,
      size: commit.poolSize,
      proof: opening.path.map(fromHex),
      root: fromHex(commit.poolRoot),
    })
      ? held(`${opening.index + 1} / ${commit.poolSize}`)
      : failed(commit.poolRoot, 'another root'),
    opening_ticket: nonces.ok && hex(seed) === result.seed ? held(hex(ticket)) : failed(hex(seed), result.seed),
    opening_drawn:
      selected.state !== 'read'
        ? notChecked(selected.state === 'absent' ? 'no_files' : 'needs_other')
        : listed === undefined
          ? held('not drawn')
          : same(hex(ticket), listed),
  }
  const checks = openingCheckNames.map((check): OpeningCheck => ({ check, ...outcomes[check] }))
  const verdict = verdictOf(checks)
  const known = selected.state === 'read' && verdict === 'held'
  return { checks, verdict, drawn: known ? at >= 0 : null, order: known && at >= 0 ? at + 1 : null, ticket: known ? hex(ticket) : null }
}

/** An opening from a file: strict, as all documents are. */
export function readOpening(bytes: Uint8Array): Result<OpeningDocument, DocumentInvalid> {
  const text = fromUtf8(bytes)
  const value = text === null ? undefined : parseJson(text)
  const canonical = value === undefined ? null : canonicalJson(value)
  if (canonical === null || !canonical.ok || text !== `${canonical.value}\n`) {
    return { ok: false, failure: { type: 'document_invalid', problems: [{ path: '', expected: 'canonical JSON and a line feed' }] } }
  }
  return parseOpening(value)
}

/** An opening as anybody may hand it in, or every place where it is none. */
export const parseOpening = (value: unknown): Result<OpeningDocument, DocumentInvalid> => parseShape(openingShape, value)

const openingCheckNames = [
  'opening_form',
  'opening_draw',
  'opening_subject',
  'opening_member',
  'opening_ticket',
  'opening_drawn',
] as const satisfies readonly OpeningCheckName[]

const hash = hexOf(32)
const openingShape: Shape<OpeningDocument> = record<OpeningDocument>({
  format: literal(openingFormat),
  suite: literal('sha256', 'sm3'),
  drawId: where('draw id', (value): value is string => typeof value === 'string' && isDrawId(value)),
  commitHash: hash,
  subject: subjectShape,
  saltA: hash,
  stratumCom: hash,
  leaf: hash,
  index: integer(0, mostMembers),
  path: list(hash, 64),
})
