/** One of a few, as large buttons a thumb can hit; radio buttons underneath, for keyboard and screen reader. */
import { type ReactNode, useId } from 'react'

export type ChoiceProps<Value extends string> = {
  readonly label: string
  readonly value: Value | null
  readonly options: readonly { readonly value: Value; readonly label: string; readonly red?: boolean }[]
  readonly onChange: (value: Value) => void
}

export function Choice<Value extends string>({ label, value, options, onChange }: ChoiceProps<Value>): ReactNode {
  const name = useId()
  return (
    <div className={options.length > 3 ? 'mj-choice mj-choice-many' : 'mj-choice'} role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value} className={option.value !== value ? '' : option.red === true ? 'mj-on-red' : 'mj-on'}>
          <input type="radio" name={name} value={option.value} checked={option.value === value} onChange={() => onChange(option.value)} />
          {option.label}
        </label>
      ))}
    </div>
  )
}
