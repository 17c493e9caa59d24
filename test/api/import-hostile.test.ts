/** Files that nobody sends by mistake, and files that everybody does: each is taken for what it says or refused with the reason, and leaves nothing behind. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type CellValue, type WriteSheet, writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firmsCsv } from '#bin/scenario/firms.ts'
import { jobs } from '#server/router.ts'
import { districts } from '#test/bureau.ts'
import { type Batch, finish, rejectionsOf, startImport, stillImport } from '#test/imports.ts'
import { openTestHouse, type Person, type TestHouse } from '#test/people.ts'
import { sheetOf, workbookParts, type ZipEntry, zip } from '#test/zip.ts'

let house: TestHouse
let registrar: Person
beforeAll(async () => {
  house = await openTestHouse({ jobs })
  registrar = await house.as('registrar')
})
afterAll(() => house.close())

const [heading = '', ...firms] = [...firmsCsv(40, districts, 5)].join('').trimEnd().split('\n')
const names = heading.split(',')
const cellsOf = (line: string | undefined): string[] => (line ?? '').split(',')
const codeOf = (line: string | undefined): string => cellsOf(line)[names.indexOf('统一社会信用代码')] ?? ''

const check = async (bytes: BodyInit, name = '名录'): Promise<Batch> =>
  stillImport(registrar, await startImport(registrar, bytes, {}, name))
const count = async (table: string, where = 'true'): Promise<number> =>
  Number((await house.database.pools.migrator.query(`select count(*) n from ${table} where ${where}`)).rows[0]?.n)
const workbook = (...sheets: WriteSheet[]): Promise<BodyInit> => writeXlsx({ sheets }) as Promise<BodyInit> // bytes are a body
const good = (...more: readonly ZipEntry[]): ZipEntry[] => [...workbookParts(sheetOf(names, cellsOf(firms[0]))), ...more]
const main = 'xl/worksheets/sheet1.xml'
const change = (part: Partial<ZipEntry>): ZipEntry[] => good().map((one) => (one.name === main ? { ...one, ...part } : one))
const sheetXml = (body: string): string =>
  `<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${body}</worksheet>`

/** No rows that wait, no drafts of files: whatever was begun is gone. */
async function nothingLeft({ id }: Pick<Batch, 'id'>): Promise<void> {
  for (const table of ['import_row', 'import_line', 'import_change', 'import_before', 'import_rejection'])
    expect([table, await count(table, `import_id = '${id}'`)]).toEqual([table, 0])
  const path = house.services.files.path('0'.repeat(64))
  expect(await readdir(join(path, '..', '..', '..', 'drafts'))).toEqual([])
}

describe('refused, with the reason, and nothing is left of it', () => {
  const refused: readonly (readonly [what: string, bytes: () => BodyInit | Promise<BodyInit>, code: string | readonly string[]])[] = [
    ['a sheet that says it is 4 GB', () => zip(change({ declared: 0xfffffffe })), 'workbook_too_large'],
    [
      'a sheet that inflates to a thousand times what it says',
      () => zip(change({ text: `<a>${' '.repeat(30 << 20)}</a>`, declared: 30_000 })),
      'workbook_broken',
    ],
    [
      'six thousand files in one archive',
      () => zip(good(...Array.from({ length: 6000 }, (_, at) => ({ name: `xl/${at}.xml`, text: '' })))),
      'workbook_too_large',
    ],
    ['macros', () => zip(good({ name: 'xl/vbaProject.bin', text: 'x' })), 'workbook_macros'],
    ['the macros of old', () => zip(good({ name: 'xl/macrosheets/sheet1.xml', text: 'x' })), 'workbook_macros'],
    [
      'a password',
      async () => (await writeXlsx({ sheets: [{ name: 'S', rows: [names] }], encryption: { password: 'x', spinCount: 1 } })) as BodyInit,
      'workbook_old_or_locked',
    ],
    ['the format of 1997', () => Buffer.from(`d0cf11e0a1b11ae1${'00'.repeat(600)}`, 'hex'), 'workbook_old_or_locked'],
    ['an archive cut off', () => zip(good()).slice(0, -30), 'workbook_broken'],
    ['an archive cut in the middle', () => zip(good()).slice(0, 900), 'workbook_broken'],
    ['a name that leads out of the archive', () => zip(good({ name: '../../../../tmp/mingjian-was-here', text: 'x' })), 'workbook_broken'],
    ['a name that leads to the root', () => zip(good({ name: '/etc/cron.d/mingjian', text: 'x' })), 'workbook_broken'],
    ['a name of another system', () => zip(good({ name: 'xl\\..\\..\\mingjian.dll', text: 'x' })), 'workbook_broken'],
    [
      'ten thousand columns',
      () => workbook({ name: 'S', rows: [[...names, ...Array.from({ length: 10_000 }, (_, at) => `列${at}`)]] }),
      'workbook_too_large',
    ],
    ['ten thousand columns of CSV', () => `${heading}${',x'.repeat(10_000)}\n`, ['file_too_wide', 'file_without_rows']],
    ['UTF-16', () => Buffer.from(`\ufeff${heading}\n${firms[0]}\n`, 'utf16le'), 'file_not_text'],
    ['UTF-16 the other way round', () => Buffer.from(`\ufeff${heading}\n${firms[0]}\n`, 'utf16le').swap16(), 'file_not_text'],
    ['NUL in a cell', () => `${heading}\n${firms[0]?.replace('甘肃', '甘\0肃')}\0\n`, 'file_not_text'],
    ['a quote that never closes', () => `${heading}\n"${firms.join('\n')}`, 'csv_broken'],
    ['a cell of two megabytes', () => `${heading}\n"${'字'.repeat(700_000)}"\n`, 'csv_broken'],
    ['a picture named like a table', () => Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), ['file_not_text', 'encoding_unknown']],
    [
      'a web page named like a workbook',
      () => '<html><table><tr><td>企业名称</td></tr></table></html>',
      ['columns_missing', 'file_without_rows'],
    ],
  ]
  test.each(refused)('%s', async (_, bytes, code) => {
    const before = await count('entity')
    const batch = await check(await bytes(), '名录.xlsx')
    expect(batch).toMatchObject({ state: 'failed', progress: { state: 'failed' }, annotated: false })
    expect([code].flat()).toContain(batch.progress.problem?.code)
    expect(JSON.stringify(batch)).not.toContain('root:')
    await nothingLeft(batch)
    expect(await count('entity')).toBe(before)
  })
})

describe('taken for what it says', () => {
  test('a workbook named .csv and a CSV named .xlsx are what their bytes are', async () => {
    expect(await check(zip(good()), '名录.csv')).toMatchObject({ state: 'ready', encoding: 'xlsx', rows: { read: 1, added: 1 } })
    expect(await check(`${heading}\n${firms[0]}\n`, '名录.xlsx')).toMatchObject({
      state: 'ready',
      encoding: 'utf-8',
      rows: { read: 1, added: 1 },
    })
  })

  test('what would run in a spreadsheet is text: in the register, and beside it in the copy', async () => {
    const evil = ["=cmd|'/C calc'!A0", '@SUM(1+9)', '+1+cmd', '-2+3']
    const rows = evil.map((name, at) => cellsOf(firms[at + 1]).map((cell, place) => (place === names.indexOf('企业名称') ? name : cell)))
    const wrong = cellsOf(firms[6]).map((cell, place) => (names[place] === '统一社会信用代码' ? '=1+1' : cell))
    const batch = await finish(
      registrar,
      await startImport(registrar, `${[heading, ...rows.map((row) => row.join(',')), wrong.join(',')].join('\n')}\n`),
    )
    expect(batch).toMatchObject({ state: 'done', rows: { read: 5, added: 4, rejected: { code_length: 1 } } })
    for (const [at, name] of evil.entries())
      expect((await registrar.call.registers.getEntity({ subject: codeOf(firms[at + 1]) })).name).toBe(name)
    const copy = await (await registrar.get(`/api/v1/register/imports/${batch.id}/annotated`)).text()
    const written = copy.split('\n').map((line) => line.slice(line.lastIndexOf(',') + 1))
    expect(written.filter((text) => /^["']?[=+\-@]/.test(text))).toEqual([])
  })

  test('a formula of a workbook is what it showed, and nothing where it showed nothing', async () => {
    const [name, code] = [names.indexOf('企业名称'), names.indexOf('统一社会信用代码')]
    const rows: CellValue[][] = [names, cellsOf(firms[7]), cellsOf(firms[8])]
    const cells = new Map([
      [`1,${name}`, { value: '算出来的公司', formula: 'A9&"公司"', formulaResult: '算出来的公司' }],
      [`2,${code}`, { value: null, formula: 'HYPERLINK("http://evil")' }],
    ])
    const batch = await check(await workbook({ name: 'S', rows, cells }))
    expect(batch.rows).toMatchObject({ read: 2, added: 1, rejected: { code_missing: 1 } })
  })

  const laughs = `<!DOCTYPE x [<!ENTITY a "ha">${[...'bcdefghijk'].map((name, at) => `<!ENTITY ${name} "${`&${'abcdefghij'[at]};`.repeat(10)}">`).join('')}]>`
  const external = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
  test.each([
    ['that laughs', laughs, '&k;'],
    ['that reads a file', external, '&a;'],
  ])('an entity %s is no more than its own name', async (_, doctype, entity) => {
    const cells = cellsOf(firms[12]).map((cell, place) => (place === names.indexOf('经营范围') ? entity : cell))
    const batch = await check(zip(change({ text: sheetXml(sheetOf(names, cells)).replace('?>', `?>${doctype}`) })))
    expect(batch).toMatchObject({ rows: { read: 1 } })
    const { rows } = await house.database.pools.migrator.query(`select scope from import_row where import_id = '${batch.id}'`)
    expect(rows).toEqual([{ scope: entity }])
  })

  test('a sheet whose last row is the last there can be is read to its end', async () => {
    const last = `<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>甲</t></is></c></row>`
    const body = sheetOf(names, cellsOf(firms[0])).replace('</sheetData>', `${last}</sheetData>`)
    const batch = await check(zip(change({ text: sheetXml(body) })))
    expect(batch.rows).toMatchObject({ read: 2, added: 1 })
    expect(await rejectionsOf(registrar, batch)).toContain('1048576 code code_missing')
  })

  test('a sheet of 1,048,576 formatted and empty rows is its two rows', async () => {
    const empty = Array.from({ length: 1_048_574 }, (_, at) => `<row r="${at + 3}"><c r="A${at + 3}" s="0"/></row>`).join('')
    const body = sheetOf(names, cellsOf(firms[0])).replace('</sheetData>', `${empty}</sheetData>`)
    const batch = await check(zip(change({ text: sheetXml(body) })))
    expect(batch).toMatchObject({ state: 'ready', rows: { read: 1, added: 1 } })
  })

  test('merged cells, several sheets, a huge cell', async () => {
    const [address, scope] = [names.indexOf('注册地址'), names.indexOf('经营范围')]
    const second = cellsOf(firms[10]).map((cell, place) => (place === address ? '' : cell))
    const third = cellsOf(firms[11]).map((cell, place) => (place === scope ? '字'.repeat(32_767) : cell))
    const batch = await check(
      await workbook(
        { name: '说明', rows: [['请看下一张表']] },
        {
          name: '名录',
          rows: [names, cellsOf(firms[9]), second, third],
          merges: [{ startRow: 1, startCol: address, endRow: 2, endCol: address }],
        },
        { name: '别的', rows: [['企业名称'], ['不该读到']] },
      ),
    )
    expect(batch).toMatchObject({ state: 'ready', sheet: '名录', rows: { read: 3 } })
    expect(batch.rows.added + Object.values(batch.rows.rejected).reduce((sum, n) => sum + n, 0)).toBe(3)
  })
})
