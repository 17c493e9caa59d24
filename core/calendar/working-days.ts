/** Working days of mainland China by the State Council's yearly notices; the data are the `chinese-days` package. */
import chineseDays from 'chinese-days/dist/chinese-days.json' with { type: 'json' }
import { fail, ok, type Result } from '#core/result.ts'

export type CalendarFailure = { readonly type: 'calendar_year_unknown'; readonly year: number; readonly known: readonly number[] }

const holidays: Readonly<Record<string, unknown>> = chineseDays.holidays
const workdays: Readonly<Record<string, unknown>> = chineseDays.workdays
const knownYears: readonly number[] = [...new Set(Object.keys(holidays).map((date) => Number(date.slice(0, 4))))].sort((a, b) => a - b)

/**
 * The `n`th working day after `date` (the day after is day 1, domain.md §21b AR15). A year whose notice the package does not know is
 * a failure and never a guess: install a newer `chinese-days`.
 */
export function workingDayAfter(date: string, n: number): Result<string, CalendarFailure> {
  let day = date
  for (let counted = 0; counted < n; ) {
    day = nextDay(day)
    const year = Number(day.slice(0, 4))
    if (!knownYears.includes(year)) return fail({ type: 'calendar_year_unknown', year, known: knownYears })
    if (isWorkingDay(day)) counted++
  }
  return ok(day)
}

function isWorkingDay(date: string): boolean {
  if (Object.hasOwn(workdays, date)) return true
  if (Object.hasOwn(holidays, date)) return false
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay()
  return weekday !== 0 && weekday !== 6
}

const nextDay = (date: string): string => new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
