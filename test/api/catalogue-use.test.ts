/** 清单之外无检查: plans and tasks take items in force only; a task keeps the versions it was made with; typed items are an exception that is counted. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { journeyItems } from '#bin/scenario/items.ts'
import { type ItemText, publishItems, publishPlan } from '#bin/scenario/work.ts'
import { addDays, dateAt, type PlainDate } from '#core/time.ts'
import { openBureau, planRow, refusal, staffOf, taskText } from '#test/bureau.ts'
import { openTestHouse, type TestHouse } from '#test/people.ts'
import { setPolicy } from '#test/policy-packs.ts'

let house: TestHouse
let staff: Awaited<ReturnType<typeof staffOf>>
beforeAll(async () => {
  house = await openTestHouse()
  staff = await staffOf(house)
})
afterAll(() => house.close())

const today = (): PlainDate => dateAt(house.services.now())
const text = (code: string, change: Partial<ItemText> = {}): ItemText => ({
  code,
  name: `检查${code}`,
  category: '登记事项检查',
  itemClass: 'general',
  basis: '《市场主体登记管理条例》第三十八条',
  objectScope: '企业',
  methods: ['onsite'],
  ...change,
})
const plan = (itemIds: readonly string[], from = today(), to = addDays(today(), 60)) =>
  staff.organiser.api.plans.create({
    commandId: randomUUID(),
    year: 2030,
    name: `计划${randomUUID()}`,
    rows: [{ ...planRow(itemIds), from, to }],
  })
const later = async (item: ItemText, validFrom: string, validTo: string | null = null): Promise<string> => {
  const { ids } = await staff.organiser.api.catalogue.saveItems({ commandId: randomUUID(), items: [item] })
  await staff.approver.api.catalogue.publishItems({ commandId: randomUUID(), itemIds: ids, validFrom, validTo })
  return ids[0] ?? ''
}

test('a plan takes an item only for a time in which it is in force', async () => {
  const next = await later(text('U01'), addDays(today(), 30))
  expect(await refusal(plan([next]))).toBe('item_not_in_force')
  expect(await refusal(plan([next], addDays(today(), 30)))).toBe('accepted')
  const short = await later(text('U02'), today(), addDays(today(), 5))
  expect(await refusal(plan([short]))).toBe('accepted')
  expect(await refusal(plan([short], addDays(today(), 6)))).toBe('item_not_in_force')
})

test('the do-not-disturb list is not planned, and a draft is not published', async () => {
  const [quiet = ''] = await publishItems(staff, [text('U03', { listKind: 'undisturbed', methods: ['network'] })])
  expect(await refusal(plan([quiet]))).toBe('item_undisturbed')
  const { ids } = await staff.organiser.api.catalogue.saveItems({ commandId: randomUUID(), items: [text('U04')] })
  expect(await refusal(plan(ids))).toBe('item_not_published')
})

const planned = async (year: number, itemIds: readonly string[]): Promise<string> =>
  (await publishPlan(staff, year, `计划${randomUUID()}`, [planRow(itemIds)])).rows[0]?.id ?? ''
const create = (planRowId: string, change = {}) =>
  staff.organiser.api.tasks.create({ commandId: randomUUID(), ...taskText(planRowId), ...change })

test('a task freezes the version in force, and keeps it whatever is published later', async () => {
  const [one = ''] = await publishItems(staff, [text('U05')])
  const row = await planned(2031, [one])
  const before = await create(row)
  const [two = ''] = await publishItems(staff, [text('U05', { name: '改过的名称', checklist: ['新的一条'] })])
  const { items } = await staff.organiser.api.tasks.get({ taskId: before.taskId })
  expect(items).toEqual([{ id: one, code: 'U05', name: '检查U05', version: 1, itemClass: 'general', sharePpm: 1_000_000 }])
  const after = await create(row)
  expect((await staff.organiser.api.tasks.get({ taskId: after.taskId })).items).toMatchObject([{ id: two, version: 2, name: '改过的名称' }])
})

test('an item that was retired since the plan cannot be used by a new task', async () => {
  const [one = ''] = await publishItems(staff, [text('U06')])
  const row = await planned(2032, [one])
  await staff.approver.api.catalogue.retireItems({ commandId: randomUUID(), itemIds: [one], reason: '上级清单已取消' })
  house.passTime(2 * 86_400_000)
  expect(await refusal(create(row))).toBe('task_item_not_in_force')
  house.passTime(-2 * 86_400_000)
})

test('typed items are kept with the task, counted by organisation and year, and limited', async () => {
  const row = await planned(2033, await publishItems(staff, [text('U07')]))
  const otherItems = [{ name: '冬季取暖用煤检查', remark: '县政府交办' }]
  const { taskId, taskNo } = await create(row, { otherItems })
  expect(await staff.organiser.api.tasks.get({ taskId })).toMatchObject({ otherItems })
  const { rows, allowed, most } = await staff.organiser.api.catalogue.otherUse({ year: 2026 })
  expect({ allowed, most }).toEqual({ allowed: true, most: 3 })
  expect(rows).toMatchObject([{ orgPath: '62.6201', items: 1, tasksWithOther: 1, names: [{ name: '冬季取暖用煤检查', taskId, taskNo }] }])
  expect(rows[0]?.tasks).toBeGreaterThan(1)
  expect((await staff.organiser.api.catalogue.otherUse({ year: 2025 })).rows).toEqual([])
  expect((await (await house.as('organiser@elsewhere')).call.catalogue.otherUse({ year: 2026 })).rows).toEqual([])
  const four = ['甲项', '乙项', '丙项', '丁项'].map((name) => ({ name }))
  expect(await refusal(create(row, { otherItems: four }))).toBe('other_items_too_many')
  expect(await refusal(create(row, { otherItems: [{ name: '检查U07' }] }))).toBe('other_item_twice')
  expect(await refusal(create(row, { otherItems: [{ name: '长'.repeat(51) }] }))).toBe('invalid_input')
})

test('where the policy refuses typed items, a task has none', async () => {
  await using strict = await openTestHouse()
  await setPolicy(strict, '62', { 'catalogue.otherItems': false })
  const there = await staffOf(strict)
  const row = await publishPlan(there, 2026, '计划', [planRow(await publishItems(there, journeyItems))])
  const make = (others: { name: string }[]) =>
    there.organiser.api.tasks.create({ commandId: randomUUID(), ...taskText(row.rows[0]?.id ?? ''), otherItems: others })
  expect(await refusal(make([{ name: '冬季取暖用煤检查' }]))).toBe('other_items_not_allowed')
  expect(await refusal(make([]))).toBe('accepted')
})

test('the notice of a drawn task tells the public its typed items too', async () => {
  const bureau = await openBureau({ firms: 60 })
  try {
    const taskId = await bureau.task({ otherItems: [{ name: '冬季取暖用煤检查', remark: '' }] })
    await bureau.drawn(taskId, 'O')
    const { rows } = await bureau.house.database.pools.portal.query('select items from published.task where id = $1', [taskId])
    expect(rows).toEqual([{ items: [...journeyItems.map(({ name }) => name), '其他：冬季取暖用煤检查'] }])
  } finally {
    await bureau.house.close()
  }
})
