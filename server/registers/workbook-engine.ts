/** A workbook in a thread of its own, with a heap of its own: neither a large nor a hostile one takes the server's. Rows go out as text, batch by batch. */
import { readFileSync, statSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { type CellValue, type ReadOptions, readXlsx, type Sheet } from 'hucre/xlsx'
import type { ProblemCode } from '#contract/problems.ts'
import { checkArchive, mostPackedMiB } from './archive.ts'

export type OpenWorkbook = { readonly path: string }
export type ToWorkbook = { readonly take: { readonly sheet: number; readonly heading: number } } | 'more'
export type SheetRow = { readonly rowNo: number; readonly cells: string[] }
export type FromWorkbook =
  | { readonly refused: ProblemCode; readonly facts: Readonly<Record<string, unknown>> }
  /** The first rows of each sheet, where the heading is looked for. */
  | { readonly heads: readonly (readonly SheetRow[])[] }
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
  else {
    const { sheets } = opened
    say({ heads: sheets.map((sheet) => filled(sheet, 0, mostHeads)) })
    let taken: { readonly sheet: Sheet; at: number } | null = null
    port.on('message', (asked: ToWorkbook) => {
      if (asked !== 'more') {
        const sheet = sheets[asked.take.sheet]
        if (sheet !== undefined) taken = { sheet, at: asked.take.heading }
      }
      if (taken === null) return
      const total = taken.sheet.rows.length
      const rows = filled(taken.sheet, taken.at, taken.at + batchRows)
      taken.at = Math.min(taken.at + batchRows, total)
      say({ rows, at: taken.at, total })
    })
  }
}

type Opened = { readonly sheets: readonly Sheet[] } | { readonly refused: ProblemCode; readonly facts: Readonly<Record<string, unknown>> }

async function open(path: string): Promise<Opened> {
  if (statSync(path).size > mostPackedMiB << 20) return { refused: 'workbook_too_large', facts: { what: `> ${mostPackedMiB} MiB` } }
  const bytes = readFileSync(path)
  const checked = checkArchive(bytes)
  if (!checked.ok) {
    const { type, ...facts } = checked.failure
    return { refused: type, facts }
  }
  const sheets = await sheetsOf(bytes).catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))))
  // Whatever a parser says about bytes that people sent is about the bytes.
  if (sheets instanceof RangeError) return { refused: 'workbook_too_large', facts: { what: sheets.message.slice(0, 100) } }
  if (sheets instanceof Error) return { refused: 'workbook_broken', facts: { why: sheets.message.slice(0, 100) } }
  if (!sheets.every(spreadMerged)) return { refused: 'workbook_too_large', facts: { what: `> ${mostMerged} 合并单元格 merged cells` } }
  if (sheets.some(isTooWide)) return { refused: 'workbook_too_large', facts: { what: `> ${mostColumns} 列 columns` } }
  return { sheets }
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

function isTooWide({ rows }: Sheet): boolean {
  return rows.some((row) => row.slice(mostColumns).some((cell) => textOf(cell) !== ''))
}

/** The rows of a range that hold anything, by the numbers the spreadsheet shows; empty cells at the end of a row are none. */
function filled({ rows }: Sheet, from: number, to: number): SheetRow[] {
  return rows.slice(from, to).flatMap((row, i) => {
    const cells = row.map(textOf)
    while (cells.at(-1)?.trim() === '') cells.pop()
    return cells.length === 0 ? [] : [{ rowNo: from + i + 1, cells }]
  })
}

/** A cell as it would stand in a CSV file: dates as YYYY-MM-DD, numbers in full, with the 15 digits a spreadsheet has. */
function textOf(value: CellValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10)
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE'
  // No spreadsheet holds a longer cell. The escape _x0000_ makes a NUL, which no text of the database holds.
  return typeof value === 'number' ? numberText(value) : value.slice(0, longestCell).replaceAll('\0', '')
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) return ''
  if (Number.isInteger(value)) return BigInt(value).toString()
  const text = Number(value.toPrecision(15)).toString()
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text
}
