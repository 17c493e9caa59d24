/** 投诉集中: objects that several complaint tasks named; a label put on them is what a directed draw takes. */
import './tasks.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { InputNumber } from 'antd'
import type { ReactNode } from 'react'
import { type Answers, api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { formatNumber, today } from '#web/ui/format.ts'
import { Page } from '#web/ui/page.tsx'
import { PlainDateInput } from '#web/ui/plain-date-input.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { type Column, Table, TwoLines } from '#web/ui/table.tsx'

type Row = Answers['tasks']['complaints']['rows'][number]

export function ComplaintsPage(): ReactNode {
  const navigate = useNavigate()
  const { since = `${today().slice(0, 4)}-01-01`, least = '2' } = useSearch({ from: '/signed-in/shell/complaints' })
  const query = useQuery(api.tasks.complaints.queryOptions({ input: { since, least: Number(least) || 2 } }))
  const set = (change: { since?: string; least?: string }): void =>
    void navigate({ to: '/complaints', search: { since, least, ...change }, replace: true })
  return (
    <Page title={t('complaint.title')} lead={t('complaint.lead')} actions={<Link to="/labels">{t('complaint.label')}</Link>}>
      <div className="mj-inline mj-complaint-filters">
        <span>{t('complaint.since')}</span>
        <PlainDateInput aria-label={t('complaint.since')} value={since} onChange={(day) => set({ since: day ?? since })} />
        <span>{t('complaint.least')}</span>
        <InputNumber
          aria-label={t('complaint.least')}
          min={1}
          max={100}
          precision={0}
          value={Number(least) || 2}
          onChange={(n) => set({ least: String(n ?? 2) })}
        />
      </div>
      <Loaded query={query}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty title={t('complaint.empty')} />
          ) : (
            <Table columns={columns()} rows={rows} rowKey={(row) => row.subject} caption={t('complaint.title')} />
          )
        }
      </Loaded>
    </Page>
  )
}

const columns = (): Column<Row>[] => [
  {
    key: 'name',
    title: t('followUp.object'),
    cell: (row) => (
      <TwoLines
        first={
          <Link to="/register/$subject" params={{ subject: row.subject }}>
            {row.name}
          </Link>
        }
        second={row.subject}
      />
    ),
  },
  { key: 'region', title: t('task.filter.region'), cell: (row) => row.regionName },
  { key: 'n', title: t('complaint.n'), width: 120, cell: (row) => formatNumber(row.complaints) },
]
