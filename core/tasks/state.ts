/** 抽查任务: made, agreed by a second person where no plan stands behind it, drawn, carried out, done (domain.md §5). */
import { type Ability, type AccessFailure, type Actor, allowed, can, refused, type Scoped } from '#core/access/can.ts'
import type { Permission } from '#core/access/roles.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { step, type Transitions, type WrongState } from '#core/transition.ts'
import type { AboveRow } from './limits.ts'
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
  /** Stated: the task draws above the frequency caps. */
  readonly frequencyException: object | null
}

/** Its objects are drawn: it changes by a request that a second person approves, and on its page no more. */
export type TaskLocked = { readonly type: 'task_locked'; readonly state: TaskState }

export type TaskFailure = WrongState | TaskLocked | { readonly type: AccessFailure | SecondPerson | 'task_approver_is_author' }

/** Why a second person has to agree before anything is drawn. */
export type SecondPerson = 'task_needs_approval' | 'task_exception_needs_approval'

/**
 * Moves a task, or says why not. What a published plan names is confirmed by who makes it: the plan had its second person. Everything else, and what
 * lifts the frequency caps, is handed in and approved by somebody who neither made nor changed nor handed it in; caps are lifted by who may do so.
 */
export function moveTask(task: TaskStanding, verb: TaskMove, actor: Actor): Result<TaskState, TaskFailure> {
  const ability = can(actor, permissionFor[verb], task)
  if (!ability.allowed) return fail({ type: ability.reason })
  const next = step(taskTransitions, task.state, verb === 'approve' && isNamed(task.source) ? 'dispatchNamed' : verb)
  if (!next.ok) return isLocked(task.state) ? fail({ type: 'task_locked', state: task.state }) : next
  const second = secondPersonFor(task)
  if (verb === 'confirm' && second !== null) return fail({ type: second })
  const authors = [task.createdBy, task.submittedBy, ...task.editedBy]
  if (verb === 'approve' && authors.includes(actor.id)) return fail({ type: 'task_approver_is_author' })
  // Agreeing to the task is stating the exception for each of its visits.
  const except = verb === 'approve' && task.frequencyException !== null ? can(actor, 'ledger.except', task) : allowed
  return except.allowed ? ok(next.value) : fail({ type: except.reason })
}

const isLocked = (state: TaskState): boolean => step(taskTransitions, state, 'cancelByChange').ok

/** Null: a published plan stands behind the task, and its second person agreed to what it says. */
export function secondPersonFor({ source, frequencyException }: Pick<TaskStanding, 'source' | 'frequencyException'>): SecondPerson | null {
  if (source !== 'plan') return 'task_needs_approval'
  return frequencyException === null ? null : 'task_exception_needs_approval'
}

/** Once the objects are counted: its author alone confirms no more than the row of the plan says, and nobody is asked to approve what needs no approval. */
export function agreeBy(
  verb: 'confirm' | 'submit',
  task: Pick<TaskStanding, 'source' | 'frequencyException'>,
  row: Result<true, AboveRow>,
): Result<true, AboveRow | { readonly type: 'task_needs_no_approval' }> {
  if (verb === 'confirm') return row
  return row.ok && secondPersonFor(task) === null ? fail({ type: 'task_needs_no_approval' }) : ok(true)
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
