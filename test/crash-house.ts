/** A house whose server is a process of its own, killed and started again on the same port, database and data. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createConfig } from '#bin/config.ts'
import { signIn } from '#bin/scenario/client.ts'
import { hireStaff, type Staff } from '#bin/scenario/people.ts'
import { startServer } from '#bin/start-server.ts'
import { bootstrap } from '#server/access/bootstrap.ts'
import { type ChildServer, startChild } from '#test/child-server.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'

export type CrashHouse = {
  readonly database: TestDatabase
  readonly staff: Staff
  /** The accounts of officers: made and signed in with this password. */
  readonly password: string
  readonly url: () => string
  readonly kill: () => Promise<void>
  readonly restart: () => Promise<void>
  readonly killAndRestart: () => Promise<void>
  /** Asks the database past the server. */
  readonly ask: <Row>(text: string, ...values: unknown[]) => Promise<Row[]>
  readonly close: () => Promise<void>
}

const password = 'Right-Horse-7'

export async function openCrashHouse(): Promise<CrashHouse> {
  const database = await cloneDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'mingjian-crash-'))
  await settle(database.url, dataDir)
  let server: ChildServer = await startChild({ databaseUrl: database.url, dataDir })
  const admin = await signIn(server.url, 'admin', password)
  const staff = await hireStaff(server.url, admin, (await admin.api.access.me()).org.id, password)
  const restart = async (): Promise<void> => {
    server = await startChild({ databaseUrl: database.url, dataDir, port: Number(new URL(server.url).port) })
  }
  return {
    database,
    staff,
    password,
    url: () => server.url,
    kill: () => server.kill(),
    restart,
    killAndRestart: async () => {
      await server.kill()
      await restart()
    },
    ask: async <Row>(text: string, ...values: unknown[]) => (await database.pools.migrator.query(text, values)).rows as Row[], // each caller names its columns
    close: async () => {
      await server.stop()
      await database.close()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** The organisation and its administrator, as an installation makes them; without accounts the demo county would be seeded. */
async function settle(databaseUrl: string, dataDir: string): Promise<void> {
  const config = createConfig({ DATABASE_URL: databaseUrl, MINGJIAN_MODE: 'demo', MINGJIAN_DATA: dataDir, PORT: '0', LOG_LEVEL: 'silent' })
  if (!config.ok) throw new Error(config.failure.problems.join())
  const admin = { username: 'admin', name: '系统管理员', password, mustChangePassword: false }
  const running = await startServer(config.value, {
    prepare: async (services) => {
      await bootstrap(services, { path: '62.6201', dept: 'scjg', name: '兰州市市场监督管理局', shortName: '市局', admin })
    },
  })
  await running.stop()
}
