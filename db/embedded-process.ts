/** The server process of an embedded database, and the watchdog that ends it with us. */
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { type Circumstances, cleanEnvironment, failureFrom } from './embedded-cluster.ts'
import { embeddedFailure } from './embedded-failure.ts'
import type { Place } from './embedded-place.ts'
import { connectOwner, ownLock } from './embedded-running.ts'

export type Server = {
  readonly pid: number
  /** What it has written to its log so far. */
  readonly output: () => string
  /** How it ended: a signal or an exit code. */
  readonly exited: Promise<string>
  /** Lets this process end while the server runs; the watchdog then stops it. */
  readonly release: () => void
  /** Asks for a fast shutdown, and after a minute for an immediate one. */
  readonly stop: () => void
}

/** SQLSTATE of a refused password. */
export const wrongPassword = '28P01'

export type LaunchOptions = {
  readonly port: number
  readonly log: string
  readonly throwAway: boolean
  readonly settings: Readonly<Record<string, string>>
}

/** The child has a session of its own: Ctrl-C at the terminal is ours to answer, after the requests in hand. */
export const launch = ({ dataDir, native, runAs }: Place, { port, log, throwAway, settings }: LaunchOptions): Server => {
  const output = openLog(log)
  const from = statSync(log).size
  const all = { ...commonSettings, ...(throwAway ? throwAwaySettings : {}), ...sharedMemory(), ...settings, port: String(port) }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(join(native, 'bin', 'postgres'), ['-D', dataDir, ...flags], {
    ...runAs,
    cwd: '/',
    env: cleanEnvironment,
    stdio: ['ignore', output, output],
    detached: true,
  })
  closeSync(output)
  const watchdog = child.pid === undefined ? null : watch(child.pid, dataDir, throwAway)
  const exited = new Promise<string>((done) => {
    child.once('exit', (code, signal) => done(signal ?? `code ${code}`))
    child.once('error', (error) => done(error.message))
  }).finally(() => watchdog?.kill('SIGKILL'))
  return {
    pid: child.pid ?? 0,
    output: () => readFileSync(log).subarray(from).toString(),
    exited,
    release: () => child.unref(),
    stop: () => {
      child.ref()
      child.kill('SIGINT')
      const slow = setTimeout(() => child.kill('SIGQUIT'), 60_000)
      void exited.then(() => clearTimeout(slow))
    },
  }
}

const openLog = (log: string): number => {
  try {
    if (existsSync(log) && statSync(log).size > 10_000_000) renameSync(log, `${log}.1`)
    return openSync(log, 'a', 0o640)
  } catch (error) {
    throw embeddedFailure('data_not_yours', { dataDir: log, owner: String(error) }, error)
  }
}

/** Terse errors without the failing statement: values in them are personal data, and the log of a database is nobody's to read. */
const commonSettings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '256MB',
  maintenance_work_mem: '256MB',
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

const throwAwaySettings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '128MB' }

/** A container's /dev/shm is often 64 MB, too little for parallel queries; files in the data directory do as well. */
const sharedMemory = (): Readonly<Record<string, string>> => {
  if (!existsSync('/dev/shm')) return {}
  const { blocks, bsize } = statfsSync('/dev/shm')
  return blocks * bsize < 256_000_000 ? { dynamic_shared_memory_type: 'mmap' } : {}
}

/**
 * Ends the server when this process is gone, also after kill -9: the shell's input closes with us. It waits for the pid file to go, because in
 * a container without an init the number of the ended server stays taken.
 */
const watch = (pid: number, dataDir: string, remove: boolean): ChildProcess => {
  const script = `cat >/dev/null; kill -INT "$1"; n=0
    while [ -e "$2/postmaster.pid" ] && kill -0 "$1" && [ $n -lt 600 ]; do sleep 0.1; n=$((n + 1)); done
    [ "$3" = keep ] || rm -rf "$2"`
  const watchdog = spawn('/bin/sh', ['-c', script, 'mingjian-watchdog', String(pid), dataDir, remove ? 'remove' : 'keep'], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watchdog.unref()
  // The writing end of a pipe is a socket, which would keep this process waiting; its published type does not say so.
  ;(watchdog.stdin as (typeof watchdog.stdin & { readonly unref?: () => void }) | null)?.unref?.()
  return watchdog
}

/**
 * The owner's connection, once the server answers and its lock is ours. Recovery after a crash may take its time, so only the end of the
 * process counts as failure.
 */
export const ready = async (
  server: Server,
  { password, ...circumstances }: Circumstances & { readonly password: string },
): Promise<pg.Client> => {
  let ended: string | null = null
  void server.exited.then((end) => {
    ended = end
  })
  for (;;) {
    if (ended !== null) throw failureFrom(server.output() || ended, circumstances)
    try {
      const owner = await connectOwner(circumstances.port, password)
      await owner.query('select pg_advisory_lock($1)', [ownLock])
      return owner
    } catch (error) {
      // 57P03: it is still starting. No answer at all: it does not listen yet.
      if (error instanceof pg.DatabaseError && error.code !== '57P03') {
        server.stop()
        await server.exited
        if (error.code === wrongPassword) throw error
        throw embeddedFailure(
          error.code === '53100' ? 'disk_full' : 'data_corrupt',
          { dataDir: circumstances.dataDir, output: error.message, free: 0, needed: 150 },
          error,
        )
      }
    }
    await wait(25)
  }
}
