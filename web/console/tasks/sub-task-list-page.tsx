/** 子任务: what was dispatched to this organisation, and what it dispatched. */
import './tasks.css'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { SubTaskHead } from '#contract/sub-tasks.ts'
import { api } from '#web/api/client.ts'
import { ruleWords, SubTaskStateTag, subTaskStates } from '#web/console/dispatch/sub-task-words.tsx'
import { t } from '#web/i18n/t.ts'
import { DataList } from '#web/ui/data-list.tsx'
import { BarWithTick } from '#web/ui/figures.tsx'
import { formatNumber, formatTime } from '#web/ui/format.ts'
import { Page, Tag } from '#web/ui/page.tsx'
import { type Column, TwoLines } from '#web/ui/table.tsx'

export function SubTaskListPage(): ReactNode {
  return (
    <Page title={t('subTask.title')} lead={t('subTask.lead')}>
      <DataList
        id="sub-tasks"
        columns={columns()}
        rowKey={(one) => one.id}
        unit={t('subTask.unit')}
        exportAs={t('subTask.title')}
        filters={[
          { key: 'q', label: t('subTask.q') },
          {
            key: 'state',
            label: t('subTask.state'),
            options: subTaskStates.map((state) => ({ value: state, label: t(`subTask.state.${state}`) })),
          },
        ]}
        source={(page, { q, state }) =>
          api.subTasks.list.queryOptions({
            input: { ...page, ...(q === undefined ? {} : { q }), ...(state === undefined ? {} : { state }) },
          })
        }
        empty={{ title: t('subTask.empty'), text: t('subTask.emptyText') }}
      />
    </Page>
  )
}

const columns = (): Column<SubTaskHead>[] => [
  {
    key: 'task',
    title: t('subTask.task'),
    fixed: true,
    wide: true,
    text: ({ taskName }) => taskName,
    cell: (one) => (
      <TwoLines
        first={
          <Link to="/sub-tasks/$subTaskId" params={{ subTaskId: one.id }}>
            {one.taskName}
          </Link>
        }
        second={one.taskNo}
      />
    ),
  },
  {
    key: 'org',
    title: t('subTask.org'),
    text: ({ orgName }) => orgName,
    cell: ({ orgName, joint }) => (
      <>
        {orgName} {joint && <Tag>{t('subTask.joint')}</Tag>}
      </>
    ),
  },
  { key: 'rule', title: t('subTask.rule'), width: 110, text: ({ rule }) => ruleWords(rule), cell: ({ rule }) => ruleWords(rule) },
  {
    key: 'state',
    title: t('subTask.state'),
    width: 104,
    text: ({ state }) => state,
    cell: ({ state }) => <SubTaskStateTag state={state} />,
  },
  {
    key: 'acceptBy',
    title: t('subTask.acceptBy'),
    width: 110,
    text: ({ acceptBy, state }) => (state === 'waiting' ? acceptBy : null),
    cell: ({ acceptBy, state }) => (state === 'waiting' && acceptBy !== null ? acceptBy : <span className="quiet">—</span>),
  },
  {
    key: 'progress',
    wide: true,
    title: t('subTask.progress'),
    width: 180,
    text: ({ settled, objects }) => `${settled} / ${objects}`,
    cell: (one) => <Progress one={one} />,
  },
  { key: 'from', title: t('subTask.from'), startsHidden: true, text: ({ fromName }) => fromName, cell: ({ fromName }) => fromName },
  {
    key: 'updated',
    title: t('subTask.updated'),
    width: 140,
    text: ({ updatedAt }) => formatTime(updatedAt),
    cell: ({ updatedAt }) => formatTime(updatedAt),
  },
]

function Progress({ one }: { readonly one: SubTaskHead }): ReactNode {
  const words = `${formatNumber(one.settled)} / ${formatNumber(one.objects)}`
  return (
    <span className="mj-progress-cell">
      <BarWithTick
        value={one.objects === 0 ? 0 : one.settled / one.objects}
        fill={one.settled === one.objects ? 'green' : 'accent'}
        label={words}
      />
      <span>{words}</span>
    </span>
  )
}
