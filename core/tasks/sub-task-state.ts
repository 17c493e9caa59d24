/** 子任务: what one organisation carries out of a task; it accepts or returns it, and what was returned is dispatched again (domain.md §5). */
import { type AccessFailure, type Actor, can, isPathWithin } from '#core/access/can.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { step, type Transitions, type WrongState } from '#core/transition.ts'

export type SubTaskState = 'waiting' | 'accepted' | 'drawing' | 'executing' | 'done' | 'returned' | 'cancelled'

/** `startDraw`, `voidDraw`, `closeDraw`, `finish` and `cancel` are moves that draws, results and the task make, not buttons. */
export type SubTaskVerb = 'accept' | 'return' | 'redispatch' | 'startDraw' | 'voidDraw' | 'closeDraw' | 'finish' | 'cancel'

export const subTaskTransitions: Transitions<SubTaskState, SubTaskVerb> = {
  waiting: { accept: 'accepted', return: 'returned', redispatch: 'waiting', cancel: 'cancelled' },
  accepted: { return: 'returned', redispatch: 'waiting', startDraw: 'drawing', closeDraw: 'executing', cancel: 'cancelled' },
  drawing: { voidDraw: 'accepted', closeDraw: 'executing', cancel: 'cancelled' },
  executing: { finish: 'done', redispatch: 'executing', cancel: 'cancelled' },
  done: { redispatch: 'executing' },
  returned: { redispatch: 'waiting', cancel: 'cancelled' },
  cancelled: {},
}

/** Why an organisation gives its part back. */
export type ReturnReason = keyof typeof returnReasons

export const returnReasons = {
  not_in_area: { zh: '不在本辖区', en: 'outside its area' },
  not_in_charge: { zh: '不属本部门管辖', en: 'not in its charge' },
  no_officers: { zh: '执法人员不足', en: 'too few officers' },
  recusal: { zh: '应当回避', en: 'has to recuse itself' },
  other: { zh: '其他', en: 'another reason' },
} as const satisfies Readonly<Record<string, { readonly zh: string; readonly en: string }>>

export const isReturnReason = (text: string): text is ReturnReason => Object.hasOwn(returnReasons, text)

export type SubTaskStanding = {
  readonly state: SubTaskState
  readonly orgPath: string
  readonly dept: string
  /** The place and department of the task. */
  readonly fromPath: string
  readonly fromDept: string
}

export type SubTaskFailure = WrongState | { readonly type: AccessFailure | 'sub_task_own' }

/** Whoever carries it out accepts it, or gives it back. What an organisation has of its own task it cannot return to itself. */
export function answerSubTask(task: SubTaskStanding, verb: 'accept' | 'return', actor: Actor): Result<SubTaskState, SubTaskFailure> {
  const ability = can(actor, 'task.accept', task)
  if (!ability.allowed) return fail({ type: ability.reason })
  if (verb === 'return' && task.orgPath === task.fromPath && task.dept === task.fromDept) return fail({ type: 'sub_task_own' })
  return step(subTaskTransitions, task.state, verb)
}

/** Whoever dispatched gives objects to another organisation; by a word or by a change request, says `takenBy`. */
export function mayRedispatch(task: SubTaskStanding, actor: Actor): Result<true, SubTaskFailure> {
  const ability = can(actor, 'task.dispatch', { orgPath: task.fromPath, dept: task.fromDept })
  if (!ability.allowed) return fail({ type: ability.reason })
  const next = step(subTaskTransitions, task.state, 'redispatch')
  return next.ok ? ok(true) : next
}

/**
 * Why objects of such a part change hands by an approved change request only, not by a word of one person: the draw is closed, and whoever has them took them,
 * or has their officers by lot. Null while nobody agreed to carry it out.
 */
export const takenBy = (state: SubTaskState): 'sub_task_accepted' | 'redispatch_officers_drawn' | null =>
  state === 'accepted' ? 'sub_task_accepted' : state === 'executing' || state === 'done' ? 'redispatch_officers_drawn' : null

/** Whether an organisation may still be drawn for: all have agreed, and none has objects that nobody took. */
export const isOpen = (state: SubTaskState): boolean => state === 'waiting' || state === 'returned'

/** A part that somebody still carries out. */
export const isLive = (state: SubTaskState): boolean => state !== 'returned' && state !== 'cancelled'

/** What an organisation sees: its own parts, and those it dispatched. */
export const seesSubTask = (task: SubTaskStanding, actor: Pick<Actor, 'orgPath' | 'dept'>, allDepartments: boolean): boolean =>
  (isPathWithin(actor.orgPath, task.orgPath) && (allDepartments || actor.dept === task.dept)) ||
  (isPathWithin(actor.orgPath, task.fromPath) && (allDepartments || actor.dept === task.fromDept))
