/** 配合部门: whoever is invited into a joint task answers for themselves, before its settings are confirmed. */
import { type AccessFailure, type Actor, can, type Scoped } from '../access/can.ts'
import { compareBytes } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import type { Filter } from '../draws/filter.ts'
import { fail, ok, type Result } from '../result.ts'
import { step, type Transitions, type WrongState } from '../transition.ts'
import type { BatchDraft } from './batch.ts'
import type { StratumDraft } from './sampling.ts'
import type { TaskState } from './state.ts'

export type ParticipantState = 'invited' | 'accepted' | 'declined'
export type ParticipantVerb = 'accept' | 'decline'

export const participantTransitions: Transitions<ParticipantState, ParticipantVerb> = {
  invited: { accept: 'accepted', decline: 'declined' },
  accepted: {},
  declined: {},
}

/** Until the settings are confirmed; and once the objects are drawn, when a change request invited somebody more, until the inspections begin. */
const answering: ReadonlySet<TaskState> = new Set(['draft', 'submitted', 'drawn'])

export const mayStillAnswer = (state: TaskState): boolean => answering.has(state)

export type ParticipantStanding = Scoped & { readonly orgName: string; readonly state: ParticipantState; readonly reason: string }

export type AnswerRefused =
  | WrongState
  | { readonly type: AccessFailure | 'decline_without_reason' }
  | { readonly type: 'invitation_answered'; readonly state: ParticipantState }

/** A department accepts or declines, once; who declines says why. */
export function answerInvitation(
  invited: ParticipantStanding,
  { accept, reason }: { readonly accept: boolean; readonly reason: string },
  actor: Actor,
): Result<ParticipantState, AnswerRefused> {
  const ability = can(actor, 'task.accept', invited)
  if (!ability.allowed) return fail({ type: ability.reason })
  const next = step(participantTransitions, invited.state, accept ? 'accept' : 'decline')
  if (!next.ok) return fail({ type: 'invitation_answered', state: invited.state })
  return accept || reason.trim() !== '' ? ok(next.value) : fail({ type: 'decline_without_reason' })
}

export type ParticipantsRefused =
  | { readonly type: 'participants_open'; readonly orgs: readonly string[] }
  | { readonly type: 'participant_declined'; readonly org: string; readonly reason: string }

/** Everybody who was invited takes part: else the settings are not confirmed, and nothing is drawn. */
export function allTakePart(invited: readonly ParticipantStanding[]): Result<true, ParticipantsRefused> {
  const declined = invited.find(({ state }) => state === 'declined')
  if (declined !== undefined) return fail({ type: 'participant_declined', org: declined.orgName, reason: declined.reason })
  const open = invited.filter(({ state }) => state === 'invited')
  return open.length === 0 ? ok(true) : fail({ type: 'participants_open', orgs: open.map(({ orgName }) => orgName) })
}

/** What a department says yes or no to, beside its own items: when, whom, how many, with how many people of its own. */
export type Terms = {
  readonly from: string
  readonly to: string
  readonly level: string
  readonly filter: Filter
  readonly stratifyBy: string
  readonly strata: readonly StratumDraft[]
  readonly batches: readonly BatchDraft[]
  readonly objects: readonly string[]
  readonly officersPerObject: number
  readonly teamUnit: string
}

/** An answer holds for the terms that it was given to, however their parts are written down. */
export const sameTerms = (before: Terms, now: Terms): boolean => compareBytes(written(before), written(now)) === 0

function written({ from, to, level, filter, stratifyBy, strata, batches, objects, officersPerObject, teamUnit }: Terms): Uint8Array {
  const days = batches.map(({ sharePpm, from: first, to: last }) => ({ sharePpm, from: first, to: last }))
  const terms = { from, to, level, filter, stratifyBy, strata, batches: days, objects: [...objects].sort(), officersPerObject, teamUnit }
  // JSON as it is kept: a member without a value is no member.
  return canonicalBytes(JSON.parse(JSON.stringify(terms)))
}
