/** The ascending order of many packed hashes, without an object per hash. */

/**
 * The positions of `size` hashes packed `width` bytes each, ascending by bytes; equal hashes keep their order. Two radix passes order them by
 * their first four bytes, in linear time; the few that share those are then compared whole.
 */
export function orderOfHashes(packed: Uint8Array, width: number, size: number): Uint32Array {
  const keys = new Uint32Array(size)
  for (let i = 0; i < size; i++) {
    const at = i * width
    keys[i] = (((packed[at] ?? 0) << 24) | ((packed[at + 1] ?? 0) << 16) | ((packed[at + 2] ?? 0) << 8) | (packed[at + 3] ?? 0)) >>> 0
  }
  return orderOfKeys(keys, (a, b) => comparePacked(packed, width, a, b))
}

/** The positions of 32-bit keys, ascending; equal keys are ordered by `compareWhole` of their positions. */
export function orderOfKeys(keys: Uint32Array, compareWhole: (a: number, b: number) => number): Uint32Array {
  const size = keys.length
  if (size < radixPays) {
    return Uint32Array.from(keys.keys()).sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0) || compareWhole(a, b) || a - b)
  }
  const byLow = new Uint32Array(size)
  const order = new Uint32Array(size)
  radixPass(keys, 0, null, byLow)
  radixPass(keys, 16, byLow, order)
  for (let from = 0; from < size; ) {
    let to = from + 1
    while (to < size && keys[order[to] ?? 0] === keys[order[from] ?? 0]) to++
    if (to - from > 1) order.subarray(from, to).sort((a, b) => compareWhole(a, b) || a - b)
    from = to
  }
  return order
}

/** Below this many keys the 65,536 counters of a radix pass cost more than comparing. */
const radixPays = 4096

/** Compares two of the packed hashes by bytes. */
export function comparePacked(packed: Uint8Array, width: number, a: number, b: number): number {
  for (let i = 0; i < width; i++) {
    const difference = (packed[a * width + i] ?? 0) - (packed[b * width + i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** One stable counting pass over sixteen bits of the keys. */
function radixPass(keys: Uint32Array, shift: number, from: Uint32Array | null, into: Uint32Array): void {
  const starts = new Uint32Array(65_537)
  for (let i = 0; i < keys.length; i++) {
    const digit = ((keys[i] ?? 0) >>> shift) & 0xffff
    starts[digit + 1] = (starts[digit + 1] ?? 0) + 1
  }
  for (let digit = 0; digit < 65_536; digit++) starts[digit + 1] = (starts[digit + 1] ?? 0) + (starts[digit] ?? 0)
  for (let i = 0; i < keys.length; i++) {
    const position = from === null ? i : (from[i] ?? 0)
    const digit = ((keys[position] ?? 0) >>> shift) & 0xffff
    const at = starts[digit] ?? 0
    into[at] = position
    starts[digit] = at + 1
  }
}
