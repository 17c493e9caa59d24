/** Refusals around officer matching and seats. The table in problems.ts takes these in. */
import type { ProblemText } from './problem-text.ts'

export const matchingProblems = {
  matching_infeasible: {
    status: 409,
    zh: '有 {objects} 户检查对象符合条件的执法人员不足，没有抽取任何人。请查看原因，补充人员或调整任务后重试。',
    en: '{objects} objects have too few eligible officers. Nobody was drawn. See the reasons, add officers or change the task.',
  },
  matching_not_drawn: {
    status: 409,
    zh: '抽取 {drawId} 还没有结果，匹配概率在结果产生后公布。',
    en: 'Draw {drawId} has no result yet; probabilities are published with it.',
  },
  matching_without_facts: {
    status: 404,
    zh: '抽取 {drawId} 使用较早的匹配方法，没有留存逐人的资格记录。',
    en: 'Draw {drawId} was matched by an earlier method, which kept no eligibility person by person.',
  },
  reach_narrower: {
    status: 422,
    zh: '人员范围的放宽上限（{reach}）比起始范围（{scope}）还窄。请把上限调到不小于起始范围。',
    en: 'The reach ({reach}) is narrower than the scope to begin with ({scope}). Widen the reach.',
  },
  participant_unknown: {
    status: 422,
    zh: '配合部门不在可邀请之列，或重复选择。请从列表中重新选择。',
    en: 'A participant is not among those that can be invited, or is chosen twice. Choose from the list.',
  },
  participant_items_unknown: {
    status: 422,
    zh: '{orgName} 没有公布所选的部分事项。请重新选择该部门已公布的事项。',
    en: '{orgName} has not published some of the chosen items. Choose published ones.',
  },
  substitute_without_team: {
    status: 409,
    zh: '替补对象 {subject} 符合条件的执法人员只有 {eligible} 人，需要 {need} 人，不能归档。请补充人员，或申请作废本次更换。',
    en: 'Only {eligible} officers may inspect the substitute {subject}, {need} are needed. Add officers, or have the replacement voided.',
  },
  seat_of_what: {
    status: 409,
    zh: '只能从已归档的人员抽取申请更换执法人员（{drawId} 目前为 {state}）。',
    en: 'Officers are replaced from a closed officer draw only ({drawId} is {state}).',
  },
  seat_reason_unknown: {
    status: 422,
    zh: '更换理由“{reason}”不在清单内。请从列表中选择。',
    en: 'The reason {reason} is not on the list. Choose one.',
  },
  seat_not_held: {
    status: 409,
    zh: '该执法人员没有可以更换的检查席位，或所选的部分检查对象不在其名下。请刷新后重新选择。',
    en: 'The officer holds no seat that can be filled anew, or some of the chosen objects are not theirs. Reload and choose again.',
  },
  seat_after_visit: {
    status: 409,
    zh: '其中 {count} 户已经录入检查结果，不能再更换执法人员。请只选择尚未录入的检查对象。',
    en: '{count} of the inspections already have a result. Choose objects without one.',
  },
  seat_before_dispatch: {
    status: 409,
    zh: '任务尚未派发（还有部门没有抽取人员），派发后才能更换执法人员。',
    en: 'The task is not dispatched yet: a department still has to draw its officers. Officers can be replaced after that.',
  },
  decider_is_party: {
    status: 409,
    zh: '您就是要离开或被指定的人员，不能审批这份申请。请由另一位审批人员办理。',
    en: 'You are the officer who leaves or is appointed and cannot decide this request. Ask another approver.',
  },
  officer_leaving: {
    status: 409,
    zh: '您更换出组的申请已获批准，正在抽取接替人员，不能再录入这一户的检查结果。',
    en: 'Your leaving this team is approved and your successor is being drawn; you cannot enter its result any more.',
  },
  seat_already_requested: {
    status: 409,
    zh: '其中 {count} 户已有一份待审批的人员更换申请。',
    en: '{count} of the objects already wait for a decision on this officer.',
  },
  appointed_unfit: {
    status: 409,
    zh: '被指定的人员不符合法定条件（{rulesZh}），不能检查 {subject}。请另选人员，或改为随机抽取。',
    en: 'The appointed person may not inspect {subject} ({rulesEn}). Choose another, or let the lot decide.',
  },
} as const satisfies Record<string, ProblemText>
