import { expect, test } from 'vitest'
import { percentOfPpm, ppmOfPercent, product } from './percent.ts'

test('a percentage becomes parts per million without rounding', () => {
  expect(ppmOfPercent('3')).toBe(30_000)
  expect(ppmOfPercent('4.1')).toBe(41_000)
  expect(ppmOfPercent(' 0.0001% ')).toBe(1)
  expect(ppmOfPercent('３．５％')).toBe(35_000)
  expect(ppmOfPercent('100')).toBe(1_000_000)
  for (let ppm = 0; ppm <= 1_000_000; ppm += 37) expect(ppmOfPercent(percentOfPpm(ppm))).toBe(ppm)
})

test('what is not a percentage of at most four decimals is refused', () => {
  for (const text of ['', '-1', '100.0001', '3.12345', '1e3', 'abc']) expect(ppmOfPercent(text)).toBeNull()
})

test('households times rate is exact to the cent', () => {
  expect(product(74_036, 30_000)).toBe('2,221.08')
  expect(product(714, 100_000)).toBe('71.40')
  expect(product(3, 333_333)).toBe('0.99')
})
