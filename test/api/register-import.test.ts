/** A register file comes in: in every shape people have it, once, whole or not at all, and every row that is refused says why. */
import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firmsCsv } from '#bin/scenario/firms.ts'
import { jobs } from '#server/router.ts'
import { districts, refusal } from '#test/bureau.ts'
import { gbk } from '#test/gbk.ts'
import { type Batch, finish, rejectionsOf as refusedRows, startImport } from '#test/imports.ts'
import { openTestHouse, type Person, type TestHouse } from '#test/people.ts'

let house: TestHouse
let registrar: Person
beforeAll(async () => {
  house = await openTestHouse({ jobs })
  registrar = await house.as('registrar')
})
afterAll(() => house.close())

const ended = (importId: string, person = registrar): Promise<Batch> => finish(person, importId)
const start = (bytes: BodyInit, person = registrar): Promise<string> => startImport(person, bytes)
const bring = async (bytes: BodyInit, person = registrar): Promise<Batch> => ended(await start(bytes, person), person)
const rejectionsOf = (batch: Batch): Promise<string[]> => refusedRows(registrar, batch)

async function entities(): Promise<number> {
  const { rows } = await house.database.pools.migrator.query<{ n: number }>('select count(*)::int as n from entity')
  return rows[0]?.n ?? -1
}

const find = (subject: string) => registrar.call.registers.getEntity({ subject })
const sumOf = ({ rows }: Batch): number =>
  rows.added + rows.changed + rows.unchanged + Object.values(rows.rejected).reduce((sum, n) => sum + n, 0)

/** Lines of `count` firms, heading first; another `seed` gives other names to the same codes. */
const lines = (count: number, seed = 1): string[] => [...firmsCsv(count, districts.slice(0, 1), seed)].join('').trimEnd().split('\n')
const heading = lines(0)[0] ?? ''
const columns = heading.split(',')
/** One row by its headings; what is not given is left empty. */
const row = (cells: Readonly<Record<string, string>>): string => columns.map((column) => cells[column] ?? '').join(',')
const codeIn = (line = ''): string => line.split(',')[1] ?? ''
const good = lines(60).slice(1)
const file = (...rows: readonly string[]): string => `${[heading, ...rows].join('\n')}\n`

describe('shapes', () => {
  test('UTF-8 and GBK, with and without a mark, CRLF and LF, give the same register', async () => {
    const text = file(...good.slice(0, 5))
    const first = await bring(text)
    expect(first).toMatchObject({ encoding: 'utf-8', rows: { read: 5, added: 5, changed: 0, unchanged: 0, rejected: {} } })
    const crlf = text.replaceAll('\n', '\r\n')
    const others = { mark: `\ufeff${text}`, crlf, both: `\ufeff${crlf}`, noEnd: text.trimEnd(), gbk: gbk(text), gbkCrlf: gbk(crlf) }
    for (const [shape, bytes] of Object.entries(others)) {
      const { rows, encoding } = await bring(bytes)
      expect({ shape, encoding, rows }).toEqual({
        shape,
        encoding: shape.startsWith('gbk') ? 'gb18030' : 'utf-8',
        rows: { read: 5, added: 0, changed: 0, unchanged: 5, leaving: 0, rejected: {} },
      })
    }
  })

  test('quoted commas, quotes and line breaks stay inside their cell, and row numbers count records', async () => {
    const cell = '"批发,零售\n“进口”""特产""\r\n仓储"'
    const one = row({ 企业名称: '"百川,餐饮"', 统一社会信用代码: codeIn(good[5]), 经营范围: cell, 注册地址: '兰州市城关区' })
    const batch = await bring(file(one, row({ 企业名称: '无代码', 注册地址: '兰州市城关区' })))
    expect(batch.rows).toMatchObject({ read: 2, added: 1, rejected: { code_missing: 1 } })
    expect(await find(codeIn(good[5]))).toMatchObject({ name: '百川,餐饮', scope: '批发,零售\n“进口”"特产"\r\n仓储' })
    expect(await rejectionsOf(batch)).toEqual(['3 code code_missing'])
  })

  test('line ends may change in the middle of a file, as when two files were joined', async () => {
    const batch = await bring(`${heading}\r\n${good[6]}\r\n${good[7]}\n${good[8]}\r\n\n${good[9]}`)
    expect(batch.rows).toMatchObject({ read: 4, added: 4, rejected: {} })
  })

  test('columns are found by their headings, in any order, under the names in use', async () => {
    const code = codeIn(good[10])
    const batch = await bring(`信用代码, 主体名称* ,住所,电话\n${code.toLowerCase()} ,安澜商店,兰州市城关区,123\n`)
    expect(batch.rows).toMatchObject({ read: 1, added: 1 })
    expect(await find(code)).toMatchObject({ name: '安澜商店', regionPath: '62.6201.620102' })
  })
})

describe('rows that cannot be taken', () => {
  test('each is told with its row, field and reason; the good rows are committed once, and the sum closes', async () => {
    const code = codeIn(good[11])
    const wrongDigit = `${code.slice(0, 17)}${code.endsWith('0') ? '1' : '0'}`
    const place = { 注册地址: '兰州市城关区' }
    const before = await entities()
    const batch = await bring(
      file(
        good[11] ?? '',
        row({ 企业名称: '校验位', 统一社会信用代码: wrongDigit, ...place }),
        row({ 企业名称: '短', 统一社会信用代码: '9162', ...place }),
        row({ 企业名称: '字母', 统一社会信用代码: '91620102IOSVZ00000', ...place }),
        good[11] ?? '',
        row({ 统一社会信用代码: codeIn(good[12]), 注册日期: '2019-02-30', 登记状态: '不明', ...place }),
        row({ 企业名称: '将来', 统一社会信用代码: codeIn(good[12]), 注册日期: '2999-01-01', ...place }),
        row({ 企业名称: '外地', 统一社会信用代码: codeIn(good[12]), 所在省份: '福建省', 注册地址: '福建省福州市' }),
        row({ 企业名称: '原型', 统一社会信用代码: codeIn(good[12]), 登记状态: 'constructor', ...place }),
        row({ 企业名称: '月份', 统一社会信用代码: codeIn(good[12]), 注册日期: '2019-12', ...place }),
        `${good[12]},多一列`,
        '只有一格',
        good[13] ?? '',
      ),
    )
    expect(await rejectionsOf(batch)).toEqual([
      '3 code code_check_digit',
      '4 code code_length',
      '5 code code_alphabet',
      '6 code duplicate_in_file',
      '7 established date_invalid',
      '7 name name_missing',
      '7 state state_unknown',
      '8 established date_in_future',
      '9 address outside_jurisdiction',
      '10 state state_unknown',
      '11 established date_invalid',
      '12 code columns_differ',
      '13 code columns_differ',
    ])
    expect(batch.rows).toMatchObject({ read: 13, added: 2, changed: 0, unchanged: 0 })
    expect(sumOf(batch)).toBe(13)
    expect(await entities()).toBe(before + 2)
  })

  test('the first of two rows with one code counts, and is the one that is kept', async () => {
    const other = (good[14] ?? '').replace(/^[^,]+/, '后来的名字')
    const batch = await bring(file(good[14] ?? '', other))
    expect(batch.rows).toMatchObject({ read: 2, added: 1, rejected: { duplicate_in_file: 1 } })
    expect((await find(codeIn(good[14]))).name).not.toBe('后来的名字')
  })
})

describe('the same file again', () => {
  test('changes nothing, and a changed file changes only the rows that differ', async () => {
    const rows = good.slice(20, 40)
    expect((await bring(file(...rows))).rows).toMatchObject({ added: 20 })
    const [one, two] = [await find(codeIn(rows[0])), await find(codeIn(rows[1]))]
    expect((await bring(file(...rows))).rows).toEqual({ read: 20, added: 0, changed: 0, unchanged: 20, leaving: 0, rejected: {} })
    const changed = rows.map((line, i) => (i === 0 ? line.replace(/^[^,]+/, '换了名字') : line))
    expect((await bring(file(...changed, good[40] ?? ''))).rows).toEqual({
      read: 21,
      added: 1,
      changed: 1,
      unchanged: 19,
      leaving: 0,
      rejected: {},
    })
    expect(await find(codeIn(rows[0]))).toMatchObject({ name: '换了名字' })
    expect((await find(codeIn(rows[0]))).updatedAt > one.updatedAt).toBe(true)
    expect(await find(codeIn(rows[1]))).toEqual(two)
  })

  test('two imports of one file started at once count every row once', async () => {
    const before = await entities()
    const text = file(...good.slice(41, 60))
    const batches = await Promise.all([bring(text), bring(text)])
    expect(batches.map(({ rows }) => rows.added).sort((a, b) => a - b)).toEqual([0, 19])
    expect(batches.map(({ rows }) => rows.unchanged).sort((a, b) => a - b)).toEqual([0, 19])
    expect(await entities()).toBe(before + 19)
  })

  test('one press of the button, sent twice, is one import', async () => {
    const { id } = await registrar.upload('firms.csv', file(good[0] ?? ''))
    const press = { commandId: randomUUID(), fileId: id }
    const [one, two] = await Promise.all([registrar.call.imports.start(press), registrar.call.imports.start(press)])
    expect(one).toEqual(two)
  })
})

describe('a file that is no register', () => {
  const huge = `${heading}\n"${'x'.repeat(2 << 20)}"\n${good[0]}\n`
  const utf16 = Buffer.from(`\ufeff${file(...good.slice(0, 3))}`, 'utf16le')
  const refused: readonly (readonly [what: string, bytes: BodyInit, code: string, facts: object])[] = [
    ['a heading without names', `统一社会信用代码,住所\n${codeIn(good[0])},兰州市\n`, 'columns_missing', { missing: ['企业名称'] }],
    ['a text of another kind', 'a,b\n1,2\n', 'columns_missing', { missing: ['企业名称', '统一社会信用代码'], found: ['a', 'b'] }],
    ['a heading alone', `${heading}\n`, 'file_without_rows', {}],
    ['a byte order mark alone', '\ufeff', 'file_without_rows', {}],
    ['empty lines', '\n\r\n\n', 'file_without_rows', {}],
    ['Latin-1', Buffer.concat([Buffer.from(`${heading}\n`), Buffer.from('Caf\xe9, 1,\n', 'latin1')]), 'encoding_unknown', {}],
    ['UTF-8 that breaks in its last character', Buffer.from(file(...good)).subarray(0, -3), 'encoding_unknown', {}],
    ['UTF-16', utf16, 'file_not_text', { found: 'UTF-16' }],
    ['UTF-16 without its mark', utf16.subarray(2), 'file_not_text', { found: 'NUL' }],
    ['the beginning of a zip', Buffer.from('504b0304140000000800', 'hex'), 'workbook_broken', { why: 'zip' }],
    ['an old spreadsheet', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'workbook_old_or_locked', {}],
    ['a PDF renamed to csv', Buffer.from('%PDF-1.7\n'), 'file_not_text', { found: 'pdf' }],
    ['NUL in the middle', file(...good.slice(0, 9)).replace('有限', '\0'), 'file_not_text', { found: 'NUL' }],
    ['a quote that never closes', file(...good.slice(0, 9), `"开了口,${good[9]}`, ...good.slice(10)), 'csv_broken', { row: 11 }],
    ['a quote in the middle of a cell', file(good[0] ?? '', `安"澜,${good[1]}`), 'csv_broken', { row: 3 }],
    ['a row of two megabytes', huge, 'csv_broken', { row: 2, why: 'CSV_MAX_RECORD_SIZE' }],
  ]

  test.each(refused)('%s: is refused with what to do, and nothing is half-imported', async (_, bytes, code, facts) => {
    const before = await entities()
    const batch = await bring(bytes)
    expect(batch).toMatchObject({ finishedAt: null, progress: { state: 'failed', problem: { code, facts } }, rows: { read: 0 } })
    expect(await entities()).toBe(before)
    const { rows } = await house.database.pools.migrator.query('select 1 from import_row where import_id = $1', [batch.id])
    expect(rows).toEqual([])
  })

  test('an empty file is refused as it is sent', async () => {
    await expect(registrar.upload('empty.csv', '')).rejects.toThrow('file_empty')
  })

  test('a line without end, 190 MB long, is refused in little memory', async () => {
    const piece = Buffer.alloc(6 * 180_000, '兰州')
    async function* line(): AsyncGenerator<Uint8Array> {
      yield Buffer.from(`${heading}\n`)
      for (let i = 0; i < 184; i++) yield piece
    }
    const importId = await start(Readable.toWeb(Readable.from(line())) as BodyInit) // Node's stream is the web's
    const before = process.memoryUsage().rss
    let peak = 0
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss - before)
    }, 20)
    const batch = await ended(importId)
    clearInterval(watch)
    expect(batch.progress.problem).toMatchObject({ code: 'csv_broken', facts: { row: 2, why: 'CSV_MAX_RECORD_SIZE' } })
    expect(peak / (1 << 20)).toBeLessThan(110)
  })
})

describe('whose import', () => {
  test("another person's file starts nothing and tells nothing", async () => {
    const { id } = await registrar.upload('firms.csv', file(good[0] ?? ''))
    const county = await house.as('registrar@county')
    const begin = (fileId: string) => refusal(county.call.imports.start({ commandId: randomUUID(), fileId }))
    expect([await begin(id), await begin(randomUUID())]).toEqual(['not_found', 'not_found'])
  })

  test('an import of another organisation is not found, one of an office below is', async () => {
    const county = await house.as('registrar@county')
    const elsewhere = await house.as('registrar@elsewhere')
    const { id } = await bring(file(good[0] ?? ''), county)
    expect(await registrar.call.imports.get({ importId: id })).toMatchObject({ id })
    expect(await refusal(elsewhere.call.imports.get({ importId: id }))).toBe('not_found')
    expect(await refusal(elsewhere.call.imports.rejections({ importId: id }))).toBe('not_found')
    expect(await elsewhere.call.imports.list({ kind: 'entity' })).toMatchObject({ rows: [], count: { value: 0 } })
  })

  test('firms outside the jurisdiction are not found, and lists end at its border', async () => {
    const elsewhere = await house.as('registrar@elsewhere')
    const { rows } = await registrar.call.registers.listEntities({ limit: 1 })
    expect(await refusal(elsewhere.call.registers.getEntity({ subject: rows[0]?.subject ?? '' }))).toBe('not_found')
    expect(await elsewhere.call.registers.listEntities({})).toMatchObject({ rows: [], count: { value: 0 } })
    expect(await elsewhere.call.registers.count()).toMatchObject({ entities: { value: 0 } })
  })

  test('nobody takes a firm out of the register of another jurisdiction before it has moved out', async () => {
    const elsewhere = await house.as('registrar@elsewhere')
    const [line = ''] = good.slice(-1)
    await bring(file(line))
    const claimed = {
      企业名称: '迁入公司',
      统一社会信用代码: codeIn(line),
      所在省份: '甘肃',
      地区: '嘉峪关',
      注册地址: '甘肃省嘉峪关市新华路1号',
    }
    const taken = await bring(file(row(claimed)), elsewhere)
    expect(taken.rows).toEqual({ read: 1, added: 0, changed: 0, unchanged: 0, leaving: 0, rejected: { registered_elsewhere: 1 } })
    expect((await find(codeIn(line))).name).toBe(line.split(',')[0])
    await bring(file(line.replace(/[^,]+$/, '迁出')))
    expect((await bring(file(row(claimed)), elsewhere)).rows).toMatchObject({ changed: 1, rejected: {} })
    expect(await refusal(find(codeIn(line)))).toBe('not_found')
  })
})
