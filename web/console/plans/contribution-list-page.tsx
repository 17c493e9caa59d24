/** 填报任务: what one's office is asked to fill in. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Contribution } from '#contract/plan-contributions.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatTime } from '#web/ui/format.ts'
import { Page } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { ContributionTag, contributionStates } from './people-states.tsx'

export function ContributionListPage(): ReactNode {
  return (
    <Page title={t('contribution.title')} lead={t('contribution.lead')}>
      <DataList<Contribution>
        id="plan-contributions"
        unit={t('contribution.unit')}
        columns={columns()}
        rowKey={({ id }) => id}
        filters={[
          {
            key: 'state',
            label: t('contribution.state'),
            options: contributionStates.map((state) => ({ value: state, label: t(`contribution.state.${state}`) })),
          },
        ]}
        source={(page, { state }) => api.planContributions.mine.queryOptions({ input: { ...page, ...stateOf(state) } })}
        empty={{ title: t('contribution.empty'), text: t('contribution.emptyText') }}
        exportAs={t('contribution.title')}
      />
    </Page>
  )
}

function stateOf(text: string | undefined): { state?: Contribution['state'] } {
  const state = contributionStates.find((one) => one === text)
  return state === undefined ? {} : { state }
}

const columns = (): Column<Contribution>[] => [
  {
    key: 'plan',
    title: t('contribution.plan'),
    fixed: true,
    text: ({ planName }) => planName,
    cell: ({ id, planName, planNo }) => (
      <TwoLines
        first={
          <Link to="/plan-contributions/$contributionId" params={{ contributionId: id }}>
            {planName}
          </Link>
        }
        second={planNo}
      />
    ),
  },
  { key: 'office', title: t('contribution.office'), width: 144, text: ({ office }) => office, cell: ({ office }) => office },
  {
    key: 'due',
    title: t('contribution.due'),
    width: 112,
    text: ({ dueOn }) => dueOn,
    cell: ({ dueOn }) => <span className="nowrap">{dueOn}</span>,
  },
  {
    key: 'state',
    title: t('contribution.state'),
    width: 104,
    text: ({ state }) => t(`contribution.state.${state}`),
    cell: ({ state }) => <ContributionTag state={state} />,
  },
  {
    key: 'rows',
    title: t('contribution.rows'),
    width: 80,
    align: 'right',
    text: ({ rowCount }) => rowCount,
    cell: ({ rowCount }) => t('contribution.rowsN', { n: rowCount }),
  },
  { key: 'note', title: t('contribution.note'), wide: true, text: ({ note }) => note, cell: ({ note }) => (note === '' ? '—' : note) },
  {
    key: 'by',
    title: t('contribution.by'),
    width: 144,
    text: ({ invitedBy }) => invitedBy,
    cell: ({ invitedBy, invitedAt }) => <TwoLines first={invitedBy} second={formatTime(invitedAt)} />,
  },
]
