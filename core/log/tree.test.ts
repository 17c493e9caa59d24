import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hex } from '../bytes.ts'
import {
  checkConsistency,
  checkInclusion,
  consistencyPath,
  type HashReader,
  hashesAdded,
  inclusionPath,
  keeperOf,
  leafHash,
  subtreesReadBy,
  treeRoot,
} from './tree.ts'

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const entryOf = (i: number): Buffer => Buffer.from(`entry ${i}`)

/** MTH of RFC 9162 §2.1.1 as it is written. */
function reference(from: number, to: number): Buffer {
  if (to === from) return sha256()
  if (to - from === 1) return sha256(Buffer.of(0), entryOf(from))
  let k = 1
  while (k * 2 < to - from) k *= 2
  return sha256(Buffer.of(1), reference(from, from + k), reference(from + k, to))
}

/** Grows a tree leaf by leaf, as the sequencer does. */
function grow(size: number): { readonly read: HashReader; readonly kept: readonly (readonly Uint8Array[])[] } {
  const kept: (readonly Uint8Array[])[] = []
  const read: HashReader = (level, index) => {
    const hash = kept[keeperOf({ level, index })]?.[level]
    if (hash === undefined) throw new RangeError(`no subtree ${level}/${index}`)
    return hash
  }
  for (let i = 0; i < size; i++) kept.push(hashesAdded(read, i, leafHash(entryOf(i))))
  return { read, kept }
}

const most = 40
const { read, kept } = grow(most)
const roots = Array.from({ length: most + 1 }, (_, size) => treeRoot(read, size))
const flipped = (bytes: Uint8Array, bit: number): Uint8Array => bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))

test('the root of every size is that of RFC 9162', () => {
  for (let size = 0; size <= most; size++) expect(hex(roots[size] ?? new Uint8Array())).toBe(reference(0, size).toString('hex'))
})

test('every entry of every tree of up to 40 proves its place, and no other', () => {
  for (let size = 1; size <= most; size++)
    for (let index = 0; index < size; index++) {
      const leaf = kept[index]?.[0] ?? new Uint8Array()
      const root = roots[size] ?? new Uint8Array()
      const path = inclusionPath(read, index, size)
      expect(checkInclusion({ leaf, index, size, path, root })).toBe(true)
      expect(checkInclusion({ leaf, index: index ^ 1, size, path, root })).toBe(false)
      expect(checkInclusion({ leaf, index, size, path: [...path, leaf], root })).toBe(false)
      if (path.length > 0) expect(checkInclusion({ leaf, index, size, path: path.slice(1), root })).toBe(false)
    }
})

test('every tree of up to 40 proves that it continues every smaller one, and nothing else', () => {
  for (let size = 0; size <= most; size++)
    for (let from = 0; from <= size; from++) {
      const [fromRoot, root] = [roots[from] ?? new Uint8Array(), roots[size] ?? new Uint8Array()]
      const path = consistencyPath(read, from, size)
      expect(checkConsistency({ from, fromRoot, size, root, path })).toBe(true)
      expect(checkConsistency({ from, fromRoot, size, root, path: [...path, root] })).toBe(false)
      if (path.length > 0) expect(checkConsistency({ from, fromRoot, size, root, path: path.slice(1) })).toBe(false)
      for (let other = 1; other <= size; other++)
        if (other !== from && from > 0) expect(checkConsistency({ from: other, fromRoot, size, root, path })).toBe(false)
      if (from > 0 && from < size) expect(checkConsistency({ from, fromRoot: root, size, root, path })).toBe(false)
    }
})

test('every flipped bit of a proof, a leaf or a root is refused', () => {
  let tried = 0
  const accepted: string[] = []
  const refuses = (held: boolean, what: string): void => {
    tried++
    if (held) accepted.push(what)
  }
  for (let size = 1; size <= 11; size++) {
    const root = roots[size] ?? new Uint8Array()
    for (let index = 0; index < size; index++) {
      const leaf = kept[index]?.[0] ?? new Uint8Array()
      const path = inclusionPath(read, index, size)
      for (let bit = 0; bit < 256; bit++) {
        refuses(checkInclusion({ leaf: flipped(leaf, bit), index, size, path, root }), `${size} ${bit}`)
        refuses(checkInclusion({ leaf, index, size, path, root: flipped(root, bit) }), `${size} ${bit}`)
        path.forEach((_, at) => {
          const wrong = path.map((hash, i) => (i === at ? flipped(hash, bit) : hash))
          refuses(checkInclusion({ leaf, index, size, path: wrong, root }), `${size} ${bit}`)
        })
      }
    }
    for (let from = 1; from < size; from++) {
      const fromRoot = roots[from] ?? new Uint8Array()
      const path = consistencyPath(read, from, size)
      for (let bit = 0; bit < 256; bit++) {
        refuses(checkConsistency({ from, fromRoot: flipped(fromRoot, bit), size, root, path }), `${size} ${bit}`)
        refuses(checkConsistency({ from, fromRoot, size, root: flipped(root, bit), path }), `${size} ${bit}`)
        path.forEach((_, at) => {
          const wrong = path.map((hash, i) => (i === at ? flipped(hash, bit) : hash))
          refuses(checkConsistency({ from, fromRoot, size, root, path: wrong }), `${size} ${bit}`)
        })
      }
    }
  }
  expect(accepted).toEqual([])
  expect(tried).toBeGreaterThan(100_000)
})

test('proofs hold in larger trees of any size', () => {
  const large = grow(1500)
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1500 }), fc.nat(), fc.nat(), (size, a, b) => {
      const [index, from] = [a % size, (b % size) + 1]
      const root = treeRoot(large.read, size)
      const leaf = leafHash(entryOf(index))
      expect(checkInclusion({ leaf, index, size, path: inclusionPath(large.read, index, size), root })).toBe(true)
      const path = consistencyPath(large.read, from, size)
      expect(checkConsistency({ from, fromRoot: treeRoot(large.read, from), size, root, path })).toBe(true)
    }),
  )
})

test('what a computation will read can be told before', () => {
  const wanted = subtreesReadBy((reader) => inclusionPath(reader, 5, 11))
  expect(wanted).toEqual([
    { level: 1, index: 4 },
    { level: 0, index: 10 },
    { level: 2, index: 0 },
    { level: 1, index: 3 },
    { level: 0, index: 4 },
  ])
})

test('hostile numbers prove nothing', () => {
  const [fromRoot, root] = [roots[3] ?? new Uint8Array(), roots[7] ?? new Uint8Array()]
  const path = consistencyPath(read, 3, 7)
  for (const from of [-1, 0, 8, 2.5, Number.NaN, Number.POSITIVE_INFINITY])
    expect(checkConsistency({ from, fromRoot, size: 7, root, path })).toBe(false)
  for (const size of [2, 6.5, Number.NaN, 2 ** 60]) expect(checkConsistency({ from: 3, fromRoot, size, root, path })).toBe(false)
  expect(checkConsistency({ from: 3, fromRoot, size: 7, root, path: path.map((hash) => hash.subarray(1)) })).toBe(false)
})
