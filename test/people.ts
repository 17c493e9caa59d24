/** The people of the tests: one account for each role, in two places, and a whole house to call as one of them. */
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import type { AnyRouter } from '@orpc/server'
import type { UploadedFile } from '#contract/files.ts'
import type { contract } from '#contract/router.ts'
import { type Role, roleCodes, roles } from '#core/access/roles.ts'
import { quicknet } from '#core/draws/beacon.ts'
import { nationalPolicy } from '#core/policy/national.ts'
import type { PolicyPack } from '#core/policy/pack.ts'
import { type Instant, instant } from '#core/time.ts'
import { createDb } from '#db/connect.ts'
import { createAuth } from '#server/access/auth.ts'
import { insertAccount, insertOrg, type Org } from '#server/access/store.ts'
import { openFileStore } from '#server/files/store.ts'
import { type App, createApp } from '#server/http/app.ts'
import { inScope } from '#server/http/call.ts'
import type { Beacons, Services } from '#server/http/context.ts'
import { createLog } from '#server/http/log.ts'
import { createMetrics } from '#server/http/metrics.ts'
import type { Streams } from '#server/http/streams.ts'
import type { AnyJob } from '#server/jobs/job.ts'
import { createWatcher } from '#server/jobs/watch.ts'
import { startWorker } from '#server/jobs/worker.ts'
import { logRoutes } from '#server/log/routes.ts'
import { openTransparency, type TransparencyOptions } from '#server/log/transparency.ts'
import type { Adapter } from '#server/notices/adapters/adapter.ts'
import { ensureRegions } from '#server/registers/regions.ts'
import * as rooms from '#server/router.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'

export type Client = ContractRouterClient<typeof contract>

/** Somebody who is signed in. */
export type Person = {
  readonly id: string
  readonly username: string
  readonly cookie: string
  /** The typed calls, as the console makes them. */
  readonly call: Client
  readonly get: (path: string) => Promise<Response>
  readonly post: (path: string, body: unknown) => Promise<Response>
  /** Sends a file as the console does. */
  readonly upload: (name: string, bytes: BodyInit) => Promise<UploadedFile>
}

/** `organiser` works in the city 62.6201; `organiser@county` in the county 62.6201.620102 below it; `organiser@elsewhere` in 62.6202. */
export type Who = Role | `${Role}@county` | `${Role}@elsewhere`

export type TestHouse = {
  readonly database: TestDatabase
  readonly services: Services
  readonly app: App
  readonly orgs: Readonly<Record<'city' | 'county' | 'elsewhere', Org>>
  /** A request from nobody, unless `init` brings a cookie. */
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>
  /** Signs in; a person is signed in once. */
  readonly as: (who: Who) => Promise<Person>
  /** Signs in somebody a test has made. */
  readonly enter: (username: string) => Promise<Person>
  readonly signIn: (username: string, password?: string) => Promise<Response>
  /** Moves the clock that the server asks. */
  readonly passTime: (milliseconds: number) => void
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

export type TestHouseOptions = {
  readonly router?: AnyRouter
  readonly streams?: Streams
  /** Given: a worker runs these jobs. */
  readonly jobs?: readonly AnyJob[]
  /** The public randomness this house knows; absent: quicknet, and no line to it. */
  readonly beacons?: Beacons
  /** Absent: the national policy. */
  readonly policy?: PolicyPack
  /** How messages leave; absent: not at all. */
  readonly adapters?: readonly Adapter[]
  /** What is special about this house's transparency log: its name, its witnesses. */
  readonly transparency?: Partial<TransparencyOptions>
}

/** Everybody's password. */
export const password = 'Right-Horse-7'
export const origin = 'http://mingjian.test'

/** A house of its own on a clone of the database, with everybody in it and without a socket. */
export async function openTestHouse({
  router = rooms.router,
  streams = rooms.streams,
  jobs,
  beacons = { chains: [], chain: quicknet, fetch: null },
  policy = nationalPolicy,
  adapters = [],
  transparency: ofLog = {},
}: TestHouseOptions = {}): Promise<TestHouse> {
  const database = await cloneDatabase()
  const { pools } = database
  const folder = await mkdtemp(join(tmpdir(), 'mingjian-test-'))
  const log = createLog('error')
  const auth = createAuth({ pool: pools.auth, secret: 'a secret of the tests, long enough 0123456789', origin, policy })
  const watcher = createWatcher(() => pools.jobs.connect(), log)
  let offset = 0
  const now = (): Instant => instant(Date.now() + offset)
  const longDb = createDb(pools.jobs)
  const services: Services = {
    db: createDb(pools.app),
    longDb,
    bulk: pools.jobs,
    files: await openFileStore(folder),
    watcher,
    policy,
    beacons,
    publicUrl: origin,
    adapters,
    hashPassword: auth.hashPassword,
    log,
    now,
    // Nobody takes entries in by the second here: jobs and tests do it with sequenceNow.
    transparency: await openTransparency({
      db: longDb,
      folder: join(folder, 'log'),
      origin: 'mingjian.test/log',
      fallbackOrigin: '',
      secrets: { log: secretOf('log'), witness: secretOf('witness'), sm2: null },
      witnesses: [],
      watched: [],
      sequences: true,
      log,
      now,
      ...ofLog,
    }),
    demo: true,
  }
  await ensureRegions(services.db)
  const orgs = await settle(services)
  const worker = jobs === undefined ? null : await startWorker({ services, jobs, pool: pools.jobs, connect: () => pools.jobs.connect() })
  const app = createApp({
    services,
    auth,
    router,
    streams,
    origin: () => origin,
    demoAccounts: async () => [],
    metrics: createMetrics({ pools: { app: pools.app }, countJobs: async () => ({}) }),
    notReady: async () => [],
    transparency: logRoutes(services.transparency),
    consoleFolder: null,
    portal: null,
  })
  const fetch = async (path: string, init?: RequestInit): Promise<Response> => app.fetch(new Request(new URL(path, origin), init))
  const post = (path: string, body: unknown, cookie = ''): Promise<Response> =>
    fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify(body) })
  const signIn = (username: string, word = password): Promise<Response> => post('/api/auth/sign-in/username', { username, password: word })
  const people = new Map<Who, Promise<Person>>()
  const enter = async (username: string): Promise<Person> => {
    const answer = await signIn(username)
    if (!answer.ok) throw new Error(`${username} could not sign in: ${await answer.text()}`)
    const { user } = (await answer.json()) as { user: { id: string } } // server/access/routes.ts
    const cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    const link = new RPCLink({ url: `${origin}/rpc`, headers: { cookie }, fetch: async (request) => app.fetch(request) })
    return {
      id: user.id,
      username,
      cookie,
      call: createORPCClient(link),
      get: (path) => fetch(path, { headers: { cookie } }),
      post: (path, body) => post(path, body, cookie),
      upload: async (name, bytes) => {
        const init = { method: 'POST', headers: { cookie }, body: bytes, duplex: 'half' }
        const sent = await fetch(`/api/v1/files?${new URLSearchParams({ name })}`, init as RequestInit) // `duplex` is not yet in the types of fetch
        if (!sent.ok) throw new Error(`upload of ${name}: ${sent.status} ${await sent.text()}`)
        return (await sent.json()) as UploadedFile // contract/files.ts
      },
    }
  }
  const close = async (): Promise<void> => {
    await watcher.close()
    await worker?.stop(2000)
    await database.close()
    await rm(folder, { recursive: true, force: true })
  }
  return {
    database,
    services,
    app,
    orgs,
    fetch,
    signIn,
    as: (who) => {
      const known = people.get(who) ?? enter(usernameOf(who))
      people.set(who, known)
      return known
    },
    enter,
    passTime: (milliseconds) => {
      offset += milliseconds
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

/** A secret of the log that every test house has: 32 bytes as base64url. */
export const secretOf = (name: string): string => createHash('sha256').update(name).digest('base64url')

export const usernameOf = (who: Who): string => who.replace('@', '.')

/** Hashing is slow on purpose; everybody has the same password, so once is enough. */
let hash: Promise<string> | null = null

async function settle(services: Services): Promise<TestHouse['orgs']> {
  hash ??= services.hashPassword(password)
  const passwordHash = await hash
  return inScope(services.db, '*', 'read write', async (tx) => {
    const city = await insertOrg(tx, { path: '62.6201', dept: 'scjg', name: '兰州市市场监督管理局', shortName: '兰州市局' })
    const county = await insertOrg(tx, { path: '62.6201.620102', dept: 'scjg', name: '城关区市场监督管理局', shortName: '城关区局' })
    const elsewhere = await insertOrg(tx, { path: '62.6202', dept: 'scjg', name: '嘉峪关市市场监督管理局', shortName: '嘉峪关市局' })
    const orgs = { city, county, elsewhere }
    for (const role of roleCodes) {
      for (const place of ['city', 'county', 'elsewhere'] as const) {
        const username = place === 'city' ? role : `${role}.${place}`
        await insertAccount(tx, {
          username,
          name: roles[role].zh,
          passwordHash,
          mustChangePassword: false,
          roles: [role],
          orgId: orgs[place].id,
          officerId: null,
        })
      }
    }
    return orgs
  })
}
