/** Refusals of the work itself: catalogue, plans, tasks, imports, draws, inspections. The table in problems.ts takes these in. */
import type { ProblemText } from './problem-text.ts'

export const workProblems = {
  // four eyes and duties
  approver_is_submitter: {
    status: 409,
    zh: '编制或提交计划的人不能批准同一份计划。请由另一位审批人员办理。',
    en: 'Whoever drafted or submitted a plan cannot approve it. Ask another approver.',
  },
  publisher_is_editor: {
    status: 409,
    zh: '编制事项的人不能批准公布该事项。请由另一位审批人员办理。',
    en: 'Whoever edited an item cannot publish it. Ask another approver.',
  },
  closer_is_committer: {
    status: 409,
    zh: '封存抽取的人不能复核归档。请由另一位审批人员办理。',
    en: 'Whoever committed a draw cannot close it. Ask another approver.',
  },
  approver_is_requester: {
    status: 409,
    zh: '申请作废的人不能批准作废。请由另一位审批人员办理。',
    en: 'Whoever asked for the void cannot approve it. Ask another approver.',
  },
  reviewer_entered_it: {
    status: 409,
    zh: '录入结果的人不能审核同一结果。请由另一位审核人员办理。',
    en: 'Whoever entered a result cannot review it. Ask another reviewer.',
  },
  reviewer_inspected_it: {
    status: 409,
    zh: '参加检查的人不能审核该结果。请由另一位审核人员办理。',
    en: 'Whoever took part in the inspection cannot review its result. Ask another reviewer.',
  },
  not_your_visit: {
    status: 403,
    zh: '您不是该检查抽中的执法人员，不能录入结果（谁检查、谁录入）。',
    en: 'Only an officer drawn for this visit enters its result.',
  },

  // plans and tasks
  item_not_published: {
    status: 422,
    zh: '第 {row} 行使用了未公布的事项：{items}。请先公布事项，或改选已公布的事项。',
    en: 'Row {row} uses items that are not published: {items}. Publish them first, or choose published ones.',
  },
  rate_zero: { status: 422, zh: '第 {row} 行抽取比例为 0。请填写大于 0 的比例。', en: 'The rate of row {row} is 0. Enter one above 0.' },
  plan_not_published: {
    status: 409,
    zh: '计划 {planNo} 尚未公布，不能编制任务。请先批准并公布计划。',
    en: 'Plan {planNo} is not published yet. Approve and publish it before making tasks.',
  },
  strata_need_a_field: {
    status: 422,
    zh: '不分层时只能有一层。请选择分层字段，或只保留一层。',
    en: 'Without a field to stratify by there is one stratum. Choose a field, or keep one stratum.',
  },
  numbers_used_up: {
    status: 409,
    zh: '编号 {scope} 的三位流水号已用完（999）。请改日或由上级机构编号。',
    en: 'The serials of {scope} are used up (999). Use another day, or a number of the authority above.',
  },
  query_too_short: { status: 422, zh: '名称查询至少输入两个字。', en: 'Enter at least two characters of a name.' },
  calendar_year_unknown: {
    status: 422,
    zh: '工作日历还没有 {year} 年的放假安排。请升级 chinese-days 后重试。',
    en: 'The calendar does not know {year} yet. Install a newer chinese-days.',
  },

  // imports
  columns_missing: {
    status: 422,
    zh: '表头缺少必需的列：{missing}。请下载模板，按模板表头填写。文件中的表头是：{found}',
    en: 'The heading lacks {missing}. Use the template. The file has: {found}',
  },
  file_not_text: {
    status: 422,
    zh: '这不是 CSV 文本文件（识别为 {found}）。请在表格软件中另存为 CSV 后上传。',
    en: 'This is not a CSV text file (it looks like {found}). Save it as CSV and upload that.',
  },
  encoding_unknown: {
    status: 422,
    zh: '文字编码既不是 UTF-8 也不是 GBK。请另存为 UTF-8 编码的 CSV 后上传。',
    en: 'The text is neither UTF-8 nor GBK. Save it as CSV in UTF-8 and upload that.',
  },
  csv_broken: {
    status: 422,
    zh: '第 {row} 行附近的格式不完整（{why}），常见原因是引号没有成对或一行过长。请修正后重新上传，没有写入任何数据。',
    en: 'The file breaks near row {row} ({why}): often an unpaired quote or an endless line. Correct it and upload again; nothing was written.',
  },
  file_without_rows: {
    status: 422,
    zh: '文件里没有数据行。请确认选择了正确的文件。',
    en: 'The file has no rows. Check that it is the right one.',
  },
  file_missing: {
    status: 500,
    zh: '上传的文件已不在文件库中。请重新上传。',
    en: 'The uploaded file is gone from the store. Upload it again.',
  },
  recusal_names_nobody: {
    status: 422,
    zh: '名录中没有 {subject}。请核对统一社会信用代码。',
    en: 'The register has no {subject}. Check the code.',
  },

  // draws
  frame_empty: {
    status: 409,
    zh: '抽样框内没有检查对象（登记 {registerCount} 户全部被排除）。请调整任务的筛选条件。',
    en: 'The frame is empty: all {registerCount} objects are excluded. Change the filter of the task.',
  },
  pool_empty: {
    status: 409,
    zh: '名单为空，不能封存。请调整筛选条件。',
    en: 'The list is empty and cannot be committed. Change the filter.',
  },
  strata_refused: {
    status: 409,
    zh: '有分层的应抽数为 0 或超过户数。请调整比例或取整方式。',
    en: 'A stratum would draw none, or more than it has. Change its rate or rounding.',
  },
  draw_already_held: {
    status: 409,
    zh: '该任务已经完成抽取（{drawId}），不能重新抽取。',
    en: 'The task has been drawn already ({drawId}); it is not drawn again.',
  },
  draw_not_verified_yet: {
    status: 409,
    zh: '系统正在核验结果，核验完成后才能归档。请稍候。',
    en: 'The result is being verified; it can be closed after that. Wait a moment.',
  },
  draw_verification_failed: {
    status: 409,
    zh: '系统对结果的核验没有通过，不能归档。请查看核验明细，并申请作废。',
    en: 'The verification of the result failed, so it cannot be closed. See the checks, and ask for a void.',
  },
  no_party_of_yours: { status: 403, zh: '您不是该抽取的随机数提供方。', en: 'You are not a party of this draw.' },
  parties_too_few: { status: 409, zh: '随机数提供方不足两方。', en: 'A draw needs at least two parties.' },
  party_unknown: { status: 422, zh: '该抽取没有这一方：{party}。', en: 'This draw has no party {party}.' },
  party_held_by_same_person: {
    status: 409,
    zh: '同一人不能代表两方（{party}、{other}）。请由另一人提供。',
    en: 'One person cannot hold two parties ({party}, {other}). Someone else has to.',
  },
  already_pledged: {
    status: 409,
    zh: '本方已经封存随机数，不能更换。',
    en: 'Your party has pledged already and cannot change it.',
  },
  commitment_invalid: { status: 422, zh: '随机数承诺格式不正确。请重新生成。', en: 'The commitment is malformed. Make a new one.' },
  commitment_repeated: {
    status: 409,
    zh: '该承诺与另一方（{party}）相同，疑似复制。请重新生成。',
    en: 'The commitment equals that of {party}. Make a new one.',
  },
  pledges_missing: {
    status: 409,
    zh: '各方随机数尚未全部封存。请等各方封存后再操作。',
    en: 'Not every party has pledged yet. Wait until all have.',
  },
  already_revealed: { status: 409, zh: '本方已经揭示。', en: 'Your party has revealed already.' },
  nonce_does_not_open: {
    status: 422,
    zh: '随机数与封存时的承诺不符。请使用封存时的浏览器或备份单。',
    en: 'The nonce does not open the commitment. Use the browser that made it, or its backup slip.',
  },
  void_before_deadline: {
    status: 409,
    zh: '揭示期限（{revealBy}）未过，不能以逾期为由作废。',
    en: 'The deadline ({revealBy}) has not passed; this reason does not hold yet.',
  },
  void_reason_unknown: { status: 422, zh: '作废原因不在规定清单内。请重新选择。', en: 'The reason is not on the list. Choose another.' },
  void_already_requested: { status: 409, zh: '已有作废申请在等待批准。', en: 'A request to void is waiting already.' },
  void_not_requested: {
    status: 409,
    zh: '没有作废申请。请先由组织岗提出申请。',
    en: 'Nobody asked for a void. The organiser has to ask first.',
  },
  objects_not_drawn: { status: 409, zh: '检查对象尚未抽取并归档，不能抽取执法人员。', en: 'The objects are not drawn and closed yet.' },
  matching_infeasible: {
    status: 409,
    zh: '有 {objects} 户检查对象符合条件的执法人员不足 {teamSize} 人，没有抽取。请查看原因并补充人员或调整任务。',
    en: '{objects} objects have fewer than {teamSize} eligible officers. Nothing was drawn. See the reasons, add officers or change the task.',
  },
  team_too_small: {
    status: 409,
    zh: '有检查对象符合条件的执法人员不足 {teamSize} 人。',
    en: 'An object has fewer than {teamSize} eligible officers.',
  },
  document_invalid: {
    status: 409,
    zh: '抽取文件不符合协议格式。请联系管理员。',
    en: 'The document of the draw breaks the protocol. Ask an administrator.',
  },
  register_not_accounted: {
    status: 409,
    zh: '入库与排除之和（{accounted}）不等于登记总数（{registerCount}）。请重新冻结。',
    en: 'Included and excluded ({accounted}) do not add up to the register ({registerCount}). Freeze again.',
  },
  strata_not_pool: { status: 409, zh: '分层户数与名单不符。请重新冻结。', en: 'The strata do not fit the list. Freeze again.' },
  draw_kind_unknown: { status: 422, zh: '抽取编号不正确：{drawId}。', en: 'Not a draw id: {drawId}.' },
  exclusion_not_of_kind: {
    status: 409,
    zh: '排除原因 {reason} 不适用于该类抽取。',
    en: 'The reason {reason} is not one of this kind of draw.',
  },
  officers_not_all: { status: 409, zh: '执法人员抽取必须包含全部符合条件的人员。', en: 'An officer draw takes every officer of its pool.' },
  not_as_committed: {
    status: 409,
    zh: '与封存时不一致（{what}），不能抽取。请联系管理员。',
    en: 'Not as committed ({what}); nothing is drawn. Ask an administrator.',
  },
  nonces_refused: {
    status: 409,
    zh: '各方随机数与封存时不符，不能抽取。请联系管理员。',
    en: 'The nonces do not open their commitments; nothing is drawn.',
  },
  subject_invalid: {
    status: 409,
    zh: '名录第 {row} 条的主体标识无效：{subject}。请先清理名录。',
    en: 'Row {row} has no usable identity: {subject}. Clean the register first.',
  },
  stratum_unknown: {
    status: 409,
    zh: '名单中出现未定义的分层。请重新冻结。',
    en: 'The list names a stratum that is not defined. Freeze again.',
  },
  duplicate_subject: {
    status: 409,
    zh: '名单中有重复的主体（第 {rows} 条）。请先清理名录。',
    en: 'A subject stands twice in the list (rows {rows}). Clean the register first.',
  },

  // results
  nothing_checked: { status: 422, zh: '至少检查一个事项。', en: 'At least one item has to be checked.' },
  problem_without_disposal: { status: 422, zh: '发现问题的，须填写处置情况。', en: 'A problem needs a disposal.' },
  outcome_contradicts_items: {
    status: 422,
    zh: '检查结果与事项记录不一致：有问题的事项须已检查，且结果不能是“未发现问题”。',
    en: 'The outcome contradicts the items: a problem needs a checked item and an outcome that says so.',
  },
  date_in_future: { status: 422, zh: '检查日期晚于今天（{today}）。请改正。', en: 'The date lies after today ({today}). Correct it.' },
  outcome_unknown: { status: 422, zh: '检查结果代码不在清单内：{outcome}。', en: 'The outcome {outcome} is not on the list.' },
  items_differ: {
    status: 422,
    zh: '事项与任务不一致。请刷新页面后重新填写。',
    en: 'The items differ from those of the task. Reload the page.',
  },
  opinion_missing: { status: 422, zh: '退回时须填写审核意见。', en: 'A return needs an opinion.' },
} as const satisfies Record<string, ProblemText>
