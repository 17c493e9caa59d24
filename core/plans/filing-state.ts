/** 备案: a published plan is filed with the level above, which accepts or returns it, and a joint plan with the government, which gives a number (国市监信〔2019〕38号; 国发〔2019〕5号). */
import { type Ability, type AccessFailure, type Actor, allowed, can, refused, type Scoped } from '#core/access/can.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { step, type Transitions, type WrongState } from '#core/transition.ts'

export type FilingState = 'filed' | 'accepted' | 'returned' | 'registered'
export type FilingVerb = 'accept' | 'return'
export type FilingWith = 'superior' | 'government'

/** A filing with the government is registered as it is told; one that was returned is mended and filed anew, as another filing. */
export const filingTransitions: Transitions<FilingState, FilingVerb> = {
  filed: { accept: 'accepted', return: 'returned' },
  accepted: {},
  returned: {},
  registered: {},
}

export type FilingStanding = { readonly state: FilingState; readonly to: Scoped; readonly filedBy: string }

export type FilingFailure = WrongState | { readonly type: AccessFailure | 'filer_is_decider' }

/** Answers a filing, or says why not: the place that received it or one above, never the person who filed. */
export function moveFiling(filing: FilingStanding, verb: FilingVerb, actor: Actor): Result<FilingState, FilingFailure> {
  const ability = can(actor, 'plan.accept', filing.to)
  if (!ability.allowed) return fail({ type: ability.reason })
  const next = step(filingTransitions, filing.state, verb)
  if (!next.ok) return next
  return filing.filedBy === actor.id ? fail({ type: 'filer_is_decider' }) : ok(next.value)
}

/** What was returned is as if it had not been filed. */
export const filingStands = (state: FilingState): boolean => state !== 'returned'

/** The same answer for a screen. */
export function filingAbility(filing: FilingStanding, verb: FilingVerb, actor: Actor): Ability {
  const moved = moveFiling(filing, verb, actor)
  return moved.ok ? allowed : refused(moved.failure.type)
}
