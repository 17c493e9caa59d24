import { readXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { exampleMark, guideSheet } from '#core/registers/annotation.ts'
import { findColumns } from '#core/registers/columns.ts'
import type { ImportKind } from '#core/registers/import-state.ts'
import { templateColumns } from '#core/registers/import-template.ts'
import { importWords } from '#core/registers/import-words.ts'
import { templateWorkbook } from './template.ts'

const kinds = Object.keys(importWords) as ImportKind[] // the keys of the table

test.each(kinds)(
  'the template for %s is a workbook whose headings are known, whose cells are text, and whose closed columns offer a list',
  async (kind) => {
    const { set } = importWords[kind]
    const { sheets } = await readXlsx(await templateWorkbook(kind), { readStyles: true })
    const [register, guide] = sheets
    expect(sheets.length).toBe(2)
    expect(guide?.name).toBe(guideSheet)
    const heading = (register?.rows[0] ?? []).map(String)
    expect(findColumns(set, heading)).toEqual({
      ok: true,
      value: Object.fromEntries(Object.keys(set.headings).map((field, at) => [field, at])),
    })
    expect(register?.rows.slice(1).map((row) => String(row[0]).startsWith(exampleMark))).toEqual([true, true])
    expect(register?.columns?.every((column) => (column?.width ?? 0) >= 8)).toBe(true)
    expect([...(register?.cells ?? [])].every(([, cell]) => cell.style?.numFmt === '@')).toBe(true)
    const lists = register?.dataValidations ?? []
    expect(lists.length).toBe(templateColumns(kind).filter(({ values }) => values !== null).length)
    expect(lists.every(({ type, range }) => type === 'list' && /^([A-Z]+)2:\1\d+$/.test(range))).toBe(true)
  },
)
