/** A joint task: one object draw, and each department draws its own officers for its own items; the inspection begins when all have. Groups and experts too. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { journeyItems, specialItem } from '#bin/scenario/items.ts'
import { generateOfficers, officersCsv, type Staff } from '#bin/scenario/people.ts'
import * as work from '#bin/scenario/work.ts'
import { closeDraw, importOfficers, publishItems } from '#bin/scenario/work.ts'
import { type Bureau, openBureau, planRow, refusal, taskText } from '#test/bureau.ts'
import { openStaff } from '#test/other-department.ts'

let bureau: Bureau
let fire: Staff
let fireOrg: string
let fireItems: readonly string[]
const id = () => ({ commandId: randomUUID() })

beforeAll(async () => {
  bureau = await openBureau({ firms: 160, officers: 9 })
  ;({ orgId: fireOrg, staff: fire } = await openStaff(bureau.house, { dept: 'xfjy', name: '兰州市消防救援支队' }))
  fireItems = await publishItems(fire, [{ ...(journeyItems[0] ?? specialItem), code: 'F01', name: '消防安全检查' }])
  await importOfficers(
    fire,
    officersCsv(generateOfficers(6, ['62.6201'], [100]).map((one) => ({ ...one, staffNo: `F${one.staffNo}`, name: `消防${one.name}` }))),
  )
})
afterAll(() => bureau.house.close())

describe('a joint task', () => {
  let taskId: string
  let objectDraw: string
  let second: string
  const officers = (staff: Staff) =>
    staff.organiser.api.officers.list({ limit: 200 }).then(({ rows }) => new Set(rows.map((one) => one.id)))
  const drawTeams = async (staff: Staff): Promise<string> => {
    const { drawId, nonces } = await work.freezeAndCommit(staff, taskId, 'P', 'sha256')
    await work.revealAndDraw(staff, drawId, nonces)
    await closeDraw(staff, drawId)
    return drawId
  }

  test('invites departments at the same place with what they have published, and nothing else', async () => {
    const { rows } = await bureau.staff.organiser.api.tasks.partners()
    expect(rows).toMatchObject([{ orgId: fireOrg, dept: 'xfjy', items: [{ code: 'F01' }] }])
    const make = (participants: { orgId: string; itemIds: string[] }[]) =>
      bureau.staff.organiser.api.tasks.create({ ...id(), ...taskText(bureau.planRowId), name: '部门联合抽查', participants })
    expect(await refusal(make([{ orgId: randomUUID(), itemIds: [fireItems[0] ?? ''] }]))).toBe('participant_unknown')
    expect(await refusal(make([{ orgId: fireOrg, itemIds: [bureau.itemIds[0] ?? ''] }]))).toBe('participant_items_unknown')
    taskId = (await make([{ orgId: fireOrg, itemIds: [...fireItems] }])).taskId
    expect(await fire.organiser.api.tasks.get({ taskId })).toMatchObject({ participants: [{ dept: 'xfjy', items: [{ code: 'F01' }] }] })
    expect((await fire.organiser.api.tasks.list({})).rows.map((one) => one.id)).toContain(taskId)
    expect(await refusal(fire.organiser.api.tasks.confirm({ ...id(), taskId }))).toBe('outside_jurisdiction')
    expect(await refusal(bureau.staff.organiser.api.tasks.confirm({ ...id(), taskId }))).toBe('participants_open')
    await fire.organiser.api.tasks.answer({ ...id(), taskId, accept: true })
    await bureau.staff.organiser.api.tasks.confirm({ ...id(), taskId })
  })

  test('each department draws its own officers, and the inspections begin when every one has', async () => {
    expect(await refusal(fire.organiser.api.draws.freeze({ ...id(), taskId, kind: 'O' }))).toBe('outside_jurisdiction')
    objectDraw = await bureau.drawn(taskId, 'O')
    const first = await drawTeams(bureau.staff)
    expect(await refusal(bureau.staff.organiser.api.draws.freeze({ ...id(), taskId, kind: 'P' }))).toBe('draw_already_held')
    expect(await bureau.staff.organiser.api.tasks.get({ taskId })).toMatchObject({
      state: 'drawn',
      abilities: { drawOfficers: { allowed: false } },
    })
    expect((await bureau.staff.supervisor.api.inspections.list({ taskId })).rows).toEqual([])
    const second = await drawTeams(fire)
    expect(await bureau.staff.organiser.api.tasks.get({ taskId })).toMatchObject({ state: 'executing' })
    const [own, theirs] = [await officers(bureau.staff), await officers(fire)]
    for (const [drawId, staff, of] of [
      [first, bureau.staff, own],
      [second, fire, theirs],
    ] as const) {
      const { rows } = await staff.organiser.api.matching.pairs({ drawId, limit: 200 })
      expect(rows.length).toBeGreaterThan(0)
      expect(rows.flatMap(({ seats }) => seats.map(({ officerId }) => officerId)).filter((one) => !of.has(one))).toEqual([])
    }
    const { rows } = await bureau.staff.supervisor.api.inspections.list({ taskId, limit: 200 })
    for (const { officers: team } of rows) {
      expect(team).toHaveLength(4)
      expect(team.filter(({ role }) => role === 'lead')).toHaveLength(2)
    }
    expect(await refusal(fire.organiser.api.draws.get({ drawId: first }))).toBe('not_found')
    expect(objectDraw).toMatch(/-O-1$/)
  })

  test('the substitute of an object is inspected by both departments, each with its own, and each replaces its own', async () => {
    const { rows: before } = await bureau.staff.supervisor.api.inspections.list({ taskId, limit: 200 })
    const replaced = before[0]?.subject ?? ''
    const drawId = await work.replaceOne(bureau.staff, objectDraw, replaced, 'sha256')
    const substitute = (await bureau.staff.organiser.api.draws.get({ drawId })).replacement?.substitute?.subject
    const visits = (await bureau.staff.supervisor.api.inspections.list({ taskId, limit: 200 })).rows
    const teamOf = (subject: string | undefined) => visits.find((visit) => visit.subject === subject)?.officers ?? []
    expect(
      teamOf(substitute)
        .map(({ id: one }) => one)
        .sort(),
    ).toEqual((before[0]?.officers ?? []).map(({ id: one }) => one).sort())
    const theirs = await officers(fire)
    const lead = teamOf(substitute).find((one) => theirs.has(one.id) && one.role === 'lead')
    const { draws } = await fire.organiser.api.tasks.get({ taskId })
    const own = draws.find((one) => one.kind === 'P' && one.dept === 'xfjy')?.drawId ?? ''
    const other = draws.find((one) => one.kind === 'P' && one.dept !== 'xfjy')?.drawId ?? ''
    const ask = { officerId: lead?.id ?? '', subjects: [substitute ?? ''], reason: 'illness', note: '检查期间病假' }
    expect(await refusal(bureau.staff.organiser.api.seats.request({ ...id(), drawId: other, ...ask }))).toBe('seat_not_held')
    const seat = await work.replaceOfficer(fire, own, ask, 'sha256')
    const { seats } = await fire.organiser.api.draws.get({ drawId: seat })
    expect(seats?.newcomers.map((one) => [theirs.has(one.officerId), one.role])).toEqual([[true, 'lead']])
  })

  test('an officer with certificates of both departments is drawn by their own alone', async () => {
    const [both] = (await bureau.staff.organiser.api.officers.list({ limit: 200 })).rows
    const known = await bureau.staff.registrar.api.officers.get({ officerId: both?.id ?? '' })
    const certificates = known.certificates.map(({ id: _, ...one }) => one)
    await bureau.staff.registrar.api.officers.save({
      ...id(),
      officerId: known.id,
      staffNo: known.staffNo,
      name: known.name,
      orgId: known.orgId ?? '',
      certificates: [...certificates, { certificateNo: 'XF-1', dept: 'xfjy', validTo: '2099-12-31' }],
    })
    const joint = await bureau.staff.organiser.api.tasks.create({
      ...id(),
      ...taskText(bureau.planRowId),
      name: '第二次联合抽查',
      participants: [{ orgId: fireOrg, itemIds: [...fireItems] }],
    })
    await fire.organiser.api.tasks.answer({ ...id(), taskId: joint.taskId, accept: true })
    await bureau.staff.organiser.api.tasks.confirm({ ...id(), taskId: joint.taskId })
    await bureau.drawn(joint.taskId, 'O')
    second = joint.taskId
    expect(await fire.organiser.api.matching.preview({ taskId: joint.taskId })).toMatchObject({ officers: 6 })
    expect(await bureau.staff.organiser.api.matching.preview({ taskId: joint.taskId })).toMatchObject({ officers: 9 })
  })

  test('AR09 a department that drew no officers leaves the locked task by a change request, and the others need not wait for it', async () => {
    const { organiser, approver } = bureau.staff
    await bureau.drawn(second, 'P')
    expect(await organiser.api.tasks.get({ taskId: second })).toMatchObject({ state: 'drawn' })
    const ask = (taskId: string) =>
      organiser.api.changes.request({
        ...id(),
        thing: `task:${taskId}`,
        wanted: { kind: 'task.participants', leaves: 'xfjy' },
        reason: 'organisation',
        note: '消防部门另有安排，不能参加。',
      })
    expect(await refusal(ask(taskId))).toBe('change_participants_late')
    const { changeId } = await ask(second)
    const { updatedAt } = await approver.api.changes.get({ changeId })
    await approver.api.changes.approve({ ...id(), changeId, seen: updatedAt })
    const task = await organiser.api.tasks.get({ taskId: second })
    expect(task.state).toBe('executing')
    expect((await approver.api.changes.get({ changeId })).fields).toEqual([
      { field: 'participants', before: ['兰州市消防救援支队'], after: [] },
    ])
    const { rows } = await bureau.staff.supervisor.api.inspections.list({ taskId: second, limit: 200 })
    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter(({ officers: team }) => team.length !== 2)).toEqual([])
    const { rows: told } = await fire.organiser.api.notices.list({})
    expect(told.filter(({ kind, thing }) => kind === 'task.participant_left' && thing === `task:${second}`)).toHaveLength(1)
  })
})

describe('teams of another kind', () => {
  let planRows: readonly { readonly id: string }[]
  beforeAll(async () => {
    const special = await publishItems(bureau.staff, [specialItem])
    const plan = await work.publishPlan(bureau.staff, 2026, '特种设备抽查计划', [{ ...planRow(special), name: '特种设备抽查' }])
    planRows = plan.rows
  })
  const drawn = async (change: Partial<work.TaskText>) => {
    const taskId = await bureau.task({ strata: [{ name: '全部', values: [], ratePpm: 30_000, rounding: 'half-up' }], ...change })
    await bureau.drawn(taskId, 'O')
    return taskId
  }

  test('a standing group is drawn as a whole, its leader leads, and one with two members is the least', async () => {
    const { rows } = await bureau.staff.organiser.api.officers.list({ limit: 200 })
    const org = (await bureau.staff.registrar.api.access.me()).org.id
    const registrar = bureau.staff.registrar.api
    const save = (name: string, ids: readonly (string | undefined)[]) =>
      registrar.officers.saveGroup({ ...id(), orgId: org, name, leaderId: ids[0] ?? '', memberIds: ids.slice(1).map((one) => one ?? '') })
    expect(await refusal(save('一人组', [rows[0]?.id, rows[0]?.id]))).not.toBe('accepted')
    for (const [i, name] of ['一组', '二组', '三组'].entries())
      await save(name, [rows[3 * i]?.id, rows[3 * i + 1]?.id, rows[3 * i + 2]?.id])
    const taskId = await drawn({ teamUnit: 'group', name: '小组抽查' })
    const people = await bureau.drawn(taskId, 'P')
    const pairs = await bureau.staff.organiser.api.matching.pairs({ drawId: people, limit: 200 })
    for (const { seats } of pairs.rows) {
      expect(seats).toHaveLength(3)
      const leader = seats.find(({ role }) => role === 'lead')
      expect([0, 3, 6].map((i) => rows[i]?.id)).toContain(leader?.officerId)
      expect(new Set(seats.map(({ share }) => share)).size).toBe(1)
    }
    expect((await bureau.staff.organiser.api.draws.get({ drawId: people })).matching).toMatchObject({ unit: 'group', officers: 3 })
  })

  test('an item that asks for a qualification and an expert gets two qualified officers and the expert besides', async () => {
    const taskId = await drawn({ planRowId: planRows[0]?.id ?? '', name: '特种设备抽查' })
    const none = await bureau.staff.organiser.api.matching.preview({ taskId })
    expect(none.shortages.map(({ population, need, eligible }) => [population, need, eligible])).toEqual(
      expect.arrayContaining([
        ['officers', 2, 0],
        ['experts', 1, 0],
      ]),
    )
    expect(none.shortages.find(({ population }) => population === 'officers')?.removed[0]).toMatchObject({ rule: 'qualified' })
    const { rows } = await bureau.staff.organiser.api.officers.list({ limit: 200, population: 'officers' })
    const qualified = rows.slice(0, 5)
    for (const officer of qualified) {
      const known = await bureau.staff.registrar.api.officers.get({ officerId: officer.id })
      await bureau.staff.registrar.api.officers.save({
        ...id(),
        officerId: officer.id,
        staffNo: known.staffNo,
        name: known.name,
        orgId: known.orgId ?? '',
        certificates: known.certificates.map(({ id: _, ...one }) => one),
        qualifications: ['特种设备安全监察员'],
      })
    }
    const org = (await bureau.staff.registrar.api.access.me()).org.id
    const expert = await bureau.staff.registrar.api.officers.save({
      ...id(),
      population: 'experts',
      staffNo: 'E1',
      name: '专家一',
      orgId: org,
      expertise: ['特种设备'],
    })
    const people = await bureau.drawn(taskId, 'P')
    const pairs = await bureau.staff.organiser.api.matching.pairs({ drawId: people, limit: 200 })
    const may = new Set(qualified.map((one) => one.id))
    for (const { seats } of pairs.rows) {
      expect(seats.map(({ role }) => role).sort()).toEqual(['assist', 'expert', 'lead'])
      expect(seats.find(({ role }) => role === 'expert')?.officerId).toBe(expert.officerId)
      for (const { officerId, role } of seats) expect(role === 'expert' || may.has(officerId)).toBe(true)
    }
  })
})
