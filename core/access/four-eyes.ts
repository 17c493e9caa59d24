/**
 * 四眼: what one person does and another has to do too, as data. Each line is a refusal of a state table of core, never of a handler; test/house/four-eyes.test.ts
 * holds the list to the code. `database`: the constraint that stands behind it where both persons are in one row.
 */
export type FourEyes = {
  readonly act: { readonly zh: string; readonly en: string }
  readonly not: { readonly zh: string; readonly en: string }
  readonly refusal: string
  readonly table: string
  readonly test: string
  readonly database?: string
}

export const fourEyes: readonly FourEyes[] = [
  {
    act: { zh: '批准公布抽查事项、联合抽查事项', en: 'publish an item or a joint item' },
    not: { zh: '编制、修改、提交过这一版的人', en: 'who wrote, changed or handed in this version' },
    ...{ refusal: 'publisher_is_editor', table: 'core/catalogue/state.ts', test: 'core/catalogue/state.test.ts' },
    database: 'item_not_by_authors',
  },
  {
    act: { zh: '批准年度计划及其调整；联合计划由联席会议通过', en: 'approve a plan or its adjustment; adopt a joint plan' },
    not: { zh: '编制、填报、修改、提交的人', en: 'who drafted, filled in, edited or submitted it' },
    ...{ refusal: 'approver_is_submitter', table: 'core/plans/state.ts', test: 'core/plans/state.test.ts' },
    database: 'plan_version_four_eyes',
  },
  {
    act: { zh: '撤回已公布的计划', en: 'withdraw a published plan' },
    not: { zh: '编制、修改、提交的人', en: 'who drafted, edited or submitted it' },
    ...{ refusal: 'withdrawer_is_author', table: 'core/plans/state.ts', test: 'core/plans/state.test.ts' },
  },
  {
    act: { zh: '汇总报送的计划行', en: "take an office's rows into a plan" },
    not: { zh: '报送的人', en: 'who handed them in' },
    ...{ refusal: 'taker_is_contributor', table: 'core/plans/contribution-state.ts', test: 'core/plans/plan-people.test.ts' },
  },
  {
    act: { zh: '答复联合计划的邀请', en: 'answer an invitation to a joint plan' },
    not: { zh: '发出邀请的人', en: 'who invited' },
    ...{ refusal: 'answerer_is_inviter', table: 'core/plans/party-state.ts', test: 'core/plans/plan-people.test.ts' },
  },
  {
    act: { zh: '接收计划备案', en: 'accept a filed plan' },
    not: { zh: '报送的人', en: 'who filed it' },
    ...{ refusal: 'filer_is_decider', table: 'core/plans/filing-state.ts', test: 'core/plans/plan-people.test.ts' },
  },
  {
    act: { zh: '接收人员名录备案', en: 'accept a filed officer register' },
    not: { zh: '报送的人', en: 'who filed it' },
    ...{ refusal: 'filer_is_decider', table: 'core/registers/filing.ts', test: 'core/registers/officer-decisions.test.ts' },
  },
  {
    act: {
      zh: '审批计划外任务（包括指定的检查组），以及超出计划行或者设有频次例外的计划内任务',
      en: 'approve a task outside the plan, its appointed team with it, or one of the plan that draws above its row or lifts the frequency caps',
    },
    not: { zh: '编制、修改、提交的人', en: 'who made, edited or submitted it' },
    ...{ refusal: 'task_approver_is_author', table: 'core/tasks/state.ts', test: 'core/tasks/state.test.ts' },
    database: 'task_not_by_editors',
  },
  {
    act: { zh: '批准公布政策参数', en: 'publish a policy pack' },
    not: { zh: '编制、修改、提交的人', en: 'who drafted, edited or submitted it' },
    ...{ refusal: 'policy_own_work', table: 'core/policy/state.ts', test: 'core/policy/state.test.ts' },
    database: 'policy_pack_not_by_editors',
  },
  {
    act: { zh: '批准文书模板', en: 'approve a template' },
    not: { zh: '编辑、提交过这一版的人', en: 'who wrote, changed or submitted this version' },
    ...{ refusal: 'approver_is_submitter', table: 'core/documents/template-state.ts', test: 'core/documents/template-state.test.ts' },
    database: 'document_template_not_by_authors',
  },
  {
    act: { zh: '审批变更申请', en: 'decide a change request' },
    not: { zh: '申请人', en: 'who asked' },
    ...{ refusal: 'change_approver_is_requester', table: 'core/changes/state.ts', test: 'core/changes/state.test.ts' },
    database: 'change_second_person',
  },
  {
    act: { zh: '封存另一方的随机数', en: 'pledge the nonce of another party' },
    not: { zh: '已封存一方随机数的人', en: 'who pledged one already' },
    ...{ refusal: 'party_held_by_same_person', table: 'core/draws/state.ts', test: 'core/draws/state.test.ts' },
  },
  {
    act: { zh: '录入公开随机信标的第二遍', en: 'type an announced beacon the second time' },
    not: { zh: '录入第一遍的人', en: 'who typed it first' },
    ...{ refusal: 'beacon_same_person', table: 'core/draws/state.ts', test: 'core/draws/state.test.ts' },
  },
  {
    act: { zh: '复核归档抽取', en: 'close a draw' },
    not: { zh: '封存抽取的人', en: 'who committed it' },
    ...{ refusal: 'closer_is_committer', table: 'core/draws/state.ts', test: 'core/draws/state.test.ts' },
  },
  {
    act: { zh: '批准抽取作废', en: 'approve that a draw is void' },
    not: { zh: '申请作废的人', en: 'who asked for it' },
    ...{ refusal: 'approver_is_requester', table: 'core/draws/state.ts', test: 'core/draws/state.test.ts' },
  },
  {
    act: { zh: '审批对象更换、人员更换和人工指定', en: 'decide on replacing an object or an officer, or on an appointment' },
    not: { zh: '申请人', en: 'who asked' },
    ...{ refusal: 'replacement_approver_is_requester', table: 'core/draws/request-state.ts', test: 'core/draws/request-state.test.ts' },
  },
  {
    act: { zh: '审批人员更换和人工指定', en: 'decide on replacing an officer, or on an appointment' },
    not: { zh: '离开或者被指定的人员', en: 'the officer who leaves or is named' },
    ...{ refusal: 'decider_is_party', table: 'core/draws/request-state.ts', test: 'core/draws/request-state.test.ts' },
  },
  {
    act: { zh: '认定频次例外', en: 'state an exception from the frequency cap' },
    not: { zh: '编制该任务的人', en: 'who made the task' },
    ...{ refusal: 'exception_own_task', table: 'core/ledger/except.ts', test: 'core/ledger/except.test.ts' },
  },
  {
    act: { zh: '审核结果互认', en: 'decide on the reuse of a result' },
    not: { zh: '申请人', en: 'who proposed it' },
    ...{ refusal: 'reuse_decider_is_requester', table: 'core/tasks/reuse.ts', test: 'core/tasks/reuse.test.ts' },
  },
  {
    act: { zh: '审核检查结果', en: 'review a result' },
    not: { zh: '录入的人', en: 'who entered it' },
    ...{ refusal: 'reviewer_entered_it', table: 'core/inspections/result.ts', test: 'core/inspections/result.test.ts' },
  },
  {
    act: { zh: '审核检查结果', en: 'review a result' },
    not: { zh: '参加检查的执法人员和专家', en: 'officers and experts of the team' },
    ...{ refusal: 'reviewer_inspected_it', table: 'core/inspections/result.ts', test: 'core/inspections/result.test.ts' },
  },
  {
    act: { zh: '接收、退回、回填案件线索', en: 'take, give back or decide a case clue' },
    not: { zh: '移送的人', en: 'who handed it over' },
    ...{ refusal: 'clue_handed_by_you', table: 'core/inspections/clue-state.ts', test: 'core/inspections/clue-state.test.ts' },
    database: 'case_clue_second_person',
  },
]
