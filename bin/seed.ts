/** The demo county: filled on a first start in demo mode through the same API that people use, so that every page has something true to show. */
import { addDays, dateAt, instant, type PlainDate } from '#core/time.ts'
import { bootstrap } from '#server/access/bootstrap.ts'
import { findUsernames, insertAccount, insertOrg } from '#server/access/store.ts'
import { inScope } from '#server/http/call.ts'
import type { Services } from '#server/http/context.ts'
import { saveRegions } from '#server/registers/regions.ts'
import { jointItems, localItems, nationalItems, provincialItems } from './scenario/catalogue.ts'
import { newCommandId, signIn } from './scenario/client.ts'
import { demoCity, demoCounty, demoPlaces, demoProvince, demoRegions, demoStations } from './scenario/demo-county.ts'
import { furnishRegister } from './scenario/demo-officers.ts'
import { firmsCsv } from './scenario/firms.ts'
import {
  dept,
  duties,
  engageInspectors,
  generateOfficers,
  hireExpert,
  hireSideStaff,
  hireStaff,
  type OfficerLine,
  officersCsv,
  openStations,
  type Staff,
  sideDuties,
} from './scenario/people.ts'
import { cityPack, provincePack, publishPack } from './scenario/policy.ts'
import * as work from './scenario/work.ts'

const password = 'Mingjian-2026'
const orgName = '临澜县市场监督管理局'
const cityName = '云澜市市场监督管理局'
const provinceName = '岚江省市场监督管理局'
const firms = 2400
const officers = 30

export type DemoAccount = {
  readonly username: string
  readonly password: string
  readonly name: string
  readonly role: string
  readonly org: string
}

export const demoAccounts: readonly DemoAccount[] = [
  ...Object.values({ ...duties, ...sideDuties }).map(({ username, name }) => ({ username, password, name, role: name, org: orgName })),
  { username: 'z0001', password, name: '执法人员0001', role: '执法人员', org: orgName },
  { username: 'expert', password, name: '专家01', role: '专家', org: orgName },
  { username: 'admin', password, name: '系统管理员', role: '系统管理员', org: orgName },
  { username: 'city', password, name: '市局审批岗', role: '审批岗', org: cityName },
  { username: 'province', password, name: '省局组织岗', role: '组织岗', org: provinceName },
  { username: 'provchief', password, name: '省局审批岗', role: '审批岗', org: provinceName },
]

/** Those of them who are there: a house that began with an earlier version has fewer. */
export async function demoAccountsOf(services: Services): Promise<readonly DemoAccount[]> {
  const usernames = demoAccounts.map(({ username }) => username)
  const there = await inScope(services.db, '*', 'read only', (tx) => findUsernames(tx, usernames))
  return demoAccounts.filter(({ username }) => there.has(username))
}

/** The organisation and its administrator; before the first request is answered. */
export async function seedHouse(services: Services): Promise<void> {
  await saveRegions(services.db, demoRegions)
  const first = await bootstrap(services, {
    path: demoCounty,
    dept,
    name: orgName,
    shortName: '县局',
    admin: { username: 'admin', name: '系统管理员', password, mustChangePassword: false },
  })
  if (first !== null) await openCity(services)
}

/** The bureaus above: somebody who accepts what the county files, and two who keep the lists of the province. */
async function openCity(services: Services): Promise<void> {
  const passwordHash = await services.hashPassword(password)
  await inScope(services.db, '*', 'read write', async (tx) => {
    const org = await insertOrg(tx, { path: demoCity, dept, name: cityName, shortName: '市局' })
    const account = { username: 'city', name: '市局审批岗', passwordHash, mustChangePassword: false, officerId: null }
    await insertAccount(tx, { ...account, roles: ['approver'], orgId: org.id })
    const province = await insertOrg(tx, { path: demoProvince, dept, name: provinceName, shortName: '省局' })
    const clerk = { ...account, orgId: province.id }
    await insertAccount(tx, { ...clerk, username: 'province', name: '省局组织岗', roles: ['organiser', 'coordinator'] })
    await insertAccount(tx, { ...clerk, username: 'provchief', name: '省局审批岗', roles: ['approver'] })
  })
}

/** The lists of the province, then what the county adds; answers what the plans of the county use. */
async function publishCatalogue(url: string, staff: Staff): Promise<{ itemIds: string[]; specialIds: string[] }> {
  const province = { organiser: await signIn(url, 'province', password), approver: await signIn(url, 'provchief', password) }
  const ids = await work.publishItems(province, nationalItems)
  await work.publishItems(province, provincialItems)
  await work.publishItems(staff, localItems)
  await work.publishJointItems(province, jointItems)
  const idsOf = (...codes: readonly string[]): string[] =>
    nationalItems.flatMap(({ code }, i) => (codes.includes(code) ? (ids[i] ?? []) : []))
  return { itemIds: idsOf('A01', 'A02', 'B01'), specialIds: idsOf('C01') }
}

/** A year of the county in miniature: a task in the field with one object replaced, one drawn sealed by class of risk, one draw in the middle of its ceremony, one plan waiting for approval. */
export async function seedCounty(url: string, say: (line: string) => void): Promise<void> {
  say(`正在生成演示县 Generating the demo county (${firms} firms, ${officers} officers) …`)
  const admin = await signIn(url, 'admin', password)
  const { org } = await admin.api.access.me()
  const staff = await hireStaff(url, admin, org.id, password)
  const [firstStation] = await openStations(admin, demoStations)
  await hireSideStaff(admin, org.id, firstStation ?? org.id, password)
  const { itemIds, specialIds } = await publishCatalogue(url, staff)
  const province = { author: await signIn(url, 'province', password), approver: await signIn(url, 'provchief', password) }
  await publishPack(province.author, await signIn(url, 'city', password), cityPack(demoCity))
  await work.importRegister(
    staff,
    '临澜县检查对象名录.csv',
    new TextEncoder().encode([...firmsCsv(firms, demoPlaces, 1, { profiles: true })].join('')),
  )
  const today = dateAt(instant(Date.now()))
  await work.importOfficers(staff, officersCsv(countyOfficers(today)))
  const inspectors = await engageInspectors(url, admin, staff, password)
  await furnishRegister(staff, inspectors, today)
  await hireExpert(admin, staff, org.id, password)
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
    { ...row('特种设备使用单位抽查', 20_000), itemIds: specialIds, directed: true, objectScope: '特种设备使用单位' },
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
    // The office goes along here; the other tasks begin with the station of the place.
    work.confirmTask(staff, { ...ofPlan(0, '第一批'), ...byKind(20_000), officerScope: 'office_and_stations', suite: 'sha256' }),
    work.confirmTask(staff, { ...ofPlan(1, '第二批'), ...byRisk, suite: 'sm3' }),
    work.confirmTask(staff, { ...ofPlan(2, '第三批'), ...byKind(30_000), suite: 'sha256' }),
    work.confirmTask(staff, { ...ofPlan(3, '第四批'), ...byKind(10_000), suite: 'sha256', excludeOpenVisits: false }),
  ])
  const first = await drawAndMatch(staff, tasks[0].taskId, 'sha256')
  await drawAndMatch(staff, tasks[1].taskId, 'sm3')
  const { rows: drawn } = await staff.supervisor.api.draws.selected({ drawId: first.objects, limit: 2 })
  await work.replaceOne(staff, first.objects, drawn[0]?.subject ?? '', 'sha256')
  const lead = drawn[1]?.officers.find(({ role }) => role === 'lead')?.id ?? ''
  await work.replaceOfficer(staff, first.officers, { officerId: lead, subjects: [drawn[1]?.subject ?? ''] }, 'sha256')
  // What is small and needs a specialist: its teams have an expert besides.
  const withExpert = await work.confirmTask(staff, {
    ...{ ...ofPlan(3, '第五批'), officerScope: 'office_and_stations', suite: 'sha256', excludeOpenVisits: false },
    ...{ filter: { version: 1, all: [] }, stratifyBy: 'none', strata: [{ name: '全部', values: [], count: 6 }] },
  })
  await drawAndMatch(staff, withExpert.taskId, 'sha256')
  const [, , third, fourth] = tasks
  // Its objects are drawn; who may inspect them, and with which qualification, is there to be looked at.
  const special = await work.freezeAndCommit(staff, fourth.taskId, 'O', 'sha256')
  await work.revealAndDraw(staff, special.drawId, special.nonces)
  await work.closeDraw(staff, special.drawId)
  // The officer whose account is shown has everything still to do.
  const [shown, ...others] = inspectors
  for (const { person, officerId } of others) await work.enterResults(person, officerId, today, 3, shown?.officerId)
  await work.reviewAll(staff.reviewer)
  for (const { person, officerId } of others.slice(0, 12)) await work.enterResults(person, officerId, today, 1, shown?.officerId)
  await staff.organiser.api.draws.freeze({ commandId: newCommandId(), taskId: third.taskId, kind: 'O' })
  const next = await staff.organiser.api.plans.create({
    commandId: newCommandId(),
    year: year + 1,
    name: `${orgName}${year + 1}年度抽查工作计划`,
    rows: [{ ...row('企业公示信息不定向抽查', 30_000), from: `${year + 1}-03-01`, to: `${year + 1}-10-31` }],
  })
  await staff.organiser.api.plans.submit({ commandId: newCommandId(), planId: next.planId })
  // It binds the plans that are made from here on.
  await publishPack(province.author, province.approver, provincePack(demoProvince))
}

/** The office and every station of the county; some are qualified for special equipment, and one certificate ends soon. */
function countyOfficers(today: PlainDate): OfficerLine[] {
  const places = [demoCounty, ...demoStations.map(({ path }) => path)]
  const soon = addDays(today, 45)
  return generateOfficers(officers, places, [firms / 4, ...demoStations.map(() => firms / 12)]).map((one, i) => ({
    ...one,
    ...(i % 4 === 0 && { qualifications: ['特种设备安全监察员'] }),
    ...(i === 7 && { validTo: soon }),
  }))
}

async function drawAndMatch(staff: Staff, taskId: string, suite: 'sha256' | 'sm3'): Promise<{ objects: string; officers: string }> {
  const drawn = async (kind: 'O' | 'P'): Promise<string> => {
    const { drawId, nonces } = await work.freezeAndCommit(staff, taskId, kind, suite)
    await work.revealAndDraw(staff, drawId, nonces)
    await work.closeDraw(staff, drawId)
    return drawId
  }
  return { objects: await drawn('O'), officers: await drawn('P') }
}
