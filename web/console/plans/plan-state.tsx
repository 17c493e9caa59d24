/** 计划状态: its word and its tone. */
import type { ReactNode } from 'react'
import { t } from '#web/i18n/t.ts'
import { Tag, type Tone } from '#web/ui/page.tsx'

export const planStates = [
  'draft',
  'submitted',
  'approved',
  'published',
  'adjusting',
  'adjust_submitted',
  'adjust_approved',
  'cancelled',
] as const

export type PlanState = (typeof planStates)[number]

export const isPlanState = (text: string): text is PlanState => planStates.some((state) => state === text)

const tones: Record<PlanState, Tone> = {
  draft: 'plain',
  submitted: 'accent',
  approved: 'accent',
  published: 'green',
  adjusting: 'amber',
  adjust_submitted: 'accent',
  adjust_approved: 'accent',
  cancelled: 'plain',
}

export const PlanStateTag = ({ state }: { readonly state: string }): ReactNode =>
  isPlanState(state) ? <Tag tone={tones[state]}>{t(`plan.state.${state}`)}</Tag> : <Tag>{state}</Tag>
