/** A filter in words: 兰州市、城关区；企业；存续. */
import { useQuery } from '@tanstack/react-query'
import { api } from '#web/api/client.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import type { Clause, FilterSpec } from './filter-form.ts'

export const entityKinds = ['enterprise', 'individual', 'cooperative', 'rep_office', 'other'] as const
export const entityStates = ['active', 'deregistered', 'revoked', 'moved_out'] as const

/** Names of the regions of the jurisdiction by path. */
export function useRegionNames(): ReadonlyMap<string, string> {
  const { data } = useQuery({ ...api.registers.regions.queryOptions({ input: {} }), staleTime: 3_600_000 })
  return new Map((data ?? []).map(({ path, name }) => [path, name]))
}

export const filterWords = (filter: FilterSpec, regions: ReadonlyMap<string, string>): { field: string; words: string }[] =>
  filter.all.length === 0
    ? [{ field: '', words: t('task.filter.all') }]
    : filter.all.map((clause) => ({ field: t(`task.filter.${clause.field}`), words: clauseWords(clause, regions) }))

export const valueWords = (field: Clause['field'], value: string, regions: ReadonlyMap<string, string>): string =>
  field === 'region'
    ? (regions.get(value) ?? value)
    : field === 'kind'
      ? tMaybe(`task.kind.${value}`, value)
      : field === 'state'
        ? tMaybe(`task.entity.${value}`, value)
        : value

function clauseWords(clause: Clause, regions: ReadonlyMap<string, string>): string {
  if (clause.op === 'between') {
    const [from = '', to = ''] = clause.values
    if (to === '9999-12-31') return t('task.filter.since', { from })
    return from === '1900-01-01' ? t('task.filter.until', { to }) : t('task.filter.between', { from, to })
  }
  const words = clause.values.map((value) => valueWords(clause.field, value, regions)).join('、')
  const op = clause.field === 'entityType' && clause.op !== 'in' ? `${t(`task.filter.op.${clause.op}`)} ` : ''
  return `${op}${words}`
}
