/** The lists of the catalogue, each with its own address. */
import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'

export type CatalogueTab = 'random' | 'key' | 'undisturbed' | 'joint' | 'other'

/** The tab of the address: `?kind=` on the list of items. */
export function useListTab(): Exclude<CatalogueTab, 'joint' | 'other'> {
  const kind = useRouterState({ select: (state) => (state.location.search as { readonly kind?: string }).kind })
  return kind === 'key' || kind === 'undisturbed' ? kind : 'random'
}

export function CatalogueTabs({ at }: { readonly at: CatalogueTab }): ReactNode {
  const me = useQuery(meQuery).data
  const here = (tab: CatalogueTab) => ({
    className: tab === at ? 'active' : '',
    activeProps: { className: tab === at ? 'active' : '' },
    ...(tab === at ? { 'aria-current': 'page' as const } : {}),
  })
  return (
    <nav className="mj-tabs cat-tabs" aria-label={t('item.tabs')}>
      <Link to="/items" {...here('random')}>
        {t('item.tab.random')}
      </Link>
      <Link to="/items" search={{ kind: 'key' }} {...here('key')}>
        {t('item.tab.key')}
      </Link>
      <Link to="/items" search={{ kind: 'undisturbed' }} {...here('undisturbed')}>
        {t('item.tab.undisturbed')}
      </Link>
      <Link to="/joint-items" {...here('joint')}>
        {t('item.tab.joint')}
      </Link>
      {me !== undefined && me !== null && may(me, 'task.read') && (
        <Link to="/items/other" {...here('other')}>
          {t('item.tab.other')}
        </Link>
      )}
    </nav>
  )
}
