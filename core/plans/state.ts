/**
 * 年度抽查工作计划: drafted and submitted by one person, approved by another, then published; adjusted with a reason and published again
 * (domain.md §3 step 3: 新增、取消任务应调整计划并公布; §5).
 */
import { type Ability, type AccessFailure, type Actor, allowed, can, refused, type Scoped } from '#core/access/can.ts'
import type { Permission } from '#core/access/roles.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { step, type Transitions, type WrongState } from '#core/transition.ts'
import type { PlanKind } from './row.ts'

export type PlanState =
  | 'draft'
  | 'submitted'
  | 'approved'
  | 'published'
  | 'adjusting'
  | 'adjust_submitted'
  | 'adjust_approved'
  | 'cancelled'
export type PlanVerb = 'edit' | 'submit' | 'approve' | 'return' | 'publish' | 'adjust' | 'abandon' | 'cancel'

/** While a plan is being adjusted, the version that was published last rules. */
export const planTransitions: Transitions<PlanState, PlanVerb> = {
  draft: { edit: 'draft', submit: 'submitted', cancel: 'cancelled' },
  submitted: { approve: 'approved', return: 'draft' },
  approved: { publish: 'published', return: 'draft' },
  published: { adjust: 'adjusting', cancel: 'cancelled' },
  adjusting: { edit: 'adjusting', submit: 'adjust_submitted', abandon: 'published' },
  adjust_submitted: { approve: 'adjust_approved', return: 'adjusting' },
  adjust_approved: { publish: 'published', return: 'adjusting' },
  cancelled: {},
}

export const planVerbs = [
  'edit',
  'submit',
  'approve',
  'return',
  'publish',
  'adjust',
  'abandon',
  'cancel',
] as const satisfies readonly PlanVerb[]

/** What is public is withdrawn only by who approves. A joint plan is approved by adoption: by the joint conference (domain.md §11 联席会议). */
function permissionFor({ kind, state }: PlanStanding, verb: PlanVerb): Permission {
  if (verb === 'approve') return kind === 'joint' ? 'joint.convene' : 'plan.approve'
  if (verb === 'return' || verb === 'publish') return 'plan.approve'
  return verb === 'cancel' && state === 'published' ? 'plan.approve' : 'plan.edit'
}

export type PlanStanding = Scoped & {
  readonly kind: PlanKind
  readonly state: PlanState
  readonly createdBy: string
  readonly submittedBy: string | null
  /** Who worked on it since it was last published. */
  readonly editedBy: readonly string[]
}

export type PlanFailure = WrongState | { readonly type: AccessFailure | 'approver_is_submitter' | 'withdrawer_is_author' }

/** Moves a plan, or says why not. Four eyes: who drafted, edited or submitted a plan never approves it, nor withdraws it once it is public. */
export function movePlan(plan: PlanStanding, verb: PlanVerb, actor: Actor): Result<PlanState, PlanFailure> {
  const ability = can(actor, permissionFor(plan, verb), plan)
  if (!ability.allowed) return fail({ type: ability.reason })
  const next = step(planTransitions, plan.state, verb)
  if (!next.ok) return next
  const authors: readonly (string | null)[] = [plan.createdBy, plan.submittedBy, ...plan.editedBy]
  if (verb === 'approve' && authors.includes(actor.id)) return fail({ type: 'approver_is_submitter' })
  if (verb === 'cancel' && plan.state === 'published' && authors.includes(actor.id)) return fail({ type: 'withdrawer_is_author' })
  return ok(next.value)
}

/** A draft, or a published plan while it is being adjusted. */
export const isEditable = (state: PlanState): boolean => step(planTransitions, state, 'edit').ok

/** The same answer for a screen: may this actor press this button, and if not, why. */
export function planAbility(plan: PlanStanding, verb: PlanVerb, actor: Actor): Ability {
  const moved = movePlan(plan, verb, actor)
  return moved.ok ? allowed : refused(moved.failure.type)
}

/** Is a version of the plan public and in force, whatever is being prepared behind it? */
export const planRules = (plan: { readonly state: PlanState; readonly version: number }): boolean =>
  plan.version > 0 && plan.state !== 'cancelled'
