/** 抽查任务: made from a row of a published plan, confirmed, drawn, carried out, done (domain.md §5). */
import { type AccessFailure, type Actor, can, type Scoped } from '#core/access/can.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { step, type Transitions, type WrongState } from '#core/transition.ts'

export type TaskState = 'draft' | 'confirmed' | 'drawn' | 'executing' | 'done' | 'cancelled'

/** `closeObjectDraw`, `closeOfficerDraw` and `publishLast` are moves that draws and results make, not buttons. */
export type TaskVerb = 'confirm' | 'closeObjectDraw' | 'closeOfficerDraw' | 'publishLast'

export const taskTransitions: Transitions<TaskState, TaskVerb> = {
  draft: { confirm: 'confirmed' },
  confirmed: { closeObjectDraw: 'drawn' },
  drawn: { closeOfficerDraw: 'executing' },
  executing: { publishLast: 'done' },
  done: {},
  cancelled: {},
}

export type TaskStanding = Scoped & { readonly state: TaskState }

export type TaskFailure = WrongState | { readonly type: AccessFailure }

/** 三无: nothing is drawn before a task made from a published plan is confirmed (domain.md §3, 甘肃 “三无”). */
export function confirmTask(task: TaskStanding, actor: Actor): Result<TaskState, TaskFailure> {
  const ability = can(actor, 'task.edit', task)
  return ability.allowed ? step(taskTransitions, task.state, 'confirm') : fail({ type: ability.reason })
}

/** May a draw of this kind be frozen now? Objects once the task is confirmed, officers once the objects are drawn. */
export function mayFreeze(task: TaskStanding, kind: 'O' | 'P', actor: Actor): Result<true, TaskFailure> {
  const ability = can(actor, 'draw.run', task)
  if (!ability.allowed) return fail({ type: ability.reason })
  const next = step(taskTransitions, task.state, kind === 'O' ? 'closeObjectDraw' : 'closeOfficerDraw')
  return next.ok ? ok(true) : next
}
