/** 摇号抽取: the list. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { DrawHead } from '#contract/draws.ts'
import { api } from '#web/api/client.ts'
import { t, tMaybe } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { formatNumber, formatTime } from '#web/ui/format.ts'
import { Page } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { DrawStateTag, drawStates } from './draw-state.tsx'

export function DrawListPage(): ReactNode {
  const tasks = useQuery(api.tasks.list.queryOptions({ input: { limit: 200 } }))
  return (
    <Page title={t('draw.title')} lead={t('draw.lead')}>
      <DataList
        id="draws"
        columns={columns()}
        rowKey={(draw) => draw.id}
        unit={t('draw.unit')}
        exportAs={t('draw.title')}
        refreshEvery={15_000}
        filters={[
          { key: 'state', label: t('draw.state'), options: drawStates.map((state) => ({ value: state, label: t(`draw.state.${state}`) })) },
          { key: 'taskId', label: t('draw.task'), options: (tasks.data?.rows ?? []).map((task) => ({ value: task.id, label: task.name })) },
        ]}
        source={(page, { state, taskId }) =>
          api.draws.list.queryOptions({
            input: { ...page, ...(state === undefined ? {} : { state }), ...(taskId === undefined ? {} : { taskId }) },
          })
        }
        empty={{ title: t('draw.empty'), text: t('draw.emptyText') }}
      />
    </Page>
  )
}

const columns = (): Column<DrawHead>[] => [
  {
    key: 'task',
    title: t('draw.task'),
    fixed: true,
    text: (draw) => draw.taskName,
    cell: (draw) => (
      <TwoLines
        first={
          <Link to="/draws/$drawId" params={{ drawId: draw.id }}>
            {draw.taskName}
          </Link>
        }
        second={draw.id}
      />
    ),
  },
  { key: 'id', title: t('draw.no'), startsHidden: true, text: (draw) => draw.id, cell: (draw) => <span className="mono">{draw.id}</span> },
  {
    key: 'kind',
    title: t('draw.kind'),
    width: 96,
    text: (draw) => t(`draw.kind.${draw.kind}`),
    cell: (draw) => t(`draw.kind.${draw.kind}`),
  },
  {
    key: 'state',
    title: t('draw.state'),
    width: 96,
    text: (draw) => tMaybe(`draw.state.${draw.state}`, draw.state),
    cell: (draw) => <DrawStateTag state={draw.state} />,
  },
  {
    key: 'pool',
    title: t('draw.pool'),
    width: 100,
    align: 'right',
    text: (draw) => draw.poolSize,
    cell: (draw) => formatNumber(draw.poolSize),
  },
  {
    key: 'selected',
    title: t('draw.selected'),
    width: 88,
    align: 'right',
    text: (draw) => draw.selected,
    cell: (draw) => <b>{formatNumber(draw.selected)}</b>,
  },
  { key: 'org', title: t('draw.org'), text: (draw) => draw.orgName, cell: (draw) => draw.orgName },
  {
    key: 'created',
    title: t('draw.created'),
    width: 140,
    text: (draw) => formatTime(draw.createdAt),
    cell: (draw) => formatTime(draw.createdAt),
  },
]
