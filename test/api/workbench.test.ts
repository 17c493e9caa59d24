/** 工作台: at every step of the work, the one whose turn it is has it before them, the others see for whom they wait, and nobody else sees it. */
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '#bin/scenario/client.ts'
import { journeyItems } from '#bin/scenario/items.ts'
import { roleCodes } from '#core/access/roles.ts'
import { hex } from '#core/bytes.ts'
import { nonceCommitment } from '#core/draws/nonces.ts'
import { type Bureau, openBureau, planRow } from '#test/bureau.ts'
import type { Person, Who } from '#test/people.ts'

let bureau: Bureau
const staff = ['organiser', 'approver', 'supervisor', 'reviewer', 'registrar'] as const
beforeAll(async () => {
  bureau = await openBureau({ firms: 100 })
})
afterAll(() => bureau.house.close())

const as = (who: Who): Promise<Person> => bureau.house.as(who)
const bench = async (who: Who) => (await as(who)).call.record.workbench()
const id = () => ({ commandId: randomUUID() })

/** The todos of everybody that name this thing: `organiser pledge`. */
async function turns(thing: string): Promise<string[]> {
  const found: string[] = []
  for (const who of staff) for (const todo of (await bench(who)).todos) if (todo.thing.includes(thing)) found.push(`${who} ${todo.verb}`)
  return found.sort()
}

/** For whom somebody waits on this thing: `supervisor pledge`. */
const waits = async (who: Who, thing: string): Promise<string[]> =>
  (await bench(who)).waitingFor.filter((one) => one.thing.includes(thing)).map((one) => `${one.who} ${one.what}`)

test('a plan stands before its drafter, then its approver, then nobody', async () => {
  const { call: organiser } = await as('organiser')
  const { call: approver } = await as('approver')
  const { planId, planNo } = await organiser.plans.create({ ...id(), year: 2028, name: '后年计划', rows: [planRow(bureau.itemIds)] })
  expect(await turns(planId)).toEqual(['organiser submit_plan'])
  await organiser.plans.submit({ ...id(), planId })
  expect(await turns(planId)).toEqual(['approver approve_plan'])
  expect(await waits('organiser', planId)).toEqual(['approver approve_plan'])
  await approver.plans.approve({ ...id(), planId })
  expect(await turns(planId)).toEqual(['approver publish_plan'])
  const { todos } = await bench('approver')
  expect(todos.find(({ thing }) => thing === `/plans/${planId}`)).toMatchObject({ title: `后年计划 ${planNo}`, count: 1, due: null })
  await approver.plans.publish({ ...id(), planId })
  expect(await turns(planId)).toEqual([])
})

test('drafts of items wait for an approver who did not edit them', async () => {
  const { call } = await as('organiser')
  const drafts = journeyItems.map((item) => ({ ...item, code: `${item.code}-NEW` }))
  await call.catalogue.saveItems({ ...id(), items: drafts })
  const { todos } = await bench('approver')
  expect(todos.find(({ verb }) => verb === 'publish_items')).toMatchObject({ count: drafts.length })
  expect((await bench('organiser')).todos.map(({ verb }) => verb)).not.toContain('publish_items')
})

test('a draw stands before each party in turn, and everybody sees for whom it waits', async () => {
  const { call: organiser } = await as('organiser')
  const { call: supervisor } = await as('supervisor')
  const taskId = await bureau.task()
  expect(await turns(taskId)).toEqual(['organiser freeze'])
  const { drawId } = await organiser.draws.freeze({ ...id(), taskId, kind: 'O' })
  await until(
    () => organiser.draws.get({ drawId }),
    ({ state }) => state === 'frozen',
    'the freeze',
    30,
  )
  expect(await turns(taskId)).toEqual([])
  expect(await turns(drawId)).toEqual(['organiser pledge', 'supervisor pledge'])
  const nonces = { organiser: new Uint8Array(randomBytes(32)), supervisor: new Uint8Array(randomBytes(32)) }
  const pledge = (party: 'organiser' | 'supervisor') =>
    ({ organiser, supervisor })[party].draws.pledge({
      ...id(),
      drawId,
      commitment: hex(nonceCommitment('sha256', drawId, party, nonces[party])),
    })
  await pledge('organiser')
  expect(await turns(drawId)).toEqual(['supervisor pledge'])
  expect(await waits('organiser', drawId)).toEqual(['supervisor pledge'])
  expect(await waits('supervisor', drawId)).toEqual([])
  await pledge('supervisor')
  expect(await turns(drawId)).toEqual(['organiser commit'])
  await organiser.draws.commit({ ...id(), drawId })
  expect(await turns(drawId)).toEqual(['organiser reveal', 'supervisor reveal'])
  await supervisor.draws.reveal({ ...id(), drawId, nonce: hex(nonces.supervisor) })
  expect(await turns(drawId)).toEqual(['organiser reveal'])
  expect(await waits('supervisor', drawId)).toEqual(['organiser reveal'])
  await organiser.draws.reveal({ ...id(), drawId, nonce: hex(nonces.organiser) })
  await until(
    () => organiser.draws.get({ drawId }),
    ({ verification }) => verification !== null,
    'the verification',
    30,
  )
  expect(await turns(drawId)).toEqual(['approver close'])
  expect(await waits('organiser', drawId)).toEqual(['approver close'])
  await organiser.draws.requestVoid({ ...id(), drawId, reason: 'pool_wrong', note: '名单范围有误' })
  expect(await turns(drawId)).toEqual(['approver approve_void', 'approver close'])
  await (await as('approver')).call.draws.close({ ...id(), drawId })
  expect(await turns(drawId)).toEqual([])
  expect(await turns(taskId)).toEqual(['organiser draw_officers'])
})

test('visits wait for their officers, then for a reviewer, each counted once', async () => {
  const inspectors = await bureau.inspectors()
  const taskId = await bureau.task()
  await bureau.drawn(taskId, 'O')
  await bureau.drawn(taskId, 'P')
  const { call: reviewer } = await as('reviewer')
  const { rows: visits } = await reviewer.inspections.list({ taskId })
  for (const { person, officerId } of inspectors) {
    const own = visits.filter(({ officers }) => officers.some((one) => one.id === officerId)).length
    const { todos } = await person.call.record.workbench()
    expect(todos.filter(({ thing }) => thing.includes(taskId)).map(({ verb, count }) => `${verb} ${count}`)).toEqual(
      own === 0 ? [] : [`enter ${own}`],
    )
  }
  expect(await turns(taskId)).toEqual([])
  const [visit] = visits
  const lead = inspectors.find(({ officerId }) => visit?.officers.some((one) => one.id === officerId))
  await lead?.person.call.inspections.enter({
    ...id(),
    visitId: visit?.id ?? '',
    date: '2026-06-01',
    method: 'onsite',
    items: bureau.itemIds.map((itemId) => ({ itemId, checked: true, problem: null })),
    outcome: '01',
    disposal: null,
  })
  expect((await bench('reviewer')).todos).toMatchObject([{ verb: 'review', count: 1, thing: `/visits?taskId=${taskId}&state=submitted` }])
  await reviewer.inspections.review({ ...id(), visitIds: [visit?.id ?? ''], verdict: 'pass' })
  expect((await bench('reviewer')).todos).toEqual([])
  expect((await bench('organiser')).figures).toMatchObject({ published: 1 })
})

test('what is due first stands first', async () => {
  const dues = (await bench('organiser')).todos.map(({ due }) => due ?? '9999')
  expect(dues).toEqual([...dues].sort())
})

test('nobody of another place sees any of it, neither work nor figures', async () => {
  for (const who of [...staff.map((one) => `${one}@elsewhere` as const), 'inspector', 'admin@elsewhere'] as const) {
    const { todos, waitingFor, figures } = await bench(who)
    expect({ who, todos, waitingFor }).toEqual({ who, todos: [], waitingFor: [] })
    if (who !== 'inspector')
      expect(figures).toEqual({
        entities: { value: 0, capped: false },
        officers: { value: 0, capped: false },
        openTasks: 0,
        drawn: 0,
        published: 0,
      })
  }
})

test('whatever duty somebody has, what waits for them can be asked', async () => {
  for (const role of roleCodes.filter((one) => one !== 'feed')) {
    const { todos, calendarUnknown } = await bench(role)
    expect({ role, verbs: todos.filter(({ verb }) => verb === '') }).toEqual({ role, verbs: [] })
    expect(calendarUnknown === null || calendarUnknown > 2026).toBe(true)
  }
})
