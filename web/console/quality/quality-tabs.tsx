/** The views of the quality desk, each with its own address. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '#web/i18n/t.ts'

export const QualityTabs = (): ReactNode => (
  <nav className="mj-tabs" aria-label={t('quality.tabs')}>
    <Link to="/quality" activeOptions={{ exact: true, includeSearch: false }}>
      {t('quality.board')}
    </Link>
    <Link to="/quality/fixes" activeOptions={{ includeSearch: false }}>
      {t('quality.fixes')}
    </Link>
  </nav>
)
