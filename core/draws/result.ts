/** The RESULT of a draw: computed from the COMMIT, the sealed pool and the revealed nonces, and from nothing else (draw protocol §5). */
import { compareBytes, fromHex, hex } from '../bytes.ts'
import { type SuiteId, suites } from '../hash/suite.ts'
import { type Edges, objectsRoot } from '../matching/edges.ts'
import type { TeamTooSmall } from '../matching/least-loaded.ts'
import type { MatchingList } from '../matching/wire.ts'
import { merkleRoot } from '../merkle.ts'
import { fail, ok, type Result } from '../result.ts'
import { type BeaconRefused, type BeaconValue, checkBeaconValue, type DrandChain } from './beacon.ts'
import { commitHashOf } from './commit.ts'
import {
  type Assignment,
  type CommitDocument,
  dependentRounding,
  type FileRef,
  longestInline,
  type ResultDocument,
  type RevealedNonce,
  type Selected,
} from './documents.ts'
import { linesFile, type NamedFile } from './lines-file.ts'
import { committedMatching, type MatchingNotCommitted, teamsOf } from './matched.ts'
import { keyCommitment } from './nonces.ts'
import { type Pool, poolBuilder } from './pool.ts'
import { type ReplacementCommit, type Takeable, takeable } from './replacement.ts'
import { drawSeed, type NoncesRefused, openNonces } from './seed.ts'
import { type Selection, select } from './select.ts'
import { type StrataRefused, type Stratum, strataTargets } from './strata.ts'
import { type DrawBasis, ticketHeads, ticketsOf } from './tickets.ts'

export type DrawInput = {
  readonly commit: CommitDocument
  readonly pool: Pick<Pool, 'root' | 'leaves' | 'strata'>
  readonly key: Uint8Array
  /** In any order; each must open its party's commitment. */
  readonly nonces: readonly RevealedNonce[]
  /** Null exactly when the COMMIT has no beacon. */
  readonly beaconValue: BeaconValue | null
  /** Chains of drand that are trusted besides quicknet. */
  readonly chains?: readonly DrandChain[]
}

/** `files` are those that the document names by hash (a long list of the selected); they are published beside the bundle. */
export type Drawn = { readonly document: ResultDocument; readonly selection: Selection; readonly files: readonly NamedFile[] }

export type DrawRefused =
  | NoncesRefused
  | StrataRefused
  | TeamTooSmall
  | BeaconRefused
  | { readonly type: 'beacon_absent' }
  | MatchingNotCommitted
  | { readonly type: 'not_as_committed'; readonly what: 'key' | 'pool' | 'strata' | 'objects' | 'officers' | 'kind' | 'replaced' }

/**
 * Draws the objects. There is no preview: without every revealed nonce, or with a key or a pool that is not the committed one, it refuses.
 * The same input gives the same bytes, so a crash before the result is saved is healed by running it again.
 */
export function drawObjects(input: DrawInput): Result<Drawn, DrawRefused> {
  if (input.commit.kind !== 'O') return fail({ type: 'not_as_committed', what: 'kind' })
  return drawSelected(input)
}

export type DrawnTeams = Drawn & { readonly assignment: readonly Assignment[] }

/**
 * Draws the officers, or those who fill seats that fell free (kinds P and R, §6): orders all units by ticket and matches them to the objects by the
 * algorithm that the COMMIT names. `assignment` is the list whether the document holds it or names its file.
 */
export function drawOfficers(
  input: Omit<DrawInput, 'pool'> & { readonly matching: MatchingList | Edges },
): Result<DrawnTeams, DrawRefused> {
  const { commit, key } = input
  const matching = committedMatching(commit, input.matching)
  if (!matching.ok) return matching
  const pool = officerPool(commit, key, matching.value.subjects)
  if (!pool || hex(pool.root) !== commit.poolRoot) return fail({ type: 'not_as_committed', what: 'officers' })
  const drawn = drawSelected({ ...input, pool })
  if (!drawn.ok) return drawn
  const { seed, drawId, commitHash } = drawn.value.document
  const teams = teamsOf(matching.value, { suite: commit.suite, drawId, commitHash, seed: fromHex(seed) })
  if (!teams.ok) return teams
  const { list, files } = assignmentList(commit, teams.value)
  const document: ResultDocument = { ...drawn.value.document, assignment: list }
  return ok({ ...drawn.value, document, files: [...drawn.value.files, ...files], assignment: teams.value })
}

/** The pool of an officer draw: every unit, in the one stratum s1; null when the list cannot be one. */
export function officerPool(
  { suite, drawId }: Pick<CommitDocument, 'suite' | 'drawId'>,
  key: Uint8Array,
  officers: readonly string[],
): Pool | null {
  const builder = poolBuilder({ suite, drawId, key, strata: ['s1'] })
  if (!builder.add(officers.map((officer) => [officer, 0] as const)).ok) return null
  const pool = builder.finish()
  return pool.ok ? pool.value : null
}

/**
 * Draws the substitute of one drawn object (kind R, §6): of the members of its stratum that were not drawn yet, the one with the smallest ticket
 * under this draw's own seed. `pool` is that of the object draw; `selected`: the leaves that the object draw drew, in ticket order.
 */
export function drawReplacement(input: DrawInput & { readonly selected: readonly string[] }): Result<Drawn, DrawRefused> {
  const { commit, pool, selected } = input
  const bound = commit.replacement
  if (commit.kind !== 'R' || !bound) return fail({ type: 'not_as_committed', what: 'kind' })
  if (selected.length !== bound.objectCount || objectsRoot(commit.suite, selected) !== bound.objectsRoot) {
    return fail({ type: 'not_as_committed', what: 'objects' })
  }
  const open = takeableNow(pool, bound, selected)
  if (!open) return fail({ type: 'not_as_committed', what: 'replaced' })
  const prepared = prepare(input)
  if (!prepared.ok) return prepared
  if (commit.strata?.[0]?.n !== open.n) return fail({ type: 'not_as_committed', what: 'strata' })
  return ok(finish(input, prepared.value, smallestTicket(prepared.value.basis, pool, open)))
}

/** Who may be taken; null when the replaced leaf was not drawn, or when the lists of those drawn cannot be. */
export function takeableNow(
  pool: Pick<Pool, 'leaves' | 'strata'>,
  { replaces, earlier }: Pick<ReplacementCommit, 'replaces' | 'earlier'>,
  selected: readonly string[],
): Takeable | null {
  const drawn = new Set([...selected, ...earlier])
  if (drawn.size !== selected.length + earlier.length || !drawn.has(replaces)) return null
  return takeable(pool, [...drawn], replaces)
}

/** The takeable leaf with the smallest ticket; between equal tickets the smaller leaf, which comes first. */
export function smallestTicket(
  basis: DrawBasis,
  { leaves, strata }: Pick<Pool, 'leaves' | 'strata'>,
  { stratum, taken }: Takeable,
): Selection {
  const heads = ticketHeads(basis, leaves)
  const ticketAt = (i: number): Uint8Array => ticketsOf(basis, leaves.subarray(i * 32, i * 32 + 32))
  let best = -1
  let next = 0
  for (let i = 0; i < heads.length; i++) {
    if (taken[next] === i) next++
    else if (strata[i] === stratum) {
      const ahead = best < 0 ? -1 : (heads[i] ?? 0) - (heads[best] ?? 0)
      if (ahead < 0 || (ahead === 0 && compareBytes(ticketAt(i), ticketAt(best)) < 0)) best = i
    }
  }
  if (best < 0) throw new RangeError('nobody is left to take; the COMMIT of a replacement refuses this')
  return { positions: Uint32Array.of(best), tickets: ticketAt(best) }
}

function drawSelected(input: DrawInput): Result<Drawn, DrawRefused> {
  const prepared = prepare(input)
  if (!prepared.ok) return prepared
  const { targets, strata, basis } = prepared.value
  if (!countsMatch(strata, input.pool.strata)) return fail({ type: 'not_as_committed', what: 'strata' })
  return ok(finish(input, prepared.value, select(basis, input.pool, targets)))
}

type Prepared = {
  readonly basis: DrawBasis
  readonly strata: readonly Stratum[]
  readonly targets: readonly number[]
  readonly nonces: readonly RevealedNonce[]
}

/** The seed, when key, pool, nonces and beacon are those of the COMMIT. */
function prepare({ commit, pool, key, nonces, beaconValue, chains }: DrawInput): Result<Prepared, DrawRefused> {
  const { suite, drawId, strata } = commit
  if (hex(keyCommitment(suite, drawId, key)) !== commit.keyCommit) return fail({ type: 'not_as_committed', what: 'key' })
  if (hex(pool.root) !== commit.poolRoot || hex(merkleRoot(suites[suite], pool.leaves)) !== commit.poolRoot) {
    return fail({ type: 'not_as_committed', what: 'pool' })
  }
  if (!strata) return fail({ type: 'not_as_committed', what: 'strata' })
  const targets = strataTargets(strata)
  if (!targets.ok) return targets
  const opened = openNonces(commit, nonces)
  if (!opened.ok) return opened
  if (beaconValue === null && commit.beacon !== null) return fail({ type: 'beacon_absent' })
  if (beaconValue !== null) {
    const checked = checkBeaconValue(commit.beacon, beaconValue, chains)
    if (!checked.ok) return checked
  }
  const commitHash = commitHashOf(commit)
  const seed = drawSeed(suite, commitHash, opened.value, beaconValue)
  return ok({ basis: { suite, drawId, commitHash, seed }, strata, targets: targets.value, nonces: opened.value })
}

function finish({ commit, pool, key, beaconValue }: DrawInput, { basis, nonces }: Prepared, selection: Selection): Drawn {
  const { suite, drawId, commitHash, seed } = basis
  const { selected, files } = selectedList(suite, selectedEntries(selection, pool.leaves))
  const document: ResultDocument = {
    drawId,
    commitHash,
    nonces,
    beaconValue,
    seed: hex(seed),
    selectedCount: selection.positions.length,
    selectedRoot: hex(selectedRoot(suite, selection, pool.leaves)),
    selected,
    poolKey: commit.mode === 'open' ? hex(key) : null,
  }
  return { document, selection, files }
}

/** The tree over the selected leaves in ticket order (§5). */
export function selectedRoot(suite: SuiteId, { positions }: Selection, leaves: Uint8Array): Uint8Array {
  const packed = new Uint8Array(positions.length * 32)
  for (let i = 0; i < positions.length; i++) packed.set(leaves.subarray((positions[i] ?? 0) * 32, (positions[i] ?? 0) * 32 + 32), i * 32)
  return merkleRoot(suites[suite], packed)
}

/** The selected as a document lists them. */
export function selectedEntries({ positions, tickets }: Selection, leaves: Uint8Array): readonly Selected[] {
  return Array.from(positions, (position, i) => ({
    leaf: hex(leaves.subarray(position * 32, position * 32 + 32)),
    ticket: hex(tickets.subarray(i * 32, i * 32 + 32)),
  }))
}

/** The list inside the document up to 10,000 entries; above, a file of lines `["leaf","ticket"]` named by its hash (§5). */
function selectedList(
  suite: SuiteId,
  entries: readonly Selected[],
): { selected: readonly Selected[] | FileRef; files: readonly NamedFile[] } {
  if (entries.length <= longestInline) return { selected: entries, files: [] }
  const { ref, file } = linesFile(
    suite,
    entries.map(({ leaf, ticket }) => [leaf, ticket]),
  )
  return { selected: ref, files: [file] }
}

/** In the document up to 10,000 objects; above, a file of lines `[leaf, [[subject, role]…]]`, which the first algorithm has not (§6). */
function assignmentList(
  { suite, matching }: CommitDocument,
  assignment: readonly Assignment[],
): { readonly list: readonly Assignment[] | FileRef; readonly files: readonly NamedFile[] } {
  if (assignment.length <= longestInline || matching?.algorithm !== dependentRounding) return { list: assignment, files: [] }
  const { ref, file } = linesFile(
    suite,
    assignment.map(({ object, officers }) => [object, officers.map(({ officer, role }) => [officer, role])]),
  )
  return { list: ref, files: [file] }
}

function countsMatch(strata: readonly Stratum[], members: Uint16Array): boolean {
  const counts = new Uint32Array(strata.length)
  for (const s of members) {
    if (s >= strata.length) return false
    counts[s] = (counts[s] ?? 0) + 1
  }
  return strata.every(({ n }, s) => n === counts[s])
}
