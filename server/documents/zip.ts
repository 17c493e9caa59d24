/** An archive as a stream, one entry after another, however many: what a batch of papers is sent as. APPNOTE 6.3.10, without ZIP64. */
import { crc32 } from 'node:zlib'

export type ZipFile = { readonly name: string; readonly bytes: Uint8Array }

/** Entries are stored as they are: PDF and DOCX are packed already. Names are UTF-8 (flag bit 11). A RangeError beyond 4 GiB or 65,535 entries. */
export async function* zipOf(files: AsyncIterable<ZipFile>): AsyncGenerator<Uint8Array, void, void> {
  const directory: Buffer[] = []
  let offset = 0
  for await (const file of files) {
    const name = Buffer.from(file.name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x0800, 2)
    // 1 January 1980, midnight: the same papers give the same archive.
    common.writeUInt16LE(0x21, 8)
    common.writeUInt32LE(crc32(file.bytes), 10)
    common.writeUInt32LE(file.bytes.length, 14)
    common.writeUInt32LE(file.bytes.length, 18)
    common.writeUInt16LE(name.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    directory.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), common, tail, name]))
    const head = Buffer.concat([Buffer.from('504b0304', 'hex'), common, name])
    yield head
    yield file.bytes
    offset += head.length + file.bytes.length
    if (offset > 0xffff_ffff || directory.length > 0xffff) throw new RangeError('an archive that ZIP without ZIP64 cannot hold')
  }
  yield* ending(directory, offset)
}

function* ending(directory: readonly Buffer[], offset: number): Generator<Uint8Array, void, void> {
  const central = Buffer.concat(directory)
  yield central
  const end = Buffer.alloc(22)
  end.write('504b0506', 0, 'hex')
  end.writeUInt16LE(directory.length, 8)
  end.writeUInt16LE(directory.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  yield end
}
