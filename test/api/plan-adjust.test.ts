/** A published plan is adjusted: added, changed and cancelled rows, a reason, a second person, the next version; every version stays and is compared. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { journeyItems } from '#bin/scenario/items.ts'
import { publishItems, publishPlan } from '#bin/scenario/work.ts'
import { giveRoles, planRow, refusal, staffOf, taskText } from '#test/bureau.ts'
import { openTestHouse, type Person, type TestHouse } from '#test/people.ts'

let house: TestHouse
let organiser: Person
let approver: Person
let itemIds: string[]
beforeAll(async () => {
  house = await openTestHouse()
  organiser = await house.as('organiser')
  approver = await house.as('approver')
  itemIds = await publishItems(await staffOf(house), journeyItems)
})
afterAll(() => house.close())

const commandId = (): string => randomUUID()
let serial = 0
const published = async () => {
  const rows = ['甲', '乙', '丙'].map((name) => ({ ...planRow(itemIds), name: `${name}类抽查` }))
  const plan = await publishPlan(await staffOf(house), 2026, `调整用计划${++serial}`, rows)
  return { planId: plan.id, plan }
}
const get = (planId: string, who = organiser) => who.call.plans.get({ planId })
const adjust = (planId: string, note = '增加专项整治任务') => organiser.call.plans.adjust({ commandId: commandId(), planId, note })
const walk = async (planId: string): Promise<void> => {
  await organiser.call.plans.submit({ commandId: commandId(), planId })
  await approver.call.plans.approve({ commandId: commandId(), planId })
  await approver.call.plans.publish({ commandId: commandId(), planId })
}
const rowOf = (plan: Awaited<ReturnType<typeof get>>, name: string) => {
  const row = plan.rows.find((one) => one.name === name)
  if (row === undefined) throw new Error(`no row ${name}`)
  return row
}
const draftOf = ({
  id: _,
  seq: __,
  state: ___,
  cancelReason: ____,
  base: _____,
  target,
  itemNames,
  taskIds,
  ruling,
  updatedAt,
  ...draft
}: Awaited<ReturnType<typeof get>>['rows'][number]) => draft

test('an adjustment adds, changes and cancels rows, is approved by another, and becomes the next version; the first stays as it was', async () => {
  const { planId } = await published()
  expect(await refusal(adjust(planId, ' '))).toBe('plan_reason_missing')
  await adjust(planId)
  const before = await get(planId)
  expect(before).toMatchObject({ state: 'adjusting', version: 1, adjustReason: '增加专项整治任务' })
  const changed = rowOf(before, '乙类抽查')
  const gone = rowOf(before, '丙类抽查')
  await organiser.call.plans.saveRow({
    commandId: commandId(),
    planId,
    rowId: changed.id,
    seen: changed.updatedAt,
    row: { ...draftOf(changed), office: '食品科' },
  })
  await organiser.call.plans.addRows({ commandId: commandId(), planId, rows: [{ ...planRow(itemIds), name: '丁类抽查' }] })
  expect(await refusal(organiser.call.plans.cancelRow({ commandId: commandId(), planId, rowId: gone.id }))).toBe('plan_reason_missing')
  await organiser.call.plans.cancelRow({ commandId: commandId(), planId, rowId: gone.id, reason: '并入甲类' })
  // Nothing of this is public yet, and the first version rules.
  expect((await organiser.call.plans.version({ planId, version: 1 })).rows.map(({ name }) => name)).toEqual([
    '甲类抽查',
    '乙类抽查',
    '丙类抽查',
  ])
  await walk(planId)
  const after = await get(planId)
  expect(after).toMatchObject({ state: 'published', version: 2, adjustReason: null })
  expect(after.versions.map(({ version, reason, rows }) => [version, reason, rows])).toEqual([
    [2, '增加专项整治任务', 4],
    [1, '', 3],
  ])
  const difference = await organiser.call.plans.compare({ planId, from: 1, to: 2 })
  expect(difference.added.map(({ name }) => name)).toEqual(['丁类抽查'])
  expect(difference.cancelled.map(({ row, reason }) => [row.name, reason])).toEqual([['丙类抽查', '并入甲类']])
  expect(difference.changed.map(({ row, fields }) => [row.name, fields])).toEqual([
    ['乙类抽查', [{ field: 'office', before: '信用监管科', after: '食品科' }]],
  ])
  expect(difference.same).toBe(1)
  const { rows: copies } = await house.database.pools.portal.query(
    'select v.version, v.reason, jsonb_array_length(v.rows) as rows, p.version as now from published.plan_version v join published.plan p using (id) where id = $1 order by 1',
    [planId],
  )
  expect(copies).toEqual([
    { version: 1, reason: '', rows: 3, now: 2 },
    { version: 2, reason: '增加专项整治任务', rows: 4, now: 2 },
  ])
})

test('no published version can be changed, not even by the application itself', async () => {
  const { planId } = await published()
  const forbidden = (statement: string) =>
    house.database.pools.app.query(statement).then(
      () => 'done',
      (error: Error) => error.message,
    )
  expect(await forbidden(`update plan_version set reason = 'x' where plan_id = '${planId}'`)).toContain('permission denied')
  expect(await forbidden(`delete from plan_version where plan_id = '${planId}'`)).toContain('permission denied')
  expect(await forbidden(`update published.plan_version set reason = 'x' where id = '${planId}'`)).toContain('permission denied')
})

test('while a plan is adjusted tasks are made of what is public: of a changed row as it was, of a new row not at all', async () => {
  const { planId } = await published()
  await adjust(planId)
  const plan = await get(planId)
  const [first] = plan.rows
  const make = (planRowId: string) => organiser.call.tasks.create({ commandId: commandId(), ...taskText(planRowId) })
  expect(await refusal(make(first?.id ?? ''))).toBe('accepted')
  const { rowIds } = await organiser.call.plans.addRows({ commandId: commandId(), planId, rows: [{ ...planRow(itemIds), name: '新任务' }] })
  expect(await refusal(make(rowIds[0] ?? ''))).not.toBe('accepted')
  expect((await get(planId)).rows.map(({ ruling }) => ruling)).toEqual([true, true, true, false])
})

test('a row with a task is not cancelled, also where the task was made after it was cancelled in the adjustment', async () => {
  const { planId, plan } = await published()
  const [first, second] = plan.rows
  const make = (row = first) => organiser.call.tasks.create({ commandId: commandId(), ...taskText(row?.id ?? '') })
  const cancel = (row = first) => organiser.call.plans.cancelRow({ commandId: commandId(), planId, rowId: row?.id ?? '', reason: '不做了' })
  await make()
  await adjust(planId)
  expect(await refusal(cancel())).toBe('plan_row_has_tasks')
  await cancel(second)
  await make(second)
  await organiser.call.plans.submit({ commandId: commandId(), planId })
  await approver.call.plans.approve({ commandId: commandId(), planId })
  expect(await refusal(approver.call.plans.publish({ commandId: commandId(), planId }))).toBe('plan_row_has_tasks')
})

test('whoever worked on an adjustment does not approve it, though another opened and submitted it', async () => {
  await giveRoles(house, 'coordinator', ['coordinator', 'approver'])
  const both = await house.as('coordinator')
  const { planId } = await published()
  // The organiser opens and submits; a colleague with both duties works on a row.
  await adjust(planId)
  const [row] = (await get(planId)).rows
  if (row === undefined) throw new Error('a row')
  await both.call.plans.saveRow({ commandId: commandId(), planId, rowId: row.id, row: { ...draftOf(row), office: '食品科' } })
  await organiser.call.plans.submit({ commandId: commandId(), planId })
  expect(await refusal(both.call.plans.approve({ commandId: commandId(), planId }))).toBe('approver_is_submitter')
  expect(await refusal(approver.call.plans.approve({ commandId: commandId(), planId }))).toBe('accepted')
})

test('a plan of a place below is read here, and changed there', async () => {
  const county = { organiser: await house.as('organiser@county'), approver: await house.as('approver@county') }
  const { planId } = await county.organiser.call.plans.create({
    commandId: commandId(),
    year: 2026,
    name: '县计划',
    rows: [planRow(itemIds)],
  })
  await county.organiser.call.plans.submit({ commandId: commandId(), planId })
  for (const verb of ['approve', 'publish'] as const) await county.approver.call.plans[verb]({ commandId: commandId(), planId })
  expect((await get(planId)).name).toBe('县计划')
  expect(await refusal(adjust(planId))).toBe('made_by_another_unit')
})

test('an adjustment that changes nothing is not submitted; one that is abandoned leaves the plan as it was public', async () => {
  const { planId } = await published()
  await adjust(planId)
  expect(await refusal(organiser.call.plans.submit({ commandId: commandId(), planId }))).toBe('plan_unchanged')
  const before = await get(planId)
  const [first, second] = before.rows
  await organiser.call.plans.editHead({ commandId: commandId(), planId, name: '改了名', kind: 'internal', docNo: '云市监〔2026〕1号' })
  await organiser.call.plans.cancelRow({ commandId: commandId(), planId, rowId: first?.id ?? '', reason: '取消' })
  await organiser.call.plans.addRows({ commandId: commandId(), planId, rows: [planRow(itemIds)] })
  await organiser.call.plans.moveRow({ commandId: commandId(), planId, rowId: second?.id ?? '', to: 1 })
  await organiser.call.plans.abandon({ commandId: commandId(), planId })
  const after = await get(planId)
  expect(after).toMatchObject({ state: 'published', name: before.name, kind: 'own', docNo: '', adjustReason: null })
  expect(after.rows.map(({ updatedAt: _, ...row }) => row)).toEqual(before.rows.map(({ updatedAt: _, ...row }) => row))
})

test('a published plan without tasks is withdrawn by another person, and the public reads that and why', async () => {
  const { planId } = await published()
  expect(await refusal(organiser.call.plans.cancel({ commandId: commandId(), planId, note: '机构改革' }))).toBe('permission_missing')
  expect(await refusal(approver.call.plans.cancel({ commandId: commandId(), planId, note: '' }))).toBe('plan_reason_missing')
  expect((await approver.call.plans.cancel({ commandId: commandId(), planId, note: '机构改革' })).state).toBe('cancelled')
  const { rows } = await house.database.pools.portal.query(
    'select cancel_reason from published.plan where id = $1 and cancelled_at is not null',
    [planId],
  )
  expect(rows).toEqual([{ cancel_reason: '机构改革' }])
  const [row] = (await get(planId)).rows
  expect(await refusal(organiser.call.tasks.create({ commandId: commandId(), ...taskText(row?.id ?? '') }))).not.toBe('accepted')
})

test('a page that is stale is refused: the row another changed, the plan another moved', async () => {
  const { planId } = await organiser.call.plans.create({
    commandId: commandId(),
    year: 2026,
    name: '两人同改',
    rows: [planRow(itemIds), planRow(itemIds)],
  })
  const opened = await get(planId)
  const [one, two] = opened.rows
  if (one === undefined || two === undefined) throw new Error('two rows')
  const save = (row: typeof one, office: string) =>
    organiser.call.plans.saveRow({ commandId: commandId(), planId, rowId: row.id, seen: row.updatedAt, row: { ...draftOf(row), office } })
  expect(await refusal(save(one, '甲科'))).toBe('accepted')
  // Another row of the same plan is nobody's loss.
  expect(await refusal(save(two, '乙科'))).toBe('accepted')
  expect(await refusal(save(one, '丙科'))).toBe('page_stale')
  expect(await refusal(organiser.call.plans.submit({ commandId: commandId(), planId, seen: opened.updatedAt }))).toBe('page_stale')
  const now = await get(planId)
  expect(now.rows.map(({ office }) => office)).toEqual(['甲科', '乙科'])
  expect(await refusal(organiser.call.plans.submit({ commandId: commandId(), planId, seen: now.updatedAt }))).toBe('accepted')
})

test('rows keep their id when the whole plan is saved, and a published one cannot be left out', async () => {
  const { planId, plan } = await published()
  await adjust(planId)
  const kept = plan.rows.map((row) => ({ ...draftOf(row), id: row.id }))
  const edit = (rows: typeof kept) => organiser.call.plans.edit({ commandId: commandId(), planId, name: plan.name, rows })
  expect(await refusal(edit(kept.slice(1)))).toBe('plan_row_published')
  expect(await refusal(edit(kept.toReversed()))).toBe('accepted')
  expect((await get(planId)).rows.map(({ id }) => id)).toEqual(plan.rows.map(({ id }) => id).toReversed())
})
