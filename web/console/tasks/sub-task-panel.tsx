/** 派发 on the page of a task: who carries out which part, and where it stands. Nothing to see where a task is done by its own organisation alone. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { SubTaskHead } from '#contract/sub-tasks.ts'
import { api } from '#web/api/client.ts'
import { ruleWords, SubTaskStateTag } from '#web/console/dispatch/sub-task-words.tsx'
import { t } from '#web/i18n/t.ts'
import { Section } from '#web/ui/page.tsx'
import { ProblemAlert } from '#web/ui/states.tsx'
import { type Column, Table } from '#web/ui/table.tsx'

export function SubTaskPanel({ taskId }: { readonly taskId: string }): ReactNode {
  const query = useQuery(api.subTasks.list.queryOptions({ input: { taskId, limit: 200 } }))
  const rows = (query.data?.rows ?? []).filter(({ state, objects }) => objects > 0 || state !== 'cancelled')
  if (query.error === null && (rows.length === 0 || (rows.length === 1 && rows[0]?.rule === 'own'))) return null
  return (
    <Section title={t('subTask.panel')} note={t('subTask.panelNote')}>
      <ProblemAlert error={query.error} onRetry={() => void query.refetch()} />
      <Table columns={columns()} rows={rows} rowKey={({ id }) => id} caption={t('subTask.panel')} />
    </Section>
  )
}

const columns = (): Column<SubTaskHead>[] => [
  {
    key: 'org',
    title: t('subTask.org'),
    wide: true,
    cell: ({ id, orgName }) => (
      <Link to="/sub-tasks/$subTaskId" params={{ subTaskId: id }}>
        {orgName}
      </Link>
    ),
  },
  { key: 'rule', title: t('subTask.rule'), width: 110, cell: ({ rule }) => ruleWords(rule) },
  { key: 'objects', title: t('subTask.progress'), width: 120, align: 'right', cell: ({ settled, objects }) => `${settled} / ${objects}` },
  { key: 'state', title: t('subTask.state'), width: 104, cell: ({ state }) => <SubTaskStateTag state={state} /> },
]
