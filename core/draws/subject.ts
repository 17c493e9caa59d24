/** Subjects: the identity of a pool member, draw protocol §1. */
import type { Subject } from '../ids.ts'

/** NFC and upper case, then an 18-character code or `KIND:value`; null when it is neither. */
export function parseSubject(text: string): Subject | null {
  const subject = text.trim().normalize('NFC').toUpperCase()
  return isSubject(subject) ? subject : null
}

/** True for a subject already in its one written form; two forms of one firm would be two chances. */
export function isSubject(text: string): text is Subject {
  if (/^[0-9A-Z]{18}$/.test(text)) return true
  if (!/^[A-Z][A-Z0-9_]{0,19}:[^\s\p{Cc}](?:[^\p{Cc}]{0,198}[^\s\p{Cc}])?$/u.test(text)) return false
  return text === text.toUpperCase() && text === text.normalize('NFC')
}

/** Officers are drawn and matched under their id alone: no name enters a draw document. */
export const officerSubject = (officerId: string): Subject => {
  const subject = parseSubject(`OFFICER:${officerId}`)
  if (!subject) throw new RangeError('an officer id is text without control characters')
  return subject
}

/** The officer id inside a subject, in lower case as ids are kept; null for any other subject. */
export const officerIdOf = (subject: string): string | null => (subject.startsWith('OFFICER:') ? subject.slice(8).toLowerCase() : null)
