/** The filter of a task as a form: a list of conditions, to and from the closed predicate of draw protocol §3. */
import type * as z from 'zod'
import type { Filter, FilterClause } from '#contract/tasks.ts'
import { type FilterField, type FilterOp, filterFields, openEnd } from '#core/draws/filter.ts'

export type FilterSpec = z.infer<typeof Filter>
export type Clause = z.infer<typeof FilterClause>

/** As typed: an open end of a range is empty, and money is in 万元. */
export type ConditionForm = { readonly key: string; readonly field: FilterField; readonly op: FilterOp; readonly values: readonly string[] }
export type FilterForm = { readonly conditions: readonly ConditionForm[] }
export type ConditionProblem = 'empty' | 'order' | 'number'

/** How a field starts when it is added: what is asked most often. */
const startingOp: Partial<Record<FilterField, FilterOp>> = { industry: 'prefix', lastInspected: 'notSince' }

export const opsOf = (field: FilterField): readonly FilterOp[] => filterFields[field].ops

let made = 0

export const newCondition = (field: FilterField, values: readonly string[] = [], op?: FilterOp): ConditionForm => {
  made += 1
  return { key: `${Date.now()}-${made}`, field, op: op ?? startingOp[field] ?? opsOf(field)[0] ?? 'in', values }
}

/** The whole register: what is deregistered, revoked or moved out is never in the pool, and counted under its own reason. */
export const emptyFilter = (): FilterForm => ({ conditions: [] })

/** Whoever carries a label. */
export const labelFilter = (label: string): FilterForm => ({ conditions: [newCondition('label', [label], 'anyOf')] })

/** The predicate of the conditions that are complete, and the problem of each that is not, by key. */
export function filterOfForm(form: FilterForm): { readonly filter: FilterSpec; readonly problems: ReadonlyMap<string, ConditionProblem> } {
  const read = form.conditions.map((condition) => ({ condition, clause: clauseOf(condition) }))
  return {
    filter: { version: 1, all: read.flatMap(({ clause }) => (typeof clause === 'string' ? [] : [clause])) },
    problems: new Map(read.flatMap(({ condition, clause }) => (typeof clause === 'string' ? [[condition.key, clause] as const] : []))),
  }
}

export const formOfFilter = (filter: FilterSpec): FilterForm => ({
  conditions: filter.all.map(({ field, op, values }) =>
    newCondition(field, op === 'between' ? values.map((value) => (value === openEnd ? '' : typedOf(field, value))) : values, op),
  ),
})

/** Nothing of an older form, which had a line for each field. */
export const isFilterForm = (value: unknown): value is FilterForm =>
  typeof value === 'object' && value !== null && 'conditions' in value && Array.isArray(value.conditions)

function clauseOf({ field, op, values }: ConditionForm): Clause | ConditionProblem {
  const given = values.map((value) => value.trim())
  if (op !== 'between') return given.every((value) => value === '') ? 'empty' : { field, op, values: given.filter((value) => value !== '') }
  const [from = '', to = ''] = given
  if (from === '' && to === '') return 'empty'
  if (filterFields[field].values === 'date') return from !== '' && to !== '' && from > to ? 'order' : range(field, from, to)
  const [least, most] = [from, to].map((text) => (text === '' ? '' : wholeOf(field, text)))
  if (least === undefined || most === undefined || least === null || most === null) return 'number'
  return least !== '' && most !== '' && BigInt(least) > BigInt(most) ? 'order' : range(field, least, most)
}

const range = (field: FilterField, from: string, to: string): Clause => ({
  field,
  op: 'between',
  values: [from === '' ? openEnd : from, to === '' ? openEnd : to],
})

const wholeOf = (field: FilterField, typed: string): string | null =>
  field === 'capital' ? yuanOfWan(typed) : /^\d{1,4}$/.test(typed.normalize('NFKC')) ? String(Number(typed.normalize('NFKC'))) : null

const typedOf = (field: FilterField, value: string): string => (field === 'capital' ? wanOfYuan(value) : value)

/** `500` 万元 → `5000000` 元; at most four decimals, so that it is always a whole yuan. Null when it is none. */
export function yuanOfWan(typed: string): string | null {
  const match = /^(\d{1,11})(?:\.(\d{1,4}))?$/.exec(typed.normalize('NFKC').replaceAll(',', '').trim())
  return match === null ? null : String(BigInt(`${match[1]}${(match[2] ?? '').padEnd(4, '0')}`))
}

/** `5000000` 元 → `500` 万元. */
export function wanOfYuan(yuan: string): string {
  const digits = yuan.padStart(5, '0')
  const decimals = digits.slice(-4).replace(/0+$/, '')
  return `${digits.slice(0, -4)}${decimals === '' ? '' : `.${decimals}`}`
}
