import { expect, test } from 'vitest'
import { findColumns, fitsHeading, guessColumns, headingAt, missingColumns } from './columns.ts'
import { entityColumnSet, entityColumns } from './entity-columns.ts'

test('a heading is found below titles and notes: the row that knows the most columns', () => {
  expect(
    headingAt(entityColumns, [['兰州市检查对象名录'], ['填表单位：', '日期'], ['企业名称*', '信用代码', '住所'], ['名称', '类型', '3']]),
  ).toBe(2)
  expect(headingAt(entityColumns, [['说明'], ['甲', '乙'], ['丙']])).toBe(1)
  expect(headingAt(entityColumns, [['说明']])).toBe(0)
  expect(headingAt(entityColumns, [])).toBe(-1)
})

test('headings are read without stars, blanks and line breaks, and the first name that circulates wins', () => {
  expect(guessColumns(entityColumns, ['名称', '\ufeff企业 名称＊', '统一社会\n信用代码*', '备注'])).toEqual({ name: 1, code: 2 })
})

test('of code and identity one is enough; a failure names what is missing as the template does', () => {
  expect(missingColumns(entityColumnSet, { name: 0, identity: 1 })).toEqual([])
  expect(findColumns(entityColumnSet, ['标识'])).toMatchObject({ ok: false, failure: { missing: ['企业名称'], found: ['标识'] } })
})

test('a mapping by hand names known columns at places that are there, each once', () => {
  expect(fitsHeading(entityColumnSet, { name: 1, code: 0 }, 2)).toBe(true)
  for (const wrong of [{ name: 2 }, { name: 0, code: 0 }, { constructor: 0 }, { name: -1 }])
    expect(fitsHeading(entityColumnSet, wrong, 2)).toBe(false)
})
