/** 随机抽查事项清单: one person edits, another publishes; what is published stays as it was. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addDays, dateAt, type PlainDate } from '#core/time.ts'
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
/** What the public has of a code that is in force today. */
const inPublic = async (code: string): Promise<{ id: string; version: number; name: string }[]> =>
  (
    await house.database.pools.portal.query(
      'select id, version, name from published.item where code = $1 and valid_from <= $2 and (valid_to is null or valid_to >= $2)',
      [code, today()],
    )
  ).rows
const today = (): PlainDate => dateAt(house.services.now())

test('a draft is published by another person, and the public sees it from then on', async () => {
  const [id = ''] = await save(organiser, draft('A01'))
  expect(await inPublic('A01')).toEqual([])
  expect(await listed(approver, 'A01')).toMatchObject([
    {
      id,
      version: 1,
      state: 'submitted',
      editedBy: '组织岗',
      submittedBy: '组织岗',
      publishedBy: null,
      abilities: { publish: { allowed: true }, edit: { allowed: false } },
    },
  ])
  expect(await publish(approver, id)).toEqual({ published: 1 })
  expect(await inPublic('A01')).toEqual([{ id, version: 1, name: '营业执照规范使用情况检查' }])
  expect(await listed(organiser, 'A01')).toMatchObject([
    { state: 'published', standing: 'inForce', validFrom: today(), validTo: null, publishedBy: '审批岗' },
  ])
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
  expect((await listed(approver, 'F0')).map(({ state }) => state)).toEqual(['submitted', 'submitted'])
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
    { verb: 'item.save', actor_name: '组织岗', facts: { codes: ['H01'], ids: [id], submitted: 'yes' } },
    {
      verb: 'item.publish',
      actor_name: '审批岗',
      facts: { published: ['H01 v1'], codes: ['H01'], ids: [id], validFrom: today() },
    },
  ])
})

const day = 86_400_000
const move = (verb: 'submitItems' | 'discardItems') => (who: Person, id: string) =>
  who.call.catalogue[verb]({ commandId: randomUUID(), itemIds: [id] })
const submit = move('submitItems')
const discard = move('discardItems')
const back = (who: Person, id: string, opinion: string) =>
  who.call.catalogue.returnItems({ commandId: randomUUID(), itemIds: [id], opinion })
const retire = (who: Person, id: string, lastDay?: string) =>
  who.call.catalogue.retireItems({
    commandId: randomUUID(),
    itemIds: [id],
    reason: '上级清单已取消',
    ...(lastDay === undefined ? {} : { lastDay }),
  })

test('a draft that is kept back is handed in, returned with an opinion, changed, and handed in again', async () => {
  const { ids } = await organiser.call.catalogue.saveItems({ commandId: randomUUID(), items: [draft('I01')], submit: false })
  const [id = ''] = ids
  expect(await listed(approver, 'I01')).toMatchObject([
    { state: 'draft', abilities: { publish: { allowed: false, reason: 'wrong_state' } } },
  ])
  expect(await refusal(publish(approver, id))).toBe('wrong_state')
  expect(await refusal(submit(approver, id))).toBe('not_permitted')
  expect(await submit(organiser, id)).toEqual({ submitted: 1 })
  expect(await refusal(back(organiser, id, '依据不全'))).toBe('not_permitted')
  expect(await back(approver, id, '依据不全')).toEqual({ returned: 1 })
  expect(await listed(organiser, 'I01')).toMatchObject([{ state: 'returned', opinion: '依据不全', opinionBy: '审批岗' }])
  const { todos } = await organiser.call.record.workbench()
  expect(todos.find(({ verb }) => verb === 'mend_items')).toMatchObject({ thing: '/items?state=returned', count: 1 })
  expect(await refusal(submit(organiser, randomUUID()))).toBe('not_found')
  expect(await save(organiser, draft('I01', '改过的名称'))).toEqual([id])
  await publish(approver, id)
  const page = await organiser.call.catalogue.getItem({ itemId: id })
  expect(page.steps.map(({ verb }) => verb)).toEqual(['item.save', 'item.submit', 'item.return', 'item.save', 'item.publish'])
  expect(page.steps[2]).toMatchObject({ by: '审批岗', facts: { opinion: '依据不全' } })
  expect(await refusal(back(approver, id, '太晚了'))).toBe('wrong_state')
})

test('a discarded draft is gone from the list, and its code is free for the next version', async () => {
  const [one = ''] = (await organiser.call.catalogue.saveItems({ commandId: randomUUID(), items: [draft('K01')], submit: false })).ids
  expect(await refusal(discard(approver, one))).toBe('not_permitted')
  expect(await discard(organiser, one)).toEqual({ discarded: 1 })
  expect(await listed(organiser, 'K01')).toEqual([])
  expect(await refusal(discard(organiser, one))).toBe('wrong_state')
  expect(await refusal(discard(organiser, randomUUID()))).toBe('not_found')
  expect(await save(organiser, draft('K01'))).not.toEqual([one])
  expect(await listed(organiser, 'K01')).toMatchObject([{ version: 2 }])
})

test('a version that begins later holds from its day on, and the one before until the day before', async () => {
  const [one = ''] = await save(organiser, draft('L01'))
  await publish(approver, one)
  const [two = ''] = await save(organiser, draft('L01', '明年的'))
  const from = addDays(today(), 10)
  const begin = (validFrom: string, validTo: string | null = null) =>
    approver.call.catalogue.publishItems({ commandId: randomUUID(), itemIds: [two], validFrom, validTo })
  expect(await refusal(begin(addDays(today(), -1)))).toBe('valid_from_past')
  expect(await refusal(begin(from, today()))).toBe('valid_window_reversed')
  await begin(from)
  expect((await organiser.call.catalogue.getItem({ itemId: one })).versions).toMatchObject([
    { version: 2, state: 'published', standing: 'upcoming', validFrom: from },
    { version: 1, state: 'published', standing: 'inForce', validTo: addDays(from, -1) },
  ])
  const heldOn = async (inForceOn: string) =>
    (await organiser.call.catalogue.listItems({ q: 'L01', inForceOn })).rows.map(({ version }) => version)
  expect([await heldOn(addDays(today(), -1)), await heldOn(today()), await heldOn(from)]).toEqual([[], [1], [2]])
  expect(await inPublic('L01')).toMatchObject([{ id: one }])
  house.passTime(11 * day)
  expect(await inPublic('L01')).toMatchObject([{ id: two }])
  house.passTime(-11 * day)
})

test('a retired item ends, and is not there for plans any more', async () => {
  const [id = ''] = await save(organiser, draft('M01'))
  await publish(approver, id)
  expect(await refusal(retire(organiser, id))).toBe('not_permitted')
  expect(await refusal(retire(approver, id, addDays(today(), -3)))).toBe('valid_from_past')
  expect(await retire(approver, id)).toEqual({ retired: 1 })
  expect(await listed(organiser, 'M01')).toMatchObject([{ state: 'retired', validTo: today(), retiredReason: '上级清单已取消' }])
  expect(await refusal(retire(approver, id))).toBe('wrong_state')
  expect(await refusal(retire(approver, randomUUID()))).toBe('not_found')
})

test('an item says everything the list of domain.md asks of it, and two versions can be compared', async () => {
  const full: Draft = {
    ...draft('N01'),
    subItem: '亮照经营',
    dutyRef: '0131-001',
    objectKinds: ['enterprise'],
    nonSite: true,
    bodies: ['县级以上市场监管部门'],
    levels: ['county'],
    ratioFloorPpm: 30_000,
    ratioCapPpm: 50_000,
    frequencyCap: 2,
    frequencyText: '每年两次',
    requirements: '逐项核对',
    guide: '先查档案',
    materials: [{ name: '营业执照', note: '正本' }],
    followUps: [{ result: '06', text: '未亮照', followUp: '责令改正' }],
    responsibleOffice: '注册科',
    listKind: 'key',
    checklist: [{ content: '是否亮照', method: '现场查看', yes: '已亮照', no: '未亮照：', materials: ['照片'] }, '电子执照是否一致'],
  }
  const [one = ''] = await save(organiser, full)
  const line = { method: '', yes: '', no: '', materials: [] }
  const kept = { ...full, layer: 'local', checklist: [full.checklist?.[0], { ...line, content: '电子执照是否一致' }] }
  expect(await organiser.call.catalogue.getItem({ itemId: one })).toMatchObject({ ...kept, orgName: '兰州市市场监督管理局' })
  await publish(approver, one)
  const [two = ''] = await save(organiser, { ...full, frequencyCap: 1, checklist: ['是否亮照'] })
  const { changes } = await organiser.call.catalogue.diffItems({ itemId: two, against: one })
  expect(changes.map(({ field }) => field)).toEqual(['frequencyCap', 'checklist'])
  expect(changes[1]).toMatchObject({ lines: [{ kind: 'changed', parts: ['method', 'yes', 'no', 'materials'] }, { kind: 'removed' }] })
  const elsewhere = await house.as('organiser@elsewhere')
  expect(await refusal(elsewhere.call.catalogue.getItem({ itemId: one }))).toBe('not_found')
  expect(await refusal(elsewhere.call.catalogue.diffItems({ itemId: two, against: one }))).toBe('not_found')
  expect((await organiser.call.catalogue.listItems({ listKind: 'key' })).rows.map(({ code }) => code)).toEqual(['N01', 'N01'])
})

test('what cannot be meant is refused at once', async () => {
  expect(await refusal(save(organiser, draft('O01'), draft('O01')))).toBe('item_twice')
  expect(await refusal(save(organiser, { ...draft('O01'), objectKinds: ['martian'] }))).toBe('item_kind_unknown')
  expect(await refusal(save(organiser, { ...draft('O01'), ratioFloorPpm: 2, ratioCapPpm: 1 }))).toBe('item_ratio_reversed')
  expect(await refusal(save(organiser, { ...draft('O01'), layer: 'national' }))).toBe('item_layer_place')
  expect(await listed(organiser, 'O01')).toEqual([])
})

test('two hundred items are saved and published in one go', async () => {
  const many = Array.from({ length: 200 }, (_, i) => draft(`Z-${String(i).padStart(3, '0')}`))
  const ids = await save(organiser, ...many)
  expect(await publish(approver, ...ids)).toEqual({ published: 200 })
  const answer = await organiser.call.catalogue.listItems({ q: 'Z-', state: 'published', limit: 50 })
  expect(answer).toMatchObject({ count: { value: 200 } })
  expect(answer.next).not.toBeNull()
})
