/** 年度抽查工作计划: drafted by one person, approved by another, published, and then unchangeable. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { journeyItems } from '#bin/scenario/items.ts'
import { publishItems } from '#bin/scenario/work.ts'
import { giveRoles, planRow, refusal, staffOf } from '#test/bureau.ts'
import { openTestHouse, type Person, type TestHouse } from '#test/people.ts'

let house: TestHouse
let organiser: Person
let approver: Person
let itemIds: string[]
beforeAll(async () => {
  house = await openTestHouse()
  organiser = await house.as('organiser')
  approver = await house.as('approver')
  itemIds = await publishItems(await staffOf(house), journeyItems)
})
afterAll(() => house.close())

type Row = ReturnType<typeof planRow>
type Verb = 'submit' | 'approve' | 'return' | 'publish'
let serial = 0
const create = (who: Person, change: Partial<Row> = {}, year = 2026) =>
  who.call.plans.create({ commandId: randomUUID(), year, name: `抽查计划${++serial}`, rows: [{ ...planRow(itemIds), ...change }] })
const move = (who: Person, verb: Verb, planId: string) =>
  who.call.plans[verb]({ commandId: randomUUID(), planId, ...(verb === 'return' && { note: '请修改' }) })
const edit = (who: Person, planId: string) =>
  who.call.plans.edit({ commandId: randomUUID(), planId, name: `改名${++serial}`, rows: [planRow(itemIds), planRow(itemIds)] })
async function planIn(state: 'draft' | 'submitted' | 'approved' | 'published'): Promise<string> {
  const { planId } = await create(organiser)
  const way = { draft: [], submitted: ['submit'], approved: ['submit', 'approve'], published: ['submit', 'approve', 'publish'] } as const
  for (const verb of way[state]) await move(verb === 'submit' ? organiser : approver, verb, planId)
  return planId
}

test('a plan goes from its draft to the public, and every step is told with who took it', async () => {
  const { planId, planNo } = await create(organiser)
  expect((await move(organiser, 'submit', planId)).state).toBe('submitted')
  expect((await move(approver, 'approve', planId)).state).toBe('approved')
  const inPublic = () => house.database.pools.portal.query('select plan_no, rows from published.plan where id = $1', [planId])
  expect((await inPublic()).rows).toEqual([])
  expect((await move(approver, 'publish', planId)).state).toBe('published')
  expect((await inPublic()).rows).toMatchObject([
    { plan_no: planNo, rows: [{ itemNames: journeyItems.map(({ name }) => name), ratePpm: 50_000 }] },
  ])
  const plan = await organiser.call.plans.get({ planId })
  expect(plan.steps.map(({ verb, by }) => `${verb} ${by}`)).toEqual([
    'plan.create 组织岗',
    'plan.submit 组织岗',
    'plan.approve 审批岗',
    'plan.publish 审批岗',
  ])
  expect(plan.rows).toMatchObject([{ seq: 1, itemNames: journeyItems.map(({ name }) => name), taskIds: [] }])
})

test('who drafted or submitted a plan does not approve it, even with both duties', async () => {
  await giveRoles(house, 'organiser.county', ['organiser', 'approver'])
  const both = await house.as('organiser@county')
  const own = await create(both)
  await move(both, 'submit', own.planId)
  expect(await refusal(move(both, 'approve', own.planId))).toBe('approver_is_submitter')
  expect((await both.call.plans.get({ planId: own.planId })).abilities.approve).toEqual({ allowed: false, reason: 'approver_is_submitter' })
  expect(await refusal(move(approver, 'approve', own.planId))).toBe('accepted')
})

describe('states', () => {
  const verbs = ['submit', 'approve', 'return', 'publish', 'edit'] as const
  const possible = { draft: ['submit', 'edit'], submitted: ['approve', 'return'], approved: ['publish', 'return'], published: [] } as const
  test.each(Object.entries(possible))('in %s only %j is possible', async (state, allowed) => {
    for (const verb of verbs) {
      const planId = await planIn(state as keyof typeof possible)
      const who = verb === 'submit' || verb === 'edit' ? organiser : approver
      const { abilities } = await who.call.plans.get({ planId })
      const answer = await refusal(verb === 'edit' ? edit(who, planId) : move(who, verb, planId))
      const wanted = (allowed as readonly string[]).includes(verb)
      expect({ verb, answer, ability: abilities[verb].allowed }).toEqual({
        verb,
        answer: wanted ? 'accepted' : 'wrong_state',
        ability: wanted,
      })
    }
  })

  test('a returned plan is a draft again, is changed, and goes its way', async () => {
    const planId = await planIn('submitted')
    expect(await refusal(approver.call.plans.return({ commandId: randomUUID(), planId, note: ' ' }))).toBe('opinion_missing')
    expect((await approver.call.plans.return({ commandId: randomUUID(), planId, note: '比例偏低' })).state).toBe('draft')
    expect((await edit(organiser, planId)).state).toBe('draft')
    await move(organiser, 'submit', planId)
    expect((await move(approver, 'approve', planId)).state).toBe('approved')
    const plan = await organiser.call.plans.get({ planId })
    expect(plan.rows).toHaveLength(2)
    expect(plan.steps.find(({ verb }) => verb === 'plan.return')?.facts).toMatchObject({ note: '比例偏低' })
  })

  test('neither the name of a plan nor the reason of its adjustment says a risk class', async () => {
    const name = '信用风险D类企业抽查计划'
    const call = (field: string) => (error: { code: string; data: { facts: { field: string } } }) => [
      error.code,
      error.data.facts.field === field,
    ]
    const refused = ['text_names_risk_class', true]
    expect(
      await organiser.call.plans.create({ commandId: randomUUID(), year: 2026, name, rows: [planRow(itemIds)] }).catch(call('name')),
    ).toEqual(refused)
    const planId = await planIn('published')
    const adjust = (note: string) => organiser.call.plans.adjust({ commandId: randomUUID(), planId, note })
    expect(await adjust('增加高风险企业').catch(call('note'))).toEqual(refused)
    await adjust('按信用风险等级分类调整比例')
    const head = { commandId: randomUUID(), planId, name, kind: 'own' as const, docNo: '' }
    expect(await organiser.call.plans.editHead(head).catch(call('name'))).toEqual(refused)
  })

  test('whoever acts next is told, and the author when a plan comes back', async () => {
    const planId = await planIn('published')
    const back = await planIn('submitted')
    await approver.call.plans.return({ commandId: randomUUID(), planId: back, note: '比例偏低' })
    const told = async (who: Person, thing: string) =>
      (await who.call.notices.list({ limit: 200 })).rows.filter((one) => JSON.stringify(one).includes(thing)).map(({ kind }) => kind)
    // The approver approved it: who did it needs no message to publish it.
    expect(await told(approver, planId)).toEqual(['plan.submitted'])
    expect(await told(organiser, back)).toEqual(['plan.returned'])
  })

  test('of two people who press at the same moment one wins and the other is told', async () => {
    const planId = await planIn('submitted')
    const answers = await Promise.all([1, 2].map(() => refusal(move(approver, 'approve', planId))))
    expect(answers.sort()).toEqual(['accepted', 'wrong_state'])
    const published = await planIn('approved')
    const twice = await Promise.all([1, 2, 3].map(() => refusal(move(approver, 'publish', published))))
    expect(twice.sort()).toEqual(['accepted', 'wrong_state', 'wrong_state'])
  })

  test('one press sent twice is one step, and the second gets the first answer', async () => {
    const planId = await planIn('draft')
    const press = { commandId: randomUUID(), planId, note: '' }
    expect(await Promise.all([organiser.call.plans.submit(press), organiser.call.plans.submit(press)])).toEqual([
      { state: 'submitted' },
      { state: 'submitted' },
    ])
    expect(await refusal(approver.call.plans.approve(press))).toBe('command_id_reused')
  })
})

describe('numbers', () => {
  test('AR17 a plan has 14 digits: region, year, type and a serial without gaps or doubles, also when a hundred are made at once', async () => {
    const made = await Promise.all(Array.from({ length: 100 }, () => create(organiser, {}, 2031)))
    const numbers = made.map(({ planNo }) => planNo).sort()
    expect(numbers).toEqual(Array.from({ length: 100 }, (_, i) => `62010020311${String(i + 1).padStart(3, '0')}`))
  })

  test('a plan that was refused takes no number', async () => {
    const before = await create(organiser, {}, 2032)
    expect(await refusal(create(organiser, { from: '2032-05-02', to: '2032-05-01' }, 2032))).toBe('window_reversed')
    const after = await create(organiser, {}, 2032)
    expect(Number(after.planNo) - Number(before.planNo)).toBe(1)
  })

  test('AR17 a number that somebody typed is refused, beside its field', async () => {
    const typed = (planNo: string) =>
      organiser.call.plans.create({ commandId: randomUUID(), year: 2034, name: `手填编号${planNo}`, planNo, rows: [planRow(itemIds)] })
    expect(await refusal(typed('62010020341001'))).toBe('plan_no_typed')
    expect(await refusal(typed(' '))).toBe('accepted')
    const { planId, planNo } = await create(organiser, {}, 2034)
    const head = (text: string) =>
      organiser.call.plans.editHead({ commandId: randomUUID(), planId, name: `改名${++serial}`, kind: 'own', docNo: '', planNo: text })
    expect([await refusal(head('62010020341777')), await refusal(head(planNo))]).toEqual(['plan_no_typed', 'accepted'])
  })

  test('the thousandth plan of a year is refused', async () => {
    await house.database.pools.migrator.query(`insert into number_counter values ('plan:620100:2033', 999)`)
    expect(await refusal(create(organiser, {}, 2033))).toBe('numbers_used_up')
  })
})

describe('what a plan may hold', () => {
  test('only published items that apply here', async () => {
    const save = async (who: Person, code: string) => {
      const item = { ...(journeyItems[0] ?? never()), code }
      return (await who.call.catalogue.saveItems({ commandId: randomUUID(), items: [item] })).ids[0] ?? ''
    }
    const draft = await save(organiser, 'X01')
    const elsewhere = await save(await house.as('organiser@elsewhere'), 'X02')
    await (await house.as('approver@elsewhere')).call.catalogue.publishItems({ commandId: randomUUID(), itemIds: [elsewhere] })
    for (const id of [draft, elsewhere, randomUUID()])
      expect(await refusal(create(organiser, { itemIds: [...itemIds, id] }))).toBe('item_not_published')
    expect(await refusal(create(await house.as('organiser@county')))).toBe('accepted')
  })

  test('a rate above zero, a window that is one, a name that is new', async () => {
    expect(await refusal(create(organiser, { ratePpm: 0 }))).toBe('rate_zero')
    expect(await refusal(create(organiser, { ratePpm: 1_000_001 }))).toBe('invalid_input')
    expect(await refusal(create(organiser, { itemIds: [] }))).toBe('invalid_input')
    expect(await refusal(create(organiser, { from: '2026-02-31' }))).toBe('invalid_input')
    const same = () => organiser.call.plans.create({ commandId: randomUUID(), year: 2026, name: '同名计划', rows: [planRow(itemIds)] })
    expect([await refusal(same()), await refusal(same())]).toEqual(['accepted', 'plan_name_taken'])
  })

  test('the name of a cancelled plan is free for the plan that takes its place', async () => {
    const make = () => organiser.call.plans.create({ commandId: randomUUID(), year: 2026, name: '撤销后重编', rows: [planRow(itemIds)] })
    const { planId } = await make()
    expect(await refusal(make())).toBe('plan_name_taken')
    await organiser.call.plans.cancel({ commandId: randomUUID(), planId, note: '重新编制' })
    expect([await refusal(make()), await refusal(make())]).toEqual(['accepted', 'plan_name_taken'])
  })

  test('a text with the character NUL is refused by the path of its field', async () => {
    const bad = create(organiser, { objectScope: '范\u0000围' })
    await expect(bad).rejects.toMatchObject({ code: 'invalid_input', data: { facts: { fields: [{ field: 'rows.0.objectScope' }] } } })
  })
})

test('a plan of another place is not found; one of an office below is seen, and one above is not', async () => {
  const planId = await planIn('submitted')
  for (const who of ['organiser@elsewhere', 'organiser@county'] as const) {
    const person = await house.as(who)
    expect(await refusal(person.call.plans.get({ planId }))).toBe('not_found')
    expect((await person.call.plans.list({})).rows.map(({ id }) => id)).not.toContain(planId)
  }
  expect(await refusal(move(await house.as('approver@elsewhere'), 'approve', planId))).toBe('not_found')
  const below = await create(await house.as('organiser@county'))
  expect(await organiser.call.plans.get({ planId: below.planId })).toMatchObject({ planNo: below.planNo })
})

test('a forged cursor is refused, and no fault of ours', async () => {
  const cursor = Buffer.from(JSON.stringify(['yesterday', 'nobody'])).toString('base64url')
  expect(await refusal(organiser.call.plans.list({ cursor }))).toBe('value_refused')
})

test('who may not approve is told so before anything else', async () => {
  const planId = await planIn('submitted')
  expect(await refusal(move(organiser, 'approve', planId))).toBe('not_permitted')
  expect(await refusal(create(approver))).toBe('not_permitted')
})

function never(): never {
  throw new Error('there is no item')
}
