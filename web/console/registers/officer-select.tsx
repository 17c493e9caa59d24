/** Chooses persons of the register by name or number, for use inside an Ant Design form; those chosen keep their names when a search no longer finds them. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { type ReactNode, useState } from 'react'
import type { OfficerRow } from '#contract/officers.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'

type Shared = {
  readonly id?: string
  readonly population?: OfficerRow['population']
  /** Only persons of this place and those below it. */
  readonly orgPath?: string | undefined
  /** Names of those already chosen, by id. */
  readonly known?: ReadonlyMap<string, string> | undefined
  /** Not offered: already chosen elsewhere. */
  readonly without?: readonly string[] | undefined
  readonly 'aria-label'?: string
}
export type OfficerSelectProps = Shared & { readonly value?: string; readonly onChange?: (id: string | undefined) => void }
export type OfficersSelectProps = Shared & {
  readonly value?: readonly string[]
  readonly onChange?: (ids: string[]) => void
  readonly most?: number
}

export function OfficerSelect({ value, onChange, population, orgPath, known, without, ...rest }: OfficerSelectProps): ReactNode {
  const choices = useChoices({ population, orgPath, known, without }, value === undefined ? [] : [value])
  return <Select {...rest} {...choices} allowClear value={value ?? null} onChange={(id: string | null) => onChange?.(id ?? undefined)} />
}

export function OfficersSelect({
  value = [],
  onChange,
  population,
  orgPath,
  known,
  without,
  most = 20,
  ...rest
}: OfficersSelectProps): ReactNode {
  const choices = useChoices({ population, orgPath, known, without }, value)
  return <Select {...rest} {...choices} mode="multiple" maxCount={most} value={[...value]} onChange={(ids: string[]) => onChange?.(ids)} />
}

type Asked = Pick<Shared, 'orgPath' | 'known' | 'without'> & { readonly population: OfficerRow['population'] | undefined }

function useChoices({ population = 'officers', orgPath, known, without = [] }: Asked, chosen: readonly string[]) {
  const [q, setQ] = useState('')
  const [names, setNames] = useState<ReadonlyMap<string, string>>(known ?? new Map())
  const query = useQuery({
    ...api.officers.list.queryOptions({
      input: {
        population,
        state: 'active',
        limit: 50,
        ...(orgPath === undefined ? {} : { orgPath }),
        ...(q.trim() === '' ? {} : { q: q.trim() }),
      },
    }),
    placeholderData: keepPreviousData,
  })
  const found = new Map((query.data?.rows ?? []).map((row) => [row.id, `${row.name} ${row.staffNo} ${row.orgName}`]))
  const missing = chosen.filter((id) => !found.has(id)).map((id) => ({ value: id, label: names.get(id) ?? '…' }))
  return {
    options: [...[...found].filter(([id]) => !without.includes(id)).map(([value, label]) => ({ value, label })), ...missing],
    loading: query.isFetching,
    showSearch: {
      filterOption: false,
      onSearch: (typed: string) => {
        setNames(new Map([...names, ...found]))
        setQ(typed)
      },
    },
    placeholder: t('officer.choose'),
    notFoundContent: t('kit.emptySearch'),
    style: { width: '100%' },
  }
}
