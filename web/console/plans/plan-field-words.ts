/** What a field of a plan row says, in words, where two versions are compared. */
import { methods } from '#core/inspections/outcomes.ts'
import { type RowField, rowChecks, rowLevels } from '#core/plans/row.ts'
import { stratifyFields } from '#core/tasks/sampling.ts'
import { language, t } from '#web/i18n/t.ts'
import { formatNumber, formatRate } from '#web/ui/format.ts'

const titles = {
  name: 'plan.row.name',
  itemIds: 'plan.row.items',
  directed: 'plan.row.type',
  itemsFixed: 'plan.row.fixedLabel',
  checks: 'plan.row.checks',
  objectScope: 'plan.row.scope',
  filter: 'plan.row.filter',
  stratifyBy: 'plan.row.stratifyBy',
  strata: 'plan.row.strata',
  ratePpm: 'plan.row.rate',
  frequency: 'plan.row.frequency',
  targetText: 'plan.row.targetText',
  from: 'plan.row.from',
  to: 'plan.row.to',
  methods: 'plan.row.methods',
  office: 'plan.row.office',
  offices: 'plan.row.offices',
  level: 'plan.row.level',
  parties: 'plan.row.parties',
  jointItemId: 'plan.row.jointItem',
  remark: 'plan.row.remark',
} as const satisfies Record<RowField, string>

export const fieldTitle = (field: string): string => (isField(field) ? t(titles[field]) : field)

const isField = (field: string): field is RowField => Object.hasOwn(titles, field)

/** `filterText` puts a scope into words; it knows the names of the register. */
export function fieldWords(field: string, value: unknown, filterText: (filter: unknown) => string): string {
  if (!isField(field) || value === null || value === undefined) return value === null || value === undefined ? '' : String(value)
  switch (field) {
    case 'directed':
      return t(value === true ? 'plan.row.directed' : 'plan.row.undirected')
    case 'itemsFixed':
      return t(value === true ? 'plan.row.fixed' : 'plan.row.unfixed')
    case 'checks':
      return wordIn(rowChecks, value)
    case 'level':
      return wordIn(rowLevels, value)
    case 'stratifyBy':
      return wordIn(stratifyFields, value)
    case 'methods':
      return listed(value, (one) => wordIn(methods, one))
    case 'strata':
      return listed(value, stratumWords)
    case 'filter':
      return filterText(value)
    case 'parties':
      return listed(value, (one) => memberText(one, 'orgName'))
    case 'ratePpm':
      return typeof value === 'number' ? formatRate(value) : ''
    default:
      return Array.isArray(value) ? value.join('；') : String(value)
  }
}

const wordIn = (words: Readonly<Record<string, { readonly zh: string; readonly en: string }>>, value: unknown): string =>
  words[String(value)]?.[language()] ?? String(value)

const listed = (value: unknown, words: (one: unknown) => string): string => (Array.isArray(value) ? value.map(words).join('；') : '')

const memberText = (value: unknown, member: string): string => {
  const found = memberOf(value, member)
  return found === undefined ? '' : String(found)
}

const memberOf = (value: unknown, member: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[member] : undefined // asked just before

function stratumWords(value: unknown): string {
  const [rate, count, base] = [memberOf(value, 'ratePpm'), memberOf(value, 'count'), memberOf(value, 'base')]
  const how =
    typeof rate === 'number' ? formatRate(rate) : typeof count === 'number' ? t('plan.row.countOf', { n: formatNumber(count) }) : ''
  return `${memberText(value, 'name')}：${how}${typeof base === 'number' ? `（${t('plan.row.base')} ${formatNumber(base)}）` : ''}`
}
