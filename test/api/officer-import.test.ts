/** Officers and experts come in from CSV and from workbooks: the same rows either way, and what cannot be taken says why. */
import { randomUUID } from 'node:crypto'
import { type CellValue, type WriteSheet, writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firmsCsv } from '#bin/scenario/firms.ts'
import { officerColumns } from '#core/registers/officer-row.ts'
import { jobs } from '#server/router.ts'
import { districts } from '#test/bureau.ts'
import { gbk } from '#test/gbk.ts'
import { type Batch, finish, rejectionsOf as refusedRows, startImport, stillImport, undo } from '#test/imports.ts'
import { openTestHouse, type Person, type TestHouse } from '#test/people.ts'
import { sheetOf, workbookParts, type ZipEntry, zip } from '#test/zip.ts'

let house: TestHouse
let registrar: Person
beforeAll(async () => {
  house = await openTestHouse({ jobs })
  registrar = await house.as('registrar')
})
afterAll(() => house.close())

type Kind = 'officers' | 'experts' | 'entities'

async function bring(bytes: BodyInit, kind: Kind = 'officers', who = registrar): Promise<Batch> {
  const kinds = { officers: 'officer', experts: 'expert', entities: 'entity' } as const
  return finish(who, await startImport(who, bytes, { kind: kinds[kind] }, '名录'))
}

const rejectionsOf = (batch: Batch): Promise<string[]> => refusedRows(registrar, batch)

const workbook = (...sheets: WriteSheet[]): Promise<BodyInit> => writeXlsx({ sheets }) as Promise<BodyInit> // bytes are a body
const sheet = (rows: CellValue[][], more: Partial<WriteSheet> = {}): WriteSheet => ({ name: '名录', rows, ...more })
const find = async (q: string) => {
  const { rows } = await registrar.call.officers.list({ q })
  const [row] = rows
  if (row === undefined || rows.length > 1) throw new Error(`${rows.length} officers are ${q}`)
  return registrar.call.officers.get({ officerId: row.id })
}

/** A number nobody has; the check digit by GB 11643. */
function idNo(serial: number): string {
  const first = `62010219000101${String(serial).padStart(3, '0')}`
  const sum = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2].reduce((all, weight, at) => all + weight * Number(first[at]), 0)
  return first + '10X98765432'[sum % 11]
}

const short = ['单位工号', '姓名', '地区', '执法证编号', '有效期', '执法事项范围', '状态']
const csv = (...rows: readonly string[]): string => [short.join(','), ...rows].join('\n')

describe('rows', () => {
  test('a row that cannot be taken is told, the others are officers, and the same file again changes nothing', async () => {
    const text = csv(
      'A1,张三,620102,Z-1,2030-12-31,A01、B02,有效',
      'A2,李四,620100,Z-2,2030-12-31,,',
      'A2,李四,620100,Z-2,2030-12-31,,',
      ',王五,620100,,很久,,在岗',
      'A3,赵六,620200,Z-3,2030-12-31,,有效',
      'A4,孙七,620102,Z-4',
      'A5,周八,城关区,Z-5,2020-12-31,,有效',
      'A6,吴九,城关区,Z-6,2020-12-31,,失效',
    )
    const batch = await bring(text)
    expect(batch).toMatchObject({ kind: 'officer', encoding: 'utf-8', rows: { read: 8, added: 3, changed: 0, unchanged: 0 } })
    expect(Object.values(batch.rows.rejected).reduce((sum, n) => sum + n, batch.rows.added)).toBe(8)
    expect(await rejectionsOf(batch)).toEqual([
      '4 staffNo duplicate_in_file',
      '5 certificateNo certificate_missing',
      '5 staffNo staff_no_missing',
      '5 state state_unknown',
      '5 validTo validity_invalid',
      '6 region org_unknown',
      '7 staffNo columns_differ',
      '8 validTo certificate_expired',
    ])
    expect((await bring(text)).rows).toMatchObject({ added: 0, changed: 0, unchanged: 3 })
    const { rows } = await registrar.call.officers.list({ q: 'A' })
    expect(rows.map(({ staffNo, orgPath, itemScope, state }) => [staffNo, orgPath, itemScope, state]).sort()).toEqual([
      ['A1', '62.6201.620102', ['A01', 'B02'], 'active'],
      ['A2', '62.6201', [], 'active'],
      ['A6', '62.6201.620102', [], 'suspended'],
    ])
  })

  test('what a file does not have stays as it is, a renewed certificate stands beside the old one', async () => {
    await bring(`${short.join(',')},岗位资质资格,手机号\nB1,钱一,620100,Z-9,2030-12-31,A01,有效,药品检查员,13800000000\n`)
    const batch = await bring('单位工号,姓名,地区,执法证编号,有效期\nB1,钱一,620102,Z-10,2031-12-31\n')
    expect(batch.rows).toMatchObject({ added: 0, changed: 1 })
    expect(await find('B1')).toMatchObject({
      orgPath: '62.6201.620102',
      orgName: '城关区市场监督管理局',
      itemScope: ['A01'],
      qualifications: ['药品检查员'],
      phoneMasked: '138****0000',
      certificateNo: 'Z-10',
      certificateValidTo: '2031-12-31',
      certificates: [{ certificateNo: 'Z-10' }, { certificateNo: 'Z-9' }],
    })
  })

  test('nobody takes over the officers of another jurisdiction by their staff number, nor experts as officers', async () => {
    await bring(csv('S1,张三,620102,Z-1,2030-12-31,,有效'))
    const elsewhere = await house.as('registrar@elsewhere')
    const text = csv('S1,冒名,620200,X-1,2030-12-31,,失效', 'S2,李四,620200,X-2,2030-12-31,,有效')
    expect((await bring(text, 'officers', elsewhere)).rows).toMatchObject({ read: 2, added: 1, rejected: { staff_no_elsewhere: 1 } })
    expect(await find('S1')).toMatchObject({ name: '张三', orgPath: '62.6201.620102', state: 'active' })
    const experts = await bring('编号,姓名,专家类别\nS1,张三,药品GSP\n', 'experts')
    expect(experts.rows).toMatchObject({ read: 1, added: 0, rejected: { population_differs: 1 } })
  })

  test('a heading alone is no officer file', async () => {
    for (const bytes of [csv(), await workbook(sheet([short]))])
      expect(await bring(bytes)).toMatchObject({ finishedAt: null, progress: { problem: { code: 'file_without_rows' } } })
  })
})

describe('taking back', () => {
  const all = async () =>
    (
      await house.database.pools.migrator.query(`select to_jsonb(f) - 'id' as f, (select jsonb_agg(to_jsonb(c) - 'officer_id' order by c.certificate_no)
        from officer_certificate c where c.officer_id = f.id) as c from officer f where f.staff_no like 'U%' order by f.staff_no`)
    ).rows

  test('persons and certificates are as they were, letter for letter, and who came is gone', async () => {
    const first = await bring(csv('U1,甲,620100,Z-1,2030-12-31,,', 'U2,乙,620100,Z-2,2030-12-31,,'))
    const before = await all()
    const second = await startImport(
      registrar,
      csv('U1,甲甲,620100,Z-9,2031-12-31,,', 'U3,丙,620100,Z-3,2030-12-31,,', 'U2,乙,620100,Z-2,2032-12-31,,'),
      { kind: 'officer' },
    )
    expect((await stillImport(registrar, second)).rows).toMatchObject({ added: 1, changed: 2, unchanged: 0 })
    const { rows } = await registrar.call.imports.changes({ importId: second, change: 'changed' })
    expect(rows.map(({ key, fields }) => [key, fields])).toEqual([
      [
        'U1',
        [
          { field: 'name', before: '甲', after: '甲甲' },
          { field: 'certificateNo', before: null, after: 'Z-9' },
          { field: 'validTo', before: null, after: '2031-12-31' },
        ],
      ],
      ['U2', [{ field: 'validTo', before: '2030-12-31', after: '2032-12-31' }]],
    ])
    const done = await finish(registrar, second)
    expect(await registrar.call.imports.dependencies({ importId: first.id })).toEqual({ blocking: [{ code: 'changed_later', rows: 2 }] })
    await undo(registrar, done.id)
    expect(await all()).toEqual(before)
    const officer = await find('U2')
    await registrar.call.officers.addLeave({
      commandId: randomUUID(),
      officerId: officer.id,
      from: '2030-01-01',
      to: '2030-01-05',
      kind: 'leave',
    })
    expect(await registrar.call.imports.dependencies({ importId: first.id })).toEqual({ blocking: [{ code: 'on_leave', rows: 1 }] })
  })

  test('who is not in a whole list has left the post, until it is taken back', async () => {
    const before = await all()
    const whole = await startImport(registrar, csv('U2,乙,620100,Z-2,2030-12-31,,'), { kind: 'officer', complete: true })
    expect((await stillImport(registrar, whole)).rows).toMatchObject({ unchanged: 1, leaving: expect.any(Number) })
    await finish(registrar, whole)
    expect((await all()).map(({ f }) => f.state)).toEqual(['left', 'active'])
    await undo(registrar, whole)
    expect(await all()).toEqual(before)
  })
})

describe('the 21 columns', () => {
  const names = Object.keys(officerColumns) as (keyof typeof officerColumns)[] // the keys of a table of core
  const heading = names.map((name) => officerColumns[name][0])
  const cells = (staffNo: string, serial: number): readonly CellValue[] =>
    [
      staffNo,
      '甲',
      '女',
      idNo(serial),
      '13800000000',
      '本科',
      '药学',
      '食品药品管理',
      '2019-03-05',
      '药品检查员、特种设备安全监察员',
      'A01、B02',
      '620102',
    ].concat(['县', '科员', '监管员', '药品科', '药品GSP', `Z-${staffNo}`, '2030-12-31', '市政府', '有效'])
  const asDate = new Map([
    ['2019-03-05', new Date('2019-03-05T00:00:00Z')],
    ['2030-12-31', new Date('2030-12-31T00:00:00Z')],
  ])

  test('come from a workbook, from UTF-8 and from GBK as the same officers', async () => {
    const text = (staffNo: string, serial: number): string => `${heading.join(',')}\r\n${cells(staffNo, serial).join(',')}\r\n`
    const inSheet = cells('T3', 3).map((cell, at) =>
      typeof cell !== 'string' ? cell : names[at] === 'region' || names[at] === 'phone' ? Number(cell) : (asDate.get(cell) ?? cell),
    )
    expect(await bring(text('T1', 1))).toMatchObject({ encoding: 'utf-8', rows: { added: 1, rejected: {} } })
    expect(await bring(gbk(text('T2', 2)))).toMatchObject({ encoding: 'gb18030', rows: { added: 1, rejected: {} } })
    expect(await bring(await workbook(sheet([heading, inSheet])))).toMatchObject({ encoding: 'xlsx', rows: { added: 1, rejected: {} } })
    const seen = await Promise.all(['T1', 'T2', 'T3'].map(find))
    const alike = seen.map((officer, at) => ({
      ...officer,
      id: '',
      staffNo: '',
      certificateNo: officer.certificateNo?.replace(officer.staffNo, '') ?? null,
      idNoMasked: officer.idNoMasked?.replace(idNo(at + 1).slice(14), '') ?? null,
      certificates: officer.certificates.map((one) => ({ ...one, id: '', certificateNo: '' })),
    }))
    expect(alike[0]).toMatchObject({
      orgPath: '62.6201.620102',
      gender: 'female',
      idNoMasked: '620102********',
      phoneMasked: '138****0000',
      postSince: '2019-03-05',
      expertise: ['药品GSP'],
      itemScope: ['A01', 'B02'],
      certificate: 'valid',
      certificateValidTo: '2030-12-31',
      certificates: [{ issuer: '市政府', dept: 'scjg', state: 'valid' }],
    })
    expect(alike[1]).toEqual(alike[0])
    expect(alike[2]).toEqual(alike[0])
  })

  test('an identity number is kept nowhere but masked, not even where it is refused', async () => {
    const wrong = idNo(7).replace(/.$/, (last) => (last === '1' ? '2' : '1'))
    const row = cells('T7', 7).map((cell) => (cell === idNo(7) ? wrong : cell))
    await bring(`${heading.join(',')}\n${row.join(',')}\n${row.join(',')},多一格\n`)
    for (const table of ['officer', 'import_rejection', 'record']) {
      const { rows } = await house.database.pools.migrator.query(`select 1 from ${table} t where to_jsonb(t)::text like $1`, [`%${wrong}%`])
      expect([table, rows.length]).toEqual([table, 0])
    }
  })
})

describe('workbooks', () => {
  const row = (staffNo: string, ...more: CellValue[]): CellValue[] => [staffNo, '甲', '620100', `Z-${staffNo}`, '2030-12-31', ...more]

  test('title rows, empty rows, notes in a sheet before and hidden sheets are passed over; rows keep the numbers of the sheet', async () => {
    const batch = await bring(
      await workbook(
        sheet([['填写说明'], ['单位工号必填', '姓名必填']], { name: '说明' }),
        sheet([short, row('W0')], { name: '旧', hidden: true }),
        sheet([[], ['执法检查人员名录'], [], short, row('W1'), [], ['', '', ''], row('W2', '', '在岗'), row('W3', '', '有效', '多')], {
          merges: [{ startRow: 1, startCol: 0, endRow: 1, endCol: 6 }],
        }),
      ),
    )
    expect(batch.rows).toMatchObject({ read: 3, added: 1 })
    expect(await rejectionsOf(batch)).toEqual(['8 state state_unknown', '9 staffNo columns_differ'])
    expect(await find('W1')).toMatchObject({ certificateValidTo: '2030-12-31' })
  })

  test('formulas give what they showed, merged cells their value in every row, long numbers all their digits', async () => {
    const rows: CellValue[][] = [short, [10001, '甲', 620102, 'Z', '2030-12-31'], [10002, '乙', null, 202600000000001, null]]
    const cells = new Map([['1,3', { value: 'Z-1', formula: '"Z-"&1', formulaResult: 'Z-1' }]])
    const merges = [
      { startRow: 1, startCol: 2, endRow: 2, endCol: 2 },
      { startRow: 1, startCol: 4, endRow: 2, endCol: 4 },
    ]
    expect((await bring(await workbook(sheet(rows, { cells, merges })))).rows).toMatchObject({ read: 2, added: 2, rejected: {} })
    expect(await find('10001')).toMatchObject({ certificateNo: 'Z-1', orgPath: '62.6201.620102' })
    expect(await find('10002')).toMatchObject({
      certificateNo: '202600000000001',
      orgPath: '62.6201.620102',
      certificateValidTo: '2030-12-31',
    })
  })

  test('firms come by workbook as they do by CSV, and the second time nothing changes', async () => {
    const lines = [...firmsCsv(2500, districts, 1)].join('').trimEnd().split('\n')
    const table = lines.map((line) => line.split(','))
    expect((await bring(await workbook(sheet(table)), 'entities')).rows).toMatchObject({ read: 2500, added: 2500, rejected: {} })
    expect((await bring(`${lines.join('\n')}\n`, 'entities')).rows).toMatchObject({ read: 2500, unchanged: 2500 })
  })

  test('experts need no certificate and no place', async () => {
    const table = [
      ['编号', '姓名', '工作单位', '手机号', '专家类别', '状态'],
      ['E1', '丙', '药检院', '0931-8888888', '药品GSP、药品GMP', '有效'],
      ['E2', '丁'],
    ]
    const batch = await bring(await workbook(sheet(table)), 'experts')
    expect(batch).toMatchObject({ kind: 'expert', rows: { read: 2, added: 1, rejected: { expert_kind_missing: 1 } } })
    expect(await find('E1')).toMatchObject({
      population: 'experts',
      orgPath: '62.6201',
      businessOffice: '药检院',
      expertise: ['药品GMP', '药品GSP'],
      certificate: 'none',
      certificates: [],
    })
  })
})

describe('what is no workbook', () => {
  const good = (): ZipEntry[] => workbookParts(sheetOf(short, ['H1', '甲', '620100', 'Z', '2030-12-31', '', '']))
  const change = (name: string, part: Partial<ZipEntry>): ZipEntry[] => good().map((one) => (one.name === name ? { ...one, ...part } : one))
  const main = 'xl/worksheets/sheet1.xml'
  const bomb = `<row>${'<c t="inlineStr"><is><t>零</t></is></c>'.repeat(100_000)}</row>`

  test('a hand-made one is read', async () => {
    expect((await bring(zip(good()))).rows).toMatchObject({ read: 1, added: 1 })
  })

  const refused: readonly (readonly [what: string, bytes: () => BodyInit | Promise<BodyInit>, code: string, facts: object])[] = [
    [
      'with a password',
      async () => (await writeXlsx({ sheets: [sheet([short])], encryption: { password: 'x', spinCount: 1 } })) as BodyInit,
      'workbook_old_or_locked',
      {},
    ],
    ['whose entries are encrypted', () => zip(change(main, { flags: 1 })), 'workbook_old_or_locked', {}],
    ['with macros', () => zip([...good(), { name: 'xl/vbaProject.bin', text: 'x' }]), 'workbook_macros', {}],
    ['with the macros of old', () => zip([...good(), { name: 'xl/macrosheets/sheet1.xml', text: 'x' }]), 'workbook_macros', {}],
    [
      'a text document',
      () =>
        zip([
          { name: '[Content_Types].xml', text: 'x' },
          { name: 'word/document.xml', text: 'x' },
        ]),
      'workbook_broken',
      { why: '[Content_Types].xml' },
    ],
    ['a zip of a CSV', () => zip([{ name: 'officers.csv', text: csv() }]), 'workbook_broken', { why: 'officers.csv' }],
    ['cut off', () => zip(good()).slice(0, -40), 'workbook_broken', { why: 'zip' }],
    [
      'whose directory points nowhere',
      () => zip(good()).map((byte, at, all) => (at === all.length - 6 ? 0x7f : byte)),
      'workbook_broken',
      { why: 'zip' },
    ],
    ['with one name twice', () => zip([...good(), ...good().slice(-1)]), 'workbook_broken', { why: 'zip: one name twice' }],
    ['whose sheet is no XML', () => zip(change(main, { text: '<worksheet><sheetData><row><c' })), 'workbook_broken', {}],
    ['without its sheet', () => zip(good().filter(({ name }) => name !== main)), 'workbook_broken', {}],
    ['that says a sheet is 4 GB', () => zip(change(main, { declared: 0xfffffffe })), 'workbook_too_large', { what: '> 256 MiB' }],
    ['that says a sheet has no bytes', () => zip(change(main, { declared: 0 })), 'workbook_broken', { why: 'zip: a size is missing' }],
    [
      'that inflates to more than it says',
      () => zip(change(main, { text: `<worksheet><sheetData>${bomb.repeat(10)}</sheetData></worksheet>`, declared: 5000 })),
      'workbook_broken',
      {},
    ],
    ['with a row of a million cells', () => zip(workbookParts(`<sheetData>${bomb.repeat(1)}</sheetData>`)), 'workbook_too_large', {}],
    ['with 201 columns', async () => workbook(sheet([Array.from({ length: 201 }, (_, at) => `列${at}`), ['x']])), 'workbook_too_large', {}],
    [
      'with a cell beyond the last row',
      () => zip(workbookParts('<sheetData><row r="1048577"><c r="A1048577"><v>1</v></c></row></sheetData>')),
      'workbook_broken',
      {},
    ],
    [
      'whose corners are far apart',
      () =>
        zip(
          workbookParts(
            '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
          ),
        ),
      'workbook_broken',
      {},
    ],
    [
      'merged over everything',
      () =>
        zip(
          workbookParts(
            `${sheetOf(...Array.from({ length: 20_000 }, () => ['x']))}<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>`,
          ),
        ),
      'workbook_too_large',
      {},
    ],
    [
      'of 129 MiB',
      () => Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(129 << 20)]),
      'workbook_too_large',
      { what: '> 128 MiB' },
    ],
    ['without the columns', () => zip(workbookParts(sheetOf(['甲', '乙'], ['1', '2']))), 'columns_missing', { found: ['甲', '乙'] }],
    ['with nothing in it', () => zip(workbookParts('<sheetData/>')), 'file_without_rows', {}],
  ]
  test.each(refused)('one %s is refused with what to do', async (_, bytes, code, facts) => {
    const batch = await bring(await bytes())
    expect(batch).toMatchObject({ finishedAt: null, progress: { state: 'failed', problem: { facts } }, rows: { read: 0 } })
    expect(batch.progress.problem?.code).toBe(code)
  })

  test('a million strings that the cells may share are no burden: the one row is read, and the house works on', async () => {
    const strings = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${'<si><t>甲</t></si>'.repeat(1_000_000)}</sst>`
    const batch = await bring(zip(workbookParts(sheetOf(short, ['H2']), strings)))
    expect(batch).toMatchObject({ state: 'done', rows: { read: 1 } })
    expect((await bring(csv('H3,甲,620100,Z,2030-12-31,,'))).rows).toMatchObject({ added: 1 })
  }, 120_000)

  test('external entities and their like are not followed', async () => {
    const evil = workbookParts(sheetOf(short, ['H4', '&amp;x;', '620100', 'Z', '2030-12-31', '', ''])).map((part) =>
      part.name === main
        ? { ...part, text: `<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/hostname">]>${String(part.text).replace('&amp;x;', '&x;')}` }
        : part,
    )
    const batch = await bring(zip(evil))
    expect(batch.rows.added === 0 || (await find('H4')).name === '&x;').toBe(true)
  })
})
