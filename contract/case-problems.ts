/** Refusals around clues that became cases, and opinions of experts. The table in problems.ts takes these in. */
import type { ProblemText } from './problem-text.ts'

export const caseProblems = {
  problem_with_case: {
    status: 409,
    zh: '该问题已移送办案，由办案人员回填处理结果后完结；办案人员退回后才能在这里完结或者重新移送。',
    en: 'This problem was handed to the case department, whose decision finishes it. Only when they give it back can it be finished or handed over here.',
  },
  clue_handed_by_you: {
    status: 409,
    zh: '移送线索的人不能办理同一线索。请由另一位办案人员办理。',
    en: 'Whoever handed a clue over does not handle it. Ask another case handler.',
  },
  case_department_unknown: {
    status: 422,
    zh: '该机构没有可以接收本地线索的办案人员。请选择列出的办案机构；没有列出的，请系统管理员给办案人员开设“案件办理岗”账号。',
    en: 'Nobody there handles cases of this place. Choose a listed department; if none is listed, ask the administrator for an account with the role “case handler”.',
  },
  not_expert_here: {
    status: 403,
    zh: '您不是该检查抽中的专家，不能出具意见。',
    en: 'Only an expert drawn for this visit gives an opinion on it.',
  },
} as const satisfies Record<string, ProblemText>
