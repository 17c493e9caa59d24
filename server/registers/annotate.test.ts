/** The clerk's own file with what is wrong in it: everything else stays as it was, and the file can be brought in again. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openXlsx, readXlsx, type Sheet, saveXlsx, type WriteSheet, writeXlsx } from 'hucre/xlsx'
import { afterAll, describe, expect, test } from 'vitest'
import { resultHeading, summarySheet } from '#core/registers/annotation.ts'
import { gbk } from '#test/gbk.ts'
import { sheetOf, workbookParts, type ZipEntry, zip } from '#test/zip.ts'
import { annotateCsv } from './annotate-csv.ts'
import type { AnnotateTask, MarkedRow } from './annotate-task.ts'
import { annotateXlsx } from './annotate-xlsx.ts'

const folder = mkdtempSync(join(tmpdir(), 'annotate-'))
afterAll(() => rmSync(folder, { recursive: true }))

let files = 0
type About = Partial<AnnotateTask> & Pick<AnnotateTask, 'headings'>

async function annotated(bytes: Uint8Array, marks: readonly MarkedRow[], about: About): Promise<Uint8Array> {
  const base = join(folder, String(files++))
  writeFileSync(`${base}.in`, bytes)
  writeFileSync(`${base}.marks`, marks.map((mark) => `${JSON.stringify(mark)}\n`).join(''))
  const task: AnnotateTask = {
    form: 'xlsx',
    path: `${base}.in`,
    out: `${base}.out`,
    sheet: null,
    headingRow: 1,
    marks: `${base}.marks`,
    summary: [
      ['退回原因', '行数'],
      ['=1+1', '1'],
    ],
    ...about,
  }
  await (task.form === 'xlsx' ? annotateXlsx(task) : annotateCsv(task))
  return readFileSync(task.out)
}

const mark = (rowNo: number, cells: number[], text = `第 ${rowNo} 行有误`): MarkedRow => ({ rowNo, cells, text })
const red = (sheet: Sheet | undefined): string[] =>
  [...(sheet?.cells ?? [])].flatMap(([at, { style }]) => {
    const fill = style?.fill
    return fill?.type === 'pattern' && fill.pattern === 'solid' && fill.fgColor?.rgb?.endsWith('FDD9D6') === true ? [at] : []
  })
const opened = (bytes: Uint8Array) => readXlsx(bytes, { readStyles: true })
const headings = ['企业名称', '统一社会信用代码', '注册资金']

const clerks = (): Promise<Uint8Array> => {
  const rows: WriteSheet['rows'] = [
    ['2026 年名录'],
    headings,
    ['甲', '91X', 5],
    ['乙', null, 7],
    ['丙', '92Y', 9],
    ['丁', '93Z', 1, '多', '余'],
  ]
  const cells: WriteSheet['cells'] = new Map([
    [
      '2,1',
      {
        value: '91X',
        style: { numFmt: '@', font: { bold: true }, fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: 'FF00FF00' } } },
      },
    ],
    ['4,2', { value: 12, formula: 'C3+C4', formulaResult: 12 }],
  ])
  return writeXlsx({
    sheets: [
      { name: '说明', rows: [['请先读我']] },
      {
        name: '名录 & 表',
        rows,
        cells,
        columns: [{ width: 33 }, { width: 22, style: { numFmt: '@' } }, { width: 11 }],
        merges: [{ startRow: 0, startCol: 0, endRow: 0, endCol: 2 }],
        freezePane: { rows: 2 },
        autoFilter: { range: 'A2:C6' },
      },
    ],
  })
}

describe('a workbook', () => {
  test('keeps its sheets, values, styles, widths, formulas and merges; wrong cells are red, a last column says why, a sheet counts', async () => {
    const before = await opened(await clerks())
    const bytes = await annotated(await clerks(), [mark(3, [1]), mark(4, [1]), mark(6, [])], {
      sheet: '名录 & 表',
      headingRow: 2,
      headings,
    })
    const after = await opened(bytes)
    expect(after.sheets.map(({ name }) => name)).toEqual(['说明', '名录 & 表', summarySheet])
    const [was, is] = [before.sheets[1], after.sheets[1]]
    expect(is?.rows.map((row) => row.slice(0, 3))).toEqual(was?.rows.map((row) => row.slice(0, 3)))
    expect(is?.rows.map((row) => row[5] ?? null)).toEqual([null, resultHeading, '第 3 行有误', '第 4 行有误', null, '第 6 行有误'])
    expect(is?.rows[5]?.slice(3, 5)).toEqual(['多', '余'])
    expect(red(is).sort()).toEqual(['2,1', '3,1', '5,3', '5,4'])
    expect(is?.cells?.get('4,2')).toMatchObject({ formula: 'C3+C4' })
    expect(is?.cells?.get('2,1')?.style).toMatchObject({ numFmt: '@', font: { bold: true } })
    expect(is?.cells?.get('3,1')?.style).toMatchObject({ numFmt: '@' })
    expect([is?.merges, is?.autoFilter, is?.freezePane]).toEqual([was?.merges, was?.autoFilter, was?.freezePane])
    expect(is?.columns?.slice(0, 3).map((column) => column?.width)).toEqual(was?.columns?.slice(0, 3).map((column) => column?.width))
    expect(is?.columns?.[5]?.width).toBe(60)
    expect(after.sheets[2]?.rows).toEqual([
      ['退回原因', '行数'],
      ['=1+1', '1'],
    ])
    expect([...(after.sheets[2]?.cells ?? [])].some(([, cell]) => cell.formula !== undefined)).toBe(false)
  })

  test('that comes again with one row corrected has the old words and the old red only where something is still wrong', async () => {
    const first = await annotated(await clerks(), [mark(3, [1]), mark(4, [1])], { sheet: '名录 & 表', headingRow: 2, headings })
    const saved = await saveXlsx(await openXlsx(first, { readStyles: true }))
    const again = { sheet: '名录 & 表', headingRow: 2, headings: [...headings, '', '', resultHeading] }
    for (const bytes of [first, saved]) {
      const after = await opened(await annotated(bytes, [mark(4, [1, 2], '仍然有误')], again))
      expect(after.sheets.map(({ name }) => name)).toEqual(['说明', '名录 & 表', summarySheet])
      expect(after.sheets[1]?.rows.map((row) => row[5] ?? null)).toEqual([null, resultHeading, null, '仍然有误', null, null])
      expect(red(after.sheets[1]).sort()).toEqual(['3,1', '3,2'])
      expect(after.sheets[1]?.cells?.get('2,1')?.style).toMatchObject({ numFmt: '@', font: { bold: true } })
    }
  })

  const good = (sheet: string): ZipEntry[] => workbookParts(sheet)

  test('without styles, row numbers or cell references is written all the same', async () => {
    const after = await opened(
      await annotated(zip(good(sheetOf(headings, ['甲', '91', '5'], ['乙', '92', '6']))), [mark(3, [1])], { headings }),
    )
    expect(after.sheets[0]?.rows).toEqual([
      [...headings, resultHeading],
      ['甲', '91', '5', null],
      ['乙', '92', '6', '第 3 行有误'],
    ])
    expect(red(after.sheets[0])).toEqual(['2,1'])
  })

  test('written with prefixes, as some programs do, keeps them', async () => {
    const parts = workbookParts('').map((part) =>
      part.name !== 'xl/worksheets/sheet1.xml'
        ? part
        : {
            name: part.name,
            text: '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:dimension ref="A1:B2"/><x:sheetData>\n<x:row r="1"><x:c r="A1" t="inlineStr"><x:is><x:t>企业名称</x:t></x:is></x:c></x:row>\n<x:row r="2" spans="1:2"/><x:row r="7"><x:c r="A7" t="inlineStr"><x:is><x:t>甲</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>',
          },
    )
    const after = await opened(await annotated(zip(parts), [mark(7, [0])], { headings: ['企业名称'] }))
    expect(after.sheets[0]?.rows[6]).toEqual(['甲', '第 7 行有误'])
    expect(after.sheets[0]?.rows[0]).toEqual(['企业名称', resultHeading])
  })

  const broken: readonly (readonly [string, string])[] = [
    ['a comment that looks like a cell', '<sheetData><row r="1"><c r="A1"><v>1</v></c><!--<c r="B1"/>--></row></sheetData>'],
    ['text among the rows', '<sheetData>x<row r="1"><c r="A1"><v>1</v></c></row></sheetData>'],
    ['rows out of order', '<sheetData><row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'],
    ['no end', '<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'],
  ]
  test.each(broken)('with %s is left alone', async (_, sheet) => {
    await expect(annotated(zip(good(sheet)), [mark(1, [0])], { headings: ['a'] })).rejects.toThrow(/sheet|order/)
  })

  test('a cell says what was written and nothing that a sender could make of it', async () => {
    const text = '=HYPERLINK("http://x")</t><v>1</v>\u0000\ufffe&'
    const after = await opened(await annotated(zip(good(sheetOf(headings, ['甲', '', '']))), [mark(2, [0], text)], { headings }))
    expect(after.sheets[0]?.rows[1]?.[3]).toBe('=HYPERLINK("http://x")</t><v>1</v>&')
  })
})

describe('a CSV', () => {
  const csv = (text: string, marks: readonly MarkedRow[], form: 'utf-8' | 'gb18030' = 'utf-8', more: About = { headings }) =>
    annotated(form === 'utf-8' ? Buffer.from(text) : gbk(text), marks, { ...more, form })

  test('is the same file in the same encoding with one more column', async () => {
    const text = `${headings.join(',')}\r\n甲,"9,1\n""X""",5\n\n乙,92,6\r丙,93\n丁,94,7,多`
    const marks = [mark(2, [1]), mark(5, [1], '缺,一格'), mark(6, [])]
    const asked = `${headings.join(',')},核对结果\r\n甲,"9,1\n""X""",5,第 2 行有误\n\n乙,92,6,\r丙,93,,"缺,一格"\n丁,94,7,多,第 6 行有误`
    expect(new TextDecoder().decode(await csv(`\ufeff${text}`, marks))).toBe(asked)
    expect(Buffer.from(await csv(`\ufeff${text}`, marks)).subarray(0, 3)).toEqual(Buffer.from('efbbbf', 'hex'))
    expect(Buffer.from(await csv(text, marks, 'gb18030'))).toEqual(Buffer.from(gbk(asked)))
  })

  test('that comes again has the new words in the place of the old', async () => {
    const again = { headings: [...headings, resultHeading] }
    const text = `${again.headings.join(',')}\n甲,91,5,第 2 行有误\n乙,92,6,第 3 行有误\n`
    expect(new TextDecoder().decode(await csv(text, [mark(3, [1], '仍然有误')], 'utf-8', again))).toBe(
      `${again.headings.join(',')}\n甲,91,5,\n乙,92,6,仍然有误\n`,
    )
  })

  test('is the same through every place where a chunk can end', async () => {
    const line = `甲,"九,一\r\n壹",${'五'.repeat(90_000)}\r\n`
    const text = `${headings.join(',')}\r\n${line.repeat(9)}`
    expect(new TextDecoder().decode(await csv(text, [mark(4, [1])]))).toBe(
      `${headings.join(',')},${resultHeading}\r\n${Array.from({ length: 9 }, (_, at) => line.replace(/\r\n$/, at === 2 ? ',第 4 行有误\r\n' : ',\r\n')).join('')}`,
    )
  })
})
