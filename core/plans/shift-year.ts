/** Last year's plan as the beginning of the next one. */
import { type PlainDate, parseDate } from '../time.ts'
import type { PlanRowText } from './row.ts'

/** The same day in another year; the 29th of February becomes the 28th where there is none. */
export function shiftYear(day: string, years: number): PlainDate {
  const [year = '', rest = ''] = [day.slice(0, 4), day.slice(4)]
  const moved = `${String(Number(year) + years).padStart(4, '0')}${rest}`
  const date = parseDate(moved) ?? parseDate(moved.replace(/29$/, '28'))
  if (date === null) throw new RangeError(`no day ${day} in the calendar`)
  return date
}

/**
 * A row for so many years later: its window moves along, its items are taken in the versions that will be in force then, and the bases that were
 * counted for the year before are left out.
 */
export const shiftRow = (row: PlanRowText, years: number, itemOf: (id: string, day: string) => string): PlanRowText => {
  const from = shiftYear(row.from, years)
  return {
    ...row,
    from,
    to: shiftYear(row.to, years),
    itemIds: [...new Set(row.itemIds.map((id) => itemOf(id, from)))],
    strata: row.strata.map(({ base: _, ...stratum }) => stratum),
  }
}
