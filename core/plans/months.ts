/** How the visits of a window spread over months: evenly over its weekdays. Holidays of a year to come are not announced yet when its plan is made. */

/** Month (`2027-03`) → share of the window's weekdays; a window of a weekend alone is its days. */
export function monthShares(from: string, to: string): ReadonlyMap<string, number> {
  const days = weekdaysIn(from, to)
  const all = days.length > 0 ? days : everyDay(from, to)
  const months = new Map<string, number>()
  for (const day of all) months.set(day.slice(0, 7), (months.get(day.slice(0, 7)) ?? 0) + 1 / all.length)
  return months
}

const weekdaysIn = (from: string, to: string): readonly string[] =>
  everyDay(from, to).filter((day) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay()))

function everyDay(from: string, to: string): readonly string[] {
  const days: string[] = []
  for (let at = Date.parse(`${from}T00:00:00Z`); at <= Date.parse(`${to}T00:00:00Z`); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10))
  return days
}
