/** The ascending order of many packed hashes, without an object per hash. */

/**
 * The positions of `size` hashes packed `width` bytes each, ascending by bytes; equal hashes keep their order. Radix passes order them by
 * their first four bytes, in linear time; the few that share those are then compared whole.
 */
export function orderOfHashes(packed: Uint8Array, width: number, size: number): Uint32Array {
  const keys = new Uint32Array(size)
  for (let i = 0; i < size; i++) keys[i] = headOf(packed, i * width)
  return orderOfKeys(keys, (a, b) => comparePacked(packed, width, a, b))
}

/** The positions of 32-bit keys, ascending; equal keys are ordered by `compareWhole` of their positions. Three passes of eleven bits, whose counters stay in the fastest cache. */
export function orderOfKeys(keys: Uint32Array, compareWhole: (a: number, b: number) => number): Uint32Array {
  const size = keys.length
  if (size < radixPays) {
    return Uint32Array.from(keys.keys()).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || compareWhole(a, b) || a - b)
  }
  const one = { keys: new Uint32Array(size), positions: new Uint32Array(size) }
  const other = { keys: new Uint32Array(size), positions: new Uint32Array(size) }
  for (let i = 0; i < size; i++) other.positions[i] = i
  radixPass({ keys, positions: other.positions }, 0, one)
  radixPass(one, 11, other)
  radixPass(other, 22, one)
  const order = one.positions
  for (let from = 0; from < size; ) {
    let to = from + 1
    while (to < size && one.keys[to] === one.keys[from]) to++
    if (to - from > 1) order.subarray(from, to).sort((a, b) => compareWhole(a, b) || a - b)
    from = to
  }
  return order
}

/** The first 32 bits of what stands at `at`, as a number that orders as its bytes do. */
export const headOf = (packed: Uint8Array, at: number): number =>
  (((packed[at] ?? 0) << 24) | ((packed[at + 1] ?? 0) << 16) | ((packed[at + 2] ?? 0) << 8) | (packed[at + 3] ?? 0)) >>> 0

/** The 32-byte hashes at `positions`, packed in that order. */
export function inOrder32(packed: Uint8Array, positions: Uint32Array): Uint8Array<ArrayBuffer> {
  const ordered = new Uint8Array(positions.length * 32)
  const from = wordsOf(packed)
  const to = wordsOf(ordered)
  for (let i = 0; i < positions.length; i++) {
    const word = (positions[i] ?? 0) * 8
    for (let k = 0; k < 8; k++) to[i * 8 + k] = from[word + k] ?? 0
  }
  return ordered
}

/** The same bytes as words in the order of this machine, to copy four bytes at once; a copy when they do not stand at a multiple of four. */
export const wordsOf = (packed: Uint8Array): Uint32Array => {
  const { buffer, byteOffset, length } = byteOffsetFits(packed) ? packed : packed.slice()
  return new Uint32Array(buffer, byteOffset, length >>> 2)
}

const byteOffsetFits = ({ byteOffset }: Uint8Array): boolean => byteOffset % 4 === 0

/** Below this many keys the counters of the passes cost more than comparing. */
const radixPays = 512

/** Compares two of the packed hashes by bytes. */
export function comparePacked(packed: Uint8Array, width: number, a: number, b: number): number {
  for (let i = 0; i < width; i++) {
    const difference = (packed[a * width + i] ?? 0) - (packed[b * width + i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** One stable counting pass over eleven bits of the keys. */
function radixPass(from: Keyed, shift: number, into: Keyed): void {
  const starts = new Uint32Array(2049)
  for (let i = 0; i < from.keys.length; i++) {
    const digit = ((from.keys[i] ?? 0) >>> shift) & 0x7ff
    starts[digit + 1] = (starts[digit + 1] ?? 0) + 1
  }
  for (let digit = 0; digit < 2048; digit++) starts[digit + 1] = (starts[digit + 1] ?? 0) + (starts[digit] ?? 0)
  for (let i = 0; i < from.keys.length; i++) {
    const key = from.keys[i] ?? 0
    const digit = (key >>> shift) & 0x7ff
    const at = starts[digit] ?? 0
    into.keys[at] = key
    into.positions[at] = from.positions[i] ?? 0
    starts[digit] = at + 1
  }
}

type Keyed = { readonly keys: Uint32Array; readonly positions: Uint32Array }
