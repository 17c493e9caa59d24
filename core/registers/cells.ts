/** What a cell of a register file says, whatever its column. */

/** People leave a cell empty in four ways. */
export const absent = (value: string): boolean => value === '' || value === 'N/A' || value === '-' || value === '—'
export const text = (value: string): string | null => (absent(value) ? null : value)

/** Dates as files hold them: 2019-3-5, 2019/03/05, 2019年3月5日, 20190305; null when there is none. */
export function parseDate(value: string): string | null | 'invalid' {
  if (absent(value)) return null
  // Without separators only the full eight digits: 2019-12 and 201912 name a month, and no day may be read into them.
  const parts = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[ T].*)?$/.exec(value)
  if (parts === null) return 'invalid'
  const [year, month, day] = [Number(parts[1]), Number(parts[2] ?? parts[4]), Number(parts[3] ?? parts[5])]
  if (year < 1800 || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return 'invalid'
  return `${year}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`
}

/** Day 0 of the next month is the last of this one; all but the end of February is at hand without a Date. */
const daysIn = (year: number, month: number): number =>
  month === 2 ? new Date(Date.UTC(year, 2, 0)).getUTCDate() : month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31

/** The entries of a cell that holds several, separated as people do (；; ，, 、), ascending and each once. */
export const entries = (value: string): string[] =>
  absent(value)
    ? []
    : [
        ...new Set(
          value
            .normalize('NFC')
            .split(/[；;，,、]/)
            .map((one) => one.trim()),
        ),
      ]
        .filter((one) => one !== '')
        .sort()
