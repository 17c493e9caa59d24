import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { quicknet } from '#core/draws/beacon.ts'
import { fetchRound } from './client.ts'

const signature = 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A mirror that answers by path; a function never answers. */
async function mirror(answers: Readonly<Record<string, { status?: number; body: string } | null>>): Promise<string> {
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? '']
    if (answer === undefined) response.writeHead(404).end()
    else if (answer !== null) response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' }).end(answer.body)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // it listens on TCP
}

const path = `/${quicknet.hash}/public/1000`
const round = { body: JSON.stringify({ round: 1000, randomness: 'ab'.repeat(32), signature }) }

test('a round is what the mirror says, when it says it in its form', async () => {
  const url = await mirror({ [path]: round })
  expect(await fetchRound([`${url}/`], quicknet, 1000)).toEqual({ round: 1000, signature })
})

test('a mirror that is down, slow, broken or answers another round gives way to the next one', async () => {
  const slow = await mirror({ [path]: null })
  const broken = await mirror({ [path]: { status: 502, body: 'bad gateway' } })
  const nonsense = await mirror({ [path]: { body: '<html>' } })
  const other = await mirror({ [path]: { body: JSON.stringify({ round: 999, signature }) } })
  const long = await mirror({ [path]: { body: ' '.repeat(100_000) } })
  const good = await mirror({ [path]: round })
  const mirrors = ['http://127.0.0.1:9', slow, broken, nonsense, other, long]
  expect(await fetchRound([...mirrors, good], quicknet, 1000, { timeoutMs: 200 })).toEqual({ round: 1000, signature })
  await expect(fetchRound(mirrors, quicknet, 1000, { timeoutMs: 200 })).rejects.toThrow(
    /127\.0\.0\.1:9: .*no answer in time.*HTTP 502.*something else than was asked.*too long/,
  )
})

test('a round that is not there yet is no fault', async () => {
  const early = await mirror({ [path]: { status: 425, body: '' } })
  expect(await fetchRound([early, 'http://127.0.0.1:9'], quicknet, 1000)).toBeNull()
  expect(await fetchRound([await mirror({})], quicknet, 1000)).toBeNull()
})

test('without a mirror the error says what to set', async () => {
  await expect((async () => fetchRound([], quicknet, 1))()).rejects.toThrow(/MINGJIAN_DRAND/)
})
