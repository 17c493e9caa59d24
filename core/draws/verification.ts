/** What a verification reports: one outcome for every check, never only the first failure, and then a verdict (draw protocol §8). */
import type { CheckName, NotCheckedWhy } from './check-labels.ts'
import type { DrawKind } from './draw-id.ts'

export type Check =
  | { readonly check: CheckName; readonly status: 'ok'; readonly found?: string }
  | { readonly check: CheckName; readonly status: 'failed'; readonly expected: string; readonly found: string }
  | { readonly check: CheckName; readonly status: 'not_checked'; readonly why: NotCheckedWhy }

/** `drawId` and `kind` are null when the bundle cannot be read. */
export type Verification = {
  readonly drawId: string | null
  readonly kind: DrawKind | null
  readonly checks: readonly Check[]
  readonly verdict: 'held' | 'failed'
}

export type Outcome =
  | { readonly status: 'ok'; readonly found?: string }
  | { readonly status: 'failed'; readonly expected: string; readonly found: string }
  | { readonly status: 'not_checked'; readonly why: NotCheckedWhy }

/** What a check answers: it held, it failed with what was expected and what was found, or it could not be made and why. */
export const held = (found?: string): Outcome => (found === undefined ? { status: 'ok' } : { status: 'ok', found })
export const failed = (expected: string, found: string): Outcome => ({ status: 'failed', expected, found })
export const notChecked = (why: NotCheckedWhy): Outcome => ({ status: 'not_checked', why })

/** Holds when both are equal, and shows both when they are not. */
export const same = (expected: string | number, found: string | number): Outcome =>
  expected === found ? held(String(found)) : failed(String(expected), String(found))

/** The first outcome that failed, else the first that could not be checked, else the last one. */
export const all = (...outcomes: readonly Outcome[]): Outcome =>
  outcomes.find(({ status }) => status === 'failed') ?? outcomes.find(({ status }) => status !== 'ok') ?? outcomes.at(-1) ?? held()

/** Nothing failed; what could not be checked is named in `checks`. */
export const verdictOf = (checks: readonly Pick<Check, 'status'>[]): Verification['verdict'] =>
  checks.some(({ status }) => status === 'failed') ? 'failed' : 'held'
