/** The views of the officer register, each with its own address. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { may, meQuery } from '#web/api/session.ts'
import { t } from '#web/i18n/t.ts'

export function OfficerTabs(): ReactNode {
  const me = useQuery(meQuery).data
  return (
    <nav className="mj-tabs officer-tabs" aria-label={t('officer.tabs')}>
      <Link to="/officers" activeOptions={{ exact: true, includeSearch: false }}>
        {t('menu.officers')}
      </Link>
      <Link to="/officers/experts">{t('officer.experts')}</Link>
      <Link to="/officers/groups">{t('officer.groups')}</Link>
      <Link to="/officers/leaves" activeOptions={{ includeSearch: false }}>
        {t('officer.leaves')}
      </Link>
      <Link to="/officers/filings">{t('officer.filings')}</Link>
      {me !== undefined && me !== null && may(me, 'load.read') && <Link to="/officers/loads">{t('officer.loads')}</Link>}
    </nav>
  )
}
