import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Embedded, startEmbedded } from '#db/embedded.ts'
import { findPlace } from '#db/embedded-place.ts'
import { freePort } from '#db/embedded-port.ts'
import { launch } from '#db/embedded-process.ts'
import { connectOwner, isAlive } from '#db/embedded-running.ts'

const isRoot = process.getuid?.() === 0
const folder = mkdtempSync(join(tmpdir(), 'mingjian-embedded-'))
const whole = join(folder, 'whole', 'postgres')

const ask = async (url: string, sql: string) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const kept = [{ line: 'acknowledged' }]

const keptIn = async (server: Embedded) => {
  try {
    return await ask(server.url, 'select line from kept')
  } finally {
    await server.stop()
  }
}

let copies = 0

/** The data directory of a copy of the resting database `whole`, with its secrets. */
const copyOfWhole = (): string => {
  const copy = join(folder, `copy-${++copies}`)
  execFileSync('cp', ['-a', dirname(whole), copy])
  return join(copy, 'postgres')
}

/** The failure's code and sentence; a start that works fails the test. */
const failureOf = async (start: Promise<Embedded>) => {
  try {
    await (await start).stop()
  } catch (error) {
    if (error instanceof Error && 'code' in error) return { code: error.code, message: error.message }
    throw error
  }
  throw new Error('it started')
}

/** Another process that starts the database and holds it, until it is killed. */
const startElsewhere = async (dir: string, throwAway = false) => {
  const program = `
    import { startEmbedded } from ${JSON.stringify(new URL('../../../db/embedded.ts', import.meta.url).href)}
    const server = await startEmbedded({ dir: ${JSON.stringify(dir)}, throwAway: ${throwAway} })
    console.log(JSON.stringify({ url: server.url, pid: server.pid }))
    setInterval(() => {}, 1000)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'ignore'] })
  const [line] = await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('it did not start'))),
  ])
  const { url, pid }: { url: string; pid: number } = JSON.parse(String(line))
  return { url, pid, child }
}

beforeAll(async () => {
  chmodSync(folder, 0o711)
  const server = await startEmbedded({ dir: whole })
  await ask(server.url, `create table kept (line text); insert into kept values ('acknowledged')`)
  await server.stop()
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a second start keeps data, port and passwords', async () => {
  const dir = copyOfWhole()
  const first = await startEmbedded({ dir })
  await first.stop()
  const second = await startEmbedded({ dir })
  expect([second.url, second.urls]).toEqual([first.url, first.urls])
  expect(await keptIn(second)).toEqual(kept)
})

test('secrets are readable for their owner only, and the server listens on this machine only', async () => {
  const dir = copyOfWhole()
  const server = await startEmbedded({ dir })
  const [row] = await ask(
    server.url,
    `select current_setting('listen_addresses') as hosts, current_setting('unix_socket_directories') as sockets, datcollate from pg_database where datname = current_database()`,
  )
  await server.stop()
  expect(row).toEqual({ hosts: '127.0.0.1', sockets: '', datcollate: 'C' })
  expect(statSync(join(dirname(dir), 'secrets.json')).mode & 0o777).toBe(0o600)
  expect(statSync(dir).mode & 0o777).toBe(0o700)
})

test('text sorts by code point and folds Chinese-safe, whatever the locale of the machine', async () => {
  const server = await startEmbedded({ dir: copyOfWhole() })
  const rows = await ask(
    server.url,
    `select array_agg(t order by t) as sorted, upper('straße é') as folded from unnest(array['b', 'a', 'B', '一', 'é']) t`,
  )
  await server.stop()
  expect(rows).toEqual([{ sorted: ['B', 'a', 'b', 'é', '一'], folded: 'STRASSE É'.replace('STRASSE', 'STRAßE') }])
})

test('the application logs in as itself, so that no SQL that gets into its session can become more', async () => {
  const server = await startEmbedded({ dir: copyOfWhole() })
  const rows = await ask(server.urls.app, 'select session_user as account')
  await expect(ask(server.urls.app, 'set role none; set role postgres')).rejects.toMatchObject({ code: '42501' })
  await expect(ask(server.urls.app, 'set session authorization postgres')).rejects.toMatchObject({ code: '42501' })
  await server.stop()
  expect(rows).toEqual([{ account: 'mingjian_app' }])
})

test('a second start while the first one runs says who holds the database', async () => {
  const dir = copyOfWhole()
  const first = await startEmbedded({ dir })
  const failure = await failureOf(startEmbedded({ dir }))
  expect(failure).toEqual({ code: 'already_running', message: expect.stringContaining(`process ${process.pid}`) })
  expect(await keptIn(first)).toEqual(kept)
})

test('of two first starts at once, one wins and the other is told', async () => {
  const dir = join(folder, 'race', 'postgres')
  const starts = await Promise.allSettled([startElsewhere(dir), wait(50).then(() => startEmbedded({ dir }))])
  const servers = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []))
  expect(servers).toHaveLength(1)
  for (const server of servers) {
    if ('stop' in server) await server.stop()
    else server.child.kill('SIGKILL')
  }
})

test('kill -9 of the process that started it ends the server, and the next start has every committed row', async () => {
  const dir = copyOfWhole()
  const { url, child } = await startElsewhere(dir)
  await ask(url, `insert into kept values ('a moment before')`)
  child.kill('SIGKILL')
  expect(await keptIn(await startEmbedded({ dir }))).toEqual([...kept, { line: 'a moment before' }])
})

test('kill -9 of the server itself is told to its owner, and the next start recovers', async () => {
  const dir = copyOfWhole()
  const server = await startEmbedded({ dir })
  await ask(server.url, `insert into kept values ('a moment before')`)
  process.kill(server.pid, 'SIGKILL')
  expect(await server.closed).toMatchObject({ message: expect.stringContaining('SIGKILL') })
  await server.stop()
  expect(await keptIn(await startEmbedded({ dir }))).toEqual([...kept, { line: 'a moment before' }])
})

test('a server that nobody owns any more is stopped and started anew', async () => {
  const dir = copyOfWhole()
  const { postgres }: { postgres: string } = JSON.parse(readFileSync(join(dirname(dir), 'secrets.json'), 'utf8'))
  const port = await freePort()
  const place = findPlace({ dir, throwAway: false, notice: () => {} })
  const abandoned = launch(place, { port, log: join(dirname(dir), 'postgres.log'), throwAway: false, settings: {} })
  for (let up = false; !up; )
    up = await connectOwner(port, postgres).then(
      (client) => client.end().then(() => true),
      () => wait(50).then(() => false),
    )
  const server = await startEmbedded({ dir })
  expect(isAlive(abandoned.pid)).toBe(false)
  expect(await keptIn(server)).toEqual(kept)
})

test.each([
  [
    'of a process that is dead',
    async () => {
      const child = spawn('true')
      await once(child, 'exit')
      return child.pid
    },
  ],
  ['that now belongs to another program', async () => process.pid],
])('a stale pid file %s does not hinder a start', async (_, pidOf) => {
  const dir = copyOfWhole()
  writeFileSync(join(dir, 'postmaster.pid'), `${await pidOf()}\n${dir}\n1700000000\n5432\n\n127.0.0.1\n\nready   \n`)
  expect(await keptIn(await startEmbedded({ dir }))).toEqual(kept)
})

test('lost secrets are made anew, and the data is kept', async () => {
  const dir = copyOfWhole()
  rmSync(join(dirname(dir), 'secrets.json'))
  expect(await keptIn(await startEmbedded({ dir }))).toEqual(kept)
})

describe('a start refuses, changes nothing and says what to do', () => {
  test('when the fixed port is taken', async () => {
    const other = createServer()
    other.listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' ? address?.port : undefined
    expect(await failureOf(startEmbedded({ dir: copyOfWhole(), port: port ?? 0 }))).toEqual({
      code: 'port_taken',
      message: expect.stringContaining(`Port ${port} on 127.0.0.1 is taken`),
    })
    other.close()
  })

  test.each([
    ['pg_control is missing', (dir: string) => rmSync(join(dir, 'global', 'pg_control'))],
    ['pg_control is overwritten', (dir: string) => writeFileSync(join(dir, 'global', 'pg_control'), Buffer.alloc(8192, 7))],
    ['the write-ahead log is missing', (dir: string) => rmSync(join(dir, 'pg_wal'), { recursive: true })],
    ['PG_VERSION is missing', (dir: string) => rmSync(join(dir, 'PG_VERSION'))],
    ['the configuration is missing', (dir: string) => rmSync(join(dir, 'postgresql.conf'))],
    [
      'the catalogue is overwritten',
      (dir: string) => execFileSync('sh', ['-c', `for f in "$1"/global/[0-9]*; do printf garbage > "$f"; done`, 'sh', dir]),
    ],
  ])('when the data is damaged: %s', async (_, damage) => {
    const dir = copyOfWhole()
    damage(dir)
    expect(await failureOf(startEmbedded({ dir }))).toEqual({
      code: 'data_corrupt',
      message: expect.stringContaining('Keep a copy of the directory'),
    })
  })

  test('when another major version made the data', async () => {
    const dir = copyOfWhole()
    writeFileSync(join(dir, 'PG_VERSION'), '16\n')
    expect(await failureOf(startEmbedded({ dir }))).toEqual({ code: 'wrong_version', message: expect.stringContaining('PostgreSQL 16') })
  })

  test('when the directory holds something else', async () => {
    const dir = join(folder, 'foreign', 'postgres')
    mkdirSync(dir, { recursive: true })
    writeFileSync(join(dir, 'thesis.docx'), 'mine')
    expect(await failureOf(startEmbedded({ dir }))).toMatchObject({ code: 'data_foreign' })
    expect(readFileSync(join(dir, 'thesis.docx'), 'utf8')).toBe('mine')
  })
})

test('a remembered port that is taken is changed, and that is said', async () => {
  const dir = copyOfWhole()
  const other = createServer()
  other.listen(0, '127.0.0.1')
  await once(other, 'listening')
  const address = other.address()
  const port = typeof address === 'object' ? address?.port : undefined
  writeFileSync(join(dir, 'mingjian-port'), `${port}\n`)
  const notices: string[] = []
  expect(await keptIn(await startEmbedded({ dir, notice: (line) => notices.push(line) }))).toEqual(kept)
  expect(notices).toEqual([expect.stringContaining(`port ${port} is taken`)])
  other.close()
})

test('a throw-away database leaves nothing behind, neither after stop nor after kill -9 of its process', async () => {
  const dir = join(folder, 'throw-away', 'postgres')
  const server = await startEmbedded({ dir, throwAway: true })
  expect(existsSync(dir)).toBe(true)
  await server.stop()
  expect(existsSync(dir)).toBe(false)
  const { child } = await startElsewhere(dir, true)
  child.kill('SIGKILL')
  await expect.poll(() => existsSync(dir), { timeout: 10_000 }).toBe(false)
})

describe.runIf(isRoot)('as root', () => {
  test('data under a folder that only root can enter is kept where the user of PostgreSQL can reach it', async () => {
    const closed = mkdtempSync(join(tmpdir(), 'mingjian-closed-'))
    const dir = join(closed, '.data', 'postgres')
    const notices: string[] = []
    const server = await startEmbedded({ dir, notice: (line) => notices.push(line) })
    try {
      await ask(server.url, `create table kept (line text); insert into kept values ('acknowledged')`)
      await server.stop()
      expect(lstatSync(dir).isSymbolicLink()).toBe(true)
      expect(notices).toEqual([expect.stringContaining(server.dataDir)])
      expect(await keptIn(await startEmbedded({ dir }))).toEqual(kept)
      rmSync(join(closed, '.data'), { recursive: true })
      const fresh = await startEmbedded({ dir })
      await fresh.stop()
      expect(fresh.dataDir).toBe(`${server.dataDir}-2`)
    } finally {
      rmSync(server.dataDir, { recursive: true, force: true })
      rmSync(`${server.dataDir}-2`, { recursive: true, force: true })
      rmSync(closed, { recursive: true, force: true })
    }
  })

  test('PostgreSQL runs as an ordinary user, and as the owner of the data when there is one', async () => {
    const dir = copyOfWhole()
    const server = await startEmbedded({ dir })
    const uidOf = (pid: number) => Number(/^Uid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])
    expect(uidOf(server.pid)).not.toBe(0)
    await server.stop()
    execFileSync('chown', ['-R', '1234:1234', realpathSync(dir)])
    const asOwner = await startEmbedded({ dir })
    expect(uidOf(asOwner.pid)).toBe(1234)
    expect(await keptIn(asOwner)).toEqual(kept)
  })
})

test.runIf(!isRoot)('an ordinary user is told when the data belongs to somebody else', async () => {
  expect(await failureOf(startEmbedded({ dir: '/usr' }))).toMatchObject({ code: 'data_not_yours' })
})
