/** 适用事项 of one object, each with the rules that say so. */
import './libraries.css'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { Section } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { viaText } from './coverage-words.ts'

export function ObjectItems({ subject }: { readonly subject: string }): ReactNode {
  const query = useQuery(api.libraries.itemsOfObject.queryOptions({ input: { subject } }))
  return (
    <Section title={t('coverage.ofObject')}>
      <Loaded query={query}>
        {(items) =>
          items.length === 0 ? (
            <p className="quiet small">{t('coverage.ofObjectNone')}</p>
          ) : (
            <ul className="library-list">
              {items.map(({ itemCode, name, via }) => (
                <li key={itemCode}>
                  <span className="mono">{itemCode}</span> {name ?? ''} <span className="quiet small">{viaText(via)}</span>
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Section>
  )
}
