/** 清单外“其他”事项: how often each organisation typed items that are not of the list, so that what comes often can be put on it. */
import './catalogue.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Select } from 'antd'
import type { ReactNode } from 'react'
import { api } from '#web/api/client.ts'
import { t } from '#web/i18n/t.ts'
import { formatNumber, formatShare, today } from '#web/ui/format.ts'
import { Page } from '#web/ui/page.tsx'
import { Empty, Loaded } from '#web/ui/states.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { CatalogueTabs } from './catalogue-tabs.tsx'

export function OtherUsePage(): ReactNode {
  const navigate = useNavigate()
  const search = useSearch({ from: '/signed-in/shell/items/other' })
  const thisYear = Number(today().slice(0, 4))
  const year = /^2\d{3}$/.test(search.year ?? '') ? Number(search.year) : thisYear
  const query = useQuery(api.catalogue.otherUse.queryOptions({ input: { year } }))
  return (
    <Page title={t('item.tab.other')} lead={t('item.other.lead')}>
      <CatalogueTabs at="other" />
      <div className="cat-bar">
        <label htmlFor="other-year">{t('item.other.year')}</label>
        <Select
          id="other-year"
          value={year}
          options={[0, 1, 2, 3].map((back) => ({ value: thisYear - back, label: String(thisYear - back) }))}
          onChange={(next: number) => void navigate({ to: '.', search: { year: String(next) } })}
        />
      </div>
      <Loaded query={query}>
        {({ allowed, most, rows }) => (
          <>
            <p className="quiet small">{allowed ? t('item.other.allowed', { n: most }) : t('item.other.refused')}</p>
            {rows.length === 0 ? (
              <Empty title={t('item.other.none')}>{t('item.other.noneText')}</Empty>
            ) : (
              <Table columns={columns()} rows={rows} rowKey={({ orgPath, dept }) => `${orgPath}/${dept}`} />
            )}
          </>
        )}
      </Loaded>
    </Page>
  )
}

type Row = Awaited<ReturnType<typeof api.catalogue.otherUse.call>>['rows'][number]

const columns = (): readonly Column<Row>[] => [
  { key: 'org', title: t('item.other.org'), cell: ({ orgName }) => <b>{orgName}</b> },
  { key: 'tasks', title: t('item.other.tasks'), align: 'right', width: 88, cell: ({ tasks }) => formatNumber(tasks) },
  {
    key: 'with',
    title: t('item.other.with'),
    align: 'right',
    width: 160,
    cell: ({ tasks, tasksWithOther }) => `${formatNumber(tasksWithOther)} (${formatShare(tasksWithOther, tasks)})`,
  },
  { key: 'items', title: t('item.other.items'), align: 'right', width: 104, cell: ({ items }) => formatNumber(items) },
  {
    key: 'names',
    title: t('item.other.names'),
    wide: true,
    cell: ({ names }) =>
      names.length === 0
        ? '—'
        : names.map(({ name, taskId, taskNo }) => (
            <div key={`${taskId} ${name}`}>
              {name}{' '}
              <Link to="/tasks/$taskId" params={{ taskId }} className="mono">
                {taskNo}
              </Link>
            </div>
          )),
  },
]
