/**
 * The embedded PostgreSQL: a real server, run as a child process from the programs that npm installed.
 *
 * The npm package's own wrapper is not used: it answers terminal signals by itself, leaves the password readable in /tmp for a moment, takes
 * the machine's locale and can neither tell a stale server from a living one nor reach a checkout that only root can enter.
 */
import { rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { assertVersion, initialise, isEmpty, setPassword } from './embedded-cluster.ts'
import { embeddedFailure, isEmbeddedFailure } from './embedded-failure.ts'
import { findPlace } from './embedded-place.ts'
import { choosePort, rememberPort } from './embedded-port.ts'
import { launch, ready, type Server, wrongPassword } from './embedded-process.ts'
import { makeWayForStart, superuser } from './embedded-running.ts'
import { loadSecret } from './secrets.ts'

export type EmbeddedOptions = {
  /** The data directory, or the link to it: `<MINGJIAN_DATA>/postgres`. Secrets and the log are beside it. */
  readonly dir: string
  /** For tests: no fsync, and everything is removed on stop or when this process ends, however it ends. */
  readonly throwAway?: boolean
  /** Fixed port; without it the port of last time, or any free one. */
  readonly port?: number
  /** Told what a person at the terminal should know, one line at a time. */
  readonly notice?: (line: string) => void
  /** More server settings, by name. */
  readonly settings?: Readonly<Record<string, string>>
}

export type Embedded = {
  /** Superuser connection to the database `mingjian`; give it to `migrate` and `createPools`. */
  readonly url: string
  /** The roles' own accounts in it: a pool that logs in with one cannot become another role, whatever is injected into its SQL. */
  readonly urls: Readonly<Record<'app' | 'portal' | 'exchange', string>>
  readonly port: number
  readonly pid: number
  readonly dataDir: string
  /** Fast shutdown: rolls back what is open, waits until the server has gone. May be called twice. */
  readonly stop: () => Promise<void>
  /** Resolves when the server has ended: null after `stop`, else why (a process that keeps serving without it would only fail later). */
  readonly closed: Promise<Error | null>
}

/** Starts the server, making the database on a first start. Throws an `EmbeddedFailure`; its message says what to do. */
export const startEmbedded = async (options: EmbeddedOptions): Promise<Embedded> => {
  const dir = resolve(options.dir)
  const notice = options.notice ?? (() => {})
  const throwAway = options.throwAway ?? false
  const place = findPlace({ dir, throwAway, notice })
  const secret = (name: string) => (throwAway ? 'throw-away' : loadSecret(join(dirname(dir), 'secrets.json'), name))
  const password = secret('postgres')
  if (isEmpty(place.dataDir)) initialise(place, { dir, password, sync: !throwAway })
  assertVersion(place)
  const log = throwAway ? join(place.dataDir, 'postgres.log') : join(dirname(dir), 'postgres.log')
  const running = await startFor(
    async () => {
      await makeWayForStart(place.dataDir, password)
      const port = await choosePort(place.dataDir, options.port, notice)
      const server = launch(place, { port, log, throwAway, settings: options.settings ?? {} })
      return { server, port, owner: await ready(server, { port, password, dataDir: place.dataDir, log }) }
    },
    { mayMove: options.port === undefined, setPassword: () => setPassword(place, password), dataDir: place.dataDir },
  )
  rememberPort(place.dataDir, running.port)
  return await embeddedFrom(running, { dataDir: place.dataDir, throwAway, secret })
}

type Running = { readonly server: Server; readonly owner: pg.Client; readonly port: number }

type Repair = { readonly mayMove: boolean; readonly setPassword: () => void; readonly dataDir: string }

/**
 * Tries again for what may be over in a moment: a free port was taken before the server bound it, or the processes of a server killed an
 * instant ago still hold its memory. A lost secrets.json is repaired once, because whoever may write the data files is their owner anyway.
 */
const startFor = async (start: () => Promise<Running>, { mayMove, setPassword, dataDir }: Repair): Promise<Running> => {
  let repaired = false
  for (let tries = 1; ; tries++) {
    try {
      return await start()
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === wrongPassword) {
        if (repaired) throw embeddedFailure('data_corrupt', { dataDir, output: error.message }, error)
        setPassword()
        repaired = true
      } else if (tries < 5 && isEmbeddedFailure(error) && ((error.code === 'port_taken' && mayMove) || error.facts.race === 1)) {
        await wait(200)
      } else throw error
    }
  }
}

type Kept = { readonly dataDir: string; readonly throwAway: boolean; readonly secret: (name: string) => string }

const embeddedFrom = async ({ server, owner, port }: Running, { dataDir, throwAway, secret }: Kept): Promise<Embedded> => {
  let stopping = false
  const closed = server.exited.then((end) => {
    if (throwAway) rmSync(dataDir, { recursive: true, force: true })
    return stopping ? null : new Error(`The embedded PostgreSQL ended by itself (${end}); see postgres.log.`)
  })
  const stop = async () => {
    stopping = true
    server.stop()
    await closed
    await owner.end().catch(() => {})
  }
  const urlFor = (user: string, password: string) => `postgres://${user}:${password}@127.0.0.1:${port}/${databaseName}`
  try {
    await ensureDatabase(owner)
    for (const role of ['app', 'portal', 'exchange']) await ensureLogin(owner, `mingjian_${role}`, secret(`postgres_${role}`))
  } catch (error) {
    await stop()
    throw error
  }
  server.release()
  // pg's Client has unref(); its published types leave it out.
  ;(owner as pg.Client & { readonly unref: () => void }).unref()
  return {
    url: urlFor(superuser, secret('postgres')),
    urls: {
      app: urlFor('mingjian_app', secret('postgres_app')),
      portal: urlFor('mingjian_portal', secret('postgres_portal')),
      exchange: urlFor('mingjian_exchange', secret('postgres_exchange')),
    },
    port,
    pid: server.pid,
    dataDir,
    stop,
    closed,
  }
}

const databaseName = 'mingjian'

const ensureDatabase = async (owner: pg.Client): Promise<void> => {
  const { rowCount } = await owner.query('select from pg_database where datname = $1', [databaseName])
  if (rowCount === 0) await owner.query(`create database ${databaseName}`)
}

/** Set on every start, so that a new secrets.json is enough to change the passwords. */
const ensureLogin = async (owner: pg.Client, role: string, password: string): Promise<void> => {
  const { rowCount } = await owner.query('select from pg_roles where rolname = $1', [role])
  await owner.query(`${rowCount === 0 ? 'create' : 'alter'} role ${role} login password '${password}'`)
}
