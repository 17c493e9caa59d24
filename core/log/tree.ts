/** The tree of the transparency log: RFC 9162 §2.1 with SHA-256 over the raw entries, whatever the suite of a draw is; roots, proofs and their checks. */
import { compareBytes, concat } from '../bytes.ts'
import { suites } from '../hash/suite.ts'
import { checkInclusion as checkMerkleInclusion, merkleNode } from '../merkle.ts'

/** The hash of the complete subtree over the leaves `index·2^level … (index+1)·2^level − 1`. */
export type HashReader = (level: number, index: number) => Uint8Array

/** A complete subtree, see `HashReader`. */
export type Subtree = { readonly level: number; readonly index: number }

const suite = suites.sha256
const { hash } = suite

/** H(00 ‖ entry), RFC 9162 §2.1.1. */
export const leafHash = (entry: Uint8Array): Uint8Array => hash(concat(Uint8Array.of(0), entry))

/** H(01 ‖ left ‖ right), RFC 9162 §2.1.1. */
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => merkleNode(suite, left, right)

/** The root over the first `size` leaves; H("") of none. */
export const treeRoot = (read: HashReader, size: number): Uint8Array => (size === 0 ? hash(new Uint8Array(0)) : rangeHash(read, 0, size))

/** The inclusion proof of the leaf at `index` in the tree of `size` leaves, from the leaf to the root (RFC 9162 §2.1.3.1). */
export function inclusionPath(read: HashReader, index: number, size: number): readonly Uint8Array[] {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) throw new RangeError('the tree has no leaf at this index')
  const path: Uint8Array[] = []
  let from = 0
  let to = size
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from)
    if (index < middle) {
      path.push(rangeHash(read, middle, to))
      to = middle
    } else {
      path.push(rangeHash(read, from, middle))
      from = middle
    }
  }
  return path.reverse()
}

/** Whether `path` shows `leaf` (a leaf hash) at `index` in the tree of `size` leaves with `root`. */
export const checkInclusion = (proof: {
  readonly leaf: Uint8Array
  readonly index: number
  readonly size: number
  readonly path: readonly Uint8Array[]
  readonly root: Uint8Array
}): boolean => checkMerkleInclusion(suite, { ...proof, proof: proof.path })

/** The proof that the tree of `size` leaves continues the tree of its first `from` leaves (RFC 9162 §2.1.4.1). Empty for 0 and for `size` itself. */
export function consistencyPath(read: HashReader, from: number, size: number): readonly Uint8Array[] {
  if (!Number.isSafeInteger(from) || from < 0 || from > size) throw new RangeError('a tree continues only smaller ones')
  if (from === 0 || from === size) return []
  const path: Uint8Array[] = []
  let start = 0
  let end = size
  const left = from
  // SUBPROOF(m, D_n, b): b is true while the smaller tree is a left part of what is looked at, and then its root is known to the reader.
  let known = true
  while (left !== end) {
    const middle = start + largestPowerBelow(end - start)
    if (left <= middle) {
      path.push(rangeHash(read, middle, end))
      end = middle
    } else {
      path.push(rangeHash(read, start, middle))
      start = middle
      known = false
    }
  }
  if (!known) path.push(rangeHash(read, start, end))
  return path.reverse()
}

/** Whether `path` shows that the tree of `size` leaves continues the tree of `from` leaves (RFC 9162 §2.1.4.2). From 0 nothing is shown: only the empty path holds. */
export function checkConsistency({
  from,
  fromRoot,
  size,
  root,
  path,
}: {
  readonly from: number
  readonly fromRoot: Uint8Array
  readonly size: number
  readonly root: Uint8Array
  readonly path: readonly Uint8Array[]
}): boolean {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(size) || from < 0 || from > size) return false
  if ([fromRoot, root, ...path].some((one) => one.length !== 32)) return false
  if (from === size) return path.length === 0 && compareBytes(fromRoot, root) === 0
  if (from === 0) return path.length === 0 && compareBytes(fromRoot, treeRoot(none, 0)) === 0
  const [first, ...beside] = isPowerOfTwo(from) ? [fromRoot, ...path] : path
  if (first === undefined) return false
  let position = from - 1
  let last = size - 1
  const up = (): void => {
    position = Math.floor(position / 2)
    last = Math.floor(last / 2)
  }
  while (position % 2 === 1) up()
  let small = first
  let large = first
  for (const one of beside) {
    if (last === 0) return false
    if (position % 2 === 1 || position === last) {
      small = nodeHash(one, small)
      large = nodeHash(one, large)
      while (position % 2 === 0 && position !== 0) up()
    } else large = nodeHash(large, one)
    up()
  }
  return last === 0 && compareBytes(small, fromRoot) === 0 && compareBytes(large, root) === 0
}

/**
 * What the leaf at `index` adds to the tree: its own hash, then the hashes of the subtrees it completes, one level after the other. Kept with
 * the leaf, every subtree is found at its last leaf (`keeperOf`), so that proofs of any size read a few rows.
 */
export function hashesAdded(read: HashReader, index: number, leaf: Uint8Array): readonly Uint8Array[] {
  const hashes = [leaf]
  let node = leaf
  let position = index
  for (let level = 0; position % 2 === 1; level++) {
    node = nodeHash(read(level, position - 1), node)
    hashes.push(node)
    position = (position - 1) / 2
  }
  return hashes
}

/** The leaf that keeps the hash of a subtree, among its `hashesAdded` at `level`. */
export const keeperOf = ({ level, index }: Subtree): number => (index + 1) * 2 ** level - 1

/** The subtrees a computation will read, found by running it on nothing: so they can be fetched at once. */
export function subtreesReadBy(work: (read: HashReader) => unknown): readonly Subtree[] {
  const wanted: Subtree[] = []
  work((level, index) => {
    wanted.push({ level, index })
    return new Uint8Array(32)
  })
  return wanted
}

/** The hash over the leaves from … to-1, a range as it occurs in trees: complete subtrees are read, the rest is joined. */
function rangeHash(read: HashReader, from: number, to: number): Uint8Array {
  const size = to - from
  if (isPowerOfTwo(size)) return read(Math.log2(size), from / size)
  const middle = from + largestPowerBelow(size)
  return nodeHash(rangeHash(read, from, middle), rangeHash(read, middle, to))
}

const none: HashReader = () => {
  throw new RangeError('the empty tree has no subtree')
}

function largestPowerBelow(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}

const isPowerOfTwo = (size: number): boolean => size === 1 || (size > 1 && largestPowerBelow(size) * 2 === size)
