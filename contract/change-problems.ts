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
  change_window_next_year: {
    status: 422,
    zh: '计划外任务的检查时间不能延长到 {year} 年以后。请另选日期，或者在下一年另建任务。',
    en: 'A task outside the plan ends in {year}. Choose a day of that year, or make another task for the next.',
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
  change_join_begun: {
    status: 409,
    zh: '检查已经开始（各部门人员已抽齐，检查已派发），不能再增加配合部门。请由该部门对同一批对象另建任务，或者用“综合查一次”合并检查。',
    en: 'The inspections have begun: every department has its officers and the visits are out, so nobody joins any more. Let the department make a task of its own with the same objects, or propose joint visits.',
  },
  change_join_drawing: {
    status: 409,
    zh: '有部门正在抽取检查人员（{drawId}），现在不能增加配合部门：两次抽取可能抽到同一个人。请等它归档，或者作废以后再申请。',
    en: 'Officers are being drawn ({drawId}), so no department joins now: two draws could take one person. Wait until it is closed, or void it.',
  },
  change_join_there: {
    status: 409,
    zh: '{org}已在本任务中，或者曾承担、退出过本任务的检查，不能再次加入。请由该部门对同一批对象另建任务。',
    en: '{org} has or had a part of this task, so it cannot join again. Let it make a task of its own with the same objects.',
  },
  change_join_nobody: {
    status: 409,
    zh: '本地没有可以加入的部门：其他部门没有公布现行有效的抽查事项，或者都已在本任务中。',
    en: 'No department here could join: the others have no items in force, or take part already.',
  },
  change_items_of_plan: {
    status: 409,
    zh: '计划任务中牵头部门的检查事项由计划行确定，不能单独更换。请先调整计划，再另建任务。',
    en: 'The own items of a task of the plan are those of its row. Adjust the plan, then make another task.',
  },
  change_items_inspected: {
    status: 409,
    zh: '已有 {visits} 户录入检查结果，检查事项不能再更换：一个任务的事项对全部对象相同。请用新的事项另建任务。',
    en: '{visits} objects have results already; the items of a task are the same for all of its objects. Make another task with the new items.',
  },
  change_items_noticed: {
    status: 409,
    zh: '已出具 {notices} 份抽查通知书，上面写明了检查事项。请先将通知书作废，变更后重新出具。',
    en: '{notices} notices were issued and name the items. Void them first, and issue them anew after the change.',
  },
  change_items_drawing: {
    status: 409,
    zh: '该部门正在抽取检查人员（{drawId}），人员是按现在的事项匹配的。请等抽取归档，或者作废后再申请。',
    en: 'The officers of the department are being drawn ({drawId}) for the present items. Wait until the draw is closed, or void it.',
  },
  change_items_unfit: {
    status: 409,
    zh: '已抽出的检查人员不具备新事项要求的范围、资质或者专家：{officers}。请先更换人员，或者另建任务。',
    en: 'Officers who are drawn lack what the new items ask for, or an expert is missing: {officers}. Replace them first, or make another task.',
  },
  participant_not_accepted: {
    status: 409,
    zh: '本部门还没有接受参加该任务，不能抽取人员。请先在任务页面答复邀请。',
    en: 'Your department has not accepted the invitation yet. Answer it on the page of the task before drawing officers.',
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
