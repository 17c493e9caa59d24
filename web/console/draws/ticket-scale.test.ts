import { expect, test } from 'vitest'
import { scaleOf, shareOf, shareWords } from './ticket-scale.ts'

test('a ticket stands where its value stands among all values', () => {
  expect(shareOf('0'.repeat(64))).toBe(0)
  expect(shareOf(`8${'0'.repeat(63)}`)).toBe(0.5)
  expect(shareOf('f'.repeat(64))).toBeCloseTo(1, 12)
})

test('small tickets are enlarged, and neither mark ever leaves the scale', () => {
  expect(scaleOf(0.7, 0.02)).toBe(1)
  expect(scaleOf(0.004, 0.02)).toBe(10)
  expect(scaleOf(0.0004, 0.0002)).toBe(1000)
  for (const line of [0.0959, 0.095, 0.0951, 0.5, 1]) expect(line * scaleOf(0, line)).toBeLessThanOrEqual(1)
})

test('a share is written so that a small one does not read as nothing', () => {
  expect(shareWords(0.0198)).toBe('1.98%')
  expect(shareWords(0.0000123)).toBe('0.0012%')
})
