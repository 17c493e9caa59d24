/** 联席会议: the departments of a joint plan are invited, confirm what is asked of them or decline with a reason; then the plan is adopted (国发〔2019〕5号; domain.md §11). */
import { type Ability, type AccessFailure, type Actor, allowed, can, refused, type Scoped } from '#core/access/can.ts'
import type { Permission } from '#core/access/roles.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { step, type Transitions, type WrongState } from '#core/transition.ts'
import { isEditable, type PlanState, planTransitions } from './state.ts'

export type PartyState = 'invited' | 'confirmed' | 'declined' | 'withdrawn'
export type PartyVerb = 'confirm' | 'decline' | 'ask' | 'withdraw'

export const partyTransitions: Transitions<PartyState, PartyVerb> = {
  invited: { confirm: 'confirmed', decline: 'declined', withdraw: 'withdrawn' },
  confirmed: { ask: 'invited', decline: 'declined', withdraw: 'withdrawn' },
  declined: { ask: 'invited', withdraw: 'withdrawn' },
  withdrawn: { ask: 'invited' },
}

/** Confirming is a decision of the department, so it takes who may decide there; asking is the convener's. */
const permissionFor: Record<PartyVerb, Permission> = {
  confirm: 'joint.convene',
  decline: 'joint.convene',
  ask: 'plan.edit',
  withdraw: 'plan.edit',
}

export type PartyStanding = {
  readonly state: PartyState
  readonly of: Scoped
  readonly plan: Scoped & { readonly state: PlanState }
  /** Who invited the department: never who answers for it. */
  readonly askedBy: string
}

export type PartyFailure = WrongState | { readonly type: AccessFailure | 'answerer_is_inviter' | 'plan_not_editable' | 'plan_settled' }

/** Moves a party, or says why not. Nobody answers an invitation of their own. */
export function moveParty(party: PartyStanding, verb: PartyVerb, actor: Actor): Result<PartyState, PartyFailure> {
  const answers = verb === 'confirm' || verb === 'decline'
  const ability = can(actor, permissionFor[verb], answers ? party.of : party.plan)
  if (!ability.allowed) return fail({ type: ability.reason })
  const next = step(partyTransitions, party.state, verb)
  if (!next.ok) return next
  if (answers && !hearsAnswers(party.plan.state)) return fail({ type: 'plan_settled' })
  if (!answers && !isEditable(party.plan.state)) return fail({ type: 'plan_not_editable' })
  return answers && party.askedBy === actor.id ? fail({ type: 'answerer_is_inviter' }) : ok(next.value)
}

/** Until the conference has adopted it, a plan hears what its departments say. */
const hearsAnswers = (state: PlanState): boolean => isEditable(state) || step(planTransitions, state, 'approve').ok

/** The same answer for a screen. */
export function partyAbility(party: PartyStanding, verb: PartyVerb, actor: Actor): Ability {
  const moved = moveParty(party, verb, actor)
  return moved.ok ? allowed : refused(moved.failure.type)
}

/** A department at a place. */
export type Department = { readonly dept: string; readonly orgPath: string; readonly orgName: string }

export const isSameDepartment = (a: Omit<Department, 'orgName'>, b: Omit<Department, 'orgName'>): boolean =>
  a.dept === b.dept && a.orgPath === b.orgPath

/** Whose invitation was taken back is no party: it neither answers nor looks in. */
export const takesPart = (state: PartyState): boolean => state !== 'withdrawn'

export const agrees = (state: PartyState): boolean => state === 'confirmed'

export type Answer = Department & {
  readonly state: PartyState
  /** What it confirmed is no longer what the plan says of it. */
  readonly outdated: boolean
}

export type AdoptionFailure = {
  readonly type: 'joint_without_parties' | 'party_unanswered' | 'party_outdated' | 'party_declined' | 'party_not_invited'
  readonly parties: string
}

/** Everybody named by a row was asked, has answered, and said yes to what stands there now; who declined is named by no row. */
export function checkAnswers(answers: readonly Answer[], named: readonly Department[]): Result<null, AdoptionFailure> {
  const live = answers.filter(({ state }) => takesPart(state))
  const refuse = (type: AdoptionFailure['type'], names: readonly string[]): Result<null, AdoptionFailure> | null =>
    names.length === 0 ? null : fail({ type, parties: names.join('、') })
  const namesOf = (some: (answer: Answer) => boolean): string[] => live.filter(some).map(({ orgName }) => orgName)
  if (live.length === 0) return fail({ type: 'joint_without_parties', parties: namesIn(named) })
  return (
    refuse(
      'party_unanswered',
      namesOf(({ state }) => state === 'invited'),
    ) ??
    refuse(
      'party_outdated',
      namesOf(({ state, outdated }) => agrees(state) && outdated),
    ) ??
    refuse(
      'party_declined',
      namesOf(({ state }) => state === 'declined'),
    ) ??
    refuse('party_not_invited', uninvited(answers, named)) ??
    ok(null)
  )
}

/** Departments that rows name and nobody invited, or whose invitation was taken back. */
export const uninvited = (answers: readonly Answer[], named: readonly Department[]): string[] => {
  const live = answers.filter(({ state }) => takesPart(state))
  return [...new Set(named.filter((one) => !live.some((party) => isSameDepartment(party, one))).map(({ orgName }) => orgName))]
}

const namesIn = (departments: readonly Department[]): string => [...new Set(departments.map(({ orgName }) => orgName))].join('、')
