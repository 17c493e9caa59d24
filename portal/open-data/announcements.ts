/** Announcements of tasks as one CSV and one JSON file, the newest first. */
import type { Ask } from '../ask.ts'
import { findWholeTasks, type Task } from '../tasks/store.ts'
import { type Dataset, filesOf } from './dataset.ts'

type Row = Omit<Task, 'labelOrigins'>

export const announcements = {
  name: 'announcements',
  title: { zh: '抽查任务公告', en: 'Announcements of tasks' },
  text: {
    zh: '已公布的抽查任务。名单和核验包在各次抽取的页面下载。',
    en: 'Every announced task. Lists and bundles are on the pages of the draws.',
  },
  notes: [{ zh: '首次发布。state: announced 已公告 | cancelled 已取消。', en: 'First published. state: announced | cancelled.' }],
  columns: [
    ['task_no', '任务编号', (task) => task.taskNo],
    ['task', '任务名称', (task) => task.name],
    ['org', '组织机关', (task) => task.orgName],
    ['plan_no', '抽查计划编号', (task) => task.planNo ?? ''],
    ['source', '任务来源代码', (task) => task.source],
    ['directed', '抽查类型', (task) => (task.directed ? '定向' : '不定向')],
    ['items', '抽查事项', (task) => task.items.join('；')],
    ['objects', '抽查对象范围', (task) => task.objectScope],
    ['drawn', '抽取户数', (task) => task.drawn],
    ['from', '检查开始', (task) => task.from],
    ['to', '检查结束', (task) => task.to],
    ['state', '状态', (task) => task.state],
    ['published_at', '公布时间', (task) => task.at],
  ],
} as const satisfies Dataset<Row>

export const announcementFiles = filesOf<Row>(announcements, allTasks)

const batch = 500

/** A bureau announces some dozen tasks a year, a province some thousand. */
async function allTasks({ db }: Ask['deps']): Promise<readonly Row[]> {
  const all: Row[] = []
  for (;;) {
    const rows = await findWholeTasks(db, { after: all.at(-1), limit: batch })
    all.push(...rows)
    if (rows.length < batch) return all
  }
}
