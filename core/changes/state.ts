/**
 * 变更申请: whatever is locked changes by a request alone. One person asks and says why, another decides, and what stood before stays beside what stands
 * after (domain.md §10, after DB50/T 1686-2024 附录C 业务系统数据、流程修改审批表; AR09).
 */
import { type AccessFailure, type Actor, can, type Scoped } from '#core/access/can.ts'
import { fail, type Result } from '#core/result.ts'
import { step, type Transitions, type WrongState } from '#core/transition.ts'

export type ChangeState = 'requested' | 'approved' | 'applied' | 'rejected' | 'withdrawn'

/** `apply` is what the approval does in its own transaction, and no button: what is approved is done, or the approval did not happen. */
export type ChangeVerb = 'approve' | 'apply' | 'reject' | 'withdraw'

export const changeTransitions: Transitions<ChangeState, ChangeVerb> = {
  requested: { approve: 'approved', reject: 'rejected', withdraw: 'withdrawn' },
  approved: { apply: 'applied' },
  applied: {},
  rejected: {},
  withdrawn: {},
}

export type ChangeStanding = Scoped & { readonly state: ChangeState; readonly requestedBy: string }

export type ChangeFailure =
  | WrongState
  | { readonly type: AccessFailure }
  | { readonly type: 'change_approver_is_requester' }
  | { readonly type: 'change_not_requester' }

/** Who decides is not who asked; who withdraws is. */
export function moveChange(change: ChangeStanding, verb: Exclude<ChangeVerb, 'apply'>, actor: Actor): Result<ChangeState, ChangeFailure> {
  const asked = change.requestedBy === actor.id
  const next = step(changeTransitions, change.state, verb)
  if (verb === 'withdraw') return asked ? next : fail({ type: 'change_not_requester' })
  const ability = can(actor, 'change.approve', change)
  if (!ability.allowed) return fail({ type: ability.reason })
  if (!next.ok) return next
  return asked ? fail({ type: 'change_approver_is_requester' }) : next
}

/** What an approval goes on to when the thing was changed. */
export const appliedAfter = (state: ChangeState): Result<ChangeState, WrongState> => step(changeTransitions, state, 'apply')

/** Nobody acts on it any more. */
export const isDecided = (state: ChangeState): boolean => Object.keys(changeTransitions[state]).length === 0
