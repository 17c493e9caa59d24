/** The file of those whom a freeze left out: lines `subject TAB reason`. It is read through only when somebody asks why. */
import { createReadStream } from 'node:fs'

/** The reason under which a subject was left out; null when it is not in the file, because it was in the pool or in no register. */
export async function reasonIn(path: string, subject: string): Promise<string | null> {
  const wanted = Buffer.from(`\n${subject}\t`)
  let rest = Buffer.from('\n')
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes = Buffer.concat([rest, chunk as Buffer]) // a stream of a file without encoding gives buffers
    const at = bytes.indexOf(wanted)
    const end = at < 0 ? -1 : bytes.indexOf(0x0a, at + wanted.length)
    if (end >= 0) return bytes.toString('utf8', at + wanted.length, end)
    // A line may go over the edge of a chunk: from its line feed on it is looked at again.
    rest = bytes.subarray(at < 0 ? bytes.lastIndexOf(0x0a) : at)
  }
  return null
}
