/**
 * The compact pool of a draw on disk: what sealing writes once and drawing, openings and explanations read, at 20 million members without reading
 * it whole. Sections, one after another: header; leaves, 32 bytes each; strata, two bytes each (little-endian); the roots of all complete portions
 * of 2^13 leaves; for every 1,024th line of the published list its place in that file, eight bytes each (little-endian).
 */
import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { compareBytes, fromHex } from '#core/bytes.ts'
import { openLeaf, type PoolSecret } from '#core/draws/pool.ts'
import { type SuiteId, suites } from '#core/hash/suite.ts'
import { inclusionProofBy, merkleRoot, portionHeight } from '#core/merkle.ts'

export type PoolFile = {
  readonly suite: SuiteId
  readonly size: number
  readonly root: Uint8Array
  /** The position of a leaf, or -1: some 25 reads. */
  readonly find: (leaf: Uint8Array) => Promise<number>
  readonly leafAt: (index: number) => Promise<Uint8Array>
  /** The index of the stratum of a member. */
  readonly stratumAt: (index: number) => Promise<number>
  /** The inclusion proof of a member (RFC 9162 §2.1.3.1), from the leaf to the root: one portion is hashed, not the pool. */
  readonly path: (index: number) => Promise<readonly Uint8Array[]>
  readonly close: () => Promise<void>
}

/** Opens a pool for single looks. Throws when the file is none. */
export async function openPoolFile(path: string): Promise<PoolFile> {
  const file = await open(path, 'r')
  try {
    const header = readHeader(await read(file, 0, headerBytes))
    const at = sections(header.size)
    const leaves = (from: number, to: number): Promise<Uint8Array> => read(file, at.leaves + from * 32, (to - from) * 32)
    return {
      ...header,
      find: (leaf) => findLeaf(leaf, header.size, leaves),
      leafAt: (index) => leaves(index, index + 1),
      stratumAt: async (index) => (await read(file, at.strata + index * 2, 2)).readUInt16LE(0),
      path: async (index) => {
        const portion = index >>> portionHeight
        const from = portion << portionHeight
        const own = await leaves(from, Math.min(header.size, from + (1 << portionHeight)))
        const last = (header.size >>> portionHeight) << portionHeight
        const tail = last === from ? own : await leaves(last, header.size)
        const portions = await read(file, at.portions, at.lines - at.portions)
        return proofOf(suites[header.suite], header.size, index, { from, own, last, tail, portions })
      },
      close: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** Where a subject stands in a pool, and in which stratum; null when it is not in it. `secret.drawId` is that of the draw whose pool it is. */
export async function findMember(
  pool: PoolFile,
  secret: PoolSecret,
  subject: string,
): Promise<{ readonly index: number; readonly stratum: number; readonly leaf: string } | null> {
  for (const stratum of secret.strata.keys()) {
    const { leaf } = openLeaf(secret, subject, stratum)
    const index = await pool.find(fromHex(leaf))
    if (index >= 0) return { index, stratum, leaf }
  }
  return null
}

/** The whole pool in memory, for drawing: 34 bytes a member. `lineOf(i)`: where the published list has line i·1024. */
export function readPoolFile(path: string) {
  const file = openSync(path, 'r')
  try {
    const header = readHeader(readAll(file, 0, headerBytes))
    const at = sections(header.size)
    const lines = readAll(file, at.lines, Math.ceil(header.size / linesApart) * 8)
    return {
      ...header,
      leaves: readAll(file, at.leaves, header.size * 32),
      strata: new Uint16Array(readAll(file, at.strata, header.size * 2).buffer),
      lineOf: (block: number): number => Number(lines.readBigUInt64LE(block * 8)),
    }
  } finally {
    closeSync(file)
  }
}

export const linesApart = 1024

export type PoolFileWriter = {
  /** Leaves and strata that follow those before. */
  readonly add: (leaves: Uint8Array, strata: Uint16Array) => void
  /** Notes where the line of the next member begins in the published list, when that is one in 1,024. */
  readonly line: (member: number, place: number) => void
  readonly finish: (tree: { readonly root: Uint8Array; readonly portions: Uint8Array }) => void
}

/** Writes a pool of a known size. */
export function poolFileWriter(path: string, suite: SuiteId, size: number): PoolFileWriter {
  const file = openSync(path, 'w')
  const at = sections(size)
  const lines = Buffer.alloc(Math.ceil(size / linesApart) * 8)
  let written = 0
  return {
    add: (leaves, strata) => {
      writeAll(file, leaves, at.leaves + written * 32)
      writeAll(file, new Uint8Array(strata.buffer, strata.byteOffset, strata.byteLength), at.strata + written * 2)
      written += strata.length
    },
    line: (member, place) => {
      if (member % linesApart === 0) lines.writeBigUInt64LE(BigInt(place), (member / linesApart) * 8)
    },
    finish: ({ root, portions }) => {
      writeAll(file, portions, at.portions)
      writeAll(file, lines, at.lines)
      const header = Buffer.alloc(headerBytes)
      header.write(magic, 'latin1')
      header[suiteAt] = suites[suite].byte
      header.writeBigUInt64LE(BigInt(size), sizeAt)
      header.set(root, rootAt)
      // The header comes last: a file that a crash cut short has none.
      writeAll(file, header, 0)
      closeSync(file)
    },
  }
}

const magic = 'mingjian-pool/1\n'
const [suiteAt, sizeAt, rootAt, headerBytes] = [16, 24, 32, 64] as const

function sections(size: number) {
  const strata = headerBytes + size * 32
  const portions = strata + size * 2
  return { leaves: headerBytes, strata, portions, lines: portions + (size >>> portionHeight) * 32 }
}

function readHeader(header: Buffer): { readonly suite: SuiteId; readonly size: number; readonly root: Uint8Array } {
  const suite = header[suiteAt] === suites.sm3.byte ? 'sm3' : 'sha256'
  if (header.toString('latin1', 0, magic.length) !== magic) throw new Error('not a pool file')
  return { suite, size: Number(header.readBigUInt64LE(sizeAt)), root: Uint8Array.from(header.subarray(rootAt, rootAt + 32)) }
}

async function findLeaf(leaf: Uint8Array, size: number, leaves: (from: number, to: number) => Promise<Uint8Array>): Promise<number> {
  let from = 0
  let to = size
  while (from < to) {
    const middle = Math.floor((from + to) / 2)
    const order = compareBytes(await leaves(middle, middle + 1), leaf)
    if (order === 0) return middle
    if (order < 0) from = middle + 1
    else to = middle
  }
  return -1
}

type Portion = {
  readonly from: number
  readonly own: Uint8Array
  readonly last: number
  readonly tail: Uint8Array
  readonly portions: Uint8Array
}

/** A range of the tree is inside the member's own portion, or it is whole portions and, at the end, what is left of one. */
function proofOf(suite: (typeof suites)[SuiteId], size: number, index: number, { from, own, last, tail, portions }: Portion) {
  return inclusionProofBy(size, index, (a, b) => {
    if (a >= from && b <= from + own.length / 32) return merkleRoot(suite, own.subarray((a - from) * 32, (b - from) * 32))
    const rest = merkleRoot(suite, tail)
    return overPortions(
      suite,
      portions.subarray((a >>> portionHeight) * 32, (Math.min(b, last) >>> portionHeight) * 32),
      b > last ? rest : null,
    )
  })
}

/** The root over roots of whole portions, and of a last one that is not whole: RFC 9162 splits at the largest power of two. */
function overPortions(suite: (typeof suites)[SuiteId], whole: Uint8Array, rest: Uint8Array | null): Uint8Array {
  return merkleRoot(suite, rest === null ? whole : Buffer.concat([whole, rest]))
}

async function read(file: FileHandle, from: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await file.read(bytes, 0, length, from)
  if (bytesRead !== length) throw new Error('the pool file ends early')
  return bytes
}

/** In portions: one call of the system moves at most two gigabytes. */
function readAll(file: number, from: number, length: number): Buffer<ArrayBuffer> {
  const bytes = Buffer.from(new ArrayBuffer(length))
  for (let done = 0; done < length; ) {
    const some = readSync(file, bytes, done, Math.min(1 << 26, length - done), from + done)
    if (some === 0) throw new Error('the pool file ends early')
    done += some
  }
  return bytes
}

export function writeAll(file: number, bytes: Uint8Array, at: number | null): void {
  for (let done = 0; done < bytes.length; ) {
    done += writeSync(file, bytes, done, Math.min(1 << 26, bytes.length - done), at === null ? null : at + done)
  }
}
