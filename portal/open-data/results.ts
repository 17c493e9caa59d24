/** The published results as one CSV and one JSON file, written row by row. */
import type { Ask } from '../ask.ts'
import { findResults, type ResultRow } from '../inspections/store.ts'
import { byteOrderMark, csvLine } from './csv.ts'
import type { Dataset } from './dataset.ts'
import { attachment, written } from './table.ts'

const batch = 1000

export const results = {
  name: 'results',
  title: { zh: '检查结果', en: 'Results' },
  text: { zh: '全部已公示的检查结果，从新到旧，逐行写出。', en: 'Every published result, newest first, written row by row.' },
  notes: [{ zh: '首次发布。', en: 'First published.' }],
  columns: [
    ['subject', '统一社会信用代码', (row) => row.subject],
    ['name', '名称', (row) => row.name],
    ['region', '所在地', (row) => row.regionName],
    ['org', '检查机关', (row) => row.orgName],
    ['task_no', '任务编号', (row) => row.taskNo],
    ['task', '任务名称', (row) => row.taskName],
    ['date', '检查完成日期', (row) => row.date],
    ['outcome', '检查结果代码', (row) => row.outcome],
    ['outcome_zh', '检查结果', (row) => row.outcomeZh],
    ['problem', '是否发现问题', (row) => row.problem],
    ['demo', '是否演示数据', (row) => row.demo],
    ['published_at', '公示时间', (row) => row.at],
    ['visit_id', '检查编号', (row) => row.visitId],
  ],
} as const satisfies Dataset<ResultRow>

export const resultsCsv = ({ deps }: Ask): Response =>
  download(
    pieces(
      deps.db,
      byteOrderMark + csvLine(results.columns.map(([, heading]) => heading)),
      (row) => csvLine(results.columns.map(([, , value]) => written(value(row)))),
      '',
    ),
    'results.csv',
    'text/csv; charset=utf-8',
  )

export const resultsJson = ({ deps }: Ask): Response =>
  download(
    pieces(
      deps.db,
      '[',
      (row, first) =>
        `${first ? '\n' : ',\n'}${JSON.stringify(Object.fromEntries(results.columns.map(([field, , value]) => [field, value(row)])))}`,
      '\n]\n',
    ),
    'results.json',
    'application/json',
  )

/** Asks the database for the next batch only when the reader has taken the last one, so a slow reader holds no memory and no transaction. */
async function* pieces(
  db: Ask['deps']['db'],
  head: string,
  write: (row: ResultRow, first: boolean) => string,
  foot: string,
): AsyncGenerator<string> {
  yield head
  let last: ResultRow | undefined
  for (;;) {
    const rows = await findResults(db, { after: last && { at: last.at, id: last.visitId }, limit: batch })
    const from = last
    yield rows.map((row, index) => write(row, from === undefined && index === 0)).join('')
    last = rows.at(-1)
    if (rows.length < batch) break
  }
  yield foot
}

function download(parts: AsyncGenerator<string>, name: string, type: string): Response {
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { value, done } = await parts.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      await parts.return(undefined)
    },
  })
  return attachment(body, name, type)
}
