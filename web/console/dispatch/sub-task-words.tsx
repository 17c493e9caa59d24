/** 子任务 in words: its state, and why an organisation has it. */
import type { ReactNode } from 'react'
import { isReturnReason, returnReasons } from '#core/tasks/sub-task-state.ts'
import { language, t, tMaybe } from '#web/i18n/t.ts'
import { Tag, type Tone } from '#web/ui/page.tsx'

export const subTaskStates = ['waiting', 'accepted', 'drawing', 'executing', 'done', 'returned', 'cancelled'] as const

const tones: Readonly<Record<string, Tone>> = { waiting: 'amber', returned: 'red', done: 'green', cancelled: 'plain' }

export const SubTaskStateTag = ({ state }: { readonly state: string }): ReactNode => (
  <Tag tone={tones[state] ?? 'accent'}>{tMaybe(`subTask.state.${state}`, state)}</Tag>
)

export const ruleWords = (rule: string): string => tMaybe(`subTask.rule.${rule}`, rule)

export const returnWords = (reason: string): string => (isReturnReason(reason) ? returnReasons[reason][language()] : reason)

export const returnOptions = (): { value: string; label: string }[] =>
  Object.entries(returnReasons).map(([value, words]) => ({ value, label: words[language()] }))

/** Why it came back, or who accepted it. */
export const returnedText = ({ reason, note }: { readonly reason: string | null; readonly note: string }): string | null =>
  reason === null ? null : t('subTask.returnedBecause', { reason: returnWords(reason), note })
