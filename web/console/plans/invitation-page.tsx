/** 一份参加邀请: what the plan asks of this department, and its answer. Who invites reads the same page. */
import './plan-people.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { InvitationPage as Invitation, PartyRow } from '#contract/plan-parties.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Facts, Page, Section } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { type Column, Days, Table } from '#web/ui/table.tsx'
import { PartyMoveDialog } from './party-move-dialog.tsx'
import { PartyTag } from './people-states.tsx'
import { PlanStateTag } from './plan-state.tsx'

export function InvitationPage(): ReactNode {
  const { partyId } = useParams({ from: '/signed-in/shell/joint-plans/$partyId' })
  const query = useQuery(api.planParties.get.queryOptions({ input: { partyId } }))
  return <Loaded query={query}>{(one) => <Detail key={one.id} one={one} />}</Loaded>
}

function Detail({ one }: { readonly one: Invitation }): ReactNode {
  const [asked, setAsked] = useState<'confirm' | 'decline' | null>(null)
  return (
    <Page
      title={one.planName}
      state={<PartyTag state={one.state} outdated={one.outdated} />}
      lead={
        <>
          <span className="mono">{one.planNo}</span>
          <span>{one.orgName}</span>
        </>
      }
      actions={
        <>
          <ActionButton onClick={() => window.print()}>{t('plan.print')}</ActionButton>
          <ActionButton ability={one.abilities.decline} onClick={() => setAsked('decline')}>
            {t('party.decline')}
          </ActionButton>
          <ActionButton primary ability={one.abilities.confirm} onClick={() => setAsked('confirm')}>
            {t('party.confirm')}
          </ActionButton>
        </>
      }
    >
      {one.outdated && <p className="mj-note mj-note-amber">{t('party.outdatedText')}</p>}
      <Section title={t('party.asked')}>
        <Facts
          facts={[
            { label: t('party.from'), value: one.planOrgName },
            {
              label: t('party.plan'),
              value: (
                <>
                  <Link to="/plans/$planId" params={{ planId: one.planId }}>
                    {one.planName}
                  </Link>{' '}
                  <PlanStateTag state={one.planState} />
                </>
              ),
            },
            { label: t('party.due'), value: one.dueOn },
            { label: t('party.askedBy'), value: `${one.askedBy} ${formatTime(one.askedAt)}` },
            { label: t('party.duty'), value: one.duty === '' ? '—' : one.duty, wide: true },
          ]}
        />
      </Section>
      <Section title={t('party.rows')} note={t('party.askedNote')}>
        {one.rows.length === 0 ? (
          <p className="quiet small">{t('party.noRows')}</p>
        ) : (
          <Table columns={columns()} rows={one.rows} rowKey={({ id }) => id} caption={t('party.rows')} />
        )}
      </Section>
      {one.answers.length > 0 && (
        <Section title={t('party.answers')}>
          <ul className="pp-answers">
            {one.answers.map((answer) => (
              <li key={answer.at}>
                <span className="quiet small">
                  {formatTime(answer.at)} {answer.by}
                </span>{' '}
                {t(`party.answered.${answer.answer}`)}
                {answer.reason !== '' && `：${answer.reason}`}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {asked !== null && <PartyMoveDialog party={one} verb={asked} onClose={() => setAsked(null)} />}
    </Page>
  )
}

const columns = (): Column<PartyRow>[] => [
  { key: 'seq', title: t('plan.row.seq'), width: 44, cell: ({ seq }) => seq },
  { key: 'name', title: t('party.row'), wide: true, cell: ({ name }) => <b>{name}</b> },
  {
    key: 'items',
    title: t('party.items'),
    wide: true,
    cell: ({ itemNames, duties }) => {
      const names = itemNames.length > 0 ? itemNames : duties
      return names.length === 0 ? <span className="quiet">{t('party.noItems')}</span> : names.join('；')
    },
  },
  { key: 'scope', title: t('plan.row.scope'), wide: true, cell: ({ objectScope }) => objectScope },
  {
    key: 'window',
    title: t('plan.row.window'),
    width: 116,
    cell: ({ from, to }) => <Days from={from} to={to} />,
  },
  { key: 'office', title: t('plan.row.office'), width: 112, cell: ({ office }) => office },
  {
    key: 'joint',
    title: t('party.joint'),
    wide: true,
    cell: ({ jointItem }) => (jointItem === null ? '—' : `${jointItem.name}（${t('item.versionN', { n: jointItem.version })}）`),
  },
]
