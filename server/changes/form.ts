/** 业务变更审批表: the request, both versions and who did what, on paper (after DB50/T 1686-2024 附录C 业务系统数据、流程修改审批表). */
import { changeKinds, changeReasons } from '#core/changes/kinds.ts'
import type { ChangeState, ChangeVerb } from '#core/changes/state.ts'
import { type ChangeVersion, changeFields, compareVersions } from '#core/changes/version.ts'
import type { TaskState } from '#core/tasks/state.ts'
import { type Instant, wallClock } from '#core/time.ts'
import type { Paper } from '#server/documents/render-pdf.ts'
import type { ChangeRecord, ChangeStep } from './store.ts'

export type ChangeFormData = {
  readonly change: ChangeRecord
  readonly evidence: string | null
  readonly before: ChangeVersion
  readonly after: ChangeVersion | null
  readonly steps: readonly ChangeStep[]
}

/** The form as a paper for `renderPdf`. While nothing is done yet its right column is what is wanted, and says so. */
export function changeForm({ change, evidence, before, after, steps }: ChangeFormData): Paper {
  return {
    template: 'changes/form.typ',
    title: `业务变更审批表 ${change.changeNo}`,
    asOf: change.updatedAt,
    tagged: true,
    content: {
      issuer: change.orgName,
      changeNo: change.changeNo,
      asOf: when(change.updatedAt),
      facts: [
        ['变更事项', changeKinds[change.kind].zh],
        ['办理状态', states[change.state]],
        ['变更对象', change.thingName],
        ['申请人', change.requestedByName],
        ['申请时间', when(change.requestedAt)],
        ['办理期限', change.dueOn ?? '—'],
      ],
      reasons: [
        ['理由', changeReasons[change.reason].zh],
        ['说明', change.note],
        ['证明材料', evidence ?? '无'],
      ],
      afterHead: after === null ? '申请变更为' : '变更后',
      fields: compareVersions(before, after ?? change.wish).map((one) => [
        changeFields[one.field].zh,
        words(one.field, one.before),
        words(one.field, one.after),
      ]),
      steps: steps.map(({ verb, by, orgName, note, at }) => [
        verbs[verb as ChangeVerb | 'request'],
        by,
        orgName,
        note === '' ? '—' : note,
        when(at),
      ]), // change_step is written with these verbs
    },
  }
}

const states: Readonly<Record<ChangeState, string>> = {
  requested: '待审批',
  approved: '已批准',
  applied: '已批准并执行',
  rejected: '已驳回',
  withdrawn: '已撤回',
}
const verbs: Readonly<Record<ChangeVerb | 'request', string>> = {
  request: '申请',
  approve: '批准',
  apply: '执行',
  reject: '驳回',
  withdraw: '撤回',
}
const taskStates: Readonly<Record<TaskState, string>> = {
  draft: '待确认',
  submitted: '待审批',
  confirmed: '待抽取对象',
  drawn: '待抽取人员',
  executing: '检查中',
  done: '已完成',
  cancelled: '已取消',
}

function words(field: string, value: string | readonly string[] | null): string {
  if (value === null || value === '' || value.length === 0) return '—'
  if (typeof value !== 'string') return value.join('\n')
  return field === 'state' && Object.hasOwn(taskStates, value) ? taskStates[value as TaskState] : value // a key of the table, by the line's own test
}

const when = (at: string): string => wallClock(at as Instant) // instants of the database
