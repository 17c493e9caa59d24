/** 随机抽查事项清单: one person edits, another publishes; what is published stays as it was. */
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

type Draft = Parameters<Person['call']['catalogue']['saveItems']>[0]['items'][number]
const draft = (code: string, name = '营业执照规范使用情况检查'): Draft => ({
  code,
  name,
  category: '登记事项检查',
  itemClass: 'general',
  basis: '《市场主体登记管理条例》第三十六条',
  objectScope: '经营主体',
  methods: ['onsite', 'written'],
  checklist: ['是否置于醒目位置'],
})
const save = async (who: Person, ...items: Draft[]): Promise<string[]> =>
  (await who.call.catalogue.saveItems({ commandId: randomUUID(), items })).ids
const publish = (who: Person, ...itemIds: string[]) => who.call.catalogue.publishItems({ commandId: randomUUID(), itemIds })
const listed = async (who: Person, q: string) => (await who.call.catalogue.listItems({ q })).rows
const inPublic = async (code: string): Promise<{ id: string; version: number; name: string }[]> =>
  (await house.database.pools.portal.query('select id, version, name from published.item where code = $1', [code])).rows

test('a draft is published by another person, and the public sees it from then on', async () => {
  const [id = ''] = await save(organiser, draft('A01'))
  expect(await inPublic('A01')).toEqual([])
  expect(await listed(approver, 'A01')).toMatchObject([
    {
      id,
      version: 1,
      state: 'draft',
      editedBy: '组织岗',
      publishedBy: null,
      abilities: { publish: { allowed: true }, edit: { allowed: false } },
    },
  ])
  expect(await publish(approver, id)).toEqual({ published: 1 })
  expect(await inPublic('A01')).toEqual([{ id, version: 1, name: '营业执照规范使用情况检查' }])
  expect(await listed(organiser, 'A01')).toMatchObject([{ state: 'published', publishedBy: '审批岗' }])
  expect(await refusal(publish(approver, id))).toBe('wrong_state')
})

test('an item says which qualifications and experts its inspection needs, each once', async () => {
  const words = { qualifications: ['药品检查员', ' 药品检查员 '], expertise: ['药品GSP'], expertKinds: ['药学', '锅炉'] }
  await save(organiser, { ...draft('Q01'), ...words })
  const kept = { ...words, qualifications: ['药品检查员'], expertKinds: ['药学', '锅炉'] }
  expect(await listed(organiser, 'Q01')).toMatchObject([kept])
  await save(organiser, draft('Q01'))
  expect(await listed(organiser, 'Q01')).toMatchObject([{ qualifications: [], expertise: [], expertKinds: [] }])
})

test('who edited an item does not publish it, even with both duties', async () => {
  await giveRoles(house, 'organiser.county', ['organiser', 'approver'])
  const both = await house.as('organiser@county')
  const [id = ''] = await save(both, draft('B01'))
  expect(await refusal(publish(both, id))).toBe('publisher_is_editor')
  expect(await listed(both, 'B01')).toMatchObject([{ abilities: { publish: { allowed: false, reason: 'publisher_is_editor' } } }])
  expect(await publish(approver, id)).toEqual({ published: 1 })
})

test('a draft is edited in place; editing what is published makes the next version, which supersedes it when it is published', async () => {
  const [one = ''] = await save(organiser, draft('C01'))
  expect(await save(organiser, draft('C01', '改过的草稿'))).toEqual([one])
  await publish(approver, one)
  const [two = ''] = await save(organiser, draft('C01', '第二版'))
  expect(two).not.toBe(one)
  expect(await inPublic('C01')).toEqual([{ id: one, version: 1, name: '改过的草稿' }])
  await publish(approver, two)
  expect(await inPublic('C01')).toEqual([{ id: two, version: 2, name: '第二版' }])
  expect((await listed(organiser, 'C01')).map(({ version, state }) => `${version} ${state}`).sort()).toEqual([
    '1 superseded',
    '2 published',
  ])
})

test('of two people who publish one draft at once, one wins and the other is told', async () => {
  const [id = ''] = await save(organiser, draft('D01'))
  const answers = await Promise.all([refusal(publish(approver, id)), refusal(publish(approver, id))])
  expect(answers.sort()).toEqual(['accepted', 'wrong_state'])
  expect(await inPublic('D01')).toHaveLength(1)
})

test('of two people who draft one code at once there is one draft', async () => {
  const answers = await Promise.all([1, 2, 3].map((n) => refusal(save(organiser, draft('E01', `名称${n}`)))))
  expect(answers.filter((code) => !['accepted', 'item_draft_exists', 'changed_meanwhile'].includes(code))).toEqual([])
  expect(await listed(organiser, 'E01')).toHaveLength(1)
})

test('one item of a batch that cannot be published keeps the whole batch back', async () => {
  const ids = await save(organiser, draft('F01'), draft('F02'))
  expect(await refusal(publish(approver, ...ids, randomUUID()))).toBe('not_found')
  expect((await listed(approver, 'F0')).map(({ state }) => state)).toEqual(['draft', 'draft'])
})

test('an item of another place is not found; one of the city above is seen below and published above only', async () => {
  const [id = ''] = await save(organiser, draft('G01'))
  const elsewhere = await house.as('approver@elsewhere')
  const county = await house.as('approver@county')
  expect(await listed(elsewhere, 'G01')).toEqual([])
  expect(await refusal(publish(elsewhere, id))).toBe('not_found')
  expect(await listed(county, 'G01')).toMatchObject([{ id, abilities: { publish: { allowed: false, reason: 'outside_jurisdiction' } } }])
  expect(await refusal(publish(county, id))).toBe('outside_jurisdiction')
  expect(await (await house.as('approver@elsewhere')).call.record.workbench()).toMatchObject({ todos: [] })
})

test('saving and publishing are in the record, with who and what', async () => {
  const [id = ''] = await save(organiser, draft('H01'))
  await publish(approver, id)
  const { rows } = await house.database.pools.migrator.query(
    `select verb, actor_name, facts from record where facts::text like '%H01%' order by at, verb`,
  )
  expect(rows).toEqual([
    { verb: 'item.save', actor_name: '组织岗', facts: { codes: ['H01'] } },
    { verb: 'item.publish', actor_name: '审批岗', facts: { published: ['H01 v1'] } },
  ])
})
