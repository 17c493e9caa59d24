/** A register file as people have it, CSV or workbook: which it is say its bytes, never its name. Opened up to its heading; the rows stream. */
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { guideSheet, isExample, resultHeading, summarySheet } from '#core/registers/annotation.ts'
import { guessColumns, type Headings, headingAt, plainHeading } from '#core/registers/columns.ts'
import type { FileStore } from '#server/files/store.ts'
import { Problem } from '#server/http/problem.ts'
import { type CsvRow, csvRows, detectEncoding, type Encoding } from './csv.ts'
import type { SheetHead } from './workbook-engine.ts'
import { openWorkbook } from './xlsx.ts'

export type FileForm = Encoding | 'xlsx'

export type RegisterFile = {
  readonly form: FileForm
  /** The sheets one may choose from; none in a CSV file. */
  readonly sheets: readonly { readonly name: string; readonly rows: number }[]
  /** The sheet that is read; null in a CSV file. */
  readonly sheet: string | null
  /** The number of the heading's row as a spreadsheet shows it, from 1. */
  readonly headingRow: number
  /** The cells of the heading: every row has as many. */
  readonly headings: readonly string[]
  /** Rows below the heading without those that hold nothing and the examples of a template. Read once. */
  readonly rows: AsyncIterable<readonly CsvRow[]>
  readonly close: () => Promise<void>
}

export type OpenFile = {
  readonly files: FileStore
  readonly sha256: string
  /** Headings of the register: the row that knows most of them is the heading. */
  readonly headings: Headings
  /** Null: the sheet that knows the most columns. */
  readonly sheet: string | null
  /** Look only at so many bytes to tell the encoding: for a glance at the head of a file. */
  readonly glance?: number
  readonly progress?: (phase: 'decode' | 'read', done: number, total: number | null) => void
}

/** Opens a file. Throws the problems of files that are none of ours: `workbook_…`, `file_…`, `encoding_unknown`, `csv_broken`, `sheet_unknown`. */
export async function openRegisterFile(asked: OpenFile): Promise<RegisterFile> {
  const head = await headOf(await bytesOf(asked))
  if (head.startsWith('d0cf11e0')) throw new Problem('workbook_old_or_locked')
  return head.startsWith('504b') ? openSheet(asked) : openCsv(asked)
}

/** One value for headings that mean the same to a clerk: what a mapping is remembered by. */
export const headingHash = (headings: readonly string[]): string =>
  createHash('sha256')
    .update(JSON.stringify(headings.map(plainHeading).filter((text) => text !== '' && text !== resultHeading)))
    .digest('hex')

async function openCsv(asked: OpenFile): Promise<RegisterFile> {
  const { progress = () => undefined } = asked
  const open = () => bytesOf(asked)
  const form = await detectEncoding(open, (bytes) => progress('decode', bytes, null), asked.glance)
  const rows = csvRows(await open(), form, (bytes) => progress('read', bytes, null))
  const first = await rows.next()
  if (first.done === true) throw new Problem('file_without_rows')
  const at = headingAt(
    asked.headings,
    first.value.slice(0, mostHeads).map(({ cells }) => cells),
  )
  const heading = first.value[at]
  if (heading === undefined) throw new Problem('file_without_rows')
  const rest = first.value.slice(at + 1)
  return {
    form,
    sheets: [],
    sheet: null,
    headingRow: heading.rowNo,
    headings: heading.cells,
    rows: below(rest, rows),
    close: async () => void (await rows.return(undefined)),
  }
}

async function openSheet(asked: OpenFile): Promise<RegisterFile> {
  const { progress = () => undefined } = asked
  progress('decode', 0, null)
  const workbook = await openWorkbook(asked.files.path(asked.sha256))
  try {
    const ours: ReadonlySet<string> = new Set([summarySheet, guideSheet])
    const offered = workbook.sheets.flatMap((sheet, at) => (ours.has(sheet.name) || sheet.head.length === 0 ? [] : [{ sheet, at }]))
    const chosen = asked.sheet === null ? mostKnown(offered, asked.headings) : offered.find(({ sheet }) => sheet.name === asked.sheet)
    if (chosen === undefined)
      throw asked.sheet === null ? new Problem('file_without_rows') : new Problem('sheet_unknown', { sheet: asked.sheet })
    const heading =
      chosen.sheet.head[
        headingAt(
          asked.headings,
          chosen.sheet.head.map(({ cells }) => cells),
        )
      ]
    if (heading === undefined) throw new Problem('file_without_rows')
    const rows = workbook.rowsFrom(chosen.at, heading.rowNo, (done, total) => progress('read', done, total))
    const first = await rows.next()
    return {
      form: 'xlsx',
      sheets: offered.map(({ sheet }) => ({ name: sheet.name, rows: sheet.rows })),
      sheet: chosen.sheet.name,
      headingRow: heading.rowNo,
      headings: heading.cells,
      rows: below(first.done === true ? [] : first.value.slice(1), rows),
      close: workbook.close,
    }
  } catch (error) {
    await workbook.close()
    throw error
  }
}

/** Titles and notes stand in so many rows at most. */
const mostHeads = 20

type Offered = { readonly sheet: SheetHead; readonly at: number }

/** The sheet whose heading knows the most columns, of equals the first: sheets of explanations know none. */
function mostKnown(offered: readonly Offered[], headings: Headings): Offered | undefined {
  const known = offered.map(({ sheet }) => {
    const rows = sheet.head.map(({ cells }) => cells)
    return Object.keys(guessColumns(headings, rows[headingAt(headings, rows)] ?? [])).length
  })
  return offered[known.indexOf(Math.max(...known))]
}

async function* below(first: readonly CsvRow[], rows: AsyncIterable<readonly CsvRow[]>): AsyncGenerator<readonly CsvRow[]> {
  yield first.filter(isRow)
  for await (const chunk of rows) yield chunk.filter(isRow)
}

/** Spreadsheets save rows of commas below their last row. */
const isRow = ({ cells }: CsvRow): boolean => cells.some((cell) => cell !== '' && cell.trim() !== '') && !isExample(cells)

async function bytesOf({ files, sha256 }: OpenFile): Promise<Readable> {
  const bytes = await files.open(sha256)
  if (bytes === null) throw new Problem('file_missing', { sha256 })
  return bytes
}

/** The first bytes in hex. */
async function headOf(bytes: Readable): Promise<string> {
  for await (const chunk of bytes as AsyncIterable<Buffer>) return chunk.subarray(0, 8).toString('hex')
  return ''
}
