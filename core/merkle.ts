/** Merkle trees of RFC 9162 §2.1 shape over leaves that are already hashes: node = H(01 ‖ left ‖ right), empty tree = H(""). Draw protocol §3. */
import { compareBytes } from './bytes.ts'
import type { Suite } from './hash/suite.ts'

/** Takes leaves one by one and holds only one hash per level. `root` may be asked at any time. */
export type MerkleBuilder = {
  readonly add: (leaves: Uint8Array, at?: number) => void
  readonly root: () => Uint8Array
  readonly size: () => number
}

/** The root over `leaves`, packed 32 bytes each. */
export function merkleRoot(suite: Suite, leaves: Uint8Array): Uint8Array {
  const builder = merkleBuilder(suite)
  for (let at = 0; at + 32 <= leaves.length; at += 32) builder.add(leaves, at)
  return builder.root()
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

  return {
    add(leaves, at = 0) {
      carry.set(leaves.subarray(at, at + 32))
      let height = 0
      for (; bit(height); height++) join(height)
      stack.set(carry, height * 32)
      count++
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
export function inclusionProof(suite: Suite, leaves: Uint8Array, index: number): readonly Uint8Array[] {
  const size = leaves.length / 32
  if (!Number.isInteger(index) || index < 0 || index >= size) throw new RangeError('the tree has no leaf at this index')
  const proof: Uint8Array[] = []
  let from = 0
  let to = size
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from)
    if (index < middle) {
      proof.push(merkleRoot(suite, leaves.subarray(middle * 32, to * 32)))
      to = middle
    } else {
      proof.push(merkleRoot(suite, leaves.subarray(from * 32, middle * 32)))
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
