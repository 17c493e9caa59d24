/** A throw-away database and the real server as a process of its own, for benches that measure the whole house. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { childEnvironment } from '#bin/config.ts'
import { type Person, signIn } from '#bin/scenario/client.ts'
import { duties, hireStaff, type Staff } from '#bin/scenario/people.ts'
import type { Embedded } from '#db/embedded.ts'
import { startThrowAway } from '#db/throw-away.ts'

export type BenchHouse = {
  readonly url: string
  /** The database as its owner, for comparisons in the same run. */
  readonly database: string
  readonly admin: Person
  readonly staff: Staff
  /** Largest resident memory of the server process so far, in megabytes (VmHWM of proc(5)). */
  readonly peakMemoryMb: () => number
  readonly stop: () => Promise<void>
}

/** As `npm start` does: young objects of a stream die at once, so that a larger place for them only makes the process larger, by a hundred megabytes. */
const asStarted = ['--max-semi-space-size=4']

const first = 'Bench-Admin-1'
/** Of the administrator and of everybody they hire. */
export const password = 'Bench-Admin-2'

/** Starts both; the organisation stands at `orgPath`, a path of the region table. A database that is kept brings the folder of its server, with what was signed. */
export async function startHouse(
  name: string,
  orgPath: string,
  kept?: { readonly database: Embedded; readonly folder: string },
): Promise<BenchHouse> {
  const data = resolve('.data')
  const database = kept?.database ?? (await startThrowAway(data, name))
  const folder = kept === undefined ? join(data, `${name}-server-${process.pid}`) : join(kept.folder, 'server')
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const server = spawn(process.execPath, [...asStarted, fileURLToPath(new URL('../../bin/server.ts', import.meta.url))], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: childEnvironment({
      DATABASE_URL: database.url,
      MINGJIAN_MODE: 'production',
      MINGJIAN_DATA: folder,
      MINGJIAN_SECRET: 'K7q2-vX9w-Bn4t-Zr8p-Yh3m-Lc6d-Gs5f',
      MINGJIAN_ADMIN_PASSWORD: first,
      MINGJIAN_ORG_PATH: orgPath,
      MINGJIAN_ORG_NAME: '测试机构',
      PUBLIC_URL: url,
      PORT: String(port),
      LOG_LEVEL: 'error',
    }),
  })
  await ready(url, server)
  const admin = await signIn(url, 'admin', password).catch(() => firstSignIn(url))
  const { org } = await admin.api.access.me()
  return {
    url,
    database: database.url,
    admin,
    staff: await staffOf(url, admin, org.id),
    peakMemoryMb: () => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024,
    stop: async () => {
      server.kill('SIGTERM')
      await new Promise((done) => server.once('exit', done))
      await database.stop()
      if (kept === undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A kept house has its people already. */
async function staffOf(url: string, admin: Person, orgId: string): Promise<Staff> {
  const there = await signIn(url, 'registrar', password).catch(() => null)
  if (there === null) return hireStaff(url, admin, orgId, password)
  const entries = await Promise.all(
    Object.entries(duties).map(async ([duty, { username }]) => [duty, await signIn(url, username, password)] as const),
  )
  return Object.fromEntries(entries) as Staff // one entry for each duty
}

async function ready(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`)
    const answer = await fetch(`${url}/readyz`).catch(() => null)
    if (answer?.ok) return
    await new Promise((done) => setTimeout(done, 200))
  }
  throw new Error('the server did not become ready within a minute')
}

/** The first password was set by someone else, so it is changed before anything can be done. */
async function firstSignIn(url: string): Promise<Person> {
  const person = await signIn(url, 'admin', first)
  await person.post('/api/auth/change-password', { currentPassword: first, newPassword: password })
  return signIn(url, 'admin', password)
}

const freePort = (): Promise<number> =>
  new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => found(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
