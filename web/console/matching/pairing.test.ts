import { expect, test } from 'vitest'
import { pairIndex, standingOf } from './pairing.ts'

test('two who meet about as often as chance would have it are not remarked on', () => {
  expect(standingOf({ together: 3, expected: 2.1 })).toBe('usual')
  expect(standingOf({ together: 2, expected: 0.1 })).toBe('usual')
  expect(standingOf({ together: 30, expected: 25 })).toBe('usual')
})

test('fixed partners stand out, and so do two who avoid each other', () => {
  expect(standingOf({ together: 12, expected: 2 })).toBe('high')
  expect(standingOf({ together: 0, expected: 16 })).toBe('low')
})

test('a pair is found from either side', () => {
  const find = pairIndex([{ a: 'x', b: 'a', together: 2, expected: 1 }])
  expect(find('a', 'x')?.together).toBe(2)
  expect(find('x', 'a')?.together).toBe(2)
  expect(find('a', 'b')).toBeNull()
})
