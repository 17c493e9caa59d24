/** What of the register needs care, in figures; each one is a filter of the list below. */
import './officers.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { formatNumber } from '#web/ui/format.ts'
import { ProblemAlert } from '#web/ui/states.tsx'

type Asked = { readonly state?: string | undefined; readonly certificate?: string | undefined }

export function OfficerFigures(): ReactNode {
  const query = useQuery(api.officers.summary.queryOptions({ input: { population: 'officers' } }))
  const search: Asked = useSearch({ strict: false })
  if (query.error !== null) return <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
  const summary = query.data
  const figure = (label: string, value: number | undefined, asks: Asked, tone = ''): ReactNode => {
    const chosen = search.state === asks.state && search.certificate === asks.certificate
    return (
      <Link
        to="/officers"
        search={chosen ? {} : withoutEmpty(asks)}
        aria-current={chosen ? 'true' : undefined}
        activeProps={{}}
        preload={false}
      >
        <b className={value !== undefined && value > 0 ? tone : ''}>
          {value === undefined ? '…' : formatNumber(value)}
          <small>{t('officer.unit')}</small>
        </b>
        <span>{label}</span>
      </Link>
    )
  }
  return (
    <nav className="officer-figures" aria-label={t('officer.figures')}>
      {figure(t('officer.state.active'), summary?.active, { state: 'active' })}
      {figure(
        t('officer.figure.expiring', { n: summary?.warnDays ?? 60 }),
        summary?.expiring,
        { state: 'active', certificate: 'expiring' },
        'amber',
      )}
      {figure(t('officer.figure.expired'), summary?.expired, { state: 'active', certificate: 'expired' }, 'red')}
      {figure(t('officer.figure.none'), summary?.noCertificate, { state: 'active', certificate: 'none' }, 'red')}
      <Link to="/officers/leaves" activeProps={{}}>
        <b>
          {summary === undefined ? '…' : formatNumber(summary.onLeave)}
          <small>{t('officer.unit')}</small>
        </b>
        <span>{t('officer.onLeave')}</span>
      </Link>
    </nav>
  )
}

const withoutEmpty = ({ state, certificate }: Asked): { readonly state?: string; readonly certificate?: string } => ({
  ...(state === undefined ? {} : { state }),
  ...(certificate === undefined ? {} : { certificate }),
})
