/** A place whose policy wants a witness to share in the seed: no draw without them, and none that they could choose alone. */
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from '#bin/scenario/client.ts'
import { closeDraw } from '#bin/scenario/work.ts'
import { hex } from '#core/bytes.ts'
import { parseBundle } from '#core/draws/documents.ts'
import { nonceCommitment } from '#core/draws/nonces.ts'
import { type Bureau, openBureau, refusal } from '#test/bureau.ts'
import { setPolicy } from '#test/policy-packs.ts'

let bureau: Bureau
beforeAll(async () => {
  bureau = await openBureau({ firms: 60 })
  await setPolicy(bureau.house, '62.6201', { 'draws.parties': ['organiser', 'supervisor', 'witness', 'system'] })
})
afterAll(() => bureau.house.close())

test('the witness seals and reveals a number of their own, and the bundle holds four', async () => {
  const taskId = await bureau.task()
  const people = await Promise.all(
    (['organiser', 'supervisor', 'witness'] as const).map(async (party) => ({ party, person: await bureau.house.as(party) })),
  )
  const [organiser] = people
  if (organiser === undefined) throw new Error('three were asked for')
  const id = () => ({ commandId: randomUUID() })
  const get = () => organiser.person.call.draws.get({ drawId })
  const { drawId } = await organiser.person.call.draws.freeze({ ...id(), taskId, kind: 'O' })
  await until(get, (draw) => draw.state === 'frozen', 'frozen', 30)
  const nonces = people.map(({ party, person }) => ({ party, person, nonce: new Uint8Array(randomBytes(32)) }))
  for (const { party, person, nonce } of nonces.slice(0, 2))
    await person.call.draws.pledge({ ...id(), drawId, commitment: hex(nonceCommitment('sha256', drawId, party, nonce)) })
  expect(await refusal(organiser.person.call.draws.commit({ ...id(), drawId }))).toBe('pledges_missing')
  for (const { party, person, nonce } of nonces.slice(2))
    await person.call.draws.pledge({ ...id(), drawId, commitment: hex(nonceCommitment('sha256', drawId, party, nonce)) })
  await organiser.person.call.draws.commit({ ...id(), drawId })
  const answers = []
  for (const { person, nonce } of nonces) answers.push(await person.call.draws.reveal({ ...id(), drawId, nonce: hex(nonce) }))
  expect(answers.map(({ waitingFor }) => waitingFor)).toEqual([['supervisor', 'witness', 'system'], ['witness', 'system'], []])
  await closeDraw(bureau.staff, drawId)
  const bundle = parseBundle(JSON.parse(await (await organiser.person.get(`/api/v1/draws/${drawId}/bundle`)).text()))
  expect(bundle.ok && bundle.value.result.nonces.map(({ party }) => party)).toEqual(['organiser', 'supervisor', 'witness', 'system'])
})
