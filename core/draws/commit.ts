/** The COMMIT: what is fixed, in public, before anyone can know the seed (draw protocol §4). */

import { hex } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { type SuiteId, suites, taggedHash } from '../hash/suite.ts'
import { fail, ok, type Result } from '../result.ts'
import type { Beacon } from './beacon.ts'
import {
  type CommitDocument,
  type HashedCommit,
  type MatchingCommit,
  parseCommit,
  protocol,
  type SealedMembers,
  type Source,
} from './documents.ts'
import { parseDrawId } from './draw-id.ts'
import type { Filter } from './filter.ts'
import { keyCommitment } from './nonces.ts'
import type { Pool } from './pool.ts'
import { type ExclusionReason, exclusionReasons } from './reasons.ts'
import type { ReplacementCommit } from './replacement.ts'
import type { SeatsCommit } from './seats.ts'
import type { DocumentInvalid } from './shape.ts'
import { type StrataRefused, type Stratum, strataTargets, stratumTarget } from './strata.ts'

export type CommitInput = {
  readonly suite: SuiteId
  readonly mode: 'open' | 'sealed'
  readonly drawId: string
  readonly plan: string | null
  readonly dept: string | null
  readonly filter: Filter
  readonly snapshotAt: string
  /** Rows of the register at the snapshot: those in the pool and those excluded. */
  readonly registerCount: number
  readonly excluded: readonly (readonly [ExclusionReason, number])[]
  /** Where an object is replaced: the pool of the object draw; its `counts` are then not looked at. */
  readonly pool: Pick<Pool, 'size' | 'root' | 'counts'>
  /** Where an object is replaced: the key of the object draw, under which the leaves were made. */
  readonly key: Uint8Array
  /** Where an object is replaced: `replacementStrata(n)`. */
  readonly strata: readonly Stratum[]
  readonly sources: readonly Source[]
  readonly beacon: Beacon | null
  readonly revealBy: string
  readonly supersedes: string | null
  readonly software: string
  readonly matching?: MatchingCommit
  readonly replacement?: ReplacementCommit
  readonly seats?: SeatsCommit
}

export type CommitFailure =
  | DocumentInvalid
  | StrataRefused
  | { readonly type: 'pool_empty' }
  | { readonly type: 'register_not_accounted'; readonly registerCount: number; readonly accounted: number }
  | { readonly type: 'strata_not_pool'; readonly expected: readonly number[]; readonly found: readonly number[] }
  | { readonly type: 'draw_kind_unknown'; readonly drawId: string }
  | { readonly type: 'exclusion_not_of_kind'; readonly reason: ExclusionReason }
  | { readonly type: 'officers_not_all'; readonly strata: number }
  | { readonly type: 'replacement_not_one'; readonly strata: number }

/** The COMMIT document and its hash, or why this draw must not be committed. */
export function buildCommit(input: CommitInput): Result<{ readonly document: CommitDocument; readonly commitHash: string }, CommitFailure> {
  const id = parseDrawId(input.drawId)
  if (!id) return fail({ type: 'draw_kind_unknown', drawId: input.drawId })
  const { kind, task } = id
  if (input.pool.size === 0) return fail({ type: 'pool_empty' })

  // Officers are replaced out of a register of officers, as they are drawn.
  const drawnAs = input.seats ? 'P' : kind
  const excluded = [...input.excluded].filter(([, n]) => n > 0).sort(([a], [b]) => (a < b ? -1 : 1))
  const foreign = excluded.find(([reason]) => !exclusionReasons[reason].of.includes(drawnAs))
  if (foreign) return fail({ type: 'exclusion_not_of_kind', reason: foreign[0] })
  const accounted = excluded.reduce((sum, [, n]) => sum + n, input.pool.size)
  if (accounted !== input.registerCount) return fail({ type: 'register_not_accounted', registerCount: input.registerCount, accounted })

  const expected = input.strata.map(({ n }) => n)
  const found = drawnAs === 'R' ? expected.slice(0, 1) : input.pool.counts
  if (expected.length !== found.length || expected.some((n, i) => n !== found[i])) return fail({ type: 'strata_not_pool', expected, found })
  const targets = strataTargets(input.strata)
  if (!targets.ok) return targets
  if (drawnAs === 'P' && !drawsAll(input.strata)) return fail({ type: 'officers_not_all', strata: input.strata.length })
  if (drawnAs === 'R' && !drawsOne(input.strata, input.pool.size)) return fail({ type: 'replacement_not_one', strata: input.strata.length })

  const sealed = sealedMembers(input)
  const { suite, mode, drawId, plan, dept, snapshotAt, registerCount, sources, revealBy, beacon, supersedes, software } = input
  const { matching, replacement, seats } = input
  const hashed: HashedCommit = {
    format: protocol,
    suite,
    mode,
    drawId,
    kind,
    task,
    plan,
    dept,
    snapshotAt,
    registerCount,
    excluded,
    poolSize: input.pool.size,
    poolRoot: hex(input.pool.root),
    keyCommit: hex(keyCommitment(suite, drawId, input.key)),
    sources,
    beacon,
    revealBy,
    supersedes,
    software,
    strataCommit: sealedCommitment(suite, input.key, input.strata),
    filterCommit: sealedCommitment(suite, input.key, input.filter),
    ...(matching && { matching }),
    ...(replacement && { replacement }),
    ...(seats && { seats }),
  }
  const document = parseCommit({ ...hashed, ...sealed })
  return document.ok ? ok({ document: document.value, commitHash: commitHashOf(document.value) }) : document
}

/** commitHash = TH("mingjian/1/commit", JCS of the document without its sealed members), hex. One hash serves the open and the sealed copy. */
export const commitHashOf = (document: CommitDocument): string =>
  hex(taggedHash(suites[document.suite], 'mingjian/1/commit', canonicalBytes(hashedMembers(document))))

/** The hashed document: the COMMIT without strata, filter and filterHash. It is also the public copy of a sealed draw. */
export function hashedMembers(document: CommitDocument): HashedCommit {
  const { strata: _strata, filter: _filter, filterHash: _filterHash, ...hashed } = document
  return hashed
}

/** TH("mingjian/1/sealed", K, JCS(member)), hex: without K nobody can try out which strata or filter it hides. */
export const sealedCommitment = (suite: SuiteId, key: Uint8Array, member: readonly Stratum[] | Filter): string =>
  hex(taggedHash(suites[suite], 'mingjian/1/sealed', key, canonicalBytes(member)))

/** TH("mingjian/1/filter", JCS(filter)), hex: one name for one filter, the same in every draw that uses it. */
export const filterHashOf = (suite: SuiteId, filter: Filter): string =>
  hex(taggedHash(suites[suite], 'mingjian/1/filter', canonicalBytes(filter)))

/** An officer draw orders all officers in the one stratum s1; the matching then takes whom it needs (docs/draw-protocol.md §6). */
export const drawsAll = (strata: readonly Stratum[]): boolean =>
  strata.length === 1 && strata.every((stratum) => stratumTarget(stratum) === stratum.n)

/** A replacement draws one of those who can still be taken, in the one stratum s1. */
export const drawsOne = (strata: readonly Stratum[], poolSize: number): boolean =>
  strata.length === 1 && strata.every((stratum) => 'count' in stratum && stratum.count === 1 && stratum.n >= 1 && stratum.n < poolSize)

const sealedMembers = ({ suite, strata, filter }: CommitInput): SealedMembers => ({
  strata,
  filter,
  filterHash: filterHashOf(suite, filter),
})
