/** A joint task: one object draw, and each department draws its own officers for its own items; the inspection begins when all have. Groups and experts too. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { journeyItems, specialItem } from '#bin/scenario/items.ts'
import { generateOfficers, officersCsv, type Staff } from '#bin/scenario/people.ts'
import * as work from '#bin/scenario/work.ts'
import { closeDraw, importOfficers, publishItems } from '#bin/scenario/work.ts'
import { insertAccount } from '#server/access/store.ts'
import { inScope } from '#server/http/call.ts'
import { type Bureau, openBureau, planRow, refusal, taskText } from '#test/bureau.ts'
import { openStaff } from '#test/other-department.ts'
import { password } from '#test/people.ts'

let bureau: Bureau
let fire: Staff
let fireOrg: string
let fireItems: readonly string[]
type Wanted = Parameters<Staff['organiser']['api']['changes']['request']>[0]['wanted']
type Join = Extract<Wanted, { kind: 'task.join' }>
type Items = Extract<Wanted, { kind: 'task.items' }>
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
    const text = { ...taskText(bureau.planRowId), name: '部门联合抽查', participants: [{ orgId: fireOrg, itemIds: [...fireItems] }] }
    const edit = (change: object) => bureau.staff.organiser.api.tasks.edit({ ...id(), taskId, ...text, ...change })
    const theirs = () => fire.organiser.api.tasks.get({ taskId })
    // Another name is the same task; another number of firms is not: the yes was not said to it, nor is one from an old page.
    await edit({ name: '部门联合抽查（二）' })
    expect(await theirs()).toMatchObject({ participants: [{ state: 'accepted' }] })
    const { updatedAt: old } = await theirs()
    await edit({ strata: [{ name: '全部', values: [], ratePpm: 60_000, rounding: 'half-up' }] })
    expect(await theirs()).toMatchObject({ participants: [{ state: 'invited', answeredBy: null }] })
    const asked = (await fire.organiser.api.notices.list({})).rows.filter(
      ({ kind, thing }) => kind === 'task.participant_invited' && thing.includes(taskId),
    )
    expect(asked).toHaveLength(2)
    expect(await refusal(bureau.staff.organiser.api.tasks.confirm({ ...id(), taskId }))).toBe('participants_open')
    expect(await refusal(fire.organiser.api.tasks.answer({ ...id(), taskId, accept: true, seen: old }))).toBe('page_stale')
    await fire.organiser.api.tasks.answer({ ...id(), taskId, accept: true, seen: (await theirs()).updatedAt })
    await bureau.staff.organiser.api.tasks.confirm({ ...id(), taskId })
  })

  test('is not confirmed while a department that declined is still named, but without it', async () => {
    const { api } = bureau.staff.organiser
    const text = { ...taskText(bureau.planRowId), name: '消防不参加的抽查' }
    const made = await api.tasks.create({ ...id(), ...text, participants: [{ orgId: fireOrg, itemIds: [...fireItems] }] })
    const answer = (reason: string) => fire.organiser.api.tasks.answer({ ...id(), taskId: made.taskId, accept: false, reason })
    expect(await refusal(answer(''))).toBe('decline_without_reason')
    await answer('本月全员执勤')
    const confirm = () => api.tasks.confirm({ ...id(), taskId: made.taskId })
    await expect(confirm()).rejects.toMatchObject({
      code: 'participant_declined',
      data: { facts: { org: '兰州市消防救援支队', reason: '本月全员执勤' } },
    })
    expect((await api.tasks.get({ taskId: made.taskId })).state).toBe('draft')
    await api.tasks.edit({ ...id(), taskId: made.taskId, ...text, participants: [] })
    expect(await confirm()).toEqual({ state: 'confirmed' })
  })

  test('each department draws its own officers, and the inspections begin when every one has', { timeout: 90_000 }, async () => {
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

describe('a task that is locked', () => {
  let taskId: string
  let newItem: string
  const change = async (wanted: Wanted): Promise<string> => {
    const { organiser } = bureau.staff
    const asked = { thing: `task:${taskId}`, wanted, reason: 'organisation', note: '消防部门要求一并检查。' } as const
    return (await organiser.api.changes.request({ ...id(), ...asked })).changeId
  }
  const changed = async (wanted: Wanted) => {
    const { approver } = bureau.staff
    const changeId = await change(wanted)
    await approver.api.changes.approve({ ...id(), changeId, seen: (await approver.api.changes.get({ changeId })).updatedAt })
    return (await approver.api.changes.get({ changeId })).fields
  }
  const task = () => bureau.staff.organiser.api.tasks.get({ taskId })
  const announced = async () =>
    (
      await bureau.house.database.pools.portal.query(
        `select version, reason, notice -> 'items' as items from published.task_version where task_id = $1 order by version`,
        [taskId],
      )
    ).rows
  const drawTeams = async (staff: Staff): Promise<string> => {
    const { drawId, nonces } = await work.freezeAndCommit(staff, taskId, 'P', 'sha256')
    await work.revealAndDraw(staff, drawId, nonces)
    await closeDraw(staff, drawId)
    return drawId
  }

  beforeAll(async () => {
    taskId = await bureau.task({ name: '锁定后的联合抽查' })
    ;[newItem = ''] = await publishItems(fire, [{ ...(journeyItems[0] ?? specialItem), code: 'F02', name: '电气火灾隐患检查' }])
    await bureau.drawn(taskId, 'O')
  })

  test('AR09 is joined by a department through a request: it accepts first, and the others wait until it has drawn its officers', async () => {
    const join: Join = { kind: 'task.join', orgId: fireOrg, itemIds: [...fireItems] }
    const { joiners } = await bureau.staff.organiser.api.changes.options({ thing: `task:${taskId}` })
    expect(joiners).toMatchObject([{ orgId: fireOrg, items: [{ code: 'F01' }, { code: 'F02' }], ability: { allowed: true } }])
    expect(await refusal(change({ ...join, itemIds: [bureau.itemIds[0] ?? ''] }))).toBe('participant_items_unknown')
    expect(await refusal(change({ ...join, orgId: randomUUID() }))).toBe('participant_unknown')
    const name = '兰州市消防救援支队'
    expect(await changed(join)).toEqual([
      { field: 'participants', before: [], after: [`${name}（待接受）`] },
      { field: 'items', before: [], after: [`${name}：F01 消防安全检查`] },
    ])
    expect(await refusal(change(join))).toBe('change_join_there')
    // Asked is not joined: nothing is published, nobody is drawn for it, and the officers of the others wait.
    expect(await announced()).toHaveLength(1)
    expect(await refusal(fire.organiser.api.draws.freeze({ ...id(), taskId, kind: 'P' }))).toBe('participant_not_accepted')
    expect((await fire.organiser.api.record.workbench()).todos.map(({ verb, thing }) => `${verb} ${thing}`)).toContain(
      `answer_task /tasks/${taskId}`,
    )
    await drawTeams(bureau.staff)
    expect(await task()).toMatchObject({ state: 'drawn' })
    await fire.organiser.api.tasks.answer({ ...id(), taskId, accept: true })
    expect(await task()).toMatchObject({ state: 'drawn', participants: [{ state: 'accepted', items: [{ code: 'F01' }] }] })
    expect(await announced()).toMatchObject([
      {},
      { version: 2, reason: `${name}参加检查`, items: expect.arrayContaining(['消防安全检查']) },
    ])
  })

  test('AR09 gets other items for a department through a request, as long as nothing was inspected and its officers may', async () => {
    const items: Items = { kind: 'task.items', dept: 'xfjy', itemIds: [newItem] }
    expect(await refusal(change({ ...items, dept: 'scjg' }))).toBe('change_items_of_plan')
    expect(await refusal(change({ ...items, dept: 'rsj' }))).toBe('change_participant_unknown')
    expect(await refusal(change({ ...items, itemIds: [...bureau.itemIds] }))).toBe('participant_items_unknown')
    expect(await refusal(change({ ...items, itemIds: [...fireItems] }))).toBe('change_nothing')
    const name = '兰州市消防救援支队'
    expect(await changed(items)).toEqual([
      { field: 'items', before: [`${name}：F01 消防安全检查`], after: [`${name}：F02 电气火灾隐患检查`] },
    ])
    const [, , third] = await announced()
    expect(third.items).toContain('电气火灾隐患检查')
    expect(third.items).not.toContain('消防安全检查')
    const { rows: told } = await fire.organiser.api.notices.list({})
    expect(told.filter(({ kind, thing }) => kind === 'task.participant_items' && thing === `task:${taskId}`)).toHaveLength(1)
    await drawTeams(fire)
    expect(await task()).toMatchObject({ state: 'executing' })
    const { rows } = await bureau.staff.supervisor.api.inspections.list({ taskId, limit: 200 })
    for (const { officers: team } of rows) {
      expect(team).toHaveLength(4)
      expect(new Set(team.map((one) => one.id)).size).toBe(4)
    }
    const visit = await bureau.staff.supervisor.api.inspections.get({ visitId: rows[0]?.id ?? '' })
    expect(visit.items.map(({ name }) => name)).toContain('电气火灾隐患检查')
    const [special = ''] = await publishItems(fire, [{ ...specialItem, code: 'F03', name: '特种设备消防检查' }])
    expect(await refusal(change({ ...items, itemIds: [special] }))).toBe('change_items_unfit')
    expect(await refusal(change({ kind: 'task.join', orgId: fireOrg, itemIds: [...fireItems] }))).toBe('change_join_begun')
    expect(await changed({ ...items, itemIds: [...fireItems] })).toHaveLength(1)
    await bureau.house.database.pools.migrator.query(`update visit set state = 'submitted' where id = $1`, [rows[0]?.id])
    expect(await refusal(change(items))).toBe('change_items_inspected')
  })

  test('is joined by nobody while officers are drawn, and nobody stands on one team twice', async () => {
    const { orgId, staff: green } = await openStaff(bureau.house, { dept: 'sthj', name: '兰州市生态环境局' })
    const [item = ''] = await publishItems(green, [{ ...(journeyItems[0] ?? specialItem), code: 'H01', name: '排污检查' }])
    await importOfficers(
      green,
      officersCsv(generateOfficers(4, ['62.6201'], [100]).map((one) => ({ ...one, staffNo: `H${one.staffNo}`, name: `环保${one.name}` }))),
    )
    // The market department may draw them too, by a certificate of its own, as long as theirs takes no part.
    for (const officer of (await green.organiser.api.officers.list({ limit: 10 })).rows) {
      const { staffNo, name, orgId: org, certificates } = await green.registrar.api.officers.get({ officerId: officer.id })
      const both = [
        ...certificates.map(({ id: _, ...one }) => one),
        { certificateNo: `SC-${staffNo}`, dept: 'scjg', validTo: '2099-12-31' },
      ]
      await green.registrar.api.officers.save({ ...id(), officerId: officer.id, staffNo, name, orgId: org ?? '', certificates: both })
    }
    const text = { ...taskText(bureau.planRowId), name: '三部门联合', participants: [{ orgId: fireOrg, itemIds: [...fireItems] }] }
    taskId = (await bureau.staff.organiser.api.tasks.create({ ...id(), ...text })).taskId
    await fire.organiser.api.tasks.answer({ ...id(), taskId, accept: true })
    await bureau.staff.organiser.api.tasks.confirm({ ...id(), taskId })
    await bureau.drawn(taskId, 'O')
    const join: Join = { kind: 'task.join', orgId, itemIds: [item] }
    const { drawId, nonces } = await work.freezeAndCommit(bureau.staff, taskId, 'P', 'sha256')
    expect(await refusal(change(join))).toBe('change_join_drawing')
    await work.revealAndDraw(bureau.staff, drawId, nonces)
    await closeDraw(bureau.staff, drawId)
    await changed(join)
    await green.organiser.api.tasks.answer({ ...id(), taskId, accept: true })
    await drawTeams(green)
    const { rows } = await bureau.house.database.pools.migrator.query(
      'select count(*)::int as seats, count(distinct officer_id)::int as people from seat where task_id = $1 group by subject',
      [taskId],
    )
    expect(rows.length).toBeGreaterThan(0)
    expect(rows).toEqual(rows.map(() => ({ seats: 4, people: 4 })))
  }, 90_000)

  test('goes on without a department that declines the late invitation', async () => {
    taskId = await bureau.task({ name: '消防不参加' })
    await bureau.drawn(taskId, 'O')
    await changed({ kind: 'task.join', orgId: fireOrg, itemIds: [...fireItems] })
    await drawTeams(bureau.staff)
    expect(await task()).toMatchObject({ state: 'drawn' })
    expect(await refusal(fire.organiser.api.tasks.answer({ ...id(), taskId, accept: false }))).toBe('decline_without_reason')
    await fire.organiser.api.tasks.answer({ ...id(), taskId, accept: false, reason: '本月另有专项' })
    expect(await task()).toMatchObject({ state: 'executing', participants: [{ state: 'declined' }] })
    expect(await announced()).toHaveLength(1)
  })
})

describe('teams of another kind', () => {
  let planRows: readonly { readonly id: string }[]
  let specialTask: string
  let expertId: string
  beforeAll(async () => {
    const special = await publishItems(bureau.staff, [specialItem])
    const plan = await work.publishPlan(bureau.staff, 2026, '特种设备抽查计划', [{ ...planRow(special), name: '特种设备抽查' }])
    planRows = plan.rows
    // Before there is an expert: these accounts are the officers'.
    await bureau.inspectors()
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
    specialTask = taskId
    expertId = expert.officerId
  })

  test('an expert sees the inspections they were drawn for, says what they think until the result is handed in, and does nothing else', async () => {
    const { house, staff } = bureau
    const passwordHash = await house.services.hashPassword(password)
    const account = { name: '专家一', passwordHash, mustChangePassword: false, orgId: house.orgs.city.id }
    await inScope(house.services.db, '*', 'read write', (tx) =>
      insertAccount(tx, { ...account, username: 'expert-e1', roles: ['expert'], officerId: expertId }),
    )
    const inspectors = await bureau.inspectors()
    const expert = await house.enter('expert-e1')
    const visits = (await staff.reviewer.api.inspections.list({ taskId: specialTask, limit: 200 })).rows
    const [visit] = visits
    const visitId = visit?.id ?? ''
    expect((await expert.call.inspections.list({ limit: 200 })).rows.map((one) => one.id).sort()).toEqual(
      visits.map((one) => one.id).sort(),
    )
    const leadId = visit?.officers.find(({ role }) => role === 'lead')?.id
    const lead = inspectors.find(({ officerId }) => officerId === leadId)?.person
    const other = (await staff.reviewer.api.inspections.list({ limit: 200 })).rows.find(({ taskId }) => taskId !== specialTask)
    expect(await refusal(expert.call.inspections.get({ visitId: other?.id ?? '' }))).toBe('not_found')

    const advise = (text: string, seen: number, of = visitId) => expert.call.inspections.advise({ ...id(), visitId: of, text, seen })
    expect(await refusal(advise('与我无关的检查', 0, other?.id))).toBe('not_found')
    expect(await expert.call.inspections.get({ visitId })).toMatchObject({
      opinions: [],
      abilities: { advise: { allowed: true }, enter: { allowed: false }, review: { allowed: false } },
    })
    expect(await advise('压力表超期未检', 0)).toEqual({ version: 1 })
    expect(await refusal(advise('另一页上的旧稿', 0))).toBe('page_stale')
    expect(await advise('压力表超期未检，安全阀铅封完好', 1)).toEqual({ version: 2 })
    const said = [{ by: '专家一', text: '压力表超期未检，安全阀铅封完好', version: 2 }]
    expect((await lead?.call.inspections.get({ visitId }))?.opinions).toMatchObject(said)
    expect((await staff.reviewer.api.inspections.get({ visitId })).opinions).toMatchObject(said)
    expect((await staff.organiser.api.inspections.get({ visitId })).opinions).toBeNull()
    expect((await lead?.call.notices.list({}))?.rows.map(({ kind }) => kind)).toContain('visit.advised')

    const items = (await expert.call.inspections.get({ visitId })).items.map((item) => ({ itemId: item.id, checked: true, problem: null }))
    const draft = { visitId, date: '2026-06-01', method: 'onsite', items, outcome: '01', disposal: null, demo: false } as const
    expect(await refusal(expert.call.inspections.enter({ ...id(), ...draft }))).toBe('not_permitted')
    expect(await refusal(expert.call.inspections.review({ ...id(), visitIds: [visitId], verdict: 'pass' }))).toBe('not_permitted')
    await lead?.call.inspections.enter({ ...id(), ...draft })
    expect(await refusal(advise('结果交了以后再改', 2))).toBe('wrong_state')
    await staff.reviewer.api.inspections.review({ ...id(), visitIds: [visitId], verdict: 'return', opinion: '请写明安全阀' })
    expect(await advise('安全阀在检验有效期内', 2)).toEqual({ version: 3 })
    await lead?.call.inspections.enter({ ...id(), ...draft })
    await staff.reviewer.api.inspections.review({ ...id(), visitIds: [visitId], verdict: 'pass' })
    // What is public knows nothing of it.
    const { rows } = await house.database.pools.portal.query(
      'select to_jsonb(r)::text as all from published.result r where visit_id = $1',
      [visitId],
    )
    expect(rows).toHaveLength(1)
    expect(rows[0].all).not.toContain('安全阀')
    const { pools } = house.database
    await expect(pools.app.query('update expert_opinion set text = $1', ['x'])).rejects.toThrow(/permission denied/)
  })
})
