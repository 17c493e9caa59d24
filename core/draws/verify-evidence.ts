/** What the checks look at: the bundle with its lists read, its pool sealed anew, and its seed computed from its own parts. */

import { fromHex, hex } from '../bytes.ts'
import { type Suite, suites } from '../hash/suite.ts'
import { matchRowLine } from '../matching/row-lines.ts'
import type { MatchRow } from '../matching/wire.ts'
import type { DrandChain } from './beacon.ts'
import { commitHashOf } from './commit.ts'
import { type Assignment, type Bundle, type BundlePool, type FileRef, longestInline, type PoolRow, type Selected } from './documents.ts'
import { assignmentLine, type LineKind, poolLine, readLines, selectedLine } from './lines-file.ts'
import { isRounding } from './matching-documents.ts'
import { comparePacked } from './order.ts'
import { type Pool, type PoolFailure, poolBuilder } from './pool.ts'
import type { Takeable } from './replacement.ts'
import { takeableNow } from './result.ts'
import { drawSeed } from './seed.ts'
import { strataTargets, stratumId } from './strata.ts'
import type { DrawBasis } from './tickets.ts'

export type ReadFile = (name: string) => Uint8Array | null

export type VerifyOptions = {
  /** The bytes of a file beside the bundle, or null when there is none. Without it, lists in files of their own are named as not checked. */
  readonly readFile?: ReadFile
  /** The published key of the transparency log, as a C2SP vkey line. Without it nobody is confirmed as the signer. */
  readonly logKey?: string
  /** Chains of drand that the reader trusts besides quicknet. */
  readonly chains?: readonly DrandChain[]
}

/** A list from the bundle or from its file; `absent` when the file was not given at all. */
export type Listed<T> =
  | { readonly state: 'read'; readonly value: T }
  | { readonly state: 'absent' }
  | { readonly state: 'wrong'; readonly expected: string; readonly found: string }

/** The pool sealed anew from its published members; `pool` null when a row cannot be a member. */
export type Resealed = {
  readonly pool: Pool | null
  readonly failure: PoolFailure | null
  readonly inOrder: boolean
}

export type Evidence = {
  readonly bundle: Bundle
  readonly options: VerifyOptions
  readonly suite: Suite
  readonly commitHash: string
  /** The key as published; null in the public copy of a sealed draw. */
  readonly key: string | null
  readonly pool: Listed<Resealed> | null
  readonly selected: Listed<readonly Selected[]>
  /** Where an object is replaced: the leaves that the object draw drew, in ticket order. */
  readonly objects: Listed<readonly string[]> | null
  /** Where an object is replaced: who could be taken; null when the list is not public or is not sound. */
  readonly open: Takeable | null
  /** Where officers are matched with probabilities: the rows. */
  readonly rows: Listed<readonly MatchRow[]> | null
  /** Where officers are matched: the teams. */
  readonly assignment: Listed<readonly Assignment[]> | null
  /** Computed from the nonces and the beacon as published, whatever `result.seed` says. */
  readonly basis: DrawBasis
  /** Null when the strata are not published or their targets are refused. */
  readonly targets: readonly number[] | null
}

/** Recomputes what the checks share. Nothing throws: what is missing or does not fit is null, and the check that needs it says so. */
export function gather(bundle: Bundle, options: VerifyOptions): Evidence {
  const { commit, result } = bundle
  const { readFile } = options
  const commitHash = commitHashOf(commit)
  const key = bundle.pool && 'key' in bundle.pool ? bundle.pool.key : result.poolKey
  const targets = commit.strata ? strataTargets(commit.strata) : null
  const pool = bundle.pool && key !== null ? reseal(bundle, bundle.pool, key, readFile) : null
  const objects = bundle.replacement ? listObjects(bundle, bundle.replacement.selected, readFile) : null
  const sealed = pool?.state === 'read' ? pool.value.pool : null
  return {
    bundle,
    options,
    suite: suites[commit.suite],
    commitHash,
    key,
    pool,
    selected: listSelected(bundle, readFile),
    objects,
    rows: listRows(bundle, readFile),
    assignment: listAssignment(bundle, readFile),
    open: sealed && objects?.state === 'read' && commit.replacement ? takeableNow(sealed, commit.replacement, objects.value) : null,
    basis: {
      suite: commit.suite,
      drawId: commit.drawId,
      commitHash,
      seed: drawSeed(commit.suite, commitHash, result.nonces, result.beaconValue),
    },
    targets: targets?.ok ? targets.value : null,
  }
}

/** A file beside the bundle, when it has the hash that names it. */
function readRef({ commit }: Bundle, ref: FileRef, readFile: ReadFile | undefined): Listed<Uint8Array> {
  if (!readFile) return { state: 'absent' }
  const bytes = readFile(ref.file)
  if (bytes === null) return { state: 'wrong', expected: ref.file, found: 'no such file' }
  const found = hex(suites[commit.suite].hash(bytes))
  return found === ref.hash ? { state: 'read', value: bytes } : { state: 'wrong', expected: ref.hash, found }
}

/** Rows are sealed in batches: fast, and no more than these are held as objects at a time. */
const batch = 4096

function reseal(bundle: Bundle, pool: BundlePool, key: string, readFile: ReadFile | undefined): Listed<Resealed> {
  const { suite, replacement } = bundle.commit
  const rows = poolRows(bundle, pool, readFile)
  if (rows.state !== 'read') return rows
  const ids = strataIds(bundle, rows.value)
  const indexOf = new Map(ids.map((id, i) => [id, i]))
  // A replacement is drawn from the pool of its object draw, whose leaves carry that draw's id.
  const drawId = replacement?.objectDraw ?? bundle.commit.drawId
  const builder = poolBuilder({ suite, drawId, key: fromHex(key), strata: ids })
  let inOrder = true
  let failure: PoolFailure | null = null
  const last = new Uint8Array(64)
  let waiting: (readonly [string, number])[] = []
  let any = false
  const flush = (): void => {
    if (failure || waiting.length === 0) return
    const added = builder.add(waiting)
    if (!added.ok) {
      failure = added.failure
      return
    }
    // Leaf order is strictly ascending (§3): then the rows of the file have one order only.
    const leaves = added.value
    last.set(leaves.subarray(0, 32), 32)
    if (any && comparePacked(last, 32, 0, 1) >= 0) inOrder = false
    for (let i = 1; i < waiting.length; i++) if (comparePacked(leaves, 32, i - 1, i) >= 0) inOrder = false
    last.set(leaves.subarray(leaves.length - 32), 0)
    any = true
    waiting = []
  }
  const problem = rows.value(([subject, stratum]) => {
    waiting.push([subject, indexOf.get(stratum) ?? -1])
    if (waiting.length === batch) flush()
  })
  if (problem) return problem
  flush()
  const sealed = failure ? null : builder.finish()
  if (sealed && !sealed.ok) failure = sealed.failure
  return { state: 'read', value: { pool: sealed?.ok ? sealed.value : null, failure, inOrder } }
}

/** Gives every row to `take`, in file order; answers why the file is none. May be called again. */
type Rows = (take: (row: PoolRow) => void) => Extract<Listed<never>, { state: 'wrong' }> | null

function poolRows(bundle: Bundle, pool: BundlePool, readFile: ReadFile | undefined): Listed<Rows> {
  if ('subjects' in pool) {
    return {
      state: 'read',
      value: (take) => {
        pool.subjects.forEach(take)
        return null
      },
    }
  }
  const file = readRef(bundle, pool, readFile)
  if (file.state !== 'read') return file
  return {
    state: 'read',
    value: (take) => {
      const problem = readLines(file.value, poolLine, take)
      return problem ? { state: 'wrong', expected: `${problem.expected} at line ${problem.line}`, found: pool.file } : null
    },
  }
}

/** The ids of the strata that the rows may name. A replacement has one of its own; its pool keeps those of the object draw, s1 to the highest. */
function strataIds({ commit }: Bundle, rows: Rows): readonly string[] {
  if (!commit.replacement) return commit.strata?.map(({ id }) => id) ?? []
  let highest = 0
  rows(([, stratum]) => {
    highest = Math.max(highest, Number(stratum.slice(1)))
  })
  return Array.from({ length: highest }, (_, i) => stratumId(i))
}

/** Those drawn, from the bundle or from the file that it names. */
export function listSelected(bundle: Bundle, readFile?: ReadFile): Listed<readonly Selected[]> {
  const { selected } = bundle.result
  if (!('file' in selected)) return { state: 'read', value: selected }
  return fileOf(bundle, selected, readFile, selectedLine, ([leaf, ticket]): Selected => ({ leaf, ticket }))
}

/** The teams, from the bundle or from the file that it names; null where nobody is matched. */
export function listAssignment(bundle: Bundle, readFile?: ReadFile): Listed<readonly Assignment[]> | null {
  const { assignment } = bundle.result
  if (!assignment || !('file' in assignment)) return assignment ? { state: 'read', value: assignment } : null
  return fileOf(
    bundle,
    assignment,
    readFile,
    assignmentLine,
    ([object, officers]): Assignment => ({
      object,
      officers: officers.map(([officer, role]) => ({ officer, role })),
    }),
  )
}

function listRows(bundle: Bundle, readFile: ReadFile | undefined): Listed<readonly MatchRow[]> | null {
  const { matching } = bundle
  if (!matching || !isRounding(matching)) return null
  if (!('file' in matching.rows)) return { state: 'read', value: matching.rows }
  const rows = fileOf(bundle, matching.rows, readFile, matchRowLine, (row) => row)
  if (rows.state !== 'read' || rows.value.length > longestInline) return rows
  return { state: 'wrong', expected: `a file of more than ${longestInline} rows`, found: String(rows.value.length) }
}

function listObjects(bundle: Bundle, selected: readonly string[] | FileRef, readFile: ReadFile | undefined): Listed<readonly string[]> {
  if (!('file' in selected)) return { state: 'read', value: selected }
  return fileOf(bundle, selected, readFile, selectedLine, ([leaf]) => leaf)
}

function fileOf<Line, T>(
  bundle: Bundle,
  ref: FileRef,
  readFile: ReadFile | undefined,
  kind: LineKind<Line>,
  entryOf: (line: Line) => T,
): Listed<readonly T[]> {
  const file = readRef(bundle, ref, readFile)
  if (file.state !== 'read') return file
  const entries: T[] = []
  const problem = readLines(file.value, kind, (line) => entries.push(entryOf(line)))
  return problem
    ? { state: 'wrong', expected: `${problem.expected} at line ${problem.line}`, found: ref.file }
    : { state: 'read', value: entries }
}
