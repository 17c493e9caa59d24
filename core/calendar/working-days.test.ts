import { expect, test } from 'vitest'
import { workingDayAfter } from './working-days.ts'

test.each([
  ['2026-09-15', '2026-10-19'],
  ['2026-02-10', '2026-03-16'],
  ['2025-09-22', '2025-10-24'],
  ['2026-04-28', '2026-05-28'],
])('twenty working days after %s end on %s (AR15)', (from, to) => {
  expect(workingDayAfter(from, 20)).toEqual({ ok: true, value: to })
})

test('a year without a published notice is an error, not a guess', () => {
  expect(workingDayAfter('2039-06-01', 1)).toMatchObject({ ok: false, failure: { type: 'calendar_year_unknown', year: 2039 } })
})
