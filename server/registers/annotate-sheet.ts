/** The XML of one sheet, row by row: rows with a mark get it, all others pass as they are (ECMA-376 part 1, 18.3.1). */
import type { RowMark } from '#core/registers/annotation.ts'
import { attribute, columnLetters, columnOf, escaped, prefixOf, withAttribute } from './annotate-xml.ts'

export type SheetPiece =
  | { readonly part: 'head' | 'rest'; readonly text: string }
  | { readonly part: 'row'; readonly rowNo: number; readonly text: string }

/** A sheet in pieces: all before its rows, each row, all after them. Throws for XML that no spreadsheet writes. */
export async function* sheetPieces(bytes: AsyncIterable<Buffer>): AsyncGenerator<readonly SheetPiece[]> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let state = 'head' as 'head' | 'rows' | 'rest' // it changes within `take`
  let [text, prefix, rowNo] = ['', '', 0]
  const take = (): SheetPiece[] => {
    const pieces: SheetPiece[] = []
    if (state === 'head') {
      const found = /<(?:[\w.-]+:)?sheetData(?:\s[^>]*)?>/.exec(text)
      if (found === null) {
        if (text.length > longestHead) throw new Error('sheet: no rows')
        return pieces
      }
      prefix = prefixOf(text, 'worksheet')
      const isEmpty = found[0].endsWith('/>')
      const end = found.index + found[0].length
      pieces.push({ part: 'head', text: text.slice(0, end) })
      text = text.slice(end)
      state = isEmpty ? 'rest' : 'rows'
    }
    let at = 0
    while (state === 'rows') {
      at += blanks(text, at)
      const row = nextRow(text, at, prefix)
      if (row === 'more') break
      if (row === 'end') state = 'rest'
      else {
        rowNo = Number(attribute(/^<[^>]*>/.exec(row)?.[0] ?? '', 'r') ?? rowNo + 1)
        pieces.push({ part: 'row', rowNo, text: row })
        at += row.length
      }
    }
    text = text.slice(at)
    if (text.length > longestRow && state === 'rows') throw new Error('sheet: a row without end')
    if (state === 'rest') {
      pieces.push({ part: 'rest', text })
      text = ''
    }
    return pieces
  }
  for await (const chunk of bytes) {
    text += decoder.decode(chunk, { stream: true })
    yield take()
  }
  text += decoder.decode()
  yield take()
  if (state !== 'rest') throw new Error('sheet: it ends too soon')
}

export type SheetRow = {
  /** The cells that hold something lie before this column. */
  readonly width: number
  /** The style a cell has or would have, by its own, its row's or its column's. */
  readonly styleAt: (column: number) => number
  readonly text: string
  readonly cells: readonly SheetCell[]
}

/** Reads a row; `columnStyle` is what the sheet says of whole columns. */
export function readRow(text: string, columnStyle: (column: number) => number): SheetRow {
  const tag = /^<(?:[^>"']|"[^"]*"|'[^']*')*>/.exec(text)?.[0] ?? ''
  const cells = cellsOf(text, tag.length)
  const own = attribute(tag, 'customFormat') === '1' ? Number(attribute(tag, 's') ?? 0) : null
  return {
    width: cells.reduce((most, { column, isEmpty }) => (isEmpty ? most : Math.max(most, column + 1)), 0),
    styleAt: (column) => cells.find((cell) => cell.column === column)?.style ?? own ?? columnStyle(column),
    text,
    cells,
  }
}

export type RowEdit = {
  /** New styles by column. */
  readonly styles: ReadonlyMap<number, number>
  /** What stands in the column of results; null: what stands there is emptied. */
  readonly note: { readonly column: number; readonly text: string | null; readonly style: number }
}

/** The row with the edit; its other cells keep every byte. */
export function editedRow({ text, cells }: SheetRow, rowNo: number, { styles, note }: RowEdit): string {
  const prefix = /^<([\w.-]+:)?row/.exec(text)?.[1] ?? ''
  const tag = /^<(?:[^>"']|"[^"]*"|'[^']*')*>/.exec(text)?.[0] ?? ''
  const open = withoutSpans(tag.endsWith('/>') ? `${tag.slice(0, -2)}>` : tag)
  const made = (column: number, style: number, said: string | null): string => {
    const start = `<${prefix}c r="${columnLetters(column)}${rowNo}" s="${style}"`
    if (said === null) return `${start}/>`
    return `${start} t="inlineStr"><${prefix}is><${prefix}t xml:space="preserve">${escaped(said)}</${prefix}t></${prefix}is></${prefix}c>`
  }
  const missing = [...styles.keys()].filter((column) => column !== note.column && !cells.some((cell) => cell.column === column))
  const pieces = [
    ...cells
      .filter(({ column }) => column !== note.column)
      .map(({ column, text: cell }) => ({ column, text: styles.has(column) ? restyled(cell, styles.get(column) ?? 0) : cell })),
    ...missing.map((column) => ({ column, text: made(column, styles.get(column) ?? 0, null) })),
    ...(note.text === null ? [] : [{ column: note.column, text: made(note.column, note.style, note.text) }]),
  ].sort((a, b) => a.column - b.column)
  const last = cells.at(-1)
  const tail = tag.endsWith('/>') ? `</${prefix}row>` : text.slice(last === undefined ? tag.length : last.end)
  return `${open}${pieces.map((piece) => piece.text).join('')}${tail}`
}

/** Rows that mark `rowNo`; the marks come in the order of rows. */
export type MarkedRow = RowMark & { readonly rowNo: number }

type SheetCell = {
  readonly column: number
  readonly style: number | null
  readonly isEmpty: boolean
  readonly text: string
  readonly end: number
}

const longestHead = 16 << 20
/** 200 columns of the longest cells, escaped. */
const longestRow = 64 << 20
const cellPattern = /<(?:[\w.-]+:)?c(?=[\s/>])((?:[^>"']|"[^"]*"|'[^']*')*?)(?:\/>|>([\s\S]*?)<\/(?:[\w.-]+:)?c>)/g

function cellsOf(row: string, from: number): SheetCell[] {
  const cells: SheetCell[] = []
  let next = 0
  for (const found of row.slice(from).matchAll(cellPattern)) {
    const [text, attributes = '', body = ''] = found
    const column = columnOf(attribute(attributes, 'r') ?? '') ?? next
    next = column + 1
    const style = attribute(attributes, 's')
    const isEmpty = !/<(?:[\w.-]+:)?(?:v|is|f)[\s/>]/.test(body)
    cells.push({ column, style: style === null ? null : Number(style), isEmpty, text, end: from + found.index + text.length })
  }
  return cells
}

/** The next row whole, `end` where the rows end, `more` when the text is too short to say. */
function nextRow(text: string, at: number, prefix: string): string | 'end' | 'more' {
  const close = `</${prefix}sheetData>`
  if (text.startsWith(close, at)) return 'end'
  const start = `<${prefix}row`
  if (text.length - at <= close.length) return 'more'
  if (!text.startsWith(start, at)) throw new Error('sheet: something else than rows')
  const tag = rowTag(text, at)
  if (tag === null) return 'more'
  if (text[tag - 2] === '/') return text.slice(at, tag)
  const ending = `</${prefix}row>`
  const end = text.indexOf(ending, tag)
  if (end < 0) return 'more'
  const row = text.slice(at, end + ending.length)
  // A comment or CDATA could hold what looks like cells.
  if (row.includes('<!')) throw new Error('sheet: a comment among the cells')
  return row
}

/** Where the tag that begins here ends. */
function rowTag(text: string, at: number): number | null {
  const tag = /<(?:[^>"']|"[^"]*"|'[^']*')*>/y
  tag.lastIndex = at
  return tag.test(text) ? tag.lastIndex : null
}

function blanks(text: string, at: number): number {
  const blank = /\s*/y
  blank.lastIndex = at
  blank.test(text)
  return blank.lastIndex - at
}

const restyled = (cell: string, style: number): string => {
  const tag = /^<(?:[^>"']|"[^"]*"|'[^']*')*>/.exec(cell)?.[0] ?? ''
  return withAttribute(tag, 's', style) + cell.slice(tag.length)
}

/** A hint for readers that a new cell makes wrong. */
const withoutSpans = (tag: string): string => tag.replace(/\sspans\s*=\s*(?:"[^"]*"|'[^']*')/, '')
