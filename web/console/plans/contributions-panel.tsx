/** 填报与汇总, on the page of a plan: who was asked for rows, what came, and what is done with it. */
import './plan-people.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Contribution } from '#contract/plan-contributions.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Section } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { type Column, Table, TwoLines } from '#web/ui/table.tsx'
import { ContributionInviteDialog } from './contribution-invite-dialog.tsx'
import { type ContributionMove, ContributionMoveDialog } from './contribution-move-dialog.tsx'
import { ContributionTag } from './people-states.tsx'

/** Nothing where nobody was asked and this reader may ask nobody. */
export function ContributionsPanel({ planId }: { readonly planId: string }): ReactNode {
  const query = useQuery(api.planContributions.ofPlan.queryOptions({ input: { planId } }))
  const [inviting, setInviting] = useState(false)
  const [asked, setAsked] = useState<{ readonly of: Contribution; readonly verb: ContributionMove } | null>(null)
  return (
    <Loaded query={query}>
      {({ contributions, abilities }) => {
        if (contributions.length === 0 && !abilities.invite.allowed) return null
        const settled = contributions.filter(({ state }) => state !== 'invited' && state !== 'handed_in').length
        return (
          <Section
            title={t('contribution.section')}
            {...(contributions.length > 0 && { note: t('contribution.sectionNote', { done: settled, n: contributions.length }) })}
            extra={
              <ActionButton size="small" ability={abilities.invite} onClick={() => setInviting(true)}>
                {t('contribution.invite')}
              </ActionButton>
            }
          >
            {contributions.length === 0 ? (
              <p className="quiet small">{t('contribution.none')}</p>
            ) : (
              <Table
                columns={columns((of, verb) => setAsked({ of, verb }))}
                rows={contributions}
                rowKey={({ id }) => id}
                caption={t('contribution.section')}
              />
            )}
            {inviting && <ContributionInviteDialog planId={planId} onClose={() => setInviting(false)} />}
            {asked !== null && <ContributionMoveDialog of={asked.of} verb={asked.verb} onClose={() => setAsked(null)} />}
          </Section>
        )
      }}
    </Loaded>
  )
}

const columns = (ask: (of: Contribution, verb: ContributionMove) => void): Column<Contribution>[] => [
  {
    key: 'office',
    title: t('contribution.office'),
    cell: ({ id, office, orgName, accountName }) => (
      <TwoLines
        first={
          <Link to="/plan-contributions/$contributionId" params={{ contributionId: id }}>
            {office}
          </Link>
        }
        second={accountName === null ? orgName : `${orgName} ${accountName}`}
      />
    ),
  },
  { key: 'due', title: t('contribution.due'), width: 112, cell: ({ dueOn }) => <span className="nowrap">{dueOn}</span> },
  { key: 'state', title: t('contribution.state'), width: 104, cell: ({ state }) => <ContributionTag state={state} /> },
  {
    key: 'rows',
    title: t('contribution.rows'),
    width: 72,
    align: 'right',
    cell: ({ rowCount }) => t('contribution.rowsN', { n: rowCount }),
  },
  {
    key: 'at',
    title: t('contribution.handedIn'),
    width: 144,
    cell: ({ handedInAt, handedInBy }) =>
      handedInAt === null ? '—' : <TwoLines first={formatTime(handedInAt)} second={handedInBy ?? ''} />,
  },
  { key: 'reason', title: t('party.note'), wide: true, cell: ({ reason }) => (reason === '' ? '—' : reason) },
  {
    key: 'do',
    title: '',
    align: 'right',
    width: 168,
    cell: (one) => (
      <div className="pp-do">
        {movesIn(one).map((verb) => (
          <ActionButton key={verb} link size="small" ability={one.abilities[verb]} onClick={() => ask(one, verb)}>
            {t(`contribution.${verb}`)}
          </ActionButton>
        ))}
      </div>
    ),
  },
]

/** What the consolidator could do where it stands; what cannot be pressed says why. */
const movesIn = ({ state }: Contribution): readonly ContributionMove[] => {
  if (state === 'handed_in') return ['takeIn', 'giveBack', 'withdraw']
  if (state === 'declined') return ['giveBack']
  return state === 'invited' ? ['withdraw'] : []
}
