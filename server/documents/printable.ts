/** Text as a font can show it. Nothing vanishes from a paper in silence, and nothing invisible stands on one. */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [member: string]: Json }

export type Prints = (codePoint: number) => boolean

/**
 * The data with every character that would not show written as its code, `〔U+2CC56〕`: rare characters of names that the font lacks, and
 * control characters, such as the marks that turn the direction of writing and let one name look like another.
 */
export function printable(data: Json, prints: Prints): Json {
  if (typeof data === 'string') return printableText(data, prints)
  if (typeof data !== 'object' || data === null) return data
  if (isList(data)) return data.map((one) => printable(one, prints))
  return Object.fromEntries(Object.entries(data).map(([member, value]) => [member, printable(value, prints)]))
}

/** What a TrueType font has a glyph for, from its `cmap` table in format 12 (OpenType 1.9, cmap). Invisible characters count as not printed. */
export function printsWith(font: Buffer): Prints {
  const groups = characterGroups(font)
  const covered = new Uint8Array(0x110000)
  for (const [first, end] of groups) covered.fill(1, first, end + 1)
  return (codePoint) => covered[codePoint] === 1 && !invisible.test(String.fromCodePoint(codePoint))
}

/** What shows in any font that has it: for files whose reader brings the fonts. */
export const visible: Prints = (codePoint) => !invisible.test(String.fromCodePoint(codePoint))

const isList = (data: Json): data is readonly Json[] => Array.isArray(data)

function printableText(text: string, prints: Prints): string {
  let shown = ''
  for (const character of text) {
    const codePoint = character.codePointAt(0) ?? 0
    const plain = (codePoint >= 0x20 && codePoint < 0x7f) || codePoint === 0x0a
    shown += plain || prints(codePoint) ? character : `〔U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}〕`
  }
  return shown
}

/** Control, format, private use and unassigned characters, line and paragraph separators, lone surrogates. */
const invisible = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/u

function characterGroups(font: Buffer): readonly (readonly [first: number, last: number])[] {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, i) => 12 + 16 * i)
  const record = tables.find((at) => font.toString('latin1', at, at + 4) === 'cmap')
  if (record === undefined) throw new Error('the font has no cmap table')
  const cmap = font.readUInt32BE(record + 8)
  const subtables = Array.from({ length: font.readUInt16BE(cmap + 2) }, (_, i) => cmap + font.readUInt32BE(cmap + 4 + 8 * i + 4))
  const full = subtables.find((at) => font.readUInt16BE(at) === 12)
  if (full === undefined) throw new Error('the font has no cmap subtable of format 12')
  return Array.from({ length: font.readUInt32BE(full + 12) }, (_, i) => {
    const at = full + 16 + 12 * i
    return [font.readUInt32BE(at), font.readUInt32BE(at + 4)] as const
  })
}
