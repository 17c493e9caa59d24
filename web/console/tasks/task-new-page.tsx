/** 建立抽查任务, from a row of a published plan or outside it; 修改 while it is a draft. */
import { useQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { api } from '#web/api/client.ts'
import { Loaded } from '#web/ui/states.tsx'
import { TaskEditor } from './task-editor.tsx'

export function TaskNewPage(): ReactNode {
  const { plan = '', row = '', like, label } = useSearch({ from: '/signed-in/shell/tasks/new' })
  return <TaskEditor key={`${plan} ${row} ${like ?? ''} ${label ?? ''}`} plan={plan} row={row} like={like} label={label} />
}

export function TaskEditPage(): ReactNode {
  const { taskId } = useParams({ from: '/signed-in/shell/tasks/$taskId/edit' })
  // What the page showed when the form was opened is what the edit answers for: it is not read anew underneath.
  const query = useQuery({ ...api.tasks.get.queryOptions({ input: { taskId } }), staleTime: Number.POSITIVE_INFINITY })
  return (
    <Loaded query={query}>
      {({ updatedAt }) => <TaskEditor key={taskId} plan="" row="" like={taskId} edits={{ taskId, seen: updatedAt }} />}
    </Loaded>
  )
}
