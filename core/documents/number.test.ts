import { expect, test } from 'vitest'
import { checkNumberPattern, documentNumber, numberSeries } from './number.ts'

const pattern = '{部门简称}抽查〔{年}〕{序号}号'
const of = { shortName: '城关市监', year: 2026 }

test('a number has the short name, the year in 〔〕 and a serial without a leading zero', () => {
  expect(documentNumber(pattern, of, 7)).toBe('城关市监抽查〔2026〕7号')
  expect(documentNumber('{部门简称}禁毒抽查〔{年}〕{序号}号', of, 12)).toBe('城关市监禁毒抽查〔2026〕12号')
})

test('papers of another year or another special word count on their own', () => {
  const series = [
    numberSeries(pattern, of),
    numberSeries(pattern, { ...of, year: 2027 }),
    numberSeries('{部门简称}禁毒抽查〔{年}〕{序号}号', of),
  ]
  expect(new Set(series).size).toBe(3)
})

test('a pattern without a year, with two serials, or with a name that nobody fills is refused and says where', () => {
  const wrong = (text: string) => {
    const checked = checkNumberPattern(text)
    return checked.ok ? null : checked.failure.wrong
  }
  expect(wrong(pattern)).toBeNull()
  expect(wrong('{部门简称}抽查{序号}号')).toBe('{年}')
  expect(wrong('抽查〔{年}〕{序号}号{序号}')).toBe('{序号}')
  expect(wrong('{机关}〔{年}〕{序号}号')).toBe('{机关}')
  expect(wrong('抽查（{年}）{序号}号')).toBe('〔{年}〕')
  expect(wrong('抽查〔{年}〕{序号号')).toBe('{ }')
})
