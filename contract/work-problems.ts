/** Refusals of the work itself: catalogue, plans, tasks, imports, inspections; those of draws are in draw-problems.ts. The table in problems.ts takes these in. */
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
  sealed_required: {
    status: 422,
    zh: '抽取范围、分层或排除条件使用了信用风险等级，公开模式会让人看出企业的等级。请改用密封模式，或去掉风险等级。',
    en: 'A risk class shapes this draw, and an open draw would tell it. Choose mode sealed, or leave the risk class out.',
  },
  stratum_value_unknown: {
    status: 422,
    zh: '分层“{stratum}”中的取值“{value}”不在信用风险等级 A、B、C、D 之内。请重新选择。',
    en: 'Stratum {stratum} has the value {value}, which is none of the risk classes A, B, C, D. Choose another.',
  },
  frame_too_slow: {
    status: 503,
    zh: '试算超过 {seconds} 秒，已停止，没有改动任何数据。请缩小抽取范围后重试，或稍后再试。',
    en: 'Counting took more than {seconds} seconds and was stopped; nothing was changed. Narrow the filter, or try again later.',
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

  // results
  nothing_checked: { status: 422, zh: '至少检查一个事项。', en: 'At least one item has to be checked.' },
  problem_without_disposal: { status: 422, zh: '发现问题的，须填写处置情况。', en: 'A problem needs a disposal.' },
  outcome_contradicts_items: {
    status: 422,
    zh: '检查结果与事项记录不一致：有问题的事项须已检查，且结果不能是“未发现问题”。',
    en: 'The outcome contradicts the items: a problem needs a checked item and an outcome that says so.',
  },
  date_in_future: { status: 422, zh: '检查日期晚于今天（{today}）。请改正。', en: 'The date lies after today ({today}). Correct it.' },
  visit_above_cap: {
    status: 409,
    zh: '{name}在 {year} 年的计划内检查，连同这一次是第 {number} 次，超过上限 {cap} 次，不能录入。确有法定情形的，请有权认定例外的人在“检查频次”中认定，再提交；已填写的内容不会丢失。',
    en: 'With this one {name} has {number} planned visits in {year}, above the cap of {cap}. Where a lawful exception exists, have an approver state it (检查频次), then submit again; what is filled in stays.',
  },
  visit_apart_above_cap: {
    status: 409,
    zh: '综合查一次的另一方是 {days} 检查的，与本次填写的 {on} 不是同一天，算两次，{year} 年共 {number} 次，超过上限 {cap} 次，不能录入。同一天检查的，请改正检查日期；确有法定情形的，请有权认定例外的人在“检查频次”中认定，再提交。',
    en: 'The other part of the joint visit was held on {days}, not on {on}: that makes {number} visits in {year}, above the cap of {cap}. Correct the date if it was the same day; or have an approver state a lawful exception (检查频次), then submit again.',
  },
  visit_above_item_cap: {
    status: 409,
    zh: '{name}在 {year} 年已按“{item}”有 {used} 次计划内检查，达到该事项的年度频次上限 {cap} 次，不能录入。确有法定情形的，请有权认定例外的人在“检查频次”中认定，再提交；已填写的内容不会丢失。',
    en: '{name} has {used} planned visits with {item} in {year}, and the item itself allows {cap}. Where a lawful exception exists, have an approver state it (检查频次), then submit again; what is filled in stays.',
  },
  outcome_unknown: { status: 422, zh: '检查结果代码不在清单内：{outcome}。', en: 'The outcome {outcome} is not on the list.' },
  items_differ: {
    status: 422,
    zh: '事项与任务不一致。请刷新页面后重新填写。',
    en: 'The items differ from those of the task. Reload the page.',
  },
  text_names_risk_class: {
    status: 422,
    zh: '{whereZh}写出了信用风险等级（“{words}”）。这段文字向社会公开，等级不公开。请删去，可以改写为“按信用风险等级分类抽取”。',
    en: '{whereEn} says a risk class (“{words}”). The text is public, a class never is: leave it out. “Drawn by risk class” may be said.',
  },
  opinion_missing: { status: 422, zh: '退回时须填写审核意见。', en: 'A return needs an opinion.' },
} as const satisfies Record<string, ProblemText>
