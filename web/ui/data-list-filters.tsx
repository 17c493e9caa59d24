/** The filters above a list: nothing is asked until 查询 or Enter; the rest folds away behind 展开. */
import { Button, Input, Select } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { t } from '../i18n/t.ts'
import type { FilterValues } from './data-list.tsx'
import { Icon } from './icon.tsx'

export type Filter = {
  readonly key: string
  readonly label: string
  /** Of a list to choose from: what holds while nothing is chosen; without it, anything. */
  readonly placeholder?: string
  readonly type?: 'date'
  /** Given = a list to choose from; else free text. */
  readonly options?: readonly { readonly value: string; readonly label: string }[]
}

/** On a phone the list should be in sight: one field, the rest behind 展开. */
const shownAtFirst = (): number => (matchMedia('(max-width: 719px)').matches ? 1 : 4)

export function Filters({
  filters,
  values,
  onSearch,
}: {
  readonly filters: readonly Filter[]
  readonly values: FilterValues
  readonly onSearch: (next: FilterValues) => void
}): ReactNode {
  const firstShown = shownAtFirst()
  const [draft, setDraft] = useState<FilterValues>(values)
  const hiddenInUse = filters.slice(firstShown).some(({ key }) => values[key] !== undefined)
  const [open, setOpen] = useState(hiddenInUse)
  const shown = open ? filters : filters.slice(0, firstShown)
  const rest = filters.length - firstShown
  const set = (key: string, value: string | undefined): FilterValues => {
    const next = { ...draft, [key]: value === '' ? undefined : value }
    setDraft(next)
    return next
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    onSearch(trimmed(draft))
  }
  return (
    <form className="mj-filters" onSubmit={submit}>
      {shown.map((filter) => (
        // biome-ignore lint/a11y/noLabelWithoutControl: the control inside is one of Ant Design's
        <label key={filter.key}>
          <span>{filter.label}</span>
          {filter.options === undefined ? (
            <Input
              value={draft[filter.key] ?? ''}
              placeholder={filter.placeholder ?? ''}
              type={filter.type ?? 'text'}
              allowClear={{ clearIcon: clearIcon() }}
              aria-label={filter.label}
              onChange={(event) => set(filter.key, event.target.value)}
            />
          ) : (
            <Select
              value={draft[filter.key] ?? null}
              placeholder={filter.placeholder ?? t('kit.any')}
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              aria-label={filter.label}
              options={[...filter.options]}
              // A choice is a decision already: it searches at once.
              onChange={(value) => onSearch(trimmed(set(filter.key, value ?? undefined)))}
            />
          )}
        </label>
      ))}
      <div className="mj-filters-do">
        <Button type="primary" htmlType="submit">
          {t('kit.search')}
        </Button>
        <Button onClick={() => onSearch({})}>{t('kit.reset')}</Button>
        {rest > 0 && (
          <Button type="link" onClick={() => setOpen(!open)} aria-expanded={open}>
            <Icon name={open ? 'up' : 'down'} size={12} />
            {open ? t('kit.collapse') : t('kit.expand', { n: rest })}
          </Button>
        )}
      </div>
    </form>
  )
}

const trimmed = (values: FilterValues): FilterValues =>
  Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value === undefined || value.trim() === '' ? [] : [[key, value.trim()]])),
  )

/** Ant Design's own is called by the name of its drawing. */
const clearIcon = (): ReactNode => (
  <span role="img" aria-label={t('kit.clear')}>
    <Icon name="cross" size={12} />
  </span>
)
