/** Several short words in one field, for use inside an Ant Design form: typed with Enter or a comma, or taken from those in use. */
import { Select } from 'antd'
import type { ReactNode } from 'react'

export type WordsInputProps = {
  readonly value?: readonly string[]
  readonly onChange?: (words: string[]) => void
  readonly id?: string
  readonly placeholder?: string
  /** Words in use elsewhere, to choose from. */
  readonly known?: readonly { readonly value: string; readonly label: string }[]
  readonly most?: number
  /** Longest word; longer ones are cut where they are typed. */
  readonly longest?: number
  readonly 'aria-label'?: string
}

export const WordsInput = ({ value = [], onChange, known = [], most = 50, longest = 60, ...rest }: WordsInputProps): ReactNode => (
  <Select
    {...rest}
    mode="tags"
    // Without words to choose from, the list below would only repeat what was typed.
    {...(known.length === 0 ? { open: false } : {})}
    value={[...value]}
    options={[...known]}
    showSearch={{ optionFilterProp: 'label' }}
    tokenSeparators={[',', '，', '、', ';', '；']}
    maxCount={most}
    maxTagTextLength={40}
    notFoundContent={null}
    suffixIcon={null}
    style={{ width: '100%' }}
    onChange={(words: string[]) => onChange?.(wordsOf(words, longest))}
  />
)

/** What was typed, without spaces around it, once each. */
const wordsOf = (typed: readonly string[], longest: number): string[] => [
  ...new Set(typed.map((word) => word.trim().slice(0, longest)).filter((word) => word !== '')),
]
