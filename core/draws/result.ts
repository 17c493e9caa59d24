/** The RESULT of a draw: computed from the COMMIT, the sealed pool and the revealed nonces, and from nothing else (draw protocol §5). */
import { fromHex, hex } from '../bytes.ts'
import { type SuiteId, suites } from '../hash/suite.ts'
import { type Edges, edgesDigest, edgesProblem, objectsRoot } from '../matching/edges.ts'
import { matchLeastLoaded, type TeamTooSmall } from '../matching/least-loaded.ts'
import { merkleRoot } from '../merkle.ts'
import { fail, ok, type Result } from '../result.ts'
import { commitHashOf } from './commit.ts'
import { type CommitDocument, type FileRef, longestInline, type ResultDocument, type RevealedNonce, type Selected } from './documents.ts'
import { linesFile, type NamedFile } from './lines-file.ts'
import { keyCommitment } from './nonces.ts'
import { type Pool, poolBuilder } from './pool.ts'
import { drawSeed, type NoncesRefused, openNonces } from './seed.ts'
import { type Selection, select } from './select.ts'
import { type StrataRefused, type Stratum, strataTargets } from './strata.ts'
import type { DrawBasis } from './tickets.ts'

export type DrawInput = {
  readonly commit: CommitDocument
  readonly pool: Pick<Pool, 'root' | 'leaves' | 'strata'>
  readonly key: Uint8Array
  /** In any order; each must open its party's commitment. */
  readonly nonces: readonly RevealedNonce[]
}

/** `files` are those that the document names by hash (a long list of the selected); they are published beside the bundle. */
export type Drawn = { readonly document: ResultDocument; readonly selection: Selection; readonly files: readonly NamedFile[] }

export type DrawRefused =
  | NoncesRefused
  | StrataRefused
  | TeamTooSmall
  | { readonly type: 'not_as_committed'; readonly what: 'key' | 'pool' | 'strata' | 'objects' | 'edges' | 'officers' | 'kind' }

/**
 * Draws the objects. There is no preview: without every revealed nonce, or with a key or a pool that is not the committed one, it refuses.
 * The same input gives the same bytes, so a crash before the result is saved is healed by running it again.
 */
export function drawObjects(input: DrawInput): Result<Drawn, DrawRefused> {
  if (input.commit.kind !== 'O') return fail({ type: 'not_as_committed', what: 'kind' })
  return drawSelected(input)
}

/** Draws the officers: orders all of them by ticket and matches them to the objects by the algorithm that the COMMIT names (§6). */
export function drawOfficers(input: Omit<DrawInput, 'pool'> & { readonly matching: Edges }): Result<Drawn, DrawRefused> {
  const { commit, matching, key } = input
  const bound = commit.matching
  if (commit.kind !== 'P' || !bound) return fail({ type: 'not_as_committed', what: 'kind' })
  if (objectsRoot(commit.suite, matching.objects) !== bound.objectsRoot) return fail({ type: 'not_as_committed', what: 'objects' })
  if (edgesProblem(matching) !== null || edgesDigest(commit.suite, matching) !== bound.edgesDigest)
    return fail({ type: 'not_as_committed', what: 'edges' })
  const pool = officerPool(commit, key, matching.officers)
  if (!pool || hex(pool.root) !== commit.poolRoot) return fail({ type: 'not_as_committed', what: 'officers' })
  const drawn = drawSelected({ ...input, pool })
  if (!drawn.ok) return drawn
  const { seed, drawId, commitHash } = drawn.value.document
  const assignment = matchLeastLoaded({ suite: commit.suite, drawId, commitHash, seed: fromHex(seed) }, matching, bound.teamSize)
  if (!assignment.ok) return assignment
  return ok({ ...drawn.value, document: { ...drawn.value.document, assignment: assignment.value } })
}

/** The pool of an officer draw: every officer, in the one stratum s1; null when the list cannot be one. */
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

function drawSelected({ commit, pool, key, nonces }: DrawInput): Result<Drawn, DrawRefused> {
  const { suite, drawId, strata } = commit
  if (hex(keyCommitment(suite, drawId, key)) !== commit.keyCommit) return fail({ type: 'not_as_committed', what: 'key' })
  if (hex(pool.root) !== commit.poolRoot || hex(merkleRoot(suites[suite], pool.leaves)) !== commit.poolRoot) {
    return fail({ type: 'not_as_committed', what: 'pool' })
  }
  if (!strata) return fail({ type: 'not_as_committed', what: 'strata' })
  const targets = strataTargets(strata)
  if (!targets.ok) return targets
  if (!countsMatch(strata, pool.strata)) return fail({ type: 'not_as_committed', what: 'strata' })
  const opened = openNonces(commit, nonces)
  if (!opened.ok) return opened

  const commitHash = commitHashOf(commit)
  const seed = drawSeed(suite, commitHash, opened.value)
  const basis: DrawBasis = { suite, drawId, commitHash, seed }
  const selection = select(basis, pool, targets.value)
  const { selected, files } = selectedList(suite, selectedEntries(selection, pool.leaves))
  const document: ResultDocument = {
    drawId,
    commitHash,
    nonces: opened.value,
    beaconValue: null,
    seed: hex(seed),
    selectedCount: selection.positions.length,
    selectedRoot: hex(selectedRoot(suite, selection, pool.leaves)),
    selected,
    poolKey: commit.mode === 'open' ? hex(key) : null,
  }
  return ok({ document, selection, files })
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

function countsMatch(strata: readonly Stratum[], members: Uint16Array): boolean {
  const counts = new Uint32Array(strata.length)
  for (const s of members) {
    if (s >= strata.length) return false
    counts[s] = (counts[s] ?? 0) + 1
  }
  return strata.every(({ n }, s) => n === counts[s])
}
