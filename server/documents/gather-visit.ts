/** Visits as 抽查通知书 and 行政检查审批表 state them: one look for many, because the notices of a task are made at once. */
import type { Values } from '#core/documents/fill.ts'
import { ledgerExceptions } from '#core/ledger/exceptions.ts'
import { isNamed } from '#core/tasks/source.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { type ItemRecord, itemsById } from '#server/catalogue/store.ts'
import { found } from '#server/http/problem.ts'
import { findVisits, type VisitOfficer, type VisitRecord } from '#server/inspections/store.ts'
import { type GuardedVisit, guardVisit } from '#server/ledger/guard.ts'
import { policyAt } from '#server/policy/at.ts'
import { chineseDay } from './chinese-date.ts'
import { certificatesOf, type Issuer, issuerOf, type TaskFacts, taskFacts } from './facts-store.ts'
import { itemList, itemValues, taskFields, usualOpinion } from './gather-task.ts'
import { commonFields, type Gathered } from './gathered.ts'

/** Visit id → what its papers state. Visits that are not there are left out. */
export async function gatherVisits(tx: Tx, ids: readonly string[], now: Instant): Promise<ReadonlyMap<string, Gathered>> {
  const visits = ids.length === 0 ? [] : await findVisits(tx, ids)
  const same = sharing(tx, now)
  const gathered = new Map<string, Gathered>()
  for (const visit of visits) gathered.set(visit.id, await gatherVisit(tx, visit, now, same))
  return gathered
}

type Shared = {
  readonly task: (id: string) => Promise<TaskFacts>
  readonly issuer: (visit: VisitRecord, task: TaskFacts) => Promise<Issuer>
  readonly prohibitions: (place: string) => Promise<readonly string[]>
}

/** What the visits of a task share is read once. */
function sharing(tx: Tx, now: Instant): Shared {
  const once = <T>(read: (key: string) => Promise<T>): ((key: string) => Promise<T>) => {
    const known = new Map<string, Promise<T>>()
    return (key) => {
      const value = known.get(key) ?? read(key)
      known.set(key, value)
      return value
    }
  }
  const issuers = new Map<string, Promise<Issuer>>()
  return {
    task: once(async (id) => found(await taskFacts(tx, id))),
    prohibitions: once(async (place) => (await policyAt(tx, place, dateAt(now))).documents.prohibitions.value),
    issuer: (visit, task) => {
      const key = `${visit.orgPath} ${visit.dept}`
      const issuer = issuers.get(key) ?? issuerOf(tx, { orgPath: visit.orgPath, dept: visit.dept, orgName: task.orgName })
      issuers.set(key, issuer)
      return issuer
    },
  }
}

async function gatherVisit(tx: Tx, visit: VisitRecord, now: Instant, same: Shared): Promise<Gathered> {
  const task = await same.task(visit.taskId)
  const issuer = await same.issuer(visit, task)
  const known = await itemsById(tx, visit.itemIds)
  const items = visit.itemIds.flatMap((id) => known.get(id) ?? [])
  const guarded = await guardVisit(tx, visit, now)
  const certificates = await certificatesOf(
    tx,
    visit.officers.map(({ id }) => id),
    visit.dept,
  )
  const team = visit.officers.map((officer, index) => officerValues(officer, index, certificates.get(officer.id) ?? ''))
  const prohibitions = await same.prohibitions(visit.orgPath)
  return {
    issuer,
    about: visit.name,
    taskId: task.id,
    data: {
      fields: { ...commonFields(issuer, now), ...taskFields(task, items), ...visitFields({ visit, task, issuer, items, team, guarded }) },
      lists: {
        抽查事项: itemValues(items),
        检查人员: team,
        五个严禁: prohibitions.map((text, index) => ({ 序号: String(index + 1), 内容: text })),
        对象名单: [],
      },
    },
    suggested: { 准备资料: materialsOf(items), 承办意见: usualOpinion },
    notNow: visit.state === 'assigned' ? null : 'visit_not_ahead',
    frequency: frequencyOf(guarded),
    since: null,
  }
}

const frequencyOf = ({ verdict, number, rules, item }: GuardedVisit): Gathered['frequency'] => ({
  ...{ verdict, number, cap: rules.cap },
  item: item === null ? null : { name: item.name, cap: item.cap, used: item.used },
})

type VisitFacts = {
  readonly visit: VisitRecord
  readonly task: TaskFacts
  readonly issuer: Issuer
  readonly items: readonly ItemRecord[]
  readonly team: readonly Values[]
  readonly guarded: GuardedVisit
}

function visitFields({ visit, task, issuer, items, team, guarded }: VisitFacts): Values {
  const { planned, triggered, rules, exception } = guarded
  return {
    检查结束: chineseDay(visit.dueOn),
    对象名称: visit.name,
    随机抽取: isNamed(task.source) ? '' : '是',
    指定检查: isNamed(task.source) ? '是' : '',
    检查对象: visit.name,
    对象户数: '1',
    统一社会信用代码: visit.subject,
    住所: visit.address,
    本年已安排次数: String(planned + 1),
    频次说明: `本年度在该场所另有计划内检查${planned}次、因投诉举报等触发的检查${triggered}次，公示的计划内检查上限为每年${rules.cap}次`,
    频次例外: exception === null ? '' : ledgerExceptions[exception].zh,
    事项清单: itemList(items),
    人员清单: team.map(({ 姓名, 执法证号 }) => `${姓名}（${执法证号}）`).join('、'),
    承办机构: issuer.name,
  }
}

const parts = { lead: '主检人员', assist: '检查人员', expert: '协助检查的专家' } as const satisfies Record<VisitOfficer['role'], string>

const officerValues = ({ name, role }: VisitOfficer, index: number, certificate: string): Values => ({
  序号: String(index + 1),
  姓名: name,
  执法证号: role === 'expert' ? '无' : certificate,
  分工: parts[role],
})

const materialsOf = (items: readonly ItemRecord[]): string =>
  [
    ...new Set(
      items.flatMap(({ materials, checklist }) => [...materials.map(({ name }) => name), ...checklist.flatMap((line) => line.materials)]),
    ),
  ]
    .filter((name) => name !== '')
    .join('、') || '营业执照，以及与上述抽查事项有关的许可、记录和凭证'
