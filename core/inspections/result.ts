/** 检查结果录入与审核: what a result must hold (domain.md §21b AR12), and who may enter and review it (AR13). */
import { type AccessFailure, type Actor, can, type Scoped } from '#core/access/can.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { step, type Transitions, type WrongState } from '#core/transition.ts'
import { isOutcome, type Method, outcomes } from './outcomes.ts'

export type VisitState = 'assigned' | 'submitted' | 'returned' | 'published' | 'replaced' | 'cancelled' | 'reused'
export type VisitVerb = 'advise' | 'enter' | 'pass' | 'return' | 'replace' | 'cancel' | 'reuse'

/**
 * 1 未录入 → 2 待审核 → 5 已公示; 2 → 4 审核不通过 → 2 (domain.md §5). Passing a result publishes it; what nobody entered yet can be replaced by lot,
 * or end with the result of another body (互认). A task that is cancelled takes its unfinished visits with it. An expert advises as long as the result is open.
 */
export const visitTransitions: Transitions<VisitState, VisitVerb> = {
  assigned: { advise: 'assigned', enter: 'submitted', replace: 'replaced', reuse: 'reused', cancel: 'cancelled' },
  submitted: { pass: 'published', return: 'returned', cancel: 'cancelled' },
  returned: { advise: 'returned', enter: 'submitted', cancel: 'cancelled' },
  published: {},
  replaced: {},
  cancelled: {},
  reused: {},
}

/** Visits of which nothing is to be done any more. */
export const settledVisitStates = ['published', 'replaced', 'cancelled', 'reused'] as const satisfies readonly VisitState[]

export type VisitStanding = Scoped & {
  readonly state: VisitState
  readonly itemIds: readonly string[]
  readonly officerIds: readonly string[]
  /** Experts go along and give an opinion; they neither enter nor review a result (国办发〔2024〕54号: 非行政主体不得实施检查). */
  readonly expertIds: readonly string[]
  readonly enteredBy: string | null
}

export type ResultDraft = {
  readonly date: string
  readonly method: Method
  readonly items: readonly { readonly itemId: string; readonly checked: boolean; readonly problem: string | null }[]
  readonly outcome: string
  readonly disposal: string | null
  readonly demo: boolean
}

export type EnterFailure =
  | WrongState
  | { readonly type: AccessFailure | 'not_your_visit' | 'nothing_checked' | 'problem_without_disposal' | 'outcome_contradicts_items' }
  | { readonly type: 'date_in_future'; readonly today: string }
  | { readonly type: 'outcome_unknown'; readonly outcome: string }
  | { readonly type: 'items_differ'; readonly missing: readonly string[]; readonly unknown: readonly string[] }

/** 谁检查、谁录入: only an officer drawn for the visit enters its result. */
export function enterResult(visit: VisitStanding, draft: ResultDraft, actor: Actor, today: string): Result<VisitState, EnterFailure> {
  const ability = can(actor, 'inspection.enter')
  if (!ability.allowed) return fail({ type: ability.reason })
  if (actor.officerId === null || !visit.officerIds.includes(actor.officerId)) return fail({ type: 'not_your_visit' })
  const next = step(visitTransitions, visit.state, 'enter')
  if (!next.ok) return next
  const wrong = checkDraft(visit, draft, today)
  return wrong === null ? ok(next.value) : fail(wrong)
}

/** AR12: at least one item checked, a known result, a date not after today, and text wherever a problem is claimed. */
export function checkDraft(visit: VisitStanding, draft: ResultDraft, today: string): EnterFailure | null {
  if (draft.date > today) return { type: 'date_in_future', today }
  if (!isOutcome(draft.outcome)) return { type: 'outcome_unknown', outcome: draft.outcome }
  const given = draft.items.map((item) => item.itemId)
  const missing = visit.itemIds.filter((id) => !given.includes(id))
  const unknown = given.filter((id, index) => !visit.itemIds.includes(id) || given.indexOf(id) !== index)
  if (missing.length > 0 || unknown.length > 0) return { type: 'items_differ', missing, unknown }
  if (!draft.items.some((item) => item.checked)) return { type: 'nothing_checked' }
  const problems = draft.items.filter((item) => item.problem !== null && item.problem.trim() !== '')
  if (problems.some((item) => !item.checked)) return { type: 'outcome_contradicts_items' }
  // 未发现问题 beside a named problem would let a finding vanish from the public result.
  if (problems.length > 0 && !outcomes[draft.outcome].problem && draft.outcome !== '09') return { type: 'outcome_contradicts_items' }
  if (outcomes[draft.outcome].problem && (draft.disposal ?? '').trim() === '') return { type: 'problem_without_disposal' }
  return null
}

export type ReviewFailure = WrongState | { readonly type: AccessFailure | 'reviewer_entered_it' | 'reviewer_inspected_it' }

/** AR13: the reviewer is not the one who entered the result, nor one of those who inspected. */
export function reviewResult(visit: VisitStanding, verdict: 'pass' | 'return', actor: Actor): Result<VisitState, ReviewFailure> {
  const ability = can(actor, 'inspection.review', visit)
  if (!ability.allowed) return fail({ type: ability.reason })
  const next = step(visitTransitions, visit.state, verdict)
  if (!next.ok) return next
  if (visit.enteredBy === actor.id) return fail({ type: 'reviewer_entered_it' })
  if (actor.officerId !== null && [...visit.officerIds, ...visit.expertIds].includes(actor.officerId))
    return fail({ type: 'reviewer_inspected_it' })
  return ok(next.value)
}
