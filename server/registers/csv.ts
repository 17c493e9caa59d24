/** A CSV file as people have it: UTF-8 with or without BOM, or GBK; any line ends; quoted commas and line breaks. Rows stream, nothing is held. */
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CsvError, parse } from 'csv-parse'
import { Problem } from '#server/http/problem.ts'

export type Encoding = 'utf-8' | 'gb18030'

/** One record longer than this is no register row but an unclosed quote or a file of another kind. */
const longestRecord = 1 << 20

/** All of them, not the first one found: a file joined from two has both. */
const lineEnds = ['\r\n', '\n', '\r']

/**
 * Which encoding the whole file is valid in, or its first `most` bytes. Throws `file_not_text` for binaries, and `encoding_unknown` when it is neither
 * UTF-8 nor GB 18030 (which contains GBK and GB 2312).
 */
export async function detectEncoding(
  open: () => Promise<Readable>,
  progress: (bytes: number) => void,
  most = Number.POSITIVE_INFINITY,
): Promise<Encoding> {
  if (await decodes(await open(), 'utf-8', progress, most)) return 'utf-8'
  if (await decodes(await open(), 'gb18030', progress, most)) return 'gb18030'
  throw new Problem('encoding_unknown')
}

async function decodes(bytes: Readable, encoding: Encoding, progress: (bytes: number) => void, most: number): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let read = 0
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      if (read === 0) refuseBinary(chunk)
      if (chunk.includes(0)) throw new Problem('file_not_text', { found: 'NUL' })
      decoder.decode(chunk, { stream: true })
      read += chunk.length
      progress(read)
      // A glance may end in the middle of a character.
      if (read >= most) return true
    }
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  } finally {
    bytes.destroy()
  }
}

function refuseBinary(head: Buffer): void {
  const kinds: Readonly<Record<string, string>> = {
    '25504446': 'pdf',
    '1f8b': 'gzip',
    fffe: 'UTF-16',
    feff: 'UTF-16',
  }
  const found = Object.entries(kinds).find(([magic]) => head.subarray(0, magic.length / 2).toString('hex') === magic)
  if (found !== undefined) throw new Problem('file_not_text', { found: found[1] })
}

export type CsvRow = { readonly rowNo: number; readonly cells: string[] }

/** The rows of a file with the row numbers a spreadsheet shows, the header being row 1. Throws `csv_broken` with the row where it breaks. */
export async function* csvRows(bytes: Readable, encoding: Encoding, progress: (bytes: number) => void): AsyncGenerator<CsvRow[]> {
  const parser = parse({ bom: true, relax_column_count: true, max_record_size: longestRecord, record_delimiter: lineEnds, delimiter: ',' })
  // An error of either end reaches the loop below through the parser; this promise only must not go unheard.
  const feeding = pipeline(decoded(bytes, encoding, progress), parser).catch(() => undefined)
  let rowNo = 0
  let batch: CsvRow[] = []
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      rowNo++
      if (cells.length === 1 && cells[0] === '') continue
      batch.push({ rowNo, cells })
      if (batch.length === 1000) {
        yield batch
        batch = []
      }
    }
    if (batch.length > 0) yield batch
    await feeding
  } catch (error) {
    throw error instanceof CsvError ? new Problem('csv_broken', { row: rowOf(error, rowNo) + 1, why: error.code }) : error
  } finally {
    bytes.destroy()
    parser.destroy()
  }
}

async function* decoded(bytes: Readable, encoding: Encoding, progress: (bytes: number) => void): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let read = 0
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    read += chunk.length
    progress(read)
    yield decoder.decode(chunk, { stream: true })
  }
  yield decoder.decode()
}

/** The parser is ahead of the loop: the records it had finished are in the error. */
const rowOf = (error: CsvError, seen: number): number => (typeof error.records === 'number' ? error.records : seen)
