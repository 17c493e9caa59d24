/** 一户的频次台账: this year against the cap, every visit within sight, and the exceptions stated. */
import './ledger.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import type { LedgerLine } from '#contract/ledger.ts'
import { ledgerExceptions } from '#core/ledger/exceptions.ts'
import { type Answers, api } from '#web/api/client.ts'
import { problemOf } from '#web/api/problem.ts'
import { may, meQuery } from '#web/api/session.ts'
import { language, t } from '#web/i18n/t.ts'
import { formatDate } from '#web/ui/format.ts'
import { ActionButton, Facts, Page, Section, Tag } from '#web/ui/page.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { type Column, Table, TwoLines } from '#web/ui/table.tsx'
import { ExceptionDialog } from './exception-dialog.tsx'

type Frequency = Answers['ledger']['object']

export function ObjectLedgerPage(): ReactNode {
  const { subject } = useParams({ from: '/signed-in/shell/ledger/$subject' })
  const query = useQuery(api.ledger.object.queryOptions({ input: { subject }, retry: false }))
  if (query.error !== null && problemOf(query.error).status === 404)
    return (
      <Page title={t('ledger.one')} lead={<span className="mono">{subject}</span>}>
        <Empty title={t('ledger.checkNone')}>{null}</Empty>
      </Page>
    )
  return <Loaded query={query}>{(frequency) => <Detail frequency={frequency} />}</Loaded>
}

function Detail({ frequency }: { readonly frequency: Frequency }): ReactNode {
  const { subject, name, lines, hidden, exceptions } = frequency
  const [asked, setAsked] = useState<LedgerLine | null>(null)
  const me = useQuery(meQuery).data
  return (
    <Page
      title={name}
      state={<Standing planned={frequency.planned} cap={frequency.cap} />}
      lead={
        me !== undefined && me !== null && may(me, 'register.read') ? (
          <Link to="/register/$subject" params={{ subject }} className="mono">
            {subject}
          </Link>
        ) : (
          <span className="mono">{subject}</span>
        )
      }
    >
      <Summary frequency={frequency} />
      <Section title={t('ledger.lines')} note={hidden > 0 ? t('ledger.hidden', { n: hidden }) : ''}>
        {lines.length === 0 ? (
          <p className="quiet">{t('ledger.none')}</p>
        ) : (
          <Table columns={columns(setAsked)} rows={lines} rowKey={({ visitId }) => visitId} />
        )}
      </Section>
      {asked !== null && <ExceptionDialog line={asked} exceptions={exceptions} onClose={() => setAsked(null)} />}
    </Page>
  )
}

/** Where the object stands now; what one more visit would be is said below. */
const Standing = ({ planned, cap }: { readonly planned: number; readonly cap: number }): ReactNode =>
  planned > cap ? <Tag tone="red">{t('ledger.over')}</Tag> : planned === cap ? <Tag tone="amber">{t('ledger.atCap')}</Tag> : null

function Summary({ frequency }: { readonly frequency: Frequency }): ReactNode {
  const { year, planned, elsewhere, triggered, items, cap, verdict } = frequency
  return (
    <Section title={`${t('ledger.summary')} ${year}`} note={t('ledger.capNow', frequency)}>
      <Facts
        facts={[
          {
            label: `${t('ledger.planned')}（${t('ledger.plannedNote')}）`,
            value: (
              <b>
                {planned} / {cap}
              </b>
            ),
          },
          { label: t('ledger.elsewhere'), value: elsewhere },
          { label: t('ledger.triggered'), value: triggered },
          {
            label: t('ledger.nextVerdict'),
            value: (
              <>
                <VerdictTag verdict={verdict} /> <span className="small">{t(`ledger.verdictText.${verdict}`)}</span>
              </>
            ),
            wide: true,
          },
          ...(items.length === 0 ? [] : [{ label: t('ledger.items'), value: <Items items={items} />, wide: true }]),
        ]}
      />
    </Section>
  )
}

/** Items that state a yearly cap of their own. */
const Items = ({ items }: Pick<Frequency, 'items'>): ReactNode => (
  <div className="mj-ledger-items">
    {items.map(({ code, name, used, cap }) => (
      <span key={code}>
        {name}{' '}
        <b>
          {used} / {cap}
        </b>{' '}
        {used >= cap && <Tag tone={used > cap ? 'red' : 'amber'}>{t(used > cap ? 'ledger.over' : 'ledger.atCap')}</Tag>}
      </span>
    ))}
  </div>
)

const tones = { ok: 'green', warned: 'amber', blocked: 'red', excepted: 'accent' } as const

const VerdictTag = ({ verdict }: { readonly verdict: Frequency['verdict'] }): ReactNode => (
  <Tag tone={tones[verdict]}>{t(`ledger.verdict.${verdict}`)}</Tag>
)

const columns = (ask: (line: LedgerLine) => void): readonly Column<LedgerLine>[] => [
  {
    key: 'task',
    title: t('ledger.task'),
    cell: ({ taskId, taskName, orgName }) => (
      <TwoLines
        first={
          <Link to="/tasks/$taskId" params={{ taskId }}>
            {taskName}
          </Link>
        }
        second={orgName}
      />
    ),
  },
  { key: 'year', title: t('ledger.year'), width: 64, cell: ({ year }) => year },
  { key: 'kind', title: t('ledger.kind'), width: 128, cell: (line) => <Kind line={line} /> },
  { key: 'state', title: t('ledger.state'), width: 144, cell: (line) => <LineState line={line} /> },
  {
    key: 'premises',
    title: t('ledger.premises'),
    wide: true,
    cell: ({ premises }) => (premises === '' ? <span className="quiet">{t('ledger.premisesNone')}</span> : premises),
  },
  { key: 'exception', title: t('ledger.exception'), width: 208, cell: (line) => <Exception line={line} ask={ask} /> },
]

const Kind = ({ line }: { readonly line: LedgerLine }): ReactNode => (
  <div>
    {line.planned ? t('ledger.planned') : t('ledger.triggered')}
    {line.joint && <div className="quiet tiny">{t('ledger.joint')}</div>}
    {!line.onsite && <div className="quiet tiny">{t('ledger.offSite')}</div>}
  </div>
)

const LineState = ({ line }: { readonly line: LedgerLine }): ReactNode => (
  <div>
    {t(`ledger.state.${line.state}`)}
    {line.on !== null && ` ${formatDate(line.on)}`}
    {line.verdict !== null && line.number !== null && line.verdict !== 'ok' && (
      <div>
        <VerdictTag verdict={line.verdict} />{' '}
        <span className="quiet tiny">
          {line.item === null ? t('ledger.numberN', { n: line.number }) : t('ledger.itemReached', line.item)}
        </span>
      </div>
    )}
  </div>
)

function Exception({ line, ask }: { readonly line: LedgerLine; readonly ask: (line: LedgerLine) => void }): ReactNode {
  const { exception, exceptedBy, abilities, verdict } = line
  return (
    <div>
      {exception !== null && (
        <>
          <b>{ledgerExceptions[exception.code][language()]}</b>
          <div className="quiet tiny">
            {exception.note} · {t('ledger.exceptionBy', { who: exceptedBy ?? '' })}
          </div>
        </>
      )}
      {(verdict === 'blocked' || verdict === 'excepted') && (
        <ActionButton link size="small" ability={abilities.except} onClick={() => ask(line)}>
          {exception === null ? t('ledger.except') : t('ledger.exceptAgain')}
        </ActionButton>
      )}
    </div>
  )
}
