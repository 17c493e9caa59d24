/** 透明日志: what is written enters once, in order, is signed, served as files, and witnessed; and a house that was set back signs nothing. */
import { randomUUID } from 'node:crypto'
import { access, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { fromHex, hex } from '#core/bytes.ts'
import { openCheckpoint } from '#core/log/checkpoint.ts'
import { entryBytes, type LogEntry } from '#core/log/entry.ts'
import { checkNote, parseKey, parseNote } from '#core/log/note.ts'
import { parseEntries, tilePath, tileReader, widthAt } from '#core/log/tiles.ts'
import { checkConsistency, checkInclusion, consistencyPath, type HashReader, leafHash, treeRoot } from '#core/log/tree.ts'
import { withTransaction } from '#db/connect.ts'
import { appendLog } from '#server/log/append.ts'
import { proofsOf } from '#server/log/proofs.ts'
import { appendRecordHead, sequenceNow } from '#server/log/sequencer.ts'
import { verifySm2 } from '#server/log/sm2.ts'
import { startLog } from '#server/log/start.ts'
import { lastCheckpoint, logPositionsOf } from '#server/log/store.ts'
import { openTransparency, type TransparencyLog } from '#server/log/transparency.ts'
import { openTestHouse, secretOf, type TestHouse } from '#test/people.ts'

let house: TestHouse
let log: TransparencyLog
beforeAll(async () => {
  house = await openTestHouse({ transparency: { secrets: { log: secretOf('log'), witness: secretOf('witness'), sm2: secretOf('sm2') } } })
  log = house.services.transparency
})
afterAll(() => house.close())

const zeros = '0'.repeat(64)
const close = (drawId: string): LogEntry => ({ type: 'close', at: house.services.now(), drawId, resultHash: zeros })
const append = (...entries: readonly LogEntry[]): Promise<void> =>
  withTransaction(house.services.db, async (tx) => {
    for (const entry of entries) await appendLog(tx, entry)
  })
const text = async (path: string, of = house): Promise<string> => (await of.fetch(path)).text()
const bytes = async (path: string): Promise<Uint8Array> => new Uint8Array(await (await house.fetch(path)).arrayBuffer())

/** Reads the log as a stranger would: the checkpoint with the key, then every tile and every entry, all recomputed. */
async function readAll(): Promise<{ readonly size: number; readonly entries: readonly string[]; readonly read: HashReader }> {
  const key = parseKey((await text('/log/key')).split('\n')[0] ?? '')
  if (key === null) throw new Error('no key')
  const opened = openCheckpoint(await text('/log/checkpoint'), key)
  if (!opened.ok) throw new Error(opened.why)
  const { size, root } = opened.checkpoint
  const tiles = new Map<string, Uint8Array>()
  const entries: Uint8Array[] = []
  for (let index = 0; widthAt('entries', index, size) > 0; index++) {
    const bundle = parseEntries(await bytes(`/log/${tilePath({ level: 'entries', index, width: widthAt('entries', index, size) })}`))
    entries.push(...(bundle ?? []))
  }
  for (let level = 0; widthAt(level, 0, size) > 0; level++)
    for (let index = 0; widthAt(level, index, size) > 0; index++) {
      const path = tilePath({ level, index, width: widthAt(level, index, size) })
      tiles.set(path, await bytes(`/log/${path}`))
    }
  const read = tileReader(size, (tile) => tiles.get(tilePath(tile)) ?? new Uint8Array())
  expect(hex(treeRoot(read, size))).toBe(hex(root))
  expect(entries.length).toBe(size)
  entries.forEach((entry, i) => {
    expect(hex(leafHash(entry))).toBe(hex(read(0, i)))
  })
  return { size, read, entries: entries.map((entry) => new TextDecoder().decode(entry)) }
}

describe('the log', () => {
  test('what is appended enters with its transaction, and not without it', async () => {
    await append(close('T1-O-1'))
    await expect(
      withTransaction(house.services.db, async (tx) => {
        await appendLog(tx, close('T1-O-2'))
        throw new Error('the act failed')
      }),
    ).rejects.toThrow('the act failed')
    expect(await sequenceNow(house.services)).toBe(1)
    expect(await sequenceNow(house.services)).toBe(0)
    expect((await readAll()).entries).toEqual([expect.stringContaining('"drawId":"T1-O-1"')])
  })

  test('hundreds of entries in growing steps stay one tree that anyone can recompute from the files', async () => {
    let before = await readAll()
    for (const more of [1, 2, 40, 200, 300]) {
      await append(...Array.from({ length: more }, (_, i) => close(`T2-O-${before.size + i + 1}`)))
      await sequenceNow(house.services)
      const after = await readAll()
      expect(after.size).toBe(before.size + more)
      expect(after.entries.slice(0, before.size)).toEqual(before.entries)
      before = after
    }
    expect(await readdir(join(log.folder, 'tile', '0'))).not.toContain('000.p')
  })

  test('entries of one draw stand in the order of its life, even when an older transaction commits last', async () => {
    const { db } = house.services
    let freeTheOld = (): void => undefined
    const oldMayGo = new Promise<void>((resolve) => {
      freeTheOld = resolve
    })
    let begun = (): void => undefined
    const oldHasBegun = new Promise<void>((resolve) => {
      begun = resolve
    })
    const old = withTransaction(db, async (tx) => {
      await tx.insertInto('number_counter').values({ scope: randomUUID(), value: 1 }).execute()
      begun()
      await oldMayGo
      await appendLog(tx, { type: 'void', at: house.services.now(), drawId: 'T3-O-1', reason: 'other' })
    })
    await oldHasBegun
    await append(close('T3-O-1'))
    freeTheOld()
    await old
    await sequenceNow(house.services)
    const positions = await withTransaction(db, (tx) => logPositionsOf(tx, 'T3-O-1'))
    expect(positions.map(({ type }) => type)).toEqual(['close', 'void'])
    expect((positions[0]?.index ?? 0) + 1).toBe(positions[1]?.index)
  })

  test('an entry does not wait for somebody else’s long transaction', async () => {
    const open = await house.database.pools.migrator.connect()
    try {
      await open.query('begin')
      await open.query('select pg_current_xact_id()')
      await append(close('T4-O-1'))
      expect(await sequenceNow(house.services)).toBe(1)
    } finally {
      await open.query('rollback')
      open.release()
    }
  })

  test('many sequencers at once make one log', async () => {
    const { size } = await readAll()
    await Promise.all(Array.from({ length: 30 }, (_, i) => append(close(`T5-O-${i}`))))
    const taken = await Promise.all([sequenceNow(house.services), sequenceNow(house.services), sequenceNow(house.services)])
    expect(taken.reduce((sum, n) => sum + n, 0)).toBe(30)
    expect((await readAll()).size).toBe(size + 30)
  })

  test('the application may not change or remove what is evidence', async () => {
    for (const statement of [
      `update log_entry set body = 'x'`,
      'delete from log_entry',
      `update log_leaf set hashes = 'x'`,
      'delete from log_leaf',
      `update log_checkpoint set note = 'x'`,
      'delete from log_checkpoint',
      'delete from log_cosignature',
      'delete from witnessed_checkpoint',
      'truncate log_pending',
    ])
      await expect(house.database.pools.app.query(statement), statement).rejects.toMatchObject({ code: '42501' })
  })

  test('a draw’s proofs lead from its entries to a signed root', async () => {
    const commitHash = 'ab'.repeat(32)
    const at = house.services.now()
    const reveal = { type: 'reveal', at, drawId: 'T6-O-1', party: 'organiser', nonce: zeros } as const
    await append({ type: 'freeze', at, drawId: 'T6-O-1', registerCount: 5, poolSize: 5, poolRoot: zeros }, reveal)
    await sequenceNow(house.services)
    const proofs = () => withTransaction(house.services.db, (tx) => proofsOf(tx, 'T6-O-1'))
    expect(await proofs()).toBeNull()
    const result: LogEntry = {
      type: 'result',
      at,
      drawId: 'T6-O-1',
      commitHash,
      seed: zeros,
      selectedCount: 1,
      selectedRoot: zeros,
      resultHash: zeros,
    }
    await append(result)
    expect(await proofs()).toBeNull()
    await sequenceNow(house.services)
    const bundle = await proofs()
    expect(bundle?.proofs.map(({ entry, party }) => [entry, party])).toEqual([
      ['reveal', 'organiser'],
      ['result', null],
    ])
    const opened = openCheckpoint(bundle?.checkpoint ?? '', log.signer.key)
    if (!opened.ok || bundle === null) throw new Error('the checkpoint of the bundle does not hold')
    expect(opened.note.signatures).toHaveLength(1)
    expect(bundle).toMatchObject({ origin: 'mingjian.test/log', key: log.signer.vkey })
    for (const [i, entry] of [reveal, result].entries()) {
      const { index = -1, path = [] } = bundle.proofs[i] ?? {}
      const { size, root } = opened.checkpoint
      expect(checkInclusion({ leaf: leafHash(entryBytes(entry)), index, size, path: path.map(fromHex), root })).toBe(true)
    }
  })

  test('the checkpoint carries an SM2 line too where that is switched on', async () => {
    const note = parseNote(await text('/log/checkpoint'))
    const key = parseKey((await text('/log/key')).split('\n')[1] ?? '')
    if (note === null || key === null) throw new Error('no SM2 key is told')
    expect(key.kind).toBe('sm2')
    expect(checkNote(note, key, verifySm2)).toBe('valid')
    expect(checkNote({ ...note, text: note.text.replace('test', 'test2') }, key, verifySm2)).toBe('invalid')
  })

  test('once a day the head of the record’s chain enters the log', async () => {
    const heads = async () => (await readAll()).entries.filter((entry) => entry.includes('"record_head"'))
    await appendRecordHead(house.services)
    await appendRecordHead(house.services)
    await Promise.all([appendRecordHead(house.services), sequenceNow(house.services)])
    expect(await heads()).toHaveLength(1)
    house.passTime(24 * 3600_000)
    await Promise.all([appendRecordHead(house.services), appendRecordHead(house.services)])
    await sequenceNow(house.services)
    const two = await heads()
    expect(two).toHaveLength(2)
    expect(new Set(two.map((entry) => (JSON.parse(entry) as { date: string }).date)).size).toBe(2)
  })
})

describe('/log/', () => {
  test('files of the tree are kept for ever, the checkpoint never', async () => {
    const tile = await house.fetch('/log/tile/0/000')
    expect(tile.headers.get('cache-control')).toContain('immutable')
    expect(tile.headers.get('content-type')).toBe('application/octet-stream')
    expect(tile.headers.get('access-control-allow-origin')).toBe('*')
    expect((await tile.arrayBuffer()).byteLength).toBe(8192)
    const checkpoint = await house.fetch('/log/checkpoint')
    expect(checkpoint.headers.get('cache-control')).toBe('no-store')
    expect(checkpoint.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    const zipped = await house.fetch('/log/tile/entries/000', { headers: { 'accept-encoding': 'gzip' } })
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    expect(await text('/log/')).toContain(log.signer.vkey)
    expect(await (await house.fetch('/log/status')).json()).toMatchObject({ origin: 'mingjian.test/log', signing: true, why: null })
    expect((await house.fetch('/log')).status).toBe(301)
  })

  test('no address leaves the folder', async () => {
    await writeFile(join(log.folder, '..', 'secret.txt'), 'secret')
    for (const path of [
      '/log/secret.txt',
      '/log/../secret.txt',
      '/log/tile/..%2f..%2fsecret.txt',
      '/log/tile/0/%2e%2e/%2e%2e/%2e%2e/secret.txt',
      '/log/tile/0/..\\..\\..\\secret.txt',
      '/log/tile/0/000%00',
      '/log/tile//etc/passwd',
      '/log/tile/0/000.p/256',
      '/log/tile/0/999',
      '/log/tile/0',
    ])
      expect([path, (await house.fetch(path)).status]).toEqual([path, 404])
  })
})

describe('after a disaster', () => {
  /** The same database opened by another process. */
  const reopened = async (folder: string, change: Partial<Parameters<typeof openTransparency>[0]> = {}) => ({
    transparency: await openTransparency({
      ...log,
      folder,
      origin: null,
      fallbackOrigin: 'another.example/log',
      secrets: { log: secretOf('log'), witness: secretOf('witness'), sm2: secretOf('sm2') },
      ...change,
    }),
  })
  const scratch = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
    const folder = await mkdtemp(join(tmpdir(), 'mingjian-log-'))
    await cp(log.folder, folder, { recursive: true })
    return work(folder).finally(() => rm(folder, { recursive: true, force: true }))
  }

  test('a server killed between commit and writing heals, and a lost folder is written again, byte for byte', async () => {
    await scratch(async (folder) => {
      await append(close('T7-O-1'))
      await sequenceNow(house.services)
      // The copy has the files of before: as if the process had died here.
      const behind = await reopened(folder)
      expect(behind.transparency.origin).toBe('mingjian.test/log')
      await sequenceNow(behind)
      expect(await readFile(join(folder, 'checkpoint'), 'utf8')).toBe(await text('/log/checkpoint'))
      await rm(join(folder, 'tile'), { recursive: true })
      const running = startLog(behind.transparency, 50)
      const size = Number((await text('/log/checkpoint')).split('\n')[1])
      const index = Math.floor(size / 256)
      const paths = ['tile/0/000', 'tile/entries/001', tilePath({ level: 'entries', index, width: widthAt('entries', index, size) })]
      await vi.waitFor(() => Promise.all(paths.map((path) => access(join(folder, path)))), { timeout: 10_000 })
      await running.stop()
      for (const path of paths) expect(Buffer.compare(await readFile(join(folder, path)), await readFile(join(log.folder, path)))).toBe(0)
    })
  })

  test('a database that was set back signs nothing, says so, and everything else goes on', async () => {
    await append(close('T8-O-1'))
    await sequenceNow(house.services)
    const { size } = await readAll()
    const { migrator } = house.database.pools
    await migrator.query(`create table kept as select l.* from log_leaf l where index >= ${size - 3}`)
    await migrator.query('create table kept_checkpoint as select * from log_checkpoint order by size desc limit 4')
    await migrator.query(`delete from log_leaf where index >= ${size - 3}`)
    await migrator.query(`delete from log_checkpoint where size > ${size - 3}`)
    const served = await text('/log/checkpoint')
    const last = await lastCheckpoint(house.services.db)
    await append(close('T8-O-2'))
    expect(await sequenceNow(house.services)).toBe(0)
    expect(log.refusal()?.why).toBe(last?.size === size - 3 ? 'rolled_back' : 'leaves_missing')
    expect(await (await house.fetch('/log/status')).json()).toMatchObject({ signing: false, size })
    expect(await text('/log/')).toContain('拒绝签名')
    expect(await text('/log/checkpoint')).toBe(served)
    expect((await house.fetch('/healthz')).status).toBe(200)
    await migrator.query(`insert into log_leaf select * from kept`)
    await migrator.query('insert into log_checkpoint select * from kept_checkpoint on conflict do nothing')
    await migrator.query('drop table kept, kept_checkpoint')
    expect(await sequenceNow(house.services)).toBe(1)
    expect(log.refusal()).toBeNull()
    await readAll()
  })

  test('another key, another name, another folder or changed files are refused, each by its reason', async () => {
    const why = async (folder: string, change: Parameters<typeof reopened>[1] = {}): Promise<string | undefined> => {
      const other = await reopened(folder, { log: house.services.log.child({}, { level: 'silent' }), ...change })
      await append(close(`T9-O-${randomUUID().slice(0, 4)}`))
      await sequenceNow(other)
      return other.transparency.refusal()?.why
    }
    await scratch(async (folder) => {
      const otherKey = { log: secretOf('another log'), witness: secretOf('witness'), sm2: null }
      expect(await why(folder, { secrets: otherKey })).toBe('other_key')
      expect(await why(folder, { origin: 'new.example/log' })).toBe('other_log')
      const checkpoint = await readFile(join(folder, 'checkpoint'), 'utf8')
      await writeFile(join(folder, 'checkpoint'), checkpoint.slice(0, 30))
      expect(await why(folder)).toBe('checkpoint_damaged')
      await writeFile(join(folder, 'checkpoint'), checkpoint.replace(/\n\d+\n/, '\n7\n'))
      expect(await why(folder)).toBe('other_key')
      await rm(join(folder, 'checkpoint'))
      const tile = await readFile(join(folder, 'tile/0/000'))
      tile[40] = (tile[40] ?? 0) ^ 1
      await writeFile(join(folder, 'tile/0/000'), tile)
      expect(await why(folder)).toBe('file_differs')
    })
    await sequenceNow(house.services)
    expect(log.refusal()).toBeNull()
    await readAll()
  })

  test('a process that only reads the log does not sign', async () => {
    await append(close('T10-O-1'))
    const { size } = await readAll()
    expect(
      await sequenceNow(
        await reopened(log.folder, { sequences: false, secrets: { log: secretOf('x'), witness: secretOf('x'), sm2: null } }),
      ),
    ).toBe(0)
    expect((await readAll()).size).toBe(size)
  })
})

test('that the log only grew between any two checkpoints is proved from the files alone', async () => {
  const { read } = await readAll()
  const rows = await house.services.db.selectFrom('log_checkpoint').select(['size', 'root']).orderBy('size').execute()
  expect(rows.length).toBeGreaterThan(10)
  for (const [i, { size, root }] of rows.entries())
    for (const from of rows.slice(0, i)) {
      const proof = {
        from: from.size,
        fromRoot: fromHex(from.root),
        size,
        root: fromHex(root),
        path: consistencyPath(read, from.size, size),
      }
      expect(checkConsistency(proof)).toBe(true)
      expect(checkConsistency({ ...proof, fromRoot: fromHex(root) })).toBe(false)
    }
})
