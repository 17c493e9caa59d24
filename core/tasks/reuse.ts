/** 结果互认: a published result of another body is taken instead of a visit (国办发〔2024〕54号: 能合并实施的不得重复检查, 结果互认). */
import { type AccessFailure, type Actor, can, type Scoped } from '#core/access/can.ts'
import { type VisitState, visitTransitions } from '#core/inspections/result.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { addDays, type PlainDate } from '#core/time.ts'
import { step, type WrongState } from '#core/transition.ts'

/** `items`: `dept:code` of those that were checked, or have to be. */
export type ReusableResult = {
  readonly resultId: string
  readonly orgPath: string
  readonly dept: string
  readonly date: string
  readonly items: readonly string[]
}

export type ReuseVisit = Scoped & { readonly state: VisitState; readonly items: readonly string[] }

export type ReuseFailure =
  | WrongState
  | { readonly type: AccessFailure | 'reuse_own_result' }
  | { readonly type: 'reuse_too_old'; readonly date: string; readonly days: number }
  | { readonly type: 'reuse_items_missing'; readonly items: readonly string[] }

/** Why a result cannot be taken instead of the visit, or null: by another body, not too long ago, and every item of the visit was checked. */
export function reuseProblem(
  visit: ReuseVisit,
  result: ReusableResult,
  on: { readonly today: PlainDate; readonly days: number },
): ReuseFailure | null {
  if (result.orgPath === visit.orgPath && result.dept === visit.dept) return { type: 'reuse_own_result' }
  const old = ageProblem(result.date, on)
  if (old !== null) return old
  const missing = visit.items.filter((item) => !result.items.includes(item))
  return missing.length > 0 ? { type: 'reuse_items_missing', items: missing } : null
}

/** How old a result may be counts on the day of the request, and again on that of the decision: meanwhile it grew older. */
export const ageProblem = (
  date: string,
  { today, days }: { readonly today: PlainDate; readonly days: number },
): Extract<ReuseFailure, { type: 'reuse_too_old' }> | null => (date < addDays(today, -days) ? { type: 'reuse_too_old', date, days } : null)

/** May it be proposed? Nobody has been there yet, and the visit is the actor's organisation's. */
export function proposeReuse(visit: ReuseVisit, actor: Actor): Result<VisitState, ReuseFailure> {
  const ability = can(actor, 'task.accept', visit)
  if (!ability.allowed) return fail({ type: ability.reason })
  return step(visitTransitions, visit.state, 'reuse')
}

export type ReuseDecisionFailure = ReuseFailure | { readonly type: 'reuse_decided' | 'reuse_decider_is_requester' }

/** A second person looks at the other body's result before nobody goes there. */
export function decideReuse(
  visit: ReuseVisit,
  request: { readonly requestedBy: string; readonly decided: boolean },
  actor: Actor,
): Result<VisitState, ReuseDecisionFailure> {
  const ability = can(actor, 'inspection.review', visit)
  if (!ability.allowed) return fail({ type: ability.reason })
  if (request.decided) return fail({ type: 'reuse_decided' })
  if (request.requestedBy === actor.id) return fail({ type: 'reuse_decider_is_requester' })
  const next = step(visitTransitions, visit.state, 'reuse')
  return next.ok ? ok(next.value) : next
}
