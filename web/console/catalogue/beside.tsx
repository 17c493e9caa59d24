/** What stands beside a field that is weaker than the item above allows. */
import type { ReactNode } from 'react'
import type { ItemField } from '#core/catalogue/item.ts'
import type { Weakening } from '#core/catalogue/weakens.ts'
import { t } from '#web/i18n/t.ts'
import { weakeningText } from './item-words.tsx'

/** What a `Form.Item` shows for a field: the weakening in red, or its usual note. */
export type Beside = (field: ItemField, note?: ReactNode) => { readonly extra?: ReactNode; readonly validateStatus?: 'error' }

export const besideOf =
  (weakenings: readonly Weakening[]): Beside =>
  (field, note) => {
    const weakening = weakenings.find((one) => one.field === field)
    if (weakening === undefined) return note === undefined ? {} : { extra: note }
    return {
      validateStatus: 'error',
      extra: (
        <span className="red" role="alert">
          {t('item.weakHere', { what: weakeningText(weakening) })}
        </span>
      ),
    }
  }
