/** Papers and their templates, each with its own address. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '#web/i18n/t.ts'

export const DocumentTabs = (): ReactNode => (
  <nav className="mj-tabs" aria-label={t('document.tabs')}>
    <Link to="/documents" activeOptions={{ exact: true, includeSearch: false }}>
      {t('document.issued')}
    </Link>
    <Link to="/documents/templates" activeOptions={{ includeSearch: false }}>
      {t('document.templates')}
    </Link>
  </nav>
)
