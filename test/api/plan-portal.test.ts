/** What the public reads of plans: the version in force, every version before it, what changed, and the same as open data; never a class of risk. */
import { randomUUID } from 'node:crypto'
import type { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { journeyItems } from '#bin/scenario/items.ts'
import { publishItems, publishPlan } from '#bin/scenario/work.ts'
import { planRow, staffOf } from '#test/bureau.ts'
import { openTestHouse, type TestHouse } from '#test/people.ts'
import { testPortal } from '#test/portal.ts'

let house: TestHouse
let portal: Hono
let planNo: string
let planId: string
beforeAll(async () => {
  house = await openTestHouse()
  const staff = await staffOf(house)
  const itemIds = await publishItems(staff, journeyItems)
  const row = (name: string) => ({ ...planRow(itemIds), name })
  const stratum = { rounding: 'half-up' as const }
  const byRisk = {
    ...row('按风险抽查'),
    stratifyBy: 'riskClass' as const,
    strata: [
      { ...stratum, name: '低风险', values: ['A'], ratePpm: 12_300, base: 10_000 },
      { ...stratum, name: '高风险', values: ['D'], ratePpm: 456_700, base: 1000 },
    ],
  }
  const plan = await publishPlan(staff, 2026, '公示用计划<script>', [row('甲类抽查'), row('乙类抽查'), byRisk])
  planId = plan.id
  planNo = plan.planNo
  const { organiser, approver } = { organiser: staff.organiser.api.plans, approver: staff.approver.api.plans }
  const of = { planId }
  const id = () => ({ commandId: randomUUID(), ...of })
  await organiser.adjust({ ...id(), note: '上级部署专项整治' })
  await organiser.cancelRow({ ...id(), rowId: plan.rows[1]?.id ?? '', reason: '并入甲类' })
  await organiser.saveRow({ ...id(), rowId: plan.rows[0]?.id ?? '', row: { ...row('甲类抽查'), ratePpm: 60_000 } })
  await organiser.addRows({ ...id(), rows: [{ ...row('=丁类抽查'), offices: ['食品科'] }] })
  await organiser.submit(id())
  await approver.approve(id())
  await approver.publish(id())
  portal = testPortal(house.database, [], { now: () => new Date(house.services.now()) })
})
afterAll(() => house.close())

const get = async (path: string): Promise<string> => (await portal.request(path)).text()

test('the plan in force, its earlier version, and what changed between them can be read', async () => {
  const now = await get(`/plans/${planNo}`)
  for (const words of [
    '第 2 版',
    '上级部署专项整治',
    '甲类抽查',
    '6%',
    '已取消',
    '并入甲类',
    '=丁类抽查',
    '食品科',
    '按信用风险等级分类抽取',
  ])
    expect(now).toContain(words)
  expect(now).not.toContain('<script>')
  const first = await get(`/plans/${planNo}/versions/1`)
  expect(first).toContain('5%')
  expect(first).toContain('这是以前的版本')
  expect(first).not.toContain('丁类抽查')
  const changes = await get(`/plans/${planNo}/changes?from=1&to=2`)
  expect(changes).toContain('新增 1 项，修改 1 项，取消 1 项，未变 1 项')
  for (const words of ['丁类抽查', '<del>5%</del>', '<ins>6%</ins>', '并入甲类']) expect(changes).toContain(words)
  expect(await get(`/en/plans/${planNo}/changes?from=1&to=2`)).toContain('1 added, 1 changed, 1 cancelled, 1 unchanged')
})

test('no public word of a plan tells a class of risk or what is drawn of one', async () => {
  const paths = [
    `/plans/${planNo}`,
    `/plans/${planNo}/versions/1`,
    `/plans/${planNo}/versions/2/plan.json`,
    '/open-data/plans.json',
    '/open-data/plans.csv',
  ]
  for (const path of paths) {
    const text = await get(path)
    expect(text).toContain('按风险抽查')
    expect(text).not.toMatch(/低风险|高风险|1\.23%|45\.67%|12300|456700|riskClass/)
  }
  const { rows } = await house.database.pools.portal.query('select rows::text as text from published.plan_version where id = $1', [planId])
  for (const { text } of rows) expect(text).not.toMatch(/低风险|高风险|12300|456700|riskClass/)
})

test('open data has a schema with a version, the rows in force, and cells that no spreadsheet runs', async () => {
  const data = JSON.parse(await get('/open-data/plans.json')) as {
    schema: { name: string; version: number; notes: string[] }
    rows: Record<string, unknown>[]
  }
  expect(data.schema).toMatchObject({ name: 'mingjian-plan', version: 2 })
  expect(data.rows.map(({ plan_no, version, seq, state, name, rate_ppm }) => [plan_no, version, seq, state, name, rate_ppm])).toEqual([
    [planNo, 2, 1, 'planned', '甲类抽查', 60_000],
    [planNo, 2, 2, 'cancelled', '乙类抽查', 50_000],
    [planNo, 2, 3, 'planned', '按风险抽查', 52_727],
    [planNo, 2, 4, 'planned', '=丁类抽查', 50_000],
  ])
  const csv = await get(`/plans/${planNo}/versions/1/plan.csv`)
  expect(csv.split('\r\n').filter((line) => line.includes(planNo))).toHaveLength(3)
  expect(await get('/open-data/plans.csv')).toContain("'=丁类抽查")
  expect((await portal.request(`/plans/${planNo}/versions/3/plan.csv`)).status).toBe(404)
})

test.each([
  [404, '/plans/62010020269999/versions/1'],
  [404, '/plans/PLAN/versions/3'],
  [404, '/plans/PLAN/versions/x'],
  [404, '/plans/PLAN/changes?from=1'],
  [400, '/plans/PLAN/versions/1?cursor=x'],
])('what is not there is %i: %s', async (status, path) => {
  expect((await portal.request(path.replace('PLAN', planNo))).status).toBe(status)
})
