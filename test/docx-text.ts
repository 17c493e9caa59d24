/** The text of a DOCX as Word reads it: paragraphs of the body in order, cells of tables among them. Opened by hand, so that nobody's library judges its own work. */
import { inflateRawSync } from 'node:zlib'

/** Every part of an archive by its name. Throws when it is none. */
export function unzip(archive: Uint8Array): ReadonlyMap<string, Buffer> {
  const file = Buffer.from(archive)
  const end = file.lastIndexOf(Buffer.from('504b0506', 'hex'))
  if (end < 0) throw new Error('no archive')
  const parts = new Map<string, Buffer>()
  let at = file.readUInt32LE(end + 16)
  for (let n = file.readUInt16LE(end + 10); n > 0; n--) {
    const [method, packed, nameLength, extra, comment] = [10, 20, 28, 30, 32].map((offset, i) =>
      i === 1 ? file.readUInt32LE(at + offset) : file.readUInt16LE(at + offset),
    ) as [number, number, number, number, number] // five offsets, five numbers
    const local = file.readUInt32LE(at + 42)
    const from = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28)
    const bytes = file.subarray(from, from + packed)
    parts.set(file.toString('utf8', at + 46, at + 46 + nameLength), method === 8 ? inflateRawSync(bytes) : Buffer.from(bytes))
    at += 46 + nameLength + extra + comment
  }
  return parts
}

/** A line for each paragraph, empty ones left out. */
export function docxText(docx: Uint8Array): readonly string[] {
  const body = unzip(docx).get('word/document.xml')?.toString('utf8') ?? ''
  return Array.from(body.matchAll(/<w:p[ >][\s\S]*?<\/w:p>/g), ([paragraph]) =>
    Array.from(paragraph.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g), ({ 1: text = '' }) => unescaped(text)).join(''),
  ).filter((line) => line.trim() !== '')
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
const unescaped = (text: string): string => text.replace(/&(\w+);/g, (entity, name: string) => named[name] ?? entity)
