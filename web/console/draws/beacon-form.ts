/** The choice of a beacon as its form holds it, and what is still missing in it. Times are local to the one time zone of the house. */
import type { BeaconChoice } from '#contract/draws.ts'

export type LaterForm = { readonly key: number; readonly what: string; readonly at: string }
export type BeaconForm = {
  readonly kind: 'none' | 'drand' | 'announced'
  readonly what: string
  /** `2026-05-14T10:30` on the clock of Asia/Shanghai. */
  readonly at: string
  readonly later: readonly LaterForm[]
}

export const noBeacon: BeaconForm = { kind: 'none', what: '', at: '', later: [] }

export type ChoiceOfForm =
  | { readonly ok: true; readonly choice: BeaconChoice | null }
  | { readonly ok: false; readonly missing: 'at' | 'what' | 'order' }

/** The contract's choice, or what the form still lacks; `now` in milliseconds. */
export function choiceOfForm(form: BeaconForm, now: number): ChoiceOfForm {
  if (form.kind === 'none') return { ok: true, choice: null }
  const at = instantOfLocal(form.at)
  if (at === null || Date.parse(at) <= now) return { ok: false, missing: 'at' }
  if (form.kind === 'drand') return { ok: true, choice: { kind: 'drand', at } }
  if (form.what.trim().length < 2) return { ok: false, missing: 'what' }
  const later: { what: string; at: string }[] = []
  for (const one of form.later) {
    const time = instantOfLocal(one.at)
    if (one.what.trim().length < 2) return { ok: false, missing: 'what' }
    if (time === null || time <= (later.at(-1)?.at ?? at)) return { ok: false, missing: 'order' }
    later.push({ what: one.what.trim(), at: time })
  }
  return { ok: true, choice: { kind: 'announced', what: form.what.trim(), at, later } }
}

/** An instant in UTC of a local time of the house; China keeps UTC+8 all year. Null when it is no time. */
export function instantOfLocal(local: string): string | null {
  const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(local) ? Date.parse(`${local}:00+08:00`) : Number.NaN
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}

/** The other way, for a start that makes sense: so many minutes from now, on a full five minutes. */
export function localIn(minutes: number, now: number): string {
  const step = 5 * 60_000
  const at = Math.ceil((now + minutes * 60_000) / step) * step
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 16)
}
