/** Subjects: the identity of a pool member, draw protocol §1. */
import type { Subject } from '../ids.ts'
import { type Shape, where } from './shape.ts'

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

/** The guard of a subject: a credit code or `KIND:value` (draw protocol §3). */
export const subjectShape: Shape<string> = where('subject', (value): value is string => typeof value === 'string' && isSubject(value))

/** Officers, experts and groups are drawn and matched under their id alone: no name enters a draw document. */
export const officerSubject = (officerId: string, population: 'officers' | 'experts' = 'officers'): Subject =>
  subjectOf(population === 'officers' ? 'OFFICER' : 'EXPERT', officerId)

export const groupSubject = (groupId: string): Subject => subjectOf('GROUP', groupId)

/** The id of an officer or expert inside a subject, in lower case as ids are kept; null for any other subject. */
export const officerIdOf = (subject: string): string | null => idOf(subject, 'OFFICER') ?? idOf(subject, 'EXPERT')

/** The id of whatever is drawn besides objects: an officer, an expert or a group. */
export const unitIdOf = (subject: string): string | null => officerIdOf(subject) ?? idOf(subject, 'GROUP')

function subjectOf(kind: string, id: string): Subject {
  const subject = parseSubject(`${kind}:${id}`)
  if (!subject) throw new RangeError('an id is text without control characters')
  return subject
}

const idOf = (subject: string, kind: string): string | null =>
  subject.startsWith(`${kind}:`) ? subject.slice(kind.length + 1).toLowerCase() : null
