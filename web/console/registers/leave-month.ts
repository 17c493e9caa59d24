/** A month of leave as a grid: its days, and who is away on which of them. */
import type { Leave } from '#contract/officers.ts'

export type Day = { readonly date: string; readonly number: number; readonly weekend: boolean }
export type LeaveRow = {
  readonly officerId: string
  readonly name: string
  readonly orgName: string
  /** One for each day of the month; null: not away. */
  readonly cells: readonly (Leave | null)[]
  readonly days: number
}

/** `2026-05` when it is a month of the calendar, else the month of `today`. */
export function monthOf(text: string | undefined, today: string): string {
  return text !== undefined && /^(19|20|21)\d{2}-(0[1-9]|1[0-2])$/.test(text) ? text : today.slice(0, 7)
}

/** The month `by` months later: 2026-12 + 1 is 2027-01. */
export function monthAfter(month: string, by: number): string {
  const months = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + by
  return `${Math.floor(months / 12)}-${String((months % 12) + 1).padStart(2, '0')}`
}

export function daysOf(month: string): readonly Day[] {
  const year = Number(month.slice(0, 4))
  const number = Number(month.slice(5))
  // Day 0 of the month after is the last day of this one.
  const last = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return Array.from({ length: last }, (_, index) => {
    const weekday = new Date(Date.UTC(year, number - 1, index + 1)).getUTCDay()
    return { date: `${month}-${String(index + 1).padStart(2, '0')}`, number: index + 1, weekend: weekday === 0 || weekday === 6 }
  })
}

/** Rows by name, then by organisation, then by id: the same order on every screen and paper. Two leaves on one day show the one that begins first. */
export function leaveRows(leaves: readonly Leave[], days: readonly Day[]): readonly LeaveRow[] {
  const sorted = [...leaves].sort((a, b) => order(a.from, b.from) || order(a.id, b.id))
  const byOfficer = new Map<string, Leave[]>()
  for (const leave of sorted) byOfficer.set(leave.officerId, [...(byOfficer.get(leave.officerId) ?? []), leave])
  return [...byOfficer]
    .flatMap(([officerId, own]) => {
      const cells = days.map(({ date }) => own.find((leave) => leave.from <= date && date <= leave.to) ?? null)
      const first = own[0]
      const away = cells.filter((cell) => cell !== null).length
      return first === undefined || away === 0 ? [] : [{ officerId, name: first.officerName, orgName: first.orgName, cells, days: away }]
    })
    .sort((a, b) => collator.compare(a.name, b.name) || collator.compare(a.orgName, b.orgName) || order(a.officerId, b.officerId))
}

/** How many are away on each day. */
export const awayByDay = (rows: readonly LeaveRow[], days: readonly Day[]): readonly number[] =>
  days.map((_, index) => rows.filter((row) => row.cells[index] !== null).length)

/** Days of a leave, both ends counted. */
export const lengthOf = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000) + 1

const collator = new Intl.Collator('zh-CN')
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
