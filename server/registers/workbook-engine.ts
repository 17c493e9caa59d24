/** A workbook in a thread of its own, with a heap of its own: neither a large nor a hostile one takes the server's. Rows go out as text, batch by batch. */
import { readFileSync, statSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { type CellValue, type ReadOptions, readXlsx, type Sheet } from 'hucre/xlsx'
import type { ProblemCode } from '#contract/problems.ts'
import { checkArchive, mostPackedMiB } from './archive.ts'
import { streamWorkbook } from './workbook-stream.ts'
import { numberText } from './workbook-values.ts'

export type OpenWorkbook = { readonly path: string }
export type ToWorkbook = { readonly take: { readonly sheet: number; readonly heading: number } } | 'more'
export type SheetHead = { readonly name: string; readonly rows: number; readonly head: readonly SheetRow[] }
export type SheetRow = { readonly rowNo: number; readonly cells: string[] }
export type FromWorkbook =
  | { readonly refused: ProblemCode; readonly facts: Readonly<Record<string, unknown>> }
  /** The first rows of each sheet, where the heading is looked for, and how many rows it has in all. */
  | { readonly heads: readonly SheetHead[] }
  /** `at` rows of `total` have been gone through. */
  | { readonly rows: readonly SheetRow[]; readonly at: number; readonly total: number }

const mostSheets = 20
const mostHeads = 20
const mostColumns = 200
const longestCell = 32_767
const mostMerged = 2_000_000
const batchRows = 1000

if (parentPort !== null) {
  const port = parentPort
  const say = (message: FromWorkbook): void => port.postMessage(message)
  const { path } = workerData as OpenWorkbook // what xlsx.ts starts this thread with
  const opened = await open(path)
  if ('refused' in opened) say(opened)
  else serve(opened.sheets, port, say)
}

/** A sheet that can be read from a row on, as often as it is asked. */
type OpenSheet = { readonly name: string; readonly rows: number; readonly from: (rowNo: number) => Rows }
type Rows = AsyncIterator<SheetRow> | Iterator<SheetRow>

/** Answers what it is asked; a row that no register has ends it with the refusal. */
function serve(sheets: readonly OpenSheet[], port: NonNullable<typeof parentPort>, say: (message: FromWorkbook) => void): void {
  let taken: { readonly rows: Rows; readonly total: number } | null = null
  const answer = async (asked: ToWorkbook | 'heads'): Promise<FromWorkbook> => {
    if (asked === 'heads') return { heads: await Promise.all(sheets.map(headOf)) }
    const sheet = asked === 'more' ? undefined : sheets[asked.take.sheet]
    if (asked !== 'more' && sheet !== undefined) taken = { rows: sheet.from(asked.take.heading + 1), total: sheet.rows }
    if (taken === null) throw new Error('no sheet was taken')
    const rows: SheetRow[] = []
    for (let i = 0; i < batchRows; i++) {
      const one = await taken.rows.next()
      if (one.done === true) return { rows, at: taken.total, total: taken.total }
      rows.push(...filled(one.value))
      if (i === batchRows - 1) return { rows, at: Math.min(one.value.rowNo, taken.total - 1), total: taken.total }
    }
    throw new Error('a batch ends with its last row')
  }
  const reply = (asked: ToWorkbook | 'heads') =>
    answer(asked).then(say, (error: unknown) => {
      if (!(error instanceof RangeError)) throw error
      say({ refused: 'workbook_too_large', facts: { what: error.message.slice(0, 100) } })
    })
  port.on('message', (asked: ToWorkbook) => void reply(asked))
  void reply('heads')
}

async function headOf({ name, rows, from }: OpenSheet): Promise<SheetHead> {
  const [reading, head]: [Rows, SheetRow[]] = [from(1), []]
  for (let one = await reading.next(); one.done !== true && one.value.rowNo <= mostHeads; one = await reading.next())
    head.push(...filled(one.value))
  await reading.return?.()
  return { name, rows, head }
}

type Opened =
  | { readonly sheets: readonly OpenSheet[] }
  | { readonly refused: ProblemCode; readonly facts: Readonly<Record<string, unknown>> }

async function open(path: string): Promise<Opened> {
  if (statSync(path).size > mostPackedMiB << 20) return { refused: 'workbook_too_large', facts: { what: `> ${mostPackedMiB} MiB` } }
  const bytes = readFileSync(path)
  const checked = checkArchive(bytes)
  if (!checked.ok) {
    const { type, ...facts } = checked.failure
    return { refused: type, facts }
  }
  // What the stream does not understand the library may, in more memory; and it says best what is wrong with the rest.
  const streamed = await streamWorkbook(path, mostSheets).catch(() => null)
  if (streamed === null) return openWhole(bytes)
  if (streamed.merged > mostMerged) return { refused: 'workbook_too_large', facts: { what: `> ${mostMerged} 合并单元格 merged cells` } }
  return streamed
}

async function openWhole(bytes: Buffer): Promise<Opened> {
  const sheets = await sheetsOf(bytes).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
  // Whatever a parser says about bytes that people sent is about the bytes.
  if (sheets instanceof RangeError) return { refused: 'workbook_too_large', facts: { what: sheets.message.slice(0, 100) } }
  if (sheets instanceof Error) return { refused: 'workbook_broken', facts: { why: sheets.message.slice(0, 100) } }
  if (!sheets.every(spreadMerged)) return { refused: 'workbook_too_large', facts: { what: `> ${mostMerged} 合并单元格 merged cells` } }
  const from = ({ rows }: Sheet) =>
    function* (rowNo: number): Generator<SheetRow> {
      for (let at = rowNo - 1; at < rows.length; at++) yield { rowNo: at + 1, cells: (rows[at] ?? []).map(textOf) }
    }
  return { sheets: sheets.map((sheet) => ({ name: sheet.name, rows: sheet.rows.length, from: from(sheet) })) }
}

/** The sheets that a person would see. */
async function sheetsOf(bytes: Buffer): Promise<readonly Sheet[]> {
  const isShown: ReadOptions['sheets'] = (info, at) => at < mostSheets && info.hidden !== true && info.veryHidden !== true
  return (await readXlsx(bytes, { sheets: isShown })).sheets
}

/** A merged area shows one value in all its cells, so each of its rows has it; false when the areas are larger than any register's. */
function spreadMerged({ merges = [], rows }: Sheet): boolean {
  let budget = mostMerged
  for (const { startRow, startCol, endRow, endCol } of merges) {
    const [lastRow, lastColumn] = [Math.min(endRow, rows.length - 1), Math.min(endCol, mostColumns - 1)]
    budget -= Math.max(0, lastRow - startRow + 1) * Math.max(0, lastColumn - startCol + 1)
    if (budget < 0) return false
    const value = rows[startRow]?.[startCol] ?? null
    if (value !== null) for (let at = startRow; at <= lastRow; at++) rows[at]?.fill(value, startCol, lastColumn + 1)
  }
  return true
}

/** A row that holds anything; empty cells at its end are none. */
function filled({ rowNo, cells }: SheetRow): SheetRow[] {
  const kept = cells.slice(0, cells.findLastIndex((cell) => cell.trim() !== '') + 1)
  if (kept.length > mostColumns) throw new RangeError(`> ${mostColumns} 列 columns`)
  return kept.length === 0 ? [] : [{ rowNo, cells: kept }]
}

/** A cell as it would stand in a CSV file: dates as YYYY-MM-DD, numbers in full, with the 15 digits a spreadsheet has. */
function textOf(value: CellValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  // No spreadsheet holds a longer cell. The escape _x0000_ makes a NUL, which no text of the database holds.
  return typeof value === 'number' ? numberText(value) : value.slice(0, longestCell).replaceAll('\0', '')
}
