/** The documents of protocol `mingjian-draw/1` as they are hashed and published (draw protocol §4, §6, §8), and their guards. */
import type { Result } from '../result.ts'
import { type Beacon, type BeaconValue, beaconShape, beaconValueShape } from './beacon.ts'
import { type DrawKind, isDrawId } from './draw-id.ts'
import { type FileRef, listOrFile, longestInline, namedByHash } from './file-ref.ts'
import { type Filter, filterShape } from './filter.ts'
import { type BundleLog, bundleLogShape } from './log-proof.ts'
import {
  type Assignment,
  assignmentShape,
  type BundleMatching,
  dependentRounding,
  isRounding,
  type MatchingCommit,
  matchingCommitShape,
  matchingShape,
} from './matching-documents.ts'
import { partyShape } from './parties.ts'
import { type ExclusionReason, exclusionReasons } from './reasons.ts'
import { type ReplacementCommit, replacementShape } from './replacement.ts'
import { type SeatsCommit, seatsShape } from './seats.ts'
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
import { subjectShape } from './subject.ts'

export { type FileRef, longestInline } from './file-ref.ts'
export {
  type Assignment,
  type AssignmentRow,
  assignmentRowShape,
  type BundleMatching,
  dependentRounding,
  type LeastLoadedCommit,
  leastLoaded,
  type MatchingCommit,
  type RoundingCommit,
  type RoundingMatching,
} from './matching-documents.ts'
export type { SeatsCommit } from './seats.ts'

export const protocol = 'mingjian-draw/1'

/** A party of the seed and its commitment to a nonce. */
export type Source = { readonly party: string; readonly commitment: string }

/** The members that the hashed document has. */
export type HashedCommit = {
  readonly format: typeof protocol
  readonly suite: 'sha256' | 'sm3'
  readonly mode: 'open' | 'sealed'
  readonly drawId: string
  readonly kind: DrawKind
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
  readonly beacon: Beacon | null
  readonly revealBy: string
  readonly supersedes: string | null
  readonly software: string
  readonly strataCommit: string
  readonly filterCommit: string
  /** Kind P, and kind R where officers are replaced. */
  readonly matching?: MatchingCommit
  /** Kind R has exactly one of the two: an object is replaced, or seats in teams are filled anew. */
  readonly replacement?: ReplacementCommit
  readonly seats?: SeatsCommit
}

/** The members that a sealed draw's public copy lacks; the hashed document lacks them in both modes (§4). */
export type SealedMembers = { readonly strata: readonly Stratum[]; readonly filter: Filter; readonly filterHash: string }

export type CommitDocument = HashedCommit & Partial<SealedMembers>

export type RevealedNonce = { readonly party: string; readonly nonce: string }
export type Selected = { readonly leaf: string; readonly ticket: string }
export type ResultDocument = {
  readonly drawId: string
  readonly commitHash: string
  readonly nonces: readonly RevealedNonce[]
  /** Null exactly when the COMMIT has no beacon. */
  readonly beaconValue: BeaconValue | null
  readonly seed: string
  readonly selectedCount: number
  readonly selectedRoot: string
  readonly selected: readonly Selected[] | FileRef
  readonly poolKey: string | null
  /** Where officers are matched: in the objects' ticket order. Above 10,000 objects a file of lines `[leaf, [[subject, role]…]]`. */
  readonly assignment?: readonly Assignment[] | FileRef
}

/** A member of the pool and the id of its stratum. */
export type PoolRow = readonly [subject: string, stratum: string]
/** Above 10,000 members a file; in mode open its key is `result.poolKey`, in the auditor's copy of a sealed draw it stands beside the file. */
export type BundlePool = { readonly key: string; readonly subjects: readonly PoolRow[] } | FileRef | (FileRef & { readonly key: string })
/** Where an object is replaced: the leaves that the object draw drew, in ticket order; above 10,000 the file of its `selected`. */
export type BundleReplacement = { readonly selected: readonly string[] | FileRef }

export type Bundle = {
  readonly format: typeof protocol
  readonly commit: CommitDocument
  readonly result: ResultDocument
  /** Null in the public copy of a sealed draw. */
  readonly pool: BundlePool | null
  readonly log: BundleLog | null
  readonly matching?: BundleMatching
  readonly replacement?: BundleReplacement
}

const hash = hexOf(32)
const drawId = where('draw id', (value): value is string => typeof value === 'string' && isDrawId(value))
const count = integer(0, mostMembers)

type OfOneKind = 'matching' | 'replacement' | 'seats'

const hashedCommit = {
  format: literal(protocol),
  suite: literal('sha256', 'sm3'),
  mode: literal('open', 'sealed'),
  drawId,
  kind: literal('O', 'P', 'R'),
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
  beacon: nullable(beaconShape),
  revealBy: instant,
  supersedes: nullable(drawId),
  software: text(100),
  strataCommit: hash,
  filterCommit: hash,
} satisfies { readonly [K in keyof Omit<HashedCommit, OfOneKind>]: Shape<HashedCommit[K]> }

export const commitShape: Shape<CommitDocument> = refine(
  record<Omit<HashedCommit, OfOneKind>, SealedMembers & { matching: MatchingCommit; replacement: ReplacementCommit; seats: SeatsCommit }>(
    hashedCommit,
    {
      strata: strataShape,
      filter: filterShape,
      filterHash: hash,
      matching: matchingCommitShape,
      replacement: replacementShape,
      seats: seatsShape,
    },
  ),
  'strata, filter and filterHash together, in mode open always; matching in kind P, in kind R replacement, or seats with a matching of persons, and only there',
  (commit) => {
    const open = [commit.strata, commit.filter, commit.filterHash].filter((member) => member !== undefined).length
    return isOfKind(commit) && (open === 3 || (open === 0 && commit.mode === 'sealed'))
  },
)

export const selectedShape: Shape<Selected> = record<Selected>({ leaf: hash, ticket: hash })
export const resultShape: Shape<ResultDocument> = record<
  Omit<ResultDocument, 'assignment'>,
  { assignment: readonly Assignment[] | FileRef }
>(
  {
    drawId,
    commitHash: hash,
    nonces: list(record<RevealedNonce>({ party: partyShape, nonce: hash }), 50),
    beaconValue: nullable(beaconValueShape),
    seed: hash,
    selectedCount: count,
    selectedRoot: hash,
    selected: listOrFile(list(selectedShape, longestInline)),
    poolKey: nullable(hash),
  },
  { assignment: assignmentShape },
)

/** One line of a pool file. */
export const poolRowShape: Shape<PoolRow> = pair(subjectShape, textLike('stratum id', /^s[1-9][0-9]{0,4}$/))

const inlinePool = record<{ readonly key: string; readonly subjects: readonly PoolRow[] }>({
  key: hash,
  subjects: list(poolRowShape, longestInline),
})
const poolFile = record<FileRef, { key: string }>({ file: text(100), hash }, { key: hash })
const poolFileShape = refine(poolFile, 'a file named by its hash', namedByHash)
const poolShape: Shape<BundlePool> = (value, path, report): value is BundlePool =>
  isFileRefLike(value) ? poolFileShape(value, path, report) : inlinePool(value, path, report)

const bundleReplacement = record<BundleReplacement>({ selected: listOrFile(list(hash, longestInline)) })

export const bundleShape: Shape<Bundle> = refine(
  record<Omit<Bundle, 'matching' | 'replacement'>, { matching: BundleMatching; replacement: BundleReplacement }>(
    { format: literal(protocol), commit: commitShape, result: resultShape, pool: nullable(poolShape), log: nullable(bundleLogShape) },
    { matching: matchingShape, replacement: bundleReplacement },
  ),
  'what belongs to the kind and to the mode, and nothing else; with a beacon a log; lists above 10,000 in files and only those',
  ({ commit, result, pool, log, matching, replacement }) => {
    if ('file' in result.selected !== result.selectedCount > longestInline) return false
    if (pool && 'file' in pool !== commit.poolSize > longestInline) return false
    if (!matchesCommit(commit, matching) || !assignmentFits(commit, result.assignment)) return false
    if ((replacement !== undefined) !== (commit.replacement !== undefined)) return false
    if (replacement && 'file' in replacement.selected !== (commit.replacement?.objectCount ?? 0) > longestInline) return false
    if ((commit.beacon?.kind ?? null) !== (result.beaconValue?.kind ?? null)) return false
    // Only the log proves when the last nonce was revealed, and that decides which value of the beacon counts.
    if (commit.beacon !== null && log === null) return false
    if (commit.mode === 'open') return result.poolKey !== null && pool !== null && !('file' in pool && 'key' in pool)
    // Sealed: the public has neither list nor key nor strata, an auditor has all of them.
    return result.poolKey === null && (pool === null ? commit.strata === undefined : commit.strata !== undefined && 'key' in pool)
  },
)

/** A COMMIT as anybody may hand it in, or every place where it is none (draw protocol §4). */
export const parseCommit = (value: unknown): Result<CommitDocument, DocumentInvalid> => parseShape(commitShape, value)
/** A bundle likewise; that it says the truth is what `verifyBundle` tells (draw protocol §8). */
export const parseBundle = (value: unknown): Result<Bundle, DocumentInvalid> => parseShape(bundleShape, value)

/** Each kind has its own members: officers are matched by the first algorithm in kind P only, and never replaced by groups. */
function isOfKind({ kind, matching, replacement, seats }: CommitDocument): boolean {
  if ((seats !== undefined || replacement !== undefined) !== (kind === 'R') || (seats !== undefined && replacement !== undefined))
    return false
  if ((matching !== undefined) !== (kind === 'P' || seats !== undefined)) return false
  return seats === undefined || (matching?.algorithm === dependentRounding && matching.unit === 'person')
}

/** The matching is that of the committed algorithm, and tells of free seats where seats are filled anew. */
function matchesCommit({ matching: bound, seats }: CommitDocument, matching: BundleMatching | undefined): boolean {
  if (!bound || !matching) return !bound && !matching
  if (isRounding(matching) !== (bound.algorithm === dependentRounding)) return false
  return !isRounding(matching) || (matching.vacated !== undefined) === (seats !== undefined)
}

/** The first algorithm knew no files of assignments. */
function assignmentFits({ matching }: CommitDocument, assignment: ResultDocument['assignment']): boolean {
  if (!matching || !assignment) return !matching && !assignment
  return 'file' in assignment === (matching.algorithm === dependentRounding && matching.objectCount > longestInline)
}

const isFileRefLike = (value: unknown): boolean => typeof value === 'object' && value !== null && 'file' in value

function ascending(codes: readonly string[]): boolean {
  return codes.every((code, i) => i === 0 || (codes[i - 1] ?? '') < code)
}
