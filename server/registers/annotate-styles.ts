/** The styles of a workbook, and ours beside them: a cell that is wrong keeps its own style and becomes red (ECMA-376 part 1, 18.8). */
import { attribute, prefixOf, withAttribute } from './annotate-xml.ts'

export type Restyled = {
  readonly xml: string
  /** The style of a cell when it is wrong; of a cell that was, and is so no longer. */
  readonly red: (style: number) => number
  readonly plain: (style: number) => number
  readonly wasRed: (style: number) => boolean
  /** The style of what is written beside the row, and of its heading. */
  readonly note: number
  readonly heading: number
}

/** Adds our styles for the cells that have one of `used`; everything else of the part stays. */
export function restyle(xml: string, used: ReadonlySet<number>): Restyled {
  const p = prefixOf(xml, 'styleSheet')
  const fonts = appended(xml, p, 'fonts', [
    `<${p}font><${p}color rgb="${ink}"/></${p}font>`,
    `<${p}font><${p}b/><${p}color rgb="${ink}"/></${p}font>`,
  ])
  const ourFill = fillsOf(fonts.xml, p).findIndex((fill) => fill.includes(pink))
  const fills = ourFill >= 0 ? { xml: fonts.xml, first: ourFill } : appended(fonts.xml, p, 'fills', [fillXml(p)])
  const formats = formatsOf(fills.xml, p)
  const ours = new Set(formats.flatMap((format, style) => (attribute(format, 'fillId') === String(fills.first) ? [style] : [])))
  const made: string[] = []
  const make = (format: string): number => formats.length + made.push(format) - 1
  const clone = (style: number, fill: number): number => {
    const format = formats[style] ?? formats[0] ?? `<${p}xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>`
    const end = /^<[^>]*>/.exec(format)?.[0] ?? ''
    return make(withAttribute(withAttribute(end, 'fillId', fill), 'applyFill', 1) + format.slice(end.length))
  }
  const red = new Map([...used].map((style) => [style, ours.has(style) ? style : clone(style, fills.first)]))
  const plain = new Map([...ours].map((style) => [style, clone(style, 0)]))
  const written = (font: number): number =>
    make(`<${p}xf numFmtId="49" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`)
  const [note, heading] = [written(fonts.first), written(fonts.first + 1)]
  return {
    xml: appended(fills.xml, p, 'cellXfs', made).xml,
    red: (style) => red.get(style) ?? style,
    plain: (style) => plain.get(style) ?? style,
    wasRed: (style) => plain.has(style),
    note,
    heading,
  }
}

/** A workbook without styles gets these. */
export const noStyles =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'

const ink = 'FFB42318'
/** A colour that nobody picks by hand, by which our own cells are known when the file comes again. */
const pink = 'FFFDD9D6'
const fillXml = (p: string): string =>
  `<${p}fill><${p}patternFill patternType="solid"><${p}fgColor rgb="${pink}"/><${p}bgColor indexed="64"/></${p}patternFill></${p}fill>`

/** The list with more at its end, and the place of the first of them. */
function appended(xml: string, p: string, list: string, more: readonly string[]): { readonly xml: string; readonly first: number } {
  const { start, tag, body, end } = listOf(xml, p, list)
  const item = { fonts: 'font', fills: 'fill', cellXfs: 'xf' }[list] ?? ''
  const first = elements(body, `${p}${item}`).length
  return { xml: `${xml.slice(0, start)}${withAttribute(tag, 'count', first + more.length)}${body}${more.join('')}${xml.slice(end)}`, first }
}

const fillsOf = (xml: string, p: string): readonly string[] => elements(listOf(xml, p, 'fills').body, `${p}fill`)
const formatsOf = (xml: string, p: string): readonly string[] => elements(listOf(xml, p, 'cellXfs').body, `${p}xf`)

function listOf(xml: string, p: string, list: string) {
  const found = new RegExp(`<${p}${list}(?:\\s[^>]*[^/>])?>`).exec(xml)
  const end = found === null ? -1 : xml.indexOf(`</${p}${list}>`, found.index)
  if (found === null || end < 0) throw new Error(`styles: no ${list}`)
  return { start: found.index, tag: found[0], body: xml.slice(found.index + found[0].length, end), end }
}

/** The elements of this name that stand in the body, whole. */
function elements(body: string, name: string): string[] {
  return body.match(new RegExp(`<${name}(?:\\s(?:[^>"']|"[^"]*"|'[^']*')*?)?(?:/>|>[\\s\\S]*?</${name}>)`, 'g')) ?? []
}
