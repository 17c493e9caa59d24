/**
 * Who runs on a data directory. The process that started a server holds an advisory lock in it through a connection that dies with the
 * process; so a server whose lock is free was left behind by a kill -9, and a server whose lock is held belongs to a living Mingjian.
 */
import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { embeddedFailure } from './embedded-failure.ts'

export const superuser = 'postgres'

/** Key of the owner's advisory lock in the database `postgres`: "mingjian" in ASCII, cut to what fits. */
export const ownLock = 0x6d696e67

/**
 * Returns when nobody runs on the data directory: removes a pid file that points at a stranger, stops a server that its owner left behind.
 * Throws `already_running` when a living Mingjian owns it, `held_by_another` when it is a server we cannot talk to.
 */
export const makeWayForStart = async (dataDir: string, password: string): Promise<void> => {
  const deadline = Date.now() + 60_000
  for (;;) {
    const held = readPidFile(dataDir)
    if (held === null) return
    // PostgreSQL removes the pid file of the dead itself, but refuses to start while any process of its own user has that number.
    if (!isAlive(held.pid) && !isZombie(held.pid)) return
    if (isZombie(held.pid) || isStranger(held.pid, dataDir)) return rmSync(join(dataDir, 'postmaster.pid'), { force: true })
    const state = await askServer(held, password)
    if (state.type === 'owned') throw embeddedFailure('already_running', { dataDir, holder: state.holder })
    if (state.type === 'abandoned') process.kill(held.pid, 'SIGINT')
    if (state.type === 'refused' || Date.now() > deadline)
      throw embeddedFailure('held_by_another', { dataDir, pid: held.pid, port: held.port })
    await wait(100)
  }
}

/** The connection that owns a server. Rejects as `pg` does. */
export const connectOwner = async (port: number, password: string): Promise<pg.Client> => {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: superuser,
    password,
    database: 'postgres',
    application_name: `mingjian process ${process.pid}`,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  })
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
  return client
}

type ServerState = { readonly type: 'owned'; readonly holder: string } | { readonly type: 'abandoned' | 'busy' | 'silent' | 'refused' }

const askServer = async ({ port }: Held, password: string): Promise<ServerState> => {
  let client: pg.Client
  try {
    client = await connectOwner(port, password)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) return { type: 'silent' }
    // 57P03: it is starting up or shutting down.
    return { type: error.code === '57P03' ? 'busy' : 'refused' }
  }
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [ownLock])
    if (rows[0]?.mine) return { type: 'abandoned' }
    const holder = await client.query<{ application_name: string }>(
      `select application_name from pg_stat_activity join pg_locks using (pid) where locktype = 'advisory' and objid = $1 and granted`,
      [ownLock],
    )
    return { type: 'owned', holder: `${holder.rows[0]?.application_name ?? 'process unknown'}, database port ${port}` }
  } catch {
    return { type: 'busy' }
  } finally {
    await client.end().catch(() => {})
  }
}

type Held = { readonly pid: number; readonly port: number }

/** postmaster.pid: process, data directory, start time, port, … one per line. */
const readPidFile = (dataDir: string): Held | null => {
  const file = join(dataDir, 'postmaster.pid')
  if (!existsSync(file)) return null
  const lines = readFileSync(file, 'utf8').split('\n')
  const pid = Number(lines[0])
  return Number.isInteger(pid) && pid > 0 ? { pid, port: Number(lines[3]) || 0 } : null
}

/** Whether a process of that number lives, ours or another user's. */
export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM' && !isZombie(pid)
  }
}

/** Ended, but nobody has asked for its exit code: what a container without an init keeps of an orphan. */
const isZombie = (pid: number): boolean => {
  try {
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/**
 * A server works in its data directory, and whoever works elsewhere is not ours. Where the system does not tell (not Linux), nobody is a
 * stranger: better to refuse than to run twice on one database.
 */
const isStranger = (pid: number, dataDir: string): boolean => {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) !== realpathSync(dataDir)
  } catch (error) {
    // Another user's process, and the data would have to belong to that user.
    return error instanceof Error && 'code' in error && error.code === 'EACCES'
  }
}
