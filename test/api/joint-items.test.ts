/** 部门联合抽查事项清单: drafted by one person, published by another, ended by the next version. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { giveRoles, refusal } from '#test/bureau.ts'
import { openTestHouse, type Person, type TestHouse } from '#test/people.ts'

let house: TestHouse
let organiser: Person
let approver: Person
beforeAll(async () => {
  house = await openTestHouse()
  organiser = await house.as('organiser')
  approver = await house.as('approver')
})
afterAll(() => house.close())

type Draft = Parameters<Person['call']['jointItems']['save']>[0]['items'][number]
const draft = (code: string, change: Partial<Draft> = {}): Draft => ({
  code,
  field: '校外培训',
  name: '校外培训机构联合检查',
  items: [
    { department: '教育部门', name: '办学许可' },
    { department: '市场监管部门', name: '收费公示' },
  ],
  objectScope: '校外培训机构',
  initiator: '教育部门',
  participants: ['市场监管部门'],
  orgLevel: '市级',
  implLevel: '县级',
  period: '每年一次',
  deadline: '2026-11-30',
  contactOffice: '校外培训监管科',
  basis: '《民办教育促进法》第四十一条',
  ...change,
})
const id = () => ({ commandId: randomUUID() })
const save = async (who: Person, item: Draft, submit = true): Promise<string> =>
  (await who.call.jointItems.save({ ...id(), items: [item], submit })).ids[0] ?? ''
const publish = (who: Person, ...itemIds: string[]) => who.call.jointItems.publish({ ...id(), itemIds })
const inPublic = async (code: string) =>
  (await house.database.pools.portal.query('select version, valid_to from published.joint_item where code = $1 order by version', [code]))
    .rows

test('a joint item is drafted, handed in, returned, published by another person, and public from then on', async () => {
  const one = await save(organiser, draft('J01'), false)
  expect(await organiser.call.jointItems.get({ jointItemId: one })).toMatchObject({ ...draft('J01'), state: 'draft', validFrom: null })
  expect(await refusal(publish(approver, one))).toBe('wrong_state')
  expect(await organiser.call.jointItems.submit({ ...id(), itemIds: [one] })).toEqual({ submitted: 1 })
  expect(await approver.call.jointItems.return({ ...id(), itemIds: [one], opinion: '补充依据' })).toEqual({ returned: 1 })
  expect(await save(organiser, draft('J01', { basis: '《民办教育促进法》第四十条、第四十一条' }))).toBe(one)
  expect(await inPublic('J01')).toEqual([])
  expect(await publish(approver, one)).toEqual({ published: 1 })
  expect(await inPublic('J01')).toEqual([{ version: 1, valid_to: null }])
  const page = await organiser.call.jointItems.get({ jointItemId: one })
  expect(page).toMatchObject({ state: 'published', standing: 'inForce', abilities: { retire: { allowed: false } } })
  expect(page.steps.map(({ verb }) => verb)).toEqual([
    'joint_item.save',
    'joint_item.submit',
    'joint_item.return',
    'joint_item.save',
    'joint_item.publish',
  ])
})

test('the next version ends the one before, and retiring ends the last', async () => {
  const one = await save(organiser, draft('J02'))
  await publish(approver, one)
  const two = await save(organiser, draft('J02', { period: '每半年一次' }))
  await publish(approver, two)
  const { versions } = await organiser.call.jointItems.get({ jointItemId: two })
  expect(versions.map(({ version, state }) => `${version} ${state}`)).toEqual(['2 published', '1 superseded'])
  expect(await inPublic('J02')).toMatchObject([
    { version: 1, valid_to: expect.any(String) },
    { version: 2, valid_to: null },
  ])
  expect(await approver.call.jointItems.retire({ ...id(), itemIds: [two], reason: '不再联合检查' })).toEqual({ retired: 1 })
  expect(await organiser.call.jointItems.list({ q: 'J02', state: 'retired' })).toMatchObject({
    rows: [{ id: two, retiredReason: '不再联合检查' }],
  })
})

test('a draft can be thrown away, and only while it is one', async () => {
  const one = await save(organiser, draft('J03'), false)
  expect(await organiser.call.jointItems.discard({ ...id(), itemIds: [one] })).toEqual({ discarded: 1 })
  expect((await organiser.call.jointItems.list({ q: 'J03' })).rows).toEqual([])
  expect(await refusal(organiser.call.jointItems.submit({ ...id(), itemIds: [one] }))).toBe('wrong_state')
  expect(await refusal(organiser.call.jointItems.discard({ ...id(), itemIds: [one] }))).toBe('wrong_state')
  expect(await refusal(approver.call.jointItems.return({ ...id(), itemIds: [one], opinion: '不对' }))).toBe('wrong_state')
  expect(await refusal(approver.call.jointItems.retire({ ...id(), itemIds: [one], reason: '不对' }))).toBe('wrong_state')
})

test('four eyes, and everybody their own place', async () => {
  await giveRoles(house, 'organiser.county', ['organiser', 'approver'])
  const both = await house.as('organiser@county')
  const one = await save(both, draft('J04'))
  expect(await refusal(publish(both, one))).toBe('publisher_is_editor')
  const elsewhere = await house.as('approver@elsewhere')
  expect(await refusal(elsewhere.call.jointItems.get({ jointItemId: one }))).toBe('not_found')
  expect(await refusal(publish(elsewhere, one))).toBe('not_found')
  expect(await publish(approver, one)).toEqual({ published: 1 })
})

test('a department without an item, or an item without its department, is refused and named', async () => {
  const failed = await save(organiser, draft('J05', { participants: ['市场监管部门', '消防部门'] })).catch(
    (error: { data?: unknown }) => error.data,
  )
  expect(failed).toMatchObject({ code: 'joint_departments_mismatch', facts: { departments: '消防部门' } })
  const twice = organiser.call.jointItems.save({ ...id(), items: [draft('J06'), draft('J06')] })
  expect(await refusal(twice)).toBe('item_twice')
})
