/**
 * 期限: what has to be done by a day, how near the day is in working days, and who is told at which stage. A day is reached by the calendar, so a reminder
 * before it is counted in working days: five days before the end of a holiday week would be a day on which nobody can act.
 */
import type { Permission } from '#core/access/roles.ts'
import { type CalendarFailure, workingDaysUntil } from '#core/calendar/working-days.ts'
import { ok, type Result } from '#core/result.ts'

/** `d5`: at most five working days are left, and no smaller step of the policy is reached. Null: the day is far. */
export type DeadlineStage = `d${number}` | 'today' | 'overdue'

/**
 * Where a day stands on the morning of `today`. `remindDaysBefore` is the policy's list of steps in working days, in any order. Overdue and today need no
 * calendar, so they are known also in a year that the calendar does not know.
 */
export function stageOf(today: string, dueOn: string, remindDaysBefore: readonly number[]): Result<DeadlineStage | null, CalendarFailure> {
  if (dueOn < today) return ok('overdue')
  if (dueOn === today) return ok('today')
  const steps = remindDaysBefore.toSorted((a, b) => a - b)
  const widest = steps.at(-1)
  if (widest === undefined || calendarDays(today, dueOn) > 2 * widest + longestRest) return ok(null)
  const left = workingDaysUntil(today, dueOn)
  if (!left.ok) return left
  const step = steps.find((days) => left.value <= days)
  return ok<DeadlineStage | null>(step === undefined ? null : `d${step}`)
}

/** What is watched: who has to act, and who is told too when the last day passes. */
export const deadlineKinds = {
  plan_row: { acts: 'task.edit', escalatesTo: 'plan.approve' },
  task_window: { acts: 'task.edit', escalatesTo: 'plan.approve' },
  officer_draw: { acts: 'draw.run', escalatesTo: 'draw.close' },
  sub_task: { acts: 'task.accept', escalatesTo: 'task.dispatch' },
  result: { acts: 'inspection.review', escalatesTo: 'plan.approve' },
  change: { acts: 'change.approve', escalatesTo: 'record.read' },
  filing: { acts: 'plan.accept', escalatesTo: 'record.read' },
  party: { acts: 'joint.convene', escalatesTo: 'plan.approve' },
  contribution: { acts: 'plan.contribute', escalatesTo: 'plan.edit' },
} as const satisfies Readonly<Record<string, { readonly acts: Permission; readonly escalatesTo: Permission }>>

export type DeadlineKind = keyof typeof deadlineKinds

/** Whom a stage concerns: those who act at every stage, and above them when the day has passed. */
export const toldAt = (kind: DeadlineKind, stage: DeadlineStage): readonly Permission[] => {
  const { acts, escalatesTo } = deadlineKinds[kind]
  return stage === 'overdue' ? [acts, escalatesTo] : [acts]
}

/** Every other day works, but for holidays, of which no two months have as many: what lies further away than this cannot have reached a step. */
const longestRest = 60

const calendarDays = (from: string, to: string): number => (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000
