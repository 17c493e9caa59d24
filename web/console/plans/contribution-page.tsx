/** 一项填报: what is wanted, the rows as they are written, and handing them in. Each row is saved as it is finished. */
import './plan-people.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { ContributionPage as Contribution } from '#contract/plan-contributions.ts'
import { api, client } from '#web/api/client.ts'
import { useCommand } from '#web/api/command.ts'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Facts, Page, Section } from '#web/ui/page.tsx'
import { Loaded, ProblemAlert } from '#web/ui/states.tsx'
import { type ContributionMove, ContributionMoveDialog } from './contribution-move-dialog.tsx'
import { ContributionRows } from './contribution-rows.tsx'
import { ContributionTag } from './people-states.tsx'
import { PlanRowDrawer } from './plan-row-drawer.tsx'
import type { RowDraft } from './plan-row-form.ts'
import { rowOfDraft } from './row-of-draft.ts'

export function ContributionPage(): ReactNode {
  const { contributionId } = useParams({ from: '/signed-in/shell/plan-contributions/$contributionId' })
  const query = useQuery(api.planContributions.get.queryOptions({ input: { contributionId } }))
  return <Loaded query={query}>{(one) => <Detail key={one.id} one={one} />}</Loaded>
}

function Detail({ one }: { readonly one: Contribution }): ReactNode {
  const [asked, setAsked] = useState<ContributionMove | null>(null)
  // A number edits that row, 'new' writes another.
  const [editing, setEditing] = useState<number | 'new' | null>(null)
  const save = useCommand(client.planContributions.save, { done: t('contribution.saved'), announce: false })
  const put = async (rows: readonly RowDraft[]): Promise<boolean> =>
    (await save.run({ contributionId: one.id, seen: one.updatedAt, rows: [...rows] })) !== null
  const keep = async (draft: RowDraft): Promise<boolean> => {
    const rows: readonly RowDraft[] =
      editing === 'new' ? [...one.rows, draft] : one.rows.map((row, index) => (index === editing ? draft : row))
    const saved = await put(rows)
    if (saved) setEditing(null)
    return saved
  }
  const row = typeof editing === 'number' ? one.rows[editing] : undefined
  return (
    <Page
      title={one.planName}
      state={<ContributionTag state={one.state} />}
      lead={
        <>
          <span className="mono">{one.planNo}</span>
          <span>{one.office}</span>
          <span>{t('contribution.dueBy', { day: one.dueOn })}</span>
        </>
      }
      actions={<Actions one={one} ask={setAsked} />}
    >
      {one.reason !== '' && <p className="mj-note mj-note-amber">{t('contribution.said', { reason: one.reason })}</p>}
      <Asked one={one} />
      {editing === null && <ProblemAlert problem={save.problem} />}
      <Section
        title={t('contribution.rows')}
        note={t('contribution.rowsNote')}
        extra={
          <ActionButton size="small" ability={one.abilities.save} onClick={() => setEditing('new')}>
            {t('contribution.rowNew')}
          </ActionButton>
        }
      >
        <ContributionRows one={one} onEdit={setEditing} onDrop={(at) => void put(one.rows.filter((_, index) => index !== at))} />
      </Section>
      {editing !== null && (
        <PlanRowDrawer
          key={editing}
          title={t(editing === 'new' ? 'contribution.rowNew' : 'contribution.rowEdit')}
          year={one.year}
          kind={one.kind}
          row={row === undefined ? null : rowOfDraft(row, typeof editing === 'number' ? editing : 0, one.itemNames)}
          office={one.office}
          draftId={`contribution.${one.id}.${editing}`}
          save={keep}
          pending={save.pending}
          problem={save.problem}
          onClose={() => {
            save.reset()
            setEditing(null)
          }}
        />
      )}
      {asked !== null && <ContributionMoveDialog of={one} verb={asked} onClose={() => setAsked(null)} />}
    </Page>
  )
}

/** The moves of whoever is asked, and those of the consolidator, as far as this reader has either. */
function Actions({ one, ask }: { readonly one: Contribution; readonly ask: (verb: ContributionMove) => void }): ReactNode {
  const button = (verb: ContributionMove, primary = false): ReactNode => (
    <ActionButton primary={primary} ability={one.abilities[verb]} onClick={() => ask(verb)}>
      {t(`contribution.${verb}`)}
    </ActionButton>
  )
  if (one.state === 'invited')
    return (
      <>
        {button('decline')}
        {button('handIn', true)}
      </>
    )
  if (one.state === 'handed_in')
    return (
      <>
        {button('recall')}
        {button('giveBack')}
        {button('takeIn', true)}
      </>
    )
  return one.state === 'declined' ? button('giveBack') : null
}

const Asked = ({ one }: { readonly one: Contribution }): ReactNode => (
  <Section title={t('contribution.one')}>
    <Facts
      facts={[
        {
          label: t('contribution.plan'),
          value: (
            <Link to="/plans/$planId" params={{ planId: one.planId }}>
              {one.planName}
            </Link>
          ),
        },
        { label: t('contribution.org'), value: one.accountName === null ? one.orgName : `${one.orgName} ${one.accountName}` },
        { label: t('contribution.by'), value: `${one.invitedBy} ${formatTime(one.invitedAt)}` },
        ...(one.handedInAt === null
          ? []
          : [{ label: t('contribution.handedIn'), value: `${one.handedInBy ?? ''} ${formatTime(one.handedInAt)}` }]),
        ...(one.takenInAt === null
          ? []
          : [{ label: t('contribution.takenIn'), value: `${one.takenInBy ?? ''} ${formatTime(one.takenInAt)}` }]),
        { label: t('contribution.note'), value: one.note === '' ? '—' : one.note, wide: true },
      ]}
    />
  </Section>
)
