/** With which version one is compared: it stands in the address, so that a comparison can be sent on. */
import { useNavigate } from '@tanstack/react-router'
import { Select } from 'antd'
import { type ReactNode, useId } from 'react'
import type { ItemState } from '#core/catalogue/state.ts'
import { t } from '#web/i18n/t.ts'
import { validityText } from './item-words.tsx'

type Version = Parameters<typeof validityText>[0] & {
  readonly id: string
  readonly version: number
  readonly state: ItemState
}

export type DiffOption = { readonly value: string; readonly label: string }

/** The other versions of an item that were not thrown away. */
export const otherVersions = <V extends Version>(item: { readonly id: string; readonly versions: readonly V[] }): readonly V[] =>
  item.versions.filter(({ id, state }) => id !== item.id && state !== 'discarded')

export const versionOption = (version: Version): DiffOption => ({
  value: version.id,
  label: `${t('item.versionN', { n: version.version })} · ${t(`item.state.${version.state}`)} · ${validityText(version)}`,
})

export function DiffChoice({
  options,
  chosen,
}: {
  readonly options: readonly DiffOption[]
  readonly chosen: string | undefined
}): ReactNode {
  const navigate = useNavigate()
  const id = useId()
  return (
    <div className="cat-bar">
      <label htmlFor={id}>{t('item.compareWith')}</label>
      <Select
        id={id}
        style={{ minWidth: 280 }}
        options={[...options]}
        {...(chosen === undefined ? {} : { value: chosen })}
        onChange={(against: string) => void navigate({ to: '.', search: { against } })}
      />
    </div>
  )
}
