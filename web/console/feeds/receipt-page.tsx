/** One receipt: the sum of its lines, what was applied, and every line that was refused with its reason. */
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Receipt } from '#contract/feeds.ts'
import { type Answers, api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { FigureSum, HashBlocks } from '#web/ui/figures.tsx'
import { formatBytes, formatNumber, formatTime } from '#web/ui/format.ts'
import { Facts, Page, Section, Tag } from '#web/ui/page.tsx'
import { Loaded } from '#web/ui/states.tsx'
import type { Column } from '#web/ui/table.tsx'
import { appliedSum, eventText, reasonWords, receiptState, viaText } from './feed-words.ts'

type Refusal = Answers['feeds']['refusals']['rows'][number]

export function ReceiptPage(): ReactNode {
  const { receiptId } = useParams({ from: '/signed-in/shell/feeds/$receiptId' })
  const query = useQuery(api.feeds.receipt.queryOptions({ input: { receiptId } }))
  return <Loaded query={query}>{(receipt) => <ReceiptView receipt={receipt} />}</Loaded>
}

function ReceiptView({ receipt }: { readonly receipt: Receipt }): ReactNode {
  const { state, stopped, gaps, sha256, fromSeq, toSeq, orgName, applied } = receipt
  const shown = receiptState(state)
  const types = Object.entries(applied).sort(([, a], [, b]) => b - a)
  return (
    <Page
      title={
        fromSeq === null
          ? t('feed.oneNoSeq', { source: orgName })
          : t('feed.oneTitle', { source: orgName, from: String(fromSeq), to: String(toSeq) })
      }
      state={<Tag tone={shown.tone}>{shown.text}</Tag>}
      lead={<Lead receipt={receipt} />}
      actions={
        receipt.totals ? (
          <Link to="/feeds/reconciliation" search={{ receipt: receipt.id }}>
            {t('feed.seeTotals')}
          </Link>
        ) : undefined
      }
    >
      {stopped !== null && (
        <p className="mj-note mj-note-amber">
          {t('feed.stoppedNote', { line: stopped.line, seq: String(stopped.seq), expected: String(stopped.expected) })}
        </p>
      )}
      {state === 'broken' && <p className="mj-note mj-note-amber">{t('feed.brokenNote')}</p>}
      {gaps.length > 0 && <p className="mj-note">{t('feed.gaps', { text: gaps.map(({ from, to }) => `${from}–${to}`).join('、') })}</p>}
      <Section title={t('feed.became', { n: receipt.lines })}>
        <Sum receipt={receipt} />
      </Section>
      {types.length > 0 && (
        <Section title={t('feed.byType')}>
          <Facts facts={types.map(([type, n]) => ({ label: eventText(type), value: formatNumber(n) }))} />
        </Section>
      )}
      <Section title={t('feed.refusedList')} note={t('feed.refusedNote')}>
        <DataList<Refusal>
          id="feed-refusals"
          unit={t('feed.line')}
          columns={columns()}
          rowKey={(row) => String(row.line)}
          source={(page) => api.feeds.refusals.queryOptions({ input: { ...page, receiptId: receipt.id } })}
          exportAs={t('feed.refusedList')}
          empty={{ title: t('feed.noRefused') }}
        />
      </Section>
      {sha256 !== null && (
        <Section title={t('feed.hash')} note="SHA-256">
          <HashBlocks hex={sha256} />
        </Section>
      )}
    </Page>
  )
}

const Lead = ({ receipt }: { readonly receipt: Receipt }): ReactNode => (
  <>
    <span>
      {viaText(receipt.via)} · {receipt.sourceName}
    </span>
    <span>{receipt.sentBy}</span>
    <span>{formatTime(receipt.startedAt)}</span>
    {receipt.bytes > 0 && <span>{formatBytes(receipt.bytes)}</span>}
  </>
)

/** Lines that are none of these are totals, or stand behind the number that stopped the body. */
function Sum({ receipt }: { readonly receipt: Receipt }): ReactNode {
  const { lines, unchanged, repeated, refused, stopped } = receipt
  const applied = appliedSum(receipt.applied)
  const rest = Math.max(0, lines - applied - unchanged - repeated - refused)
  return (
    <FigureSum
      parts={[
        { label: t('feed.applied'), value: applied, fill: 'accent' },
        { label: t('feed.unchanged'), value: unchanged, fill: 'soft' },
        { label: t('feed.repeated'), value: repeated, fill: 'pale' },
        { label: t('feed.refused'), value: refused, fill: 'red' },
        ...(rest > 0 ? [{ label: t(stopped === null ? 'feed.totalsLine' : 'feed.notLooked'), value: rest, fill: 'ghost' as const }] : []),
      ]}
      total={{ label: t('feed.lines'), value: lines }}
    />
  )
}

const columns = (): readonly Column<Refusal>[] => [
  { key: 'line', title: t('feed.line'), align: 'right', width: 72, text: (row) => row.line, cell: (row) => row.line },
  { key: 'seq', title: t('feed.seq'), align: 'right', text: (row) => row.seq, cell: (row) => row.seq ?? '—' },
  { key: 'type', title: t('feed.type'), text: (row) => row.type, cell: (row) => (row.type === null ? '—' : eventText(row.type)) },
  { key: 'subject', title: t('feed.subject'), text: (row) => row.subject, cell: (row) => row.subject ?? '—' },
  {
    key: 'why',
    title: t('feed.why'),
    wide: true,
    fixed: true,
    text: (row) => reasonWords(row.code, row.facts),
    cell: (row) => reasonWords(row.code, row.facts),
  },
  { key: 'excerpt', title: t('feed.excerpt'), wide: true, startsHidden: true, text: (row) => row.excerpt, cell: (row) => row.excerpt },
]
