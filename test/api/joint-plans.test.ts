/** 联合计划: three departments are invited, answer for themselves, and the joint conference adopts; then the plan is published, adjusted, and asked about again. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { journeyItems } from '#bin/scenario/items.ts'
import { publishItems } from '#bin/scenario/work.ts'
import { planRow, refusal, staffOf, taskText } from '#test/bureau.ts'
import { type OtherDepartment, openDepartment } from '#test/other-department.ts'
import { openTestHouse, type Person, type TestHouse } from '#test/people.ts'
import { testPortal } from '#test/portal.ts'

let house: TestHouse
let organiser: Person
let approver: Person
let coordinator: Person
let fire: OtherDepartment<'organiser' | 'approver' | 'inspector'>
let ecology: OtherDepartment<'approver'>
let farming: OtherDepartment<'approver' | 'coordinator'>
let itemIds: string[]
const id = () => ({ commandId: randomUUID() })
const place = '62.6201'
const partyOf = (dept: string, orgName: string) => ({ dept, orgPath: place, orgName, itemIds: [] })
const fireParty = partyOf('xfjy', '兰州市消防救援支队')
const ecologyParty = partyOf('sthj', '兰州市生态环境局')

beforeAll(async () => {
  house = await openTestHouse()
  organiser = await house.as('organiser')
  approver = await house.as('approver')
  coordinator = await house.as('coordinator')
  itemIds = await publishItems(await staffOf(house), journeyItems)
  fire = await openDepartment(house, { dept: 'xfjy', name: fireParty.orgName }, ['organiser', 'approver', 'inspector'])
  ecology = await openDepartment(house, { dept: 'sthj', name: ecologyParty.orgName }, ['approver'])
  farming = await openDepartment(house, { dept: 'nyj', name: '兰州市农业农村局' }, ['approver', 'coordinator'])
})
afterAll(() => house.close())

const dueOn = '2099-12-31'
let serial = 0
const row = (...parties: (typeof fireParty)[]) => ({ ...planRow(itemIds), parties })
async function jointPlan(...rows: ReturnType<typeof row>[]): Promise<string> {
  const made = await organiser.call.plans.create({ ...id(), year: 2026, name: `联合抽查计划${++serial}`, kind: 'joint', rows })
  return made.planId
}
const seenPlan = async (planId: string, who = organiser) => (await who.call.plans.get({ planId })).updatedAt
const invite = (planId: string, ...orgIds: string[]) =>
  organiser.call.planParties.invite({ ...id(), planId, dueOn, to: orgIds.map((orgId) => ({ orgId, duty: '各负其责' })) })
const partiesOf = async (planId: string, who = organiser) => (await who.call.planParties.ofPlan({ planId })).parties
async function answer(who: Person, planId: string, verb: 'confirm' | 'decline', reason = '同意') {
  const [party] = await partiesOf(planId, who)
  if (party === undefined) throw new Error('nobody is invited')
  const common = { ...id(), partyId: party.id, seen: party.updatedAt, content: party.content }
  return verb === 'confirm'
    ? who.call.planParties.confirm({ ...common, note: reason })
    : who.call.planParties.decline({ ...common, reason })
}
const submit = (planId: string) => organiser.call.plans.submit({ ...id(), planId })
const minutes = { metOn: '2026-01-05', minutesNo: '联席会议纪要〔2026〕1号', resolution: '审议通过' }
const adopt = async (who: Person, planId: string) =>
  who.call.planParties.adopt({ ...id(), planId, seen: await seenPlan(planId), ...minutes })
const publish = (planId: string) => approver.call.plans.publish({ ...id(), planId })

test('a joint plan of three departments: invited, confirmed, adopted by the conference, published', async () => {
  const planId = await jointPlan(row(fireParty, ecologyParty), row(fireParty))
  const choices = (await organiser.call.planParties.choices({ planId })).choices
  expect(choices.filter(({ named }) => named).map(({ dept }) => dept)).toEqual(['sthj', 'xfjy'])
  await invite(planId, fire.orgId, ecology.orgId)
  await submit(planId)
  expect(await refusal(adopt(approver, planId))).toBe('party_unanswered')

  const asked = (await fire.people.approver.call.planParties.mine({})).rows.find((one) => one.planId === planId)
  expect(asked).toMatchObject({ state: 'invited', rowCount: 2, duty: '各负其责', abilities: { confirm: { allowed: true } } })
  expect((await fire.people.approver.call.notices.list({})).rows.map(({ kind }) => kind)).toContain('plan.party_invited')
  const page = await fire.people.approver.call.planParties.get({ partyId: asked?.id ?? '' })
  expect(page.rows.map(({ seq }) => seq)).toEqual([1, 2])
  await answer(fire.people.approver, planId, 'confirm')
  await answer(ecology.people.approver, planId, 'confirm')

  expect(await refusal(approver.call.plans.approve({ ...id(), planId }))).toBe('joint_needs_adoption')
  expect((await adopt(coordinator, planId)).state).toBe('approved')
  await publish(planId)
  expect((await ecology.people.approver.call.notices.list({})).rows.map(({ kind }) => kind)).toContain('plan.adopted')
  const after = await organiser.call.planParties.ofPlan({ planId })
  expect(after.parties.map(({ state }) => state)).toEqual(['confirmed', 'confirmed'])
  expect(after.adoptions).toMatchObject([{ minutesNo: minutes.minutesNo, parties: [ecologyParty.orgName, fireParty.orgName] }])
  const steps = (await organiser.call.plans.get({ planId })).steps.map(({ verb }) => verb)
  expect(steps).toEqual(expect.arrayContaining(['plan.party_invite', 'plan.party_confirm', 'plan.adopt', 'plan.publish']))
  const { planNo } = await organiser.call.plans.get({ planId })
  const portal = testPortal(house.database, [])
  const published = await (await portal.request(`/plans/${planNo}`)).text()
  for (const words of ['联席会议审议通过', minutes.minutesNo, fireParty.orgName, ecologyParty.orgName]) expect(published).toContain(words)
  const data = JSON.parse(await (await portal.request(`/plans/${planNo}/versions/1/plan.json`)).text())
  expect(data.rows[0]).toMatchObject({ minutes_no: minutes.minutesNo, adopted_on: minutes.metOn, filed_with: '' })
})

describe('four eyes', () => {
  test('who drafted the plan does not adopt it, and who invited does not answer', async () => {
    const planId = await jointPlan(row(fireParty))
    await invite(planId, fire.orgId)
    await answer(fire.people.approver, planId, 'confirm')
    await submit(planId)
    expect(await refusal(adopt(organiser, planId))).toBe('approver_is_submitter')
    expect(await refusal(adopt(await house.as('office'), planId))).toBe('not_permitted')
    const [party] = await partiesOf(planId)
    const own = { ...id(), partyId: party?.id ?? '', seen: party?.updatedAt ?? '', content: party?.content ?? '', note: '' }
    expect(await refusal(organiser.call.planParties.confirm(own))).toBe('outside_jurisdiction')
    expect(await refusal(adopt(approver, planId))).toBe('accepted')
  })
})

describe('a department that declines', () => {
  test('stops the plan until it is taken out of the rows and its invitation withdrawn', async () => {
    const planId = await jointPlan(row(fireParty, ecologyParty))
    await invite(planId, fire.orgId, ecology.orgId)
    await answer(fire.people.approver, planId, 'confirm')
    expect(await refusal(answer(ecology.people.approver, planId, 'decline', '无'))).toBe('invalid_input')
    await answer(ecology.people.approver, planId, 'decline', '今年力量不足')
    await submit(planId)
    expect(await refusal(adopt(approver, planId))).toBe('party_declined')
    await approver.call.plans.return({ ...id(), planId, note: '生态环境局不参加' })
    const declined = (await partiesOf(planId)).find(({ dept }) => dept === 'sthj')
    expect(declined?.answers[0]).toMatchObject({ answer: 'declined', reason: '今年力量不足' })
    const gone = { ...id(), partyId: declined?.id ?? '', seen: declined?.updatedAt ?? '', reason: '不再邀请' }
    await organiser.call.planParties.withdraw(gone)
    await submit(planId)
    expect(await refusal(adopt(approver, planId))).toBe('party_not_invited')
    await approver.call.plans.return({ ...id(), planId, note: '改行' })
    const plan = await organiser.call.plans.get({ planId })
    const [first] = plan.rows
    await organiser.call.plans.saveRow({ ...id(), planId, rowId: first?.id ?? '', row: row(fireParty), seen: first?.updatedAt ?? '' })
    await submit(planId)
    // What is asked of the fire brigade is what it said yes to, whoever else takes part.
    expect(await refusal(adopt(approver, planId))).toBe('accepted')
  })
})

describe('a yes is to what was shown', () => {
  test('rows that name a department change after its yes: it is asked again, and nobody else is', async () => {
    const planId = await jointPlan(row(fireParty), row(ecologyParty))
    await invite(planId, fire.orgId, ecology.orgId)
    await answer(fire.people.approver, planId, 'confirm')
    await answer(ecology.people.approver, planId, 'confirm')
    const [first] = (await organiser.call.plans.get({ planId })).rows
    const changed = { ...row(fireParty), objectScope: '全部餐饮单位' }
    await organiser.call.plans.saveRow({ ...id(), planId, rowId: first?.id ?? '', row: changed, seen: first?.updatedAt ?? '' })
    expect((await partiesOf(planId)).map(({ dept, outdated }) => [dept, outdated])).toEqual([
      ['sthj', false],
      ['xfjy', true],
    ])
    const theirs = (await partiesOf(planId)).find(({ dept }) => dept === 'xfjy')
    await organiser.call.planParties.ask({ ...id(), partyId: theirs?.id ?? '', seen: theirs?.updatedAt ?? '', dueOn })
    await answer(fire.people.approver, planId, 'confirm')
    await submit(planId)
    expect((await adopt(approver, planId)).state).toBe('approved')
  })

  test('a stale page is refused: the plan moved on under the answer', async () => {
    const planId = await jointPlan(row(fireParty))
    await invite(planId, fire.orgId)
    const [party] = await partiesOf(planId, fire.people.approver)
    const [first] = (await organiser.call.plans.get({ planId })).rows
    await organiser.call.plans.saveRow({
      ...id(),
      planId,
      rowId: first?.id ?? '',
      row: { ...row(fireParty), to: '2026-11-30' },
      seen: first?.updatedAt ?? '',
    })
    const old = { ...id(), partyId: party?.id ?? '', seen: party?.updatedAt ?? '', content: party?.content ?? '', note: '' }
    expect(await refusal(fire.people.approver.call.planParties.confirm(old))).toBe('page_stale')
    expect(await refusal(adoptSeen(planId, '2020-01-01T00:00:00Z'))).toBe('page_stale')
  })

  test('of two who answer at the same moment one wins', async () => {
    const planId = await jointPlan(row(fireParty))
    await invite(planId, fire.orgId)
    const [party] = await partiesOf(planId, fire.people.approver)
    const shown = { partyId: party?.id ?? '', seen: party?.updatedAt ?? '', content: party?.content ?? '' }
    const answers = await Promise.all([
      refusal(fire.people.approver.call.planParties.confirm({ ...id(), ...shown })),
      refusal(fire.people.organiser.call.planParties.decline({ ...id(), ...shown, reason: '力量不足' })),
    ])
    expect(answers.sort()).toEqual(['accepted', 'page_stale'])
    expect((await partiesOf(planId))[0]?.answers).toHaveLength(1)
  })
})
const adoptSeen = (planId: string, seen: string) => approver.call.planParties.adopt({ ...id(), planId, seen, ...minutes })

/** Who takes part in a plan does not make tasks of another department's rows. */
async function taskOf(who: Person, planId: string): Promise<unknown> {
  const [first] = (await organiser.call.plans.get({ planId })).rows
  return who.call.tasks.create({ ...id(), ...taskText(first?.id ?? '') })
}

describe('jurisdiction', () => {
  test('who is invited sees this plan and no other; who is not sees none', async () => {
    const planId = await jointPlan(row(fireParty))
    const other = await jointPlan(row(ecologyParty))
    await invite(planId, fire.orgId)
    const theirs = fire.people.approver.call
    expect((await theirs.plans.list({})).rows.map((one) => one.id)).toContain(planId)
    expect((await theirs.plans.list({})).rows.map((one) => one.id)).not.toContain(other)
    expect(await theirs.plans.get({ planId })).toMatchObject({
      name: expect.stringContaining('联合'),
      abilities: { edit: { allowed: false } },
    })
    const [party] = await partiesOf(planId)
    for (const call of [
      () => farming.people.approver.call.plans.get({ planId }),
      () => taskOf(fire.people.organiser, planId),
      () => farming.people.approver.call.planParties.ofPlan({ planId }),
      () => farming.people.approver.call.planParties.get({ partyId: party?.id ?? '' }),
      () => adopt(farming.people.coordinator, planId),
      () => theirs.plans.get({ planId: other }),
      () => fire.people.organiser.call.planParties.choices({ planId }),
    ])
      expect(await refusal(call())).toBe('not_found')
    expect(await refusal(theirs.plans.submit({ ...id(), planId }))).toBe('not_permitted')
    expect(await refusal(fire.people.organiser.call.plans.submit({ ...id(), planId }))).toBe('outside_jurisdiction')
    const copy = { ...id(), planId, year: 2027, name: '抄来的计划' }
    expect(await refusal(fire.people.organiser.call.plans.copy(copy))).toBe('outside_jurisdiction')
    expect(await refusal(fire.people.inspector.call.planParties.mine({}))).toBe('not_permitted')
    const withdrawn = { ...id(), partyId: party?.id ?? '', seen: party?.updatedAt ?? '', reason: '不再邀请' }
    await organiser.call.planParties.withdraw(withdrawn)
    expect(await refusal(theirs.plans.get({ planId }))).toBe('not_found')
  })

  test('one department does not see the answer of another', async () => {
    const planId = await jointPlan(row(fireParty, ecologyParty))
    await invite(planId, fire.orgId, ecology.orgId)
    expect((await partiesOf(planId, fire.people.approver)).map(({ dept }) => dept)).toEqual(['xfjy'])
    expect(await partiesOf(planId)).toHaveLength(2)
    await answer(ecology.people.approver, planId, 'decline', '力量不足')
    const told = async (who: Person) => (await who.call.plans.get({ planId })).steps.map(({ verb }) => verb)
    expect(await told(organiser)).toContain('plan.party_decline')
    expect(await told(fire.people.approver)).toEqual(['plan.create'])
  })
})

test('only a joint plan invites, only other departments at its place, each once, and until a day that comes', async () => {
  const made = await organiser.call.plans.create({ ...id(), year: 2026, name: `本科室计划${++serial}`, rows: [planRow(itemIds)] })
  expect(await refusal(invite(made.planId, fire.orgId))).toBe('plan_not_joint')
  const planId = await jointPlan(row(fireParty))
  expect(await refusal(invite(planId, house.orgs.city.id))).toBe('party_unknown')
  expect(await refusal(invite(planId, fire.orgId, fire.orgId))).toBe('party_invited_already')
  await invite(planId, fire.orgId)
  expect(await refusal(invite(planId, fire.orgId))).toBe('party_invited_already')
  const past = { ...id(), planId, dueOn: '2020-01-01', to: [{ orgId: ecology.orgId }] }
  expect(await refusal(organiser.call.planParties.invite(past))).toBe('due_day_past')
  await answer(fire.people.approver, planId, 'confirm')
  await submit(planId)
  const ahead = { ...id(), planId, seen: await seenPlan(planId), ...minutes, metOn: '2099-01-01' }
  expect(await refusal(approver.call.planParties.adopt(ahead))).toBe('minutes_day_ahead')
})

test('an adjustment that touches a department is not adopted without its new yes', async () => {
  const planId = await jointPlan(row(fireParty))
  await invite(planId, fire.orgId)
  await answer(fire.people.approver, planId, 'confirm')
  await submit(planId)
  await adopt(approver, planId)
  await publish(planId)
  expect(await refusal(answer(fire.people.approver, planId, 'decline', '有变'))).toBe('plan_settled')
  await organiser.call.plans.adjust({ ...id(), planId, note: '扩大范围' })
  const [first] = (await organiser.call.plans.get({ planId })).rows
  const wider = { ...row(fireParty), objectScope: '全部餐饮单位和住宿单位' }
  await organiser.call.plans.saveRow({ ...id(), planId, rowId: first?.id ?? '', row: wider, seen: first?.updatedAt ?? '' })
  await submit(planId)
  expect(await refusal(adopt(approver, planId))).toBe('party_outdated')
  await approver.call.plans.return({ ...id(), planId, note: '请消防再确认' })
  const [party] = await partiesOf(planId)
  await organiser.call.planParties.ask({ ...id(), partyId: party?.id ?? '', seen: party?.updatedAt ?? '', dueOn })
  await answer(fire.people.approver, planId, 'confirm')
  await submit(planId)
  expect((await adopt(approver, planId)).state).toBe('adjust_approved')
})
