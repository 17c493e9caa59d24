/** 填报: offices and organisations below write rows of a plan, hand them in, and somebody else takes them in; until then the plan is not submitted. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { journeyItems } from '#bin/scenario/items.ts'
import { publishItems } from '#bin/scenario/work.ts'
import { planRow, refusal, staffOf } from '#test/bureau.ts'
import { openTestHouse, type Person, type TestHouse } from '#test/people.ts'

let house: TestHouse
let coordinator: Person
let organiser: Person
let office: Person
let county: Person
let itemIds: string[]
const id = () => ({ commandId: randomUUID() })
beforeAll(async () => {
  house = await openTestHouse()
  coordinator = await house.as('coordinator')
  organiser = await house.as('organiser')
  office = await house.as('office')
  county = await house.as('organiser@county')
  itemIds = await publishItems(await staffOf(house), journeyItems)
})
afterAll(() => house.close())

const dueOn = '2099-12-31'
let serial = 0
const newPlan = async () =>
  (await coordinator.call.plans.create({ ...id(), year: 2026, name: `汇总计划${++serial}`, rows: [planRow(itemIds)] })).planId
type Asked = { orgId: string; accountId?: string | null; office: string }
const invite = (planId: string, ...to: Asked[]) =>
  coordinator.call.planContributions.invite({ ...id(), planId, dueOn, to, note: '请按去年口径填报' })
async function asked(planId: string, ...to: Asked[]): Promise<string> {
  const [one] = (await invite(planId, ...(to.length > 0 ? to : [{ orgId: house.orgs.city.id, office: '食品科' }]))).ids
  return one ?? ''
}
const at = async (who: Person, contributionId: string) => ({
  ...id(),
  contributionId,
  seen: (await who.call.planContributions.get({ contributionId })).updatedAt,
})
const rowOf = (name: string) => ({ ...planRow(itemIds), name, office: '食品科' })
const write = async (who: Person, one: string, ...names: string[]) =>
  who.call.planContributions.save({ ...(await at(who, one)), rows: names.map(rowOf) })
const submit = (planId: string) => coordinator.call.plans.submit({ ...id(), planId })

test('an office writes rows, hands them in, and the consolidator takes them in behind those that stand', async () => {
  const planId = await newPlan()
  const one = await asked(planId)
  expect((await office.call.planContributions.mine({})).rows.find((row) => row.id === one)).toMatchObject({
    state: 'invited',
    note: '请按去年口径填报',
    abilities: { save: { allowed: true }, takeIn: { allowed: false } },
  })
  expect((await office.call.notices.list({})).rows.map(({ kind }) => kind)).toContain('plan.contribution_invited')
  expect(await refusal(submit(planId))).toBe('contributions_open')
  expect(await refusal(office.call.planContributions.handIn({ ...(await at(office, one)) }))).toBe('contribution_empty')
  await write(office, one, '食品生产抽查', '食品流通抽查')
  await office.call.planContributions.handIn({ ...(await at(office, one)), note: '共两行' })
  expect(await refusal(submit(planId))).toBe('contributions_open')
  expect(await refusal(write(office, one, '食品生产抽查'))).toBe('wrong_state')
  const { rowIds } = await coordinator.call.planContributions.takeIn(await at(coordinator, one))
  const { rows, steps } = await coordinator.call.plans.get({ planId })
  expect(rows.map(({ name }) => name)).toEqual(['经营主体不定向抽查', '食品生产抽查', '食品流通抽查'])
  expect(rows.slice(1).map((row) => row.id)).toEqual(rowIds)
  expect(steps.map(({ verb }) => verb)).toEqual(expect.arrayContaining(['plan.contribution_hand_in', 'plan.contribution_take_in']))
  expect((await submit(planId)).state).toBe('submitted')
})

describe('four eyes', () => {
  test('who handed rows in does not take them in, and neither approves the plan', async () => {
    const planId = await newPlan()
    const one = await asked(planId)
    await write(organiser, one, '组织岗填报')
    await organiser.call.planContributions.handIn(await at(organiser, one))
    expect(await refusal(organiser.call.planContributions.takeIn(await at(organiser, one)))).toBe('taker_is_contributor')
    await coordinator.call.planContributions.takeIn(await at(coordinator, one))
    const { rows } = await house.database.pools.migrator.query('select edited_by from plan where id = $1', [planId])
    expect(rows[0]?.edited_by).toEqual(expect.arrayContaining([organiser.id, coordinator.id]))
  })
})

describe('who may write', () => {
  test('who wrote rows worked on the plan, also when another hands them in', async () => {
    const planId = await newPlan()
    const one = await asked(planId)
    await write(office, one, '食品生产抽查')
    await organiser.call.planContributions.handIn({ ...(await at(organiser, one)) })
    await coordinator.call.planContributions.takeIn({ ...(await at(coordinator, one)) })
    const { rows } = await house.database.pools.migrator.query('select edited_by from plan where id = $1', [planId])
    expect(rows[0].edited_by).toContain((await office.call.access.me()).id)
  })

  test('one person who is asked, or anybody of the organisation; nobody of another', async () => {
    const planId = await newPlan()
    const own = await asked(planId, { orgId: house.orgs.city.id, accountId: office.id, office: '餐饮科' })
    expect(await refusal(write(organiser, own, '代填'))).toBe('contribution_of_another')
    expect((await organiser.call.planContributions.mine({})).rows.map((row) => row.id)).not.toContain(own)
    expect(await refusal(write(office, own, '本人填'))).toBe('accepted')
    expect(await refusal(write(await house.as('reviewer'), own, '越权'))).toBe('not_permitted')
    expect(await refusal(write(await house.as('organiser@elsewhere'), own, '越权'))).toBe('not_found')
  })

  test('an organisation below reads the plan it writes for, and no other plan of the place above', async () => {
    const planId = await newPlan()
    const other = await newPlan()
    expect(await refusal(county.call.plans.get({ planId }))).toBe('not_found')
    const one = await asked(planId, { orgId: house.orgs.county.id, office: '城关区局' })
    expect((await county.call.plans.get({ planId })).abilities.edit).toMatchObject({ allowed: false })
    expect(await refusal(county.call.plans.get({ planId: other }))).toBe('not_found')
    const listed = (await county.call.plans.list({})).rows.map((plan) => plan.id)
    expect(listed).toContain(planId)
    expect(listed).not.toContain(other)
    expect(await refusal(county.call.planContributions.choices({ planId }))).toBe('not_found')
    await write(county, one, '城关区餐饮抽查')
    await county.call.planContributions.handIn(await at(county, one))
    const seen = await county.call.planContributions.ofPlan({ planId })
    expect(seen.contributions.map(({ id: contributionId }) => contributionId)).toEqual([one])
    await coordinator.call.planContributions.withdraw({ ...(await at(coordinator, one)), reason: '改由市局统一安排' })
    expect(await refusal(county.call.plans.get({ planId }))).toBe('not_found')
    expect((await submit(planId)).state).toBe('submitted')
  })

  test('the database itself opens the plan to whoever is asked, to read and to hold, never to change', async () => {
    const planId = await newPlan()
    const inCounty = async (statement: string) => {
      const client = await house.database.pools.app.connect()
      try {
        await client.query('begin')
        await client.query(`select set_config('mingjian.scope', $1, true)`, [house.orgs.county.path])
        return (await client.query(statement, [planId])).rowCount
      } finally {
        await client.query('rollback')
        client.release()
      }
    }
    expect(await inCounty('select from plan where id = $1')).toBe(0)
    const one = await asked(planId, { orgId: house.orgs.county.id, office: '城关区局' })
    expect(await inCounty('select from plan where id = $1 for update')).toBe(1)
    await expect(inCounty(`update plan set name = '改名' where id = $1`)).rejects.toThrow(/row-level security/)
    await coordinator.call.planContributions.withdraw({ ...(await at(coordinator, one)), reason: '不再需要' })
    expect(await inCounty('select from plan where id = $1')).toBe(0)
  })

  test('only who is of the department here or below, may fill in rows, and is not asked already', async () => {
    const planId = await newPlan()
    const city = { orgId: house.orgs.city.id, office: '食品科' }
    const reviewer = await house.as('reviewer')
    expect(await refusal(invite(planId, { orgId: house.orgs.elsewhere.id, office: '嘉峪关' }))).toBe('contributor_unknown')
    expect(await refusal(invite(planId, { ...city, accountId: reviewer.id }))).toBe('contributor_unknown')
    expect(await refusal(invite(planId, city, city))).toBe('contribution_asked_already')
    await invite(planId, city)
    expect(await refusal(invite(planId, city))).toBe('contribution_asked_already')
    const late = { ...id(), planId, dueOn: '2020-01-01', to: [{ ...city, office: '另一科' }] }
    expect(await refusal(coordinator.call.planContributions.invite(late))).toBe('due_day_past')
    expect(await refusal(office.call.planContributions.invite({ ...late, dueOn }))).toBe('not_permitted')
  })
})

describe('there and back', () => {
  test('a declined one is given back or left; a handed in one is recalled or given back with a reason', async () => {
    const planId = await newPlan()
    const one = await asked(planId)
    await office.call.planContributions.decline({ ...(await at(office, one)), reason: '今年无安排' })
    expect((await submit(planId)).state).toBe('submitted')
    expect(await refusal(coordinator.call.planContributions.giveBack({ ...(await at(coordinator, one)), reason: '请补报' }))).toBe(
      'plan_not_editable',
    )
    await (await house.as('approver')).call.plans.return({ ...id(), planId, note: '请补齐食品科' })
    await coordinator.call.planContributions.giveBack({ ...(await at(coordinator, one)), reason: '请补报' })
    await write(office, one, '补报')
    await office.call.planContributions.handIn(await at(office, one))
    await office.call.planContributions.recall(await at(office, one))
    await office.call.planContributions.handIn(await at(office, one))
    await coordinator.call.planContributions.giveBack({ ...(await at(coordinator, one)), reason: '比例偏低' })
    const page = await office.call.planContributions.get({ contributionId: one })
    expect(page).toMatchObject({ state: 'invited', reason: '比例偏低', handedInBy: null, rows: [{ name: '补报' }] })
  })

  test('rows that the plan could not hold are not handed in, and nothing that was written is lost', async () => {
    const planId = await newPlan()
    const one = await asked(planId)
    const bad = { ...rowOf('写反了日期'), from: '2026-06-02', to: '2026-06-01' }
    await office.call.planContributions.save({ ...(await at(office, one)), rows: [bad] })
    expect(await refusal(office.call.planContributions.handIn(await at(office, one)))).toBe('window_reversed')
    expect((await office.call.planContributions.get({ contributionId: one })).rows).toMatchObject([{ name: '写反了日期' }])
  })

  test('a stale page is refused, and of two who act at once one wins', async () => {
    const planId = await newPlan()
    const one = await asked(planId)
    const old = await at(office, one)
    await write(office, one, '先保存')
    expect(await refusal(office.call.planContributions.save({ ...old, commandId: randomUUID(), rows: [] }))).toBe('page_stale')
    await office.call.planContributions.handIn(await at(office, one))
    const [taking, recalling] = [await at(coordinator, one), await at(office, one)]
    const both = await Promise.all([
      refusal(coordinator.call.planContributions.takeIn(taking)),
      refusal(office.call.planContributions.recall(recalling)),
    ])
    expect(both.sort()).toEqual(['accepted', 'page_stale'])
  })
})
