/** The same day some months earlier, or the last day of that month where it has none: `2026-05-31` less 3 is `2026-02-28`. */
export function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const at = year * 12 + (month - 1) - months
  const last = new Date(Date.UTC(Math.floor(at / 12), (at % 12) + 1, 0)).getUTCDate()
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${Math.floor(at / 12)}-${two((at % 12) + 1)}-${two(Math.min(date, last))}`
}
