/** 专家意见: an expert of a team writes an opinion and nothing else; it helps whoever enters the result, and never becomes public. */
import { type AccessFailure, type Actor, can } from '#core/access/can.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { step, type WrongState } from '#core/transition.ts'
import { type VisitStanding, visitTransitions } from './result.ts'

export type OpinionFailure = WrongState | { readonly type: AccessFailure | 'not_expert_here' | 'page_stale' }

/**
 * Only an expert who was drawn for the visit, and only while its result is open (国办发〔2024〕54号: 非行政主体不得实施检查): what the team has handed in was
 * decided with the opinion as it stood. `seen` is the version that lay before the writer, 0 where there was none.
 */
export function giveOpinion(
  visit: Pick<VisitStanding, 'state' | 'expertIds'>,
  last: { readonly version: number },
  seen: number,
  actor: Actor,
): Result<{ readonly version: number }, OpinionFailure> {
  const ability = can(actor, 'inspection.advise')
  if (!ability.allowed) return fail({ type: ability.reason })
  if (actor.officerId === null || !visit.expertIds.includes(actor.officerId)) return fail({ type: 'not_expert_here' })
  const next = step(visitTransitions, visit.state, 'advise')
  if (!next.ok) return next
  return seen === last.version ? ok({ version: last.version + 1 }) : fail({ type: 'page_stale' })
}

/** Who reads opinions: the team, and whoever reviews its results. They are advice to these, not a finding. */
export const readsOpinions = (visit: VisitStanding, actor: Actor): boolean =>
  (actor.officerId !== null && [...visit.officerIds, ...visit.expertIds].includes(actor.officerId)) ||
  can(actor, 'inspection.review', visit).allowed
