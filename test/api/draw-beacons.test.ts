/** Beacons through the API: the seed waits for a value that nobody knew at the COMMIT, and being late postpones and never chooses. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '#bin/scenario/client.ts'
import { newTestChain } from '#bin/scenario/test-chain.ts'
import { closeDraw, freezeAndCommit } from '#bin/scenario/work.ts'
import type { BeaconChoice } from '#contract/draws.ts'
import { hex } from '#core/bytes.ts'
import { drandRoundTime } from '#core/draws/beacon.ts'
import { verifyBundle } from '#core/draws/verify.ts'
import { type Bureau, openBureau, refusal } from '#test/bureau.ts'

const { chain, signature } = newTestChain()
/** Rounds that the line to drand already carries; a test puts them there. */
const published = new Map<number, string>()
let bureau: Bureau
beforeAll(async () => {
  bureau = await openBureau({
    firms: 120,
    beacons: { chains: [chain], chain, fetch: async (_, round) => published.get(round) ?? null },
  })
})
afterAll(() => bureau.house.close())

const soon = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString()
const id = () => ({ commandId: randomUUID() })
const as = (who: 'organiser' | 'supervisor') => bureau.staff[who].api.draws
const get = (drawId: string) => as('organiser').get({ drawId })
const type = (who: 'organiser' | 'supervisor', drawId: string, value: string) =>
  as(who).giveBeacon({ ...id(), drawId, value: { kind: 'announced', value } })
const reveal = (who: 'organiser' | 'supervisor', drawId: string, nonce: Uint8Array) =>
  as(who).reveal({ ...id(), drawId, nonce: hex(nonce) })

async function committed(choice: () => BeaconChoice) {
  const taskId = await bureau.task()
  return freezeAndCommit(bureau.staff, taskId, 'O', 'sha256', { choice, announced: null })
}

test('a drand round is waited for, fetched, and can be checked by whoever knows the chain', async () => {
  const { drawId, nonces } = await committed(() => ({ kind: 'drand', at: soon(2) }))
  await reveal('organiser', drawId, nonces.organiser)
  expect(await reveal('supervisor', drawId, nonces.supervisor)).toMatchObject({ state: 'awaiting_beacon' })
  const waiting = await get(drawId)
  expect(waiting).toMatchObject({
    state: 'awaiting_beacon',
    seed: null,
    beacon: { kind: 'drand', chain: chain.hash, known: true },
    beaconValue: null,
  })
  const round = waiting.beacon?.kind === 'drand' ? waiting.beacon.round : 0
  published.set(round, signature(round))
  const drawn = await until(
    () => get(drawId),
    (draw) => draw.verification !== null,
    'the result',
    40,
  )
  expect(drawn).toMatchObject({ beaconValue: { round, signature: signature(round) }, verification: { verdict: 'held' } })
  await closeDraw(bureau.staff, drawId)

  const bundle = new Uint8Array(await (await bureau.staff.supervisor.download(`/api/v1/draws/${drawId}/bundle`)).arrayBuffer())
  const beaconCheck = (chains: (typeof chain)[]) => verifyBundle(bundle, { chains }).checks.find(({ check }) => check === 'beacon')?.status
  expect(beaconCheck([chain])).toBe('ok')
  expect(beaconCheck([])).toBe('not_checked')
})

test('a mirror that is down or lies decides nothing and is asked again, without haste', async () => {
  const { drawId, nonces } = await committed(() => ({ kind: 'drand', at: soon(1) }))
  const planned = (await get(drawId)).beacon
  const round = planned?.kind === 'drand' ? planned.round : 0
  // A genuine signature of the chain, of another round; and a line that breaks.
  for (const [r, answer] of [0, 100, 200].flatMap((k) => [[round + k, signature(round + k + 1)] as const])) published.set(r, answer)
  for (const who of ['organiser', 'supervisor'] as const) await reveal(who, drawId, nonces[who])
  const asks = async () =>
    (
      await bureau.house.database.pools.jobs.query<{ seconds: number }>(
        `select extract(epoch from run_at - now())::int as seconds from graphile_worker.jobs where task_identifier = 'draw.beacon' and run_at > now() + interval '10 seconds'`,
      )
    ).rows
  await until(asks, (rows) => rows.length === 1, 'the next question', 20)
  expect((await asks())[0]?.seconds).toBeLessThanOrEqual(30)
  expect(await get(drawId)).toMatchObject({ state: 'awaiting_beacon', seed: null, beaconValue: null })
  const due = (await get(drawId)).beacon
  const genuine = signature(due?.kind === 'drand' ? due.round : 0)
  expect(await as('supervisor').giveBeacon({ ...id(), drawId, value: { kind: 'drand', signature: genuine } })).toEqual({ state: 'drawing' })
  await until(
    () => get(drawId),
    (draw) => draw.verification !== null,
    'the result',
    40,
  )
})

test('who reveals when the round is public gets a later round: the value used is always one that nobody knew', async () => {
  const { drawId, nonces } = await committed(() => ({ kind: 'drand', at: soon(1) }))
  const planned = (await get(drawId)).beacon
  await reveal('organiser', drawId, nonces.organiser)
  if (planned?.kind !== 'drand') throw new Error('a round of drand was chosen')
  await sleep(Date.parse(drandRoundTime(chain, planned.round)) + 100 - Date.now())
  await reveal('supervisor', drawId, nonces.supervisor)
  const due = (await get(drawId)).beacon
  if (due?.kind !== 'drand') throw new Error('a later round of drand is due')
  expect(due.round).toBe(planned.round + 100)
  expect(
    await refusal(as('organiser').giveBeacon({ ...id(), drawId, value: { kind: 'drand', signature: signature(planned.round) } })),
  ).toBe('beacon_not_yet')
  bureau.house.passTime(Date.parse(drandRoundTime(chain, due.round)) - Date.now() + 1000)
  expect(
    await refusal(as('organiser').giveBeacon({ ...id(), drawId, value: { kind: 'drand', signature: signature(planned.round) } })),
  ).toBe('beacon_signature_wrong')
  expect(await as('supervisor').giveBeacon({ ...id(), drawId, value: { kind: 'drand', signature: signature(due.round) } })).toEqual({
    state: 'drawing',
  })
  const drawn = await until(
    () => get(drawId),
    (draw) => draw.verification !== null,
    'the result',
    40,
  )
  expect(drawn.verification?.verdict).toBe('held')
})

test('an announced value is typed by two people, each unseen by the other, and only when it is due', async () => {
  const now = bureau.house.services.now()
  const at = new Date(Date.parse(now) + 3_600_000).toISOString()
  const { drawId, nonces } = await committed(() => ({ kind: 'announced', what: '双色球 2026135 期', at, later: [] }))
  expect(await refusal(type('organiser', drawId, '05 11 23'))).toBe('wrong_state')
  for (const who of ['organiser', 'supervisor'] as const) await reveal(who, drawId, nonces[who])
  expect(await refusal(type('organiser', drawId, '05 11 23'))).toBe('beacon_not_yet')
  bureau.house.passTime(2 * 3_600_000)
  expect(await refusal(type('organiser', drawId, '?'))).toBe('beacon_value_invalid')
  expect(await type('organiser', drawId, '05,11,23 08')).toEqual({ state: 'awaiting_beacon' })
  const seen = JSON.stringify(await as('supervisor').get({ drawId }))
  expect(seen).toContain('"beaconProposed":{"by":')
  expect(seen).not.toContain('05 11 23')
  expect(await refusal(type('supervisor', drawId, '05 11 23 09'))).toBe('beacon_values_differ')
  expect(await type('organiser', drawId, '05 11 23 08')).toEqual({ state: 'awaiting_beacon' })
  expect(await type('supervisor', drawId, '05 11 23 08')).toEqual({ state: 'drawing' })
  const drawn = await until(
    () => get(drawId),
    (draw) => draw.verification !== null,
    'the result',
    40,
  )
  expect(drawn).toMatchObject({ beaconValue: { kind: 'announced', value: '05 11 23 08' }, verification: { verdict: 'held' } })
})

test('a beacon lies in the future, or somebody could know it', async () => {
  const at = new Date(Date.parse(bureau.house.services.now()) - 1000).toISOString()
  expect(await refusal(committed(() => ({ kind: 'drand', at })))).toBe('beacon_not_in_future')
  expect(await refusal(committed(() => ({ kind: 'announced', what: '双色球', at: 'morgen', later: [] })))).toBe('instant_unreadable')
})
