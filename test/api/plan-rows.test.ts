/** The rows of a plan: what the server refuses beside which field, what the check tells, and the ways rows come in and go out. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { journeyItems } from '#bin/scenario/items.ts'
import { publishItems, publishPlan } from '#bin/scenario/work.ts'
import type { PlanRowDraft } from '#contract/plan-rows.ts'
import { planRow, refusal, staffOf } from '#test/bureau.ts'
import { openTestHouse, type Person, type TestHouse } from '#test/people.ts'

let house: TestHouse
let organiser: Person
let itemIds: string[]
let capped: string
beforeAll(async () => {
  house = await openTestHouse()
  organiser = await house.as('organiser')
  const staff = await staffOf(house)
  itemIds = await publishItems(staff, journeyItems)
  const [first] = journeyItems
  if (first === undefined) throw new Error('an item')
  const own = {
    ...first,
    code: 'P99',
    name: '限比例事项',
    layer: 'local' as const,
    localBasis: '地方条例',
    ratioCapPpm: 40_000,
    ratioFloorPpm: 20_000,
  }
  capped = (await publishItems(staff, [own]))[0] ?? ''
})
afterAll(() => house.close())

const commandId = (): string => randomUUID()
let serial = 0
type Draft = Partial<PlanRowDraft>
const rowWith = (change: Draft) => ({ ...planRow(itemIds), ...change })
const create = (rows: readonly Draft[], year = 2026) =>
  organiser.call.plans.create({ commandId: commandId(), year, name: `填报计划${++serial}`, rows: rows.map(rowWith) })
/** Code, row and field of a refusal. */
const told = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'accepted',
    ({ code, data }: { code: string; data: { facts: { row?: number; field?: string } } }) => [code, data.facts.row, data.facts.field],
  )
const whole = { name: '全部', values: [], rounding: 'half-up' as const }

describe('a refusal says which row and which field', () => {
  test('AR02 a target above its base, and one of nobody, are refused beside the strata', async () => {
    const counted = (count: number) => create([{}, { strata: [{ name: '全部', values: [], count, base: 20 }] }])
    expect(await told(counted(21))).toEqual(['plan_target_above_base', 2, 'strata'])
    expect(await told(counted(20))).toBe('accepted')
    expect(await told(create([{ strata: [{ ...whole, ratePpm: 30_000, base: 16 }] }]))).toEqual(['plan_target_zero', 1, 'strata'])
    const { planId } = await create([{ strata: [{ ...whole, ratePpm: 30_000, base: 17 }] }])
    expect((await organiser.call.plans.get({ planId })).rows[0]).toMatchObject({ base: 17, target: 1, ratePpm: 30_000 })
  })

  test('a closed period, the cap and the floor of an item, a class of risk in a public text', async () => {
    expect(await told(create([{ from: '2025-01-01', to: '2025-12-31' }]))).toEqual(['plan_window_closed', 1, 'to'])
    expect(await told(create([{ itemIds: [capped], ratePpm: 50_000 }]))).toEqual(['plan_rate_above_cap', 1, 'strata'])
    expect(await told(create([{ itemIds: [capped], ratePpm: 10_000 }]))).toEqual(['plan_rate_below_floor', 1, 'strata'])
    expect(await told(create([{ itemIds: [capped], ratePpm: 40_000 }]))).toBe('accepted')
    expect(await told(create([{ objectScope: '信用风险D类企业' }]))).toEqual(['text_names_risk_class', 1, 'objectScope'])
    expect(await told(create([{ ratePpm: null }]))).toEqual(['plan_rate_missing', 1, 'strata'])
    const parties = [{ dept: 'gaj', orgPath: '62.6201', orgName: '市公安局', itemIds: [] }]
    expect(await told(create([{ parties }]))).toEqual(['plan_parties_in_own', 1, 'parties'])
  })

  test('a plan below the floor of the year can be drafted and checked, and is refused when it is submitted', async () => {
    const { planId } = await create([{ ratePpm: 20_000 }], 2041)
    const { findings } = await organiser.call.plans.check({ planId })
    expect(findings.filter(({ level }) => level === 'refused').map(({ code, row }) => [code, row])).toEqual([
      ['plan_floor_not_reached', null],
    ])
    const submit = () => organiser.call.plans.submit({ commandId: commandId(), planId })
    expect(await refusal(submit())).toBe('plan_floor_not_reached')
    await organiser.call.plans.addRows({ commandId: commandId(), planId, rows: [rowWith({ name: '第二项', ratePpm: 10_000 })] })
    expect(await refusal(submit())).toBe('accepted')
  })

  test('a plan without rows is a draft, and no more', async () => {
    const { planId } = await create([])
    expect(await refusal(organiser.call.plans.submit({ commandId: commandId(), planId }))).toBe('plan_empty')
    expect(await told(create(Array.from({ length: 601 }, () => ({}))))).toEqual(['plan_rows_too_many', undefined, undefined])
  })
})

test('rows are added, moved, changed and taken out of a draft', async () => {
  const { planId } = await create([{ name: '甲行' }, { name: '乙行' }, { name: '丙行' }])
  const names = async () => (await organiser.call.plans.get({ planId })).rows.map(({ seq, name }) => `${seq}${name}`)
  const idOf = async (name: string) => (await organiser.call.plans.get({ planId })).rows.find((row) => row.name === name)?.id ?? ''
  await organiser.call.plans.moveRow({ commandId: commandId(), planId, rowId: await idOf('丙行'), to: 1 })
  expect(await names()).toEqual(['1丙行', '2甲行', '3乙行'])
  expect(await organiser.call.plans.cancelRow({ commandId: commandId(), planId, rowId: await idOf('甲行') })).toMatchObject({
    removed: true,
  })
  await organiser.call.plans.addRows({ commandId: commandId(), planId, rows: [rowWith({ name: '丁行' })] })
  expect(await names()).toEqual(['1丙行', '2乙行', '3丁行'])
  const elsewhere = await create([{ name: '别的计划' }])
  const [foreign] = (await organiser.call.plans.get({ planId: elsewhere.planId })).rows
  expect(await refusal(organiser.call.plans.cancelRow({ commandId: commandId(), planId, rowId: foreign?.id ?? '' }))).toBe('not_found')
  const reader = await house.as('supervisor')
  expect(await refusal(reader.call.plans.addRows({ commandId: commandId(), planId, rows: [rowWith({})] }))).toBe('not_permitted')
})

describe('rows come in from a table', () => {
  const [one = '', two = ''] = journeyItems.map(({ name }) => name)
  const heading = '抽查任务名称\t抽查类型\t抽查事项\t抽查对象范围\t抽取比例\t检查时间\t责任股室'
  const read = (text: string) => organiser.call.plans.readRows({ year: 2026, text })

  test('a paste is read, cell by cell, and what was read can be saved', async () => {
    const text = `2026年度计划\n${heading}\n公示信息抽查\t不定向\t${one}；${two}\t存续企业\t3%\t3月—12月\t信用股\n没填好的\t不定向\t没有的事项\t存续企业\t3%\t全年\t信用股\n`
    const { rows, refused } = await read(text)
    expect(rows.map(({ line, row, itemNames }) => [line, row.name, itemNames])).toEqual([[3, '公示信息抽查', [one, two]]])
    expect(refused.map(({ line, field, code, value }) => [line, field, code, value])).toEqual([
      [4, 'items', 'plan_cell_item_unknown', '没有的事项'],
    ])
    const { planId } = await create([])
    await organiser.call.plans.addRows({ commandId: commandId(), planId, rows: rows.map(({ row }) => row) })
    expect((await organiser.call.plans.get({ planId })).rows).toMatchObject([
      { name: '公示信息抽查', from: '2026-03-01', to: '2026-12-31', ratePpm: 30_000 },
    ])
  })

  test('a workbook that was exported is read again, its number is the plan’s own', async () => {
    const { planId } = await create([{ name: '甲任务' }, { name: '乙任务', directed: true, level: 'down', offices: ['食品科'] }])
    const file = await organiser.get(`/api/v1/plan-table?planId=${planId}`)
    expect(file.headers.get('content-type')).toContain('spreadsheetml')
    const uploaded = await organiser.upload('plan.xlsx', await file.arrayBuffer())
    const back = await organiser.call.plans.readRows({ planId, year: 2026, fileId: uploaded.id })
    expect(back.refused).toEqual([])
    expect(back.rows.map(({ row }) => [row.name, row.directed, row.level, row.offices])).toEqual([
      ['甲任务', false, 'self', []],
      ['乙任务', true, 'down', ['食品科']],
    ])
    const other = await create([])
    const there = await organiser.call.plans.readRows({ planId: other.planId, year: 2026, fileId: uploaded.id })
    expect(new Set(there.refused.map(({ code }) => code))).toEqual(new Set(['plan_no_typed']))
    const stranger = await house.as('organiser@elsewhere')
    expect(await refusal(stranger.call.plans.readRows({ year: 2026, fileId: uploaded.id }))).toBe('not_found')
    expect((await stranger.get(`/api/v1/plan-table?planId=${planId}`)).status).toBe(404)
  })

  test('what is no table of a plan is refused in words', async () => {
    expect(await refusal(read('你好\t世界\n1\t2'))).toBe('plan_rows_no_header')
    expect(await refusal(read(''))).toBe('plan_rows_no_header')
    expect((await read(`${heading.replaceAll('\t', ',')}\n甲任务,不定向,${one},企业,3%,全年,信用股`)).rows).toHaveLength(1)
  })
})

test('last year’s plan is copied: dates move along, items are those in force, cancelled rows stay behind', async () => {
  const plan = await publishPlan(await staffOf(house), 2026, `来年蓝本${++serial}`, [
    rowWith({ name: '甲任务' }),
    rowWith({ name: '乙任务' }),
  ])
  await organiser.call.plans.adjust({ commandId: commandId(), planId: plan.id, note: '取消乙' })
  await organiser.call.plans.cancelRow({ commandId: commandId(), planId: plan.id, rowId: plan.rows[1]?.id ?? '', reason: '不做了' })
  const copy = await organiser.call.plans.copy({ commandId: commandId(), planId: plan.id, year: 2027, name: `来年计划${++serial}` })
  expect(copy.rows).toBe(1)
  const made = await organiser.call.plans.get({ planId: copy.planId })
  expect(made).toMatchObject({ state: 'draft', year: 2027, version: 0 })
  expect(made.rows.map(({ name, from, itemNames }) => [name, from.slice(0, 4), itemNames])).toEqual([
    ['甲任务', '2027', journeyItems.map(({ name }) => name)],
  ])
  expect(made.rows[0]?.id).not.toBe(plan.rows[0]?.id)
})

test('five hundred rows are saved and read in one go', async () => {
  const rows = Array.from({ length: 500 }, (_, n) => ({ name: `第${n + 1}项抽查任务` }))
  const { planId } = await create(rows)
  const plan = await organiser.call.plans.get({ planId })
  expect(plan.rows).toHaveLength(500)
  const [, , third] = plan.rows
  await organiser.call.plans.moveRow({ commandId: commandId(), planId, rowId: third?.id ?? '', to: 500 })
  expect((await organiser.call.plans.get({ planId })).rows.at(-1)?.id).toBe(third?.id)
})
