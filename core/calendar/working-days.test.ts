import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isWorkingDay, workingDayAfter, workingDaysUntil } from './working-days.ts'

describe('AR15 twenty working days', () => {
  test.each([
    ['2026-09-15', '2026-10-19'],
    ['2026-02-10', '2026-03-16'],
    ['2025-09-22', '2025-10-24'],
    ['2026-04-28', '2026-05-28'],
  ])('AR15 after %s end on %s', (from, to) => {
    expect(workingDayAfter(from, 20)).toEqual({ ok: true, value: to })
    expect(workingDaysUntil(from, to)).toEqual({ ok: true, value: 20 })
  })
})

test('a weekend day of work counts, a holiday on a weekday does not', () => {
  expect(isWorkingDay('2026-10-10')).toEqual({ ok: true, value: true }) // a Saturday, worked for the National Day week
  expect(isWorkingDay('2026-10-01')).toEqual({ ok: true, value: false }) // a Thursday
  expect(isWorkingDay('2026-10-12')).toEqual({ ok: true, value: true })
  expect(isWorkingDay('2026-10-17')).toEqual({ ok: true, value: false })
})

test('a year without a published notice is an error, not a guess', () => {
  const unknown = { ok: false, failure: { type: 'calendar_year_unknown', year: 2039 } }
  expect(workingDayAfter('2039-06-01', 1)).toMatchObject(unknown)
  expect(workingDaysUntil('2039-06-01', '2039-06-05')).toMatchObject(unknown)
  expect(isWorkingDay('2039-06-01')).toMatchObject(unknown)
})

test('counting there and counting back agree, and what lies behind leaves nothing', () => {
  const day = fc.integer({ min: 0, max: 5000 }).map((n) => new Date(Date.UTC(2010, 0, 1) + n * 86_400_000).toISOString().slice(0, 10))
  fc.assert(
    fc.property(day, fc.integer({ min: 1, max: 60 }), (from, n) => {
      const to = workingDayAfter(from, n)
      if (!to.ok) throw new Error('these years are known')
      expect(workingDaysUntil(from, to.value)).toEqual({ ok: true, value: n })
      expect(isWorkingDay(to.value)).toEqual({ ok: true, value: true })
      expect(workingDaysUntil(to.value, from)).toEqual({ ok: true, value: 0 })
    }),
  )
})
