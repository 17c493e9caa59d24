/** 抽查任务: made from a published plan, with a frame whose sum closes before anything is drawn. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dateAt, instant } from '#core/time.ts'
import { type Bureau, openBureau, planRow, refusal, taskText } from '#test/bureau.ts'
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
