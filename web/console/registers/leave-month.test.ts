import { describe, expect, test } from 'vitest'
import type { Leave } from '#contract/officers.ts'
import { awayByDay, daysOf, leaveRows, lengthOf, monthAfter, monthOf } from './leave-month.ts'

const leave = (id: string, officerId: string, officerName: string, from: string, to: string): Leave => ({
  id,
  officerId,
  officerName,
  orgName: '临澜县市场监督管理局',
  from,
  to,
  kind: 'leave',
  note: '',
  enteredBy: '名录岗',
})

describe('the month of a calendar', () => {
  test('an address without a month, or with a wrong one, means this month', () => {
    expect(monthOf(undefined, '2026-05-14')).toBe('2026-05')
    expect(monthOf('2026-13', '2026-05-14')).toBe('2026-05')
    expect(monthOf('2026-02', '2026-05-14')).toBe('2026-02')
  })

  test('months follow each other over the turn of a year', () => {
    expect(monthAfter('2026-12', 1)).toBe('2027-01')
    expect(monthAfter('2026-01', -1)).toBe('2025-12')
  })

  test('February of a leap year has 29 days, and weekends are known', () => {
    expect(daysOf('2028-02')).toHaveLength(29)
    expect(daysOf('2026-02')).toHaveLength(28)
    expect(
      daysOf('2026-05')
        .filter(({ weekend }) => weekend)
        .slice(0, 3)
        .map(({ number }) => number),
    ).toEqual([2, 3, 9])
  })
})

describe('who is away', () => {
  const days = daysOf('2026-05')

  test('a leave that begins before the month and ends in it fills the days of the month only', () => {
    const [row] = leaveRows([leave('1', 'a', '甲', '2026-04-28', '2026-05-03')], days)
    expect(row?.days).toBe(3)
    expect(row?.cells.slice(0, 4).map((cell) => cell?.id ?? null)).toEqual(['1', '1', '1', null])
  })

  test('two leaves that overlap are days once, and a person has one row', () => {
    const rows = leaveRows([leave('2', 'a', '甲', '2026-05-03', '2026-05-06'), leave('1', 'a', '甲', '2026-05-01', '2026-05-04')], days)
    expect(rows).toHaveLength(1)
    expect(rows[0]?.days).toBe(6)
    expect(rows[0]?.cells[3]?.id).toBe('1')
  })

  test('two persons of one name stay two, in the same order whatever the answer of the server', () => {
    const both = [leave('1', 'b', '李伟', '2026-05-01', '2026-05-01'), leave('2', 'a', '李伟', '2026-05-01', '2026-05-02')]
    expect(leaveRows(both, days).map(({ officerId }) => officerId)).toEqual(['a', 'b'])
    expect(leaveRows([...both].reverse(), days).map(({ officerId }) => officerId)).toEqual(['a', 'b'])
    expect(awayByDay(leaveRows(both, days), days).slice(0, 3)).toEqual([2, 1, 0])
  })

  test('a leave outside the month makes no row', () => {
    expect(leaveRows([leave('1', 'a', '甲', '2026-06-01', '2026-06-02')], days)).toEqual([])
  })

  test('the first and the last day both count', () => {
    expect(lengthOf('2026-05-01', '2026-05-01')).toBe(1)
    expect(lengthOf('2026-02-28', '2026-03-01')).toBe(2)
  })
})
