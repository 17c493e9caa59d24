/** What the cells of a workbook say: its shared strings, and which of its styles are dates (ECMA-376 part 1, 18.4 and 18.8). */
import { attribute, unescaped } from './annotate-xml.ts'

/** No spreadsheet holds a longer cell. */
const longestCell = 32_767

/** The text of `t` elements, pieces of one string joined, without the readings of East Asian characters (18.4.6). */
export function textsIn(xml: string): string {
  const plain = xml.includes('rPh') ? xml.replace(/<(?:[\w.-]+:)?rPh[\s>][\s\S]*?<\/(?:[\w.-]+:)?rPh>/g, '') : xml
  let text = ''
  for (const [, piece = ''] of plain.matchAll(/<(?:[\w.-]+:)?t(?:\s[^>]*)?>([^<]*)</g)) text += piece
  return cellText(text)
}

/** A text as a cell shows it: entities and the escapes of characters XML cannot hold; no NUL, which no text of the database holds. */
export function cellText(xml: string): string {
  const plain = xml.includes('&') ? unescaped(xml) : xml
  const text = plain.includes('_x')
    ? plain.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : plain
  return (text.includes('\0') ? text.replaceAll('\0', '') : text).replaceAll('\r\n', '\n').slice(0, longestCell)
}

/** The strings of a workbook in their order, as they stream by. */
export async function sharedStrings(bytes: AsyncIterable<Buffer>): Promise<string[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const strings: string[] = []
  let text = ''
  for await (const chunk of bytes) {
    text += decoder.decode(chunk, { stream: true })
    const end = text.lastIndexOf('</')
    const cut = /<\/(?:[\w.-]+:)?si>/.exec(text.slice(Math.max(0, end - 200)))
    if (cut === null && text.length < 1 << 20) continue
    text = takeStrings(text, strings)
  }
  takeStrings(text + decoder.decode(), strings)
  return strings
}

/** Takes every whole string from the text; answers what is left of it. */
function takeStrings(text: string, strings: string[]): string {
  const item = /<(?:[\w.-]+:)?si(?:\s[^>]*)?(?:\/>|>([\s\S]*?)<\/(?:[\w.-]+:)?si>)/g
  let end = 0
  for (const found of text.matchAll(item)) {
    strings.push(found[1] === undefined ? '' : ownText(textsIn(found[1])))
    end = found.index + found[0].length
  }
  return text.slice(end)
}

/** A copy of its own: of 13 characters on, V8 cuts a string as a view that keeps the whole chunk of XML in memory for as long as it lives. */
const ownText = (text: string): string => (text.length < 13 ? text : Buffer.from(text).toString())

/** By the index of a cell's style: whether its number is a day. */
export function dateStyles(xml: string): readonly boolean[] {
  const own = new Map(
    (xml.match(/<(?:[\w.-]+:)?numFmt\s[^>]*>/g) ?? []).map((tag) => [
      attribute(tag, 'numFmtId') ?? '',
      isDateFormat(attribute(tag, 'formatCode') ?? ''),
    ]),
  )
  const formats = /<(?:[\w.-]+:)?cellXfs[\s>][\s\S]*?<\/(?:[\w.-]+:)?cellXfs>/.exec(xml)?.[0] ?? ''
  return (formats.match(/<(?:[\w.-]+:)?xf[\s/>][^>]*>?/g) ?? []).map((tag) => {
    const id = attribute(tag, 'numFmtId') ?? '0'
    return own.get(id) ?? isBuiltInDate(Number(id))
  })
}

/** 18.8.30: the dates of all languages, and those of East Asian ones. */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)

/** A format that shows a day or a time: letters of dates outside of quotes, brackets and escapes. */
const isDateFormat = (code: string): boolean => /[ymdhs]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\.|_./g, '').replace(/general/i, ''))

/** The day of a serial number as YYYY-MM-DD; empty when there is none. */
export function dayOf(serial: number, is1904: boolean): string {
  // The calendar of 1900 has a 29 February that never was.
  const days = is1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial
  const date = new Date((Math.floor(days + 1e-9) - 25_569) * 86_400_000)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, 10)
}

/** A number in full, with the 15 digits a spreadsheet has. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return ''
  if (Number.isInteger(value)) return BigInt(value).toString()
  const text = Number(value.toPrecision(15)).toString()
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text
}
