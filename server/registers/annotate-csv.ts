/**
 * The errors of an import in the clerk's own CSV: the same bytes with one more cell at the end of each row. No byte below 0x40 is the second half
 * of a character in UTF-8 or GBK, and the digits in the four bytes of GB 18030 separate nothing: quotes, commas and line ends can be found in bytes.
 */
import { createReadStream, createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { resultHeading } from '#core/registers/annotation.ts'
import { gb18030Encoder } from './annotate-gb18030.ts'
import { type AnnotateTask, openMarks } from './annotate-task.ts'

/** Writes the copy, in the encoding of the file. */
export async function annotateCsv(task: AnnotateTask): Promise<void> {
  const encode = task.form === 'gb18030' ? gb18030Encoder() : (text: string): Buffer => Buffer.from(text)
  await pipeline(Readable.from(annotated(task, encode)), createWriteStream(task.out, { flags: 'wx', mode: 0o600 }))
}

async function* annotated(task: AnnotateTask, encode: (text: string) => Buffer): AsyncGenerator<Buffer> {
  const marks = openMarks(task.marks)
  const old = task.headings.indexOf(resultHeading)
  const isOld = old >= 0 && old === task.headings.length - 1
  const width = isOld ? old : task.headings.length
  // Ours is the last column; elsewhere it is left alone and a new one is added.
  const note = (rowNo: number): string =>
    rowNo === task.headingRow ? resultHeading : rowNo < task.headingRow ? '' : (marks.at(rowNo)?.text ?? '')
  const comma = Buffer.from(',')
  try {
    let rowNo = 0
    for await (const records of recordsOf(createReadStream(task.path, { highWaterMark: 1 << 18 }))) {
      const out: Buffer[] = []
      for (const { bytes, commas, end } of records) {
        rowNo++
        if (bytes.length === 0) out.push(end)
        else {
          const cells = commas.length + 1
          const kept = isOld && cells === width + 1 ? bytes.subarray(0, commas.at(-1) ?? bytes.length) : bytes
          const missing = Math.max(0, width - cells)
          out.push(kept, ...Array.from({ length: missing }, () => comma), comma, quoted(encode(note(rowNo))), end)
        }
      }
      yield Buffer.concat(out)
    }
  } finally {
    marks.close()
  }
}

/** Our words hold no quotes; what separates is quoted whole. */
const quoted = (text: Buffer): Buffer => (text.includes(0x2c) ? Buffer.concat([Buffer.from('"'), text, Buffer.from('"')]) : text)

type Record = { readonly bytes: Buffer; readonly commas: readonly number[]; readonly end: Buffer }

/** The records as csv.ts counts them: each line end outside quotes ends one, an empty line is one. */
async function* recordsOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly Record[]> {
  let rest: Buffer<ArrayBufferLike> = Buffer.alloc(0)
  for await (const chunk of chunks) {
    const { records, used } = split(Buffer.concat([rest, chunk]), false)
    yield records
    rest = Buffer.concat([rest, chunk]).subarray(used)
    if (rest.length > longestRecord) throw new Error('csv: a record without end')
  }
  yield split(rest, true).records
}

const longestRecord = 4 << 20
const [quote, separator, lf, cr] = [0x22, 0x2c, 0x0a, 0x0d]

function split(bytes: Buffer, isLast: boolean): { readonly records: readonly Record[]; readonly used: number } {
  const records: Record[] = []
  let [start, commas, isQuoted] = [0, [] as number[], false]
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (byte === quote) isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (byte === separator) commas.push(at - start)
    else if (byte === lf || byte === cr) {
      // Whether a line feed follows is not known at the end of a chunk.
      if (byte === cr && at + 1 === bytes.length && !isLast) break
      const next = byte === cr && bytes[at + 1] === lf ? at + 2 : at + 1
      records.push({ bytes: bytes.subarray(start, at), commas, end: bytes.subarray(at, next) })
      start = next
      commas = []
      at = next - 1
    }
  }
  if (isLast && start < bytes.length) records.push({ bytes: bytes.subarray(start), commas, end: Buffer.alloc(0) })
  return { records, used: isLast ? bytes.length : start }
}
