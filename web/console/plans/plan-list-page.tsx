/** 抽查计划: the list. */
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { PlanHead } from '#contract/plans.ts'
import { type PlanKind, planKinds } from '#core/plans/row.ts'
import { api } from '#web/api/client.ts'
import { language, t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Page } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { useMayReason } from './may-reason.ts'
import { PlanStateTag, planStates } from './plan-state.tsx'

export function PlanListPage(): ReactNode {
  const navigate = useNavigate()
  const reason = useMayReason('plan.edit')
  const thisYear = new Date().getFullYear()
  return (
    <Page
      title={t('plan.title')}
      lead={t('plan.lead')}
      actions={
        <ActionButton primary disabledReason={reason} onClick={() => void navigate({ to: '/plans/new' })}>
          {t('plan.new')}
        </ActionButton>
      }
    >
      <DataList
        id="plans"
        columns={columns()}
        rowKey={(plan) => plan.id}
        unit={t('plan.unit')}
        exportAs={t('plan.title')}
        filters={[
          {
            key: 'year',
            label: t('plan.year'),
            options: [1, 0, -1, -2, -3].map((d) => ({ value: String(thisYear + d), label: String(thisYear + d) })),
          },
          {
            key: 'kind',
            label: t('plan.kind'),
            options: Object.entries(planKinds).map(([value, word]) => ({ value, label: word[language()] })),
          },
          { key: 'state', label: t('plan.state'), options: planStates.map((state) => ({ value: state, label: t(`plan.state.${state}`) })) },
        ]}
        source={(page, { year, state, kind }) =>
          api.plans.list.queryOptions({
            input: {
              ...page,
              ...(year === undefined ? {} : { year: Number(year) }),
              ...(state === undefined ? {} : { state }),
              ...(isKind(kind) && { kind }),
            },
          })
        }
        empty={{ title: t('plan.empty'), text: t('plan.emptyText') }}
      />
    </Page>
  )
}

const isKind = (text: string | undefined): text is PlanKind => text !== undefined && Object.hasOwn(planKinds, text)

const columns = (): Column<PlanHead>[] => [
  {
    key: 'name',
    title: t('plan.name'),
    fixed: true,
    text: (plan) => plan.name,
    cell: (plan) => (
      <TwoLines
        first={
          <Link to="/plans/$planId" params={{ planId: plan.id }}>
            {plan.name}
          </Link>
        }
        second={plan.planNo}
      />
    ),
  },
  {
    key: 'no',
    title: t('plan.no'),
    startsHidden: true,
    text: (plan) => plan.planNo,
    cell: (plan) => <span className="mono">{plan.planNo}</span>,
  },
  { key: 'year', title: t('plan.year'), width: 64, text: (plan) => plan.year, cell: (plan) => plan.year },
  { key: 'state', title: t('plan.state'), width: 96, text: (plan) => plan.state, cell: (plan) => <PlanStateTag state={plan.state} /> },
  {
    key: 'kind',
    title: t('plan.kind'),
    width: 108,
    text: (plan) => planKinds[plan.kind][language()],
    cell: (plan) => planKinds[plan.kind][language()],
  },
  {
    key: 'version',
    title: t('plan.version'),
    width: 80,
    text: (plan) => plan.version,
    cell: (plan) => (plan.version === 0 ? '—' : t('plan.versionNth', { n: plan.version })),
  },
  { key: 'org', title: t('plan.org'), text: (plan) => plan.orgName, cell: (plan) => plan.orgName },
  { key: 'by', title: t('plan.by'), width: 120, text: (plan) => plan.createdBy, cell: (plan) => plan.createdBy },
  {
    key: 'updated',
    title: t('plan.updated'),
    width: 140,
    text: (plan) => formatTime(plan.updatedAt),
    cell: (plan) => formatTime(plan.updatedAt),
  },
]
