/** The demo county: filled on a first start in demo mode through the same API that people use, so that every page has something true to show. */
import { dateAt, instant } from '#core/time.ts'
import { bootstrap } from '#server/access/bootstrap.ts'
import type { Services } from '#server/http/context.ts'
import { saveRegions } from '#server/registers/regions.ts'
import { newCommandId, signIn } from './scenario/client.ts'
import { demoCounty, demoPlaces, demoRegions } from './scenario/demo-county.ts'
import { firmsCsv } from './scenario/firms.ts'
import { journeyItems } from './scenario/items.ts'
import { dept, duties, engageInspectors, generateOfficers, hireStaff, officersCsv, type Staff } from './scenario/people.ts'
import * as work from './scenario/work.ts'

const password = 'Mingjian-2026'
const orgName = '临澜县市场监督管理局'
const firms = 2400
const officers = 24

export type DemoAccount = {
  readonly username: string
  readonly password: string
  readonly name: string
  readonly role: string
  readonly org: string
}

export const demoAccounts: readonly DemoAccount[] = [
  ...Object.values(duties).map(({ username, name }) => ({ username, password, name, role: name, org: orgName })),
  { username: 'z0001', password, name: '执法人员0001', role: '执法人员', org: orgName },
  { username: 'admin', password, name: '系统管理员', role: '系统管理员', org: orgName },
]

/** The organisation and its administrator; before the first request is answered. */
export async function seedHouse(services: Services): Promise<void> {
  await saveRegions(services.db, demoRegions)
  await bootstrap(services, {
    path: demoCounty,
    dept,
    name: orgName,
    shortName: '县局',
    admin: { username: 'admin', name: '系统管理员', password, mustChangePassword: false },
  })
}

/** A year of the county in miniature: a task in the field with one object replaced, one drawn sealed by class of risk, one draw in the middle of its ceremony, one plan waiting for approval. */
export async function seedCounty(url: string, say: (line: string) => void): Promise<void> {
  say(`正在生成演示县 Generating the demo county (${firms} firms, ${officers} officers) …`)
  const admin = await signIn(url, 'admin', password)
  const { org } = await admin.api.access.me()
  const staff = await hireStaff(url, admin, org.id, password)
  const itemIds = await work.publishItems(staff, journeyItems)
  await work.importRegister(
    staff,
    '临澜县检查对象名录.csv',
    new TextEncoder().encode([...firmsCsv(firms, demoPlaces, 1, { profiles: true })].join('')),
  )
  await work.importOfficers(staff, officersCsv(generateOfficers(officers, [demoCounty], [firms])))
  const inspectors = await engageInspectors(url, admin, staff, password)
  const today = dateAt(instant(Date.now()))
  const year = Number(today.slice(0, 4))
  const until = `${year}-12-31`
  const row = (name: string, ratePpm: number) => ({
    name,
    itemIds,
    directed: false,
    objectScope: '本县存续的经营主体',
    ratePpm,
    from: today,
    to: until,
    office: '信用监管股',
  })
  const plan = await work.publishPlan(staff, year, `${orgName}${year}年度抽查工作计划`, [
    row('企业公示信息不定向抽查', 20_000),
    row('登记事项不定向抽查', 30_000),
    row('年度报告不定向抽查', 25_000),
  ])
  const ofPlan = (i: number, batch: string) => ({
    planRowId: plan.rows[i]?.id ?? '',
    name: `${year}年度${plan.rows[i]?.name}（${batch}）`,
    from: today,
    to: until,
    excludeOpenVisits: true,
    officersPerObject: 2,
  })
  const byKind = (ratePpm: number): Pick<work.TaskText, 'filter' | 'stratifyBy' | 'strata'> => ({
    filter: { version: 1, all: [] },
    stratifyBy: 'kind',
    strata: [
      { name: '企业', values: ['enterprise'], ratePpm, rounding: 'half-up' },
      { name: '个体工商户', values: ['individual'], ratePpm: 10_000, rounding: 'half-up' },
      { name: '其他经营主体', values: [], ratePpm: 30_000, rounding: 'max1' },
    ],
  })
  // The higher the class, the higher the rate; no public page tells who is in which (sealed mode).
  const byRisk: Pick<work.TaskText, 'mode' | 'filter' | 'stratifyBy' | 'strata'> = {
    mode: 'sealed',
    filter: { version: 1, all: [{ field: 'riskClass', op: 'in', values: ['A', 'B', 'C', 'D'] }] },
    stratifyBy: 'riskClass',
    strata: [
      { name: 'A 类', values: ['A'], ratePpm: 10_000, rounding: 'max1' },
      { name: 'B 类', values: ['B'], ratePpm: 20_000, rounding: 'max1' },
      { name: 'C、D 类', values: ['C', 'D'], ratePpm: 60_000, rounding: 'max1' },
    ],
  }
  const tasks = await Promise.all([
    work.confirmTask(staff, { ...ofPlan(0, '第一批'), ...byKind(20_000), suite: 'sha256' }),
    work.confirmTask(staff, { ...ofPlan(1, '第二批'), ...byRisk, suite: 'sm3' }),
    work.confirmTask(staff, { ...ofPlan(2, '第三批'), ...byKind(30_000), suite: 'sha256' }),
  ])
  const [firstDraw] = [await drawAndMatch(staff, tasks[0].taskId, 'sha256'), await drawAndMatch(staff, tasks[1].taskId, 'sm3')]
  const { rows: drawn } = await staff.supervisor.api.draws.selected({ drawId: firstDraw, limit: 1 })
  await work.replaceOne(staff, firstDraw, drawn[0]?.subject ?? '', 'sha256')
  const [, , third] = tasks
  for (const { person, officerId } of inspectors) await work.enterResults(person, officerId, today, 3)
  await work.reviewAll(staff.reviewer)
  for (const { person, officerId } of inspectors.slice(0, 6)) await work.enterResults(person, officerId, today, 1)
  await staff.organiser.api.draws.freeze({ commandId: newCommandId(), taskId: third.taskId, kind: 'O' })
  const next = await staff.organiser.api.plans.create({
    commandId: newCommandId(),
    year: year + 1,
    name: `${orgName}${year + 1}年度抽查工作计划`,
    rows: [{ ...row('企业公示信息不定向抽查', 30_000), from: `${year + 1}-03-01`, to: `${year + 1}-10-31` }],
  })
  await staff.organiser.api.plans.submit({ commandId: newCommandId(), planId: next.planId })
}

/** Answers the id of the object draw. */
async function drawAndMatch(staff: Staff, taskId: string, suite: 'sha256' | 'sm3'): Promise<string> {
  const ids: string[] = []
  for (const kind of ['O', 'P'] as const) {
    const { drawId, nonces } = await work.freezeAndCommit(staff, taskId, kind, suite)
    await work.revealAndDraw(staff, drawId, nonces)
    await work.closeDraw(staff, drawId)
    ids.push(drawId)
  }
  return ids[0] ?? ''
}
