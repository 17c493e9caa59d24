/**
 * 检查频次: how often in a year an object may be visited at its premises (国办发〔2024〕54号 has every authority publish a cap).
 * Visits of every authority count; planned and triggered ones are counted apart, and triggered ones are never held back.
 */
import type { PolicyPack } from '../policy/pack.ts'
import { fail, ok, type Result } from '../result.ts'
import { isLedgerException, type LedgerException, type StatedException } from './exceptions.ts'

/** Visits of the year, done and due, without the one that is judged. `elsewhere`: planned ones at other premises of the same object. */
export type Used = { readonly planned: number; readonly elsewhere: number; readonly triggered: number }

export const unused: Used = { planned: 0, elsewhere: 0, triggered: 0 }

export type FrequencyRules = { readonly cap: number; readonly warnAt: number; readonly exceptions: readonly LedgerException[] }

/** `number`: which planned visit of the year this one is at these premises; of a triggered one, which triggered visit. */
export type Verdict = { readonly kind: 'ok' | 'warned' | 'blocked' | 'excepted'; readonly number: number }

export type Judged = {
  readonly used: Used
  /** False: triggered by a complaint, a transfer, an order, a lead. */
  readonly planned: boolean
  readonly rules: FrequencyRules
  readonly exception: StatedException | null
}

/**
 * Judges the visit to come, or one in hand against the others. Above the cap it is blocked unless a lawful exception is stated; from `warnAt` on it is
 * warned of, counting other premises too, because a firm that moved across the street is still the same people at the door.
 */
export function judgeVisit({ used, planned, rules, exception }: Judged): Verdict {
  if (!planned) return { kind: 'ok', number: used.triggered + 1 }
  const number = used.planned + 1
  if (number > rules.cap) return { kind: exception !== null && isLawful(exception, rules) ? 'excepted' : 'blocked', number }
  return { kind: number + used.elsewhere >= rules.warnAt ? 'warned' : 'ok', number }
}

export type ExceptionFailure =
  | { readonly type: 'exception_not_lawful'; readonly exception: string; readonly lawful: readonly LedgerException[] }
  | { readonly type: 'exception_without_note' }

/** An exception as it may be kept: a reason that the policy of the place knows, with what it rests on. */
export function checkException(
  { code, note }: { readonly code: string; readonly note: string },
  rules: FrequencyRules,
): Result<StatedException, ExceptionFailure> {
  if (!isLedgerException(code) || !rules.exceptions.includes(code))
    return fail({ type: 'exception_not_lawful', exception: code, lawful: rules.exceptions })
  if (note.trim().length < leastNote) return fail({ type: 'exception_without_note' })
  return ok({ code, note: note.trim() })
}

/** Characters: the number of a complaint or an article of a law fits in no less. */
export const leastNote = 5

/** The rules of a place on a day. A code that this version does not know makes nothing lawful. */
export const frequencyRules = ({ ledger }: Pick<PolicyPack, 'ledger'>): FrequencyRules => ({
  cap: ledger.plannedCap.value,
  warnAt: ledger.warnAt.value,
  exceptions: ledger.exceptions.value.filter(isLedgerException),
})

/**
 * The cap with which a task draws: its own where that is stricter; a wider one, or none (null), only with a stated exception. Without one the cap of the
 * policy holds whatever the task says.
 */
export function capOf(
  task: { readonly frequencyCap: number | null; readonly frequencyException?: StatedException | null },
  rules: FrequencyRules,
): number | null {
  const { frequencyCap } = task
  return isExcepted(task, rules) ? frequencyCap : Math.min(frequencyCap ?? rules.cap, rules.cap)
}

/** The years in which a visit within these days may still be held; of days that are over, the year in which they ended. In order, and never empty. */
export function yearsAhead({ from, to }: { readonly from: string; readonly to: string }, today: string): number[] {
  const last = yearOf(to)
  const first = Math.min(Math.max(yearOf(from), yearOf(today)), last)
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

const yearOf = (day: string): number => Number(day.slice(0, 4))

/** A task with a lawful exception draws above the caps: that of the place, and those of its items. */
export const isExcepted = (task: { readonly frequencyException?: StatedException | null }, rules: FrequencyRules): boolean =>
  task.frequencyException != null && isLawful(task.frequencyException, rules)

/** 事项年度频次上限: an item that states a cap, and how often the object was or will be inspected with it in the year, at any of its premises. */
export type ItemUse = { readonly itemId: string; readonly code: string; readonly name: string; readonly cap: number; readonly used: number }

/**
 * What the caps of items add to the verdict of a planned visit: an item that is used up already blocks it as the cap of the place does, with the same
 * exceptions. `item`: the one that is furthest above its cap, and of equals the first by code.
 */
export function judgeItems(
  verdict: Verdict,
  { planned, rules, exception, items }: Omit<Judged, 'used'> & { readonly items: readonly ItemUse[] },
): { readonly verdict: Verdict; readonly item: ItemUse | null } {
  const over = (one: ItemUse): number => one.used + 1 - one.cap
  const [item = null] = planned ? items.filter((one) => over(one) > 0).sort((a, b) => over(b) - over(a) || (a.code < b.code ? -1 : 1)) : []
  if (item === null || verdict.kind === 'blocked') return { verdict, item }
  return { verdict: { ...verdict, kind: exception !== null && isLawful(exception, rules) ? 'excepted' : 'blocked' }, item }
}

const isLawful = ({ code, note }: StatedException, rules: FrequencyRules): boolean =>
  rules.exceptions.includes(code) && note.trim().length >= leastNote
