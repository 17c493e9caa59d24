/** Refusals of change requests. */
import type { ProblemText } from './problem-text.ts'

export const changeProblems = {
  change_approver_is_requester: {
    status: 403,
    zh: '不能审批自己提出的变更申请。请由另一名有审批权限的人员办理。',
    en: 'Nobody decides on their own request. Ask another person who may approve changes.',
  },
  change_not_requester: {
    status: 403,
    zh: '只有申请人可以撤回申请。请联系申请人{by}。',
    en: 'Only who asked may take a request back. Ask {by}.',
  },
  change_before_lock: {
    status: 409,
    zh: '该任务还没有锁定（{state}），不用申请变更。请在任务页面直接修改或者取消。',
    en: 'The task is not locked yet ({state}): change or cancel it on its own page, without a request.',
  },
  change_after_end: {
    status: 409,
    zh: '该任务已经结束（{state}），不能再变更。如结果有误，请按结果更正办理。',
    en: 'The task has ended ({state}) and does not change any more. A wrong result is corrected as a result.',
  },
  change_open_already: {
    status: 409,
    zh: '该事项已有一份同类的变更申请（{changeNo}）待审批。请等它办结，或者由申请人撤回后再提出。',
    en: 'A request of this kind ({changeNo}) waits already. Wait for its decision, or have it withdrawn first.',
  },
  change_needs_evidence: {
    status: 422,
    zh: '以“{reasonZh}”为由申请变更，须上传证明材料。请上传后再提交。',
    en: 'A request because of {reasonEn} needs a document that shows it. Upload it, then send the request.',
  },
  change_nothing: {
    status: 422,
    zh: '申请的内容与现在相同，没有变更。请改正后再提交。',
    en: 'What is asked for is what stands now. Change something first.',
  },
  change_window_not_later: {
    status: 422,
    zh: '新的截止日期 {to} 不晚于现在的 {now}。变更只能延长检查时间，请另选日期。',
    en: 'The new last day {to} is not after {now}. A change can only extend the window: choose a later day.',
  },
  change_window_past: {
    status: 422,
    zh: '新的截止日期 {to} 已经过去。请另选日期。',
    en: 'The new last day {to} is past. Choose a later one.',
  },
  change_stale: {
    status: 409,
    zh: '申请提出以后，“{name}”已有变化，不能按原申请执行。请驳回或者由申请人撤回，再按现在的情况重新申请。',
    en: '“{name}” has changed since the request, so it cannot be carried out as asked. Reject it or have it withdrawn, and ask again.',
  },
  change_department_drawn: {
    status: 409,
    zh: '{org}已经抽取检查人员或者已派发检查，不能退出本任务。请改用“改派检查部门”。',
    en: '{org} has drawn officers or has visits, so it cannot leave the task. Ask for another department for its objects instead.',
  },
  change_participants_late: {
    status: 409,
    zh: '任务已派发，配合部门不能再退出。请改用“改派检查部门”。',
    en: 'The task is dispatched, so no department can leave it any more. Ask for another department for its objects instead.',
  },
  change_participant_unknown: {
    status: 422,
    zh: '{dept}不是本任务的配合部门。请刷新后重新选择。',
    en: '{dept} takes no part in this task. Reload and choose again.',
  },
  change_no_participant: { status: 409, zh: '该任务没有配合部门。', en: 'No other department takes part in this task.' },
  change_no_parts: {
    status: 409,
    zh: '该任务的检查对象还没有派发，不能改派。请先抽出检查对象。',
    en: 'The objects of the task are not dispatched yet. Draw them first.',
  },
  change_not_announced: {
    status: 409,
    zh: '该任务没有公告，不用更正。',
    en: 'The task has no public announcement, so there is nothing to correct.',
  },
} as const satisfies Record<string, ProblemText>
