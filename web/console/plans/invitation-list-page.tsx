/** 联席会议: the joint plans in which one's department is asked to take part. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Invitation } from '#contract/plan-parties.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatTime } from '#web/ui/format.ts'
import { Page } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { PartyTag, partyStates } from './people-states.tsx'

export function InvitationListPage(): ReactNode {
  return (
    <Page title={t('party.title')} lead={t('party.lead')}>
      <DataList<Invitation>
        id="plan-parties"
        unit={t('party.unit')}
        columns={columns()}
        rowKey={({ id }) => id}
        filters={[
          {
            key: 'state',
            label: t('party.state'),
            options: partyStates.map((state) => ({ value: state, label: t(`party.state.${state}`) })),
          },
        ]}
        source={(page, { state }) => api.planParties.mine.queryOptions({ input: { ...page, ...stateOf(state) } })}
        empty={{ title: t('party.empty'), text: t('party.emptyText') }}
        exportAs={t('party.title')}
      />
    </Page>
  )
}

function stateOf(text: string | undefined): { state?: Invitation['state'] } {
  const state = partyStates.find((one) => one === text)
  return state === undefined ? {} : { state }
}

const columns = (): Column<Invitation>[] => [
  {
    key: 'plan',
    title: t('party.plan'),
    fixed: true,
    text: ({ planName }) => planName,
    cell: ({ id, planName, planNo }) => (
      <TwoLines
        first={
          <Link to="/joint-plans/$partyId" params={{ partyId: id }}>
            {planName}
          </Link>
        }
        second={planNo}
      />
    ),
  },
  { key: 'from', title: t('party.from'), text: ({ planOrgName }) => planOrgName, cell: ({ planOrgName }) => planOrgName },
  { key: 'org', title: t('party.org'), startsHidden: true, text: ({ orgName }) => orgName, cell: ({ orgName }) => orgName },
  {
    key: 'rows',
    title: t('party.rows'),
    width: 96,
    align: 'right',
    text: ({ rowCount }) => rowCount,
    cell: ({ rowCount }) => t('party.rowsN', { n: rowCount }),
  },
  { key: 'duty', title: t('party.duty'), wide: true, text: ({ duty }) => duty, cell: ({ duty }) => (duty === '' ? '—' : duty) },
  {
    key: 'due',
    title: t('party.due'),
    width: 112,
    text: ({ dueOn }) => dueOn,
    cell: ({ dueOn }) => <span className="nowrap">{dueOn}</span>,
  },
  {
    key: 'state',
    title: t('party.state'),
    width: 120,
    text: ({ state, outdated }) => (outdated ? t('party.outdated') : t(`party.state.${state}`)),
    cell: (one) => <PartyTag state={one.state} outdated={one.outdated} />,
  },
  {
    key: 'asked',
    title: t('party.askedAt'),
    width: 144,
    text: ({ askedAt }) => formatTime(askedAt),
    cell: ({ askedAt, askedBy }) => <TwoLines first={formatTime(askedAt)} second={askedBy} />,
  },
]
