/** A city draws, its counties inspect: dispatched by registration authority, returned and dispatched again, officers of each county by lot, results of another body taken instead of a visit. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { generateOfficers, officersCsv } from '#bin/scenario/people.ts'
import * as work from '#bin/scenario/work.ts'
import type { Role } from '#core/access/roles.ts'
import { verifyBundles } from '#core/draws/verify-directory.ts'
import { addDays, dateAt, parseDate } from '#core/time.ts'
import { insertAccount, insertOrg } from '#server/access/store.ts'
import { remindJob } from '#server/deadlines/remind-job.ts'
import { inScope } from '#server/http/call.ts'
import { jobsIn } from '#server/jobs/queue.ts'
import { redispatchDrawn } from '#server/tasks/redispatch-drawn.ts'
import { findTask } from '#server/tasks/store.ts'
import { type Bureau, openBureau, refusal, taskText } from '#test/bureau.ts'
import { type Client, type Person, password } from '#test/people.ts'
import { testPortal } from '#test/portal.ts'

const city = '62.6201'
const chengguan = '62.6201.620102'
const qilihe = '62.6201.620103'
const id = () => ({ commandId: randomUUID() })

let bureau: Bureau
/** 七里河区局, beside 城关区局 which every test house has. */
let second: { readonly orgId: string; readonly organiser: Person; readonly reviewer: Person }
let first: { readonly orgId: string; readonly organiser: Person; readonly reviewer: Person }
let taskId: string
let objectDraw: string
let officerDraw: string
let total: number

const cityOf = () => bureau.staff.organiser.api
const partOf = async (orgName: string) => {
  const { rows } = await cityOf().subTasks.list({ taskId, limit: 50 })
  const one = rows.find((row) => row.orgName.startsWith(orgName))
  if (one === undefined) throw new Error(`no sub-task of ${orgName}`)
  return one
}
const subjectsOf = async (subTaskId: string) =>
  (await cityOf().subTasks.objects({ subTaskId, limit: 200 })).rows.map(({ subject }) => subject)
const bundleOf = async (drawId: string) => ({
  name: drawId,
  bytes: new Uint8Array(await (await bureau.staff.supervisor.download(`/api/v1/draws/${drawId}/bundle`)).arrayBuffer()),
})

beforeAll(async () => {
  bureau = await openBureau({ row: { level: 'down' }, firms: 100, officers: 4 })
  const { house } = bureau
  const passwordHash = await house.services.hashPassword(password)
  const orgId = await inScope(house.services.db, '*', 'read write', async (tx) => {
    const org = await insertOrg(tx, { path: qilihe, dept: 'scjg', name: '七里河区市场监督管理局', shortName: '七里河区局' })
    for (const role of ['organiser', 'reviewer'] as const satisfies readonly Role[])
      await insertAccount(tx, {
        ...{
          username: `${role}.qilihe`,
          name: role,
          passwordHash,
          mustChangePassword: false,
          roles: [role],
          orgId: org.id,
          officerId: null,
        },
      })
    return org.id
  })
  first = { orgId: house.orgs.county.id, organiser: await house.as('organiser@county'), reviewer: await house.as('reviewer@county') }
  second = { orgId, organiser: await house.enter('organiser.qilihe'), reviewer: await house.enter('reviewer.qilihe') }
  const lines = generateOfficers(8, [chengguan, qilihe], [50, 50]).map((one) => ({
    ...one,
    staffNo: `Q${one.staffNo}`,
    certificateNo: `Q${one.certificateNo}`,
  }))
  await work.importOfficers(bureau.staff, officersCsv(lines))
  taskId = await bureau.task({
    level: 'down',
    // Each county has fewer, so the search widens as far as it may: not to the city, whose officers are not theirs.
    leastEligible: 5,
    frequencyCap: null,
    strata: [{ name: '全部', values: [], ratePpm: 200_000, rounding: 'half-up' }],
  })
  objectDraw = await bureau.drawn(taskId, 'O')
}, 120_000)
afterAll(() => bureau.house.close())

describe('AR11 a city task for inspection by its counties', () => {
  test('AR11 gives each object to its registration authority; what no county below has waits for a hand', async () => {
    const { rows } = await cityOf().subTasks.list({ taskId, limit: 50 })
    expect(rows.map(({ orgName, rule, state }) => `${orgName} ${rule} ${state}`).sort()).toEqual([
      '七里河区市场监督管理局 registration waiting',
      '兰州市市场监督管理局 own waiting',
      '城关区市场监督管理局 registration waiting',
    ])
    total = rows.reduce((sum, { objects }) => sum + objects, 0)
    expect(total).toBe((await cityOf().tasks.get({ taskId })).drawn)
    const { rows: objects } = await cityOf().subTasks.objects({ subTaskId: (await partOf('城关区')).id, limit: 200 })
    expect(new Set(objects.map(({ regionName }) => regionName))).toEqual(new Set(['兰州市城关区']))
    expect((await partOf('城关区')).acceptBy).toMatch(/^\d{4}-/)
  })

  test('a county sees the task and its own part, and nothing of the others', async () => {
    const { rows } = await first.organiser.call.subTasks.list({ limit: 50 })
    expect(rows.map(({ orgName }) => orgName)).toEqual(['城关区市场监督管理局'])
    expect(await first.organiser.call.tasks.get({ taskId })).toMatchObject({ level: 'down', planNo: expect.stringMatching(/^\d{14}$/) })
    const other = await partOf('七里河区')
    expect(await refusal(first.organiser.call.subTasks.get({ subTaskId: other.id }))).toBe('not_found')
    expect(await refusal(first.organiser.call.subTasks.objects({ subTaskId: other.id }))).toBe('not_found')
    expect(await refusal(first.organiser.call.subTasks.accept({ ...id(), subTaskId: other.id, seen: other.updatedAt }))).toBe('not_found')
    const elsewhere = await bureau.house.as('organiser@elsewhere')
    expect(await refusal(elsewhere.call.tasks.get({ taskId }))).toBe('not_found')
  })

  test('when nobody accepts it in time, who gave it hears of it beside those who should', async () => {
    const { acceptBy, id: subTaskId } = await partOf('七里河区')
    const day = addDays(parseDate(acceptBy ?? '') ?? dateAt(bureau.house.services.now()), 1)
    await inScope(bureau.house.services.longDb, '*', 'read write', (tx) => jobsIn(tx).add(remindJob, { day }, { queue: 'deadline.remind' }))
    const told = async (call: Client) =>
      (await call.notices.list({ limit: 100 })).rows
        .filter(({ kind, thing }) => kind === 'deadline.sub_task' && thing === `sub_task:${subTaskId}`)
        .map(({ stage }) => stage)
    await expect.poll(() => told(cityOf()), { timeout: 20_000 }).toEqual(['overdue'])
    expect(await told(second.organiser.call)).toEqual(['overdue'])
    expect(await told(first.organiser.call)).toEqual([])
  })

  test('is accepted or returned with a reason, by who carries it out and on a page that still holds', async () => {
    const part = await partOf('城关区')
    const seen = { subTaskId: part.id, seen: part.updatedAt }
    expect(await refusal(bureau.staff.reviewer.api.subTasks.accept({ ...id(), ...seen }))).toBe('not_permitted')
    expect(await first.organiser.call.subTasks.accept({ ...id(), ...seen })).toEqual({ state: 'accepted' })
    expect(await refusal(first.organiser.call.subTasks.accept({ ...id(), ...seen }))).toBe('page_stale')
    const other = await partOf('七里河区')
    const back = (reason: string, note: string) =>
      second.organiser.call.subTasks.return({ ...id(), subTaskId: other.id, seen: other.updatedAt, reason, note })
    expect(await refusal(back('bored', '不想去检查'))).toBe('return_reason_unknown')
    expect(await refusal(back('no_officers', ''))).toBe('return_note_missing')
    expect(await back('no_officers', '本月全员参加培训')).toEqual({ state: 'returned' })
    // Of two at once the slower one is told so, though the task is out of sight now.
    expect(await refusal(back('no_officers', '本月全员参加培训'))).toBe('page_stale')
    expect(await refusal(second.organiser.call.tasks.get({ taskId }))).toBe('not_found')
    expect(await refusal(cityOf().draws.freeze({ ...id(), taskId, kind: 'P' }))).toBe('sub_tasks_open')
    const own = await partOf('兰州市')
    expect(own.abilities.return).toEqual({ allowed: false, reason: 'sub_task_own' })
  })

  test('what came back is dispatched again, and what nobody has is given by hand', async () => {
    const [returned, own] = [await partOf('七里河区'), await partOf('兰州市')]
    const give = (from: typeof own, change: object) =>
      cityOf().subTasks.redispatch({
        ...id(),
        subTaskId: from.id,
        seen: from.updatedAt,
        subjects: [],
        toOrgId: second.orgId,
        reason: '该区已恢复力量',
        ...change,
      })
    expect(await refusal(give(returned, { subjects: ['91620100MA0000000X'] }))).toBe('redispatch_foreign_object')
    expect(await refusal(give(returned, { toOrgId: bureau.house.orgs.elsewhere.id }))).toBe('redispatch_org_unknown')
    expect(await refusal(give(returned, { toOrgId: bureau.house.orgs.city.id }))).toBe('redispatch_nested')
    // What 城关区 accepted stays there, also when it is named on the page of another part.
    const accepted = await partOf('城关区')
    expect(accepted.abilities.redispatch).toEqual({ allowed: false, reason: 'sub_task_accepted' })
    expect(await refusal(give(accepted, {}))).toBe('sub_task_accepted')
    expect(await refusal(give(returned, { subjects: (await subjectsOf(accepted.id)).slice(0, 1) }))).toBe('sub_task_accepted')
    const targets = await cityOf().subTasks.targets({ subTaskId: own.id })
    expect(targets.rows.map(({ orgId }) => orgId)).toEqual(expect.arrayContaining([first.orgId, second.orgId]))
    expect(await give(returned, {})).toMatchObject({ subTaskId: returned.id, moved: returned.objects })
    expect(await give(own, {})).toMatchObject({ subTaskId: returned.id, moved: own.objects })
    const part = await partOf('七里河区')
    expect(part).toMatchObject({ state: 'waiting', objects: returned.objects + own.objects, reason: null })
    expect(await partOf('兰州市')).toMatchObject({ state: 'cancelled', objects: 0 })
    await second.organiser.call.subTasks.accept({ ...id(), subTaskId: part.id, seen: part.updatedAt })
  })

  test('each object gets officers of its own county by lot, and the bundles verify', async () => {
    officerDraw = await bureau.drawn(taskId, 'P')
    const officers = new Map((await bureau.staff.registrar.api.officers.list({ limit: 200 })).rows.map((one) => [one.id, one.orgPath]))
    for (const [name, path] of [
      ['城关区', chengguan],
      ['七里河区', qilihe],
    ] as const) {
      const part = await partOf(name)
      expect(part.state).toBe('executing')
      const subjects = new Set(await subjectsOf(part.id))
      const { rows } = await bureau.staff.supervisor.api.inspections.list({ taskId, limit: 200 })
      const teams = rows
        .filter(({ subject }) => subjects.has(subject))
        .flatMap((visit) => visit.officers.map((one) => officers.get(one.id)))
      expect(teams).toHaveLength(2 * subjects.size)
      expect(new Set(teams)).toEqual(new Set([path]))
    }
    const { verdict, verifications } = verifyBundles([await bundleOf(objectDraw), await bundleOf(officerDraw)], {
      complete: true,
      logKey: bureau.house.services.transparency.signer.vkey,
    })
    expect(verifications.flatMap(({ checks }) => checks.filter(({ status }) => status === 'failed'))).toEqual([])
    expect(verdict).toBe('held')
  })

  test('a county sees the inspections of its own objects only', async () => {
    const mine = await subjectsOf((await partOf('城关区')).id)
    const seen = await first.reviewer.call.inspections.list({ taskId, limit: 200 })
    expect(seen.rows.map(({ subject }) => subject).sort()).toEqual([...mine].sort())
    expect((await bureau.staff.reviewer.api.inspections.list({ taskId, limit: 200 })).rows).toHaveLength(total)
  })
})

describe('AR10 an inspection changes hands', () => {
  test('AR10 after officers are drawn only by an approved change, for objects without a result; its new officers come by lot', async () => {
    const [from, to] = [await partOf('七里河区'), await partOf('城关区')]
    const moving = (await subjectsOf(from.id)).slice(0, 2)
    const direct = cityOf().subTasks.redispatch({
      ...id(),
      subTaskId: from.id,
      seen: from.updatedAt,
      subjects: moving,
      toOrgId: first.orgId,
      reason: '就近检查',
    })
    expect(await refusal(direct)).toBe('redispatch_officers_drawn')
    const { house } = bureau
    const by = { id: (await house.as('approver')).id, name: '审批岗' }
    const actor = await house.database.pools.migrator.query(`select id from actor where user_id = $1`, [by.id])
    const actorId = String(actor.rows[0]?.id)
    const now = house.services.now()
    await inScope(house.services.db, { orgPath: city, officerId: null }, 'read write', async (tx) => {
      const task = await findTask(tx, taskId, 'lock')
      if (task === null) throw new Error('no task')
      return redispatchDrawn(tx, house.services, task, {
        part: '',
        subjects: moving,
        toOrgId: first.orgId,
        reason: '就近检查',
        by: { ...by, id: actorId },
        now,
      })
    })
    expect((await partOf('七里河区')).objects).toBe(from.objects - 2)
    expect((await partOf('城关区')).objects).toBe(to.objects + 2)
    const { draws } = await cityOf().tasks.get({ taskId })
    const drawId = draws.find(({ kind }) => kind === 'R')?.drawId ?? ''
    const { nonces } = await work.pledgeAndCommit(bureau.staff, drawId, 'sha256')
    await work.revealAndDraw(bureau.staff, drawId, nonces)
    await work.closeDraw(bureau.staff, drawId)
    const officers = new Map((await bureau.staff.registrar.api.officers.list({ limit: 200 })).rows.map((one) => [one.id, one.orgPath]))
    const { rows } = await first.reviewer.call.inspections.list({ taskId, limit: 200 })
    const moved = rows.filter(({ subject }) => moving.includes(subject))
    expect(moved.map((visit) => visit.officers.map((one) => officers.get(one.id)))).toEqual([
      [chengguan, chengguan],
      [chengguan, chengguan],
    ])
    const bundles = [await bundleOf(objectDraw), await bundleOf(officerDraw), await bundleOf(drawId)]
    const { verdict } = verifyBundles(bundles, { complete: true, logKey: house.services.transparency.signer.vkey })
    expect(verdict).toBe('held')
  })

  test('AR10 not with a result', async () => {
    const inspectors = await bureau.inspectors()
    const mine = new Set(await subjectsOf((await partOf('城关区')).id))
    for (const { person, officerId } of inspectors)
      await work.enterResults({ ...bureau.staff.reviewer, api: person.call }, officerId, dateAt(bureau.house.services.now()))
    const visits = (await bureau.staff.reviewer.api.inspections.list({ taskId, limit: 200 })).rows
    expect(visits.filter(({ state }) => state === 'submitted')).toHaveLength(total)
    const part = await partOf('城关区')
    const again = cityOf().subTasks.redispatch({
      ...id(),
      subTaskId: part.id,
      seen: part.updatedAt,
      subjects: [...mine].slice(0, 1),
      toOrgId: second.orgId,
      reason: '就近检查',
    })
    expect(await refusal(again)).toBe('redispatch_has_result')
  })
})

describe('a part and the whole', () => {
  test('a county is done when its last result is published; the task when everybody is', async () => {
    await work.reviewAll({ ...bureau.staff.reviewer, api: first.reviewer.call })
    expect(await partOf('城关区')).toMatchObject({ state: 'done' })
    expect(await partOf('七里河区')).toMatchObject({ state: 'executing', settled: 0 })
    expect((await cityOf().tasks.get({ taskId })).state).toBe('executing')
    await work.reviewAll({ ...bureau.staff.reviewer, api: second.reviewer.call })
    await work.finishProblems(bureau.staff.reviewer, dateAt(bureau.house.services.now()), taskId)
    expect(await partOf('七里河区')).toMatchObject({ state: 'done' })
    expect((await cityOf().tasks.get({ taskId })).state).toBe('done')
    const { rows } = await bureau.house.database.pools.migrator.query(
      `select distinct org_name, plan_no is not null as planned from published.result where task_id = $1 order by 1`,
      [taskId],
    )
    expect(rows).toEqual([
      { org_name: '七里河区市场监督管理局', planned: true },
      { org_name: '城关区市场监督管理局', planned: true },
    ])
  })
})

describe('a published result of another body', () => {
  const today = () => dateAt(bureau.house.services.now())
  let visitId: string

  test('is offered for the same object and items, and for nothing else', async () => {
    const { rows } = await first.reviewer.call.inspections.list({ taskId, state: 'published', limit: 200 })
    const subject = rows[0]?.subject ?? ''
    const officers = (await bureau.staff.registrar.api.officers.list({ limit: 200 })).rows.filter(({ orgPath }) => orgPath === city)
    const made = await cityOf().tasks.create({
      ...id(),
      ...taskText(''),
      ...{ planRowId: null, source: 'monitoring', itemIds: [...bureau.itemIds], reason: '数据监测预警', objectScope: '预警对象' },
      ...{ name: '监测预警核查', origin: { refNo: 'JC-1', date: today(), from: '风险监测平台', summary: '年报异常', evidenceFile: null } },
      objects: [subject],
      officers: officers.slice(0, 2).map((one, i) => ({ officerId: one.id, role: i === 0 ? ('lead' as const) : ('assist' as const) })),
    })
    await cityOf().tasks.submit({ ...id(), taskId: made.taskId })
    await bureau.staff.approver.api.tasks.approve({ ...id(), taskId: made.taskId, opinion: '同意' })
    const [visit] = (await bureau.staff.reviewer.api.inspections.list({ taskId: made.taskId })).rows
    visitId = visit?.id ?? ''
    const offered = await cityOf().reuses.candidates({ visitId })
    expect(offered).toMatchObject({ days: 180, abilities: { request: { allowed: true } } })
    expect(offered.rows).toMatchObject([{ orgName: '城关区市场监督管理局', date: today(), missing: [], usable: { allowed: true } }])
    expect(await refusal(first.organiser.call.reuses.candidates({ visitId }))).toBe('not_found')
    const unknown = cityOf().reuses.request({ ...id(), visitId, resultId: randomUUID(), note: '同一事项已查' })
    expect(await refusal(unknown)).toBe('reuse_result_unknown')
  })

  test('ends the visit without anybody going there, when a second person agrees', async () => {
    const [offered] = (await cityOf().reuses.candidates({ visitId })).rows
    const ask = () => cityOf().reuses.request({ ...id(), visitId, resultId: offered?.resultId ?? '', note: '城关区局本月已查同一事项' })
    const { reuseId } = await ask()
    expect(await refusal(ask())).toBe('reuse_pending')
    const decide = (by: Person['call'], approve: boolean) => by.reuses.decide({ ...id(), reuseId, approve, opinion: '同意互认' })
    expect(await refusal(decide(cityOf(), true))).toBe('not_permitted')
    expect(await refusal(decide(second.reviewer.call, true))).toBe('not_found')
    expect(await decide(bureau.staff.reviewer.api, true)).toEqual({ state: 'reused' })
    expect(await refusal(decide(bureau.staff.reviewer.api, false))).toBe('reuse_decided')
    const visit = await bureau.staff.reviewer.api.inspections.get({ visitId })
    expect(visit.state).toBe('reused')
    expect((await cityOf().tasks.get({ taskId: visit.taskId })).state).toBe('done')
    expect((await cityOf().subTasks.list({ taskId: visit.taskId, limit: 5 })).rows).toMatchObject([
      { state: 'done', settled: 1, reused: 1 },
    ])
    const { rows } = await bureau.house.database.pools.migrator.query('select state from visit_ledger where visit_id = $1', [visitId])
    expect(rows).toEqual([{ state: 'cancelled' }])
    expect((await cityOf().reuses.list({ limit: 5 })).rows).toMatchObject([{ state: 'approved', orgName: '城关区市场监督管理局' }])
    const portal = testPortal(bureau.house.database, [])
    const page = await (await portal.request(`/entities/${visit.subject}`)).text()
    expect(/<section id="reuses">.*?<\/section>/s.exec(page)?.[0]).toMatch(/监测预警核查.*采用.*城关区市场监督管理局.*\/results\//s)
    const file = await (await portal.request('/open-data/reuses.json')).text()
    expect(JSON.parse(file)).toMatchObject([{ visit_id: visitId, subject: visit.subject, result_org: '城关区市场监督管理局' }])
    expect(file).not.toContain('同意互认')
  })
})
