/** 更换申请: one person asks that a drawn object or officer be replaced, another decides; the same for both (domain.md §6, AR09). */
import { type Ability, type AccessFailure, type Actor, allowed, can, refused, type Scoped } from '#core/access/can.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { step, type Transitions } from '#core/transition.ts'

export type RequestState = 'requested' | 'approved' | 'refused'
export type RequestVerb = 'approve' | 'refuse'

export const requestTransitions: Transitions<RequestState, RequestVerb> = {
  requested: { approve: 'approved', refuse: 'refused' },
  approved: {},
  refused: {},
}

/** Where a request stands, from its appended decision. */
export const requestState = (decision: { readonly approved: boolean } | null): RequestState =>
  decision === null ? 'requested' : decision.approved ? 'approved' : 'refused'

/** `orgPath` and `dept` are those of the draw; `officers`: who leaves and who is named to come, empty where an object is replaced. */
export type RequestStanding = Scoped & {
  readonly state: RequestState
  readonly requestedBy: string
  readonly officers: readonly string[]
}

export type RequestFailure = {
  readonly type: AccessFailure | 'replacement_decided' | 'replacement_approver_is_requester' | 'decider_is_party'
}

/** Who asked does not decide, nor does an officer decide whether they leave or come. */
export function decideRequest(request: RequestStanding, verb: RequestVerb, actor: Actor): Result<RequestState, RequestFailure> {
  const ability = can(actor, 'draw.close', request)
  if (!ability.allowed) return fail({ type: ability.reason })
  const next = step(requestTransitions, request.state, verb)
  if (!next.ok) return fail({ type: 'replacement_decided' })
  if (request.requestedBy === actor.id) return fail({ type: 'replacement_approver_is_requester' })
  if (actor.officerId !== null && request.officers.includes(actor.officerId)) return fail({ type: 'decider_is_party' })
  return ok(next.value)
}

/** The same answer for a screen. */
export function requestAbility(request: RequestStanding, actor: Actor): Ability {
  const decided = decideRequest(request, 'approve', actor)
  return decided.ok ? allowed : refused(decided.failure.type)
}
