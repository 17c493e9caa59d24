/** 对账: the authority's totals beside ours, differences first; each leads to the objects behind our number. */
import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { type Answers, api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { formatNumber, formatTime } from '#web/ui/format.ts'
import { Page, Tag } from '#web/ui/page.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { entityStateText } from '../registers/entity-words.ts'
import { FeedTabs } from './feed-tabs.tsx'

type Totals = NonNullable<Answers['feeds']['reconciliation']>
type Row = Totals['rows'][number]

export function ReconciliationPage(): ReactNode {
  const { receipt } = useSearch({ from: '/signed-in/shell/feeds/reconciliation' })
  const query = useQuery(api.feeds.reconciliation.queryOptions({ input: { receiptId: receipt } }))
  return (
    <Loaded query={query}>
      {(totals) => (
        <Page
          title={t('feed.reconciliation')}
          state={totals === null ? undefined : <Verdict totals={totals} />}
          lead={totals === null ? t('feed.rec.lead') : <Lead totals={totals} />}
        >
          <FeedTabs />
          {totals === null ? (
            <Empty title={t('feed.rec.none')}>{t('feed.rec.noneText')}</Empty>
          ) : (
            <Table columns={columns()} rows={totals.rows} rowKey={(row) => `${row.regionPath} ${row.state}`} />
          )}
        </Page>
      )}
    </Loaded>
  )
}

const Lead = ({ totals: { sourceName, asOf, countedAt, receiptId } }: { readonly totals: Totals }): ReactNode => (
  <>
    <span>{t('feed.rec.of', { source: sourceName, date: asOf, at: formatTime(countedAt) })}</span>
    <Link to="/feeds/$receiptId" params={{ receiptId }}>
      {t('feed.one')}
    </Link>
  </>
)

function Verdict({ totals: { rows } }: { readonly totals: Totals }): ReactNode {
  const differing = rows.filter(({ theirs, ours }) => theirs !== ours).length
  return differing === 0 ? (
    <Tag tone="green">{t('feed.rec.agrees', { n: rows.length })}</Tag>
  ) : (
    <Tag tone="red">{t('feed.rec.differs', { n: differing })}</Tag>
  )
}

const columns = (): readonly Column<Row>[] => [
  {
    key: 'place',
    title: t('feed.rec.place'),
    cell: (row) => (
      <Link to="/register" search={{ regionPath: row.regionPath, state: row.state }}>
        {row.regionName}
      </Link>
    ),
  },
  { key: 'state', title: t('feed.rec.state'), cell: (row) => entityStateText(row.state) },
  { key: 'theirs', title: t('feed.rec.theirs'), align: 'right', cell: (row) => formatNumber(row.theirs) },
  { key: 'ours', title: t('feed.rec.ours'), align: 'right', cell: (row) => formatNumber(row.ours) },
  {
    key: 'difference',
    title: t('feed.rec.difference'),
    align: 'right',
    cell: ({ theirs, ours }) => <span className={theirs === ours ? 'quiet' : 'red'}>{signed(ours - theirs)}</span>,
  },
]

const signed = (n: number): string => (n === 0 ? '0' : `${n > 0 ? '＋' : '−'}${formatNumber(Math.abs(n))}`)
