/** What a register file says about an object beyond its registration: industry, labels, risk class, items (domain.md §4.4, §14). */
import { absent, entries, parseDate, text } from './cells.ts'
import { parseIndustry } from './industry.ts'
import { parseRiskClass, type RiskClass } from './risk.ts'

/** Null and empty also stand for columns that the file does not have; what those mean to the register is the merge's business. */
export type Mapped = {
  readonly industry: string | null
  /** Ascending, each once. */
  readonly labels: readonly string[]
  readonly riskClass: RiskClass | null
  /** The day of the assessment; null when the file does not say. */
  readonly riskAsOf: string | null
  readonly riskSource: string | null
  /** Codes of items, ascending, each once. */
  readonly items: readonly string[]
}

export type MappingColumn = keyof Mapped
export type MappingReason =
  | 'industry_unknown'
  | 'label_invalid'
  | 'risk_class_unknown'
  | 'risk_without_class'
  | 'item_unknown'
  | 'date_invalid'
  | 'date_in_future'
  | 'too_long'

const longestLabel = 30
const mostLabels = 20

/** Reads the cells of one row and tells every reason against them. */
export function parseMapping(
  cell: (column: MappingColumn) => string,
  { items: known, today }: { readonly items: ReadonlySet<string>; readonly today: string },
  refuse: (field: MappingColumn, reason: MappingReason) => void,
): Mapped {
  const industry = absent(cell('industry')) ? null : parseIndustry(cell('industry'))
  if (industry === null && !absent(cell('industry'))) refuse('industry', 'industry_unknown')
  const labels = entries(cell('labels'))
  if (labels.length > mostLabels || labels.some((label) => label.length > longestLabel || /[\p{C}\p{Zl}\p{Zp}]/u.test(label)))
    refuse('labels', 'label_invalid')
  const items = entries(cell('items').toUpperCase())
  if (items.some((code) => !known.has(code))) refuse('items', 'item_unknown')
  return { industry, labels, items, ...parseRisk(cell, today, refuse) }
}

function parseRisk(
  cell: (column: MappingColumn) => string,
  today: string,
  refuse: (field: MappingColumn, reason: MappingReason) => void,
): Pick<Mapped, 'riskClass' | 'riskAsOf' | 'riskSource'> {
  const riskClass = absent(cell('riskClass')) ? null : parseRiskClass(cell('riskClass'))
  if (riskClass === null && !absent(cell('riskClass'))) refuse('riskClass', 'risk_class_unknown')
  const riskAsOf = parseDate(cell('riskAsOf'))
  const riskSource = text(cell('riskSource'))
  if (riskAsOf === 'invalid') refuse('riskAsOf', 'date_invalid')
  else if (riskAsOf !== null && riskAsOf > today) refuse('riskAsOf', 'date_in_future')
  if (riskSource !== null && riskSource.length > 60) refuse('riskSource', 'too_long')
  if (absent(cell('riskClass')) && (riskAsOf !== null || riskSource !== null)) refuse('riskClass', 'risk_without_class')
  return { riskClass, riskAsOf: riskAsOf === 'invalid' ? null : riskAsOf, riskSource }
}
