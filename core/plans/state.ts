/** 年度抽查工作计划: drafted and submitted by one person, approved by another, then published (domain.md §3 step 3, §5). */
import { type Ability, type AccessFailure, type Actor, allowed, can, refused, type Scoped } from '#core/access/can.ts'
import type { Permission } from '#core/access/roles.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { step, type Transitions, type WrongState } from '#core/transition.ts'

export type PlanState = 'draft' | 'submitted' | 'approved' | 'published'
export type PlanVerb = 'edit' | 'submit' | 'approve' | 'return' | 'publish'

export const planTransitions: Transitions<PlanState, PlanVerb> = {
  draft: { edit: 'draft', submit: 'submitted' },
  submitted: { approve: 'approved', return: 'draft' },
  approved: { publish: 'published', return: 'draft' },
  published: {},
}

const permissionFor: Record<PlanVerb, Permission> = {
  edit: 'plan.edit',
  submit: 'plan.edit',
  approve: 'plan.approve',
  return: 'plan.approve',
  publish: 'plan.approve',
}

export type PlanStanding = Scoped & { readonly state: PlanState; readonly createdBy: string; readonly submittedBy: string | null }

export type PlanFailure = WrongState | { readonly type: AccessFailure | 'approver_is_submitter' }

/** Moves a plan, or says why not. Four eyes: who drafted or submitted a plan never approves it. */
export function movePlan(plan: PlanStanding, verb: PlanVerb, actor: Actor): Result<PlanState, PlanFailure> {
  const ability = can(actor, permissionFor[verb], plan)
  if (!ability.allowed) return fail({ type: ability.reason })
  const next = step(planTransitions, plan.state, verb)
  if (!next.ok) return next
  if (verb === 'approve' && (actor.id === plan.submittedBy || actor.id === plan.createdBy)) return fail({ type: 'approver_is_submitter' })
  return ok(next.value)
}

/** The same answer for a screen: may this actor press this button, and if not, why. */
export function planAbility(plan: PlanStanding, verb: PlanVerb, actor: Actor): Ability {
  const moved = movePlan(plan, verb, actor)
  return moved.ok ? allowed : refused(moved.failure.type)
}
