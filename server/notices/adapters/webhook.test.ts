import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Message } from './adapter.ts'
import { signatureOf, webhookAdapter } from './webhook.ts'

type Received = { readonly headers: IncomingHttpHeaders; readonly body: string; readonly path: string }

const received: Received[] = []
let answer = 204
let server: Server
let url = ''
beforeAll(async () => {
  server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      received.push({ headers: incoming.headers, body: Buffer.concat(chunks).toString('utf8'), path: incoming.url ?? '' })
      outgoing.writeHead(answer, answer === 302 ? { location: '/elsewhere' } : {}).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/hook`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  received.length = 0
  answer = 204
})

const secret = 'k9Qm2Vx7Lr4Zt8Wb3Ny6Hc1Jf5Pd0Ga+'
const clock = Date.parse('2026-11-20T01:02:03.456Z')
const message: Message = {
  ...{ id: '7d3f', kind: 'task.cancelled', thing: 'task:1', zh: '任务“春季抽查”已取消', en: 'cancelled', at: '2026-11-20T01:00:00.000Z' },
  ...{ link: 'https://check.example.gov.cn/console/tasks/1', dueOn: '2026-11-30', stage: 'd5' },
}
const receiver = { accountId: 'a1', name: '王敏', orgName: '城关区市场监督管理局', target: 'a1' }
const send = (to = url) => webhookAdapter({ url: to, secret }, () => clock).send(receiver, [message])

test('a message arrives as JSON with a signature that only the holder of the secret can make', async () => {
  expect(await send()).toMatchObject({ outcome: 'sent' })
  const [one] = received
  expect(JSON.parse(one?.body ?? '')).toEqual({
    version: 1,
    ...message,
    to: { accountId: 'a1', name: '王敏', orgName: '城关区市场监督管理局' },
  })
  expect(one?.headers).toMatchObject({ 'x-mingjian-delivery': '7d3f', 'x-mingjian-timestamp': '1795136523' })
  expect(one?.headers['x-mingjian-signature']).toBe(signatureOf(secret, 1_795_136_523, one?.body ?? ''))
  expect(signatureOf(`${secret}x`, 1_795_136_523, one?.body ?? '')).not.toBe(one?.headers['x-mingjian-signature'])
  expect(signatureOf(secret, 1_795_136_524, one?.body ?? '')).not.toBe(one?.headers['x-mingjian-signature'])
  expect(JSON.stringify(one)).not.toContain(secret)
})

test('a receiver that is busy or broken is asked again, one that refuses is not', async () => {
  for (const [status, again, code] of [
    [500, true, 'refused_for_now'],
    [503, true, 'refused_for_now'],
    [429, true, 'refused_for_now'],
    [400, false, 'refused'],
    [401, false, 'sign_in_refused'],
    [410, false, 'refused'],
  ] as const) {
    answer = status
    expect(await send()).toEqual({ outcome: 'failed', again, code, detail: `HTTP ${status}` })
  }
})

test('nobody is followed to another address', async () => {
  answer = 302
  expect(await send()).toMatchObject({ outcome: 'failed', again: true, code: 'redirected' })
  expect(received.map(({ path }) => path)).toEqual(['/hook'])
})

test('a receiver that is not there is asked again', async () => {
  const gone = createServer()
  await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve))
  const address = gone.address()
  await new Promise((resolve) => gone.close(resolve))
  expect(await send(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/hook`)).toMatchObject({
    outcome: 'failed',
    again: true,
    code: 'unreachable',
    detail: expect.stringContaining('ECONNREFUSED'),
  })
})
