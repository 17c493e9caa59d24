/** 风险标记: objects that carry flags today; a label put on them is what a directed draw takes. */
import './labels.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import type { ReactNode } from 'react'
import { api } from '#web/api/client.ts'
import { language, t } from '#web/i18n/t.ts'
import { Page } from '#web/ui/page.tsx'
import { PlaceChoice, SignalObjects } from './signal-objects.tsx'

export function RiskAlertPage(): ReactNode {
  const navigate = useNavigate()
  const { flags = firstFlag, place = '' } = useSearch({ from: '/signed-in/shell/risk-flags' })
  const chosen = flags.split(',').filter((flag) => flag !== '')
  const signal = { kind: 'flags' as const, flags: chosen.length === 0 ? [firstFlag] : chosen, place: place === '' ? null : place }
  const kinds = useQuery(api.signals.list.queryOptions({ input: { signal } })).data?.flagKinds ?? []
  const set = (change: { flags?: string; place?: string }): void =>
    void navigate({ to: '/risk-flags', search: { flags, place, ...change }, replace: true })
  return (
    <Page title={t('alert.title')} lead={t('alert.lead')}>
      <div className="signal-filters">
        <span>{t('alert.flags')}</span>
        <Select
          mode="multiple"
          aria-label={t('alert.flags')}
          placeholder={t('alert.choose')}
          style={{ minWidth: 280 }}
          value={signal.flags}
          options={kinds.map((kind) => ({ value: kind.code, label: kind[language()] }))}
          onChange={(next) => set({ flags: next.join(',') })}
        />
        <span>{t('signal.place')}</span>
        <PlaceChoice value={signal.place} onChange={(next) => set({ place: next ?? '' })} />
      </div>
      <SignalObjects signal={signal} title={t('alert.title')} empty={{ title: t('alert.empty'), text: t('alert.emptyText') }} />
    </Page>
  )
}

/** What most often asks for a look. */
const firstFlag = 'abnormal'
