/** The sealed pool: salts, commitments, leaves and their tree (draw protocol §3). Rows come in chunks, millions of them, and no object is kept per row. */
import { be32, concat, hex, lp, utf8, utf8Length, writeUtf8 } from '../bytes.ts'
import { type Suite, type SuiteId, suites } from '../hash/suite.ts'
import { merkleRoot } from '../merkle.ts'
import { fail, ok, type Result } from '../result.ts'
import { comparePacked, orderOfHashes } from './order.ts'
import { isSubject } from './subject.ts'

/** What a leaf depends on besides its row. `strata` are the ids in commit order, `key` the 32 random bytes K of this draw. */
export type PoolSecret = { readonly suite: SuiteId; readonly drawId: string; readonly key: Uint8Array; readonly strata: readonly string[] }

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

export type PoolBuilder = {
  /** Takes rows of (subject, index of the stratum) and answers their packed leaves in the order of the rows. After a failure the builder is spent. */
  readonly add: (rows: Iterable<readonly [subject: string, stratum: number]>) => Result<Uint8Array, PoolFailure>
  readonly finish: () => Result<Pool, PoolFailure>
}

/** Everything that opens one leaf, in hex: what a firm gets to verify its own membership, and an auditor its stratum (§3). */
export type Opening = {
  readonly saltA: string
  readonly saltB: string
  readonly idCom: string
  readonly stratumCom: string
  readonly leaf: string
}

/** A pool is the same whatever the order of its rows, and after a crash the same key gives the same pool again. */
export function poolBuilder(secret: PoolSecret): PoolBuilder {
  const suite = suites[secret.suite]
  const maker = leafMaker(secret)
  let leaves = new Uint8Array(1024 * 32)
  let ids = new Uint8Array(1024 * 16)
  let strata = new Uint16Array(1024)
  let size = 0

  return {
    add(rows) {
      const from = size
      for (const [subject, stratum] of rows) {
        if (!isSubject(subject)) return fail({ type: 'subject_invalid', row: size, subject })
        if (secret.strata[stratum] === undefined) return fail({ type: 'stratum_unknown', row: size, stratum })
        if (size === strata.length) {
          leaves = grow(leaves)
          ids = grow(ids)
          const more = new Uint16Array(strata.length * 2)
          more.set(strata)
          strata = more
        }
        maker.into(subject, stratum, leaves, size * 32)
        ids.set(maker.idCom.subarray(0, 16), size * 16)
        strata[size] = stratum
        size++
      }
      return ok(leaves.slice(from * 32, size * 32))
    },
    finish() {
      const twice = findTwice(ids, size)
      if (twice) return fail({ type: 'duplicate_subject', rows: twice })
      const order = orderOfHashes(leaves, 32, size)
      const sorted = new Uint8Array(size * 32)
      const sortedStrata = new Uint16Array(size)
      const counts = secret.strata.map(() => 0)
      for (let i = 0; i < size; i++) {
        const row = order[i] ?? 0
        const stratum = strata[row] ?? 0
        sorted.set(leaves.subarray(row * 32, row * 32 + 32), i * 32)
        sortedStrata[i] = stratum
        counts[stratum] = (counts[stratum] ?? 0) + 1
      }
      return ok({ size, root: merkleRoot(suite, sorted), leaves: sorted, strata: sortedStrata, order, counts })
    },
  }
}

/** The opening of one member, who must be a subject of the pool in stratum `stratum`. */
export function openLeaf(secret: PoolSecret, subject: string, stratum: number): Opening {
  const maker = leafMaker(secret)
  const leaf = new Uint8Array(32)
  maker.into(subject, stratum, leaf, 0)
  return { saltA: hex(maker.saltA), saltB: hex(maker.saltB), idCom: hex(maker.idCom), stratumCom: hex(maker.stratumCom), leaf: hex(leaf) }
}

/** Makes leaves one after another; the four arrays hold the parts of the last one. */
type LeafMaker = {
  readonly into: (subject: string, stratum: number, target: Uint8Array, offset: number) => void
  readonly saltA: Uint8Array
  readonly saltB: Uint8Array
  readonly idCom: Uint8Array
  readonly stratumCom: Uint8Array
}

function leafMaker({ suite: suiteId, drawId, key, strata }: PoolSecret): LeafMaker {
  const suite: Suite = suites[suiteId]
  const hmac = suite.hmac(key)
  const head = concat(lp(utf8('a')), lp(utf8(drawId)))
  const labelAt = 4
  const subjectAt = head.length
  // The longest subject takes 220 characters, at most 880 bytes of UTF-8.
  const message = new Uint8Array(head.length + 4 + 1024)
  const salted = new Uint8Array(32 + 4 + 1024)
  const strataBytes = strata.map((id) => lp(utf8(id)))
  const saltA = new Uint8Array(32)
  const saltB = new Uint8Array(32)
  const idCom = new Uint8Array(32)
  const stratumCom = new Uint8Array(32)
  const leafMessage = new Uint8Array(65)
  message.set(head)
  const label = { a: 0x61, b: 0x62 }

  const into: LeafMaker['into'] = (subject, stratum, target, offset) => {
    const length = utf8Length(subject)
    message.set(be32(length), subjectAt)
    const end = writeUtf8(subject, message, subjectAt + 4)
    message[labelAt] = label.a
    hmac.into(message, end, saltA, 0)
    message[labelAt] = label.b
    hmac.into(message, end, saltB, 0)

    // idCom = H(saltA ‖ LP(subject))
    salted.set(saltA)
    salted.set(message.subarray(subjectAt, end), 32)
    suite.finish(suite.start, salted, 0, 32 + end - subjectAt, idCom, 0)

    // stratumCom = H(saltB ‖ LP(stratum))
    const id = strataBytes[stratum]
    if (id === undefined) throw new RangeError('no such stratum')
    salted.set(saltB)
    salted.set(id, 32)
    suite.finish(suite.start, salted, 0, 32 + id.length, stratumCom, 0)

    // leaf = H(00 ‖ idCom ‖ stratumCom)
    leafMessage.set(idCom, 1)
    leafMessage.set(stratumCom, 33)
    suite.finish(suite.start, leafMessage, 0, 65, target, offset)
  }
  return { into, saltA, saltB, idCom, stratumCom }
}

/**
 * Two rows of one subject, or null. Leaves differ when the strata differ, so the identity commitments are compared: a firm in two strata would
 * have two chances. The first 128 bits of each are kept; a chance collision among 5 million has probability 10^-25 and only refuses the pool.
 */
function findTwice(ids: Uint8Array, size: number): readonly [number, number] | null {
  const order = orderOfHashes(ids, 16, size)
  for (let i = 1; i < size; i++) {
    const a = order[i - 1] ?? 0
    const b = order[i] ?? 0
    if (comparePacked(ids, 16, a, b) === 0) return a < b ? [a, b] : [b, a]
  }
  return null
}

function grow(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(bytes.length * 2)
  more.set(bytes)
  return more
}
