/** The place a pack is for: the actor's own, or one below it. */
import { Select } from 'antd'
import type { ReactNode } from 'react'
import { useRegionOptions } from '#web/ui/region-select.tsx'

export function PlaceField({
  id,
  value,
  disabled,
  onChange,
}: {
  readonly id: string
  readonly value: string
  readonly disabled: boolean
  readonly onChange: (path: string) => void
}): ReactNode {
  const options = useRegionOptions()
  return (
    <Select
      id={id}
      value={value}
      disabled={disabled}
      showSearch={{ optionFilterProp: 'label' }}
      options={[...options]}
      onChange={onChange}
    />
  )
}
