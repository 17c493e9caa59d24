/** Refusals around the officer register and the workbooks it comes in. The table in problems.ts takes these in. */
import type { ProblemText } from './problem-text.ts'

export const officerProblems = {
  // persons
  officer_without_certificate: {
    status: 422,
    zh: '执法人员至少要有一本执法证。请填写执法证编号和有效期。',
    en: 'An officer has at least one certificate. Enter its number and its last day.',
  },
  certificate_twice: {
    status: 422,
    zh: '执法证 {certificateNo} 填写了两次。请删去一条。',
    en: 'Certificate {certificateNo} stands twice. Remove one.',
  },
  certificate_window_reversed: {
    status: 422,
    zh: '执法证 {certificateNo} 的有效期止早于有效期起。请改正。',
    en: 'Certificate {certificateNo} ends before it begins. Correct the dates.',
  },
  phone_invalid: {
    status: 422,
    zh: '手机号格式不正确。请填写 11 位手机号，或带区号的固定电话。',
    en: 'This is no telephone number: 11 digits of a mobile, or a number with its area code.',
  },
  officer_population_fixed: {
    status: 409,
    zh: '执法人员不能改为专家，专家也不能改为执法人员。请在另一名录中用新编号新增。',
    en: 'An officer cannot become an expert, nor an expert an officer. Add the person to the other register with a number of its own.',
  },
  officer_in_group: {
    status: 409,
    zh: '该人员在检查小组（{groups}）中。请先调整或停用小组，再办理离岗。',
    en: 'The person belongs to a group ({groups}). Change or retire the group first.',
  },
  leave_too_long: {
    status: 422,
    zh: '请假时段超过 {days} 天。请核对年份；长期离岗请改为“停用”或“离岗”。',
    en: 'A leave of more than {days} days. Check the year; for longer, suspend the officer.',
  },
  recusal_ended: { status: 409, zh: '该回避关系已解除。请刷新后查看。', en: 'This recusal has ended already. Reload to see it.' },
  recusal_end_too_early: {
    status: 422,
    zh: '解除日期早于登记日期（{declaredOn}）。请改正。',
    en: 'The recusal was declared on {declaredOn} and cannot end before. Correct the date.',
  },

  // groups
  group_too_small: {
    status: 422,
    zh: '检查小组至少两名不同的人员，其中一名是组长。请补充成员。',
    en: 'A group has at least two different persons, one of them the leader. Add members.',
  },
  group_member_twice: { status: 422, zh: '{names} 重复。请每人只选一次。', en: '{names} stand twice. Choose everyone once.' },
  group_member_outside: {
    status: 422,
    zh: '{names} 不是本小组所在机构的有效执法人员。请重新选择。',
    en: '{names} are no active officers of the organisation of this group. Choose others.',
  },
  group_name_taken: {
    status: 409,
    zh: '本机构已有同名的检查小组。请换一个名称。',
    en: 'The organisation has a group of this name already. Choose another name.',
  },

  // filing with the level above
  filing_no_superior: {
    status: 409,
    zh: '系统中没有本部门的上级机构，不能报送备案。请联系管理员新增上级机构。',
    en: 'There is no organisation of the department above this one. Ask an administrator to add it.',
  },
  filing_empty: {
    status: 409,
    zh: '名录中没有执法人员，不能报送备案。请先导入人员。',
    en: 'The register has no officers to file. Import them first.',
  },
  filing_decided: { status: 409, zh: '该备案已有意见。请刷新后查看。', en: 'This filing has been answered already. Reload to see it.' },
  filer_is_decider: {
    status: 409,
    zh: '报送备案的人不能接收同一备案。请由另一人办理。',
    en: 'Whoever filed the register cannot accept it. Ask somebody else.',
  },

  // workbooks
  workbook_old_or_locked: {
    status: 422,
    zh: '这是旧版 Excel 文件（.xls）或加了密码的工作簿。请打开后取消密码，另存为“Excel 工作簿（.xlsx）”或 CSV 再上传。',
    en: 'This is an old Excel file (.xls) or a workbook with a password. Remove the password, save it as .xlsx or CSV, and upload that.',
  },
  workbook_broken: {
    status: 422,
    zh: '这不是完好的 xlsx 工作簿（{why}）。请在表格软件中重新另存为 .xlsx 或 CSV 后上传。',
    en: 'This is no sound xlsx workbook ({why}). Save it again as .xlsx or CSV and upload that.',
  },
  workbook_macros: {
    status: 422,
    zh: '工作簿带有宏，已拒绝。请另存为不带宏的“Excel 工作簿（.xlsx）”后上传。',
    en: 'The workbook carries macros and was refused. Save it as an .xlsx without macros and upload that.',
  },
  workbook_too_large: {
    status: 422,
    zh: '工作簿过大（{what}）。请把数据另存为 CSV 后上传，CSV 不限行数。',
    en: 'The workbook is too large ({what}). Save it as CSV and upload that; CSV has no such limit.',
  },
} as const satisfies Record<string, ProblemText>
