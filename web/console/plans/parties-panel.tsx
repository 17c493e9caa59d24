/** 参与部门, on the page of a joint plan: who was invited, what each answered, and the conference that adopts. */
import './plan-people.css'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Adoption, Party } from '#contract/plan-parties.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Section } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { type Column, Table, TwoLines } from '#web/ui/table.tsx'
import { AdoptDialog } from './adopt-dialog.tsx'
import { PartyInviteDialog } from './party-invite-dialog.tsx'
import { PartyMoveDialog } from './party-move-dialog.tsx'
import { PartyTag } from './people-states.tsx'

export type PartiesPanelProps = {
  readonly planId: string
  /** `updatedAt` of the plan as the page shows it: what the conference adopts is what was seen. */
  readonly seen: string
}

export function PartiesPanel({ planId, seen }: PartiesPanelProps): ReactNode {
  const query = useQuery(api.planParties.ofPlan.queryOptions({ input: { planId } }))
  const [open, setOpen] = useState<'invite' | 'adopt' | null>(null)
  const [asked, setAsked] = useState<{ readonly party: Party; readonly verb: 'ask' | 'withdraw' } | null>(null)
  return (
    <Loaded query={query}>
      {({ parties, all, adoptions, missing, abilities }) => (
        <Section
          title={t('party.section')}
          {...(all && parties.length > 0 && { note: progressOf(parties) })}
          {...(all && {
            extra: (
              <>
                <ActionButton size="small" ability={abilities.invite} onClick={() => setOpen('invite')}>
                  {t('party.invite')}
                </ActionButton>{' '}
                <ActionButton size="small" primary ability={abilities.adopt} onClick={() => setOpen('adopt')}>
                  {t('party.adopt')}
                </ActionButton>
              </>
            ),
          })}
        >
          {missing.length > 0 && <p className="mj-note mj-note-amber">{t('party.missing', { names: missing.join('、') })}</p>}
          {parties.length === 0 ? (
            <p className="quiet small">{t('party.none')}</p>
          ) : (
            <Table
              columns={columns(all ? (party, verb) => setAsked({ party, verb }) : null)}
              rows={parties}
              rowKey={({ id }) => id}
              caption={t('party.section')}
            />
          )}
          {adoptions.map((adoption) => (
            <Adopted key={adoption.id} adoption={adoption} />
          ))}
          {open === 'invite' && <PartyInviteDialog planId={planId} onClose={() => setOpen(null)} />}
          {open === 'adopt' && <AdoptDialog planId={planId} seen={seen} onClose={() => setOpen(null)} />}
          {asked !== null && <PartyMoveDialog party={asked.party} verb={asked.verb} onClose={() => setAsked(null)} />}
        </Section>
      )}
    </Loaded>
  )
}

const Adopted = ({ adoption }: { readonly adoption: Adoption }): ReactNode => (
  <p className="mj-note pp-after">
    {t('party.adopted', { day: adoption.metOn, no: adoption.minutesNo })}：{adoption.resolution}
    <br />
    <span className="quiet small">
      {t('party.adoptedBy', { parties: adoption.parties.join('、'), by: adoption.by })} {formatTime(adoption.at)}
    </span>
  </p>
)

function progressOf(parties: readonly Party[]): string {
  const asked = parties.filter(({ state }) => state !== 'withdrawn')
  return t('party.sectionNote', { done: asked.filter(({ state, outdated }) => state === 'confirmed' && !outdated).length, n: asked.length })
}

const columns = (ask: ((party: Party, verb: 'ask' | 'withdraw') => void) | null): Column<Party>[] => [
  {
    key: 'org',
    title: t('party.org'),
    cell: ({ id, orgName, duty }) => (
      <TwoLines
        first={
          <Link to="/joint-plans/$partyId" params={{ partyId: id }}>
            {orgName}
          </Link>
        }
        second={duty}
      />
    ),
  },
  { key: 'rows', title: t('party.rows'), width: 96, align: 'right', cell: ({ rowCount }) => t('party.rowsN', { n: rowCount }) },
  { key: 'due', title: t('party.due'), width: 112, cell: ({ dueOn }) => <span className="nowrap">{dueOn}</span> },
  {
    key: 'state',
    title: t('party.state'),
    width: 120,
    cell: (party) => <PartyTag state={party.state} outdated={party.outdated} />,
  },
  {
    key: 'answer',
    title: t('party.answer'),
    wide: true,
    cell: ({ answers: [last], outdated }) =>
      last === undefined ? (
        '—'
      ) : (
        <>
          {t(`party.answered.${last.answer}`)}
          {last.reason !== '' && `：${last.reason}`}
          <br />
          <span className="quiet tiny">
            {last.by} {formatTime(last.at)}
            {outdated && ` · ${t('party.outdatedText')}`}
          </span>
        </>
      ),
  },
  ...(ask === null ? [] : [movesColumn(ask)]),
]

const movesColumn = (ask: (party: Party, verb: 'ask' | 'withdraw') => void): Column<Party> => ({
  key: 'do',
  title: '',
  align: 'right',
  width: 184,
  cell: (party) => (
    <div className="pp-do">
      {party.state !== 'invited' && (
        <ActionButton link size="small" ability={party.abilities.ask} onClick={() => ask(party, 'ask')}>
          {t('party.ask')}
        </ActionButton>
      )}
      {party.state !== 'withdrawn' && (
        <ActionButton link size="small" ability={party.abilities.withdraw} onClick={() => ask(party, 'withdraw')}>
          {t('party.withdraw')}
        </ActionButton>
      )}
    </div>
  ),
})
