/** What a task form starts with: the row of the plan, or another task's settings. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Plan } from '#contract/plans.ts'
import { api } from '#web/api/client.ts'
import { formOfTask, type TaskForm, withRow } from './task-form.ts'

export type TaskStart = { readonly plan: string; readonly row: string; readonly like: string | undefined }

/** Null while it is not known, when there is nothing to fill, and when a draft of this browser goes on (`fresh` is false). */
export function useTaskStart(form: TaskForm, { plan: planId, row: rowId, like }: TaskStart, fresh: boolean): TaskForm | null {
  const task = useQuery({ ...api.tasks.get.queryOptions({ input: { taskId: like ?? '' } }), enabled: fresh && like !== undefined })
  const plan = useQuery({
    ...api.plans.get.queryOptions({ input: { planId } }),
    enabled: fresh && like === undefined && planId !== '',
  })
  const joint = (task.data?.participants.length ?? 0) > 0
  const partners = useQuery({ ...api.tasks.partners.queryOptions(), enabled: fresh && joint })
  const [start, setStart] = useState<TaskForm | null>(null)
  if (!fresh || start !== null || (joint && partners.isPending)) return start
  if (like !== undefined) {
    if (task.data !== undefined) setStart(formOfTask(task.data, partners.data?.rows ?? []))
    return null
  }
  const row = plan.data?.rows.find((one) => one.id === rowId)
  if (row !== undefined) setStart(withRow(form, planId, row))
  return null
}

/** The row that the form is about, once it is known. */
export function useRowOf(form: Pick<TaskForm, 'planId' | 'rowId' | 'more'>): Plan['rows'][number] | null {
  const asked = form.more.source === 'plan' && form.planId !== ''
  const plan = useQuery({ ...api.plans.get.queryOptions({ input: { planId: form.planId } }), enabled: asked })
  return (asked ? plan.data?.rows.find((one) => one.id === form.rowId) : undefined) ?? null
}
