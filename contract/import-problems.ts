/** Refusals around imports. The table in problems.ts takes these in. */
import type { ProblemText } from './problem-text.ts'

export const importProblems = {
  sheet_unknown: {
    status: 422,
    zh: '工作簿中没有名为“{sheet}”的工作表。请重新选择工作表。',
    en: 'The workbook has no sheet called “{sheet}”. Choose another.',
  },
  mapping_invalid: {
    status: 422,
    zh: '所选的列对应与文件的表头不符。请重新选择列对应。',
    en: 'The chosen columns do not fit the heading of the file. Choose them again.',
  },
  import_library_needed: {
    status: 422,
    zh: '导入专项库须先选择专项库。请选择后重试。',
    en: 'Choose the special library that the file belongs to.',
  },
  import_not_whole_list: {
    status: 422,
    zh: '这类导入不能作为完整名单。请取消“完整名单”后重试。',
    en: 'A file of this kind cannot be a whole list. Take the tick away and try again.',
  },
  import_depended_on: {
    status: 409,
    zh: '已有业务用到本批次的数据，不能撤销（{rows} 条）。请在“撤销前检查”中查看是哪些。',
    en: 'Work depends on what this import brought ({rows} rows): it cannot be taken back. The check before undoing names what.',
  },
  import_kept_nothing: {
    status: 409,
    zh: '本批次在系统升级前导入，没有保留导入前的内容，不能撤销。请导入更正后的文件。',
    en: 'This import is older than taking back: nothing was kept of what stood before. Import a corrected file instead.',
  },
} as const satisfies Record<string, ProblemText>
