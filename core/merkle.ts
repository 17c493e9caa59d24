/** Merkle trees of RFC 9162 §2.1 shape over leaves that are already hashes: node = H(01 ‖ left ‖ right), empty tree = H(""). Draw protocol §3. */
import { compareBytes } from './bytes.ts'
import { type Bulk, bulkOf } from './hash/bulk.ts'
import type { Suite } from './hash/suite.ts'

/** Takes leaves one by one and holds only one hash per level. `root` may be asked at any time. */
export type MerkleBuilder = {
  readonly add: (leaves: Uint8Array, at?: number) => void
  /** Takes the root of 2^height leaves that follow those before; the tree must hold a multiple of 2^height leaves. */
  readonly addSubtree: (root: Uint8Array, height: number) => void
  readonly root: () => Uint8Array
  readonly size: () => number
}

/** Takes many leaves at once, in any pieces, and hashes whole levels of 8,192 leaves: its memory is that of one portion. */
export type BulkTree = {
  readonly add: (leaves: Uint8Array) => void
  /** The root, and the packed roots of all complete portions in order, from which proofs are made without hashing everything again. */
  readonly finish: () => { readonly root: Uint8Array; readonly portions: Uint8Array }
}

/** The root over `leaves`, packed 32 bytes each. */
export function merkleRoot(suite: Suite, leaves: Uint8Array): Uint8Array {
  const tree = bulkTree(suite)
  tree.add(leaves)
  return tree.finish().root
}

/** 2^13 leaves are 256 KB: they stay in the cache of a core, and all but the upper levels of any tree are hashed four at a time. */
export const portionHeight = 13
const portionBytes = 32 << portionHeight

export function bulkTree(suite: Suite): BulkTree {
  const bulk = bulkOf(suite.id)
  const builder = merkleBuilder(suite)
  let portion = new Uint8Array(0)
  let portions = new Uint8Array(32 * 16)
  let held = 0

  const close = (height: number): void => {
    const root = fold(bulk, portion, height)
    if (height === portionHeight) {
      const at = (builder.size() >>> portionHeight) * 32
      if (at === portions.length) portions = doubled(portions, at * 2)
      portions.set(root, at)
    }
    builder.addSubtree(root, height)
  }

  return {
    add(leaves) {
      for (let at = 0; at < leaves.length; ) {
        const some = Math.min(portionBytes - held, leaves.length - at)
        if (portion.length < held + some) portion = doubled(portion, Math.min(portionBytes, Math.max(held + some, portion.length * 2)))
        portion.set(leaves.subarray(at, at + some), held)
        held += some
        at += some
        if (held === portionBytes) {
          close(portionHeight)
          held = 0
        }
      }
    },
    finish() {
      const complete = builder.size() >>> portionHeight
      // The rest as RFC 9162 splits it: the largest power of two, then the largest of what is left.
      for (let height = portionHeight - 1; held > 0; height--) {
        if (held < 32 << height) continue
        const rest = portion.slice(32 << height, held)
        close(height)
        portion.set(rest)
        held = rest.length
      }
      return { root: builder.root(), portions: portions.slice(0, complete * 32) }
    },
  }
}

/** The root of 2^height leaves, whose memory is overwritten. */
function fold(bulk: Bulk, leaves: Uint8Array, height: number): Uint8Array {
  for (let size = 1 << height; size > 1; size >>= 1) bulk.nodes(leaves.subarray(0, size * 32), leaves)
  return leaves.slice(0, 32)
}

function doubled(bytes: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(length)
  more.set(bytes)
  return more
}

/** The hash of two neighbours, 32 bytes each. */
export function merkleNode(suite: Suite, left: Uint8Array, right: Uint8Array): Uint8Array {
  const pair = new Uint8Array(65)
  pair[0] = 1
  pair.set(left, 1)
  pair.set(right, 33)
  return suite.hash(pair)
}

export function merkleBuilder(suite: Suite): MerkleBuilder {
  // Slot h holds the root of a full subtree of 2^h leaves when bit h of `count` is 1; each is kept in place as the message of its parent node.
  // 32 levels: a pool has fewer than 2^32 members.
  const stack = new Uint8Array(32 * 32)
  const pair = new Uint8Array(65)
  const carry = new Uint8Array(32)
  pair[0] = 1
  let count = 0

  /** carry = H(01 ‖ slot ‖ carry) */
  const join = (height: number): void => {
    pair.set(stack.subarray(height * 32, height * 32 + 32), 1)
    pair.set(carry, 33)
    suite.finish(suite.start, pair, 0, 65, carry, 0)
  }
  const bit = (height: number): boolean => ((count >>> height) & 1) === 1

  const add = (leaves: Uint8Array, at: number, from: number): void => {
    carry.set(leaves.subarray(at, at + 32))
    let height = from
    for (; bit(height); height++) join(height)
    stack.set(carry, height * 32)
    count += 2 ** from
  }

  return {
    add: (leaves, at = 0) => add(leaves, at, 0),
    addSubtree(root, height) {
      if (count % 2 ** height !== 0) throw new RangeError('a subtree stands after a multiple of its own size')
      add(root, 0, height)
    },
    root() {
      if (count === 0) return suite.hash(new Uint8Array(0))
      let height = 0
      while (!bit(height)) height++
      carry.set(stack.subarray(height * 32, height * 32 + 32))
      for (height++; height < 32; height++) if (bit(height)) join(height)
      return carry.slice()
    },
    size: () => count,
  }
}

/** The inclusion proof of the leaf at `index` (RFC 9162 §2.1.3.1): the hashes beside its way up, from the leaf to the root. */
export const inclusionProof = (suite: Suite, leaves: Uint8Array, index: number): readonly Uint8Array[] =>
  inclusionProofBy(leaves.length / 32, index, (from, to) => merkleRoot(suite, leaves.subarray(from * 32, to * 32)))

/** The same for a tree whose leaves are elsewhere: `rootOf(from, to)` answers the root over leaves `from` to `to`, the latter not included. */
export function inclusionProofBy(size: number, index: number, rootOf: (from: number, to: number) => Uint8Array): readonly Uint8Array[] {
  if (!Number.isInteger(index) || index < 0 || index >= size) throw new RangeError('the tree has no leaf at this index')
  const proof: Uint8Array[] = []
  let from = 0
  let to = size
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from)
    if (index < middle) {
      proof.push(rootOf(middle, to))
      to = middle
    } else {
      proof.push(rootOf(from, middle))
      from = middle
    }
  }
  return proof.reverse()
}

/** Whether the proof shows `leaf` at `index` in the tree of `size` leaves with `root` (RFC 9162 §2.1.3.2). */
export function checkInclusion(
  suite: Suite,
  { leaf, index, size, proof, root }: { leaf: Uint8Array; index: number; size: number; proof: readonly Uint8Array[]; root: Uint8Array },
): boolean {
  if (!Number.isSafeInteger(size) || !Number.isInteger(index) || index < 0 || index >= size) return false
  if (leaf.length !== 32 || proof.some((hash) => hash.length !== 32)) return false
  let position = index
  let last = size - 1
  let hash = leaf
  for (const beside of proof) {
    if (last === 0) return false
    if (position % 2 === 1 || position === last) {
      hash = merkleNode(suite, beside, hash)
      while (position % 2 === 0 && position !== 0) {
        position = Math.floor(position / 2)
        last = Math.floor(last / 2)
      }
    } else hash = merkleNode(suite, hash, beside)
    position = Math.floor(position / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 && compareBytes(hash, root) === 0
}

function largestPowerBelow(size: number): number {
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}
