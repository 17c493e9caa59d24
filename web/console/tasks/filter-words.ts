/** A filter in words: 兰州市、城关区；企业；存续. */
import { useQuery } from '@tanstack/react-query'
import { type FilterField, type FilterOp, openEnd } from '#core/draws/filter.ts'
import { isRiskClass, riskClasses } from '#core/registers/risk.ts'
import { api } from '#web/api/client.ts'
import { language, t, tMaybe } from '#web/i18n/t.ts'
import { formatNumber, formatRange } from '#web/ui/format.ts'
import type { Clause, FilterSpec } from './filter-form.ts'
import { type Choices, useChoices } from './use-choices.ts'

export const entityKinds = ['enterprise', 'individual', 'cooperative', 'rep_office', 'other'] as const
export const entityStates = ['active', 'deregistered', 'revoked', 'moved_out'] as const

/** The word of a value of a field. */
export type ValueWords = (field: FilterField | 'none', value: string) => string

/** Names of regions, and of whatever else the register names; a value without a name shows as it is. */
export function useValueWords(): ValueWords {
  const { data } = useQuery({ ...api.registers.regions.queryOptions({ input: {} }), staleTime: 3_600_000 })
  const regions = new Map((data ?? []).map(({ path, name }) => [path, name]))
  const choices = useChoices()
  return (field, value) => {
    if (field === 'region') return regions.get(value) ?? value
    if (field === 'kind') return tMaybe(`task.kind.${value}`, value)
    if (field === 'state') return tMaybe(`task.entity.${value}`, value)
    if (field === 'riskClass') return isRiskClass(value) ? riskClasses[value][language()] : value
    return choiceWord(choices, field, value)
  }
}

export const filterWords = (filter: FilterSpec, words: ValueWords): { field: string; words: string }[] =>
  filter.all.length === 0
    ? [{ field: '', words: t('task.filter.all') }]
    : filter.all.map((clause) => ({ field: t(`task.filter.${clause.field}`), words: clauseWords(clause, words) }))

/** How a field is compared, in words of that field. */
export const opWords = (field: FilterField, op: FilterOp): string => tMaybe(`task.filter.op.${field}.${op}`, t(`task.filter.op.${op}`))

/** A range of money in whole yuan, as the protocol holds it. */
export const yuanWords = (from: string, to: string): string =>
  to === openEnd
    ? t('task.filter.yuanFrom', { n: Number(from) })
    : from === openEnd
      ? t('task.filter.yuanTo', { n: Number(to) })
      : t('task.filter.yuanBetween', { from: Number(from), to: Number(to) })

function clauseWords({ field, op, values }: Clause, words: ValueWords): string {
  if (op === 'between') return rangeWords(field, values)
  const said = values.map((value) => words(field, value)).join('、')
  // What is plain needs no word: 企业 is enough, 不是 企业 is not.
  return op === 'in' || op === 'anyOf' || field === 'region' ? said : `${opWords(field, op)} ${said}`
}

function rangeWords(field: FilterField, [from = openEnd, to = openEnd]: readonly string[]): string {
  if (field === 'capital') return yuanWords(from, to)
  if (field === 'frequencyUsed')
    return to === openEnd
      ? t('task.filter.atLeast', { n: from })
      : from === openEnd
        ? t('task.filter.atMost', { n: to })
        : `${formatNumber(Number(from))}–${formatNumber(Number(to))} ${t('task.filter.times')}`
  if (to === openEnd) return t('task.filter.since', { from })
  return from === openEnd ? t('task.filter.until', { to }) : formatRange(from, to)
}

function choiceWord(choices: Choices | undefined, field: string, value: string): string {
  const list = field === 'industry' ? choices?.industry : field === 'item' ? choices?.item : undefined
  const found = list?.find((choice) => choice.value === value)
  return found === undefined ? value : found[language()]
}
