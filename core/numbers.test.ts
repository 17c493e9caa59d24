import { expect, test } from 'vitest'
import { planNo, regionCodeOf, taskNo } from './numbers.ts'

test('a plan has 14 digits, a task 18: region, time, type, serial', () => {
  expect(planNo('620100', 2026, 7)).toEqual({ ok: true, value: '62010020261007' })
  expect(taskNo('620102', '2026-03-18', 12)).toEqual({ ok: true, value: '620102202603181012' })
})

test('the code of a place is filled to six digits, and a station counts as its county', () => {
  expect(['62', '62.6201', '62.6201.620102', '62.6201.620102.620102001'].map(regionCodeOf)).toEqual([
    '620000',
    '620100',
    '620102',
    '620102',
  ])
})

test('there is no thousandth number', () => {
  expect(planNo('620100', 2026, 999).ok).toBe(true)
  expect(planNo('620100', 2026, 1000)).toEqual({ ok: false, failure: { type: 'numbers_used_up', scope: '62010020261' } })
})
