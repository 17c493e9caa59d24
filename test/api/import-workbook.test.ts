/** From the template into the register and back: a clerk fills it in, finds what is wrong in their own file, corrects it there, and brings it in again. */
import { type CellValue, openXlsx, type RoundtripWorkbook, readXlsx, saveXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firmsCsv } from '#bin/scenario/firms.ts'
import { guideSheet, resultHeading, summarySheet } from '#core/registers/annotation.ts'
import { entityColumnSet } from '#core/registers/entity-columns.ts'
import { jobs } from '#server/router.ts'
import { districts } from '#test/bureau.ts'
import { gbk } from '#test/gbk.ts'
import { type Batch, finish, startImport, stillImport } from '#test/imports.ts'
import { openTestHouse, type Person, type TestHouse } from '#test/people.ts'

let house: TestHouse
let registrar: Person
beforeAll(async () => {
  house = await openTestHouse({ jobs })
  registrar = await house.as('registrar')
})
afterAll(() => house.close())

const [heading = '', ...firms] = [...firmsCsv(60, districts, 4)].join('').trimEnd().split('\n')
const names = heading.split(',')
const at = (name: string): number => names.indexOf(name)
const wrongCode = (line: string): string => {
  const cells = line.split(',')
  const code = cells[at('统一社会信用代码')] ?? ''
  cells[at('统一社会信用代码')] = `${code.slice(0, 17)}${code.endsWith('0') ? '1' : '0'}`
  return cells.join(',')
}

const checkFile = async (who: Person, name: string, bytes: BodyInit): Promise<Batch> =>
  stillImport(who, await startImport(who, bytes, {}, name))
const importFile = async (who: Person, name: string, bytes: BodyInit): Promise<Batch> =>
  finish(who, await startImport(who, bytes, {}, name))
const template = async (kind: string): Promise<Response> => registrar.get(`/api/v1/register/imports/template/${kind}.xlsx`)
const bytesOf = async (answer: Response): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await answer.arrayBuffer())
const annotated = (batch: Pick<Batch, 'id'>, who = registrar): Promise<Response> =>
  who.get(`/api/v1/register/imports/${batch.id}/annotated`)
const saved = async (workbook: RoundtripWorkbook): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await saveXlsx(workbook))

/** The rows of a file in the columns of the template, below its examples. */
async function filled(rows: readonly string[]): Promise<RoundtripWorkbook> {
  const workbook = await openXlsx(await bytesOf(await template('entity')), { readStyles: true })
  const known = Object.values(entityColumnSet.headings).map((headings) =>
    names.findIndex((name) => (headings as readonly string[]).includes(name)),
  )
  for (const row of rows) {
    const cells = row.split(',')
    workbook.sheets[0]?.rows.push(known.map((place): CellValue => (place < 0 ? null : (cells[place] ?? null))))
  }
  return workbook
}

describe('the template', () => {
  test('is a workbook for every kind, and nothing for a kind that does not exist', async () => {
    for (const kind of ['entity', 'library', 'label', 'risk', 'officer', 'expert']) {
      const answer = await template(kind)
      expect([kind, answer.status, answer.headers.get('content-type')]).toEqual([
        kind,
        200,
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      ])
      const { sheets } = await readXlsx(await bytesOf(answer))
      expect(sheets.map(({ name }) => name).slice(1)).toEqual([guideSheet])
    }
    expect((await template('toString')).status).toBe(404)
    expect((await template('officers')).status).toBe(404)
  })

  test('left as it is brings nobody in', async () => {
    const batch = await checkFile(registrar, '模板.xlsx', await bytesOf(await template('entity')))
    expect(batch).toMatchObject({ state: 'failed', progress: { problem: { code: 'file_without_rows' } } })
  })

  test('filled in, with two bad codes: they are red in the same workbook, and corrected there everybody comes in', async () => {
    // Rows 5 and 24: as texts they would stand the other way round.
    const rows = [firms[0] ?? '', wrongCode(firms[1] ?? ''), ...firms.slice(2, 20), wrongCode(firms[20] ?? '')]
    const batch = await checkFile(registrar, '名录.xlsx', await saved(await filled(rows)))
    expect(batch).toMatchObject({ state: 'ready', annotated: true, rows: { read: 21, added: 19, rejected: { code_check_digit: 2 } } })
    const answer = await annotated(batch)
    expect(decodeURIComponent(answer.headers.get('content-disposition') ?? '')).toContain('名录（已标出错误）.xlsx')
    const bytes = await bytesOf(answer)
    const seen = await readXlsx(bytes, { readStyles: true })
    const [sheet, , summary] = seen.sheets
    expect(seen.sheets.map(({ name }) => name)).toEqual(['检查对象', guideSheet, summarySheet])
    const place = sheet?.rows[0]?.indexOf(resultHeading) ?? -1
    const told = sheet?.rows.flatMap((row, no) => (no > 0 && typeof row[place] === 'string' && row[place] !== '' ? [no + 1] : []))
    expect(told).toEqual([5, 24])
    expect(String(sheet?.rows[4]?.[place])).toMatch(/^统一社会信用代码：统一社会信用代码校验位不符/)
    for (const no of told ?? []) expect(JSON.stringify(sheet?.cells?.get(`${no - 1},1`)?.style)).toContain('FDD9D6')
    expect(summary?.rows[1]?.slice(0, 2)).toEqual(['统一社会信用代码校验位不符', '2'])
    expect(summary?.rows[1]?.[3]).toBe('5、24')

    const mended = await openXlsx(bytes, { readStyles: true })
    for (const [no, line] of [
      [5, firms[1]],
      [24, firms[20]],
    ] as const) {
      const row = mended.sheets[0]?.rows[no - 1]
      const code = line?.split(',')[at('统一社会信用代码')] ?? ''
      if (row !== undefined) row[1] = code
      mended.sheets[0]?.cells?.delete(`${no - 1},1`)
    }
    const done = await importFile(registrar, '名录（已标出错误）.xlsx', await saved(mended))
    expect(done).toMatchObject({ state: 'done', annotated: false, rows: { read: 21, added: 21, rejected: {} } })
  })
})

describe('a CSV', () => {
  test('in GBK comes back in GBK with one more column, and is brought in again as it is', async () => {
    const text = `${heading}\r\n${firms[30]}\r\n${wrongCode(firms[31] ?? '')}\r\n`
    const batch = await checkFile(registrar, '名录.csv', gbk(text))
    expect(batch).toMatchObject({ encoding: 'gb18030', annotated: true, rows: { read: 2, added: 1 } })
    const answer = await annotated(batch)
    const said = new TextDecoder('gb18030', { fatal: true }).decode(await answer.arrayBuffer())
    const [first, second, third] = said.split('\r\n')
    expect([first, second]).toEqual([`${heading},${resultHeading}`, `${firms[30]},`])
    expect(third).toContain(`${wrongCode(firms[31] ?? '')},统一社会信用代码：`)
    const again = await importFile(registrar, '名录.csv', gbk(said.replace(wrongCode(firms[31] ?? ''), firms[31] ?? '')))
    expect(again).toMatchObject({ state: 'done', rows: { read: 2, added: 2, rejected: {} } })
  })
})

describe('whose copy', () => {
  test('it is of those who may import such a file, in their place', async () => {
    const batch = await checkFile(registrar, '名录.csv', `${heading}\n${wrongCode(firms[40] ?? '')}\n`)
    const [elsewhere, county, supervisor] = [
      await house.as('registrar@elsewhere'),
      await house.as('registrar@county'),
      await house.as('supervisor'),
    ]
    expect((await annotated(batch)).status).toBe(200)
    expect([(await annotated(batch, elsewhere)).status, (await annotated(batch, county)).status]).toEqual([404, 404])
    expect((await annotated(batch, supervisor)).status).toBe(403)
  })

  test('there is none where nothing was wrong, and none of what does not exist', async () => {
    const batch = await checkFile(registrar, '名录.csv', `${heading}\n${firms[41]}\n`)
    expect(batch.annotated).toBe(false)
    expect((await annotated(batch)).status).toBe(404)
    expect((await annotated({ id: crypto.randomUUID() })).status).toBe(404)
    expect((await annotated({ id: '1 or 1=1' })).status).toBe(404)
  })
})
