/** `/open-data`: the published results as one CSV and one JSON file, written row by row. */
import { html } from 'hono/html'
import type { Ask } from '../ask.ts'
import { findResults, type ResultRow } from '../inspections/store.ts'
import { type Page, sections } from '../page.ts'
import { facts } from '../parts.ts'
import { byteOrderMark, csvLine } from './csv.ts'
import { planSchema } from './plans.ts'
import { attachment, type Columns, written } from './table.ts'

const batch = 1000

const columns = [
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
] as const satisfies Columns<ResultRow>

export function openDataPage({ view }: Ask): Page {
  const { t } = view
  return {
    title: t('openData'),
    section: 'openData',
    body: html`<h1>${t('openData')}</h1><p class="lead">${t('openDataLead')}</p>
<section><h2>${t('results')}</h2>${facts([
      [t('openDataCsv'), html`<a href="/open-data/results.csv" download>results.csv</a><p class="s k">${t('openDataCsvText')}</p>`],
      [t('openDataJson'), html`<a href="/open-data/results.json" download>results.json</a><p class="s k">${t('openDataJsonText')}</p>`],
    ])}</section>
<section><h2>${t('fields')}</h2><table class="tb"><caption class="vh">${t('fields')}</caption><thead><tr><th scope="col">JSON</th><th scope="col">CSV</th></tr></thead><tbody>${columns.map(
      ([field, heading]) => html`<tr><td><code>${field}</code></td><td>${view.zh(heading)}</td></tr>`,
    )}</tbody></table></section>
<section><h2>${t('openDataPlans')}</h2><p>${t('openDataPlansText', { version: planSchema.version })}</p><ul class="ways"><li><a href="/open-data/plans.csv" download>plans.csv</a></li><li><a href="/open-data/plans.json" download>plans.json</a></li></ul></section>
<section><h2>${t('openDataItems')}</h2><ul class="ways"><li><a href="/open-data/items.csv" download>items.csv</a></li><li><a href="/open-data/items.json" download>items.json</a></li></ul></section>
<section><h2>${t('openDataCaps')}</h2><ul class="ways"><li><a href="/open-data/frequency-caps.csv" download>frequency-caps.csv</a></li><li><a href="/open-data/frequency-caps.json" download>frequency-caps.json</a></li></ul><p class="s k">${t('openDataCapsText')}</p></section>
<section><h2>${t('openDataDraws')}</h2><p>${t('openDataDrawsText')} <a href="${view.href(sections.draws)}">${t('allDraws')}</a></p></section>`,
  }
}

export const resultsCsv = ({ deps }: Ask): Response =>
  download(
    pieces(
      deps.db,
      byteOrderMark + csvLine(columns.map(([, heading]) => heading)),
      (row) => csvLine(columns.map(([, , value]) => written(value(row)))),
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
        `${first ? '\n' : ',\n'}${JSON.stringify(Object.fromEntries(columns.map(([field, , value]) => [field, value(row)])))}`,
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
