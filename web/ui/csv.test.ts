import { expect, test } from 'vitest'
import { csvText } from './csv.ts'

test('a cell that would start a formula stays text', () => {
  expect(csvText([['=HYPERLINK("http://x")', '+1', '-1', '@a']])).toBe('\uFEFF"\'=HYPERLINK(""http://x"")",\'+1,\'-1,\'@a\r\n')
})

test('a negative number is a number, not a formula', () => {
  expect(csvText([[-5, null, 3]])).toBe('\uFEFF-5,,3\r\n')
})

test('commas, quotes and line breaks inside a cell are kept', () => {
  expect(csvText([['甲,乙', '说"好"', '一\n二']])).toBe('\uFEFF"甲,乙","说""好""","一\n二"\r\n')
})
