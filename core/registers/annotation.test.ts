import { describe, expect, test } from 'vitest'
import { isExample, rowMark } from './annotation.ts'
import { importAdvice } from './import-advice.ts'
import type { ImportKind } from './import-state.ts'
import { templateColumns } from './import-template.ts'
import { importWords } from './import-words.ts'

const kinds = Object.keys(importWords) as ImportKind[] // the keys of the table

describe('what is wrong with a row', () => {
  const words = importWords.entity
  const about = { headings: words.set.headings, reasons: words.reasons, advice: importAdvice }

  test('is said once for each reason with its column and what to do, and marks the cells', () => {
    const refusals = [
      { field: 'established', reason: 'date_invalid' },
      { field: 'code', reason: 'code_check_digit' },
      { field: 'name', reason: 'name_missing' },
    ]
    expect(rowMark(refusals, { name: 0, code: 1, established: 5 }, about)).toEqual({
      cells: [0, 1, 5],
      text: '注册日期：日期无法识别。写成 2019-03-05 这样的日期；统一社会信用代码：统一社会信用代码校验位不符。有一位抄错了，请对照营业执照逐位核对；企业名称：缺少名称。在这一行补上名称。',
    })
  })

  test('points at no cell where the file has no such column, and where the whole row is out of step', () => {
    expect(rowMark([{ field: 'address', reason: 'region_unknown' }], { name: 0, code: 1 }, about).cells).toEqual([])
    expect(rowMark([{ field: 'code', reason: 'columns_differ' }], { name: 0, code: 1 }, about)).toEqual({
      cells: [],
      text: '列数与表头不一致。内容里的逗号要用英文双引号括起来，或检查是否多了一格。',
    })
  })

  test.each(kinds)('%s: every reason has advice, every text begins with words of ours', (kind) => {
    const { reasons, set } = importWords[kind]
    const texts = Object.keys(reasons).map(
      (reason) => rowMark([{ field: '', reason }], {}, { headings: set.headings, reasons, advice: importAdvice }).text,
    )
    expect(Object.keys(reasons).filter((reason) => !Object.hasOwn(importAdvice, reason))).toEqual([])
    expect(texts.filter((text) => /^[=+\-@\t\r]/.test(text) || /[,"\r\n]/.test(text))).toEqual([])
  })
})

describe.each(kinds)('the template for %s', (kind) => {
  test('has a column for every one that is known, and says of each needed one that it is', () => {
    const { headings, needed } = importWords[kind].set
    const columns = templateColumns(kind)
    expect(columns.map(({ field }) => field)).toEqual(Object.keys(headings))
    expect(
      columns
        .filter((column) => column.needed)
        .map(({ field }) => field)
        .sort(),
    ).toEqual(needed.map(([first]) => first).sort())
  })

  test('has examples that are known as such and keep to its own lists', () => {
    const columns = templateColumns(kind)
    for (const at of [0, 1] as const) {
      expect(isExample(columns.map(({ examples }) => examples[at]))).toBe(true)
      for (const { heading, values, examples } of columns)
        expect([heading, values === null || examples[at] === '' || values.includes(examples[at])]).toEqual([heading, true])
    }
  })
})
