/** The documents of protocol `mingjian-draw/1` as they are hashed and published (draw protocol §4, §6, §8), and their guards. */
import type { Result } from '../result.ts'
import { type DrawKind, isDrawId } from './draw-id.ts'
import { type Filter, filterShape } from './filter.ts'
import { type ExclusionReason, exclusionReasons } from './reasons.ts'
import {
  type DocumentInvalid,
  hexOf,
  instant,
  integer,
  keyOf,
  list,
  literal,
  nullable,
  pair,
  parseShape,
  record,
  refine,
  type Shape,
  text,
  textLike,
  where,
} from './shape.ts'
import { mostMembers, type Stratum, strataShape } from './strata.ts'
import { isSubject } from './subject.ts'

export const protocol = 'mingjian-draw/1'
export const leastLoaded = 'mingjian-match/least-loaded/1'

/** A party of the seed and its commitment to a nonce. */
export type Source = { readonly party: string; readonly commitment: string }

/** What the COMMIT of an officer draw binds besides the officers: the objects, the rules and who may be matched to what (§6). */
export type MatchingCommit = {
  readonly objectDraw: string
  readonly objectsRoot: string
  readonly objectCount: number
  readonly algorithm: typeof leastLoaded
  /** Rule codes with their versions, `certificate_valid/1`, ascending. */
  readonly rules: readonly string[]
  readonly teamSize: number
  readonly edgesDigest: string
}

/** The members that the hashed document has. */
export type HashedCommit = {
  readonly format: typeof protocol
  readonly suite: 'sha256' | 'sm3'
  readonly mode: 'open' | 'sealed'
  readonly drawId: string
  readonly kind: Exclude<DrawKind, 'R'>
  readonly task: string
  readonly plan: string | null
  readonly dept: string | null
  readonly snapshotAt: string
  readonly registerCount: number
  /** Counts by reason, ascending by reason code. */
  readonly excluded: readonly (readonly [ExclusionReason, number])[]
  readonly poolSize: number
  readonly poolRoot: string
  readonly keyCommit: string
  readonly sources: readonly Source[]
  readonly beacon: null
  readonly revealBy: string
  readonly supersedes: string | null
  readonly software: string
  readonly strataCommit: string
  readonly filterCommit: string
  readonly matching?: MatchingCommit
}

/** The members that a sealed draw's public copy lacks; the hashed document lacks them in both modes (§4). */
export type SealedMembers = { readonly strata: readonly Stratum[]; readonly filter: Filter; readonly filterHash: string }

export type CommitDocument = HashedCommit & Partial<SealedMembers>

export type RevealedNonce = { readonly party: string; readonly nonce: string }
export type Selected = { readonly leaf: string; readonly ticket: string }
/** A list too long for its document, in a file of its own: `file` is the hash and `.jsonl`, `hash` is H of the file's bytes. */
export type FileRef = { readonly file: string; readonly hash: string }
export type Role = 'lead' | 'assist'
/** Who inspects an object: the lead first. `object` is a leaf, `officer` a subject. */
export type Assignment = { readonly object: string; readonly officers: readonly { readonly officer: string; readonly role: Role }[] }

export type ResultDocument = {
  readonly drawId: string
  readonly commitHash: string
  readonly nonces: readonly RevealedNonce[]
  readonly beaconValue: null
  readonly seed: string
  readonly selectedCount: number
  readonly selectedRoot: string
  readonly selected: readonly Selected[] | FileRef
  readonly poolKey: string | null
  /** Kind P only: in the objects' ticket order. */
  readonly assignment?: readonly Assignment[]
}

/** A member of the pool and the id of its stratum. */
export type PoolRow = readonly [subject: string, stratum: string]
export type BundlePool = { readonly key: string; readonly subjects: readonly PoolRow[] } | FileRef
/** Kind P only: objects in ticket order, per object the ascending indices of its eligible officers, officers ascending by bytes. */
export type BundleMatching = {
  readonly objects: readonly string[]
  readonly edges: readonly (readonly number[])[]
  readonly officers: readonly string[]
}

export type Bundle = {
  readonly format: typeof protocol
  readonly commit: CommitDocument
  readonly result: ResultDocument
  readonly pool: BundlePool | null
  readonly log: null
  readonly matching?: BundleMatching
}

/** From here on a list goes into a file of its own (§4). */
export const longestInline = 10_000

const hash = hexOf(32)
const drawId = where('draw id', (value): value is string => typeof value === 'string' && isDrawId(value))
export const partyShape: Shape<string> = textLike('party code', /^[a-z][a-z0-9_-]{0,39}$/)
export const subjectShape: Shape<string> = where('subject', (value): value is string => typeof value === 'string' && isSubject(value))
const count = integer(0, mostMembers)

const matchingCommit = record<MatchingCommit>({
  objectDraw: drawId,
  objectsRoot: hash,
  objectCount: count,
  algorithm: literal(leastLoaded),
  rules: refine(list(textLike('rule code and version', /^[a-z_]{1,60}\/[1-9][0-9]{0,3}$/), 100), 'rules ascending, once each', ascending),
  teamSize: integer(2, 20),
  edgesDigest: hash,
})

const hashedCommit = {
  format: literal(protocol),
  suite: literal('sha256', 'sm3'),
  mode: literal('open', 'sealed'),
  drawId,
  kind: literal('O', 'P'),
  task: text(40),
  plan: nullable(text(100)),
  dept: nullable(text(100)),
  snapshotAt: instant,
  registerCount: count,
  excluded: refine(
    list(pair(keyOf(exclusionReasons, 'exclusion reason'), integer(1, mostMembers)), 100),
    'reasons ascending, once each',
    (rows) => ascending(rows.map(([reason]) => reason)),
  ),
  poolSize: count,
  poolRoot: hash,
  keyCommit: hash,
  sources: refine(
    list(record<Source>({ party: partyShape, commitment: hash }), 50),
    'at least two different parties',
    (sources) => sources.length >= 2 && new Set(sources.map(({ party }) => party)).size === sources.length,
  ),
  beacon: literal(null),
  revealBy: instant,
  supersedes: nullable(drawId),
  software: text(100),
  strataCommit: hash,
  filterCommit: hash,
} satisfies { readonly [K in keyof Omit<HashedCommit, 'matching'>]: Shape<HashedCommit[K]> }

export const commitShape: Shape<CommitDocument> = refine(
  record<Omit<HashedCommit, 'matching'>, SealedMembers & { matching: MatchingCommit }>(hashedCommit, {
    strata: strataShape,
    filter: filterShape,
    filterHash: hash,
    matching: matchingCommit,
  }),
  'strata, filter and filterHash together, in mode open always; matching in kind P and only there',
  (commit) => {
    const open = [commit.strata, commit.filter, commit.filterHash].filter((member) => member !== undefined).length
    return (open === 3 || (open === 0 && commit.mode === 'sealed')) && (commit.matching !== undefined) === (commit.kind === 'P')
  },
)

export const fileRefShape: Shape<FileRef> = refine(
  record<FileRef>({ file: text(100), hash }),
  'a file named by its hash',
  ({ file, hash: of }) => file === `${of}.jsonl`,
)

export const selectedShape: Shape<Selected> = record<Selected>({ leaf: hash, ticket: hash })
const officerRole = record<Assignment['officers'][number]>({ officer: subjectShape, role: literal('lead', 'assist') })

export const resultShape: Shape<ResultDocument> = record<Omit<ResultDocument, 'assignment'>, { assignment: readonly Assignment[] }>(
  {
    drawId,
    commitHash: hash,
    nonces: list(record<RevealedNonce>({ party: partyShape, nonce: hash }), 50),
    beaconValue: literal(null),
    seed: hash,
    selectedCount: count,
    selectedRoot: hash,
    selected: listOrFile(list(selectedShape, longestInline)),
    poolKey: nullable(hash),
  },
  { assignment: list(record<Assignment>({ object: hash, officers: list(officerRole, 20) })) },
)

/** One line of a pool file. */
export const poolRowShape: Shape<PoolRow> = pair(subjectShape, textLike('stratum id', /^s[1-9][0-9]{0,4}$/))

const inlinePool = record<{ readonly key: string; readonly subjects: readonly PoolRow[] }>({
  key: hash,
  subjects: list(poolRowShape, longestInline),
})
const poolShape: Shape<BundlePool> = (value, path, report): value is BundlePool =>
  isFileRefLike(value) ? fileRefShape(value, path, report) : inlinePool(value, path, report)

const bundleMatching = record<BundleMatching>({ objects: list(hash), edges: list(list(count)), officers: list(subjectShape) })

export const bundleShape: Shape<Bundle> = refine(
  record<Omit<Bundle, 'matching'>, { matching: BundleMatching }>(
    { format: literal(protocol), commit: commitShape, result: resultShape, pool: nullable(poolShape), log: literal(null) },
    { matching: bundleMatching },
  ),
  'assignment and matching in kind P and only there; poolKey and pool in mode open always; lists above 10,000 in files and only those',
  ({ commit, result, pool, matching }) => {
    if ('file' in result.selected !== result.selectedCount > longestInline) return false
    if (pool && 'file' in pool !== commit.poolSize > longestInline) return false
    const officers = commit.kind === 'P'
    if ((matching !== undefined) !== officers || (result.assignment !== undefined) !== officers) return false
    return commit.mode === 'sealed' || (result.poolKey !== null && pool !== null)
  },
)

export const parseCommit = (value: unknown): Result<CommitDocument, DocumentInvalid> => parseShape(commitShape, value)
export const parseResult = (value: unknown): Result<ResultDocument, DocumentInvalid> => parseShape(resultShape, value)
export const parseBundle = (value: unknown): Result<Bundle, DocumentInvalid> => parseShape(bundleShape, value)

function listOrFile<T>(inline: Shape<readonly T[]>): Shape<readonly T[] | FileRef> {
  return (value, path, report): value is readonly T[] | FileRef =>
    Array.isArray(value) ? inline(value, path, report) : fileRefShape(value, path, report)
}

const isFileRefLike = (value: unknown): boolean => typeof value === 'object' && value !== null && 'file' in value

function ascending(codes: readonly string[]): boolean {
  return codes.every((code, i) => i === 0 || (codes[i - 1] ?? '') < code)
}
