import { expect, test } from 'vitest'
import { monthsBefore } from './months-before.ts'

test('some months earlier is the same day, or the last one of a shorter month', () => {
  expect(monthsBefore('2026-11-22', 3)).toBe('2026-08-22')
  expect(monthsBefore('2026-02-10', 3)).toBe('2025-11-10')
  expect(monthsBefore('2026-05-31', 3)).toBe('2026-02-28')
  expect(monthsBefore('2026-12-31', 12)).toBe('2025-12-31')
  expect(monthsBefore('2026-01-31', 1)).toBe('2025-12-31')
})
