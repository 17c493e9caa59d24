/** kill −9 of the server at bad moments: what was acknowledged is there, what was begun is finished, and no draw ever gets a second seed. */
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Person, until } from '#bin/scenario/client.ts'
import { firmsCsv } from '#bin/scenario/firms.ts'
import { journeyItems } from '#bin/scenario/items.ts'
import type { Staff } from '#bin/scenario/people.ts'
import * as work from '#bin/scenario/work.ts'
import { hex } from '#core/bytes.ts'
import type { RevealedNonce } from '#core/draws/documents.ts'
import { nonceCommitment } from '#core/draws/nonces.ts'
import { drawSeed } from '#core/draws/seed.ts'
import { verifyBundle } from '#core/draws/verify.ts'
import { districts, planRow, taskText } from '#test/bureau.ts'
import { type CrashHouse, openCrashHouse } from '#test/crash-house.ts'

/** Enough for the freeze and the import to take a while, few enough to make quickly. */
const firms = 40_000
const csv = [...firmsCsv(firms, districts)].join('')

let house: CrashHouse
let staff: Staff
let itemIds: string[]
let taskId: string
beforeAll(async () => {
  house = await openCrashHouse()
  ;({ staff } = house)
  await work.importRegister(staff, 'firms.csv', Buffer.from(csv))
  itemIds = await work.publishItems(staff, journeyItems)
  const plan = await work.publishPlan(staff, 2026, '2026年度抽查计划', [planRow(itemIds)])
  taskId = (await work.confirmTask(staff, taskText(plan.rows[0]?.id ?? ''))).taskId
}, 120_000)
afterAll(() => house.close())

const killAndRestart = (): Promise<void> => house.killAndRestart()
const ask: CrashHouse['ask'] = (text, ...values) => house.ask(text, ...values)
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
const draw = (drawId: string) => staff.organiser.api.draws.get({ drawId })
/** In this state, however often the server is started again meanwhile. */
const inState = (drawId: string, state: string) =>
  until(
    () => draw(drawId),
    (one) => one.state === state,
    state,
    50,
  )
const phase = async (thing: string): Promise<string> =>
  (await ask<{ phase: string }>('select phase from progress where thing = $1', thing))[0]?.phase ?? ''
const eventsOf = async (drawId: string): Promise<string[]> =>
  (await ask<{ type: string }>('select type from draw_event where draw_id = $1 order by seq', drawId)).map(({ type }) => type)

/** Three people who draft plans as fast as they can, until the server is gone; what was sent, and what was answered. */
function draftPlans() {
  const sent: { commandId: string; name: string }[] = []
  const answered = new Map<string, string>()
  let going = true
  const draft = async (person: Person): Promise<void> => {
    while (going) {
      const command = { commandId: randomUUID(), name: `计划 ${sent.length}` }
      sent.push(command)
      try {
        answered.set(command.commandId, (await create(person, command)).planNo)
      } catch {
        return
      }
    }
  }
  const done = Promise.all([draft(staff.organiser), draft(staff.organiser), draft(staff.organiser)])
  const stop = async (): Promise<void> => {
    going = false
    await done
  }
  return { sent, answered, stop }
}
const create = (person: Person, command: { commandId: string; name: string }) =>
  person.api.plans.create({ ...command, year: 2030, rows: [planRow(itemIds)] })

let objects: { drawId: string; nonces: Readonly<Record<'organiser' | 'supervisor', Uint8Array>> }

test('killed while the list is sealed, twice: the draw is frozen once, with the key it had, and no acknowledged command is lost', async () => {
  const plans = draftPlans()
  await until(
    async () => plans.answered.size,
    (answered) => answered >= 3,
    'plans that are answered',
  )
  const { drawId } = await staff.organiser.api.draws.freeze({ commandId: randomUUID(), taskId, kind: 'O' })
  const secret = () =>
    ask(`select encode(pool_key, 'hex') as key, encode(system_nonce, 'hex') as nonce from draw_secret where draw_id = $1`, drawId)
  const before = await secret()
  for (let i = 0; i < 500 && (await phase(`draw:${drawId}`)) !== 'seal'; i++) await pause(5)
  await house.kill()
  await plans.stop()
  // Sealing and the system's pledge are one transaction: a kill finds both or neither.
  const wholeSteps = [['open'], ['open', 'freeze', 'pledge']]
  expect(wholeSteps).toContainEqual(await eventsOf(drawId))
  await house.restart()
  for (let i = 0; i < 100 && (await phase(`draw:${drawId}`)) === 'seal'; i++) await pause(5)
  await killAndRestart()
  expect(wholeSteps).toContainEqual(await eventsOf(drawId))
  const frozen = await inState(drawId, 'frozen')
  expect(await eventsOf(drawId)).toEqual(['open', 'freeze', 'pledge'])
  expect(await secret()).toEqual(before)
  expect(frozen.registerCount).toBe((frozen.poolSize ?? 0) + frozen.excluded.reduce((sum, { count }) => sum + count, 0))

  expect(plans.answered.size).toBeGreaterThan(0)
  const kept = await ask<{ command_id: string; plan_no: string }>(
    `select command_id, facts ->> 'planNo' as plan_no from record where verb = 'plan.create' and command_id is not null and facts ->> 'name' like '计划 %'`,
  )
  const recorded = new Map(kept.map((row) => [row.command_id, row.plan_no]))
  expect([...plans.answered].filter(([commandId, planNo]) => recorded.get(commandId) !== planNo)).toEqual([])
  // Who got no answer sends the same command again: it happens once, whether or not it had happened.
  for (const command of plans.sent) {
    const { planNo } = await create(staff.organiser, command)
    expect(planNo).toBe(plans.answered.get(command.commandId) ?? recorded.get(command.commandId) ?? planNo)
  }
  const numbers = await ask<{ plan_no: string }>('select plan_no from plan where year = 2030 order by plan_no')
  expect(numbers.map(({ plan_no }) => Number(plan_no.slice(-3)))).toEqual(plans.sent.map((_, i) => i + 1))

  const nonces = { organiser: new Uint8Array(randomBytes(32)), supervisor: new Uint8Array(randomBytes(32)) }
  for (const party of ['organiser', 'supervisor'] as const) {
    const commitment = hex(nonceCommitment('sha256', drawId, party, nonces[party]))
    await staff[party].api.draws.pledge({ commandId: randomUUID(), drawId, commitment })
  }
  objects = { drawId, nonces }
}, 60_000)

test('killed after the commit, between two reveals and while drawing: one commit, one seed, one result, and it verifies', async () => {
  const { drawId, nonces } = objects
  const { commitHash } = await staff.organiser.api.draws.commit({ commandId: randomUUID(), drawId })
  const reveal = (party: 'organiser' | 'supervisor', commandId: string) =>
    staff[party].api.draws.reveal({ commandId, drawId, nonce: hex(nonces[party]) })
  const press = randomUUID()
  await reveal('organiser', press)
  await killAndRestart()
  expect(await reveal('organiser', press)).toEqual({ state: 'committed', waitingFor: ['supervisor', 'system'] })
  await reveal('supervisor', randomUUID())
  await pause((randomBytes(1)[0] ?? 0) % 100)
  await killAndRestart()

  const result = await inState(drawId, 'result')
  expect(await eventsOf(drawId)).toEqual(['open', 'freeze', 'pledge', 'pledge', 'pledge', 'commit', 'reveal', 'reveal', 'reveal', 'result'])
  expect(result.commitHash).toBe(commitHash)
  const revealed = await ask<{ document: RevealedNonce }>(
    `select document from draw_event where draw_id = $1 and type = 'reveal' order by seq`,
    drawId,
  )
  const seed = hex(
    drawSeed(
      'sha256',
      commitHash,
      revealed.map(({ document }) => document),
      null,
    ),
  )
  expect(result.seed).toBe(seed)
  expect(await ask('select count(*)::int as n from drawn_object where draw_id = $1', drawId)).toEqual([{ n: result.strata[0]?.target }])
  const { verification } = await until(
    () => draw(drawId),
    (one) => one.verification !== null,
    'the verification',
    50,
  )
  expect(verification?.verdict).toBe('held')
  const bundle = await (await staff.organiser.download(`/api/v1/draws/${drawId}/bundle`)).arrayBuffer()
  const { pool } = JSON.parse(Buffer.from(bundle).toString()) as { pool: { file: string } }
  const beside = new Uint8Array(await (await staff.organiser.download(`/api/v1/draws/${drawId}/files/${pool.file}`)).arrayBuffer())
  const { verdict, checks } = verifyBundle(new Uint8Array(bundle), { readFile: (name) => (name === pool.file ? beside : null) })
  expect({ verdict, failed: checks.filter(({ status }) => status === 'failed') }).toEqual({ verdict: 'held', failed: [] })
}, 60_000)
