/** Expected failures are values: a rule answers `ok(value)` or `fail({ type, …facts })`, and only the edge turns a failure into words. */
export type Result<T, F extends Failure> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: F }

/** A failure carries a stable code (`type`) and the facts that let the edge say what to do next; never a sentence. */
export type Failure = { readonly type: string }

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value })

export const fail = <F extends Failure>(failure: F): { readonly ok: false; readonly failure: F } => ({ ok: false, failure })

/** Ends a `switch` over a union: a case that is added later fails to compile here, instead of failing to work there. */
export function never(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`)
}
