/** A workbook that is read row by row says what the library says of it that reads it whole. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type CellValue, type WriteSheet, writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { streamWorkbook } from './workbook-stream.ts'
import { dateStyles, dayOf, sharedStrings, textsIn } from './workbook-values.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mingjian-workbook-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function read(...sheets: WriteSheet[]) {
  const path = join(folder, 'a.xlsx')
  await writeFile(path, Buffer.from((await writeXlsx({ sheets })) as Uint8Array)) // bytes
  const workbook = await streamWorkbook(path, 20)
  const rows = []
  for (const sheet of workbook.sheets) {
    const cells: (readonly [number, string[]])[] = []
    for await (const row of sheet.from(1)) cells.push([row.rowNo, row.cells])
    rows.push({ name: sheet.name, rows: sheet.rows, cells })
  }
  await workbook.close()
  return { merged: workbook.merged, sheets: rows }
}

test('texts, numbers, days and truths are read as a spreadsheet shows them, at their rows and columns', async () => {
  const rows: CellValue[][] = [
    ['名称', null, '数'],
    ['甲 & <乙> "丙"', '两\n行', 12.5],
    [],
    [true, new Date(Date.UTC(2019, 2, 5)), 123456789012345],
    ['  前后  ', '', 0],
  ]
  expect(await read({ name: '名录', rows })).toEqual({
    merged: 0,
    sheets: [
      {
        name: '名录',
        rows: 5,
        cells: expect.arrayContaining([
          [1, ['名称', '', '数']],
          [2, ['甲 & <乙> "丙"', '两\n行', '12.5']],
          [4, ['TRUE', '2019-03-05', '123456789012345']],
          [5, ['  前后  ', '', '0']],
        ]),
      },
    ],
  })
})

test('a merged area gives its value to all its rows, and hidden sheets are not offered', async () => {
  const rows: CellValue[][] = [
    ['区', '名'],
    ['城关区', '甲'],
    [null, '乙'],
    [null, '丙'],
  ]
  const found = await read(
    { name: '一', rows, merges: [{ startRow: 1, startCol: 0, endRow: 3, endCol: 0 }] },
    { name: '藏', rows: [['x']], hidden: true },
    { name: '二', rows: [['y']] },
  )
  expect(found.merged).toBe(3)
  expect(found.sheets.map(({ name }) => name)).toEqual(['一', '二'])
  expect(found.sheets[0]?.cells.map(([, cells]) => cells[0])).toEqual(['区', '城关区', '城关区', '城关区'])
})

test('shared strings are whole however the file is cut, rich text is one text, readings are left out', async () => {
  const xml =
    '<sst><si><t>甲</t></si><si/><si><r><t>乙</t></r><r><rPr/><t xml:space="preserve"> 丙</t></r><rPh sb="0" eb="1"><t>よみ</t></rPh></si><x:si><x:t>a_x000D_&amp;b</x:t></x:si></sst>'
  const bytes = Buffer.from(xml)
  for (const size of [1, 7, 40, 1000]) {
    const cut = async function* () {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
    }
    expect(await sharedStrings(cut())).toEqual(['甲', '', '乙 丙', 'a\r&b'])
  }
  expect(textsIn('<is><t>_x0041_</t></is>')).toBe('A')
})

test('a format of days is known by its letters, whatever stands in quotes or brackets; days before March 1900 are those of a spreadsheet', () => {
  const xml = `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$-804]yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="171" formatCode="0.00&quot;元 yd&quot;"/></numFmts>
    <cellXfs><xf numFmtId="0"/><xf numFmtId="14" xfId="0"><alignment/></xf><xf numFmtId="170"/><xf numFmtId="171"/><xf numFmtId="57"/></cellXfs></styleSheet>`
  expect(dateStyles(xml)).toEqual([false, true, true, false, true])
  expect([dayOf(43_529, false), dayOf(43_529.75, false), dayOf(1, false), dayOf(61, false), dayOf(42_067, true)]).toEqual([
    '2019-03-05',
    '2019-03-05',
    '1900-01-01',
    '1900-03-01',
    '2019-03-05',
  ])
})
