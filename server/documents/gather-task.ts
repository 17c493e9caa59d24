/** A task as 任务公告 and 行政检查审批表 state it. Nothing of its strata: a class of risk is not public. */
import type { Values } from '#core/documents/fill.ts'
import type { DocumentKind } from '#core/documents/kinds.ts'
import { methods } from '#core/inspections/outcomes.ts'
import { isNamed, taskSources } from '#core/tasks/source.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { type ItemRecord, itemsById } from '#server/catalogue/store.ts'
import { found } from '#server/http/problem.ts'
import { chineseDay } from './chinese-date.ts'
import { countObjects, issuerOf, type ObjectFacts, objectsOfTask, type TaskFacts, taskFacts } from './facts-store.ts'
import { commonFields, type Gathered } from './gathered.ts'

/** A longer list is no annex any more; the paper says where it is. */
const longestList = 2000

export async function gatherTask(tx: Tx, kind: DocumentKind, id: string, now: Instant): Promise<Gathered> {
  const task = found(await taskFacts(tx, id))
  const issuer = await issuerOf(tx, task)
  const items = await itemsOf(tx, task)
  const count = await countObjects(tx, id)
  const objects = count > longestList ? [] : await objectsOfTask(tx, task, longestList)
  const fields: Values = {
    ...commonFields(issuer, now),
    ...taskFields(task, items),
    计划外来源: task.planNo === null ? sourceOf(task) : '',
    公告序号: task.taskNo.slice(15),
    计划年度: task.taskNo.slice(6, 10),
    对象范围: task.objectScope,
    抽查数量: String(count),
    名单说明: count > longestList ? `抽查名单共${count}户，在“双随机、一公开”公示网站按任务编号公布。` : '',
    检查对象: count === 1 ? (objects[0]?.name ?? '') : `共${count}户，名单见附件`,
    对象户数: String(count),
    统一社会信用代码: count === 1 ? (objects[0]?.subject ?? '') : '见附件',
    住所: '见附件',
    频次说明: '逐户核对，见各户抽查通知书',
    频次例外: '',
    事项清单: itemList(items),
    人员清单: isNamed(task.source) ? '由承办机构指定、另一人批准，见各户抽查通知书' : '按随机抽取结果，见各户抽查通知书',
    承办机构: task.orgName,
  }
  const list = objects.map(objectValues)
  return {
    issuer,
    about: task.name,
    taskId: task.id,
    data: {
      fields,
      lists: { 抽查事项: itemValues(items), 抽查名单: list, 对象名单: count > 1 ? list : [], 检查人员: [] },
    },
    suggested: { 承办意见: usualOpinion },
    notNow: count === 0 ? 'task_without_objects' : kind === 'announcement' && task.announcedAt === null ? 'task_not_announced' : null,
    frequency: null,
    since: kind === 'announcement' ? task.announcedAt : null,
  }
}

export const usualOpinion = '拟按上述安排实施检查，请审批。'

/** What the papers of a task and of each of its visits have in common. */
export function taskFields(task: TaskFacts, items: readonly ItemRecord[]): Values {
  const ways = task.methods.length > 0 ? task.methods : [...new Set(items.flatMap((item) => item.methods))]
  return {
    计划编号: task.planNo,
    计划名称: task.planName,
    任务编号: task.taskNo,
    任务名称: task.name,
    任务来源: sourceOf(task),
    抽查类型: task.directed ? '定向' : '不定向',
    检查开始: chineseDay(task.from),
    检查结束: chineseDay(task.to),
    检查方式: ways.map((way) => methods[way].zh).join('、'),
    检查依据: [...new Set(items.map(({ basis }) => oneLine(basis)))].join('；'),
    检查机关: [task.orgName, ...task.partners].join('、'),
  }
}

/** The items of all departments that take part, in the order of the task. */
export async function itemsOf(tx: Tx, task: TaskFacts): Promise<readonly ItemRecord[]> {
  const items = await itemsById(tx, task.itemIds)
  return task.itemIds.flatMap((id) => items.get(id) ?? [])
}

export const itemValues = (items: readonly ItemRecord[]): readonly Values[] =>
  items.map((item, index) => ({
    序号: String(index + 1),
    编码: item.code,
    事项: item.name,
    依据: oneLine(item.basis),
    内容: item.checklist.map(({ content }) => content).join('；'),
  }))

export const itemList = (items: readonly ItemRecord[]): string => items.map(({ name }, index) => `${index + 1}. ${name}`).join('\n')

function sourceOf({ source, planNo, origin, approvalNo }: TaskFacts): string {
  const { zh } = taskSources[source]
  const mark = planNo ?? origin?.refNo ?? approvalNo ?? ''
  return mark === '' ? zh : `${zh}（${mark}）`
}

const objectValues = ({ subject, name, regionName }: ObjectFacts, index: number): Values => ({
  序号: String(index + 1),
  名称: name,
  统一社会信用代码: subject,
  所属区域: regionName,
})

const oneLine = (text: string): string =>
  text
    .split(/\s*\n\s*/)
    .map((line) => line.replace(/[；;。\s]+$/, ''))
    .filter((line) => line !== '')
    .join('；')
