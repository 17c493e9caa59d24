import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hex } from './bytes.ts'
import { suites } from './hash/suite.ts'
import { bulkTree, checkInclusion, inclusionProof, inclusionProofBy, merkleBuilder, merkleRoot, portionHeight } from './merkle.ts'

const suite = suites.sha256

/** RFC 9162 §2.1.1 as it is written. */
function reference(leaves: readonly Buffer[]): Buffer {
  if (leaves.length < 2) return leaves[0] ?? createHash('sha256').digest()
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return createHash('sha256')
    .update(Buffer.of(1))
    .update(reference(leaves.slice(0, k)))
    .update(reference(leaves.slice(k)))
    .digest()
}

const leavesOf = (size: number): Uint8Array =>
  Uint8Array.from(Array.from({ length: size }, (_, i) => [...createHash('sha256').update(String(i)).digest()]).flat())
const buffers = (packed: Uint8Array): readonly Buffer[] =>
  Array.from({ length: packed.length / 32 }, (_, i) => Buffer.from(packed.subarray(i * 32, i * 32 + 32)))

test('the root of 0 to 70 leaves has the shape of RFC 9162', () => {
  for (let size = 0; size <= 70; size++)
    expect(hex(merkleRoot(suite, leavesOf(size)))).toBe(reference(buffers(leavesOf(size))).toString('hex'))
})

test('a builder gives the root of what it has seen so far', () => {
  const leaves = leavesOf(40)
  const builder = merkleBuilder(suite)
  for (let i = 0; i < 40; i++) {
    builder.add(leaves, i * 32)
    expect(hex(builder.root())).toBe(hex(merkleRoot(suite, leaves.subarray(0, (i + 1) * 32))))
  }
  expect(builder.size()).toBe(40)
})

test('a tree fed in pieces, over the edges of portions, has the root of one leaf after another', () => {
  const portion = 1 << portionHeight
  const leaves = new Uint8Array((portion * 2 + 5000) * 32).map((_, i) => (i * 2_654_435_761) >>> 13)
  for (const size of [portion - 1, portion, portion + 1, portion * 2, portion * 2 + 5000]) {
    const one = merkleBuilder(suite)
    for (let i = 0; i < size; i++) one.add(leaves, i * 32)
    const pieces = bulkTree(suite)
    for (let from = 0; from < size; from += 3001) pieces.add(leaves.subarray(from * 32, Math.min(size, from + 3001) * 32))
    const { root, portions } = pieces.finish()
    expect(hex(root)).toBe(hex(one.root()))
    expect(portions.length / 32).toBe(Math.floor(size / portion))
    if (size >= portion) expect(hex(portions.subarray(0, 32))).toBe(hex(merkleRoot(suite, leaves.subarray(0, portion * 32))))
  }
})

test('whole subtrees may stand for their leaves, where a tree has room for them', () => {
  const leaves = leavesOf(13)
  const builder = merkleBuilder(suite)
  builder.addSubtree(merkleRoot(suite, leaves.subarray(0, 8 * 32)), 3)
  builder.addSubtree(merkleRoot(suite, leaves.subarray(8 * 32, 12 * 32)), 2)
  builder.add(leaves, 12 * 32)
  expect(hex(builder.root())).toBe(hex(merkleRoot(suite, leaves)))
  expect(() => builder.addSubtree(leaves.subarray(0, 32), 1)).toThrow(RangeError)
  expect(inclusionProofBy(13, 4, (a, b) => merkleRoot(suite, leaves.subarray(a * 32, b * 32)))).toEqual(inclusionProof(suite, leaves, 4))
})

test('every leaf of every small tree proves its place, and no other place', () => {
  for (let size = 1; size <= 20; size++) {
    const leaves = leavesOf(size)
    const root = merkleRoot(suite, leaves)
    for (let index = 0; index < size; index++) {
      const leaf = leaves.subarray(index * 32, index * 32 + 32)
      const proof = inclusionProof(suite, leaves, index)
      expect(checkInclusion(suite, { leaf, index, size, proof, root })).toBe(true)
      for (let other = -1; other <= size; other++)
        if (other !== index) expect(checkInclusion(suite, { leaf, index: other, size, proof, root })).toBe(false)
      expect(checkInclusion(suite, { leaf, index, size, proof: [...proof, leaf], root })).toBe(false)
      if (proof.length > 0) expect(checkInclusion(suite, { leaf, index, size, proof: proof.slice(1), root })).toBe(false)
    }
  }
})

test('a proof with any bit changed shows nothing', () => {
  const leaves = leavesOf(13)
  const root = merkleRoot(suite, leaves)
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 12 }), fc.nat(), fc.integer({ min: 0, max: 7 }), (index, at, bit) => {
      const leaf = leaves.subarray(index * 32, index * 32 + 32)
      const proof = inclusionProof(suite, leaves, index).map((hash) => hash.slice())
      const hash = proof[at % proof.length]
      if (hash) hash[at % 32] = (hash[at % 32] ?? 0) ^ (1 << bit)
      expect(checkInclusion(suite, { leaf, index, size: 13, proof, root })).toBe(false)
    }),
  )
})
