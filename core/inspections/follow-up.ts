/** 后续处置: a problem that an inspection found stays open until somebody finishes it (完结) with a day and a text (甘肃 “三无”: 后续处置无例外). */
import { type AccessFailure, type Actor, can, type Scoped } from '../access/can.ts'
import { fail, ok, type Result } from '../result.ts'
import { type ClueState, isLiveClue } from './clue-state.ts'
import { isOutcome, outcomes } from './outcomes.ts'

/** A result opens a problem when its outcome is one, or when one of its items names one (其他情况 by its text, domain.md §12). */
export const opensProblem = ({
  outcome,
  items,
}: {
  readonly outcome: string
  readonly items: readonly { readonly problem: string | null }[]
}): boolean => (isOutcome(outcome) && outcomes[outcome].problem) || items.some(({ problem }) => problem !== null && problem.trim() !== '')

export type ProblemStanding = Scoped & {
  readonly closed: boolean
  /** The day on which it was found: nothing is finished before it. */
  readonly foundOn: string
  readonly officerIds: readonly string[]
  /** Of its newest clue; null when nobody handed it over. */
  readonly clue: ClueState | null
}

export type CloseFailure =
  | { readonly type: AccessFailure | 'problem_closed_already' | 'problem_not_yours' | 'problem_with_case' }
  | { readonly type: 'close_day_wrong'; readonly from: string; readonly to: string }

/** 谁监管谁负责: the officers of the inspection, or who reviews its results, finish a problem; what is handed over as a clue ends with the case. */
export function closeProblem(problem: ProblemStanding, on: string, actor: Actor, today: string): Result<true, CloseFailure> {
  const open = handOver(problem, actor)
  if (!open.ok) return open
  return on >= problem.foundOn && on <= today ? ok(true) : fail({ type: 'close_day_wrong', from: problem.foundOn, to: today })
}

/** Who may finish a problem may hand it to the case department instead (移送办案), as long as it is open and with nobody else. */
export function handOver(problem: ProblemStanding, actor: Actor): Result<true, CloseFailure> {
  const mine = actor.officerId !== null && problem.officerIds.includes(actor.officerId) && can(actor, 'inspection.enter').allowed
  if (!mine && !can(actor, 'inspection.review', problem).allowed) return fail({ type: 'problem_not_yours' })
  if (problem.closed) return fail({ type: 'problem_closed_already' })
  return isLiveClue(problem.clue) ? fail({ type: 'problem_with_case' }) : ok(true)
}
