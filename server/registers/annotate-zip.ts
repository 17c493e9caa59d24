/** The parts of a workbook's archive, copied as they lie or written anew: what nobody touches keeps its bytes (PKWARE APPNOTE 4.3). */
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw, createInflateRaw } from 'node:zlib'

export type ZipPart = {
  readonly name: string
  /** The central directory's own record of it, but for where it lies. */
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly inflated: number
  readonly offset: number
}

export type ZipReader = {
  readonly parts: readonly ZipPart[]
  /** The inflated bytes, never more than the part declares. */
  readonly read: (part: ZipPart) => AsyncIterable<Buffer>
  readonly packedBytes: (part: ZipPart) => AsyncIterable<Buffer>
  readonly close: () => Promise<void>
}

/** Opens an archive that checkArchive has let through. */
export async function openZip(path: string): Promise<ZipReader> {
  const file = await open(path, 'r')
  const parts = await directoryOf(file)
  const packedBytes = async function* (part: ZipPart): AsyncGenerator<Buffer> {
    const head = await bytesAt(file, part.offset, 30)
    if (head.readUInt32LE(0) !== 0x04034b50) throw new Error('zip: no local header')
    const start = part.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28)
    for (let at = 0; at < part.packed; at += chunkBytes) yield await bytesAt(file, start + at, Math.min(chunkBytes, part.packed - at))
  }
  return { parts, packedBytes, read: (part) => inflated(part, packedBytes(part)), close: () => file.close() }
}

export type ZipWriter = {
  readonly copy: (from: ZipReader, part: ZipPart) => Promise<void>
  readonly write: (name: string, bytes: AsyncIterable<Buffer> | Iterable<Buffer>) => Promise<void>
  readonly finish: () => Promise<void>
}

/** Writes an archive to a new file. Sizes stand in the local headers, for readers that ask there. */
export async function createZip(path: string): Promise<ZipWriter> {
  const file = await open(path, 'wx', 0o600)
  const directory: Buffer[] = []
  let offset = 0
  const put = async (
    name: string,
    entry: Pick<ZipPart, 'flags' | 'method'>,
    fill: () => AsyncIterable<Buffer>,
    sums: () => Sums,
  ): Promise<void> => {
    const at = offset
    const nameBytes = Buffer.from(name)
    offset += 30 + nameBytes.length
    for await (const chunk of fill()) {
      await file.write(chunk, 0, chunk.length, offset)
      offset += chunk.length
    }
    const common = commonHeader(entry, sums(), nameBytes.length)
    await file.write(Buffer.concat([Buffer.from('504b0304', 'hex'), common, nameBytes]), 0, 30 + nameBytes.length, at)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(at, 10)
    directory.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), common, tail, nameBytes]))
  }
  return {
    copy: (from, part) =>
      put(
        part.name,
        part,
        () => from.packedBytes(part),
        () => part,
      ),
    write: (name, bytes) => {
      const sums = { crc: 0, packed: 0, inflated: 0 }
      return put(
        name,
        { flags: utf8Names, method: deflate },
        () => deflated(bytes, sums),
        () => sums,
      )
    },
    finish: async () => {
      const central = Buffer.concat(directory)
      const end = Buffer.alloc(22)
      end.write('504b0506', 0, 'hex')
      end.writeUInt16LE(directory.length, 8)
      end.writeUInt16LE(directory.length, 10)
      end.writeUInt32LE(central.length, 12)
      end.writeUInt32LE(offset, 16)
      await file.write(Buffer.concat([central, end]), 0, central.length + end.length, offset)
      await file.sync()
      await file.close()
    },
  }
}

const chunkBytes = 1 << 18
const deflate = 8
const utf8Names = 0x0800
const descriptorFollows = 0x0008

type Sums = Pick<ZipPart, 'crc' | 'packed' | 'inflated'>

/** The 26 bytes that local header and central directory share; no extra field and no note. */
function commonHeader({ flags, method }: Pick<ZipPart, 'flags' | 'method'>, { crc, packed, inflated }: Sums, nameLength: number): Buffer {
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  common.writeUInt16LE(flags & ~descriptorFollows, 2)
  common.writeUInt16LE(method, 4)
  common.writeUInt16LE(0x21, 8)
  common.writeUInt32LE(crc, 10)
  common.writeUInt32LE(packed, 14)
  common.writeUInt32LE(inflated, 18)
  common.writeUInt16LE(nameLength, 22)
  return common
}

async function* inflated(part: ZipPart, packed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  if (part.method === 0) return yield* packed
  if (part.method !== deflate) throw new Error('zip: unknown method')
  let left = part.inflated
  for await (const chunk of piped(packed, createInflateRaw())) {
    left -= chunk.length
    if (left < 0) throw new Error('zip: more than it says')
    yield chunk
  }
}

async function* deflated(
  bytes: AsyncIterable<Buffer> | Iterable<Buffer>,
  sums: { crc: number; packed: number; inflated: number },
): AsyncGenerator<Buffer> {
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of bytes) {
      sums.crc = crc32(chunk, sums.crc)
      sums.inflated += chunk.length
      yield chunk
    }
  }
  for await (const chunk of piped(counted(), createDeflateRaw({ level: 6 }))) {
    sums.packed += chunk.length
    yield chunk
  }
}

/** What comes out of a transform that is fed while it is read; an error of either end reaches the reader. */
async function* piped(from: AsyncIterable<Buffer>, through: ReturnType<typeof createInflateRaw>): AsyncGenerator<Buffer> {
  const feeding = pipeline(from, through).catch(() => undefined)
  try {
    for await (const chunk of through as AsyncIterable<Buffer>) yield chunk
    await feeding
  } finally {
    through.destroy()
  }
}

async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await file.read(bytes, 0, length, at)
  if (bytesRead < length) throw new Error('zip: it ends too soon')
  return bytes
}

async function directoryOf(file: FileHandle): Promise<ZipPart[]> {
  const { size } = await file.stat()
  const tail = await bytesAt(file, Math.max(0, size - (22 + 0xffff)), Math.min(size, 22 + 0xffff))
  const end = tail.lastIndexOf(Buffer.from('504b0506', 'hex'))
  if (end < 0) throw new Error('zip: no directory')
  const directory = await bytesAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12))
  const parts: ZipPart[] = []
  for (let at = 0, i = 0; i < tail.readUInt16LE(end + 10); i++) {
    const [nameLength, extraLength, noteLength] = [
      directory.readUInt16LE(at + 28),
      directory.readUInt16LE(at + 30),
      directory.readUInt16LE(at + 32),
    ]
    const part = {
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      flags: directory.readUInt16LE(at + 8),
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      packed: directory.readUInt32LE(at + 20),
      inflated: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    }
    // A part of 4 GiB is beyond what an import takes.
    if (part.packed === 0xffffffff || part.inflated === 0xffffffff || part.offset === 0xffffffff) throw new Error('zip: ZIP64')
    parts.push(part)
    at += 46 + nameLength + extraLength + noteLength
  }
  return parts
}
