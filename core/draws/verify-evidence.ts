/** What the checks look at: the bundle with its lists read, its pool sealed anew, and its seed computed from its own parts. */
import { compareBytes, fromHex, hex } from '../bytes.ts'
import { type Suite, suites } from '../hash/suite.ts'
import { commitHashOf } from './commit.ts'
import { type Bundle, type BundlePool, type FileRef, type PoolRow, poolRowShape, type Selected } from './documents.ts'
import { readLines } from './lines-file.ts'
import { type Pool, type PoolFailure, poolBuilder } from './pool.ts'
import { drawSeed } from './seed.ts'
import { hexOf, pair } from './shape.ts'
import { strataTargets } from './strata.ts'
import type { DrawBasis } from './tickets.ts'

export type ReadFile = (name: string) => Uint8Array | null

/** A list from the bundle or from its file; `absent` when the file was not given at all. */
export type Listed<T> =
  | { readonly state: 'read'; readonly value: T }
  | { readonly state: 'absent' }
  | { readonly state: 'wrong'; readonly expected: string; readonly found: string }

/** The pool sealed anew from its published members; `order` null when a row cannot be a member. */
export type Resealed = {
  readonly pool: Pool | null
  readonly failure: PoolFailure | null
  readonly inOrder: boolean
  readonly rows: number
}

export type Evidence = {
  readonly bundle: Bundle
  readonly suite: Suite
  readonly commitHash: string
  /** The key as published; null in a sealed bundle. */
  readonly key: string | null
  readonly pool: Listed<Resealed> | null
  readonly selected: Listed<readonly Selected[]>
  /** Computed from the nonces as published, whatever `result.seed` says. */
  readonly basis: DrawBasis
  /** Null when the strata are not published or their targets are refused. */
  readonly targets: readonly number[] | null
}

export function gather(bundle: Bundle, readFile: ReadFile | undefined): Evidence {
  const { commit, result } = bundle
  const suite = suites[commit.suite]
  const commitHash = commitHashOf(commit)
  const key = bundle.pool && 'key' in bundle.pool ? bundle.pool.key : result.poolKey
  const targets = commit.strata ? strataTargets(commit.strata) : null
  return {
    bundle,
    suite,
    commitHash,
    key,
    pool: bundle.pool && key !== null ? reseal(bundle, bundle.pool, key, readFile) : null,
    selected: listSelected(bundle, readFile),
    basis: { suite: commit.suite, drawId: commit.drawId, commitHash, seed: drawSeed(commit.suite, commitHash, result.nonces) },
    targets: targets?.ok ? targets.value : null,
  }
}

/** A file beside the bundle, when it has the hash that names it. */
export function readRef({ commit }: Bundle, ref: FileRef, readFile: ReadFile | undefined): Listed<Uint8Array> {
  if (!readFile) return { state: 'absent' }
  const bytes = readFile(ref.file)
  if (bytes === null) return { state: 'wrong', expected: ref.file, found: 'no such file' }
  const found = hex(suites[commit.suite].hash(bytes))
  return found === ref.hash ? { state: 'read', value: bytes } : { state: 'wrong', expected: ref.hash, found }
}

function reseal(bundle: Bundle, pool: BundlePool, key: string, readFile: ReadFile | undefined): Listed<Resealed> {
  const { suite, drawId, strata } = bundle.commit
  const ids = strata?.map(({ id }) => id) ?? []
  const indexOf = new Map(ids.map((id, i) => [id, i]))
  const builder = poolBuilder({ suite, drawId, key: fromHex(key), strata: ids })
  let rows = 0
  let inOrder = true
  let failure: PoolFailure | null = null
  let last = new Uint8Array(0)
  const take = ([subject, stratum]: PoolRow): void => {
    rows++
    if (failure) return
    const added = builder.add([[subject, indexOf.get(stratum) ?? -1]])
    if (!added.ok) failure = added.failure
    else {
      // Leaf order is strictly ascending (§3): then the rows of the file have one order only.
      if (compareBytes(last, added.value) >= 0) inOrder = false
      last = Uint8Array.from(added.value)
    }
  }
  if ('subjects' in pool) pool.subjects.forEach(take)
  else {
    const file = readRef(bundle, pool, readFile)
    if (file.state !== 'read') return file
    const problem = readLines(file.value, poolRowShape, take)
    if (problem) return { state: 'wrong', expected: `${problem.expected} at line ${problem.line}`, found: pool.file }
  }
  const sealed = failure ? null : builder.finish()
  if (sealed && !sealed.ok) failure = sealed.failure
  return { state: 'read', value: { pool: sealed?.ok ? sealed.value : null, failure, inOrder, rows } }
}

function listSelected(bundle: Bundle, readFile: ReadFile | undefined): Listed<readonly Selected[]> {
  const { selected } = bundle.result
  if (!('file' in selected)) return { state: 'read', value: selected }
  const file = readRef(bundle, selected, readFile)
  if (file.state !== 'read') return file
  const entries: Selected[] = []
  const problem = readLines(file.value, selectedLine, ([leaf, ticket]) => entries.push({ leaf, ticket }))
  return problem
    ? { state: 'wrong', expected: `${problem.expected} at line ${problem.line}`, found: selected.file }
    : { state: 'read', value: entries }
}

/** One line of a file of the selected. */
const selectedLine = pair(hexOf(32), hexOf(32))
