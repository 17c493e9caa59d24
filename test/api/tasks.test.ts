/** 抽查任务: made from a published plan, with a frame whose sum closes before anything is drawn. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firmsCsv } from '#bin/scenario/firms.ts'
import { journeyItems } from '#bin/scenario/items.ts'
import * as work from '#bin/scenario/work.ts'
import { addDays, dateAt, instant } from '#core/time.ts'
import { type Bureau, districts, openBureau, planRow, refusal, taskText } from '#test/bureau.ts'
import type { Person } from '#test/people.ts'

let bureau: Bureau
let organiser: Person
beforeAll(async () => {
  bureau = await openBureau({ firms: 240 })
  organiser = await bureau.house.as('organiser')
})
afterAll(() => bureau.house.close())

type Text = ReturnType<typeof taskText>
const create = (change: Partial<Text> = {}, who = organiser) =>
  who.call.tasks.create({ commandId: randomUUID(), ...taskText(bureau.planRowId), ...change })
const frameOf = async (change: Partial<Text>) => organiser.call.tasks.frame({ taskId: (await create(change)).taskId })
const condition = (field: string, op: string, ...values: string[]): Partial<Text> =>
  ({ filter: { version: 1, all: [{ field, op, values }] } }) as Partial<Text> // what a caller without our types may send
const confirm = (taskId: string, who = organiser) => who.call.tasks.confirm({ commandId: randomUUID(), taskId })

test('a task is made from a row of a published plan, takes its items, and is confirmed once', async () => {
  const { taskId, taskNo } = await create()
  const task = await organiser.call.tasks.get({ taskId })
  expect(task).toMatchObject({ taskNo, state: 'draft', planNo: bureau.planNo, drawn: null, published: 0, draws: [] })
  expect(task.items.map(({ id }) => id)).toEqual(bureau.itemIds)
  expect(task.abilities).toMatchObject({ confirm: { allowed: true }, drawObjects: { allowed: false, reason: 'wrong_state' } })
  const answers = await Promise.all([1, 2].map(() => refusal(confirm(taskId))))
  expect(answers.sort()).toEqual(['accepted', 'wrong_state'])
  const { state, steps, abilities } = await organiser.call.tasks.get({ taskId })
  expect({ state, verbs: steps.map(({ verb }) => verb) }).toEqual({ state: 'confirmed', verbs: ['task.create', 'task.confirm'] })
  expect(abilities).toMatchObject({ drawObjects: { allowed: true }, drawOfficers: { allowed: false, reason: 'wrong_state' } })
  const plan = await organiser.call.plans.get({ planId: bureau.planId })
  expect(plan.rows[0]?.taskIds).toContain(taskId)
})

test('a plan that is not published yet has no tasks', async () => {
  const made = await organiser.call.plans.create({ commandId: randomUUID(), year: 2027, name: '明年', rows: [planRow(bureau.itemIds)] })
  const { rows } = await organiser.call.plans.get({ planId: made.planId })
  const make = () => refusal(create({ planRowId: rows[0]?.id ?? '' }))
  expect(await make()).toBe('plan_not_published')
  await organiser.call.plans.submit({ commandId: randomUUID(), planId: made.planId })
  expect(await make()).toBe('plan_not_published')
  expect(await refusal(create({ planRowId: randomUUID() }))).toBe('not_found')
})

test('AR17 a hundred tasks made at once have a hundred numbers of 18 digits without gaps or doubles', async () => {
  const made = await Promise.all(Array.from({ length: 100 }, () => create()))
  const numbers = made.map(({ taskNo }) => taskNo).sort()
  expect(numbers.every((no) => /^\d{18}$/.test(no) && no.startsWith(`620100${dateAt(instant(Date.now())).replaceAll('-', '')}1`))).toBe(
    true,
  )
  const first = BigInt(numbers[0] ?? 0)
  expect(numbers).toEqual(numbers.map((_, i) => String(first + BigInt(i))))
})

test('neither the name of a task nor what an open draw shows of it says a risk class', async () => {
  const told = (change: Parameters<typeof create>[0]) =>
    create(change).then(
      () => 'taken',
      (error: { code: string; data: { facts: { field: string } } }) => [error.code, error.data.facts.field],
    )
  expect(await told({ name: '信用风险D类企业抽查任务' })).toEqual(['text_names_risk_class', 'name'])
  const filter = { version: 1 as const, all: [{ field: 'label' as const, op: 'anyOf' as const, values: ['高风险企业'] }] }
  expect(await told({ filter })).toEqual(['text_names_risk_class', 'filter'])
  expect(await told({ name: '按信用风险等级分类抽查' })).toBe('taken')
})

test('windows, strata and teams that make no sense are refused', async () => {
  const stratum = { name: '层', values: [], ratePpm: 30_000, rounding: 'floor' as const }
  expect(await refusal(create({ from: '2026-05-02', to: '2026-05-01' }))).toBe('window_reversed')
  expect(await refusal(create({ strata: [stratum, { ...stratum, values: ['enterprise'] }] }))).toBe('strata_need_a_field')
  expect(await refusal(create({ officersPerObject: 1 }))).toBe('invalid_input')
  expect(await refusal(create({ strata: [] }))).toBe('invalid_input')
})

test('a filter that the protocol cannot write down is refused with the place of the mistake', async () => {
  for (const wrong of [
    condition('region', 'in', '62.6201'),
    condition('established', 'prefix', '20'),
    condition('established', 'between', '2020-01-01'),
    condition('established', 'between', '2020-02-31', '2020-03-01'),
    condition('region', 'prefix', "62' or 1=1"),
    condition('kind', 'between', 'a', 'b'),
  ])
    expect(await refusal(create(wrong))).toBe('invalid_input')
  await expect(create(condition('region', 'in', '62'))).rejects.toMatchObject({ data: { facts: { fields: [{ field: 'filter/all/0' }] } } })
})

describe('the frame', () => {
  test('closes: the register is those included and those excluded, each with a reason', async () => {
    const { entities } = await organiser.call.registers.count()
    const all = await frameOf({})
    expect(all.registerCount).toBe(entities.value)
    expect(all.included + all.excluded.reduce((sum, { count }) => sum + count, 0)).toBe(entities.value)
    expect(all.excluded.map(({ reason }) => reason).sort()).toEqual(['deregistered', 'revoked'])
    expect(all.strata).toEqual([
      {
        name: '全部',
        count: all.included,
        ratePpm: 50_000,
        target: Math.floor((all.included * 50_000 + 500_000) / 1_000_000),
        refused: null,
      },
    ])
  })

  test('narrows by place, kind, type and age, and says who is out of scope', async () => {
    const district = await frameOf(condition('region', 'prefix', '62.6201.620103'))
    const { count } = await organiser.call.registers.listEntities({ regionPath: '62.6201.620103', limit: 1 })
    const active = await organiser.call.registers.listEntities({ regionPath: '62.6201.620103', state: 'active', limit: 1 })
    expect(district.included).toBe(active.count.value)
    expect(district.excluded.find(({ reason }) => reason === 'not_in_scope')?.count).toBe(district.registerCount - count.value)
    const coops = await frameOf(condition('kind', 'in', 'cooperative'))
    const typed = await frameOf(condition('entityType', 'prefix', '农民'))
    expect(coops.included).toBe(typed.included)
    const both = await frameOf({
      filter: { version: 1, all: [{ field: 'established', op: 'between', values: ['2000-01-01', '2012-12-31'] }] },
    })
    const rest = await frameOf(condition('established', 'between', '2013-01-01', '2999-12-31'))
    expect(both.included + rest.included).toBe((await frameOf({})).included)
  })

  test('gives every stratum its members and its exact target', async () => {
    const strata = [
      { name: '企业', values: ['enterprise'], ratePpm: 33_333, rounding: 'ceil' as const },
      { name: '个体', values: ['individual'], ratePpm: 33_333, rounding: 'floor' as const },
      { name: '其他', values: [], ratePpm: 1, rounding: 'max1' as const },
    ]
    const frame = await frameOf({ stratifyBy: 'kind', strata })
    const [enterprise, individual, other] = frame.strata
    expect(frame.strata.reduce((sum, { count }) => sum + count, 0)).toBe(frame.included)
    expect(enterprise?.target).toBe(Math.ceil(((enterprise?.count ?? 0) * 33_333) / 1_000_000))
    expect(individual?.target).toBe(Math.floor(((individual?.count ?? 0) * 33_333) / 1_000_000))
    expect(other?.target).toBe(1)
    const some = await frameOf({ stratifyBy: 'kind', strata: strata.slice(0, 1) })
    expect(some.included).toBe(enterprise?.count)
    expect(some.excluded.find(({ reason }) => reason === 'not_in_scope')?.count).toBeGreaterThan(0)
  })
})

describe('AR02 the target of a task', () => {
  const counting = (count: number) => create({ strata: [{ name: '全部', values: [], count }] })

  test('AR02 comes from a base that counts a firm once, in a file twice or in two files, however its code is written', async () => {
    const before = await frameOf({})
    const [heading = '', ...rows] = [...firmsCsv(243, districts)].join('').trimEnd().split('\n')
    const written = (line: string, code: (text: string) => string) =>
      line.replace(/^([^,]+),([^,]+)/, (_, name, text) => `${name},${code(text)}`)
    const alive = rows.slice(240).map((line) => line.replace(/,(注销|吊销)$/, ',存续'))
    const again = alive.map((line) => written(line, (text) => ` ${text.toLowerCase().replace(/^(.{6})/, '$1 ')}`))
    const bring = (name: string, lines: readonly string[]) =>
      work.importRegister(bureau.staff, name, Buffer.from([heading, ...lines].join('\n')))
    expect((await bring('twice.csv', [...alive, ...again])).rows).toMatchObject({ added: 3, rejected: { duplicate_in_file: 3 } })
    expect((await bring('again.csv', again)).rows).toMatchObject({ added: 0, unchanged: 3 })
    const after = await frameOf({})
    expect([after.registerCount - before.registerCount, after.included - before.included]).toEqual([3, 3])
    expect(after.strata[0]?.target).toBe(Math.floor((after.included * 50_000 + 500_000) / 1_000_000))
  })

  test('AR02 is refused above the base and at nobody, before anybody agrees to it', async () => {
    const { included } = await frameOf({})
    const above = await counting(included + 1)
    const facts = (n: number) => ({ data: { facts: { strataZh: [expect.stringContaining(`共 ${included} 户，应抽 ${n} 户`)] } } })
    await expect(confirm(above.taskId)).rejects.toMatchObject({ code: 'strata_refused', ...facts(included + 1) })
    const none = await create({ strata: [{ name: '全部', values: [], ratePpm: 1, rounding: 'half-up' }] })
    await expect(confirm(none.taskId)).rejects.toMatchObject({ code: 'strata_refused', ...facts(0) })
    expect((await organiser.call.tasks.get(above)).state).toBe('draft')
  })
})

describe('a task is held to its row of the plan, and to the law', () => {
  const today = dateAt(instant(Date.now()))
  const [tomorrow, month] = [addDays(today, 1), addDays(today, 30)]
  let rows: { capped: string; free: string; retiring: string }
  let retiring = ''
  const strata = (ratePpm: number) => [{ name: '全部', values: [], ratePpm, rounding: 'half-up' as const }]
  const told = (call: Promise<unknown>) =>
    call.then(
      () => null,
      (error: { code?: string; data?: { facts?: Record<string, unknown> } }) => ({ code: error.code, ...error.data?.facts }),
    )
  const move = (verb: 'submit' | 'approve', taskId: string, who = organiser) => who.call.tasks[verb]({ commandId: randomUUID(), taskId })

  beforeAll(async () => {
    const [first] = journeyItems
    if (first === undefined) throw new Error('the journey has items')
    const [capped = '', gone = ''] = await work.publishItems(bureau.staff, [
      { ...first, code: 'T05', name: '限定比例的事项', ratioCapPpm: 50_000 },
      { ...first, code: 'T06', name: '即将停用的事项' },
    ])
    retiring = gone
    const row = (itemIds: readonly string[]) => ({ ...planRow(itemIds), from: today, to: month })
    const plan = await work.publishPlan(bureau.staff, 2026, '限比例计划', [row([capped]), row(bureau.itemIds), row([gone])])
    const [a, b, c] = plan.rows.map(({ id }) => id)
    rows = { capped: a ?? '', free: b ?? '', retiring: c ?? '' }
  })
  const within = { from: today, to: month }

  test('its days and who inspects are those of the row, and not over; each is refused beside its field', async () => {
    const make = (change: Partial<Text>) => told(create({ planRowId: rows.free, ...within, ...change }))
    expect(await make({ from: addDays(today, -1) })).toMatchObject({ code: 'task_window_outside_row', field: 'from', rowFrom: today })
    expect(await make({ to: addDays(month, 1) })).toMatchObject({ code: 'task_window_outside_row', field: 'to', rowTo: month })
    expect(await make({ level: 'down' })).toMatchObject({ code: 'task_level_of_row', field: 'level' })
    const over = { from: addDays(today, -9), to: addDays(today, -1) }
    expect(await told(create(over))).toMatchObject({ code: 'task_window_closed', field: 'to', today })
    expect(await make({ from: tomorrow })).toBeNull()
  })

  test('above the ratio cap of a general item nobody goes, not with a row of five per cent and not outside the plan', async () => {
    const { taskId } = await create({ planRowId: rows.capped, ...within, strata: strata(1_000_000) })
    const { included } = await organiser.call.tasks.frame({ taskId })
    const refused = { code: 'task_ratio_above_cap', item: '限定比例的事项', cap: '5%', ratio: '100%', base: included, field: 'strata' }
    expect(await told(confirm(taskId))).toMatchObject(refused)
    expect(await told(move('submit', taskId))).toMatchObject(refused)
    const { items } = await organiser.call.tasks.get({ taskId })
    const outside = {
      planRowId: null,
      source: 'temporary' as const,
      itemIds: items.map(({ id }) => id),
      reason: '群众反映',
      objectScope: '企业',
    }
    const temporary = await create({ ...outside, ...within, strata: strata(1_000_000) })
    expect(await told(move('submit', temporary.taskId))).toMatchObject(refused)
    await confirm((await create({ planRowId: rows.capped, ...within })).taskId)
    // The same ratio again, of the same row: together they would be above it.
    const again = await create({ planRowId: rows.capped, ...within, strata: [{ name: '全部', values: [], count: 1 }] })
    expect(await told(confirm(again.taskId))).toMatchObject({ code: 'task_ratio_above_cap', left: 0 })
  })

  test('more than the published row says is agreed by a second person, or not at all', async () => {
    const approver = await bureau.house.as('approver')
    const part = () => create({ planRowId: rows.free, ...within, strata: strata(30_000) })
    const [one, two] = [await part(), await part()]
    // Both would fit alone; of two hands at once the second counts the first.
    const answers = await Promise.all([one, two].map(({ taskId }) => refusal(confirm(taskId))))
    expect(answers.sort()).toEqual(['accepted', 'task_above_row'])
    const states = await Promise.all([one, two].map(async (made) => ({ ...made, ...(await organiser.call.tasks.get(made)) })))
    const left = states.find(({ state }) => state === 'draft')?.taskId ?? ''
    await move('submit', left)
    expect((await organiser.call.tasks.get({ taskId: left })).abilities.approve).toMatchObject({ allowed: false })
    await move('approve', left, approver)
    expect(await organiser.call.tasks.get({ taskId: left })).toMatchObject({ state: 'confirmed', decision: { by: expect.any(String) } })
    // Whatever fits needs no approval: a third part is above the row, a part of another row is not.
    expect(await told(confirm((await part()).taskId))).toMatchObject({ code: 'task_above_row', field: 'strata', left: 0 })
    expect(await refusal(move('submit', (await create()).taskId))).toBe('task_needs_no_approval')
  })

  test('an item that was retired after the draft was made is not drawn', async () => {
    const make = () => create({ planRowId: rows.retiring, from: tomorrow, to: month, strata: strata(20_000) })
    const [draft, confirmed] = [await make(), await make()]
    await confirm(confirmed.taskId)
    const approver = await bureau.house.as('approver')
    await approver.call.catalogue.retireItems({ commandId: randomUUID(), itemIds: [retiring], lastDay: today, reason: '上级清单已取消' })
    const refused = { code: 'task_item_not_in_force', items: ['即将停用的事项'], field: 'itemIds', day: tomorrow }
    expect(await told(confirm(draft.taskId))).toMatchObject(refused)
    expect(await told(organiser.call.draws.freeze({ commandId: randomUUID(), taskId: confirmed.taskId, kind: 'O' }))).toMatchObject(refused)
  })
})

test('a task of another place is not found, and who may not make tasks is told so', async () => {
  const { taskId } = await create()
  for (const who of ['organiser@elsewhere', 'organiser@county'] as const) {
    const person = await bureau.house.as(who)
    expect(await refusal(person.call.tasks.get({ taskId }))).toBe('not_found')
    expect(await refusal(person.call.tasks.frame({ taskId }))).toBe('not_found')
    expect(await refusal(confirm(taskId, person))).toBe('not_found')
    expect(await refusal(create({}, person))).toBe('not_found')
  }
  expect(await refusal(confirm(taskId, await bureau.house.as('approver')))).toBe('not_permitted')
})
