/** Chooses published 抽查事项 by code or name; the ones already chosen keep their names even when the list no longer holds them. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { type ReactNode, useState } from 'react'
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
  const found = new Map((data?.rows ?? []).map((item) => [item.id, `${item.code} ${item.name}`]))
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
