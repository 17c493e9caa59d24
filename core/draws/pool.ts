/** The sealed pool: leaves and their tree (draw protocol §3). Rows come in chunks, millions of them, and no object is kept per row. */
import { concat, fromUtf8, hex, utf8, writeUtf8 } from '../bytes.ts'
import { bufferBytes, mostAtOnce } from '../hash/kernel-layout.ts'
import { fail, ok, type Result } from '../result.ts'
import { leafHasher, leafMaker, type Members, type PoolSecret } from './leaves.ts'
import { joinShards, type Pool, type PoolFailure, type PoolShard, shardWriter } from './pool-shards.ts'
import { isSubject } from './subject.ts'

export type { Members, PoolSecret } from './leaves.ts'
export type { Pool, PoolFailure, PoolShard } from './pool-shards.ts'

export type PoolBuilder = {
  /** Takes rows of (subject, index of the stratum) and answers their packed leaves in the order of the rows. After a failure the builder is spent. */
  readonly add: (rows: Iterable<readonly [subject: string, stratum: number]>) => Result<Uint8Array, PoolFailure>
  /** The same for subjects that are bytes already, without a string per row; null, or why they cannot be members. */
  readonly addMembers: (members: Members) => PoolFailure | null
  readonly finish: () => Result<Pool, PoolFailure>
  /** What this builder took, to be joined with what others took: `joinShards`. The builder is spent. */
  readonly shard: () => PoolShard
}

/** Everything that opens one leaf, in hex: what a firm gets to verify its own membership, and an auditor its stratum (§3). */
export type Opening = {
  readonly saltA: string
  readonly saltB: string
  readonly idCom: string
  readonly stratumCom: string
  readonly leaf: string
}

/** A pool is the same whatever the order of its rows, and after a crash the same key gives the same pool again. `keepSubjects`: into the shard. */
export function poolBuilder(secret: PoolSecret, keepSubjects = false): PoolBuilder {
  const hash = leafHasher(secret)
  const writer = shardWriter(keepSubjects)
  const scratch = emptyMembers()

  return {
    add(rows) {
      const answered: Uint8Array[] = []
      let held = 0
      let used = 0
      const flush = (): void => {
        const members = { ...scratch, bytes: scratch.bytes.subarray(0, used), size: held }
        const hashed = hash(members)
        writer.add(members, hashed)
        answered.push(hashed.leaves.slice())
        held = 0
        used = 0
      }
      for (const [subject, stratum] of rows) {
        if (!isSubject(subject)) return fail({ type: 'subject_invalid', row: writer.size() + held, subject })
        if (secret.strata[stratum] === undefined) return fail({ type: 'stratum_unknown', row: writer.size() + held, stratum })
        if (held === mostAtOnce || used + longestSubject > bufferBytes) flush()
        const end = writeUtf8(subject, scratch.bytes, used)
        scratch.at[held] = used
        scratch.lengths[held] = end - used
        scratch.strata[held] = stratum
        used = end
        held++
      }
      if (held > 0) flush()
      return ok(concat(...answered))
    },
    addMembers(members) {
      const refused = refusedMember(members, secret.strata.length)
      if (refused !== null) {
        const { at, lengths, bytes } = members
        const from = at[refused] ?? 0
        const subject = fromUtf8(bytes.subarray(from, from + (lengths[refused] ?? 0))) ?? ''
        const row = writer.size() + refused
        return isSubject(subject)
          ? { type: 'stratum_unknown', row, stratum: members.strata[refused] ?? 0 }
          : { type: 'subject_invalid', row, subject }
      }
      writer.add(members, hash(members))
      return null
    },
    shard: writer.shard,
    finish: () => joinShards(secret, [writer.shard()]),
  }
}

/** The opening of one member, who must be a subject of the pool in stratum `stratum`. */
export function openLeaf(secret: PoolSecret, subject: string, stratum: number): Opening {
  const maker = leafMaker(secret)
  const leaf = new Uint8Array(32)
  maker.into(utf8(subject), stratum, leaf, 0)
  return { saltA: hex(maker.saltA), saltB: hex(maker.saltB), idCom: hex(maker.idCom), stratumCom: hex(maker.stratumCom), leaf: hex(leaf) }
}

/** 220 characters of at most four bytes. */
const longestSubject = 880

const emptyMembers = () => ({
  bytes: new Uint8Array(bufferBytes),
  at: new Uint32Array(mostAtOnce),
  lengths: new Uint32Array(mostAtOnce),
  strata: new Uint16Array(mostAtOnce),
})

/** The place of the first member that cannot be one, or null. Nearly all subjects are codes of 18 characters, which are told without making a text. */
function refusedMember({ bytes, at, lengths, strata, size }: Members, known: number): number | null {
  for (let i = 0; i < size; i++) {
    const from = at[i] ?? 0
    const to = from + (lengths[i] ?? 0)
    let digit = from
    while (digit < to && codeDigits[bytes[digit] ?? 0] === 1) digit++
    const isCode = digit === to && to - from === 18
    if ((strata[i] ?? 0) >= known || !(isCode || isSubject(fromUtf8(bytes.subarray(from, to)) ?? ''))) return i
  }
  return null
}

/** 0-9 and A-Z. */
const codeDigits = Uint8Array.from({ length: 256 }, (_, byte) => ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) ? 1 : 0))
