/** 匹配结果: object, team and the probability of each pair; what a replacement or an appointment has changed since stands below. */
import './matching.css'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { Draw } from '#contract/draws.ts'
import type { Pair } from '#contract/matching.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { ActionButton, Section, Tag } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { SeatAskDialog } from './seat-ask-dialog.tsx'
import { byRole, formatProbability, type Role, roleMark, roleWords, scopeWords } from './words.ts'

export function PairList({ draw }: { readonly draw: Draw }): ReactNode {
  const [asked, setAsked] = useState<Pair | null>(null)
  return (
    <Section title={t('matching.pairs')} note={t('matching.pairs.note')}>
      <DataList<Pair>
        id="draw-pairs"
        columns={columns(draw, setAsked)}
        rowKey={(pair) => pair.subject}
        unit={t('matching.pairs.unit')}
        filters={[{ key: 'q', label: t('matching.pairs.q') }]}
        exportAs={t('matching.pairs.file', { id: draw.id })}
        exportText={t('matching.pairs.export')}
        source={(page, { q }) =>
          api.matching.pairs.queryOptions({ input: { ...page, drawId: draw.id, ...(q === undefined ? {} : { q }) } })
        }
        empty={{ title: t('kit.empty') }}
      />
      {asked !== null && <SeatAskDialog draw={draw} pair={asked} onClose={() => setAsked(null)} />}
    </Section>
  )
}

const columns = (draw: Draw, ask: (pair: Pair) => void): Column<Pair>[] => [
  {
    key: 'order',
    title: t('draw.list.order'),
    width: 48,
    fixed: true,
    text: ({ order }) => order,
    cell: ({ order }) => <span className="quiet">{order}</span>,
  },
  {
    key: 'name',
    wide: true,
    title: t('draw.list.name'),
    fixed: true,
    text: ({ name }) => name,
    cell: ({ name, subject }) => (
      <TwoLines
        first={
          <Link to="/register/$subject" params={{ subject }}>
            {name}
          </Link>
        }
        second={subject}
      />
    ),
  },
  {
    key: 'subject',
    title: t('draw.list.subject'),
    startsHidden: true,
    text: ({ subject }) => subject,
    cell: ({ subject }) => <span className="mono quiet">{subject}</span>,
  },
  {
    key: 'region',
    title: t('draw.list.region'),
    startsHidden: true,
    text: ({ regionName }) => regionName,
    cell: ({ regionName }) => regionName,
  },
  { key: 'team', wide: true, title: t('matching.pairs.team'), cell: (pair) => <Team pair={pair} /> },
  seatColumn('lead'),
  seatColumn('assist'),
  seatColumn('expert'),
  {
    key: 'now',
    title: t('matching.pairs.nowTitle'),
    startsHidden: true,
    text: ({ now }) => (now === null ? '' : byRole(now).map(nowWords).join('、')),
    cell: ({ now }) => (now === null ? '—' : byRole(now).map(nowWords).join('、')),
  },
  {
    key: 'eligible',
    width: 88,
    title: t('matching.pairs.eligible'),
    text: ({ eligible }) => eligible,
    cell: ({ eligible, scope }) =>
      eligible === null ? '—' : <TwoLines first={t('matching.pairs.people', { n: eligible })} second={scopeWords(scope)} />,
  },
  {
    key: 'scope',
    title: t('matching.pairs.scope'),
    startsHidden: true,
    text: ({ scope }) => scopeWords(scope),
    cell: ({ scope }) => scopeWords(scope),
  },
  { key: 'do', title: '', width: 104, cell: (pair) => <Doing draw={draw} pair={pair} ask={ask} /> },
]

/** For the export: names of one role with their probabilities. */
const seatColumn = (role: Role): Column<Pair> => {
  const words = ({ seats }: Pair): string =>
    seats
      .filter((seat) => seat.role === role)
      .map(({ name, share }) => (share === null ? name : `${name} ${formatProbability(share)}`))
      .join('、')
  return { key: role, title: t(`matching.pairs.${role}`), startsHidden: true, text: words, cell: words }
}

const Team = ({ pair: { seats, now } }: { readonly pair: Pair }): ReactNode => (
  <>
    <span className="mat-seats">
      {byRole(seats).map(({ officerId, name, role, share }) => (
        <span
          key={officerId}
          title={roleWords(role)}
          className={now === null || now.some((one) => one.officerId === officerId) ? '' : 'mj-replaced'}
        >
          {name}
          {roleMark(role)}
          {share !== null && <small>{formatProbability(share)}</small>}
        </span>
      ))}
    </span>
    {now !== null && (
      <span className="mat-now">
        {t('matching.pairs.now')}
        {byRole(now).map(({ officerId, name, role, by }) => (
          <span key={officerId}>
            {name}
            {roleMark(role)}
            {by !== 'drawn' && <Tag tone={by === 'appointed' ? 'amber' : 'accent'}>{t(`matching.by.${by}`)}</Tag>}
          </span>
        ))}
      </span>
    )}
  </>
)

const nowWords = ({ name, role, by }: NonNullable<Pair['now']>[number]): string =>
  `${name}（${roleWords(role)}${by === 'drawn' ? '' : `，${t(`matching.by.${by}`)}`}）`

/** Why these, and to have one of them replaced once the draw is closed. */
const Doing = ({ draw, pair, ask }: { readonly draw: Draw; readonly pair: Pair; readonly ask: (pair: Pair) => void }): ReactNode => (
  <span className="mat-doing">
    {pair.eligible !== null && (
      <Link to="/draws/$drawId/pairs/$subject" params={{ drawId: draw.id, subject: pair.subject }}>
        {t('matching.pairs.why')}
      </Link>
    )}
    {draw.kind === 'P' && draw.state === 'closed' && (
      <ActionButton link size="small" ability={draw.abilities.requestSeat} onClick={() => ask(pair)}>
        {t('seat.askShort')}
      </ActionButton>
    )}
  </span>
)
