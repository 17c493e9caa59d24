/** 填报: an office or an organisation below writes its rows of a plan and hands them in; the consolidator takes them in (domain.md §14, §15: 科室填报, 双随机办汇总). */
import { type Ability, type AccessFailure, type Actor, allowed, can, refused, type Scoped } from '#core/access/can.ts'
import type { Permission } from '#core/access/roles.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { step, type Transitions, type WrongState } from '#core/transition.ts'
import { isEditable, type PlanState } from './state.ts'

export type ContributionState = 'invited' | 'handed_in' | 'taken_in' | 'declined' | 'withdrawn'
export type ContributionVerb = 'save' | 'handIn' | 'recall' | 'decline' | 'takeIn' | 'giveBack' | 'withdraw'

export const contributionTransitions: Transitions<ContributionState, ContributionVerb> = {
  invited: { save: 'invited', handIn: 'handed_in', decline: 'declined', withdraw: 'withdrawn' },
  handed_in: { recall: 'invited', takeIn: 'taken_in', giveBack: 'invited', withdraw: 'withdrawn' },
  taken_in: {},
  declined: { giveBack: 'invited', withdraw: 'withdrawn' },
  withdrawn: {},
}

/** Whose hand a verb is: that of the invited, or of who consolidates the plan. */
const hands: Record<ContributionVerb, 'invited' | 'consolidator'> = {
  save: 'invited',
  handIn: 'invited',
  recall: 'invited',
  decline: 'invited',
  takeIn: 'consolidator',
  giveBack: 'consolidator',
  withdraw: 'consolidator',
}
const permissionFor: Record<'invited' | 'consolidator', Permission> = { invited: 'plan.contribute', consolidator: 'plan.edit' }

export type ContributionStanding = {
  readonly state: ContributionState
  /** The organisation that is asked, and the one account of it when one person is asked. */
  readonly to: Scoped
  readonly accountId: string | null
  readonly plan: Scoped & { readonly state: PlanState }
  readonly handedInBy: string | null
  readonly rows: number
}

export type ContributionFailure =
  | WrongState
  | { readonly type: AccessFailure | 'contribution_of_another' | 'contribution_empty' | 'taker_is_contributor' | 'plan_not_editable' }

/** Moves a contribution, or says why not. Who handed rows in does not take them into the plan. */
export function moveContribution(
  one: ContributionStanding,
  verb: ContributionVerb,
  actor: Actor,
): Result<ContributionState, ContributionFailure> {
  const hand = hands[verb]
  const ability = can(actor, permissionFor[hand], hand === 'invited' ? one.to : one.plan)
  if (!ability.allowed) return fail({ type: ability.reason })
  if (hand === 'invited' && !isAsked(one, actor)) return fail({ type: 'contribution_of_another' })
  const next = step(contributionTransitions, one.state, verb)
  if (!next.ok) return next
  if (!isEditable(one.plan.state)) return fail({ type: 'plan_not_editable' })
  if (verb === 'handIn' && one.rows === 0) return fail({ type: 'contribution_empty' })
  if (verb === 'takeIn' && one.handedInBy === actor.id) return fail({ type: 'taker_is_contributor' })
  return ok(next.value)
}

/** The same answer for a screen. */
export function contributionAbility(one: ContributionStanding, verb: ContributionVerb, actor: Actor): Ability {
  const moved = moveContribution(one, verb, actor)
  return moved.ok ? allowed : refused(moved.failure.type)
}

/** The one person who was asked, or anybody of exactly that organisation: a place above does not write for the one below. */
export const isAsked = ({ to, accountId }: Pick<ContributionStanding, 'to' | 'accountId'>, actor: Actor): boolean =>
  accountId === null ? actor.orgPath === to.orgPath && actor.dept === to.dept : actor.id === accountId

/** What was withdrawn is asked of nobody any more. */
export const isStillAsked = (state: ContributionState): boolean => state !== 'withdrawn'

/** An open contribution still owes its rows to the plan: the plan is not submitted over its head. */
export const contributionIsOpen = (state: ContributionState): boolean => state === 'invited' || state === 'handed_in'

export const openContributionStates: readonly ContributionState[] = (Object.keys(contributionTransitions) as ContributionState[]) // the keys of the table are its states
  .filter(contributionIsOpen)
