import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hex } from './bytes.ts'
import { suites } from './hash/suite.ts'
import { checkInclusion, inclusionProof, merkleBuilder, merkleRoot } from './merkle.ts'

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
