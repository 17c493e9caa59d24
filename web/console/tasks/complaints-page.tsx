/** 投诉集中: objects that several complaint tasks named; a label put on them is what a directed draw takes. */
import './tasks.css'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { InputNumber, Select } from 'antd'
import type { ReactNode } from 'react'
import { PlaceChoice, SignalObjects } from '#web/console/labels/signal-objects.tsx'
import { t } from '#web/i18n/t.ts'
import { today } from '#web/ui/format.ts'
import { Page } from '#web/ui/page.tsx'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { monthsBefore } from './months-before.ts'

const spans = [3, 6, 12] as const

export function ComplaintsPage(): ReactNode {
  const navigate = useNavigate()
  const newYear = `${today().slice(0, 4)}-01-01`
  const { since = newYear, least = '2', place = '' } = useSearch({ from: '/signed-in/shell/complaints' })
  const times = Math.min(100, Math.max(1, Math.trunc(Number(least)) || 2))
  const signal = { kind: 'complaints' as const, since, least: times, place: place === '' ? null : place }
  const set = (change: { since?: string; least?: string; place?: string }): void =>
    void navigate({ to: '/complaints', search: { since, least, place, ...change }, replace: true })
  const starts = [
    { value: newYear, label: t('complaint.year') },
    ...spans.map((n) => ({ value: monthsBefore(today(), n), label: t('complaint.month', { n }) })),
  ]
  return (
    <Page title={t('complaint.title')} lead={t('complaint.lead')}>
      <div className="mj-inline mj-complaint-filters">
        <span>{t('complaint.months')}</span>
        <Select
          aria-label={t('complaint.months')}
          style={{ width: 140 }}
          value={starts.some(({ value }) => value === since) ? since : null}
          options={starts}
          onChange={(day) => set({ since: day ?? newYear })}
        />
        <span>{t('complaint.since')}</span>
        <PlainDateInput aria-label={t('complaint.since')} value={since} onChange={(day) => set({ since: day ?? since })} />
        <span>{t('complaint.least')}</span>
        <InputNumber
          aria-label={t('complaint.least')}
          min={1}
          max={100}
          precision={0}
          value={times}
          onChange={(n) => set({ least: String(n ?? 2) })}
        />
        <span>{t('signal.place')}</span>
        <PlaceChoice value={signal.place} onChange={(next) => set({ place: next ?? '' })} />
      </div>
      <SignalObjects signal={signal} title={t('complaint.title')} empty={{ title: t('complaint.empty'), text: t('complaint.emptyText') }} />
    </Page>
  )
}
