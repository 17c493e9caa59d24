/** Working days of mainland China by the State Council's yearly notices; the data are the `chinese-days` package. */
import chineseDays from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { fail, ok, type Result } from '#core/result.ts'

export type CalendarFailure = { readonly type: 'calendar_year_unknown'; readonly year: number; readonly known: readonly number[] }

const holidays: Readonly<Record<string, unknown>> = chineseDays.holidays
const workdays: Readonly<Record<string, unknown>> = chineseDays.workdays
/** A notice names the whole year up to National Day; one that only touches the New Year of the next does not make that year known. */
export const knownYears: readonly number[] = Object.keys(holidays)
  .filter((date) => date.endsWith('-10-01'))
  .map((date) => Number(date.slice(0, 4)))
  .sort((a, b) => a - b)

/**
 * The `n`th working day after `date` (the day after is day 1, domain.md §21b AR15). A year whose notice the package does not know is
 * a failure and never a guess: install a newer `chinese-days`.
 */
export function workingDayAfter(date: string, n: number): Result<string, CalendarFailure> {
  let day = date
  for (let counted = 0; counted < n; ) {
    day = nextDay(day)
    const works = isWorkingDay(day)
    if (!works.ok) return works
    if (works.value) counted++
  }
  return ok(day)
}

/**
 * How many working days lie after `from` up to and with `to`: what is left on the morning of `from`. `from` after `to` leaves none. Nothing is counted beyond
 * `most`, so that a day of an unknown year is no failure where it is certainly far.
 */
export function workingDaysUntil(from: string, to: string, most = Number.POSITIVE_INFINITY): Result<number, CalendarFailure> {
  let left = 0
  for (let day = nextDay(from); day <= to && left < most; day = nextDay(day)) {
    const works = isWorkingDay(day)
    if (!works.ok) return works
    if (works.value) left++
  }
  return ok(left)
}

/** A day on which offices work: a weekday that is no holiday, or a weekend day that a notice made a working day. */
export function isWorkingDay(date: string): Result<boolean, CalendarFailure> {
  const year = Number(date.slice(0, 4))
  if (!knownYears.includes(year)) return fail({ type: 'calendar_year_unknown', year, known: knownYears })
  if (Object.hasOwn(workdays, date)) return ok(true)
  if (Object.hasOwn(holidays, date)) return ok(false)
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  return ok(weekday !== 0 && weekday !== 6)
}

const nextDay = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
