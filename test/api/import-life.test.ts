/** The life of an import: looked into, checked, seen as a difference, committed or discarded, and taken back while nothing depends on it. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firmsCsv } from '#bin/scenario/firms.ts'
import { jobs } from '#server/router.ts'
import { districts, refusal } from '#test/bureau.ts'
import { type Batch, bring, check, commit, stillImport, undo } from '#test/imports.ts'
import { openTestHouse, type Person, type TestHouse } from '#test/people.ts'

let house: TestHouse
let registrar: Person
let organiser: Person
beforeAll(async () => {
  house = await openTestHouse({ jobs })
  ;[registrar, organiser] = [await house.as('registrar'), await house.as('organiser')]
})
afterAll(() => house.close())

const lines = [...firmsCsv(60, districts.slice(0, 1), 1)].join('').trimEnd().split('\n')
const heading = lines[0] ?? ''
const firm = (at: number): string => lines[at + 1] ?? ''
const code = (at: number): string => firm(at).split(',')[1] ?? ''
const file = (...rows: readonly string[]): string => `${[heading, ...rows].join('\n')}\n`
const renamed = (at: number): string => `改名${firm(at)}`
const ask = async <Row>(text: string, ...values: unknown[]): Promise<Row[]> =>
  (await house.database.pools.migrator.query(text, values)).rows as Row[] // each caller names its columns
/** Everything the register holds of these objects, past versions by number. */
const standing = (...subjects: readonly string[]) =>
  ask(
    `select e.subject, e.name, e.kind, e.region_path, e.address, e.legal_rep, e.state, e.industry, e.labels, e.owner_subject, e.initials, e.import_id,
      (select jsonb_agg(jsonb_build_object('l', l.label_id, 'o', l.origin, 'b', l.batch_id) order by l.label_id) from entity_label l where l.subject = e.subject) as put,
      (select jsonb_build_object('c', k.risk_class, 'a', k.as_of, 's', k.source, 'i', k.import_id) from entity_risk k where k.subject = e.subject) as risk
    from entity e where e.subject = any($1) order by e.subject`,
    subjects,
  )
const act = (batch: Pick<Batch, 'id'>) => ({ commandId: randomUUID(), importId: batch.id })
const changes = (batch: Batch, change: 'added' | 'changed' | 'leaving', who = registrar) =>
  who.call.imports.changes({ importId: batch.id, change }).then(({ rows }) => rows)

describe('a check', () => {
  test('tells what would be new and writes nothing; a commit by a person writes it, with its record', async () => {
    const checked = await check(registrar, file(firm(0), firm(1), firm(0)))
    expect(checked).toMatchObject({
      state: 'ready',
      rows: { read: 3, added: 2, changed: 0, unchanged: 0, leaving: 0, rejected: { duplicate_in_file: 1 } },
      abilities: { commit: { allowed: true }, discard: { allowed: true }, undo: { allowed: false, reason: 'wrong_state' } },
    })
    expect(await standing(code(0), code(1))).toEqual([])
    expect((await changes(checked, 'added')).map(({ rowNo, key }) => [rowNo, key])).toEqual([
      [2, code(0)],
      [3, code(1)],
    ])
    const done = await commit(registrar, checked.id)
    expect(done).toMatchObject({ state: 'done', rows: checked.rows, committedBy: done.startedBy, abilities: { undo: { allowed: true } } })
    expect(await standing(code(0), code(1))).toHaveLength(2)
    const verbs = await ask<{ verb: string }>('select verb from record where thing = $1 order by at, verb', `import:${done.id}`)
    expect(verbs.map(({ verb }) => verb).sort()).toEqual(['entity.imported', 'import.checked', 'import.commit', 'import.start'])
    expect(await ask('select 1 from import_row union all select 1 from import_change')).toEqual([])
  })

  test('shows each field that differs, names of persons masked, and says when the same bytes were brought before', async () => {
    const first = file(firm(2).replace(/^([^,]*,[^,]*,[^,]*,[^,]*,)[^,]*/, '$1张三丰'))
    await bring(registrar, first)
    expect(await check(registrar, first)).toMatchObject({ rows: { unchanged: 1 }, sameFile: { importId: expect.any(String) } })
    const other = await check(registrar, first.replace('张三丰', '李四').replace(firm(2).split(',')[0] ?? '', '改名商行'))
    expect(other).toMatchObject({ rows: { changed: 1 }, sameFile: null })
    const [row] = await changes(other, 'changed')
    expect(row).toMatchObject({ rowNo: 2, key: code(2), name: '改名商行' })
    expect(row?.fields).toEqual([
      { field: 'name', before: firm(2).split(',')[0], after: '改名商行' },
      { field: 'legalRep', before: '张**', after: '李*' },
    ])
  })

  test('a discarded import leaves nothing behind and can be neither committed nor undone', async () => {
    const checked = await check(registrar, file(firm(3)))
    await registrar.call.imports.discard(act(checked))
    expect(await stillImport(registrar, checked.id)).toMatchObject({ state: 'discarded' })
    expect(await refusal(registrar.call.imports.commit(act(checked)))).toBe('wrong_state')
    expect(await refusal(registrar.call.imports.undo({ ...act(checked), reason: '试一试' }))).toBe('wrong_state')
    expect(await standing(code(3))).toEqual([])
  })

  test('who may see imports may not commit them; who is elsewhere does not see them', async () => {
    const checked = await check(registrar, file(firm(3)))
    expect((await organiser.call.imports.get({ importId: checked.id })).abilities.commit).toEqual({
      allowed: false,
      reason: 'permission_missing',
    })
    expect(await refusal(organiser.call.imports.commit(act(checked)))).toBe('permission_missing')
    const { id } = await organiser.upload('a.csv', file(firm(3)))
    expect(await refusal(organiser.call.imports.start({ commandId: randomUUID(), fileId: id }))).toBe('permission_missing')
    expect(await refusal((await house.as('registrar@elsewhere')).call.imports.commit(act(checked)))).toBe('not_found')
  })
})

describe('columns', () => {
  test('a mapping of one’s own is remembered for files with the same headings, and the guess is not changed by it', async () => {
    const text = `单位,号码,注册地\n暖风商店,${code(5)},兰州市城关区\n`
    const preview = async (content: string) =>
      registrar.call.imports.preview({ fileId: (await registrar.upload('a.csv', content)).id, kind: 'entity' })
    expect(await preview(text)).toMatchObject({
      form: 'utf-8',
      headings: ['单位', '号码', '注册地'],
      mapping: {},
      missing: ['name', 'code'],
      remembered: false,
    })
    expect(await check(registrar, text)).toMatchObject({ state: 'failed', progress: { problem: { code: 'columns_missing' } } })
    const mapping = { name: 0, code: 1, address: 2 }
    expect(await check(registrar, text, { mapping })).toMatchObject({ rows: { added: 1 } })
    expect(await preview(text.replace('暖风', '凉风'))).toMatchObject({
      mapping,
      missing: [],
      remembered: true,
      sample: [['凉风商店', code(5), '兰州市城关区']],
    })
    expect(await check(registrar, text)).toMatchObject({ state: 'ready', rows: { added: 1 } })
    const elsewhere = await house.as('registrar@elsewhere')
    expect(await elsewhere.call.imports.preview({ fileId: (await elsewhere.upload('a.csv', text)).id, kind: 'entity' })).toMatchObject({
      mapping: {},
    })
  })

  test('a mapping that does not fit the heading is refused with what to do', async () => {
    for (const mapping of [
      { name: 0, code: 99 },
      { name: 0, code: 0 },
      { name: 0, nonsense: 1 },
    ])
      expect(await check(registrar, file(firm(5)), { mapping })).toMatchObject({
        state: 'failed',
        progress: { problem: { code: 'mapping_invalid' } },
      })
  })

  test('what the file has no column for stays as it is', async () => {
    await bring(registrar, file(firm(6)))
    const [before] = await standing(code(6))
    const done = await bring(registrar, `名称,统一社会信用代码\n新名号,${code(6)}\n`)
    expect(done.rows).toMatchObject({ changed: 1 })
    expect(done.notes.counts).toEqual({})
    expect(await standing(code(6))).toEqual([{ ...(before as object), name: '新名号', initials: 'xmh', import_id: done.id }])
  })
})

test('a check counts the rows whose empty cells would take away what the register knows', async () => {
  await bring(registrar, file(firm(11), firm(12)))
  const checked = await check(registrar, `名称,统一社会信用代码,注册资本\n号七,${code(11)},\n号八,${code(12)},9万元人民币\n`)
  expect(checked).toMatchObject({ rows: { changed: 2 }, notes: { counts: { emptied: 1 } } })
  await registrar.call.imports.discard(act(checked))
})

describe('objects without a code', () => {
  test('a site, a product, a project … come in by kind and identity, under the body they belong to', async () => {
    const place = '兰州市城关区天水路1号'
    const rows = [
      `场所,cs-001,${code(0)},甲仓库,,${place}`,
      `设备,梯11甘A0001(21),${code(0)},客梯,,${place}`,
      `企业,,,乙公司,${code(7)},${place}`,
      `场所,,,无标识,,${place}`,
      `飞船,x,,不明,,${place}`,
      `产品,P1,123,丙,,${place}`,
    ]
    const done = await bring(registrar, `对象类别,标识,所属主体,名称,统一社会信用代码,地址\n${rows.join('\n')}\n`)
    expect(done.rows).toMatchObject({ added: 3, rejected: { identity_missing: 1, kind_unknown: 1, owner_invalid: 1 } })
    expect(await standing('SITE:CS-001', 'EQUIP:梯11甘A0001(21)')).toMatchObject([
      { subject: 'EQUIP:梯11甘A0001(21)', kind: 'equipment', owner_subject: code(0) },
      { subject: 'SITE:CS-001', kind: 'site', owner_subject: code(0), initials: 'jck' },
    ])
  })

  test('a region code says where an object is, is checked, and wins over the address', async () => {
    const rows = [`甲,${code(8)},620103,兰州市城关区`, `乙,${code(9)},620199,兰州市城关区`, `丙,${code(10)},350100,兰州市城关区`]
    const done = await bring(registrar, `名称,统一社会信用代码,行政区划代码,地址\n${rows.join('\n')}\n`)
    expect(done.rows).toMatchObject({ added: 1, rejected: { region_code_unknown: 1, outside_jurisdiction: 1 } })
    expect(await standing(code(8))).toMatchObject([{ region_path: '62.6201.620103' }])
  })
})

describe('undo', () => {
  test('who came goes, who changed is as before, who left is back; history keeps all of it', async () => {
    const first = await bring(registrar, file(firm(20), firm(21), firm(22)))
    const labelled = `${heading.replace(/\r$/, '')},监管标签,信用风险等级\n`
    const before = await standing(code(20), code(21), code(22), code(23))
    const done = await bring(registrar, `${labelled}${renamed(20)},学校食堂;小作坊,C\n${firm(23)},小作坊,A\n${firm(21)},,B\n`)
    expect(done).toMatchObject({ rows: { added: 1, changed: 2 }, notes: { newLabels: ['学校食堂', '小作坊'] } })
    expect(await standing(code(20))).toMatchObject([{ labels: ['学校食堂', '小作坊'], risk: { c: 'C' } }])
    expect(await registrar.call.imports.dependencies({ importId: done.id })).toEqual({ blocking: [] })
    expect(await undo(registrar, done.id)).toMatchObject({ state: 'undone', undoneBy: done.startedBy })
    expect(await standing(code(20), code(21), code(22), code(23))).toEqual(before)
    const past = await ask('select event, ended_event from entity_version where subject = $1 order by since', code(20))
    expect(past).toEqual([
      { event: 'entered', ended_event: 'changed' },
      { event: 'changed', ended_event: 'undone' },
    ])
    expect(await undo(registrar, first.id)).toMatchObject({ state: 'undone' })
    expect(await standing(code(20), code(21), code(22))).toEqual([])
  })

  test('an import is kept while something depends on it, and can go when that is gone', async () => {
    const first = await bring(registrar, file(firm(24), firm(25)))
    const second = await bring(registrar, file(renamed(24)))
    expect(await registrar.call.imports.dependencies({ importId: first.id })).toEqual({ blocking: [{ code: 'changed_later', rows: 1 }] })
    expect(await refusal(registrar.call.imports.undo({ ...act(first), reason: '试一试' }))).toBe('import_depended_on')
    await undo(registrar, second.id)
    expect(await undo(registrar, first.id)).toMatchObject({ state: 'undone' })
  })

  test('a whole list makes those leave who are not in it, by place and kind; rows refused for a slip keep theirs; undoing brings them back', async () => {
    const county = await house.as('registrar@county')
    const [a = 0, b = 0, c = 0, d = 0] = lines
      .slice(1)
      .flatMap((line, at) => (at >= 26 && line.split(',')[1]?.startsWith('91') ? [at] : []))
    const rows = [a, b, c, d].map(firm)
    await bring(county, file(...rows))
    const all = await ask<{ subject: string }>(`select subject from entity where state = 'active' and kind = any($1)`, [
      'enterprise',
      'individual',
      'cooperative',
    ])
    const before = await standing(...all.map(({ subject }) => subject))
    const slip = (rows[1] ?? '').replace(/\d{4}-\d{2}-\d{2}/, '2999-01-01')
    const checked = await check(county, file(rows[0] ?? '', slip), { complete: true })
    expect(checked.rows).toMatchObject({ read: 2, unchanged: 1, rejected: { date_in_future: 1 } })
    const leaving = (await county.call.imports.changes({ importId: checked.id, change: 'leaving', limit: 200 })).rows.map(({ key }) => key)
    expect(leaving).toHaveLength(checked.rows.leaving)
    expect(leaving).toContain(code(c))
    expect(leaving).not.toContain(code(b))
    // Who comes after the list was brought is not what the list is silent about.
    const late = code(d + 1)
    await bring(county, file(firm(d + 1)))
    const done = await commit(county, checked.id)
    expect(await standing(code(c), code(d))).toEqual([])
    expect(await standing(code(a), code(b), late)).toHaveLength(3)
    await undo(county, done.id)
    expect(await standing(...all.map(({ subject }) => subject))).toEqual(before)
  })
})

test('two imports of overlapping rows at once end as if one had come after the other', async () => {
  const [one, two] = [[...[40, 41, 42].map(renamed), firm(43)].join('\n'), [firm(41), firm(42), firm(44)].join('\n')]
  const batches = await Promise.all([check(registrar, file(one ?? '')), check(registrar, file(two ?? ''))])
  expect(batches.map(({ rows }) => rows.added)).toEqual([4, 3])
  const done = await Promise.all(batches.map(({ id }) => commit(registrar, id)))
  const sums = done.map(({ rows }) => [rows.added, rows.changed, rows.unchanged])
  const oneFirst = {
    sums: [
      [4, 0, 0],
      [1, 2, 0],
    ],
    names: [firm(41), firm(42)],
  }
  const twoFirst = {
    sums: [
      [2, 2, 0],
      [3, 0, 0],
    ],
    names: [renamed(41), renamed(42)],
  }
  const names = (await standing(code(41), code(42))) as { subject: string; name: string }[]
  const found = { sums, names: [41, 42].map((at) => names.find(({ subject }) => subject === code(at))?.name) }
  const expected = [oneFirst, twoFirst].map((order) => ({ ...order, names: order.names.map((line) => line.split(',')[0]) }))
  expect(expected).toContainEqual(found)
})
