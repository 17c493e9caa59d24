/** The item above, and whether this one still weakens nothing of it; the items below that are based on this one. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ItemPage } from '#contract/catalogue.ts'
import { itemFields, layers } from '#core/catalogue/item.ts'
import { language, t } from '#web/i18n/t.ts'
import { Icon } from '#web/ui/icon.tsx'
import { weakeningText } from './item-words.tsx'

export function ItemAbove({ item }: { readonly item: ItemPage }): ReactNode {
  return (
    <div className="mj-stacked">
      {item.parentCode !== null && <Parent item={item} code={item.parentCode} />}
      {item.children.length > 0 && (
        <div>
          <p className="quiet small">{t('item.above.children')}</p>
          <ul className="cat-list">
            {item.children.map((child) => (
              <li key={child.id}>
                <Link to="/items/$itemId" params={{ itemId: child.id }}>
                  <span className="mono">{child.code}</span> {child.name}
                </Link>{' '}
                <span className="quiet">
                  {child.orgName} · {t('item.versionN', { n: child.version })}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

function Parent({ item, code }: { readonly item: ItemPage; readonly code: string }): ReactNode {
  const { parent, weakenings } = item
  if (parent === null) return <p className="red">{t('item.above.none', { code })}</p>
  return (
    <div>
      <p>
        <Link to="/items/$itemId" params={{ itemId: parent.id }}>
          <span className="mono">{parent.code}</span> {parent.name}
        </Link>{' '}
        <span className="quiet small">
          {layers[parent.layer][language()]} · {t('item.versionN', { n: parent.version })}
        </span>{' '}
        <Link to="/items/$itemId/diff" params={{ itemId: item.id }} search={{ against: parent.id }} className="small">
          {t('item.diff')}
        </Link>
      </p>
      {weakenings.length === 0 ? (
        <p className="green small">
          <Icon name="check" /> {t('item.above.ok')}
        </p>
      ) : (
        <div className="cat-weak" role="alert">
          <b>{t('item.above.weak')}</b>
          <ul>
            {weakenings.map((weakening) => (
              <li key={weakening.field}>
                {itemFields[weakening.field][language()]}：{weakeningText(weakening)}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}
