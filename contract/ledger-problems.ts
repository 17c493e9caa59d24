/** Refusals of the frequency ledger and its guard. */
import type { ProblemText } from './problem-text.ts'

export const ledgerProblems = {
  exception_not_lawful: {
    status: 422,
    zh: '“{exception}”不在本地区公示的例外情形之内。可选：{lawful}。',
    en: '{exception} is none of the exceptions published here. Choose one of: {lawful}.',
  },
  exception_without_note: {
    status: 422,
    zh: '请写明例外的依据（法律条款、投诉编号或交办文号），至少 5 个字。',
    en: 'Say what the exception rests on: the article, the number of the complaint, or of the order; at least 5 characters.',
  },
  exception_own_task: {
    status: 409,
    zh: '编制任务的人不能认定本任务的频次例外。请由另一位审批人员办理。',
    en: 'Whoever made the task cannot state an exception for its visits. Ask another approver.',
  },
  exception_not_due: {
    status: 409,
    zh: '该次检查已办结、被更换或取消，不再需要认定例外。',
    en: 'This visit is done, replaced or cancelled; it needs no exception any more.',
  },
} as const satisfies Record<string, ProblemText>
