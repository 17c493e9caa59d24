/** Rows of the frame as PostgreSQL copies them out: `subject TAB stratum TAB reason LF`, where what is missing is `\N`. No text is made for a member. */
import type { Members, PoolFailure } from '#core/draws/pool.ts'
import { bufferBytes, mostAtOnce } from '#core/hash/kernel-layout.ts'

export type CopyRows = {
  /** Takes whole lines, in memory that it may change. Members go to `members` in batches, the others to `excluded`. */
  readonly take: (chunk: Uint8Array) => PoolFailure | null
}

export type CopyTargets = {
  readonly members: (members: Members) => PoolFailure | null
  readonly excluded: (subject: Uint8Array, reason: string) => void
}

export function copyRows(targets: CopyTargets): CopyRows {
  const batch = { at: new Uint32Array(mostAtOnce), lengths: new Uint32Array(mostAtOnce), strata: new Uint16Array(mostAtOnce) }
  let size = 0

  const flush = (bytes: Uint8Array): PoolFailure | null => {
    const failure = size === 0 ? null : targets.members({ ...batch, bytes, size })
    size = 0
    return failure
  }

  return {
    take(chunk) {
      // One batch is of one stretch of the chunk; addresses count from where it begins.
      let base = 0
      let last = 0
      for (let at = 0; at < chunk.length; ) {
        const start = at
        while (chunk[at] !== tab) at++
        const end = unescaped(chunk, start, at)
        at++
        if (chunk[at] === backslash) {
          const from = at + 3
          at = chunk.indexOf(lineFeed, from)
          targets.excluded(chunk.subarray(start, end), latin1(chunk, from, at))
          at++
          continue
        }
        let stratum = 0
        for (; chunk[at] !== tab; at++) stratum = stratum * 10 + (chunk[at] ?? 0) - zero
        while (chunk[at] !== lineFeed) at++
        at++
        if (size === mostAtOnce || end - base > bufferBytes) {
          const failure = flush(chunk.subarray(base, last))
          if (failure) return failure
          base = start
        }
        batch.at[size] = start - base
        batch.lengths[size] = end - start
        batch.strata[size] = stratum
        size++
        last = end
      }
      return flush(chunk.subarray(base, last))
    },
  }
}

const [tab, lineFeed, backslash, zero] = [0x09, 0x0a, 0x5c, 0x30] as const

/** COPY doubles a backslash; a subject holds nothing else that it escapes. Answers where the subject ends now. */
function unescaped(bytes: Uint8Array, from: number, to: number): number {
  let end = from
  for (let at = from; at < to; at++, end++) {
    if (bytes[at] === backslash) at++
    if (end !== at) bytes[end] = bytes[at] ?? 0
  }
  return end
}

const latin1 = (bytes: Uint8Array, from: number, to: number): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1')
