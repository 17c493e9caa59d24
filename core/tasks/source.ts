/** 任务来源: where a task comes from, and what has to be said of each (domain.md §3, §10; 国办发〔2024〕54号 counts triggered visits apart). */
import { fail, ok, type Result } from '../result.ts'

/** `planned`: its visits count as planned ones. `named`: it names its objects, so that none is drawn. */
export const taskSources = {
  plan: { zh: '年度计划', en: 'annual plan', planned: true, named: false },
  temporary: { zh: '临时任务', en: 'temporary task', planned: true, named: false },
  complaint: { zh: '投诉举报', en: 'complaint', planned: false, named: true },
  transferred: { zh: '转办交办', en: 'transferred case', planned: false, named: true },
  monitoring: { zh: '数据监测', en: 'data monitoring', planned: false, named: true },
  superior: { zh: '上级部署', en: 'order of a superior', planned: false, named: true },
  special: { zh: '专项检查', en: 'special campaign', planned: true, named: false },
} as const satisfies Readonly<
  Record<string, { readonly zh: string; readonly en: string; readonly planned: boolean; readonly named: boolean }>
>

export type TaskSource = keyof typeof taskSources

export const taskSourceCodes = Object.keys(taskSources) as readonly TaskSource[] // exactly the table's own keys

/** Is the task about objects that it names, such as the firm of a complaint? */
export const isNamed = (source: TaskSource): boolean => taskSources[source].named

/** What set a triggered task off. */
export type TaskOrigin = {
  readonly refNo: string
  readonly date: string
  readonly from: string
  readonly summary: string
  readonly evidenceFile: string | null
}

/** 专项检查: by which document it was approved, and where it is on file. */
export type TaskApproval = { readonly approvalNo: string; readonly filingNo: string; readonly filedOn: string }

export type Sourced = {
  readonly source: TaskSource
  readonly planRowId: string | null
  readonly reason: string
  readonly objectScope: string
  readonly itemIds: readonly string[]
  readonly origin: TaskOrigin | null
  readonly approval: TaskApproval | null
  readonly objects: readonly string[]
  readonly officers: readonly { readonly officerId: string; readonly role: 'lead' | 'assist' | 'expert' }[]
}

export type SourceRefused =
  | { readonly type: 'task_row_missing' }
  | { readonly type: 'task_row_not_asked'; readonly source: TaskSource }
  | { readonly type: 'task_source_closed'; readonly source: TaskSource }
  | { readonly type: 'task_incomplete'; readonly field: 'reason' | 'objectScope' | 'itemIds' | 'origin' | 'objects' | 'approval' }
  | { readonly type: 'origin_in_future'; readonly date: string; readonly today: string }
  | { readonly type: 'named_not_asked'; readonly source: TaskSource }
  | { readonly type: 'object_named_twice'; readonly subject: string }
  | { readonly type: 'appointed_team_wrong'; readonly officers: number; readonly leads: number; readonly need: number }

/** What policy says of tasks outside the plan. */
export type SourcePolicy = { readonly temporaryAllowed: boolean; readonly specialApprovalNeeded: boolean }

/** Refuses a task that does not say what its source asks for, the first thing that is missing; `need`: officers for each object. */
export function checkSource(
  task: Sourced,
  { policy, today, need }: { readonly policy: SourcePolicy; readonly today: string; readonly need: number },
): Result<true, SourceRefused> {
  const { source } = task
  if (source === 'plan') return ofPlan(task)
  if (task.planRowId !== null) return fail({ type: 'task_row_not_asked', source })
  if (source === 'temporary' && !policy.temporaryAllowed) return fail({ type: 'task_source_closed', source })
  for (const field of ['reason', 'objectScope'] as const) if (task[field].trim() === '') return fail({ type: 'task_incomplete', field })
  if (task.itemIds.length === 0) return fail({ type: 'task_incomplete', field: 'itemIds' })
  if (source === 'special' && policy.specialApprovalNeeded && !isFiled(task.approval))
    return fail({ type: 'task_incomplete', field: 'approval' })
  if (isNamed(source)) return ofNamed(task, today, need)
  return namesNobody(task)
}

const ofPlan = (task: Sourced): Result<true, SourceRefused> =>
  task.planRowId === null ? fail({ type: 'task_row_missing' }) : namesNobody(task)

const namesNobody = ({ source, objects, officers }: Sourced): Result<true, SourceRefused> =>
  objects.length + officers.length === 0 ? ok(true) : fail({ type: 'named_not_asked', source })

function ofNamed({ origin, objects, officers }: Sourced, today: string, need: number): Result<true, SourceRefused> {
  if (origin === null) return fail({ type: 'task_incomplete', field: 'origin' })
  if (origin.date > today) return fail({ type: 'origin_in_future', date: origin.date, today })
  if (objects.length === 0) return fail({ type: 'task_incomplete', field: 'objects' })
  const twice = objects.find((subject, index) => objects.indexOf(subject) !== index)
  if (twice !== undefined) return fail({ type: 'object_named_twice', subject: twice })
  const leads = officers.filter(({ role }) => role === 'lead').length
  const team = officers.filter(({ role }) => role !== 'expert').length
  const once = new Set(officers.map(({ officerId }) => officerId)).size === officers.length
  if (leads !== 1 || team < need || !once) return fail({ type: 'appointed_team_wrong', officers: team, leads, need })
  return ok(true)
}

/** On paper, with both numbers and the day. */
const isFiled = (approval: TaskApproval | null): boolean =>
  approval !== null && approval.approvalNo.trim() !== '' && approval.filingNo.trim() !== ''
