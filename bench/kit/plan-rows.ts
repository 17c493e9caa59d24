/** A provincial plan that does not exist: as many rows as wanted, over trades, kinds, places, labels, years and classes of risk, as unequal as real ones are. */
import type { PlanRowDraft } from '#contract/plan-rows.ts'
import { labelNames } from './register-rows.ts'

type Draft = (typeof PlanRowDraft)['_input']
type Condition = NonNullable<Draft['filter']>['all'][number]

/** Rows for a plan of a year; `counties` are paths, of which some rows reach one only. */
export function planRowDrafts(count: number, year: number, itemIds: readonly string[], counties: readonly string[]): Draft[] {
  return Array.from({ length: count }, (_, i): Draft => {
    const month = 1 + ((i * 5) % 11)
    const byRisk = i % 2 === 0
    return {
      name: `第${i + 1}项抽查`,
      itemIds: [itemIds[i % itemIds.length] ?? ''],
      directed: i % 3 === 0,
      objectScope: '符合条件的经营主体',
      ratePpm: null,
      from: `${year}-${two(month)}-01`,
      to: `${year}-${two(Math.min(12, month + (i % 3)))}-28`,
      office: '信用监管科',
      filter: { version: 1, all: conditionsOf(i, counties) },
      stratifyBy: byRisk ? 'riskClass' : 'none',
      strata: byRisk ? riskStrata : [{ name: '全部', values: [], ratePpm: 10_000 + (i % 5) * 10_000, rounding: 'half-up' }],
      level: i % 4 === 0 ? 'self' : 'down',
    }
  })
}

const rate = (name: string, values: string[], ratePpm: number) => ({ name, values, ratePpm, rounding: 'half-up' as const, allowZero: true })
const riskStrata = [
  rate('D', ['D'], 200_000),
  rate('C', ['C'], 100_000),
  rate('B', ['B'], 30_000),
  rate('A', ['A'], 10_000),
  rate('未分类', [], 10_000),
]

const industries = ['F', 'H', 'C', 'I', 'O', 'L', 'G', 'F51', 'F52', 'H62', 'C13', 'C14', 'O80', 'F5', 'O8']

function conditionsOf(i: number, counties: readonly string[]): Condition[] {
  const industry: Condition = { field: 'industry', op: 'prefix', values: [industries[i % industries.length] ?? 'F'] }
  const kind: Condition = { field: 'kind', op: 'in', values: i % 2 === 0 ? ['enterprise', 'cooperative'] : ['individual'] }
  const label: Condition = { field: 'label', op: 'anyOf', values: [labelNames[i % labelNames.length] ?? ''] }
  switch (i % 8) {
    case 0:
      return [kind]
    case 1:
      return [industry]
    case 2:
      return [industry, kind]
    case 3:
      return [label]
    case 4:
      return [industry, { field: 'established', op: 'between', values: [`${2000 + (i % 20)}-01-01`, '*'] }]
    case 5:
      return [kind, { field: 'region', op: 'prefix', values: [counties[i % counties.length] ?? '62'] }]
    case 6:
      return [{ field: 'capital', op: 'between', values: [String((1 + (i % 10)) * 1_000_000), '*'] }]
    default:
      return [industry, { field: 'riskClass', op: 'in', values: ['C', 'D'] }]
  }
}

const two = (n: number): string => String(n).padStart(2, '0')
