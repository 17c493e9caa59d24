/** One row of a file of risk classes and flags: an object, its class, of which day, by whom, and the flags that stand. */
import { fail, ok, type Result } from '#core/result.ts'
import { absent, entries, parseDate, text } from './cells.ts'
import type { ColumnSet } from './columns.ts'
import { objectReasons, objectRow, type RowRefusal } from './library-cells.ts'
import { parseRiskClass, type RiskClass } from './risk.ts'

export const riskColumnSet = {
  headings: {
    code: ['统一社会信用代码', '统一社会信用代码/注册号', '社会信用代码', '注册号', '代码'],
    name: ['名称', '企业名称', '主体名称', '对象名称'],
    riskClass: ['信用风险等级', '风险等级', '信用风险分类', '风险分类'],
    asOf: ['信用风险评定日期', '评定日期', '日期'],
    source: ['信用风险评定来源', '评定来源', '来源'],
    flags: ['风险标记', '信用标记', '标记'],
  },
  key: 'code',
  en: { code: 'code', name: 'name', riskClass: 'risk class', asOf: 'as of', source: 'source', flags: 'flags' },
  needed: [['code'], ['riskClass', 'flags']],
} as const satisfies ColumnSet

export type RiskColumn = keyof typeof riskColumnSet.headings

export const riskReasons = {
  ...objectReasons,
  risk_class_unknown: { zh: '风险等级应为 A、B、C、D', en: 'the class is A, B, C or D' },
  flag_unknown: { zh: '没有这种标记', en: 'there is no such flag' },
  risk_says_nothing: { zh: '既没有等级，也没有标记', en: 'neither a class nor a flag' },
} as const

export type RiskReason = keyof typeof riskReasons

export type RiskDraftRow = {
  readonly subject: string
  readonly riskClass: RiskClass | null
  readonly asOf: string
  readonly source: string
  /** Codes of the flags that stand, ascending; null: the row says nothing about flags. */
  readonly flags: readonly string[] | null
}

export type RiskRowContext = { readonly today: string; readonly flagByWord: ReadonlyMap<string, string> }

export type RiskRowRefused = {
  readonly type: 'row_refused'
  readonly failures: readonly RowRefusal<RiskColumn, RiskReason>[]
  readonly subject: string | null
}

/** An empty cell says nothing; 无 says that no flag stands. Without a day the class is of today. */
export function parseRiskRow(
  cells: readonly string[],
  columns: Readonly<Partial<Record<string, number>>>,
  { today, flagByWord }: RiskRowContext,
): Result<RiskDraftRow, RiskRowRefused> {
  const { cell, refuse, failures, subject } = objectRow<RiskColumn, RiskReason>(cells, columns, 'code')
  const riskClass = absent(cell('riskClass')) ? null : parseRiskClass(cell('riskClass'))
  if (riskClass === null && !absent(cell('riskClass'))) refuse('riskClass', 'risk_class_unknown')
  const asOf = parseDate(cell('asOf'))
  if (asOf === 'invalid') refuse('asOf', 'date_invalid')
  else if (asOf !== null && asOf > today) refuse('asOf', 'date_in_future')
  if (cell('source').length > 120) refuse('source', 'too_long')
  const named = entries(cell('flags'))
  const flags = absent(cell('flags')) ? null : named.filter((word) => word !== '无').map((word) => flagByWord.get(word) ?? '')
  if (flags?.includes('') === true) refuse('flags', 'flag_unknown')
  if (riskClass === null && flags === null && failures.length === 0) refuse('riskClass', 'risk_says_nothing')
  if (subject === null || failures.length > 0 || asOf === 'invalid') return fail({ type: 'row_refused', failures, subject })
  return ok({
    subject,
    riskClass,
    asOf: asOf ?? today,
    source: text(cell('source')) ?? '导入',
    flags: flags === null ? null : [...new Set(flags)].sort(),
  })
}
