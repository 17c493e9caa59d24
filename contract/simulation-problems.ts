/** Refusals of simulations and joint visits. The table in problems.ts takes these in. */
import type { ProblemText } from './problem-text.ts'

export const simulationProblems = {
  simulation_running: {
    status: 409,
    zh: '该计划的推演正在进行。请等它完成后再看结果，或再推演一次。',
    en: 'This plan is being simulated. Wait until that is done.',
  },
  simulation_empty: {
    status: 422,
    zh: '计划还没有有效的计划行，无法推演。请先填写计划行。',
    en: 'The plan has no rows in force. Fill in rows first.',
  },
  simulation_unfinished: { status: 409, zh: '推演还没有完成。完成后再操作。', en: 'The simulation is not finished. Wait until it is.' },
  simulation_stale: {
    status: 409,
    zh: '推演之后计划行有改动，这一条可能已不成立。请重新推演。',
    en: 'Rows of the plan were changed since the simulation. Simulate again.',
  },
  merge_running: { status: 409, zh: '本地区正在排查。请等排查完成。', en: 'A search is running for this place. Wait until it is done.' },
  merge_not_mergeable: {
    status: 422,
    zh: '两个计划行的时间相隔 {gapDays} 天，超过可合并的 {windowDays} 天。请先调整其中一个的时间。',
    en: 'The rows lie {gapDays} days apart, more than the {windowDays} days within which visits are merged. Change the window of one first.',
  },
  merge_not_yours: {
    status: 403,
    zh: '这条建议里没有本单位的任务，不能由本单位答复。请由相关单位答复。',
    en: 'None of the tasks is of your body. Let one of the bodies concerned answer.',
  },
  merge_answered: { status: 409, zh: '本单位已经答复过，答复不能更改。', en: 'Your body has answered already; an answer is not changed.' },
  merge_reason_missing: { status: 422, zh: '不同意合并须写明理由。请填写理由。', en: 'Say why you decline.' },
  merge_nothing_left: {
    status: 409,
    zh: '建议中的对象都已检查或已并入其他联合检查，没有可合并的了。请重新排查。',
    en: 'Every object of the proposal is inspected or merged already. Search again.',
  },
} as const satisfies Readonly<Record<string, ProblemText>>
