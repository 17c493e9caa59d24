/** What the inspector has filled in so far, kept in this browser until it is submitted; turned into a result by the rules of core. */
import type { Visit } from '#contract/inspections.ts'
import { isOutcome, type Method, methods, type OutcomeCode, outcomes } from '#core/inspections/outcomes.ts'
import { checkDraft, type ResultDraft, type VisitStanding } from '#core/inspections/result.ts'

export type Finding = 'clear' | 'problem' | 'skipped'
export type ItemForm = { readonly finding: Finding | null; readonly problem: string }

export type ResultForm = {
  readonly date: string
  readonly method: Method
  readonly items: Readonly<Record<string, ItemForm>>
  readonly outcome: OutcomeCode | null
  readonly disposal: string
}

export const untouched: ItemForm = { finding: null, problem: '' }

/** Starts empty, or from the result that was returned. */
export function formOfVisit(visit: Visit, today: string): ResultForm {
  const { result } = visit
  if (result === null) return { date: today, method: 'onsite', items: {}, outcome: null, disposal: '' }
  const items = result.items.map(({ itemId, checked, problem }): [string, ItemForm] => [
    itemId,
    { finding: problem !== null ? 'problem' : checked ? 'clear' : 'skipped', problem: problem ?? '' },
  ])
  return {
    date: result.date,
    method: result.method,
    items: Object.fromEntries(items),
    outcome: isOutcome(result.outcome) ? result.outcome : null,
    disposal: result.disposal ?? '',
  }
}

export const isResultForm = (value: unknown): value is ResultForm =>
  typeof value === 'object' &&
  value !== null &&
  'date' in value &&
  typeof value.date === 'string' &&
  'items' in value &&
  typeof value.items === 'object' &&
  'method' in value &&
  typeof value.method === 'string' &&
  Object.hasOwn(methods, value.method)

export type FormProblem = {
  readonly field: 'date' | 'outcome' | 'disposal' | `item:${string}`
  readonly code: string
  readonly facts: Readonly<Record<string, unknown>>
}

/** The result as the contract takes it, or the first thing that is wrong with it, in the order of the form. */
export function resultOfForm(
  visit: Visit,
  form: ResultForm,
  today: string,
): { readonly ok: true; readonly draft: ResultDraft } | { readonly ok: false; readonly problem: FormProblem } {
  for (const { id } of visit.items) {
    const item = form.items[id] ?? untouched
    if (item.finding === null) return wrong(`item:${id}`, 'item_choose')
    if (item.finding === 'problem' && item.problem.trim() === '') return wrong(`item:${id}`, 'item_missing')
  }
  if (form.outcome === null) return wrong('outcome', 'outcome_choose')
  const draft: ResultDraft = {
    date: form.date,
    method: form.method,
    items: visit.items.map(({ id }) => {
      const { finding, problem } = form.items[id] ?? untouched
      return { itemId: id, checked: finding !== 'skipped', problem: finding === 'problem' ? problem.trim() : null }
    }),
    outcome: form.outcome,
    disposal: form.disposal.trim() === '' ? null : form.disposal.trim(),
    demo: false,
  }
  const failure = checkDraft(standingOf(visit), draft, today)
  if (failure === null) return { ok: true, draft }
  const { type, ...facts } = failure
  const field = type === 'date_in_future' ? 'date' : type === 'problem_without_disposal' ? 'disposal' : 'outcome'
  return wrong(field, type, facts)
}

const wrong = (
  field: FormProblem['field'],
  code: string,
  facts: FormProblem['facts'] = {},
): { readonly ok: false; readonly problem: FormProblem } => ({
  ok: false,
  problem: { field, code, facts },
})

// Only the items matter to `checkDraft`; who may enter is the server's to say.
const standingOf = (visit: Visit): VisitStanding => ({
  orgPath: '',
  dept: '',
  state: 'assigned',
  itemIds: visit.items.map(({ id }) => id),
  officerIds: [],
  expertIds: [],
  enteredBy: null,
})

/** The outcome that the items speak for: nothing while one is open, 未发现问题 when all are clear, 责令改正 when one is not. */
export function suggestedOutcome(visit: Visit, form: ResultForm): OutcomeCode | null {
  const findings = visit.items.map(({ id }) => form.items[id]?.finding ?? null)
  if (findings.includes('problem')) return '06'
  return findings.includes(null) || !findings.includes('clear') ? null : '01'
}

export const needsDisposal = (form: ResultForm): boolean => form.outcome !== null && outcomes[form.outcome].problem

export const countFindings = (visit: Visit, form: ResultForm): Readonly<Record<Finding, number>> => {
  const count = (finding: Finding): number => visit.items.filter(({ id }) => form.items[id]?.finding === finding).length
  return { clear: count('clear'), problem: count('problem'), skipped: count('skipped') }
}
