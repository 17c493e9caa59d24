import { expect, test } from 'vitest'
import { fileColumns, moveColumn, sampleOf, unusedColumns } from './import-mapping-choice.ts'

const headings = ['名称', '代码', '', '联系人', '核对结果']

test('a column of the file stands for one column of the register: who is chosen takes the place of whoever was there', () => {
  expect(moveColumn({ name: 0, code: 1 }, 'address', 1)).toEqual({ name: 0, address: 1 })
  expect(moveColumn({ name: 0, code: 1 }, 'name', 3)).toEqual({ name: 3, code: 1 })
  expect(moveColumn({ name: 0, code: 1 }, 'code', null)).toEqual({ name: 0 })
})

test('what an earlier check wrote beside the rows cannot be chosen; a column without heading can', () => {
  expect(fileColumns(headings).map(({ at }) => at)).toEqual([0, 1, 2, 3])
})

test('columns that nothing is taken from are told by their headings', () => {
  expect(unusedColumns(headings, { name: 0, code: 1 })).toEqual([{ at: 3, name: '联系人' }])
})

test('a sample shows each value once, three at most, and long ones cut', () => {
  const rows = [['甲'], ['甲'], ['  '], ['乙'], ['丙'], ['丁']]
  expect(sampleOf(rows, 0)).toBe('甲 ｜ 乙 ｜ 丙')
  expect(sampleOf([['字'.repeat(40)]], 0)).toBe(`${'字'.repeat(30)}…`)
  expect([sampleOf(rows, undefined), sampleOf(rows, 9)]).toEqual(['', ''])
})
