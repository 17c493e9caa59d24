/** 检查状态与结果 in words. */
import type { ReactNode } from 'react'
import type { VisitRow } from '#contract/inspections.ts'
import { isOutcome, outcomes } from '#core/inspections/outcomes.ts'
import { settledVisitStates } from '#core/inspections/result.ts'
import { byRole, roleMark, roleWords } from '#web/console/matching/words.ts'
import { language, t } from '#web/i18n/t.ts'
import { formatDue } from '#web/ui/format.ts'
import { Tag, type Tone } from '#web/ui/page.tsx'

export const visitStates = ['assigned', 'submitted', 'returned', 'published', 'replaced', 'cancelled', 'reused'] as const

type VisitState = (typeof visitStates)[number]

const tones: Record<VisitState, Tone> = {
  assigned: 'plain',
  submitted: 'accent',
  returned: 'amber',
  published: 'green',
  replaced: 'plain',
  cancelled: 'plain',
  reused: 'green',
}

export const VisitStateTag = ({ state }: { readonly state: string }): ReactNode =>
  isVisitState(state) ? <Tag tone={tones[state]}>{t(`visit.state.${state}`)}</Tag> : <Tag>{state}</Tag>

/** Nothing is due any more: its result is public, or another object came in its place. */
export const isSettled = (state: string): boolean => settledVisitStates.some((settled) => settled === state)

const isVisitState = (text: string): text is VisitState => visitStates.some((state) => state === text)

export const outcomeWords = (code: string | null): string => (code === null ? '—' : isOutcome(code) ? outcomes[code][language()] : code)

export const Outcome = ({ code }: { readonly code: string | null }): ReactNode => (
  <span className={code !== null && isOutcome(code) && outcomes[code].problem ? 'red' : ''}>{outcomeWords(code)}</span>
)

/** 主检 first, marked with a star; an expert is called one. */
export const Officers = ({ officers }: { readonly officers: VisitRow['officers'] }): ReactNode =>
  byRole(officers).map(({ id, name, role }, index) => (
    <span key={id} title={roleWords(role)}>
      {index > 0 && '、'}
      {name}
      {roleMark(role)}
    </span>
  ))

/** What is due next: the inspection while it is not entered, its disclosure after that. */
export function Due({ visit }: { readonly visit: VisitRow }): ReactNode {
  if (isSettled(visit.state)) return <span className="quiet">—</span>
  const open = visit.state === 'assigned' || visit.state === 'returned'
  const date = open ? visit.dueOn : visit.disclosedBy
  const due = formatDue(date)
  return (
    <>
      <span className="nowrap">{date ?? '—'}</span>
      <br />
      <span className={`tiny nowrap ${due.tone}`}>
        {t(open ? 'visit.due' : 'visit.discloseBy')} {due.text}
      </span>
    </>
  )
}
