/** The views of the feed, each with its own address. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '#web/i18n/t.ts'

export const FeedTabs = (): ReactNode => (
  <nav className="mj-tabs" aria-label={t('feed.tabs')}>
    <Link to="/feeds" activeOptions={{ exact: true, includeSearch: false }}>
      {t('feed.receipts')}
    </Link>
    <Link to="/feeds/reconciliation" activeOptions={{ includeSearch: false }}>
      {t('feed.reconciliation')}
    </Link>
    <Link to="/feeds/as-of" activeOptions={{ includeSearch: false }}>
      {t('feed.asOf')}
    </Link>
  </nav>
)
