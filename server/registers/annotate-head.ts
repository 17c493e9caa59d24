/** What stands before the rows of a sheet: how wide its columns are, how they look, how far it reaches (ECMA-376 part 1, 18.3.1.17). */
import { attribute, columnLetters, columnOf, prefixOf, withAttribute } from './annotate-xml.ts'

/** The style that the sheet gives to whole columns; 0 where it says nothing. */
export function columnStyles(head: string): (column: number) => number {
  const ranges = colsOf(head).map(({ tag, from, to }) => ({ from, to, style: Number(attribute(tag, 'style') ?? 0) }))
  return (column) => ranges.find(({ from, to }) => column >= from && column <= to)?.style ?? 0
}

/** The head with a wide column for what is written; the columns beside it keep their width. */
export function withWideColumn(head: string, column: number, width: number): string {
  const p = prefixOf(head, 'worksheet')
  const own = `<${p}col min="${column + 1}" max="${column + 1}" width="${width}" customWidth="1"/>`
  const others = colsOf(head).flatMap(({ tag, from, to }) => [
    ...(from < column ? [{ from, tag: ranged(tag, from, Math.min(to, column - 1)) }] : []),
    ...(to > column ? [{ from: Math.max(from, column + 1), tag: ranged(tag, Math.max(from, column + 1), to) }] : []),
  ])
  const cols = [...others, { from: column, tag: own }].sort((a, b) => a.from - b.from)
  const text = `<${p}cols>${cols.map(({ tag }) => tag).join('')}</${p}cols>`
  const list = colsList.exec(head)
  const at = head.search(/<(?:[\w.-]+:)?sheetData[\s>/]/)
  const wide =
    list === null ? head.slice(0, at) + text + head.slice(at) : head.slice(0, list.index) + text + head.slice(list.index + list[0].length)
  return wide.replace(/<(?:[\w.-]+:)?dimension\s[^>]*>/, (tag) => reaching(tag, column))
}

const colsList = /<(?:[\w.-]+:)?cols(?:\s[^>]*)?>[\s\S]*?<\/(?:[\w.-]+:)?cols>/

/** The `col` elements with their range, from 0. */
function colsOf(head: string): readonly { readonly tag: string; readonly from: number; readonly to: number }[] {
  const tags = colsList.exec(head)?.[0].match(/<(?:[\w.-]+:)?col\s[^>]*\/>/g) ?? []
  return tags.map((tag) => ({ tag, from: Number(attribute(tag, 'min')) - 1, to: Number(attribute(tag, 'max')) - 1 }))
}

const ranged = (tag: string, from: number, to: number): string => withAttribute(withAttribute(tag, 'min', from + 1), 'max', to + 1)

/** `A1:J90` reaches to the column. */
function reaching(tag: string, column: number): string {
  const [start = '', end = start] = (attribute(tag, 'ref') ?? '').split(':')
  const last = columnOf(end)
  if (last === null || last >= column) return tag
  return withAttribute(tag, 'ref', `${start}:${columnLetters(column)}${end.replace(/^[A-Z]+/, '')}`)
}
