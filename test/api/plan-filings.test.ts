/** 计划备案: a published version is filed with the level above and with the government; 联合事项: its versions compared, and what uses them. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { journeyItems } from '#bin/scenario/items.ts'
import { publishItems, publishJointItems } from '#bin/scenario/work.ts'
import { planRow, refusal, staffOf } from '#test/bureau.ts'
import { openDepartment } from '#test/other-department.ts'
import { openTestHouse, type Person, type TestHouse } from '#test/people.ts'
import { testPortal } from '#test/portal.ts'

let house: TestHouse
let organiser: Person
let county: Person
let itemIds: string[]
const id = () => ({ commandId: randomUUID() })
beforeAll(async () => {
  house = await openTestHouse()
  organiser = await house.as('organiser')
  county = await house.as('organiser@county')
  itemIds = await publishItems(await staffOf(house), journeyItems)
})
afterAll(() => house.close())

let serial = 0
async function countyPlan(publish = true): Promise<string> {
  const name = `城关区抽查计划${++serial}`
  const { planId } = await county.call.plans.create({ ...id(), year: 2026, name, rows: [planRow(itemIds)] })
  if (!publish) return planId
  await county.call.plans.submit({ ...id(), planId })
  const approver = await house.as('approver@county')
  await approver.call.plans.approve({ ...id(), planId })
  await approver.call.plans.publish({ ...id(), planId })
  return planId
}
const file = (planId: string, who = county) => who.call.planFilings.file({ ...id(), planId, note: '年度计划' })
const decide = async (filingId: string, verdict: 'accept' | 'return', who = 'approver' as const) =>
  (await house.as(who)).call.planFilings.decide({ ...id(), filingId, verdict, opinion: '符合要求' })

test('a county files its published plan with the city, which returns it, and accepts it when it is filed again', async () => {
  const draft = await countyPlan(false)
  expect(await refusal(file(draft))).toBe('plan_not_public')
  const planId = await countyPlan()
  const { filingId } = await file(planId)
  expect(await refusal(file(planId))).toBe('plan_filing_open')
  const received = (await (await house.as('coordinator')).call.planFilings.list({ state: 'filed' })).rows
  expect(received).toMatchObject([{ id: filingId, orgName: '城关区市场监督管理局', version: 1, abilities: { accept: { allowed: true } } }])
  expect((await decide(filingId, 'return')).state).toBe('returned')
  expect(await refusal(decide(filingId, 'accept'))).toBe('wrong_state')
  const again = await file(planId)
  expect((await decide(again.filingId, 'accept')).state).toBe('accepted')
  expect(await refusal(file(planId))).toBe('plan_filing_open')
  const shown = await county.call.planFilings.ofPlan({ planId })
  expect(shown.filings.map(({ state, decision }) => [state, decision?.opinion])).toEqual([
    ['accepted', '符合要求'],
    ['returned', '符合要求'],
  ])
  // The public reads what was accepted, once, and no person's name.
  const plan = await county.call.plans.get({ planId })
  const page = await (await testPortal(house.database, []).request(`/plans/${plan.planNo}`)).text()
  const filed = /<section id="evidence">.*?<\/section>/s.exec(page)?.[0] ?? ''
  expect(filed.match(/报上级机关备案/g)).toHaveLength(1)
  expect(filed).toContain('接收备案')
  expect(filed).not.toMatch(/审批岗|组织岗|符合要求/)
})

test('of two who answer a filing at once one wins; its own place does not answer it, and another does not know of it', async () => {
  const { filingId } = await file(await countyPlan())
  const answers = await Promise.all([refusal(decide(filingId, 'accept')), refusal(decide(filingId, 'return'))])
  expect(answers.sort()).toEqual(['accepted', 'wrong_state'])
  const other = await file(await countyPlan())
  const verdict = { ...id(), filingId: other.filingId, verdict: 'accept', opinion: '自己收' } as const
  expect(await refusal((await house.as('approver@county')).call.planFilings.decide(verdict))).toBe('outside_jurisdiction')
  const stranger = { ...verdict, commandId: randomUUID() }
  expect(await refusal((await house.as('approver@elsewhere')).call.planFilings.decide(stranger))).toBe('not_found')
  expect(await refusal(county.call.planFilings.decide(stranger))).toBe('not_permitted')
})

test('the government’s number is registered once for each version, with a day that has come', async () => {
  const planId = await countyPlan()
  const given = { planId, government: '城关区人民政府', number: '城政备〔2026〕3号', filedOn: '2026-01-20' }
  const register = (change: Partial<typeof given> = {}) => county.call.planFilings.register({ ...id(), ...given, ...change })
  expect(await refusal(register({ filedOn: '2099-01-01' }))).toBe('filed_day_ahead')
  await register()
  expect(await refusal(register({ number: '城政备〔2026〕4号' }))).toBe('plan_filing_registered')
  expect((await county.call.planFilings.ofPlan({ planId })).filings).toMatchObject([
    { with: 'government', state: 'registered', number: '城政备〔2026〕3号', toName: '城关区人民政府' },
  ])
})

test('where there is no level above there is nobody to file with, and the button says so', async () => {
  const { planId } = await organiser.call.plans.create({ ...id(), year: 2026, name: '市局计划', rows: [planRow(itemIds)] })
  expect((await organiser.call.planFilings.ofPlan({ planId })).abilities.file).toEqual({ allowed: false, reason: 'filing_no_superior' })
})

test('filings and answers are evidence: the application can neither change nor delete them', async () => {
  const { filingId } = await file(await countyPlan())
  const app = house.database.pools.app
  await expect(app.query(`update plan_filing set number = 'x' where id = $1`, [filingId])).rejects.toThrow(/permission denied/)
  await expect(app.query('delete from plan_filing_decision where filing_id = $1', [filingId])).rejects.toThrow(/permission denied/)
  await expect(app.query('delete from plan_party_answer')).rejects.toThrow(/permission denied/)
  await expect(app.query(`update plan_adoption set resolution = 'x'`)).rejects.toThrow(/permission denied/)
})

const joint = {
  code: 'LH01',
  field: '餐饮服务',
  name: '餐饮服务单位联合抽查',
  items: [
    { department: '市场监管部门', name: '营业执照（登记证）规范使用情况检查' },
    { department: '消防救援机构', name: '消防安全检查' },
  ],
  objectScope: '餐饮服务单位',
  initiator: '市场监管部门',
  participants: ['消防救援机构'],
  orgLevel: '市级',
  implLevel: '县级',
  contactOffice: '信用监管科',
  basis: '国发〔2019〕5号',
}

test('a row carries out a joint item: its departments are found at the place, its versions compared, its uses told', async () => {
  const staff = await staffOf(house)
  const fire = await openDepartment(house, { dept: 'xfjy', name: '兰州市消防救援支队' }, ['approver'])
  const [first = ''] = await publishJointItems(staff, [joint])
  const { departments } = await organiser.call.jointItems.departments({ jointItemId: first })
  expect(departments).toMatchObject([
    { leads: true, org: { dept: 'scjg' }, items: [{ itemId: itemIds[0] }] },
    { leads: false, org: { dept: 'xfjy' }, items: [{ name: '消防安全检查', itemId: null }] },
  ])
  const party = { dept: 'xfjy', orgPath: '62.6201', orgName: '兰州市消防救援支队', itemIds: [] }
  const rows = [{ ...planRow(itemIds), jointItemId: first, parties: [party] }]
  const { planId } = await organiser.call.plans.create({ ...id(), year: 2026, name: '餐饮联合计划', kind: 'joint', rows })
  await organiser.call.planParties.invite({ ...id(), planId, dueOn: '2099-12-31', to: [{ orgId: fire.orgId }] })
  const [asked] = (await fire.people.approver.call.planParties.mine({})).rows
  const page = await fire.people.approver.call.planParties.get({ partyId: asked?.id ?? '' })
  expect(page.rows).toMatchObject([{ jointItem: { code: 'LH01', version: 1 }, duties: ['消防安全检查'] }])

  const [second = ''] = await publishJointItems(staff, [{ ...joint, period: '每年一次', participants: ['消防救援机构'] }])
  const { changes } = await organiser.call.jointItems.diff({ jointItemId: second, against: first })
  expect(changes).toEqual([{ kind: 'value', field: 'period', from: '', to: '每年一次' }])
  const { uses } = await organiser.call.jointItems.uses({ jointItemId: second })
  expect(uses).toMatchObject([{ jointItemId: first, version: 1, planId, tasks: [] }])
  expect((await (await house.as('organiser@elsewhere')).call.plans.list({})).rows).toEqual([])
  expect(await refusal((await house.as('organiser@elsewhere')).call.jointItems.uses({ jointItemId: second }))).toBe('not_found')
})
