/** 我的文件（已标出错误）: after the check of an import, its rejections are written into a copy of the file that was sent. */
import { once } from 'node:events'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { resultHeading, rowMark } from '#core/registers/annotation.ts'
import { importAdvice } from '#core/registers/import-advice.ts'
import type { ImportKind } from '#core/registers/import-state.ts'
import { importWords } from '#core/registers/import-words.ts'
import { insertFile } from '#server/files/rows.ts'
import type { JobRun } from '#server/jobs/job.ts'
import * as store from './annotate-store.ts'
import type { AnnotateTask, MarkedRow } from './annotate-task.ts'

export type AnnotatedFrom = {
  readonly importId: string
  readonly kind: ImportKind
  /** What the clerk called the file, and who the clerk is. */
  readonly fileName: string
  readonly createdBy: string | null
  readonly sha256: string
  readonly form: 'utf-8' | 'gb18030' | 'xlsx'
  /** The sheet that was read; null for CSV. */
  readonly sheet: string | null
  /** The number of the row of headings as the spreadsheet shows it. */
  readonly headingRow: number
  readonly headings: readonly string[]
  /** Field → place of its heading, as the check took it. */
  readonly columns: Readonly<Record<string, number | undefined>>
}

/**
 * Writes the copy and names it in the batch; without rejections there is nothing to write. A file that cannot be kept as it is (an XML no
 * spreadsheet writes) gets no copy: the list of rejected rows says the same.
 */
export async function annotateImport(
  run: Pick<JobRun<unknown>, 'services' | 'transaction' | 'now' | 'log' | 'signal'>,
  from: AnnotatedFrom,
): Promise<void> {
  const { files } = run.services
  await files.scratch(async (folder) => {
    const marks = join(folder, 'marks')
    const summary = await writeMarks(run, from, marks)
    if (summary.size === 0) return
    const out = join(folder, 'copy')
    const { form, sheet, headingRow, headings, sha256 } = from
    const task = { form, path: files.path(sha256), out, sheet, headingRow, headings, marks, summary: summaryRows(from, summary) }
    const wrong = await annotated(task, run.signal)
    run.signal.throwIfAborted()
    if (wrong !== null) return run.log.warn({ importId: from.importId, wrong }, 'no annotated copy')
    const stored = await files.adopt(out)
    await run.transaction(async (tx) => {
      const mediaType = form === 'xlsx' ? xlsxType : 'text/csv'
      const fileId = await insertFile(tx, {
        ...stored,
        name: annotatedName(from.fileName, form),
        mediaType,
        createdBy: from.createdBy,
        createdAt: run.now(),
      })
      await store.setAnnotated(tx, from.importId, fileId)
    })
  })
}

/** 名单.xlsx → 名单（已标出错误）.xlsx */
export const annotatedName = (fileName: string, form: AnnotatedFrom['form']): string =>
  `${fileName.replace(/\.[A-Za-z]{1,5}$/, '').slice(0, 150)}（已标出错误）.${form === 'xlsx' ? 'xlsx' : 'csv'}`

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** What one thread may hold; it holds one row, and the marks of one. */
const heapMiB = 192

/** Null when the copy is there, otherwise what stood against it. */
async function annotated(task: AnnotateTask, signal: AbortSignal): Promise<string | null> {
  const worker = new Worker(new URL('./annotate-engine.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: heapMiB, maxYoungGenerationSizeMb: 8 },
  })
  const stop = (): void => void worker.terminate()
  signal.addEventListener('abort', stop)
  try {
    const [code] = await once(worker, 'exit')
    return code === 0 ? null : `thread ended with ${code}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** Reason → how many rows, and the first of them. */
type Summary = Map<string, { rows: number; first: number[] }>

/** Every row that is wrong as one line of JSON, in the order of the file. */
async function writeMarks(run: Pick<JobRun<unknown>, 'transaction'>, from: AnnotatedFrom, path: string): Promise<Summary> {
  const words = importWords[from.kind]
  const about = { headings: words.set.headings, reasons: words.reasons, advice: importAdvice }
  const summary: Summary = new Map()
  const file = await open(path, 'wx', 0o600)
  try {
    for (let after = 0; ; ) {
      const rows = await run.transaction((tx) => store.rejectedRows(tx, from.importId, after, 2000))
      if (rows.length === 0) break
      const lines = rows.map(({ rowNo, refusals }) => {
        for (const reason of new Set(refusals.map((one) => one.reason))) count(summary, reason, rowNo)
        return `${JSON.stringify({ rowNo, ...rowMark(refusals, from.columns, about) } satisfies MarkedRow)}\n`
      })
      await file.write(lines.join(''))
      after = rows.at(-1)?.rowNo ?? after
    }
  } finally {
    await file.close()
  }
  return summary
}

function count(summary: Summary, reason: string, rowNo: number): void {
  const seen = summary.get(reason) ?? { rows: 0, first: [] }
  seen.rows++
  if (seen.first.length < 10) seen.first.push(rowNo)
  summary.set(reason, seen)
}

/** The sheet of counts: most frequent first. */
function summaryRows({ kind }: AnnotatedFrom, summary: Summary): string[][] {
  const { reasons } = importWords[kind]
  const advice: Readonly<Record<string, { readonly zh: string }>> = importAdvice
  const lines = [...summary].sort(([a, x], [b, y]) => y.rows - x.rows || (a < b ? -1 : 1))
  return [
    ['退回原因', '行数', '怎么改', '行号（最多列 10 个）'],
    ...lines.map(([reason, { rows, first }]) => [
      reasons[reason]?.zh ?? reason,
      String(rows),
      advice[reason]?.zh ?? '',
      first.join('、') + (rows > first.length ? ' 等' : ''),
    ]),
    [],
    [
      `红色的单元格有问题，原因写在“${resultHeading}”一列。改好后保存，把这份文件再导入一次即可：这张表和那一列会被忽略，没有变化的行不会重复写入。`,
    ],
  ]
}
