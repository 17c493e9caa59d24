/** An xlsx workbook as the rows that csv.ts gives: heading first, every cell as text, row numbers as the sheet shows them. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { Problem } from '#server/http/problem.ts'
import type { CsvRow } from './csv.ts'
import type { FromWorkbook, OpenWorkbook, SheetRow, ToWorkbook } from './workbook-engine.ts'

/** What one workbook may hold of the machine: beyond it the register is one for CSV, which streams. */
const heapMiB = 1024

/**
 * The rows of the first visible sheet that has a heading, from the heading on: titles and notes above it, and sheets of explanations, are
 * passed over. Throws `workbook_…` problems for what is no plain workbook.
 */
export async function* xlsxRows(
  path: string,
  isHeading: (cells: readonly string[]) => boolean,
  progress: (rows: number, total: number) => void,
): AsyncGenerator<CsvRow[]> {
  const workbook = openWorkbook(path)
  try {
    const opened = await workbook.next()
    if (!('heads' in opened)) throw new Error('a workbook answers its first rows first')
    const place = headingOf(opened.heads, isHeading)
    if (place === null) return
    let width = 0
    for (let asked: ToWorkbook = { take: place }; ; asked = 'more') {
      const answer = await workbook.ask(asked)
      if (!('rows' in answer)) throw new Error('a workbook answers rows')
      const { rows, at, total } = answer
      if (asked !== 'more') width = rows[0]?.cells.length ?? 0
      progress(at, total)
      if (rows.length > 0) yield rows.map(({ rowNo, cells }) => ({ rowNo, cells: padded(cells, width) }))
      if (at >= total) return
    }
  } finally {
    await workbook.close()
  }
}

/** Sheet and row of the heading; when there is none, the first row that holds anything, so that a refusal can say what was found. */
function headingOf(heads: readonly (readonly SheetRow[])[], isHeading: (cells: readonly string[]) => boolean) {
  const rows = heads.flatMap((sheet, at) => sheet.map((row) => ({ sheet: at, heading: row.rowNo - 1, cells: row.cells })))
  const found = rows.find(({ cells }) => isHeading(cells)) ?? rows[0]
  return found === undefined ? null : { sheet: found.sheet, heading: found.heading }
}

/** A spreadsheet does not keep empty cells at the end of a row. */
const padded = (cells: readonly string[], width: number): string[] =>
  cells.length < width ? [...cells, ...Array.from({ length: width - cells.length }, () => '')] : [...cells]

function openWorkbook(path: string) {
  const worker = new Worker(new URL('./workbook-engine.ts', import.meta.url), {
    workerData: { path } satisfies OpenWorkbook,
    resourceLimits: { maxOldGenerationSizeMb: heapMiB },
  })
  // A file that is opened and then not read must not keep the process.
  worker.unref()
  const next = async (): Promise<Exclude<FromWorkbook, { refused: unknown }>> => {
    try {
      const [message] = (await once(worker, 'message')) as [FromWorkbook] // the only kind workbook-engine.ts posts
      if ('refused' in message) throw new Problem(message.refused, message.facts)
      return message
    } catch (error) {
      const full = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      throw full ? new Problem('workbook_too_large', { what: `> ${heapMiB} MiB` }, { cause: error }) : error
    }
  }
  return {
    next,
    ask: (what: ToWorkbook) => {
      const answer = next()
      worker.postMessage(what)
      return answer
    },
    close: async () => void (await worker.terminate()),
  }
}
