/** Chooses published 抽查事项 by code or name; the ones already chosen keep their names even when the list no longer holds them. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Item } from '#contract/catalogue.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'

export type ItemSelectProps = {
  readonly value?: readonly string[]
  readonly onChange?: (ids: string[]) => void
  readonly id?: string
  readonly known: ReadonlyMap<string, string>
}

export function ItemSelect({ value = [], onChange, id, known }: ItemSelectProps): ReactNode {
  const [q, setQ] = useState('')
  const { data, isPending } = useQuery({
    ...api.catalogue.listItems.queryOptions({ input: { state: 'published', limit: 200, ...(q.trim() === '' ? {} : { q: q.trim() }) } }),
    placeholderData: keepPreviousData,
  })
  // What is not in force yet says from when; what is over cannot be chosen, nor can what is never drawn.
  const usable = (data?.rows ?? []).filter(
    ({ listKind, standing }) => listKind !== 'undisturbed' && standing !== 'ended' && standing !== 'never',
  )
  const found = new Map(usable.map((item) => [item.id, labelOf(item)]))
  const missing = value.filter((itemId) => !found.has(itemId)).map((itemId) => ({ value: itemId, label: known.get(itemId) ?? itemId }))
  const options = [...[...found].map(([itemId, label]) => ({ value: itemId, label })), ...missing]
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      mode="multiple"
      value={[...value]}
      options={options}
      loading={isPending}
      showSearch={{ filterOption: false, onSearch: setQ }}
      placeholder={t('plan.form.itemsHint')}
      notFoundContent={q === '' ? t('plan.form.noItems') : t('kit.empty')}
      maxCount={30}
      style={{ width: '100%' }}
      onChange={(ids: string[]) => onChange?.(ids)}
    />
  )
}

const labelOf = ({ code, name, standing, validFrom }: Item): string =>
  standing === 'upcoming' && validFrom !== null ? `${code} ${name}（${t('item.validFrom')} ${validFrom}）` : `${code} ${name}`
