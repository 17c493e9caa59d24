/** Leaves of pool members: salts, commitments and their hash (draw protocol §3), by the thousand in the kernel or one after another. */
import { be32, concat, lp, utf8 } from '../bytes.ts'
import { bulkOf, distrustKernel } from '../hash/bulk.ts'
import { groupsOf, type Kernel } from '../hash/kernel.ts'
import { bufferBytes, laneBytes, layout, mostAtOnce } from '../hash/kernel-layout.ts'
import { type Suite, type SuiteId, suites } from '../hash/suite.ts'

/** What a leaf depends on besides its row. `strata` are the ids in commit order, `key` the 32 random bytes K of this draw. */
export type PoolSecret = { readonly suite: SuiteId; readonly drawId: string; readonly key: Uint8Array; readonly strata: readonly string[] }

/** Up to `mostAtOnce` members: the subject of member i is the `lengths[i]` bytes of UTF-8 at `at[i]` of `bytes`, its stratum an index. */
export type Members = {
  readonly bytes: Uint8Array
  readonly at: Uint32Array
  readonly lengths: Uint32Array
  readonly strata: Uint16Array
  readonly size: number
}

/** Packed leaves and identity commitments, 32 bytes each, in the order of the members. They are valid until the next call. */
export type Hashed = { readonly leaves: Uint8Array; readonly ids: Uint8Array }
export type LeafHasher = (members: Members) => Hashed

/** Hashes members of one draw; with the kernel where it can be trusted. */
export function leafHasher(secret: PoolSecret): LeafHasher {
  const { kernel } = bulkOf(secret.suite)
  const one = scalarLeafHasher(secret)
  // The messages of the longest subject must fit a lane: 13 + drawId + 880 bytes and padding. Our own ids are far shorter.
  if (kernel === null || utf8(secret.drawId).length > 100 || secret.strata.some((id) => utf8(id).length > 19)) return one
  if (!trusted.has(kernel)) {
    if (!agree(secret.suite, kernel)) {
      distrustKernel(secret.suite)
      return one
    }
    trusted.add(kernel)
  }
  return kernelLeafHasher(kernel, secret)
}

const trusted = new WeakSet<Kernel>()

/** The self-test of `members`: subjects of several lengths around the ends of blocks, in several strata. */
function agree(suite: SuiteId, kernel: Kernel): boolean {
  const lengths = Uint32Array.of(18, 18, 1, 7, 18, 8, 33, 34, 9, 18, 18, 100, 880)
  const bytes = new Uint8Array(1024).map((_, i) => i * 7)
  const members = {
    bytes,
    at: lengths.map((_, i) => i * 5),
    lengths,
    strata: Uint16Array.from(lengths, (_, i) => i % 3),
    size: lengths.length,
  }
  const secret = { suite, drawId: '620102202611201001-O-1', key: bytes.subarray(0, 32), strata: ['s1', 's2', 's65535'] }
  const expected = scalarLeafHasher(secret)(members)
  const found = kernelLeafHasher(kernel, secret)(members)
  return (['leaves', 'ids'] as const).every((part) => found[part].every((byte, i) => byte === expected[part][i]))
}

/** One member after the other. */
export function scalarLeafHasher(secret: PoolSecret): LeafHasher {
  const maker = leafMaker(secret)
  const leaves = new Uint8Array(mostAtOnce * 32)
  const ids = new Uint8Array(mostAtOnce * 32)
  return ({ bytes, at, lengths, strata, size }) => {
    for (let i = 0; i < size; i++) {
      const from = at[i] ?? 0
      maker.into(bytes.subarray(from, from + (lengths[i] ?? 0)), strata[i] ?? 0, leaves, i * 32)
      ids.set(maker.idCom, i * 32)
    }
    return { leaves: leaves.subarray(0, size * 32), ids: ids.subarray(0, size * 32) }
  }
}

/** Makes leaves one after another; the four arrays hold the parts of the last one. */
export type LeafMaker = {
  readonly into: (subject: Uint8Array, stratum: number, target: Uint8Array, offset: number) => void
  readonly saltA: Uint8Array
  readonly saltB: Uint8Array
  readonly idCom: Uint8Array
  readonly stratumCom: Uint8Array
}

/** Makes leaves one at a time, from the salted commitments to subject and stratum (draw protocol §3). The key has 32 bytes. */
export function leafMaker({ suite: suiteId, drawId, key, strata }: PoolSecret): LeafMaker {
  const suite: Suite = suites[suiteId]
  const hmac = suite.hmac(key)
  const head = concat(lp(utf8('a')), lp(utf8(drawId)))
  const labelAt = 4
  const subjectAt = head.length
  const longest = 1024
  const message = new Uint8Array(head.length + 4 + longest)
  const salted = new Uint8Array(32 + 4 + longest)
  const strataBytes = strata.map((id) => lp(utf8(id)))
  const saltA = new Uint8Array(32)
  const saltB = new Uint8Array(32)
  const idCom = new Uint8Array(32)
  const stratumCom = new Uint8Array(32)
  const leafMessage = new Uint8Array(65)
  message.set(head)

  const into: LeafMaker['into'] = (subject, stratum, target, offset) => {
    message.set(be32(subject.length), subjectAt)
    message.set(subject, subjectAt + 4)
    const end = subjectAt + 4 + subject.length
    message[labelAt] = labels.a
    hmac.into(message, end, saltA, 0)
    message[labelAt] = labels.b
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

const labels = { a: 0x61, b: 0x62 }

/** Four members at once. The kernel puts subjects into messages that are laid out here, once for each length of subject. */
function kernelLeafHasher(kernel: Kernel, { suite: suiteId, drawId, key, strata }: PoolSecret): LeafHasher {
  const { inner, outer } = suites[suiteId].hmac(key)
  const head = concat(lp(utf8('a')), lp(utf8(drawId)))
  const tails = tailsOf(strata)
  const scattered = { leaves: new Uint8Array(0), ids: new Uint8Array(0) }
  const outputIds = layout.output + mostAtOnce * 32
  const lists = layout.lists / 4

  /** Members of one length, by their places in the batch; answers nothing, the digests are in `output`. */
  const run = ({ at, strata: of }: Members, length: number, places: ArrayLike<number> | null, size: number): void => {
    const words = kernel.words()
    const padded = groupsOf(size) * 4
    for (let i = 0; i < padded; i++) {
      // The last group is filled up with its last member.
      const slot = i < size ? i : size - 1
      const place = places === null ? slot : (places[slot] ?? 0)
      words[lists + i] = layout.input + (at[place] ?? 0)
      words[lists + mostAtOnce + i] = layout.tails + (of[place] ?? 0) * 32
    }
    const saltMessage = padMessage(concat(head, be32(length), new Uint8Array(length)), 64)
    const idMessage = padMessage(concat(new Uint8Array(32), be32(length), new Uint8Array(length)), 0)
    for (let lane = 0; lane < 4; lane++) {
      kernel.bytes().set(saltMessage, layout.saltMessages + lane * laneBytes)
      kernel.bytes().set(idMessage, layout.idMessages + lane * laneBytes)
    }
    kernel.members(groupsOf(size), length, head.length + 4, saltMessage.length / 64, idMessage.length / 64)
  }

  return (members) => {
    const { bytes, lengths, size } = members
    if (bytes.length > bufferBytes || size > mostAtOnce) throw new RangeError('more members than fit the kernel at once')
    kernel.reserve(layout.tails + tails.length)
    kernel.putState(layout.inner, inner)
    kernel.putState(layout.outer, outer)
    // Another draw may have used the kernel since the last call.
    kernel.bytes().set(tails, layout.tails)
    kernel.bytes().set(bytes, layout.input)
    const first = lengths[0] ?? 0
    let alike = 1
    while (alike < size && lengths[alike] === first) alike++
    if (alike >= size) {
      if (size > 0) run(members, first, null, size)
      const view = kernel.bytes()
      return { leaves: view.subarray(layout.output, layout.output + size * 32), ids: view.subarray(outputIds, outputIds + size * 32) }
    }
    if (scattered.leaves.length === 0) {
      scattered.leaves = new Uint8Array(mostAtOnce * 32)
      scattered.ids = new Uint8Array(mostAtOnce * 32)
    }
    for (const [length, places] of byLength(members)) {
      run(members, length, places, places.length)
      for (const [slot, place] of places.entries()) {
        scattered.leaves.set(kernel.bytes().subarray(layout.output + slot * 32, layout.output + slot * 32 + 32), place * 32)
        scattered.ids.set(kernel.bytes().subarray(outputIds + slot * 32, outputIds + slot * 32 + 32), place * 32)
      }
    }
    return { leaves: scattered.leaves.subarray(0, size * 32), ids: scattered.ids.subarray(0, size * 32) }
  }
}

function byLength({ lengths, size }: Members): ReadonlyMap<number, readonly number[]> {
  const places = new Map<number, number[]>()
  for (let i = 0; i < size; i++) {
    const length = lengths[i] ?? 0
    const list = places.get(length)
    if (list) list.push(i)
    else places.set(length, [i])
  }
  return places
}

/** Bytes 32 to 63 of the one block saltB ‖ LP(stratum) of every stratum, with its padding. */
function tailsOf(strata: readonly string[]): Uint8Array {
  const tails = new Uint8Array(strata.length * 32)
  for (const [i, id] of strata.entries()) tails.set(padMessage(concat(new Uint8Array(32), lp(utf8(id))), 0).subarray(32), i * 32)
  return tails
}

/** Merkle–Damgård padding of a message that follows `before` bytes: 80, zeros, the length in bits, to whole blocks. */
function padMessage(message: Uint8Array, before: number): Uint8Array {
  const padded = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64)
  padded.set(message)
  padded[message.length] = 0x80
  padded.set(be32((before + message.length) * 8), padded.length - 4)
  return padded
}
