/** 账号 and 机构 are two views of one job. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { t } from '#web/i18n/t.ts'

export const AccessTabs = (): ReactNode => (
  <nav className="mj-tabs" aria-label={t('menu.accounts')}>
    <Link to="/accounts">{t('access.accounts')}</Link>
    <Link to="/orgs">{t('access.orgs')}</Link>
  </nav>
)
