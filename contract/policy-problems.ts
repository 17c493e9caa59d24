/** Refusals of policy packs. */
import type { ProblemText } from './problem-text.ts'

export const policyProblems = {
  policy_key_unknown: {
    status: 422,
    zh: '没有名为“{key}”的参数。请从列表中选择。',
    en: 'There is no setting {key}. Choose one of the list.',
  },
  policy_value_wrong: {
    status: 422,
    zh: '参数“{key}”的取值不合要求：应为{expectedZh}。请改正。',
    en: 'The value of {key} does not fit: it is {expectedEn}. Correct it.',
  },
  policy_weakens_above: {
    status: 422,
    zh: '参数“{key}”定为{valueZh}，比上级规定宽：{placeZh}自 {day} 起为{aboveZh}（{source}）。下级只能更严。请改成不宽于上级的取值，或移除这一项。',
    en: 'The setting {key} as {valueEn} is weaker than what binds from above: from {day} on {placeEn} has {aboveEn} ({source}). A lower place may only be stricter. Change the value, or remove the setting.',
  },
  policy_source_missing: {
    status: 422,
    zh: '参数“{key}”没有写明依据。请填写文件名称、文号和条款，或说明为何由本机构确定。',
    en: 'The setting {key} has no source. Name the document, its number and article, or say why this authority sets it.',
  },
  policy_key_national: {
    status: 422,
    zh: '参数“{key}”由平台统一确定（登录、口令、文件），不能按地区覆盖。',
    en: 'The setting {key} belongs to the whole installation (sign-in, passwords, files) and is not set by a place.',
  },
  policy_place_outside: {
    status: 422,
    zh: '{place} 不在本机构管辖范围内。请选择本机构或下级地区。',
    en: '{place} is outside your jurisdiction. Choose your own place or one below it.',
  },
  policy_open_already: {
    status: 409,
    zh: '该地区已有一份未公布的参数包。请先办结或作废。',
    en: 'This place has a pack that is not published yet. Finish or discard it first.',
  },
  policy_starts_past: {
    status: 422,
    zh: '生效日期 {day} 早于今天。参数不能追溯生效，请填写今天或以后的日期。',
    en: 'The first day, {day}, is in the past. Settings do not begin to hold in the past; choose today or later.',
  },
  policy_window_reversed: {
    status: 422,
    zh: '有效期止 {to} 早于生效日期 {from}。请改正。',
    en: 'The last day, {to}, is before the first, {from}. Correct the dates.',
  },
  policy_own_work: {
    status: 409,
    zh: '编制或提交参数包的人不能批准公布。请由另一位审批人员办理。',
    en: 'Whoever drafted or submitted a pack cannot publish it. Ask another approver.',
  },
  policy_opinion_missing: { status: 422, zh: '退回时须填写意见。', en: 'A return needs an opinion.' },
} as const satisfies Record<string, ProblemText>
