/** 计划备案: the plans that organisations below have filed with this one. */
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { PlanFiling } from '#contract/plan-filings.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { Page } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { PlanFilingDecideDialog } from './filing-dialogs.tsx'
import { filingColumns } from './filings-panel.tsx'
import { filingStates } from './people-states.tsx'

export function FilingListPage(): ReactNode {
  const [deciding, setDeciding] = useState<PlanFiling | null>(null)
  return (
    <Page title={t('planFiling.title')} lead={t('planFiling.lead')}>
      <DataList<PlanFiling>
        id="plan-filings"
        unit={t('planFiling.unit')}
        columns={[planColumn(), ...filingColumns(setDeciding).filter(({ key }) => key !== 'to')]}
        rowKey={({ id }) => id}
        filters={[
          {
            key: 'state',
            label: t('planFiling.state'),
            options: filingStates.map((state) => ({ value: state, label: t(`planFiling.state.${state}`) })),
          },
        ]}
        source={(page, { state }) => api.planFilings.list.queryOptions({ input: { ...page, ...stateOf(state) } })}
        empty={{ title: t('planFiling.empty') }}
        exportAs={t('planFiling.title')}
      />
      {deciding !== null && <PlanFilingDecideDialog filing={deciding} onClose={() => setDeciding(null)} />}
    </Page>
  )
}

function stateOf(text: string | undefined): { state?: PlanFiling['state'] } {
  const state = filingStates.find((one) => one === text)
  return state === undefined ? {} : { state }
}

const planColumn = (): Column<PlanFiling> => ({
  key: 'plan',
  title: t('contribution.plan'),
  fixed: true,
  text: ({ planName }) => planName,
  cell: ({ planId, planName, orgName }) => (
    <TwoLines
      first={
        <Link to="/plans/$planId" params={{ planId }}>
          {planName}
        </Link>
      }
      second={orgName}
    />
  ),
})
