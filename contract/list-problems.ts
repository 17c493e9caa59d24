/** Refusals of lists, saved views and exports. The table in problems.ts takes these in. */
import type { ProblemText } from './problem-text.ts'

export const listProblems = {
  sort_too_wide: {
    status: 422,
    zh: '符合条件的对象超过 {most} 户，不能按此列排序。请先缩小范围（选地区、行业或状态），或按“更新时间从新到旧”排序。',
    en: 'More than {most} objects match, too many to sort by this column. Narrow down first (region, industry, state), or sort by newest change.',
  },
  risk_not_readable: {
    status: 403,
    zh: '您没有查看信用风险等级的权限，不能按它筛选或导出。请去掉这个条件或这一列。',
    en: 'You may not see credit risk classes, so you cannot filter by or export them. Take that condition or column out.',
  },
  as_of_order: {
    status: 422,
    zh: '查看历史日期的名录只能按地区排列。请取消排序。',
    en: 'The register of a past day is ordered by region only. Take the sorting off.',
  },
  as_of_future: {
    status: 422,
    zh: '还没到 {date}，无法查看。请选择今天或以前的日期。',
    en: '{date} has not come yet. Choose today or a day before.',
  },
  export_columns: { status: 422, zh: '请至少选择一列再导出。', en: 'Choose at least one column to export.' },
  export_too_many: {
    status: 429,
    zh: '您已有 {running} 个导出正在进行。请等它们完成后再导出。',
    en: '{running} of your exports are still running. Wait until they are done.',
  },
  export_personal: {
    status: 403,
    zh: '法定代表人等个人信息需要“导出个人信息”权限。请去掉这些列，或请有权限的人导出。',
    en: 'Columns with personal data need the permission to export it. Leave them out, or ask someone who has it.',
  },
  export_unfinished: { status: 409, zh: '导出还没有完成。完成后即可下载。', en: 'The export is not finished. Download it when it is.' },
  export_expired: {
    status: 410,
    zh: '导出文件已过期并已删除。请重新导出。',
    en: 'The exported file has expired and is gone. Export again.',
  },
  export_gb18030_lost: {
    status: 422,
    zh: '有文字无法写成 GB18030 编码。请改用 UTF-8 编码的 CSV 或 Excel 导出。',
    en: 'Some text cannot be written in GB18030. Export as UTF-8 CSV or Excel.',
  },
  range_invalid: {
    status: 416,
    zh: '请求的文件范围无效。请重新下载。',
    en: 'The requested range of the file is not valid. Download again.',
  },
  view_name_taken: {
    status: 409,
    zh: '您已有同名的常用查询“{name}”。请换一个名称，或覆盖原来的。',
    en: 'You already have a saved view named “{name}”. Choose another name, or overwrite it.',
  },
  view_not_yours: { status: 403, zh: '只有保存它的人可以修改或删除常用查询。', en: 'Only whoever saved a view may change or delete it.' },
  view_too_many: {
    status: 422,
    zh: '每个列表最多保存 {most} 个常用查询。请先删除不用的。',
    en: 'At most {most} saved views for each list. Delete some first.',
  },
} as const satisfies Readonly<Record<string, ProblemText>>
