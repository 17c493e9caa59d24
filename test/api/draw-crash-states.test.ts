/** kill −9 between every two states of every kind of draw: each step happened once, no draw got a second seed, and everything verifies. */
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '#bin/scenario/client.ts'
import { firmsCsv } from '#bin/scenario/firms.ts'
import { journeyItems } from '#bin/scenario/items.ts'
import { generateOfficers, officersCsv, type Staff } from '#bin/scenario/people.ts'
import * as work from '#bin/scenario/work.ts'
import type { BeaconChoice } from '#contract/draws.ts'
import { hex } from '#core/bytes.ts'
import { nonceCommitment } from '#core/draws/nonces.ts'
import { verifyBundles } from '#core/draws/verify-directory.ts'
import { districts, planRow, taskText } from '#test/bureau.ts'
import { type CrashHouse, openCrashHouse } from '#test/crash-house.ts'

let house: CrashHouse
let staff: Staff
let taskId: string
beforeAll(async () => {
  house = await openCrashHouse()
  ;({ staff } = house)
  await work.importRegister(staff, 'firms.csv', Buffer.from([...firmsCsv(400, districts)].join('')))
  await work.importOfficers(staff, officersCsv(generateOfficers(6, ['62.6201'], [400])))
  const itemIds = await work.publishItems(staff, journeyItems)
  const plan = await work.publishPlan(staff, 2026, '2026年度抽查计划', [{ ...planRow(itemIds), ratePpm: 100_000 }])
  taskId = (await work.confirmTask(staff, taskText(plan.rows[0]?.id ?? ''))).taskId
}, 120_000)
afterAll(() => house.close())

const id = () => ({ commandId: randomUUID() })
const eventsOf = async (drawId: string): Promise<string[]> =>
  (await house.ask<{ type: string }>('select type from draw_event where draw_id = $1 order by seq', drawId)).map(({ type }) => type)
const entriesOf = async (drawId: string): Promise<string[]> =>
  (await house.ask<{ type: string }>('select type from log_entry where draw_id = $1 order by at', drawId)).map(({ type }) => type)
const inState = (drawId: string, state: string) =>
  until(
    () => staff.organiser.api.draws.get({ drawId }),
    (draw) => draw.state === state,
    `${drawId} to be ${state}`,
    50,
  )

/** Sends a command, kills the server as soon as it is answered, and sends the same command again: it happened once. */
async function once<T>(send: (commandId: string) => Promise<T>): Promise<T> {
  const commandId = randomUUID()
  const first = await send(commandId)
  await house.killAndRestart()
  expect(await send(commandId)).toEqual(first)
  return first
}

/** A frozen draw to its close, with a kill after each step; at a moment within the drawing too. */
async function through(drawId: string, beacon: (() => BeaconChoice) | null): Promise<void> {
  await inState(drawId, 'frozen')
  await house.killAndRestart()
  const nonces = { organiser: new Uint8Array(randomBytes(32)), supervisor: new Uint8Array(randomBytes(32)) }
  for (const party of ['organiser', 'supervisor'] as const) {
    const commitment = hex(nonceCommitment('sha256', drawId, party, nonces[party]))
    await once((commandId) => staff[party].api.draws.pledge({ commandId, drawId, commitment }))
  }
  const choice = beacon?.() ?? null
  await once((commandId) => staff.organiser.api.draws.commit({ commandId, drawId, beacon: choice }))
  for (const party of ['organiser', 'supervisor'] as const)
    await once((commandId) => staff[party].api.draws.reveal({ commandId, drawId, nonce: hex(nonces[party]) }))
  if (choice !== null) {
    await inState(drawId, 'awaiting_beacon')
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, Date.parse(choice.at) - Date.now()) + 100))
    for (const party of ['organiser', 'supervisor'] as const)
      await once((commandId) => staff[party].api.draws.giveBeacon({ commandId, drawId, value: { kind: 'announced', value: '05 11 23' } }))
  }
  await inState(drawId, 'result')
  await house.killAndRestart()
  await work.closeDraw(staff, drawId)
  await house.killAndRestart()
  await inState(drawId, 'closed')
}

const bundleOf = async (drawId: string) => ({
  name: drawId,
  bytes: new Uint8Array(await (await staff.supervisor.download(`/api/v1/draws/${drawId}/bundle`)).arrayBuffer()),
})

test('objects with a beacon, officers, a replacement, and one of an officer: every step once, one seed each, and all verifies', async () => {
  const { drawId: objects } = await once((commandId) => staff.organiser.api.draws.freeze({ commandId, taskId, kind: 'O' }))
  await through(objects, () => ({
    kind: 'announced',
    what: '号码',
    at: new Date(Date.now() + 15_000).toISOString(),
    later: [{ what: '下期号码', at: new Date(Date.now() + 40_000).toISOString() }],
  }))
  const { drawId: officers } = await once((commandId) => staff.organiser.api.draws.freeze({ commandId, taskId, kind: 'P' }))
  await through(officers, null)
  const subject = (await staff.supervisor.api.draws.selected({ drawId: objects, limit: 1 })).rows[0]?.subject ?? ''
  const { requestId } = await once((commandId) =>
    staff.organiser.api.replacements.request({
      commandId,
      drawId: objects,
      subject,
      reason: 'moved_out',
      note: '已迁出本市',
      evidenceFileId: null,
    }),
  )
  const { drawId: replacement } = await once((commandId) =>
    staff.approver.api.replacements.decide({ commandId, requestId, approve: true, opinion: '情况属实' }),
  )
  await through(replacement ?? '', null)
  const visit = (await staff.supervisor.api.inspections.list({ taskId, state: 'assigned', limit: 1 })).rows[0]
  const leaver = visit?.officers[0]?.id ?? ''
  const asked = await once((commandId) =>
    staff.organiser.api.seats.request({
      commandId,
      drawId: officers,
      officerId: leaver,
      subjects: [visit?.subject ?? ''],
      reason: 'illness',
      note: '检查期间病假',
    }),
  )
  const { drawId: seat } = await once((commandId) =>
    staff.approver.api.seats.decide({ commandId, requestId: asked.requestId, approve: true, opinion: '情况属实' }),
  )
  await through(seat ?? '', null)

  const parties = ['pledge', 'pledge', 'commit', 'reveal', 'reveal', 'reveal']
  expect(await eventsOf(objects)).toEqual(['open', 'freeze', 'pledge', ...parties, 'beacon_proposed', 'beacon', 'result', 'close'])
  expect(await eventsOf(officers)).toEqual(['open', 'freeze', 'pledge', ...parties, 'result', 'close'])
  for (const drawId of [replacement ?? '', seat ?? ''])
    expect(await eventsOf(drawId)).toEqual(['open', 'freeze', 'pledge', ...parties, 'result', 'close'])
  const seats = await house.ask<{ n: number }>(
    'select count(*)::int as n from seat where task_id = $1::uuid and subject = $2',
    taskId,
    visit?.subject ?? '',
  )
  expect(seats).toEqual([{ n: 2 }])
  expect((await entriesOf(objects)).toSorted()).toEqual(['close', 'commit', 'freeze', 'result', 'reveal', 'reveal', 'reveal'])
  const named = await Promise.all([objects, officers, replacement ?? '', seat ?? ''].map(bundleOf))
  const { verdict, verifications } = verifyBundles(named, { complete: true })
  expect(verifications.flatMap(({ checks }) => checks.filter(({ status }) => status === 'failed'))).toEqual([])
  expect(verdict).toBe('held')
  const visits = await house.ask<{ state: string; n: number }>('select state, count(*)::int as n from visit group by state order by state')
  const target = (await staff.organiser.api.draws.get({ drawId: objects })).strata[0]?.target
  expect(visits).toEqual([
    { state: 'assigned', n: target },
    { state: 'replaced', n: 1 },
  ])
}, 300_000)

test('a void asked for and approved over two kills is void once, and public', async () => {
  const { drawId } = await (async () => {
    const { rows } = await staff.organiser.api.tasks.list({ limit: 1 })
    const task = await staff.organiser.api.tasks.get({ taskId: rows[0]?.id ?? '' })
    const { commandId: _, ...next } = { ...taskText(''), ...id() }
    const plan = await staff.organiser.api.plans.get({ planId: task.planId ?? '' })
    const made = await work.confirmTask(staff, { ...next, planRowId: plan.rows[0]?.id ?? '', name: '另一任务' })
    return staff.organiser.api.draws.freeze({ ...id(), taskId: made.taskId, kind: 'O' })
  })()
  await inState(drawId, 'frozen')
  await once((commandId) => staff.organiser.api.draws.requestVoid({ commandId, drawId, reason: 'task_cancelled', note: '任务取消' }))
  await once((commandId) => staff.approver.api.draws.approveVoid({ commandId, drawId }))
  expect((await eventsOf(drawId)).filter((type) => type === 'void')).toHaveLength(1)
  expect(await entriesOf(drawId)).toContain('void')
}, 120_000)
