/**
 * Millions of small records dropped into 256 buckets as they come: blocks of 4 KB out of large slabs. Nothing is copied when a bucket grows, and a slab
 * is large enough to go back to the system as a whole when the pool is done.
 */
import { concat } from '../bytes.ts'

export const buckets = 256
const blockWords = 1024
export const blockBytes = blockWords * 4
const largestSlab = 1 << 24
/** Words of the first slab; each one after it is twice as large, up to 64 MB. A small pool takes little. */
const firstSlab = 1 << 16

/** Plain arrays, so that it can be handed from thread to thread; `slabs` may be transferred. */
export type Blocks = {
  readonly slabs: Uint32Array<ArrayBuffer>[]
  /** Of each bucket its blocks in order: slab and first word, two numbers each. */
  readonly blocks: readonly number[][]
  /** Words used of the last block of each bucket. */
  readonly used: Uint32Array
}

export type BlockStore = {
  /** Finds room for some words, at most a block, in a bucket: they begin at `at()` of `slab()`. Answers whether they begin a new block. */
  readonly make: (bucket: number, words: number) => boolean
  readonly slab: () => Uint32Array<ArrayBuffer>
  readonly at: () => number
  readonly done: () => Blocks
}

/** An empty store; `done` gives each bucket's words back in the order in which they were put there. */
export function blockStore(): BlockStore {
  const slabs: Uint32Array<ArrayBuffer>[] = []
  const blocks = Array.from({ length: buckets }, (): number[] => [])
  const used = new Uint32Array(buckets).fill(blockWords)
  const slabOf: Uint32Array<ArrayBuffer>[] = Array.from({ length: buckets }, () => none)
  const blockAt = new Uint32Array(buckets)
  let free = none
  let freeFrom = 0
  let slab = none
  let at = 0

  const open = (bucket: number): void => {
    if (freeFrom === free.length) {
      free = new Uint32Array(Math.min(largestSlab, Math.max(firstSlab, free.length * 2)))
      freeFrom = 0
      slabs.push(free)
    }
    blocks[bucket]?.push(slabs.length - 1, freeFrom)
    slabOf[bucket] = free
    blockAt[bucket] = freeFrom
    used[bucket] = 0
    freeFrom += blockWords
  }

  return {
    make(bucket, words) {
      const opens = (used[bucket] ?? 0) + words > blockWords
      if (opens) open(bucket)
      const from = used[bucket] ?? 0
      slab = slabOf[bucket] ?? none
      at = (blockAt[bucket] ?? 0) + from
      used[bucket] = from + words
      return opens
    },
    slab: () => slab,
    at: () => at,
    done: () => ({ slabs, blocks, used }),
  }
}

/** A store that holds nothing, in place of one that is elsewhere. */
export const noBlocks: Blocks = { slabs: [], blocks: [], used: new Uint32Array(buckets) }

/** The records of a bucket, `words` words each, one after another. */
export function recordsOf({ slabs, blocks, used }: Blocks, bucket: number, words: number): Uint32Array<ArrayBuffer> {
  const list = blocks[bucket] ?? []
  const whole = Math.floor(blockWords / words) * words
  const size = list.length === 0 ? 0 : (list.length / 2 - 1) * whole + (used[bucket] ?? 0)
  const records = new Uint32Array(size)
  for (let i = 0; i < list.length; i += 2) {
    const from = list[i + 1] ?? 0
    const some = i + 2 < list.length ? whole : (used[bucket] ?? 0)
    records.set((slabs[list[i] ?? 0] ?? none).subarray(from, from + some), (i / 2) * whole)
  }
  return records
}

/** The bytes of a bucket, whole blocks: byte n of block m stands at m·`blockBytes` + n. */
export const bytesOf = ({ slabs, blocks }: Blocks, bucket: number): Uint8Array => {
  const list = blocks[bucket] ?? []
  const parts: Uint8Array[] = []
  for (let i = 0; i < list.length; i += 2) {
    const slab = slabs[list[i] ?? 0] ?? none
    parts.push(new Uint8Array(slab.buffer, slab.byteOffset + (list[i + 1] ?? 0) * 4, blockBytes))
  }
  return concat(...parts)
}

const none: Uint32Array<ArrayBuffer> = new Uint32Array(0)
