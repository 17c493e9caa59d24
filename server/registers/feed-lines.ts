/** NDJSON as it comes in: whole lines of bounded length in chunks of bounded size, whatever the sender does. */
import { createHash } from 'node:crypto'
import { type FeedLine, type FeedTotals, parseFeedLine, tooLong } from '#core/registers/feed.ts'
import type { SentLine } from '#core/registers/feed-order.ts'

/** A line longer than this is refused; the longest 经营范围 of a register needs a third of it. */
export const maxLineBytes = 128 * 1024

/** What one transaction takes. Totals end a chunk: they are about the register as the events before them left it. */
export type FeedChunk = { readonly lines: readonly SentLine[]; readonly totals: FeedTotals | null; readonly read: number }

export type FeedReading = {
  readonly chunks: AsyncGenerator<FeedChunk, void, void>
  /** How many bytes and lines came, and their SHA-256; of the whole body once `chunks` has ended. */
  readonly sum: () => { readonly bytes: number; readonly lines: number; readonly sha256: string }
}

const linesPerChunk = 2000
const bytesPerChunk = 4 * 1024 * 1024

/** Reads a body; `today` bounds the days of its events. */
export function readFeed(body: AsyncIterable<Uint8Array>, today: () => string): FeedReading {
  const hash = createHash('sha256')
  const counted = { bytes: 0, lines: 0 }
  async function* chunks(): AsyncGenerator<FeedChunk, void, void> {
    let lines: SentLine[] = []
    let size = 0
    let read = 0
    let no = 0
    for await (const { bytes, cut } of linesOf(counting(body))) {
      no++
      if (bytes.length === 0) continue
      counted.lines++
      read++
      size += bytes.length
      const line = parse(bytes, cut, today())
      if (line.line !== 'totals') lines.push({ no, hash: hashOf(line.said), line })
      if (line.line === 'totals' || lines.length >= linesPerChunk || size >= bytesPerChunk) {
        yield { lines, totals: line.line === 'totals' ? line : null, read }
        lines = []
        size = 0
        read = 0
      }
    }
    if (read > 0) yield { lines, totals: null, read }
  }
  async function* counting(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, void> {
    for await (const bytes of source) {
      hash.update(bytes)
      counted.bytes += bytes.length
      yield bytes
    }
  }
  return { chunks: chunks(), sum: () => ({ ...counted, sha256: hash.copy().digest('hex') }) }
}

const decoder = new TextDecoder('utf-8', { fatal: true })

function parse(bytes: Buffer, cut: boolean, today: string): FeedLine {
  if (cut) return tooLong(bytes.subarray(0, 200).toString('latin1'), maxLineBytes)
  try {
    return parseFeedLine(decoder.decode(bytes), today)
  } catch {
    // Bytes that are no UTF-8 would enter the register as other characters.
    return parseFeedLine(bytes.toString('latin1').replace('{', ''), today)
  }
}

type RawLine = { readonly bytes: Buffer; readonly cut: boolean }

/** Lines without their ends; of a line that is too long only its beginning is kept. */
async function* linesOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<RawLine, void, void> {
  let pieces: Buffer[] = []
  let length = 0
  const keep = (piece: Buffer): void => {
    if (length <= maxLineBytes) pieces.push(piece)
    length += piece.length
  }
  const end = (): RawLine => {
    const cut = length > maxLineBytes
    const whole = Buffer.concat(pieces)
    pieces = []
    length = 0
    return { bytes: cut ? whole.subarray(0, maxLineBytes) : trimmed(whole), cut }
  }
  for await (const piece of source) {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)
    let from = 0
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
      keep(bytes.subarray(from, at))
      yield end()
      from = at + 1
    }
    if (from < bytes.length) keep(Buffer.from(bytes.subarray(from)))
  }
  if (length > 0) yield end()
}

/** Without the carriage return of Windows, the byte order mark and the blanks of people. */
function trimmed(line: Buffer): Buffer {
  let from = line[0] === 0xef && line[1] === 0xbb && line[2] === 0xbf ? 3 : 0
  let to = line.length
  while (from < to && isBlank(line[from])) from++
  while (to > from && isBlank(line[to - 1])) to--
  return line.subarray(from, to)
}

const isBlank = (byte: number | undefined): boolean => byte === 32 || byte === 9 || byte === 13

const hashOf = (said: string): string => createHash('sha256').update(said).digest('base64url')
