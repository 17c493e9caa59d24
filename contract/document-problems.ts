/** Refusals of papers: templates, issuing, seals. */
import type { ProblemText } from './problem-text.ts'

export const documentProblems = {
  placeholder_unknown: {
    status: 422,
    zh: '第 {block} 段的“{name}”不是这种文书可用的占位符。请改为以下之一：{known}。',
    en: 'Block {block} names “{name}”, which this kind of paper does not know. Use one of: {known}.',
  },
  placeholder_broken: {
    status: 422,
    zh: '第 {block} 段的大括号不成对：“{text}”。占位符写成 {对象名称} 这样，请补全或者删去多余的括号。',
    en: 'The braces of block {block} do not pair: “{text}”. Complete the placeholder or take the brace away.',
  },
  template_list_unknown: {
    status: 422,
    zh: '第 {block} 段的“{name}”不是这种文书的列表。请改为以下之一：{known}。',
    en: 'Block {block} repeats over “{name}”, which is no list of this kind of paper. Use one of: {known}.',
  },
  template_lacks: {
    status: 422,
    zh: '{kindZh}模板缺少依法应有的内容：{missing}。请补上后再保存。',
    en: 'The template lacks what this paper has to say by law: {missing}. Add it and save again.',
  },
  document_number_pattern: {
    status: 422,
    zh: '文号格式“{pattern}”不对：{wrong} 须各出现一次，年份写在六角括号内。请写成 {部门简称}抽查〔{年}〕{序号}号 这样。',
    en: 'The number pattern “{pattern}” is wrong at {wrong}: year and serial stand in it once each, the year as 〔{年}〕.',
  },
  template_open: {
    status: 409,
    zh: '本机构的这种文书已有一个模板版本在编辑或者待批准。请在那个版本上修改，或者先放弃它。',
    en: 'A version of this template is being edited or waits for approval. Edit that one, or discard it first.',
  },
  template_valid_in_past: {
    status: 422,
    zh: '生效日期 {validFrom} 早于今天。请改为今天或者以后。',
    en: 'The first day of force {validFrom} is past. Choose today or later.',
  },
  document_kind_other_thing: {
    status: 422,
    zh: '“{kindZh}”不能从这里出具。请在对应的计划、任务或者检查页面出具。',
    en: 'This kind of paper is not issued from here. Issue it on the page of its plan, task or visit.',
  },
  plan_not_public_yet: {
    status: 409,
    zh: '计划公布后才能出具年度计划公告。请先批准并公布。',
    en: 'The paper of a plan is issued when the plan is public. Have it approved and published first.',
  },
  task_not_announced: {
    status: 409,
    zh: '检查对象抽取归档后才有任务公告。请先完成对象抽取。',
    en: 'A task is announced when its objects are drawn and the draw is closed. Finish that draw first.',
  },
  task_without_objects: {
    status: 409,
    zh: '任务还没有检查对象，不能出具审批表。请先完成对象抽取。',
    en: 'The task has no objects yet. Draw them first.',
  },
  visit_not_ahead: {
    status: 409,
    zh: '这次检查已经实施、被更换或者取消，不再出具。已出具的文书仍可下载。',
    en: 'This visit is done, replaced or cancelled; nothing more is issued for it. What was issued can still be downloaded.',
  },
  document_in_force: {
    status: 409,
    zh: '已经出具。请在上面直接下载；内容有误的，先作废再重新出具。',
    en: 'Issued already: download it above. Where it is wrong, void it and issue a new one.',
  },
  notice_blocked: {
    status: 409,
    zh: '超过年度检查频次上限，不能出具。确有法定情形的，请先认定例外。',
    en: 'Above the yearly cap of visits. Where a lawful exception exists, have it decided first.',
  },
  notice_above_cap: {
    status: 409,
    zh: '{name}本年度计划内检查已到第 {number} 次，超过上限 {cap} 次，不能出具通知书。确有法定情形的，请先在“检查频次”中认定例外。',
    en: 'This would be planned visit {number} of the year to {name}, above the cap of {cap}. Where a lawful exception exists, have it decided first (检查频次).',
  },
  notice_above_item_cap: {
    status: 409,
    zh: '{name}本年度已按“{item}”安排计划内检查 {used} 次，达到该事项的年度频次上限 {cap} 次，不能出具通知书。确有法定情形的，请先在“检查频次”中认定例外。',
    en: '{name} has {used} planned visits with {item} this year, and the item itself allows {cap}. Where a lawful exception exists, have it decided first (检查频次).',
  },
  document_field_missing: {
    status: 422,
    zh: '出具前请填写：{missing}。',
    en: 'Fill in before issuing: {missing}.',
  },
  document_field_unknown: {
    status: 422,
    zh: '“{name}”不是这种文书要填写的内容。请刷新页面后重新填写。',
    en: '“{name}” is nothing that is typed into this paper. Reload the page and type again.',
  },
  document_issued_already: {
    status: 409,
    zh: '已出具同一文书（{number}）。请直接下载；内容有误的，先作废再重新出具。',
    en: 'This paper was issued already ({number}). Download it; where it is wrong, void it and issue a new one.',
  },
  document_voided: {
    status: 409,
    zh: '该文书已作废。请使用重新出具的文书。',
    en: 'This paper is void. Use the one that was issued after it.',
  },
  document_not_own: {
    status: 403,
    zh: '只有出具机构可以作废文书或者登记盖章件。',
    en: 'Only the organisation that issued a paper may void it or add its sealed copy.',
  },
  document_sealed_already: {
    status: 409,
    zh: '该文书已登记盖章件，不能更换。内容有误的，请作废后重新出具。',
    en: 'A sealed copy of this paper is kept already and is not exchanged. Void the paper and issue a new one.',
  },
  sealed_copy_not_pdf: {
    status: 422,
    zh: '盖章件须为 PDF、OFD 或者图片文件。请重新选择。',
    en: 'A sealed copy is a PDF, an OFD or a picture. Choose another file.',
  },
  seal_not_configured: {
    status: 409,
    zh: '本系统没有接入电子签章服务，也不会绘制印章。请打印后加盖实物印章，再登记盖章件扫描件。',
    en: 'No e-seal service is connected, and no seal is ever drawn. Print the paper, stamp it, and add a scan of it.',
  },
  batch_running: {
    status: 409,
    zh: '该任务正在批量出具。请等待完成。',
    en: 'Papers of this task are being issued. Wait until that is finished.',
  },
  batch_nothing: {
    status: 409,
    zh: '该任务没有待实施的检查，没有可出具的文书。',
    en: 'The task has no visits ahead: there is nothing to issue.',
  },
} as const satisfies Record<string, ProblemText>
