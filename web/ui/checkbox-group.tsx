/** Several of a few, for use inside an Ant Design form: its own group says `aria-required`, which a group may not (ARIA 1.2). */
import { Checkbox } from 'antd'
import type { ReactNode } from 'react'

export type CheckboxGroupProps = {
  readonly value?: readonly string[]
  readonly onChange?: (value: string[]) => void
  readonly id?: string
  readonly options: readonly { readonly value: string; readonly label: ReactNode }[]
  /** One below the other. */
  readonly stacked?: boolean
}

export const CheckboxGroup = ({ value, onChange, id, options, stacked = false }: CheckboxGroupProps): ReactNode => (
  <Checkbox.Group
    {...(id === undefined ? {} : { id })}
    className={stacked ? 'mj-stacked' : ''}
    value={[...(value ?? [])]}
    onChange={(next) => onChange?.(next)}
    options={[...options]}
  />
)
