/** An xlsx workbook as rows of text, as csv.ts gives them: row numbers as the sheet shows them, every row as wide as the heading. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { Problem } from '#server/http/problem.ts'
import type { CsvRow } from './csv.ts'
import type { FromWorkbook, OpenWorkbook, SheetHead, ToWorkbook } from './workbook-engine.ts'

/** What one workbook may hold of the machine: beyond it the register is one for CSV, which streams. */
const heapMiB = 1024

export type Workbook = {
  /** The sheets that a person would see, with their first rows. */
  readonly sheets: readonly SheetHead[]
  /** The rows of a sheet from one of them on; `heading` is its row number, from 1. */
  readonly rowsFrom: (sheet: number, heading: number, progress: (rows: number, total: number) => void) => AsyncGenerator<CsvRow[]>
  readonly close: () => Promise<void>
}

/** Opens a workbook in a thread of its own. Throws `workbook_…` problems for what is no plain workbook. The caller closes it. */
export async function openWorkbook(path: string): Promise<Workbook> {
  const worker = startWorker(path)
  try {
    const opened = await worker.next()
    if (!('heads' in opened)) throw new Error('a workbook answers its first rows first')
    return {
      sheets: opened.heads,
      rowsFrom: (sheet, heading, progress) => rowsFrom(worker, { sheet, heading }, progress),
      close: worker.close,
    }
  } catch (error) {
    await worker.close()
    throw error
  }
}

async function* rowsFrom(
  worker: ReturnType<typeof startWorker>,
  { sheet, heading }: { readonly sheet: number; readonly heading: number },
  progress: (rows: number, total: number) => void,
): AsyncGenerator<CsvRow[]> {
  let width = 0
  for (let asked: ToWorkbook = { take: { sheet, heading: heading - 1 } }; ; asked = 'more') {
    const answer = await worker.ask(asked)
    if (!('rows' in answer)) throw new Error('a workbook answers rows')
    const { rows, at, total } = answer
    if (asked !== 'more') width = rows[0]?.cells.length ?? 0
    progress(at, total)
    if (rows.length > 0) yield rows.map(({ rowNo, cells }) => ({ rowNo, cells: padded(cells, width) }))
    if (at >= total) return
  }
}

/** A spreadsheet does not keep empty cells at the end of a row. */
const padded = (cells: readonly string[], width: number): string[] =>
  cells.length < width ? [...cells, ...Array.from({ length: width - cells.length }, () => '')] : [...cells]

function startWorker(path: string) {
  const worker = new Worker(new URL('./workbook-engine.ts', import.meta.url), {
    workerData: { path } satisfies OpenWorkbook,
    resourceLimits: { maxOldGenerationSizeMb: heapMiB, maxYoungGenerationSizeMb: 8 },
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
