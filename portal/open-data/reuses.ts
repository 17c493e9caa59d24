/** 结果互认 as one CSV and one JSON file: visits that nobody made, because the published result of another body counts. */
import type { Ask } from '../ask.ts'
import { findReuses, type Reuse } from '../inspections/reuse-store.ts'
import { type Dataset, filesOf } from './dataset.ts'

export const reuses = {
  name: 'reuses',
  title: { zh: '结果互认', en: 'Results of other bodies that count' },
  text: {
    zh: '其他机关不久前检查过同样的事项，结果已经公示。采用该结果，不再重复上门。',
    en: 'Another body inspected the same items not long ago and published its result. That result counts, and nobody visits again.',
  },
  notes: [{ zh: '首次发布。', en: 'First published.' }],
  columns: [
    ['subject', '统一社会信用代码', (row) => row.subject],
    ['name', '名称', (row) => row.name],
    ['region', '所在地', (row) => row.regionName],
    ['org', '采用机关', (row) => row.orgName],
    ['task_no', '任务编号', (row) => row.taskNo],
    ['task', '任务名称', (row) => row.taskName],
    ['result_org', '作出结果的机关', (row) => row.resultOrgName],
    ['result_task_no', '作出结果的任务编号', (row) => row.resultTaskNo],
    ['result_date', '检查完成日期', (row) => row.resultDate],
    ['reused_on', '互认日期', (row) => row.reusedOn],
    ['visit_id', '检查编号', (row) => row.visitId],
  ],
} as const satisfies Dataset<Reuse>

const batch = 1000

export const reuseFiles = filesOf<Reuse>(reuses, allReuses)

/** Of every visit saved there is one; a province has some thousand a year. */
async function allReuses(deps: Ask['deps']): Promise<readonly Reuse[]> {
  const all: Reuse[] = []
  for (;;) {
    const last = all.at(-1)
    const rows = await findReuses(deps.db, { after: last && { at: last.at, id: last.visitId }, limit: batch })
    all.push(...rows)
    if (rows.length < batch) return all
  }
}
