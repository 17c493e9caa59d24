/** The whole server on a port: what it serves where, how much memory a large upload takes, and how it stops. */
import { spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Config, createConfig } from '#bin/config.ts'
import { type Running, startServer } from '#bin/start-server.ts'
import { bootstrap } from '#server/access/bootstrap.ts'
import { insertAccount } from '#server/access/store.ts'
import type { Services } from '#server/http/context.ts'
import { verifyRecord } from '#server/record/verify.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'

const password = 'Right-Horse-7'
let database: TestDatabase
let folder: string
let config: Config
let running: Running

beforeAll(async () => {
  database = await cloneDatabase()
  folder = await mkdtemp(join(tmpdir(), 'mingjian-server-'))
  const made = createConfig({ DATABASE_URL: database.url, MINGJIAN_MODE: 'demo', MINGJIAN_DATA: folder, PORT: '0', LOG_LEVEL: 'silent' })
  if (!made.ok) throw new Error(made.failure.problems.join())
  config = made.value
  running = await startServer(config, { prepare: settle })
})
afterAll(async () => {
  await running.stop()
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

async function settle(services: Services): Promise<void> {
  const admin = { username: 'admin', name: '系统管理员', password, mustChangePassword: false }
  const first = await bootstrap(services, { path: '62', dept: 'scjg', name: '甘肃省市场监督管理局', shortName: '省局', admin })
  if (first === null) return
  const passwordHash = await services.hashPassword(password)
  await services.db.transaction().execute((tx) =>
    insertAccount(tx, {
      username: 'registrar',
      name: '名录员',
      passwordHash,
      mustChangePassword: false,
      roles: ['registrar'],
      orgId: first.orgId,
      officerId: null,
    }),
  )
}

const signIn = async (username: string): Promise<string> => {
  const answer = await fetch(`${running.url}/api/auth/sign-in/username`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  })
  expect(answer.status).toBe(200)
  return answer.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
}

test('everything is on one port: health, figures, API, console, portal', async () => {
  const status = async (path: string): Promise<number> => (await fetch(`${running.url}${path}`, { redirect: 'manual' })).status
  expect(await (await fetch(`${running.url}/healthz`)).text()).toBe('ok\n')
  expect(await (await fetch(`${running.url}/readyz`)).json()).toEqual({ ready: true, missing: [] })
  expect(await status('/api/v1/docs')).toBe(200)
  expect(await status('/')).toBe(200)
  expect(await (await fetch(`${running.url}/`)).text()).toContain('<html')
  expect(await status('/no/such/page')).toBe(404)
})

test('figures name endpoints by their pattern, never by an address, and are for this machine only', async () => {
  await fetch(`${running.url}/api/v1/plans/${randomUUID()}`)
  const answer = await fetch(`${running.url}/metrics`)
  const text = await answer.text()
  expect(text).toMatch(/mingjian_request_duration_seconds_count\{method="GET",route="healthz",status="200"\} \d/)
  expect(text).toMatch(/mingjian_jobs\{state="waiting"\} 0/)
  expect(text).toMatch(/mingjian_pool_connections\{pool="app",state="idle"\} \d/)
  expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/)
  expect((await fetch(`${running.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9' } })).status).toBe(404)
})

test('the first start makes the administrator once, and the record tells of it', async () => {
  await signIn('admin')
  await settle(running.services)
  const rows = await database.db.selectFrom('record').select('verb').where('verb', '=', 'house.bootstrap').execute()
  expect(rows).toHaveLength(1)
})

test('a large upload streams to disk: 300 MB take less than 120 MB of memory', async () => {
  const cookie = await signIn('registrar')
  const chunk = randomBytes(1 << 20)
  const before = process.memoryUsage().rss
  let peak = 0
  async function* many(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < 300; i++) {
      peak = Math.max(peak, process.memoryUsage().rss - before)
      yield chunk
    }
  }
  const answer = await fetch(`${running.url}/api/v1/files?name=big.csv`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'text/csv' },
    body: Readable.toWeb(Readable.from(many())),
    duplex: 'half',
  } as RequestInit)
  expect(await answer.json()).toMatchObject({ size: 300 * (1 << 20) })
  expect(peak / 2 ** 20).toBeLessThan(120)
}, 60_000)

test('an upload whose sender vanishes leaves nothing behind', async () => {
  const cookie = await signIn('registrar')
  const before = await database.db.selectFrom('file').select('id').execute()
  const request = httpRequest(`${running.url}/api/v1/files?name=half.csv`, {
    method: 'POST',
    headers: { cookie, 'content-length': 10_000_000 },
  })
  request.on('error', () => undefined)
  request.write(randomBytes(100_000))
  await new Promise((resolve) => setTimeout(resolve, 200))
  request.destroy()
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await database.db.selectFrom('file').select('id').execute()).toEqual(before)
})

test('a port in use is told in words that say what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  await expect(startServer({ ...config, port })).rejects.toThrow(
    new RegExp(`Port ${port} on 127.0.0.1 is in use.*PORT=0.*\\[EADDRINUSE\\]`),
  )
  other.close()
})

test('SIGTERM finishes the request in hand, and the process ends', async () => {
  await using own = await cloneDatabase()
  const child = spawn(process.execPath, ['bin/server.ts'], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: own.url,
      MINGJIAN_DATA: folder,
      PORT: '0',
      LOG_LEVEL: 'silent',
      MINGJIAN_MODE: 'production',
      PUBLIC_URL: 'http://check.example.gov.cn',
      MINGJIAN_SECRET: randomBytes(32).toString('base64'),
      MINGJIAN_ADMIN_PASSWORD: password,
      MINGJIAN_ORG_PATH: '62',
      MINGJIAN_ORG_NAME: '甘肃省市场监督管理局',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said: string[] = []
  child.stdout.on('data', (text) => said.push(String(text)))
  const listening = async (): Promise<string> => {
    for (let i = 0; i < 200; i++) {
      const [, url] = /listens (http:\S+)/.exec(said.join('')) ?? []
      if (url !== undefined) return url
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error(`the server did not start: ${said.join('')}`)
  }
  const url = await listening()
  // A sign-in whose body comes in two halves, with the signal between them.
  const body = JSON.stringify({ username: 'admin', password })
  const request = httpRequest(`${url}/api/auth/sign-in/username`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'content-length': body.length },
  })
  request.write(body.slice(0, 10))
  await new Promise((resolve) => setTimeout(resolve, 300))
  child.kill('SIGTERM')
  await new Promise((resolve) => setTimeout(resolve, 300))
  request.end(body.slice(10))
  const [answer] = await once(request, 'response')
  expect(answer.statusCode).toBe(200)
  answer.resume()
  const [code] = await once(child, 'exit')
  expect(code).toBe(0)
  expect(await verifyRecord(own.db)).toMatchObject({ sealed: 1, fault: null })
}, 60_000)
