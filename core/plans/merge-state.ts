/** 合并检查建议: open until every body has answered; one that declines ends it, a task that is cancelled lets it lapse (issue 6, 综合查一次). */
import { type Ability, type AccessFailure, type Actor, allowed, can, refused, within } from '../access/can.ts'
import { fail, ok, type Result } from '../result.ts'
import { step, type Transitions, type WrongState } from '../transition.ts'

export type MergeState = 'open' | 'accepted' | 'declined' | 'lapsed'
export type MergeVerb = 'find' | 'agree' | 'accept' | 'decline' | 'lapse'

export const mergeTransitions: Transitions<MergeState, MergeVerb> = {
  open: { find: 'open', agree: 'open', accept: 'accepted', decline: 'declined', lapse: 'lapsed' },
  accepted: {},
  declined: {},
  lapsed: { find: 'open' },
}

export type Body = { readonly orgPath: string; readonly dept: string }
export type MergeStanding = {
  readonly state: MergeState
  readonly bodies: readonly Body[]
  /** Who has accepted already. */
  readonly answered: readonly Body[]
}

export type MergeAnswer = { readonly accepts: boolean; readonly reason: string }
export type MergeFailure = WrongState | { readonly type: AccessFailure | 'merge_not_yours' | 'merge_answered' | 'merge_reason_missing' }

/** An answer of the actor's body: the last one that accepts makes it a joint visit, the first one that declines ends it. */
export function answerMerge(one: MergeStanding, actor: Actor, { accepts, reason }: MergeAnswer): Result<MergeState, MergeFailure> {
  const ability = can(actor, 'task.edit')
  if (!ability.allowed) return fail({ type: ability.reason })
  if (!one.bodies.some((body) => isSame(body, actor))) return fail({ type: 'merge_not_yours' })
  const others = one.bodies.filter((body) => !isSame(body, actor))
  const open = others.some((body) => !one.answered.some((answer) => isSame(answer, body)))
  const next = step(mergeTransitions, one.state, accepts ? (open ? 'agree' : 'accept') : 'decline')
  if (!next.ok) return next
  if (one.answered.some((body) => isSame(body, actor))) return fail({ type: 'merge_answered' })
  return accepts || reason.trim() !== '' ? ok(next.value) : fail({ type: 'merge_reason_missing' })
}

/** The same for a screen, before anything is typed. */
export function mergeAbility(one: MergeStanding, actor: Actor): Ability {
  const answered = answerMerge(one, actor, { accepts: true, reason: '' })
  return answered.ok ? allowed : refused(answered.failure.type)
}

/** A body sees a proposal when one of its tasks is in it, and a place above when one of its department's below is. */
export const seesMerge = (actor: Actor, bodies: readonly Body[]): boolean => bodies.some((body) => within(actor, body))

const isSame = (one: Body, other: Body): boolean => one.orgPath === other.orgPath && one.dept === other.dept
