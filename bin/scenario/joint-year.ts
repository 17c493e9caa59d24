/**
 * The year of three departments: a joint plan that the conference adopts, an adjustment adopted and published again, one joint task drawn and matched
 * by all three, a second task at the same firms merged into one visit, and a change asked for and approved. Through the API only.
 */
import type { SuiteId } from '#core/hash/suite.ts'
import { addDays, type PlainDate } from '#core/time.ts'
import { allRows, newCommandId, type Person, until } from './client.ts'
import { journeyItems } from './items.ts'
import { generateOfficers, hireStaff, type Inspector, officersCsv, type Staff } from './people.ts'
import * as work from './work.ts'

export type World = {
  readonly url: string
  readonly password: string
  readonly admin: Person
  readonly staff: Staff
  readonly inspectors: readonly Inspector[]
  readonly place: string
  readonly itemIds: readonly string[]
  /** A row of the bureau's own plan. */
  readonly ownRow: string
  readonly today: PlainDate
  readonly suite: SuiteId
  /** Names and times what is done. */
  readonly step: <T>(name: string, run: () => Promise<T>) => Promise<T>
}

export type JointYear = {
  readonly planNo: string
  readonly versions: number
  readonly changed: number
  readonly tasks: readonly { readonly taskNo: string; readonly state: string; readonly drawn: number; readonly published: number }[]
  readonly draws: readonly string[]
  readonly merged: { readonly objects: number; readonly saved: number }
  readonly change: { readonly changeNo: string; readonly before: unknown; readonly after: unknown }
}

type Department = {
  readonly orgId: string
  readonly dept: string
  readonly orgName: string
  readonly staff: Staff
  readonly itemIds: string[]
}

export async function jointYear(world: World): Promise<JointYear> {
  const { step, staff } = world
  const others = await step('two more departments', () => Promise.all(partners.map((one) => openDepartment(world, one))))
  const plan = await step('joint plan', () => adoptPlan(world, others))
  const adjusted = await step('adjustment', () => adjustPlan(world, others, plan.planId))
  const joint = await step('joint task', () => confirmJoint(world, others, adjusted.rowId))
  const departments = [staff, ...others.map((one) => one.staff)]
  const jointDraws = await step('draws of three departments', async () => {
    const objects = await drawAndClose(staff, joint.taskId, 'O', world.suite)
    const people: string[] = []
    for (const each of departments) people.push(await drawAndClose(each, joint.taskId, 'P', world.suite))
    return [objects, ...people]
  })
  const own = await step('task at the same firms', () => confirmOwn(world, jointDraws[0] ?? ''))
  const ownDraws = await step('its draws', async () => {
    const objects = await drawAndClose(staff, own.taskId, 'O', world.suite)
    return [objects, await drawAndClose(staff, own.taskId, 'P', world.suite)]
  })
  const merged = await step('merge', () => mergeVisits(departments))
  const change = await step('change request', () => extend(staff, joint.taskId, addDays(joint.to, 7)))
  await step('joint results', () => finish(world, [joint.taskId, own.taskId]))
  const tasks = await Promise.all([joint, own].map(({ taskId }) => staff.organiser.api.tasks.get({ taskId })))
  return {
    planNo: plan.planNo,
    versions: adjusted.versions,
    changed: adjusted.changed,
    tasks: tasks.map(({ taskNo, state, drawn, published }) => ({ taskNo, state, drawn: drawn ?? 0, published })),
    draws: [...jointDraws, ...ownDraws],
    merged,
    change: { ...change, ...(await windowsOf(staff, change.changeId)) },
  }
}

const partners = [
  { dept: 'xfjy', name: '消防救援支队', code: 'F01', item: '消防安全检查', prefix: 'F' },
  { dept: 'rsj', name: '人力资源和社会保障局', code: 'R01', item: '劳动用工检查', prefix: 'R' },
] as const

async function openDepartment(
  { url, admin, password, place }: World,
  { dept, name, code, item, prefix }: (typeof partners)[number],
): Promise<Department> {
  const { id: orgId } = await admin.api.access.createOrg({ commandId: newCommandId(), path: place, dept, name, shortName: name })
  const staff = await hireStaff(url, admin, orgId, password, `-${dept}`)
  const officers = generateOfficers(6, [place], [100]).map((one) => ({
    ...one,
    staffNo: `${prefix}${one.staffNo}`,
    certificateNo: `${prefix}-${one.certificateNo}`,
  }))
  await work.importOfficers(staff, officersCsv(officers))
  const [first] = journeyItems
  if (first === undefined) throw new Error('the journey has items')
  const itemIds = await work.publishItems(staff, [{ ...first, code, category: item, name: item }])
  return { orgId, dept, orgName: name, staff, itemIds }
}

const rowOf = ({ itemIds, today }: World) => ({
  itemIds: [...itemIds].slice(0, 1),
  directed: true,
  objectScope: '辖区内农民专业合作社和企业',
  ratePpm: 100_000,
  from: today,
  to: laterOf(`${today.slice(0, 4)}-12-31`, addDays(today, 60)),
  office: '信用监管科',
})

/** Late in the year too, the task and the extension that is asked for lie within the row. */
const laterOf = (one: string, other: string): string => (one > other ? one : other)

/** Drafted, the two confirm what it asks of them, another person adopts it for the conference, and it is public. */
async function adoptPlan(world: World, others: readonly Department[]): Promise<{ planId: string; planNo: string }> {
  const { staff, today, place } = world
  const year = Number(today.slice(0, 4))
  const parties = others.map(({ dept, orgName, itemIds }) => ({ dept, orgPath: place, orgName, itemIds }))
  const { planId, planNo } = await staff.organiser.api.plans.create({
    commandId: newCommandId(),
    year,
    name: `${year}年度部门联合抽查工作计划`,
    kind: 'joint',
    rows: [{ ...rowOf(world), name: '部门联合抽查', parties }],
  })
  await staff.organiser.api.planParties.invite({
    commandId: newCommandId(),
    planId,
    to: others.map(({ orgId }) => ({ orgId, duty: '派员参加，检查本部门事项' })),
    dueOn: addDays(today, 10),
  })
  for (const { staff: other } of others) await confirmParty(other, planId)
  await staff.organiser.api.plans.submit({ commandId: newCommandId(), planId })
  await adoptAndPublish(world, planId)
  return { planId, planNo }
}

async function confirmParty({ approver }: Staff, planId: string): Promise<void> {
  const { rows } = await approver.api.planParties.mine({ state: 'invited' })
  const asked = rows.find((one) => one.planId === planId)
  if (asked === undefined) throw new Error('the department was not asked')
  await approver.api.planParties.confirm({
    commandId: newCommandId(),
    partyId: asked.id,
    seen: asked.updatedAt,
    content: asked.content,
    note: '同意',
  })
}

async function adoptAndPublish({ staff: { approver }, today }: World, planId: string): Promise<void> {
  const { updatedAt } = await approver.api.plans.get({ planId })
  await approver.api.planParties.adopt({
    commandId: newCommandId(),
    planId,
    seen: updatedAt,
    metOn: today,
    minutesNo: '联席〔演示〕第1号',
    resolution: '同意，各部门按分工实施',
  })
  await approver.api.plans.publish({ commandId: newCommandId(), planId })
}

/** A larger ratio: those whom the row names are asked again, and both versions stay and can be compared. */
async function adjustPlan(
  world: World,
  others: readonly Department[],
  planId: string,
): Promise<{ versions: number; changed: number; rowId: string }> {
  const { api } = world.staff.organiser
  await api.plans.adjust({ commandId: newCommandId(), planId, note: '（演示）投诉增多，提高抽取比例' })
  const { rows } = await api.plans.get({ planId })
  const [row] = rows
  if (row === undefined) throw new Error('the plan has a row')
  const { id: rowId, updatedAt: seen, name, parties } = row
  await api.plans.saveRow({ commandId: newCommandId(), planId, rowId, seen, row: { ...rowOf(world), name, parties, ratePpm: 150_000 } })
  await askAgain(world, others, planId)
  await api.plans.submit({ commandId: newCommandId(), planId })
  await adoptAndPublish(world, planId)
  const { versions } = await api.plans.get({ planId })
  const { changed } = await api.plans.compare({ planId, from: 1, to: 2 })
  return { versions: versions.length, changed: changed.length, rowId }
}

async function askAgain({ staff: { organiser }, today }: World, others: readonly Department[], planId: string): Promise<void> {
  const { parties } = await organiser.api.planParties.ofPlan({ planId })
  for (const { id: partyId, updatedAt: seen } of parties)
    await organiser.api.planParties.ask({
      commandId: newCommandId(),
      partyId,
      seen,
      note: '比例有调整，请再次确认',
      dueOn: addDays(today, 10),
    })
  for (const { staff } of others) await confirmParty(staff, planId)
}

const taskOf = ({ today, suite }: World) => ({
  from: today,
  to: addDays(today, 30),
  filter: { version: 1 as const, all: [] },
  stratifyBy: 'none' as const,
  strata: [{ name: '全部', values: [], count: 6 }],
  officersPerObject: 2,
  suite,
})

async function confirmJoint(world: World, others: readonly Department[], planRowId: string) {
  const task = { ...taskOf(world), planRowId, name: '部门联合抽查任务' }
  const participants = others.map(({ orgId, itemIds }) => ({ orgId, itemIds }))
  const answering = others.map(({ staff }) => staff.organiser)
  return { to: task.to, ...(await work.confirmTask(world.staff, { ...task, participants }, answering)) }
}

/** A directed draw: whom the joint task reaches got a label, this task takes all who have it, and says which exception of the law allows a second visit. */
async function confirmOwn(world: World, objectDraw: string) {
  const { registrar, supervisor } = world.staff
  const label = '（演示）数据监测异常'
  const { labelId } = await registrar.api.labels.save({ commandId: newCommandId(), name: label, tier: 'minor', reach: 'office', note: '' })
  for await (const { subject } of allRows((page) => supervisor.api.draws.selected({ drawId: objectDraw, limit: 200, ...page })))
    await registrar.api.labels.attach({ commandId: newCommandId(), subject, labelId, reason: '（演示）监测系统提示' })
  const task = {
    ...taskOf(world),
    planRowId: world.ownRow,
    name: '监测异常企业抽查任务',
    filter: { version: 1 as const, all: [{ field: 'label' as const, op: 'anyOf' as const, values: [label] }] },
    strata: [{ name: '全部', values: [], ratePpm: 1_000_000, rounding: 'half-up' as const }],
    excludeOpenVisits: false,
    frequencyCap: 5,
    frequencyException: { code: 'monitoring' as const, note: '（演示）数据监测发现异常，需要再次检查' },
  }
  return { to: task.to, ...(await work.confirmTask(world.staff, task)) }
}

async function drawAndClose(staff: Staff, taskId: string, kind: 'O' | 'P', suite: SuiteId): Promise<string> {
  const { drawId, nonces } = await work.freezeAndCommit(staff, taskId, kind, suite)
  await work.revealAndDraw(staff, drawId, nonces)
  await work.closeDraw(staff, drawId)
  return drawId
}

/** Found by the planner, accepted by every body, and then one visit instead of two. */
async function mergeVisits(departments: readonly Staff[]): Promise<{ objects: number; saved: number }> {
  const [own] = departments
  if (own === undefined) throw new Error('there is a department')
  const { runId } = await own.organiser.api.merge.find({ commandId: newCommandId() })
  const { run } = await until(
    () => own.organiser.api.merge.summary({}),
    (one) => one.run?.id === runId && one.run.finishedAt !== null,
    'the search for visits that can be merged',
  )
  if (run?.proposals === 0) throw new Error('two tasks at the same firms give a proposal')
  for (const { organiser } of departments) {
    const { rows } = await organiser.api.merge.list({ state: 'open' })
    for (const { id: proposalId, updatedAt: seen, abilities } of rows)
      if (abilities.answer.allowed) await organiser.api.merge.answer({ commandId: newCommandId(), proposalId, accepts: true, seen })
  }
  const { rows } = await own.organiser.api.merge.list({ state: 'accepted' })
  return { objects: rows.reduce((sum, one) => sum + one.objects, 0), saved: rows.reduce((sum, one) => sum + one.saved, 0) }
}

/** After the list is locked, the last day moves only by a request that somebody else approves. */
async function extend({ organiser, approver }: Staff, taskId: string, to: PlainDate): Promise<{ changeId: string; changeNo: string }> {
  const asked = await organiser.api.changes.request({
    commandId: newCommandId(),
    thing: `task:${taskId}`,
    wanted: { kind: 'task.window', to },
    reason: 'other',
    note: '（演示）参加部门日程冲突，延后完成',
  })
  const { updatedAt } = await approver.api.changes.get({ changeId: asked.changeId })
  await approver.api.changes.approve({ commandId: newCommandId(), changeId: asked.changeId, seen: updatedAt, opinion: '同意' })
  return asked
}

async function windowsOf({ organiser }: Staff, changeId: string): Promise<{ before: unknown; after: unknown }> {
  const { fields } = await organiser.api.changes.get({ changeId })
  return { before: fields[0]?.before ?? null, after: fields[0]?.after ?? null }
}

/** The leads of the own department report, the reviewer passes, and what was found is finished. */
async function finish({ staff, inspectors, today }: World, taskIds: readonly string[]): Promise<void> {
  for (const { person, officerId } of inspectors)
    for (const taskId of taskIds)
      for await (const visit of allRows((page) => person.api.inspections.list({ taskId, state: 'assigned', limit: 200, ...page }))) {
        if (!visit.officers.some(({ id, role }) => id === officerId && role === 'lead')) continue
        await work.enterOne(person, visit, today)
      }
  await work.reviewAll(staff.reviewer)
  for (const taskId of taskIds) await work.finishProblems(staff.reviewer, today, taskId)
}
