/** Validity of versions: which one holds on a day, and what a new one does to those before it. Days are `YYYY-MM-DD`, both ends included. */
import { addDays, type PlainDate } from '../time.ts'

export type Validity = { readonly validFrom: string | null; readonly validTo: string | null }

/** Does the version hold on this day? A draft, which has no first day, never does. */
export const inForce = ({ validFrom, validTo }: Validity, day: string): boolean =>
  validFrom !== null && validFrom <= day && (validTo === null || day <= validTo)

/** Where a published version stands on a day; `never`: it was replaced before it came into force. */
export type Standing = 'upcoming' | 'inForce' | 'ended' | 'never'

export function standingOf(version: Validity, day: string): Standing | null {
  const { validFrom, validTo } = version
  if (validFrom === null) return null
  if (validTo !== null && validTo < validFrom) return 'never'
  if (inForce(version, day)) return 'inForce'
  return day < validFrom ? 'upcoming' : 'ended'
}

/** The first day on which work in a window can still be done: a window that began is worked from today on. */
export const firstDayOfWork = (from: string, today: string): string => (from > today ? from : today)

export type Predecessor<Id> = Validity & { readonly id: Id; readonly validFrom: string }

/** The versions that a new one from `validFrom` on shortens: each ends the day before, at the latest. Then no day has two. */
export const shorten = <Id>(
  versions: readonly Predecessor<Id>[],
  validFrom: PlainDate,
): readonly { readonly id: Id; readonly validTo: PlainDate }[] => {
  const last = addDays(validFrom, -1)
  return versions.filter(({ validTo }) => validTo === null || validTo > last).map(({ id }) => ({ id, validTo: last }))
}

export type ValidityFailure =
  | { readonly type: 'valid_from_past'; readonly day: string }
  | { readonly type: 'valid_window_reversed'; readonly from: string; readonly to: string }

/** A list never begins to hold in the past: what was in force on a day stays so (for evidence). Null is fine. */
export function validityFailure(validFrom: string, validTo: string | null, today: string): ValidityFailure | null {
  if (validFrom < today) return { type: 'valid_from_past', day: validFrom }
  if (validTo !== null && validTo < validFrom) return { type: 'valid_window_reversed', from: validFrom, to: validTo }
  return null
}
