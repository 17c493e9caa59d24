/** A date field whose value is a PlainDate string (2026-03-31), for use inside an Ant Design form. */
import { Input } from 'antd'
import type { ReactNode } from 'react'

export type PlainDateInputProps = {
  readonly value?: string | null
  readonly onChange?: (value: string | null) => void
  readonly id?: string
  readonly disabled?: boolean
  readonly min?: string
  readonly max?: string
  readonly 'aria-label'?: string
}

// The browser's own date field speaks PlainDate already, and is known to every screen reader and phone.
export const PlainDateInput = ({ value, onChange, ...rest }: PlainDateInputProps): ReactNode => (
  <Input
    {...rest}
    type="date"
    value={value ?? ''}
    onChange={(event) => onChange?.(event.target.value === '' ? null : event.target.value)}
  />
)
