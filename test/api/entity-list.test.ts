/** The list of objects: found by what people type, within one's own place, and as it stood. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { refusal } from '#test/bureau.ts'
import { openTestHouse, type Person, type TestHouse, type Who } from '#test/people.ts'
import { city, codeOf, county, elsewhere, putObjects } from './register-world.ts'

let house: TestHouse
let registrar: Person
const otherCounty = '62.6201.620103'
const things = [
  {
    subject: codeOf(1),
    name: '兰州金鑫餐饮有限公司',
    initials: 'lzjxcyyxgs',
    address: '甘肃省兰州市城关区天水路1号',
    labels: ['食品经营'],
    industry: 'H6210',
    established: '2020-05-01',
  },
  {
    subject: codeOf(2),
    name: '兰州金鑫建材店',
    initials: 'lzjxjcd',
    region: otherCounty,
    kind: 'individual',
    industry: 'F5165',
    established: '2019-01-01',
  },
  { subject: codeOf(3), name: 'Ｓtarbucks Coffee（兰州）', initials: 'starbuckscoffeelz', state: 'revoked' },
  { subject: 'REG:620102000001234', name: '城关区100%_商行' },
  { subject: 'SITE:天水路_2号%', name: '天水路二号仓库', kind: 'site', owner: codeOf(1) },
  { subject: codeOf(6), name: '嘉峪关金鑫商贸', region: elsewhere, initials: 'jygjxsm' },
] as const

beforeAll(async () => {
  house = await openTestHouse()
  await putObjects(house, things)
  registrar = await house.as('registrar')
})
afterAll(() => house.close())

type Ask = Parameters<Person['call']['registers']['listEntities']>[0]
const names = async (ask: Ask, who: Person = registrar) => (await who.call.registers.listEntities(ask)).rows.map(({ name }) => name)

describe('what a clerk types finds', () => {
  test.each([
    ['金鑫', ['兰州金鑫餐饮有限公司', '兰州金鑫建材店']],
    ['金 鑫', ['兰州金鑫餐饮有限公司', '兰州金鑫建材店']],
    ['鑫餐饮', ['兰州金鑫餐饮有限公司']],
    ['lzjx', ['兰州金鑫餐饮有限公司', '兰州金鑫建材店']],
    ['JC', ['兰州金鑫建材店']],
    ['starbucks', ['Ｓtarbucks Coffee（兰州）']],
    ['coffee(兰州)', ['Ｓtarbucks Coffee（兰州）']],
    [codeOf(1).toLowerCase(), ['兰州金鑫餐饮有限公司']],
    [codeOf(1).slice(0, 12), ['兰州金鑫餐饮有限公司', 'Ｓtarbucks Coffee（兰州）', '兰州金鑫建材店']],
    ['620102000001234', ['城关区100%_商行']],
    ['site:天水路_2', ['天水路二号仓库']],
    ['0%_商', ['城关区100%_商行']],
    ['%%', []],
    ["';--", []],
    ['金鑫\u0000', ['兰州金鑫餐饮有限公司', '兰州金鑫建材店']],
  ])('%s', async (q, expected) => {
    expect((await names({ q })).sort()).toEqual([...expected].sort())
  })

  test('an address by two characters, and a label, an industry or a day of establishment as conditions', async () => {
    expect(await names({ address: '天水路' })).toEqual(['兰州金鑫餐饮有限公司'])
    const all = (field: string, op: string, ...values: string[]) => JSON.stringify({ version: 1, all: [{ field, op, values }] })
    expect(await names({ filter: all('label', 'anyOf', '食品经营') })).toEqual(['兰州金鑫餐饮有限公司'])
    expect(await names({ filter: all('industry', 'prefix', 'F51') })).toEqual(['兰州金鑫建材店'])
    expect(await names({ filter: all('established', 'between', '2020-01-01', '2020-12-31') })).toEqual(['兰州金鑫餐饮有限公司'])
    expect(await names({ kind: 'site', state: 'active', regionPath: county })).toEqual(['天水路二号仓库'])
  })
})

test('one character, a filter that is none, and a foreign cursor are refused with what to do', async () => {
  const list = (ask: Ask, who = registrar) => refusal(who.call.registers.listEntities(ask))
  expect(await list({ q: '金' })).toBe('query_too_short')
  expect(await list({ address: '路' })).toBe('query_too_short')
  for (const filter of ['{', '[]', '{"version":1,"all":[{"field":"name","op":"in","values":["x"]}]}', '{"version":2,"all":[]}'])
    expect(await list({ filter })).toBe('invalid_input')
  expect(await list({ cursor: 'eyJ4IjoxfQ' })).toBe('cursor_invalid')
  const byClass = JSON.stringify({ version: 1, all: [{ field: 'riskClass', op: 'in', values: ['A'] }] })
  expect(await list({ filter: byClass })).toBe('risk_not_readable')
  expect(await refusal(registrar.call.registers.countEntities({ filter: byClass }))).toBe('risk_not_readable')
  expect(await names({ filter: byClass }, await house.as('organiser'))).toEqual([])
})

test('everyone sees their own place and what lies below it', async () => {
  const seen = async (who: Who) => (await names({ q: '金鑫' }, await house.as(who))).sort()
  expect(await seen('registrar')).toEqual(['兰州金鑫建材店', '兰州金鑫餐饮有限公司'])
  expect(await seen('registrar@county')).toEqual(['兰州金鑫餐饮有限公司'])
  expect(await seen('registrar@elsewhere')).toEqual(['嘉峪关金鑫商贸'])
  const abroad = await house.as('registrar@county')
  for (const regionPath of [city, otherCounty, elsewhere, '62']) {
    const here = (await names({ regionPath }, abroad)).filter((name) => name === '兰州金鑫建材店' || name === '嘉峪关金鑫商贸')
    expect(here).toEqual([])
  }
  const rows = await house.database.pools.migrator.query<{ name: string }>(
    `select name from entity where region_path = $1 or starts_with(region_path, $1 || '.')`,
    [county],
  )
  expect((await names({ limit: 200 }, abroad)).sort()).toEqual(rows.rows.map(({ name }) => name).sort())
})

test('the class of risk is shown to those who may see it only', async () => {
  await house.database.pools.migrator.query(
    `insert into entity_risk (subject, risk_class, as_of, source, updated_at) values ($1, 'D', '2026-01-01', '省局', now())`,
    [codeOf(1)],
  )
  const classOf = async (who: Who) => (await (await house.as(who)).call.registers.listEntities({ q: '鑫餐饮' })).rows[0]?.riskClass
  expect([await classOf('organiser'), await classOf('registrar')]).toEqual(['D', null])
})

describe('the register as it stood', () => {
  test('shows who has left since, under the name they had, and not who came since', async () => {
    const owner = house.database.pools.migrator
    const version = `insert into entity_version (subject, since, until, event, source, ended_event, ended_by, name, kind, region_path, state, labels)
      values ($1, $2, $3, 'entered', 'import', $4, 'x', $5, 'enterprise', $6, 'active', '{}')`
    await owner.query(version, [codeOf(50), '2026-01-01T00:00:00+08:00', '2026-03-05T12:00:00+08:00', 'left', '已离开的公司', county])
    await owner.query(version, [codeOf(1), '2026-01-01T00:00:00+08:00', '2026-03-05T12:00:00+08:00', 'changed', '旧名餐饮公司', county])
    await owner.query(`update entity set since = '2026-03-05T12:00:00+08:00' where subject = $1`, [codeOf(1)])
    const on = async (asOf: string) => (await names({ asOf, regionPath: county, limit: 200 })).sort()
    expect(await on('2025-12-31')).toEqual([])
    expect(await on('2026-03-04')).toEqual(['已离开的公司', '旧名餐饮公司'])
    expect(await on('2026-03-05')).toEqual(['兰州金鑫餐饮有限公司'])
    expect(await names({ asOf: '2026-03-04', q: '旧名' })).toEqual(['旧名餐饮公司'])
    const first = await registrar.call.registers.listEntities({ asOf: '2026-03-04', limit: 1 })
    expect([first.rows.length, first.count]).toEqual([1, { value: 2, capped: false }])
    expect(await names({ asOf: '2026-03-04', limit: 1, cursor: first.next ?? '' })).toHaveLength(1)
  })

  test('has no future, and one order', async () => {
    expect(await refusal(registrar.call.registers.listEntities({ asOf: '2999-01-01' }))).toBe('as_of_future')
    expect(await refusal(registrar.call.registers.listEntities({ asOf: '2026-03-04', sort: 'name' }))).toBe('as_of_order')
  })
})

describe('saved views', () => {
  type Save = Partial<Parameters<Person['call']['lists']['saveView']>[0]>
  const save = (who: Person, change: Save = {}) =>
    who.call.lists.saveView({
      commandId: randomUUID(),
      name: '本县餐饮',
      query: { q: '餐饮', kind: 'enterprise' },
      columns: ['name', 'kind'],
      ...change,
    })

  test('keep conditions, columns and order; the preferred one is one', async () => {
    const { viewId } = await save(registrar, { preferred: true, sort: 'updated-desc' })
    await save(registrar, { name: '另一个', preferred: true })
    const views = await registrar.call.lists.views({})
    expect(views.map(({ name, preferred }) => [name, preferred])).toEqual([
      ['另一个', true],
      ['本县餐饮', false],
    ])
    expect(views[1]).toMatchObject({
      id: viewId,
      query: { q: '餐饮', kind: 'enterprise' },
      columns: ['name', 'kind'],
      sort: 'updated-desc',
      shared: false,
    })
    await save(registrar, { viewId, name: '改了名', shared: true })
    expect(await refusal(save(registrar, { name: '改了名' }))).toBe('view_name_taken')
  })

  test('that are shared are seen in the office, and changed by their owner only', async () => {
    const colleague = await house.as('organiser')
    const shared = (await colleague.call.lists.views({})).map(({ id, name, abilities }) => ({ id, name, may: abilities.edit.allowed }))
    expect(shared.map(({ name, may }) => [name, may])).toEqual([['改了名', false]])
    const viewId = shared[0]?.id ?? ''
    expect(await refusal(save(colleague, { viewId, name: '我的了' }))).toBe('view_not_yours')
    expect(await refusal(colleague.call.lists.deleteView({ commandId: randomUUID(), viewId }))).toBe('view_not_yours')
    expect(await (await house.as('registrar@county')).call.lists.views({})).toEqual([])
    expect(await refusal((await house.as('registrar@county')).call.lists.deleteView({ commandId: randomUUID(), viewId }))).toBe('not_found')
    await registrar.call.lists.deleteView({ commandId: randomUUID(), viewId })
    expect((await registrar.call.lists.views({})).map(({ name }) => name)).toEqual(['另一个'])
    const record = await house.database.pools.migrator.query('select verb from record where thing = $1 order by at', [`view:${viewId}`])
    expect(record.rows).toEqual([{ verb: 'view.save' }, { verb: 'view.save' }, { verb: 'view.delete' }])
  })
})
