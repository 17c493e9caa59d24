/** 抽查任务: made, agreed by a second person where no plan stands behind it, drawn, carried out, done (domain.md §5). */
import { type Ability, type AccessFailure, type Actor, allowed, can, refused, type Scoped } from '#core/access/can.ts'
import type { Permission } from '#core/access/roles.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { step, type Transitions, type WrongState } from '#core/transition.ts'
import { isNamed, type TaskSource } from './source.ts'

export type TaskState = 'draft' | 'submitted' | 'confirmed' | 'drawn' | 'executing' | 'done' | 'cancelled'

/** What people do to a task. `approve` of a task that names its objects is `dispatchNamed`: nothing is drawn any more. */
export type TaskMove = 'edit' | 'submit' | 'approve' | 'refuse' | 'confirm' | 'reopen' | 'cancel'

/** Moves that draws, results and approved change requests make, not buttons. */
export type TaskVerb = TaskMove | 'dispatchNamed' | 'closeObjectDraw' | 'closeOfficerDraw' | 'publishLast' | 'cancelByChange'

/** CANCELLED only before the objects are locked, or by an approved change request (domain.md §5). */
export const taskTransitions: Transitions<TaskState, TaskVerb> = {
  draft: { edit: 'draft', submit: 'submitted', confirm: 'confirmed', cancel: 'cancelled' },
  submitted: { approve: 'confirmed', dispatchNamed: 'executing', refuse: 'draft', cancel: 'cancelled' },
  confirmed: { closeObjectDraw: 'drawn', reopen: 'draft', cancel: 'cancelled' },
  drawn: { closeOfficerDraw: 'executing', cancelByChange: 'cancelled' },
  executing: { publishLast: 'done', cancelByChange: 'cancelled' },
  done: {},
  cancelled: {},
}

const permissionFor: Record<TaskMove, Permission> = {
  edit: 'task.edit',
  submit: 'task.edit',
  approve: 'task.approve',
  refuse: 'task.approve',
  confirm: 'task.edit',
  reopen: 'task.edit',
  cancel: 'task.edit',
}

export type TaskStanding = Scoped & {
  readonly state: TaskState
  readonly source: TaskSource
  readonly createdBy: string
  readonly submittedBy: string | null
  /** Who changed the draft. */
  readonly editedBy: readonly string[]
}

export type TaskFailure =
  | WrongState
  | { readonly type: AccessFailure | 'task_needs_approval' | 'task_needs_no_approval' | 'task_approver_is_author' }

/**
 * Moves a task, or says why not. What a published plan names is confirmed by who makes it: the plan had its second person. Everything else is
 * handed in and approved by somebody who neither made nor changed nor handed it in.
 */
export function moveTask(task: TaskStanding, verb: TaskMove, actor: Actor): Result<TaskState, TaskFailure> {
  const ability = can(actor, permissionFor[verb], task)
  if (!ability.allowed) return fail({ type: ability.reason })
  const next = step(taskTransitions, task.state, verb === 'approve' && isNamed(task.source) ? 'dispatchNamed' : verb)
  if (!next.ok) return next
  if (verb === 'confirm' && task.source !== 'plan') return fail({ type: 'task_needs_approval' })
  if (verb === 'submit' && task.source === 'plan') return fail({ type: 'task_needs_no_approval' })
  const authors = [task.createdBy, task.submittedBy, ...task.editedBy]
  if (verb === 'approve' && authors.includes(actor.id)) return fail({ type: 'task_approver_is_author' })
  return ok(next.value)
}

/** The same answer for a screen. */
export function taskAbility(task: TaskStanding, verb: TaskMove, actor: Actor): Ability {
  const moved = moveTask(task, verb, actor)
  return moved.ok ? allowed : refused(moved.failure.type)
}

/** May a draw of this kind be frozen now? Objects once the task is confirmed, officers once the objects are drawn (三无: 平台之外无抽查). */
export function mayFreeze(
  task: Scoped & { readonly state: TaskState },
  kind: 'O' | 'P',
  actor: Actor,
): Result<true, WrongState | { readonly type: AccessFailure }> {
  const ability = can(actor, 'draw.run', task)
  if (!ability.allowed) return fail({ type: ability.reason })
  const next = step(taskTransitions, task.state, kind === 'O' ? 'closeObjectDraw' : 'closeOfficerDraw')
  return next.ok ? ok(true) : next
}
