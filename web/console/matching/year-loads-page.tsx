/** 人员负荷与搭档: a year of a unit: where its seats came from, objects each, month by month, and who goes with whom. */
import './matching.css'
import './year-loads.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import { type ReactNode, useMemo } from 'react'
import type { YearLoads } from '#contract/matching.ts'
import { api } from '#web/api/client.ts'
import { OfficerTabs } from '#web/console/registers/officer-tabs.tsx'
import { t } from '#web/i18n/t.ts'
import { FigureSum } from '#web/ui/figures.tsx'
import { today } from '#web/ui/format.ts'
import { ActionButton, Page, Section } from '#web/ui/page.tsx'
import { Empty, Loading, ProblemAlert } from '#web/ui/states.tsx'
import { PairingMatrix } from './pairing-matrix.tsx'
import { MonthTable, YearChart } from './year-loads.tsx'

export function YearLoadsPage(): ReactNode {
  const navigate = useNavigate()
  const search = useSearch({ from: '/signed-in/shell/officers/loads' })
  const thisYear = Number(today().slice(0, 4))
  const year = Number(search.year ?? thisYear) || thisYear
  const query = useQuery(api.matching.yearLoads.queryOptions({ input: { year } }))
  const units = useMemo(() => [...new Set((query.data?.officers ?? []).map(({ orgName }) => orgName))].sort(byName), [query.data])
  const unit = units.find((one) => one === search.unit) ?? null
  const go = (next: { readonly year: number; readonly unit: string | null }): void =>
    void navigate({ to: '/officers/loads', search: { year: String(next.year), ...(next.unit === null ? {} : { unit: next.unit }) } })
  return (
    <Page
      title={t('load.title')}
      lead={t('load.lead')}
      actions={<ActionButton onClick={() => window.print()}>{t('task.print')}</ActionButton>}
    >
      <OfficerTabs />
      <div className="mat-ask-year">
        <label htmlFor="load-year">{t('load.year')}</label>
        <Select
          id="load-year"
          value={year}
          style={{ width: 104 }}
          options={Array.from({ length: thisYear - 2014 }, (_, ago) => ({ value: thisYear - ago, label: String(thisYear - ago) }))}
          onChange={(next) => go({ year: next, unit })}
        />
        {units.length > 1 && (
          <>
            <label htmlFor="load-unit">{t('load.unit')}</label>
            <Select
              id="load-unit"
              value={unit ?? ''}
              style={{ minWidth: 240 }}
              showSearch={{ optionFilterProp: 'label' }}
              options={[{ value: '', label: t('load.allUnits') }, ...units.map((one) => ({ value: one, label: one }))]}
              onChange={(next: string) => go({ year, unit: next === '' ? null : next })}
            />
          </>
        )}
      </div>
      {query.isPending && <Loading />}
      <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      {query.data !== undefined && <Answer loads={query.data} unit={unit} />}
    </Page>
  )
}

const byName = (a: string, b: string): number => a.localeCompare(b, 'zh-Hans-CN')

function Answer({ loads, unit }: { readonly loads: YearLoads; readonly unit: string | null }): ReactNode {
  const people = useMemo(() => loads.officers.filter(({ orgName }) => unit === null || orgName === unit), [loads.officers, unit])
  const { drawn, replaced, appointed } = loads
  if (loads.officers.length === 0) return <Empty title={t('load.empty', { year: String(loads.year) })}>{t('load.emptyText')}</Empty>
  return (
    <>
      <Section title={t('load.seats')} note={t('load.seatsNote')}>
        <FigureSum
          parts={[
            { label: t('load.drawn'), value: drawn, fill: 'accent' },
            { label: t('load.replaced'), value: replaced, fill: 'soft' },
            { label: t('load.appointed'), value: appointed, fill: 'red' },
          ]}
          total={{ label: t('load.total'), value: drawn + replaced + appointed }}
        />
      </Section>
      <Section title={t('load.people')} note={t('load.peopleNote', { n: people.length })}>
        <YearChart key={unit ?? ''} people={people} />
      </Section>
      <Section title={t('load.months')} note={t('load.monthsNote')}>
        <MonthTable key={unit ?? ''} people={people} />
      </Section>
      <Section title={t('load.pairs')} note={t('load.pairsNote')}>
        <PairingMatrix people={people} pairs={loads.pairs} />
      </Section>
    </>
  )
}
