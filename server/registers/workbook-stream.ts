/** The sheets of a workbook row by row: of a sheet of a million rows one is held, besides the strings that its cells share. */

import { sheetPieces } from './annotate-sheet.ts'
import { relationsOf, textOf } from './annotate-workbook.ts'
import { attribute, columnOf } from './annotate-xml.ts'
import { openZip, type ZipPart, type ZipReader } from './annotate-zip.ts'
import { cellText, dateStyles, dayOf, numberText, sharedStrings, textsIn } from './workbook-values.ts'

export type StreamedSheet = {
  readonly name: string
  /** The number of its last row. */
  readonly rows: number
  /** Its rows from one on, by their numbers, cells as text. */
  readonly from: (rowNo: number) => AsyncGenerator<{ readonly rowNo: number; readonly cells: string[] }>
}

export type StreamedWorkbook = {
  readonly sheets: readonly StreamedSheet[]
  /** How many cells lie in merged areas. */
  readonly merged: number
  readonly close: () => Promise<void>
}

/** The shown sheets, `most` of them. Each has been gone through once, so that a sheet that opens can be read to its end. Throws for XML that no spreadsheet writes. */
export async function streamWorkbook(path: string, most: number): Promise<StreamedWorkbook> {
  const zip = await openZip(path)
  try {
    return { ...(await sheetsOf(zip, most)), close: zip.close }
  } catch (error) {
    await zip.close()
    throw error
  }
}

async function sheetsOf(zip: ZipReader, most: number): Promise<Omit<StreamedWorkbook, 'close'>> {
  const part = (name: string): ZipPart | undefined => zip.parts.find((one) => one.name === name)
  const needed = (name: string): ZipPart => {
    const found = part(name)
    if (found === undefined) throw new Error(`workbook: no ${name}`)
    return found
  }
  const root = relationsOf(await textOf(zip, needed('_rels/.rels')), '')
  const book = root.find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
  const xml = await textOf(zip, needed(book))
  const relations = relationsOf(await textOf(zip, needed(book.replace(/([^/]+)$/, '_rels/$1.rels'))), book.replace(/[^/]*$/, ''))
  const target = (kind: string) => relations.find(({ type }) => type.endsWith(`/${kind}`))?.target
  const [strings, styles] = [part(target('sharedStrings') ?? ''), part(target('styles') ?? '')]
  const values: Values = {
    strings: strings === undefined ? [] : await sharedStrings(zip.read(strings)),
    dates: styles === undefined ? [] : dateStyles(await textOf(zip, styles)),
    is1904: /^(1|true)$/.test(attribute(/<(?:[\w.-]+:)?workbookPr[\s/][^>]*>/.exec(xml)?.[0] ?? '', 'date1904') ?? ''),
  }
  const shown = (xml.match(/<(?:[\w.-]+:)?sheet\s[^>]*>/g) ?? []).filter((tag) => (attribute(tag, 'state') ?? 'visible') === 'visible')
  const sheets: StreamedSheet[] = []
  let merged = 0
  for (const tag of shown.slice(0, most)) {
    const id = attribute(tag, '[\\w.-]+:id')
    const relation = relations.find((one) => one.id === id)
    if (relation === undefined) throw new Error('workbook: a sheet without its part')
    if (!relation.type.endsWith('/worksheet')) continue
    const found = needed(relation.target)
    const { rows, merges } = await survey(zip, found)
    merged += merges.reduce((sum, { top, bottom, left, right }) => sum + (Math.min(bottom, rows) - top + 1) * (right - left + 1), 0)
    sheets.push({ name: attribute(tag, 'name') ?? '', rows, from: (rowNo) => rowsFrom(zip, found, values, merges, rowNo) })
  }
  return { sheets, merged }
}

type Values = { readonly strings: readonly string[]; readonly dates: readonly boolean[]; readonly is1904: boolean }
/** Rows by number, columns from 0. */
type Merge = { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number }

/** How far a sheet goes, and its merged areas, which stand behind its rows. */
async function survey(zip: ZipReader, part: ZipPart): Promise<{ readonly rows: number; readonly merges: readonly Merge[] }> {
  let [rows, rest] = [0, '']
  for await (const pieces of sheetPieces(zip.read(part)))
    for (const piece of pieces) {
      if (piece.part === 'row') {
        if (piece.rowNo > mostRows || isWide(piece.text)) throw new RangeError('sheet: a cell where no register has one')
        rows = Math.max(rows, piece.rowNo)
      }
      if (piece.part === 'rest') rest += piece.text
    }
  const merges = (rest.match(/<(?:[\w.-]+:)?mergeCell\s[^>]*>/g) ?? []).flatMap((tag): Merge[] => {
    const found = /^([A-Z]+)(\d+):([A-Z]+)(\d+)$/.exec(attribute(tag, 'ref') ?? '')
    const [left, right] = [columnOf(found?.[1] ?? ''), columnOf(found?.[3] ?? '')]
    return left === null || right === null
      ? []
      : [{ left, right: Math.min(right, mostColumns - 1), top: Number(found?.[2]), bottom: Number(found?.[4]) }]
  })
  return { rows, merges: merges.sort((a, b) => a.top - b.top) }
}

const mostColumns = 200
/** 2^20, where every spreadsheet ends. */
const mostRows = 1_048_576

/** Whether the last cell of a row lies beyond the columns of a register and holds anything. */
function isWide(row: string): boolean {
  const last = /<(?:[\w.-]+:)?c\s(?:[^>]*\s)?r="([A-Z]{1,3})\d+"[^>]*>(?=<)/.exec(row.slice(Math.max(0, row.lastIndexOf('r="') - 40)))
  return last !== null && (columnOf(last[1] ?? '') ?? 0) >= mostColumns
}

/** A merged area shows one value in all its cells, so each of its rows has it. */
async function* rowsFrom(zip: ZipReader, part: ZipPart, values: Values, merges: readonly Merge[], from: number) {
  let [next, open]: [number, { readonly merge: Merge; readonly value: string }[]] = [0, []]
  for await (const pieces of sheetPieces(zip.read(part)))
    for (const piece of pieces) {
      if (piece.part !== 'row') continue
      const { rowNo } = piece
      const cells = cellsOf(piece.text, values)
      open = open.filter(({ merge }) => merge.bottom >= rowNo)
      for (; (merges[next]?.top ?? Number.POSITIVE_INFINITY) <= rowNo; next++) {
        const merge = merges[next]
        const value = merge?.top === rowNo ? (cells[merge.left] ?? '') : ''
        if (merge !== undefined && value !== '') open.push({ merge, value })
      }
      for (const { merge, value } of open) for (let at = merge.left; at <= merge.right; at++) cells[at] = value
      if (rowNo >= from) yield { rowNo, cells: Array.from(cells, (cell) => cell ?? '') }
    }
}

const cellPattern = /<(?:[\w.-]+:)?c((?:\s(?:[^>"'/]|"[^"]*"|'[^']*')*)?)(?:\/>|>([\s\S]*?)<\/(?:[\w.-]+:)?c>)/g

/** The cells of a row at their columns; those that the XML leaves out are not there. */
function cellsOf(row: string, values: Values): string[] {
  const cells: string[] = []
  let at = 0
  for (const [, tag = '', body] of row.matchAll(cellPattern)) {
    const reference = /\sr="([A-Z]{1,3})\d+"/.exec(tag)?.[1]
    at = (reference === undefined ? null : columnOf(reference)) ?? at
    const text = body === undefined ? '' : textOfCell(tag, body, values)
    if (text !== '' && at >= mostColumns) throw new RangeError(`> ${mostColumns} 列 columns`)
    if (text !== '') cells[at] = text
    at++
  }
  return cells
}

/** A cell as it would stand in a CSV file: dates as YYYY-MM-DD, numbers in full, of a formula its last value. */
function textOfCell(tag: string, body: string, { strings, dates, is1904 }: Values): string {
  const type = /\st=["'](\w+)["']/.exec(tag)?.[1] ?? 'n'
  if (type === 'inlineStr') return textsIn(body)
  const raw = /<(?:[\w.-]+:)?v(?:\s[^>]*)?>([^<]*)</.exec(body)?.[1] ?? ''
  if (raw === '') return ''
  if (type === 's') return strings[Number(raw)] ?? ''
  if (type === 'b') return raw.trim() === '1' || raw.trim() === 'true' ? 'TRUE' : 'FALSE'
  if (type === 'd') return raw.slice(0, 10)
  if (type !== 'n') return cellText(raw)
  const number = Number(raw)
  const style = Number(/\ss=["'](\d+)["']/.exec(tag)?.[1] ?? -1)
  return dates[style] === true ? dayOf(number, is1904) : numberText(number)
}
