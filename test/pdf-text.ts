/** The text of a PDF as our papers write it, so that a test reads what a reader reads: pages in order, glyphs by the fonts' own tables. */
import { inflateSync } from 'node:zlib'

export type PdfText = {
  /** The text of each page, in the order of the file's drawing. */
  readonly pages: readonly string[]
  /** All of it without any white space, for facts that a line break may cut. */
  readonly dense: string
}

/** Reads PDF 1.7 without object streams, text as `Tj` and `TJ` over two-byte glyphs with a ToUnicode map: what Typst writes. */
export function pdfText(pdf: Uint8Array): PdfText {
  const file = Buffer.from(pdf).toString('latin1')
  const objects = new Map(
    Array.from(file.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g), ({ 1: id = '', 2: body = '' }) => [id, body]),
  )
  const object = (id: string | undefined): string => objects.get(id ?? '') ?? ''
  const pages = [...objects.values()]
    .filter((body) => /\/Type \/Page\n/.test(body))
    .map((page) => {
      const fonts = new Map(
        Array.from((/\/Font <<([\s\S]*?)>>/.exec(page)?.[1] ?? '').matchAll(/\/(\w+) (\d+) 0 R/g), ({ 1: name = '', 2: id }) => [
          name,
          unicodeOf(streamOf(object(/\/ToUnicode (\d+)/.exec(object(id))?.[1]))),
        ]),
      )
      return textOf(streamOf(object(/\/Contents (\d+)/.exec(page)?.[1])), fonts)
    })
  return { pages, dense: pages.join('').replace(/\s/g, '') }
}

function streamOf(body: string): string {
  const [head = '', data = ''] = body.split(/\nstream\n([\s\S]*)/)
  const length = Number(/\/Length (\d+)/.exec(head)?.[1])
  const bytes = Buffer.from(data, 'latin1').subarray(0, length)
  return (head.includes('/FlateDecode') ? inflateSync(bytes) : bytes).toString('latin1')
}

/** `<0001> <5C9A>` of a CMap: glyph to text in UTF-16BE. */
const unicodeOf = (cmap: string): ReadonlyMap<number, string> =>
  new Map(
    Array.from(cmap.matchAll(/^<([0-9A-F]{4})> <([0-9A-F]+)>$/gim), ({ 1: glyph = '', 2: text = '' }) => [
      Number.parseInt(glyph, 16),
      Buffer.from(text, 'hex').swap16().toString('utf16le'),
    ]),
  )

/** Between BT and ET: `/f0 9 Tf` chooses a font, `[(…) -320 (…)] TJ` and `(…) Tj` show glyphs. */
function textOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let font: ReadonlyMap<number, string> = new Map()
  let text = ''
  for (const [, block = ''] of content.matchAll(/(?:^|\n)BT\n([\s\S]*?)\nET(?=\n)/g)) {
    const token = /\/(\w+) [\d.]+ Tf\n|\(|<([0-9A-Fa-f]+)>/g
    for (let found = token.exec(block); found !== null; found = token.exec(block)) {
      const [, name, digits] = found
      if (name !== undefined) font = fonts.get(name) ?? font
      else if (digits !== undefined) text += glyphs(Buffer.from(digits, 'hex'), font)
      else {
        const literal = literalAt(block, token.lastIndex)
        token.lastIndex = literal.end
        text += glyphs(Buffer.from(literal.bytes), font)
      }
    }
    text += '\n'
  }
  return text
}

const glyphs = (bytes: Buffer, font: ReadonlyMap<number, string>): string =>
  Array.from({ length: bytes.length / 2 }, (_, i) => font.get(bytes.readUInt16BE(2 * i)) ?? '\uFFFD').join('')

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

/** The bytes of a literal string behind its `(`; parentheses inside may stand unescaped as long as they balance. */
function literalAt(block: string, from: number): { readonly bytes: readonly number[]; readonly end: number } {
  const bytes: number[] = []
  let at = from
  for (let depth = 1; at < block.length; at++) {
    let character = block[at] ?? ''
    if (character === '\\') {
      const octal = /^[0-7]{1,3}/.exec(block.slice(at + 1, at + 4))?.[0]
      character =
        octal === undefined ? (escapes[block[at + 1] ?? ''] ?? block[at + 1] ?? '') : String.fromCharCode(Number.parseInt(octal, 8))
      at += octal?.length ?? 1
    } else if (character === '(') depth++
    else if (character === ')' && --depth === 0) break
    bytes.push(character.charCodeAt(0))
  }
  return { bytes, end: at + 1 }
}
