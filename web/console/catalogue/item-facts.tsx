/** What an item is, as label over value; what was left empty is not shown. */
import type { ReactNode } from 'react'
import type { Item } from '#contract/catalogue.ts'
import { type ItemField, itemFields } from '#core/catalogue/item.ts'
import { language, t } from '#web/i18n/t.ts'
import { Facts } from '#web/ui/page.tsx'
import { fieldText, ratioText, wordText } from './item-words.tsx'

export function ItemFacts({ item }: { readonly item: Item }): ReactNode {
  const words = (field: ItemField, some: readonly string[], none = ''): string =>
    some.length === 0 ? none : some.map((word) => wordText(field, word)).join('、')
  const rows: readonly (readonly [ItemField, string, boolean?])[] = [
    ['category', item.category],
    ['subItem', item.subItem],
    ['itemClass', fieldText('itemClass', item.itemClass)],
    ['objectScope', item.objectScope],
    ['objectKinds', words('objectKinds', item.objectKinds, t('item.allKinds'))],
    ['methods', words('methods', item.methods)],
    ['nonSite', fieldText('nonSite', item.nonSite)],
    ['bodies', words('bodies', item.bodies)],
    ['levels', words('levels', item.levels, t('item.allLevels'))],
    ['frequencyCap', item.frequencyCap === null ? t('item.noCap') : fieldText('frequencyCap', item.frequencyCap)],
    ['frequencyText', item.frequencyText],
    ['qualifications', words('qualifications', item.qualifications)],
    ['expertise', words('expertise', item.expertise)],
    ['expertKinds', words('expertKinds', item.expertKinds)],
    ['responsibleOffice', item.responsibleOffice],
    ['dutyRef', item.dutyRef],
    ['basis', item.basis, true],
    ['localBasis', item.localBasis, true],
  ]
  const facts = rows
    .filter(([, value]) => value !== '')
    .map(([field, value, wide = false]) => ({ label: itemFields[field][language()], value, wide }))
  const ratio = { label: t('item.ratio'), value: ratioText(item) }
  return <Facts facts={[...facts.slice(0, 4), ratio, ...facts.slice(4)]} />
}
