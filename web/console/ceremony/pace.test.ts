import { expect, test } from 'vitest'
import { countsByPlace, positionAfter, stepMs, windowOf } from './pace.ts'

test('a short list is read at a speaking pace, and a long one ends within about five minutes', () => {
  expect(stepMs(20, 'normal')).toBe(1200)
  expect(stepMs(2623, 'normal') * 2623).toBeLessThan(310_000)
  expect(stepMs(1_000_000, 'fast')).toBe(60)
})

test('reading never runs ahead of the names that have arrived', () => {
  expect(positionAfter(10, 5000, 1000, 100)).toBe(15)
  expect(positionAfter(10, 5000, 1000, 12)).toBe(12)
})

test('the current name is the last on the screen, and with reduced motion whole screens change', () => {
  expect(windowOf(20, 15, false)).toEqual({ from: 5, to: 20 })
  expect(windowOf(3, 15, false)).toEqual({ from: 0, to: 3 })
  expect(windowOf(16, 15, true)).toEqual({ from: 15, to: 16 })
  expect(windowOf(15, 15, true)).toEqual({ from: 0, to: 15 })
})

test('places are counted over what was read, in the order of their size', () => {
  expect(countsByPlace(['甲', '乙', '乙'], 2)).toEqual([
    { place: '乙', read: 1, total: 2 },
    { place: '甲', read: 1, total: 1 },
  ])
})
