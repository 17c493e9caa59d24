/** kill −9 in the middle of a body: whole transactions are in the register, its receipt and its numbers agree, and the same body again ends right. */
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newCommandId, signIn, until } from '#bin/scenario/client.ts'
import type { Receipt } from '#contract/feeds.ts'
import { usccCheckDigit } from '#core/registers/uscc.ts'
import { type CrashHouse, openCrashHouse } from '#test/crash-house.ts'

let house: CrashHouse
beforeAll(async () => {
  house = await openCrashHouse()
}, 60_000)
afterAll(() => house.close())

const many = 9000
const line = (seq: number): string => {
  const body = `91620103${String(seq).padStart(9, '0')}`
  const data = { name: `第${seq}号商贸有限公司`, region: '620103', address: `甘肃省兰州市七里河区西津路${seq}号` }
  return `${JSON.stringify({ seq, type: 'entered', subject: `${body}${usccCheckDigit(body)}`, effectiveOn: '2026-01-05', data })}\n`
}

async function feedCookie(): Promise<string> {
  const headers = { 'content-type': 'application/json', origin: house.url() }
  const sent = await fetch(`${house.url()}/api/auth/sign-in/username`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ username: 'feed', password: house.password }),
  })
  return sent.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
}

/** The body in pieces, so slowly that there is a middle of it. */
async function* slowly(): AsyncGenerator<Uint8Array, void, void> {
  for (let from = 1; from <= many; from += 500) {
    yield Buffer.from(Array.from({ length: 500 }, (_, i) => line(from + i)).join(''))
    await new Promise((resolve) => setTimeout(resolve, 120))
  }
}

async function push(body: ReadableStream<Uint8Array> | string): Promise<Response> {
  const init = { method: 'POST', headers: { cookie: await feedCookie(), origin: house.url() }, body, duplex: 'half' }
  return fetch(`${house.url()}/api/v1/register/events`, init as RequestInit) // `duplex` is not yet in the types of fetch
}

test('a body that dies with the server is in by whole transactions, and sent again it is in once', async () => {
  const admin = await signIn(house.url(), 'admin', house.password)
  const orgId = (await admin.api.access.me()).org.id
  const account = { username: 'feed', name: '登记推送', password: house.password, keepPassword: true, roles: ['feed' as const], orgId }
  await admin.api.access.createAccount({ commandId: newCommandId(), ...account })
  const dying = push(Readable.toWeb(Readable.from(slowly())) as ReadableStream<Uint8Array>) // Node's web stream is the global one
    .catch((error: unknown) => error)
  const counts = (): Promise<{ n: number }[]> => house.ask<{ n: number }>('select count(*)::int as n from entity')
  await until(counts, ([row]) => (row?.n ?? 0) > 0, 'the first transaction', 20)
  await house.killAndRestart()
  await dying
  const [left] = await house.ask<Record<string, number>>(
    `select (select count(*) from entity)::int as objects, (select count(*) from feed_event)::int as events, (select last_seq from feed_source)::int as last,
      (select to_seq from feed_receipt)::int as receipt, (select count(*) from feed_row)::int as staged`,
  )
  const whole = left?.objects ?? 0
  expect(left).toEqual({ objects: whole, events: whole, last: whole, receipt: whole, staged: 0 })
  expect([whole % 2000, whole > 0, whole < many]).toEqual([0, true, true])
  const receipt = (await (await push(Array.from({ length: many }, (_, i) => line(i + 1)).join(''))).json()) as Receipt // contract/feeds.ts
  expect(receipt).toMatchObject({ state: 'complete', repeated: whole, applied: { entered: many - whole }, refused: 0 })
  expect(await counts()).toEqual([{ n: many }])
}, 60_000)
