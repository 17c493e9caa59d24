/** 抽查任务: the list. */
import './tasks.css'
import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { TaskHead } from '#contract/tasks.ts'
import { taskSourceCodes, taskSources } from '#core/tasks/source.ts'
import { api } from '#web/api/client.ts'
import { some } from '#web/console/inspections/visit-list-page.tsx'
import { useMayReason } from '#web/console/plans/may-reason.ts'
import { language, t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { BarWithTick } from '#web/ui/figures.tsx'
import { formatNumber, formatRange, formatTime } from '#web/ui/format.ts'
import { ActionButton, Page } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'
import { TaskStateTag, taskStates } from './task-state.tsx'

export function TaskListPage(): ReactNode {
  const navigate = useNavigate()
  const reason = useMayReason('task.edit')
  return (
    <Page
      title={t('task.title')}
      lead={t('task.lead')}
      actions={
        <ActionButton primary disabledReason={reason} onClick={() => void navigate({ to: '/tasks/new' })}>
          {t('task.new')}
        </ActionButton>
      }
    >
      <DataList
        id="tasks"
        columns={columns()}
        rowKey={(task) => task.id}
        unit={t('task.unit')}
        exportAs={t('task.title')}
        filters={[
          { key: 'q', label: t('task.q') },
          { key: 'state', label: t('task.state'), options: taskStates.map((state) => ({ value: state, label: t(`task.state.${state}`) })) },
          {
            key: 'source',
            label: t('task.source'),
            options: taskSourceCodes.map((one) => ({ value: one, label: taskSources[one][language()] })),
          },
        ]}
        source={(page, { q, state, source }) => api.tasks.list.queryOptions({ input: { ...page, ...some({ q, state, source }) } })}
        empty={{ title: t('task.empty'), text: t('task.emptyText') }}
      />
    </Page>
  )
}

const columns = (): Column<TaskHead>[] => [
  {
    key: 'name',
    title: t('task.name'),
    fixed: true,
    text: (task) => task.name,
    cell: (task) => (
      <TwoLines
        first={
          <Link to="/tasks/$taskId" params={{ taskId: task.id }}>
            {task.name}
          </Link>
        }
        second={task.taskNo}
      />
    ),
  },
  {
    key: 'no',
    title: t('task.no'),
    startsHidden: true,
    text: (task) => task.taskNo,
    cell: (task) => <span className="mono">{task.taskNo}</span>,
  },
  { key: 'state', title: t('task.state'), width: 104, text: (task) => task.state, cell: (task) => <TaskStateTag state={task.state} /> },
  {
    key: 'source',
    wide: true,
    title: t('task.source'),
    width: 104,
    text: (task) => taskSources[task.source][language()],
    cell: (task) => taskSources[task.source][language()],
  },
  {
    key: 'window',
    wide: true,
    title: t('task.window'),
    width: 200,
    text: (task) => formatRange(task.from, task.to),
    cell: (task) => formatRange(task.from, task.to),
  },
  {
    key: 'progress',
    wide: true,
    title: t('task.progress'),
    width: 220,
    text: (task) => `${task.published} / ${task.drawn ?? 0}`,
    cell: (task) => <Done task={task} />,
  },
  { key: 'org', title: t('task.org'), text: (task) => task.orgName, cell: (task) => task.orgName },
  {
    key: 'updated',
    title: t('task.updated'),
    width: 140,
    text: (task) => formatTime(task.updatedAt),
    cell: (task) => formatTime(task.updatedAt),
  },
]

function Done({ task }: { readonly task: TaskHead }): ReactNode {
  if (task.drawn === null) return <span className="quiet">—</span>
  const words = `${formatNumber(task.published)} / ${formatNumber(task.drawn)}`
  return (
    <span className="mj-progress-cell">
      <BarWithTick
        value={task.drawn === 0 ? 0 : task.published / task.drawn}
        fill={task.published === task.drawn ? 'green' : 'accent'}
        label={words}
      />
      <span>{words}</span>
    </span>
  )
}
