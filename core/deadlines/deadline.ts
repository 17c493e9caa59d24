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
  if (widest === undefined) return ok(null)
  const left = workingDaysUntil(today, dueOn, widest + 1)
  if (!left.ok) return left
  const step = steps.find((days) => left.value <= days)
  return ok<DeadlineStage | null>(step === undefined ? null : `d${step}`)
}

/**
 * What is watched: who has to act, and who is told too when the last day passes: whoever answers for them at their own place (`escalatesTo`), and where another
 * place waits for it, those who asked there (`waits`).
 */
export const deadlineKinds = {
  plan_row: { acts: 'task.edit', escalatesTo: 'plan.approve' },
  task_window: { acts: 'task.edit', escalatesTo: 'plan.approve' },
  officer_draw: { acts: 'draw.run', escalatesTo: 'draw.close' },
  sub_task: { acts: 'task.accept', escalatesTo: 'plan.approve', waits: 'task.dispatch' },
  result: { acts: 'inspection.review', escalatesTo: 'plan.approve' },
  change: { acts: 'change.approve', escalatesTo: 'record.read' },
  filing: { acts: 'plan.accept', escalatesTo: 'record.read', waits: 'plan.edit' },
  party: { acts: 'joint.convene', escalatesTo: 'plan.approve', waits: 'plan.edit' },
  contribution: { acts: 'plan.contribute', escalatesTo: 'plan.approve', waits: 'plan.edit' },
} as const satisfies Readonly<Record<string, WhoIsTold>>

type WhoIsTold = { readonly acts: Permission; readonly escalatesTo: Permission; readonly waits?: Permission }

export type DeadlineKind = keyof typeof deadlineKinds

/** Somebody a stage concerns: by a permission, at the place that has to act or at the one that waits for it. */
export type Told = { readonly as: keyof WhoIsTold; readonly permission: Permission }

/** Whom a stage concerns: those who act at every stage, and above them and before them when the day has passed. */
export function toldAt(kind: DeadlineKind, stage: DeadlineStage): readonly Told[] {
  const { acts, escalatesTo, waits }: WhoIsTold = deadlineKinds[kind]
  if (stage !== 'overdue') return [{ as: 'acts', permission: acts }]
  return [
    { as: 'acts', permission: acts },
    { as: 'escalatesTo', permission: escalatesTo },
    ...(waits === undefined ? [] : [{ as: 'waits', permission: waits } as const]),
  ]
}
