/** A task that another department carries out as a whole: given to it before officers are drawn, accepted, inspected with its own officers. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { generateOfficers, officersCsv, type Staff } from '#bin/scenario/people.ts'
import * as work from '#bin/scenario/work.ts'
import { type Bureau, openBureau, refusal } from '#test/bureau.ts'
import { openStaff } from '#test/other-department.ts'

const city = '62.6201'
const id = () => ({ commandId: randomUUID() })

let bureau: Bureau
let fire: Staff
let fireOrg: string
let taskId: string

beforeAll(async () => {
  bureau = await openBureau({ firms: 60, officers: 3 })
  ;({ orgId: fireOrg, staff: fire } = await openStaff(bureau.house, { dept: 'xfjy', name: '兰州市消防救援支队' }))
  const lines = generateOfficers(4, [city], [60]).map((one) => ({
    ...one,
    staffNo: `F${one.staffNo}`,
    certificateNo: `F${one.certificateNo}`,
  }))
  await work.importOfficers(fire, officersCsv(lines))
  taskId = await bureau.task({ frequencyCap: null, strata: [{ name: '全部', values: [], ratePpm: 100_000, rounding: 'half-up' }] })
  await bureau.drawn(taskId, 'O')
}, 120_000)
afterAll(() => bureau.house.close())

const part = async () => {
  const { rows } = await bureau.staff.organiser.api.subTasks.list({ taskId, limit: 10 })
  const one = rows.find(({ state }) => state !== 'cancelled')
  if (one === undefined) throw new Error('the task has no part')
  return one
}

test('what an organisation does itself it has accepted, without another click', async () => {
  expect((await bureau.staff.organiser.api.subTasks.list({ taskId, limit: 10 })).rows).toMatchObject([
    { rule: 'own', state: 'accepted', acceptBy: null, abilities: { return: { allowed: false, reason: 'sub_task_own' } } },
  ])
  expect((await bureau.staff.organiser.api.tasks.get({ taskId })).abilities.drawOfficers).toEqual({ allowed: true })
})

test('AR10 a department is re-appointed for all objects of its part, because its officers are drawn once for all of them', async () => {
  const own = await part()
  const [some] = (await bureau.staff.organiser.api.subTasks.objects({ subTaskId: own.id, limit: 1 })).rows
  const give = (toOrgId: string, subjects: string[]) =>
    bureau.staff.organiser.api.subTasks.redispatch({
      ...id(),
      subTaskId: own.id,
      seen: own.updatedAt,
      subjects,
      toOrgId,
      reason: '由主管部门检查',
    })
  expect(await refusal(give(fireOrg, [some?.subject ?? '']))).toBe('redispatch_department_whole')
  expect(await refusal(give(bureau.house.orgs.county.id, [some?.subject ?? '']))).toBe('redispatch_whole_part')
  expect(await refusal(fire.organiser.api.tasks.get({ taskId }))).toBe('not_found')
  // Its own part the organisation has accepted: the lot is closed, and nobody picks the inspectors of drawn objects alone.
  expect(own.abilities.redispatch).toEqual({ allowed: false, reason: 'sub_task_accepted' })
  expect(await refusal(give(fireOrg, []))).toBe('sub_task_accepted')
  expect(await part()).toMatchObject({ dept: 'scjg', state: 'accepted', objects: own.objects })
  const { rows } = await bureau.staff.organiser.api.subTasks.objects({ subTaskId: own.id, limit: 200 })
  const wanted = { kind: 'visit.department' as const, part: '', subjects: rows.map(({ subject }) => subject), toOrgId: fireOrg }
  const organiser = await bureau.house.as('organiser')
  const asked = { thing: `task:${taskId}`, wanted, reason: 'organisation' as const, note: '由主管部门检查' }
  const { changeId } = await organiser.call.changes.request({ ...id(), ...asked })
  expect((await part()).dept).toBe('scjg')
  const approver = await bureau.house.as('approver')
  const { updatedAt: seen } = await approver.call.changes.get({ changeId })
  await approver.call.changes.approve({ ...id(), changeId, seen, opinion: '同意' })
  expect(await part()).toMatchObject({ dept: 'xfjy', rule: 'hand', state: 'waiting', objects: own.objects })
})

test('the other department accepts it and draws its own officers; the first one draws none', async () => {
  expect(await refusal(fire.organiser.api.draws.freeze({ ...id(), taskId, kind: 'P' }))).toBe('sub_tasks_open')
  const given = await part()
  await fire.organiser.api.subTasks.accept({ ...id(), subTaskId: given.id, seen: given.updatedAt })
  const { abilities } = await bureau.staff.organiser.api.tasks.get({ taskId })
  expect(abilities.drawOfficers).toEqual({ allowed: false, reason: 'outside_jurisdiction' })
  const { drawId, nonces } = await work.freezeAndCommit(fire, taskId, 'P', 'sha256')
  expect((await part()).state).toBe('drawing')
  await work.revealAndDraw(fire, drawId, nonces)
  await work.closeDraw(fire, drawId)
  const own = new Set((await fire.registrar.api.officers.list({ limit: 50 })).rows.map((one) => one.id))
  const { rows } = await fire.reviewer.api.inspections.list({ taskId, limit: 50 })
  expect(rows).toHaveLength(given.objects)
  expect(rows.flatMap(({ officers }) => officers).filter((one) => !own.has(one.id))).toEqual([])
  expect((await bureau.staff.reviewer.api.inspections.list({ taskId, limit: 50 })).rows).toEqual([])
})

test('AR11 the objects of a special pool go to the department that keeps the library; what it is not in charge of comes back and is given to the task’s own', async () => {
  const keeper = fire.registrar.api
  const { labelId } = await keeper.labels.save({ ...id(), name: '消防重点单位', tier: 'minor', reach: 'region' })
  const { libraryId } = await keeper.libraries.save({ ...id(), name: '消防重点单位库', labelIds: [labelId] })
  const { rows: firms } = await bureau.staff.organiser.api.registers.listEntities({ state: 'active', limit: 4 })
  for (const { subject } of firms) await keeper.libraries.saveEntry({ ...id(), libraryId, subject, labelId })
  const special = await bureau.task({
    name: '消防重点单位抽查',
    frequencyCap: null,
    filter: { version: 1, all: [{ field: 'label', op: 'anyOf', values: ['消防重点单位'] }] },
    strata: [{ name: '全部', values: [], ratePpm: 1_000_000, rounding: 'half-up' }],
  })
  await bureau.drawn(special, 'O')
  const of = async () =>
    (await bureau.staff.organiser.api.subTasks.list({ taskId: special, limit: 5 })).rows.filter(({ state }) => state !== 'cancelled')
  const [given] = await of()
  expect(given).toMatchObject({
    dept: 'xfjy',
    rule: 'owner',
    state: 'waiting',
    objects: (await bureau.staff.organiser.api.tasks.get({ taskId: special })).drawn,
  })
  const seen = { subTaskId: given?.id ?? '', seen: given?.updatedAt ?? '' }
  await fire.organiser.api.subTasks.return({ ...id(), ...seen, reason: 'not_in_charge', note: '抽查事项不属本部门' })
  const [returned] = await of()
  expect(returned).toMatchObject({ state: 'returned', reason: 'not_in_charge' })
  const own = bureau.house.orgs.city.id
  await bureau.staff.organiser.api.subTasks.redispatch({
    ...{ ...id(), subTaskId: seen.subTaskId, seen: returned?.updatedAt ?? '', subjects: [], toOrgId: own, reason: '由本局检查' },
  })
  expect(await of()).toMatchObject([{ dept: 'scjg', rule: 'hand', state: 'accepted', objects: given?.objects }])
  expect((await bureau.staff.organiser.api.tasks.get({ taskId: special })).abilities.drawOfficers).toEqual({ allowed: true })
})
