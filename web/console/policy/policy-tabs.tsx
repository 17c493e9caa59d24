/** What holds, and the packs it comes from. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '#web/i18n/t.ts'

export function PolicyTabs({ at }: { readonly at: 'current' | 'packs' }): ReactNode {
  const here = (tab: typeof at) => ({
    className: tab === at ? 'active' : '',
    activeProps: { className: tab === at ? 'active' : '' },
    ...(tab === at ? { 'aria-current': 'page' as const } : {}),
  })
  return (
    <nav className="mj-tabs" aria-label={t('policy.tabs')}>
      <Link to="/policy" {...here('current')}>
        {t('policy.tab.current')}
      </Link>
      <Link to="/policy/packs" {...here('packs')}>
        {t('policy.tab.packs')}
      </Link>
    </nav>
  )
}
