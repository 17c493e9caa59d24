/** 政策参数包: drafted and submitted by one person, published by another, from a day on that is not past; a published version never changes. */
import { type Ability, type AccessFailure, type Actor, allowed, can, isPathWithin, refused } from '../access/can.ts'
import type { Permission } from '../access/roles.ts'
import { fail, ok, type Result } from '../result.ts'
import type { PlainDate } from '../time.ts'
import { step, type Transitions, type WrongState } from '../transition.ts'

export type PolicyState = 'draft' | 'submitted' | 'published' | 'discarded'
export type PolicyVerb = 'edit' | 'submit' | 'return' | 'publish' | 'discard'

export const policyTransitions: Transitions<PolicyState, PolicyVerb> = {
  draft: { edit: 'draft', submit: 'submitted', discard: 'discarded' },
  submitted: { return: 'draft', publish: 'published' },
  published: {},
  discarded: {},
}

const permissionFor: Readonly<Record<PolicyVerb, Permission>> = {
  edit: 'policy.edit',
  submit: 'policy.edit',
  discard: 'policy.edit',
  return: 'policy.approve',
  publish: 'policy.approve',
}

export type PolicyStanding = {
  readonly path: string
  readonly state: PolicyState
  readonly createdBy: string
  readonly submittedBy: string | null
  /** Who changed the draft. */
  readonly editedBy: readonly string[]
}

export type PolicyFailure = WrongState | { readonly type: AccessFailure | 'policy_own_work' }

/** Moves a pack, or says why not. Four eyes: who drafted, changed or submitted it does not publish it. A place is of every department. */
export function movePolicy(pack: PolicyStanding, verb: PolicyVerb, actor: Actor): Result<PolicyState, PolicyFailure> {
  const ability = can(actor, permissionFor[verb], { orgPath: pack.path, dept: actor.dept })
  if (!ability.allowed) return fail({ type: ability.reason })
  const next = step(policyTransitions, pack.state, verb)
  if (!next.ok) return next
  const authors = [pack.createdBy, pack.submittedBy, ...pack.editedBy]
  if (verb === 'publish' && authors.includes(actor.id)) return fail({ type: 'policy_own_work' })
  return ok(next.value)
}

/** The same answer for a screen. */
export function policyAbility(pack: PolicyStanding, verb: PolicyVerb, actor: Actor): Ability {
  const moved = movePolicy(pack, verb, actor)
  return moved.ok ? allowed : refused(moved.failure.type)
}

/** What is published holds for everybody below and is seen by everybody; the rest is seen where it is made, and above. */
export const mayRead = (pack: Pick<PolicyStanding, 'path' | 'state'>, actor: Pick<Actor, 'orgPath'>): boolean =>
  pack.state === 'published'
    ? isPathWithin(pack.path, actor.orgPath) || isPathWithin(actor.orgPath, pack.path)
    : isPathWithin(actor.orgPath, pack.path)

export type ForceDays = { readonly validFrom: PlainDate; readonly validTo: PlainDate | null }

export type ForceFailure =
  | { readonly type: 'policy_starts_past'; readonly field: 'validFrom'; readonly day: PlainDate }
  | { readonly type: 'policy_window_reversed'; readonly field: 'validTo'; readonly from: PlainDate; readonly to: PlainDate }

/** A setting does not begin to hold in the past: what was decided under the old one stays decided under it. */
export function checkForce({ validFrom, validTo }: ForceDays, today: PlainDate): Result<ForceDays, ForceFailure> {
  if (validFrom < today) return fail({ type: 'policy_starts_past', field: 'validFrom', day: validFrom })
  if (validTo !== null && validTo < validFrom)
    return fail({ type: 'policy_window_reversed', field: 'validTo', from: validFrom, to: validTo })
  return ok({ validFrom, validTo })
}
