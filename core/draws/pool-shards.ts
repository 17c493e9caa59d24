/**
 * A pool in parts: rows are dropped into 256 buckets by the first byte of their leaf as they come, and a bucket at a time is sorted at the end,
 * inside the cache of a core. However rows are spread over builders and threads, the pool is the same.
 */
import { concat } from '../bytes.ts'
import { suites } from '../hash/suite.ts'
import { merkleRoot } from '../merkle.ts'
import { fail, ok, type Result } from '../result.ts'
import { type Blocks, blockBytes, blockStore, buckets, bytesOf, recordsOf } from './block-store.ts'
import type { Hashed, Members, PoolSecret } from './leaves.ts'
import { headOf, orderOfKeys, wordsOf } from './order.ts'

export type PoolFailure =
  | { readonly type: 'subject_invalid'; readonly row: number; readonly subject: string }
  | { readonly type: 'stratum_unknown'; readonly row: number; readonly stratum: number }
  | { readonly type: 'duplicate_subject'; readonly rows: readonly [number, number] }

/** A frozen pool. `leaves` are packed 32 bytes each, ascending; `strata` and `order` (the number of the row as it came in, from 0) go beside them. */
export type Pool = {
  readonly size: number
  readonly root: Uint8Array
  readonly leaves: Uint8Array
  readonly strata: Uint16Array
  readonly order: Uint32Array
  /** Members per stratum, in commit order. */
  readonly counts: readonly number[]
}

/** What one builder took, by the first byte of leaf or identity. Plain arrays, so that it can be handed from thread to thread. */
export type PoolShard = {
  readonly size: number
  /** Records of `leafWords` words: the leaf, the row, the stratum and the length of the subject, and where that stands in `subjects`. */
  readonly leaves: Blocks
  /** Records of `idWords` words: the first 128 bits of the identity commitment, and the row. */
  readonly ids: Blocks
  /** Beside the leaves; empty when subjects are not kept. */
  readonly subjects: Blocks
}

/** Neighbours in leaf order: those whose leaves begin with one byte. */
export type PoolPart = {
  readonly leaves: Uint8Array<ArrayBuffer>
  readonly strata: Uint16Array
  readonly rows: Uint32Array
  /** The subject of member i is the bytes `starts[i]` to `ends[i]` of `subjects`. */
  readonly subjects: Uint8Array
  readonly starts: Uint32Array
  readonly ends: Uint32Array
}

const leafWords = 11
const idWords = 5
const [rowAt, stratumAt, subjectAt] = [8, 9, 10] as const

/** One pool of what several builders took, the rows numbered on from one to the next. */
export function joinShards(
  { suite, strata }: Pick<PoolSecret, 'suite' | 'strata'>,
  shards: readonly PoolShard[],
): Result<Pool, PoolFailure> {
  const twice = findTwice(shards, 0, buckets)
  if (twice) return fail({ type: 'duplicate_subject', rows: twice })
  const size = shards.reduce((sum, shard) => sum + shard.size, 0)
  const pool = { size, leaves: new Uint8Array(size * 32), strata: new Uint16Array(size), order: new Uint32Array(size) }
  const counts = strata.map(() => 0)
  let at = 0
  for (let bucket = 0; bucket < buckets; bucket++) {
    const part = partOf(shards, bucket)
    pool.leaves.set(part.leaves, at * 32)
    pool.strata.set(part.strata, at)
    pool.order.set(part.rows, at)
    at += part.rows.length
  }
  for (const stratum of pool.strata) counts[stratum] = (counts[stratum] ?? 0) + 1
  return ok({ ...pool, root: merkleRoot(suites[suite], pool.leaves), counts })
}

/** The members of one bucket in leaf order. */
export function partOf(shards: readonly PoolShard[], bucket: number): PoolPart {
  const own = shards.map(({ leaves }) => recordsOf(leaves, bucket, leafWords))
  const records = joined(own)
  const texts = shards.map(({ subjects }) => bytesOf(subjects, bucket))
  const size = records.length / leafWords
  const rowBase = new Uint32Array(size)
  const textBase = new Uint32Array(size)
  let [record, row, text] = [0, 0, 0]
  // Rows and places of the second shard go on where those of the first end.
  for (const [i, { size: rows }] of shards.entries()) {
    const until = record + (own[i]?.length ?? 0) / leafWords
    rowBase.fill(row, record, until)
    textBase.fill(text, record, until)
    record = until
    row += rows
    text += texts[i]?.length ?? 0
  }
  const order = orderOfRecords(new Uint8Array(records.buffer), leafWords * 4, 32)
  const part = { strata: new Uint16Array(size), rows: new Uint32Array(size), starts: new Uint32Array(size), ends: new Uint32Array(size) }
  const leaves = new Uint32Array(size * 8)
  for (let i = 0; i < size; i++) {
    const at = order[i] ?? 0
    const from = at * leafWords
    copyEight(records, from, leaves, i * 8)
    const start = (textBase[at] ?? 0) + (records[from + subjectAt] ?? 0)
    part.strata[i] = records[from + stratumAt] ?? 0
    part.starts[i] = start
    part.ends[i] = start + ((records[from + stratumAt] ?? 0) >>> 16)
    part.rows[i] = (rowBase[at] ?? 0) + (records[from + rowAt] ?? 0)
  }
  return { ...part, leaves: new Uint8Array(leaves.buffer), subjects: texts.length === 1 ? (texts[0] ?? noBytes) : concat(...texts) }
}

/**
 * Two rows of one subject among the buckets from … to, or null. Leaves differ when the strata differ, so the identity commitments are compared: a
 * firm in two strata would have two chances. 128 bits are kept; a chance collision among 20 million has probability 10^-24 and only refuses the pool.
 */
export function findTwice(shards: readonly PoolShard[], from: number, to: number): readonly [number, number] | null {
  for (let bucket = from; bucket < to; bucket++) {
    const records = joined(shards.map(({ ids }) => recordsOf(ids, bucket, idWords)))
    const order = orderOfRecords(new Uint8Array(records.buffer), idWords * 4, 16)
    for (let i = 1; i < order.length; i++) {
      const a = (order[i - 1] ?? 0) * idWords
      const b = (order[i] ?? 0) * idWords
      if (
        records[a] !== records[b] ||
        records[a + 1] !== records[b + 1] ||
        records[a + 2] !== records[b + 2] ||
        records[a + 3] !== records[b + 3]
      )
        continue
      const rows = [rowOf(shards, bucket, order[i - 1] ?? 0), rowOf(shards, bucket, order[i] ?? 0)] as const
      return rows[0] < rows[1] ? rows : [rows[1], rows[0]]
    }
  }
  return null
}

/** The row of a record of the joined identities of a bucket, in the numbering of the whole. */
function rowOf(shards: readonly PoolShard[], bucket: number, record: number): number {
  let before = 0
  let left = record
  for (const { size, ids } of shards) {
    const records = recordsOf(ids, bucket, idWords)
    if (left < records.length / idWords) return before + (records[left * idWords + 4] ?? 0)
    left -= records.length / idWords
    before += size
  }
  return -1
}

/** The memory of blocks, to be transferred instead of copied. */
export const buffersOf = (...stores: readonly Blocks[]): ArrayBuffer[] => stores.flatMap(({ slabs }) => slabs.map(({ buffer }) => buffer))

export type ShardWriter = {
  readonly add: (members: Members, hashed: Hashed) => void
  readonly size: () => number
  /** The writer is spent. */
  readonly shard: () => PoolShard
}

/** Takes hashed rows; with `keepSubjects` their subjects go along, for those who write them out in leaf order. */
export function shardWriter(keepSubjects: boolean): ShardWriter {
  const leaves = blockStore()
  const ids = blockStore()
  const texts = textStore()
  let size = 0
  return {
    add({ bytes, at, lengths, strata, size: some }, hashed) {
      const leafOf = wordsOf(hashed.leaves)
      const idOf = wordsOf(hashed.ids)
      for (let i = 0; i < some; i++, size++) {
        const bucket = hashed.leaves[i * 32] ?? 0
        const length = keepSubjects ? (lengths[i] ?? 0) : 0
        leaves.make(bucket, leafWords)
        const [slab, to] = [leaves.slab(), leaves.at()]
        copyEight(leafOf, i * 8, slab, to)
        slab[to + rowAt] = size
        slab[to + stratumAt] = (strata[i] ?? 0) | (length << 16)
        slab[to + subjectAt] = keepSubjects ? texts.add(bucket, bytes, at[i] ?? 0, length) : 0

        ids.make(hashed.ids[i * 32] ?? 0, idWords)
        const [idSlab, idTo] = [ids.slab(), ids.at()]
        for (let k = 0; k < 4; k++) idSlab[idTo + k] = idOf[i * 8 + k] ?? 0
        idSlab[idTo + 4] = size
      }
    },
    size: () => size,
    shard: () => ({ size, leaves: leaves.done(), ids: ids.done(), subjects: texts.done() }),
  }
}

/** Texts as bytes in blocks, words apart; none goes over the edge of a block. */
function textStore() {
  const store = blockStore()
  const blocks = new Uint32Array(buckets)
  let viewOf: Uint32Array<ArrayBuffer> | null = null
  let view = noBytes
  return {
    /** Answers where the text stands among the bytes of its bucket. */
    add(bucket: number, bytes: Uint8Array, from: number, length: number): number {
      if (store.make(bucket, (length + 3) >>> 2)) blocks[bucket] = (blocks[bucket] ?? 0) + 1
      if (viewOf !== store.slab()) {
        viewOf = store.slab()
        view = new Uint8Array(viewOf.buffer)
      }
      const to = store.at() * 4
      for (let k = 0; k < length; k++) view[to + k] = bytes[from + k] ?? 0
      // Blocks begin at multiples of their size.
      return ((blocks[bucket] ?? 0) - 1) * blockBytes + (to % blockBytes)
    },
    done: store.done,
  }
}

function copyEight(from: Uint32Array, at: number, into: Uint32Array, to: number): void {
  into[to] = from[at] ?? 0
  into[to + 1] = from[at + 1] ?? 0
  into[to + 2] = from[at + 2] ?? 0
  into[to + 3] = from[at + 3] ?? 0
  into[to + 4] = from[at + 4] ?? 0
  into[to + 5] = from[at + 5] ?? 0
  into[to + 6] = from[at + 6] ?? 0
  into[to + 7] = from[at + 7] ?? 0
}

/** The ascending order of records by their first `width` bytes; all begin with the same byte, so the four after it are the key. */
const orderOfRecords = (packed: Uint8Array, stride: number, width: number): Uint32Array => {
  const keys = new Uint32Array(packed.length / stride)
  for (let i = 0; i < keys.length; i++) keys[i] = headOf(packed, i * stride + 1)
  return orderOfKeys(keys, (a, b) => {
    for (let i = 5; i < width; i++) {
      const difference = (packed[a * stride + i] ?? 0) - (packed[b * stride + i] ?? 0)
      if (difference !== 0) return difference
    }
    return 0
  })
}

const noBytes = new Uint8Array(0)

function joined(parts: readonly Uint32Array<ArrayBuffer>[]): Uint32Array<ArrayBuffer> {
  if (parts.length === 1 && parts[0]) return parts[0]
  const whole = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
