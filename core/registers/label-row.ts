/** One row of a file of labels: an object, the labels it is to carry besides those it has, and until when. */
import { fail, ok, type Result } from '#core/result.ts'
import { entries } from './cells.ts'
import type { ColumnSet } from './columns.ts'
import { isLabelName } from './label-rules.ts'
import { lastDayOf, objectReasons, objectRow, type RowRefusal } from './library-cells.ts'

export const labelColumnSet = {
  headings: {
    code: ['统一社会信用代码', '统一社会信用代码/注册号', '社会信用代码', '注册号', '代码'],
    name: ['名称', '企业名称', '对象名称', '主体名称'],
    label: ['监管标签', '标签', '标签名称'],
    validTo: ['标签有效期至', '有效期至', '有效期'],
  },
  key: 'code',
  en: { code: 'code', name: 'name', label: 'labels', validTo: 'valid to' },
  needed: [['code'], ['label']],
} as const satisfies ColumnSet

export type LabelColumn = keyof typeof labelColumnSet.headings

export const labelReasons = {
  ...objectReasons,
  label_missing: { zh: '缺少监管标签', en: 'no label' },
  label_invalid: { zh: '标签应为 2 至 40 个字', en: 'a label has 2 to 40 characters' },
  label_unusable: { zh: '标签已停用、已过期，或属于其他单位、其他地区', en: 'the label is retired, past, or of another office or place' },
  validity_past: { zh: '有效期早于今天', en: 'the last day lies in the past' },
} as const

export type LabelReason = keyof typeof labelReasons

export type LabelDraftRow = { readonly subject: string; readonly labels: readonly string[]; readonly validTo: string }

export type LabelRowRefused = {
  readonly type: 'row_refused'
  readonly failures: readonly RowRefusal<LabelColumn, LabelReason>[]
  readonly subject: string | null
}

export function parseLabelRow(
  cells: readonly string[],
  columns: Readonly<Partial<Record<string, number>>>,
  today: string,
): Result<LabelDraftRow, LabelRowRefused> {
  const { cell, refuse, failures, subject } = objectRow<LabelColumn, LabelReason>(cells, columns, 'code')
  const labels = entries(cell('label'))
  if (labels.length === 0) refuse('label', 'label_missing')
  if (!labels.every(isLabelName)) refuse('label', 'label_invalid')
  const validTo = lastDayOf(cell('validTo'))
  if (validTo === 'invalid') refuse('validTo', 'date_invalid')
  else if (validTo < today) refuse('validTo', 'validity_past')
  return subject === null || failures.length > 0 ? fail({ type: 'row_refused', failures, subject }) : ok({ subject, labels, validTo })
}
