/** 一次检查: whom, what, by when; the form while it is yours to fill, the result and its review after that. */
import './inspections.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Visit } from '#contract/inspections.ts'
import { api } from '#web/api/client.ts'
import { reasonText } from '#web/api/problem.ts'
import { may, meQuery } from '#web/api/session.ts'
import { ReusePanel } from '#web/console/dispatch/reuse-panel.tsx'
import { LeaveDialog } from '#web/console/matching/leave-dialog.tsx'
import { seatReasonWords } from '#web/console/matching/seat-words.ts'
import { JointVisitNote } from '#web/console/merge/joint-visit-note.tsx'
import { t, tMaybe } from '#web/i18n/t.ts'
import { formatDue } from '#web/ui/format.ts'
import { ActionButton, Facts, Page, Section } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import { RecordSteps } from '#web/ui/steps.tsx'
import { DocumentMenu } from '../documents/document-menu.tsx'
import { OpinionPanel } from './opinion-panel.tsx'
import { ResultEntry } from './result-entry.tsx'
import { ResultView } from './result-view.tsx'
import { ReviewDialog } from './review-dialog.tsx'
import { isSettled, Officers, VisitStateTag } from './visit-words.tsx'

export function VisitPage(): ReactNode {
  const { visitId } = useParams({ from: '/signed-in/shell/visits/$visitId' })
  const query = useQuery(api.inspections.get.queryOptions({ input: { visitId } }))
  return <Loaded query={query}>{(visit) => <VisitDetail key={visit.id} visit={visit} />}</Loaded>
}

function VisitDetail({ visit }: { readonly visit: Visit }): ReactNode {
  const [verdict, setVerdict] = useState<'pass' | 'return' | null>(null)
  const open = visit.state === 'assigned' || visit.state === 'returned'
  const [leaving, setLeaving] = useState(false)
  const waiting = useLeaveAsked(visit)
  const due = formatDue(open ? visit.dueOn : visit.disclosedBy)
  return (
    <Page
      title={visit.name}
      state={<VisitStateTag state={visit.state} />}
      lead={
        <>
          <span className="mono">{visit.subject}</span>
          <span>{visit.taskName}</span>
        </>
      }
      actions={
        <>
          <Back />
          <DocumentMenu kind="visit" id={visit.id} />
          {visit.mySeat !== null && open && (
            <ActionButton ability={visit.abilities.leaveTeam} disabledReason={waiting ?? undefined} onClick={() => setLeaving(true)}>
              {t('seat.leave')}
            </ActionButton>
          )}
          {visit.state === 'submitted' && (
            <>
              <ActionButton ability={visit.abilities.review} onClick={() => setVerdict('return')}>
                {t('visit.return')}
              </ActionButton>
              <ActionButton primary ability={visit.abilities.review} onClick={() => setVerdict('pass')}>
                {t('visit.pass')}
              </ActionButton>
            </>
          )}
        </>
      }
    >
      <JointVisitNote visitId={visit.id} />
      <Section
        title={t('visit.facts')}
        extra={visit.state === 'published' ? <a href={`/results/${visit.id}`}>{t('visit.portal')}</a> : undefined}
      >
        <Facts
          facts={[
            { label: t('visit.address'), value: visit.address ?? visit.regionName },
            { label: t('visit.officers'), value: <Officers officers={visit.officers} /> },
            {
              label: t(open ? 'visit.due' : 'visit.discloseBy'),
              value: (
                <>
                  {open ? visit.dueOn : (visit.disclosedBy ?? '—')}{' '}
                  {!isSettled(visit.state) && <span className={due.tone}>{due.text}</span>}
                </>
              ),
            },
          ]}
        />
      </Section>
      <Returned visit={visit} />
      {waiting !== null && <p className="mj-note">{waiting}</p>}
      {visit.state === 'replaced' && <p className="mj-note">{t('visit.replaced')}</p>}
      <OpinionPanel visit={visit} />
      {visit.abilities.enter.allowed ? (
        <ResultEntry visit={visit} />
      ) : (
        <>
          {visit.state !== 'replaced' && <ResultView visit={visit} />}
          {open && !visit.abilities.advise.allowed && <p className="quiet small">{reasonText(visit.abilities.enter.reason)}</p>}
        </>
      )}
      <ReusePanel visit={visit} />
      {visit.steps.length > 0 && (
        <Section title={t('visit.record')}>
          <RecordSteps
            steps={visit.steps}
            say={(step) => tMaybe(`visit.verb.${verbOf(step.verb, step.facts)}`, tMaybe(`verb.${step.verb}`, step.verb))}
            more={(step) => opinionOf(step.facts)}
          />
        </Section>
      )}
      {!visit.abilities.enter.allowed && <NextVisit visit={visit} />}
      {leaving && visit.mySeat !== null && <LeaveDialog visit={visit} seat={visit.mySeat} onClose={() => setLeaving(false)} />}
      {verdict !== null && (
        <ReviewDialog visits={[visit]} verdict={verdict} onClose={() => setVerdict(null)} onDone={() => setVerdict(null)} />
      )}
    </Page>
  )
}

/** To the list one comes from: the inspections, or the clues of who handles cases. */
function Back(): ReactNode {
  const navigate = useNavigate()
  const { data: me } = useQuery(meQuery)
  const viaClue = me !== undefined && me !== null && !visitReaders.some((permission) => may(me, permission))
  return viaClue ? (
    <ActionButton onClick={() => void navigate({ to: '/case-clues' })}>{t('clue.back')}</ActionButton>
  ) : (
    <ActionButton onClick={() => void navigate({ to: '/visits' })}>{t('visit.back')}</ActionButton>
  )
}

const visitReaders = ['inspection.read', 'inspection.enter', 'inspection.advise', 'inspection.review'] as const

/** After one is done the next is one tap away. */
function NextVisit({ visit }: { readonly visit: Visit }): ReactNode {
  const { data: me } = useQuery(meQuery)
  const enters = me !== undefined && me !== null && may(me, 'inspection.enter')
  const { data } = useQuery({ ...api.inspections.list.queryOptions({ input: { state: 'assigned', limit: 2 } }), enabled: enters })
  const next = data?.rows.find(({ id }) => id !== visit.id)
  return next === undefined ? null : (
    <p>
      <Link className="mj-thumb mj-thumb-due" to="/visits/$visitId" params={{ visitId: next.id }}>
        {t('visit.next', { name: next.name })}
      </Link>
    </p>
  )
}

/** Why it came back, before the form that mends it. */
function Returned({ visit }: { readonly visit: Visit }): ReactNode {
  if (visit.state !== 'returned') return null
  const review = visit.steps.filter(({ verb, facts }) => verb.endsWith('review') && facts.verdict === 'return').at(-1)
  return (
    <p className="mj-note mj-note-amber">
      <b>{t('visit.returned')}</b>　{review === undefined ? t('visit.returnedText') : `${opinionOf(review.facts)}（${review.by}）`}
    </p>
  )
}

/** The reason of the own request to leave this team, while it waits for a decision; null when there is none. */
function useLeaveAsked({ mySeat, subject }: Visit): string | null {
  const { data } = useQuery({
    ...api.seats.list.queryOptions({ input: { drawId: mySeat?.drawId ?? '', open: true } }),
    enabled: mySeat !== null,
  })
  const mine = data?.rows.find(
    ({ officerId, objects }) => officerId === mySeat?.officerId && objects.some((object) => object.subject === subject),
  )
  return mine === undefined ? null : t('seat.leave.waiting', { reason: `“${seatReasonWords(mine.reason)}”` })
}

function verbOf(verb: string, facts: Readonly<Record<string, unknown>>): string {
  const last = verb.slice(verb.lastIndexOf('.') + 1)
  return last === 'review' && typeof facts.verdict === 'string' ? `review.${facts.verdict}` : last
}

const opinionOf = (facts: Readonly<Record<string, unknown>>): string => (typeof facts.opinion === 'string' ? facts.opinion : '')
