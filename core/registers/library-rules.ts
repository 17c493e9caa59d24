/** 专项库: what an entry must say (domain.md §4.4), and who sees a library. */
import { type Actor, isPathWithin, spansDepartments } from '#core/access/can.ts'
import { fail, ok, type Result } from '#core/result.ts'
import { forever } from './label-rules.ts'

export type LibraryPlace = { readonly orgPath: string; readonly dept: string; readonly joint: boolean }

/** A department sees its libraries in its place and below; joint ones are seen by every department of the place. */
export const seesLibrary = (actor: Pick<Actor, 'orgPath' | 'dept' | 'roles'>, library: LibraryPlace): boolean =>
  isPathWithin(actor.orgPath, library.orgPath) && (library.joint || library.dept === actor.dept || spansDepartments(actor))

export type EntryState = 'valid' | 'invalid'

export type EntryText = {
  readonly licenceName: string
  readonly licenceNo: string
  readonly approvedOn: string | null
  readonly validTo: string
}

export type EntryFailure = { readonly type: 'entry_window_reversed' | 'entry_licence_incomplete' | 'entry_expired' }

/** Dates in order, a number only with the name of its licence, and nothing valid whose licence has ended. */
export function checkEntry(entry: EntryText, state: EntryState, today: string): Result<EntryText, EntryFailure> {
  if (entry.approvedOn !== null && entry.approvedOn > entry.validTo) return fail({ type: 'entry_window_reversed' })
  if (entry.licenceNo !== '' && entry.licenceName === '') return fail({ type: 'entry_licence_incomplete' })
  return state === 'valid' && entry.validTo < today ? fail({ type: 'entry_expired' }) : ok(entry)
}

/** 长期 as people and older systems write it: the word, nothing at all, or a day in the year 9999. */
export const isForever = (text: string): boolean => /^(长期(有效)?|永久(有效)?|长久|无固定期限)?$/.test(text) || text.startsWith('9999')

/** A last day as the tables keep it. */
export const lastDay = (day: string): string => (day.startsWith('9999') ? forever : day)
