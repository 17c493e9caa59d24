/** 执法检查人员名录库 and 专家名录库: who may inspect, until when their certificate holds, and what they are qualified for. */
import './officers.css'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { OfficerRow } from '#contract/officers.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import type { Filter } from '#web/ui/data-list-filters.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { ActionButton, Page } from '#web/ui/page.tsx'
import { useRegionOptions } from '#web/ui/region-select.tsx'
import { expertColumns, officerColumns } from './officer-columns.tsx'
import { OfficerDrawer } from './officer-drawer.tsx'
import { OfficerFigures } from './officer-figures.tsx'
import { OfficerTabs } from './officer-tabs.tsx'
import { officerStates, standings, stateText } from './officer-words.tsx'
import { useOfficerAbility } from './use-officer-ability.ts'

export const OfficerListPage = (): ReactNode => <PersonList population="officers" />
export const ExpertListPage = (): ReactNode => <PersonList population="experts" />

type Population = OfficerRow['population']

const words = {
  officers: {
    kind: 'officer',
    title: 'officer.title',
    lead: 'officer.lead',
    add: 'officer.add',
    empty: 'officer.empty',
    emptyText: 'officer.emptyText',
    exportAs: 'officer.export',
  },
  experts: {
    kind: 'expert',
    title: 'officer.expertsTitle',
    lead: 'officer.expertsLead',
    add: 'officer.addExpert',
    empty: 'officer.emptyExperts',
    emptyText: 'officer.emptyExpertsText',
    exportAs: 'officer.exportExperts',
  },
} as const

function PersonList({ population }: { readonly population: Population }): ReactNode {
  const navigate = useNavigate()
  const ability = useOfficerAbility('officer.import')
  const [adding, setAdding] = useState(false)
  const filters = useFilters(population)
  const own = words[population]
  const add = (
    <ActionButton primary icon={<Icon name="plus" />} ability={ability} onClick={() => setAdding(true)}>
      {t(own.add)}
    </ActionButton>
  )
  const bring = (
    <ActionButton
      icon={<Icon name="upload" />}
      ability={ability}
      onClick={() => void navigate({ to: '/imports/new', search: { kind: own.kind } })}
    >
      {t('register.import')}
    </ActionButton>
  )
  return (
    <Page
      title={t(own.title)}
      lead={t(own.lead)}
      actions={
        <>
          <Button onClick={() => void navigate({ to: '/imports', search: { kind: own.kind } })}>{t('register.imports')}</Button>
          {bring}
          {add}
        </>
      }
    >
      <OfficerTabs />
      {population === 'officers' && <OfficerFigures />}
      <DataList<OfficerRow>
        key={population}
        id={population}
        unit={t('officer.unit')}
        columns={population === 'officers' ? officerColumns() : expertColumns()}
        rowKey={(row) => row.id}
        source={(page, filter) =>
          api.officers.list.queryOptions({
            input: {
              ...page,
              population,
              q: filter.q,
              orgPath: filter.orgPath,
              state: officerStates.find((state) => state === filter.state),
              certificate: standings.find((standing) => standing === filter.certificate),
              qualification: filter.qualification,
            },
          })
        }
        filters={filters}
        empty={{
          title: t(own.empty),
          text: t(own.emptyText),
          action: (
            <div className="mj-page-actions officer-first">
              {bring}
              {add}
            </div>
          ),
        }}
        exportAs={t(own.exportAs)}
      />
      {adding && <OfficerDrawer officer={null} population={population} onClose={() => setAdding(false)} />}
    </Page>
  )
}

function useFilters(population: Population): readonly Filter[] {
  const regions = useRegionOptions()
  const summary = useQuery(api.officers.summary.queryOptions({ input: { population } })).data
  const inUse = (summary?.qualifications ?? []).map((word) => ({ value: word, label: word }))
  const state: Filter = {
    key: 'state',
    label: t('officer.state'),
    options: officerStates.map((value) => ({ value, label: stateText(value) })),
  }
  const area: Filter = { key: 'orgPath', label: t('officer.area'), options: regions }
  if (population === 'experts') return [{ key: 'q', label: t('officer.qExpert') }, area, state]
  return [
    { key: 'q', label: t('officer.q') },
    area,
    state,
    {
      key: 'certificate',
      label: t('certificate.standing'),
      options: standings.map((value) => ({ value, label: t(`certificate.${value}`) })),
    },
    { key: 'qualification', label: t('officer.qualifications'), options: inUse },
  ]
}
