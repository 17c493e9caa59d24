/** 任务状态: its word and its tone. */
import type { ReactNode } from 'react'
import { t } from '#web/i18n/t.ts'
import { Tag, type Tone } from '#web/ui/page.tsx'

export const taskStates = ['draft', 'submitted', 'confirmed', 'drawn', 'executing', 'done', 'cancelled'] as const

type TaskState = (typeof taskStates)[number]

const tones: Record<TaskState, Tone> = {
  draft: 'plain',
  submitted: 'amber',
  confirmed: 'accent',
  drawn: 'accent',
  executing: 'accent',
  done: 'green',
  cancelled: 'plain',
}

export const TaskStateTag = ({ state }: { readonly state: string }): ReactNode =>
  isTaskState(state) ? <Tag tone={tones[state]}>{t(`task.state.${state}`)}</Tag> : <Tag>{state}</Tag>

const isTaskState = (text: string): text is TaskState => taskStates.some((state) => state === text)
