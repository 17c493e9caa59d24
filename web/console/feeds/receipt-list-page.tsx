/** 登记变更: every body that the registration authority sent or that was pulled from it, and what became of it. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Receipt } from '#contract/feeds.ts'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatNumber, formatTime } from '#web/ui/format.ts'
import { Page, Tag } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { FeedTabs } from './feed-tabs.tsx'
import { appliedSum, receiptState, receiptStates, viaText } from './feed-words.ts'

export const ReceiptListPage = (): ReactNode => (
  <Page title={t('feed.title')} lead={t('feed.lead')}>
    <FeedTabs />
    <DataList<Receipt>
      id="receipts"
      unit={t('feed.unit')}
      columns={columns()}
      rowKey={(row) => row.id}
      refreshEvery={10_000}
      source={(page, filter) =>
        api.feeds.receipts.queryOptions({ input: { ...page, state: receiptStates.find((state) => state === filter.state) } })
      }
      filters={[
        {
          key: 'state',
          label: t('feed.state'),
          options: receiptStates.map((state) => ({ value: state, label: receiptState(state).text })),
        },
      ]}
      empty={{ title: t('feed.none'), text: t('feed.noneText') }}
    />
  </Page>
)

const columns = (): readonly Column<Receipt>[] => [
  {
    key: 'seqs',
    title: t('feed.seqs'),
    fixed: true,
    cell: (row) => (
      <TwoLines
        first={
          <Link to="/feeds/$receiptId" params={{ receiptId: row.id }}>
            {seqText(row)}
          </Link>
        }
        second={`${row.orgName} · ${row.sourceName}`}
      />
    ),
  },
  {
    key: 'state',
    title: t('feed.state'),
    cell: (row) => {
      const { text, tone } = receiptState(row.state)
      return <Tag tone={tone}>{text}</Tag>
    },
  },
  { key: 'lines', title: t('feed.lines'), align: 'right', cell: (row) => formatNumber(row.lines) },
  { key: 'applied', title: t('feed.applied'), align: 'right', cell: (row) => formatNumber(appliedSum(row.applied)) },
  { key: 'unchanged', title: t('feed.unchanged'), align: 'right', cell: (row) => formatNumber(row.unchanged) },
  { key: 'repeated', title: t('feed.repeated'), align: 'right', cell: (row) => formatNumber(row.repeated) },
  {
    key: 'refused',
    title: t('feed.refused'),
    align: 'right',
    cell: (row) => <span className={row.refused > 0 ? 'red' : ''}>{formatNumber(row.refused)}</span>,
  },
  { key: 'by', title: t('feed.by'), cell: (row) => <TwoLines first={row.sentBy} second={viaText(row.via)} /> },
  { key: 'at', title: t('feed.at'), width: 144, cell: (row) => formatTime(row.startedAt) },
]

/** A body that stopped at its first line took no number: it is known by the one it stopped at. */
const seqText = ({ fromSeq, toSeq, stopped }: Receipt): string =>
  fromSeq === null
    ? stopped === null
      ? t('feed.noSeq')
      : t('feed.stoppedAt', { seq: String(stopped.seq) })
    : fromSeq === toSeq
      ? String(fromSeq)
      : `${fromSeq}–${toSeq}`
