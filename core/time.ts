/** Instants and dates as text. The one time zone of the product, Asia/Shanghai, is named here and nowhere else. */

declare const brand: unique symbol

/** RFC 3339 in UTC with milliseconds: `2026-11-20T14:58:00.000Z`. Such texts sort in the order of time. */
export type Instant = string & { readonly [brand]: 'Instant' }

/** A date without time, in Asia/Shanghai: `2026-03-31`. Such texts sort in the order of time. */
export type PlainDate = string & { readonly [brand]: 'PlainDate' }

export const timeZone = 'Asia/Shanghai'

/** The instant of a Date, or of milliseconds since 1970; a Date that is no time throws a RangeError. */
export const instant = (from: Date | number): Instant => new Date(from).toISOString() as Instant // toISOString is this very form

/** The instant a text means, with any offset; null when the text is not an RFC 3339 time. */
export function parseInstant(text: string): Instant | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/.test(text)) return null
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? null : instant(ms)
}

export const millis = (at: Instant): number => Date.parse(at)

export const later = (at: Instant, milliseconds: number): Instant => instant(millis(at) + milliseconds)

/** The date in Asia/Shanghai at an instant. */
export const dateAt = (at: Instant): PlainDate => dateText.format(millis(at)) as PlainDate // sv-SE writes dates as ISO 8601 does

/** The first instant of a date in Asia/Shanghai. */
export const startOf = (date: PlainDate): Instant => instant(Date.parse(`${date}T00:00:00+08:00`))

/** The last millisecond of a date: what enters at midnight belongs to the next day. */
export const endOf = (date: PlainDate): Instant => later(startOf(addDays(date, 1)), -1)

/** A date of the calendar (no 31 February), or null. */
export function parseDate(text: string): PlainDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  const ms = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text) ? (text as PlainDate) : null // checked on this line
}

/** The date some days after (or, when negative, before) a date. */
export function addDays(date: PlainDate, days: number): PlainDate {
  const at = new Date(`${date}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10) as PlainDate // the date half of an ISO time
}

/** A range of days in Chinese: `2026-03-31 至 2026-06-30`. */
export const daysText = ({ from, to }: { readonly from: string; readonly to: string }): string => `${from} 至 ${to}`

/** How a person in China reads an instant: `2026-03-31 09:05`. */
export const wallClock = (at: Instant): string => wallText.format(millis(at))

const dateText = new Intl.DateTimeFormat('sv-SE', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
const wallText = new Intl.DateTimeFormat('sv-SE', {
  timeZone,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
})
