/** 人员更换 on an officer draw: every request, what came of it, the decision for whom it is; and what was appointed by hand. */
import './matching.css'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Draw } from '#contract/draws.ts'
import type { SeatRequest } from '#contract/seats.ts'
import { DrawStateTag } from '#web/console/draws/draw-state.tsx'
import { t } from '#web/i18n/t.ts'
import { formatTime } from '#web/ui/format.ts'
import { ActionButton, Section, Tag } from '#web/ui/page.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'
import { SeatAskDialog } from './seat-ask-dialog.tsx'
import { SeatAsked } from './seat-asked.tsx'
import { SeatDecideDialog } from './seat-decide-dialog.tsx'
import { seatReasonWords } from './seat-words.ts'
import { useSeatRequests } from './use-seat-requests.ts'
import { roleMark } from './words.ts'

export function SeatList({ draw }: { readonly draw: Draw }): ReactNode {
  const [decided, setDecided] = useState<SeatRequest | null>(null)
  const [asking, setAsking] = useState(false)
  const query = useSeatRequests(draw)
  const rows = query.data?.rows ?? []
  const open = draw.kind === 'P' && draw.state === 'closed'
  if (!open || (rows.length === 0 && !draw.abilities.requestSeat.allowed && query.error === null)) return null
  return (
    <Section
      title={t('seat.title')}
      note={t('seat.note')}
      extra={
        <ActionButton size="small" ability={draw.abilities.requestSeat} onClick={() => setAsking(true)}>
          {t('seat.ask')}
        </ActionButton>
      }
    >
      <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      <Appointments draw={draw} />
      <ul className="mj-replacements">
        {rows.map((row) => (
          <li key={row.id}>
            <div className="mj-replacement-head">
              <b>{row.officerName}</b>
              <Tag tone={row.state === 'requested' ? 'amber' : row.state === 'approved' ? 'accent' : 'plain'}>
                {t(`replacement.state.${row.state}`)}
              </Tag>
              {row.appoint !== null && <Tag tone="amber">{t('seat.appointTag', { name: row.appoint.name })}</Tag>}
              <span className="quiet">{t('seat.objectsN', { n: row.objects.length })}</span>
              {row.state === 'requested' && (
                <span className="mj-extra">
                  <ActionButton size="small" ability={row.abilities.decide} onClick={() => setDecided(row)}>
                    {t('replacement.decide')}
                  </ActionButton>
                </span>
              )}
            </div>
            <SeatAsked row={row} />
            {row.decidedAt !== null && (
              <p className="quiet small">
                {t('replacement.decided', { who: row.decidedBy ?? '', at: formatTime(row.decidedAt), opinion: row.opinion ?? '' })}
              </p>
            )}
            {row.state === 'approved' && <Outcome row={row} />}
          </li>
        ))}
      </ul>
      {decided !== null && <SeatDecideDialog request={decided} onClose={() => setDecided(null)} />}
      {asking && <SeatAskDialog draw={draw} onClose={() => setAsking(false)} />}
    </Section>
  )
}

/** The draw that filled the seats, and with whom. */
const Outcome = ({ row }: { readonly row: SeatRequest }): ReactNode => (
  <p className="small mj-inline">
    {row.replacementDraw !== null && (
      <>
        {t('replacement.draw')}
        <Link className="mono" to="/draws/$drawId" params={{ drawId: row.replacementDraw }}>
          {row.replacementDraw}
        </Link>
        {row.replacementState !== null && <DrawStateTag state={row.replacementState} />}
      </>
    )}
    <span>
      {t('seat.newcomers')}：
      {row.newcomers.length === 0 ? <span className="quiet">{t('seat.newcomersLater')}</span> : <b>{newcomersWords(row.newcomers)}</b>}
    </span>
  </p>
)

/** Names once each, with the number of objects they take over. */
function newcomersWords(newcomers: SeatRequest['newcomers']): string {
  const by = Map.groupBy(newcomers, ({ officerId }) => officerId)
  return Array.from(by.values(), (some) => {
    const first = some[0]
    return first === undefined
      ? ''
      : `${first.name}${some.length === 1 ? roleMark(first.role) : ` ${t('seat.objectsN', { n: some.length })}`}`
  }).join('、')
}

const Appointments = ({ draw }: { readonly draw: Draw }): ReactNode =>
  draw.appointments.length > 0 && (
    <div className="mj-note mj-note-amber">
      <b>{t('seat.appointments')}</b>（{t('seat.appointmentsNote')}）
      <ul>
        {draw.appointments.map(({ officerName, objects, reason, approvedBy, at }) => (
          <li key={`${at} ${officerName}`}>
            {t('seat.appointed', { name: officerName, n: objects, reason: seatReasonWords(reason), who: approvedBy, at: formatTime(at) })}
          </li>
        ))}
      </ul>
    </div>
  )
