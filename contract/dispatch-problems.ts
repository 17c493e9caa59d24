/** Refusals of 派发, 子任务 and 互认. */
import type { ProblemText } from './problem-text.ts'

export const dispatchProblems = {
  sub_tasks_open: {
    status: 409,
    zh: '还有 {count} 个单位没有接收或已退回：{orgs}。请催办，或把这些对象改派给其他单位，再抽取人员。',
    en: '{count} organisations have not accepted their part: {orgs}. Remind them, or give the objects to others, before officers are drawn.',
  },
  sub_tasks_waiting: {
    status: 409,
    zh: '还有单位没有接收或已退回，见本页“派发”。全部接收后才能抽取人员。',
    en: 'Some organisations have not accepted their part: see “Dispatch” on this page. Officers are drawn when all have.',
  },
  sub_task_own: {
    status: 409,
    zh: '这是本单位自己的任务，不能退回。请在任务页取消任务，或改派给其他单位。',
    en: 'This is your own task and cannot be returned. Cancel the task, or give its objects to another organisation.',
  },
  return_reason_unknown: { status: 422, zh: '退回理由不在清单内：{reason}。', en: 'The reason {reason} is not on the list.' },
  return_note_missing: { status: 422, zh: '退回时请写明情况（至少 4 个字）。', en: 'Say why you return it, in at least 4 characters.' },
  redispatch_nothing: { status: 422, zh: '请选择要改派的对象。', en: 'Choose the objects to be given to another organisation.' },
  redispatch_has_result: {
    status: 409,
    zh: '{count} 户已录入结果，不能改派：{subjects}。请去掉这些对象后再试。',
    en: '{count} objects have a result and stay where they are: {subjects}. Leave them out.',
  },
  redispatch_foreign_object: {
    status: 422,
    zh: '{count} 户不是本任务这一部分的对象：{subjects}。改派只能在同一任务内进行，请刷新页面后重新选择。',
    en: '{count} objects are not of this part of this task: {subjects}. Objects change hands within one task only. Reload the page and choose again.',
  },
  redispatch_org_unknown: {
    status: 422,
    zh: '这个单位不能接收本任务。请从列表中选择。',
    en: 'That organisation cannot take it. Choose one of the list.',
  },
  redispatch_same_org: {
    status: 422,
    zh: '所选对象已经在{org}。请选择其他单位。',
    en: 'The objects are with {org} already. Choose another.',
  },
  redispatch_whole_part: {
    status: 422,
    zh: '本级查的任务，人员由一次抽取匹配到全部对象，只能整体改派。请选择全部 {objects} 户，或在建立任务时选择“抽给下级查”。',
    en: 'Officers of this task are drawn once for all objects, so it changes hands as a whole: choose all {objects}, or make the task for inspection by the level below.',
  },
  redispatch_department_whole: {
    status: 422,
    zh: '每个部门的人员由一次抽取匹配到全部对象，改由其他部门检查只能整体改派。请选择全部 {objects} 户。',
    en: 'A department draws its officers once for all objects, so another department takes over all {objects} or none.',
  },
  redispatch_department_taken: {
    status: 422,
    zh: '该部门已参加本任务，不能再承担这一部分。请选择其他单位。',
    en: 'That department takes part in the task already and cannot have this part as well. Choose another.',
  },
  redispatch_nested: {
    status: 422,
    zh: '{org}与已派发的{other}是上下级，人员会混在一起抽取。请改派给{other}，或选择其他单位。',
    en: '{org} lies above or below {other}, which has objects too, and their officers would be drawn as one. Choose {other} or another.',
  },
  redispatch_drawing: {
    status: 409,
    zh: '正在抽取人员，不能改派。请等抽取归档或作废后再试。',
    en: 'Officers are being drawn. Wait until that draw is closed or void.',
  },
  redispatch_department_drawn: {
    status: 409,
    zh: '人员已经抽取，对象只能改派给同一部门的其他单位。要改由其他部门检查，请取消任务后另建。',
    en: 'Officers have been drawn: objects go to organisations of the same department only. For another department, cancel the task and make a new one.',
  },
  redispatch_without_lot: {
    status: 409,
    zh: '本任务的人员由审批指定，没有可更换的抽取。请取消任务后另建。',
    en: 'The officers of this task were appointed, not drawn, so no draw can replace them. Cancel it and make a new one.',
  },
  sub_task_accepted: {
    status: 409,
    zh: '这一部分已经有单位接收，不能直接改派。请在任务页点“申请变更”，选择“改派检查部门”，由另一人审批。其他单位接收的，也可以请它先退回。',
    en: 'An organisation has accepted this part: it changes hands by a change request that another person approves. Use “request a change” on the task page; what another organisation took it can also return first.',
  },
  redispatch_officers_drawn: {
    status: 409,
    zh: '人员已经抽取，改派须提出变更申请，由另一人审批。请在任务页点“申请变更”，选择“改派检查部门”。',
    en: 'Officers have been drawn: objects change hands by a change request that another person approves. Use “request a change” on the task page.',
  },
  reuse_own_result: {
    status: 422,
    zh: '这是本单位自己的检查结果，不属于互认。请选择其他单位已公示的结果。',
    en: 'That is your own result. Reuse is of a published result of another body.',
  },
  reuse_too_old: {
    status: 422,
    zh: '该结果的检查日期是 {date}，超过互认有效期 {days} 天。请选择更近的结果，或照常检查。',
    en: 'That inspection was on {date}, more than {days} days ago. Choose a newer one, or inspect.',
  },
  reuse_items_missing: {
    status: 422,
    zh: '该结果没有检查以下事项：{items}，不能代替本次检查。请选择其他结果，或照常检查。',
    en: 'That result does not cover these items: {items}. Choose another, or inspect.',
  },
  reuse_not_covering: {
    status: 422,
    zh: '这个结果没有覆盖本次检查的全部事项，不能互认。',
    en: 'That result does not cover every item of this inspection.',
  },
  reuse_result_unknown: {
    status: 422,
    zh: '找不到这个已公示的结果。请刷新后重新选择。',
    en: 'There is no such published result. Reload and choose again.',
  },
  reuse_pending: {
    status: 409,
    zh: '这一户已有待审核的互认申请。请等待审核。',
    en: 'A proposal for this object waits for its decision already.',
  },
  reuse_decided: {
    status: 409,
    zh: '这个互认申请已经审核过。请刷新页面。',
    en: 'This proposal has been decided already. Reload the page.',
  },
  reuse_decider_is_requester: {
    status: 409,
    zh: '申请互认的人不能审核同一申请。请由另一位审核人员办理。',
    en: 'Whoever proposed it cannot decide it. Ask another reviewer.',
  },
} as const satisfies Record<string, ProblemText>
