/** 见证: two houses co-sign each other's logs, and neither can show the other a log that does not continue the one it showed before. */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { witnessOf } from '#bin/open-log.ts'
import { fromHex, utf8 } from '#core/bytes.ts'
import { addCheckpointBody } from '#core/log/add-checkpoint.ts'
import { checkpointText } from '#core/log/checkpoint.ts'
import { checkNote, cosignedAt, formatNote, parseNote, parseSignatures } from '#core/log/note.ts'
import { consistencyPath, subtreesReadBy } from '#core/log/tree.ts'
import { withTransaction } from '#db/connect.ts'
import { appendLog } from '#server/log/append.ts'
import { gatherCosignatures } from '#server/log/cosign.ts'
import { cosigner, ed25519Signer } from '#server/log/keys.ts'
import { sequenceNow } from '#server/log/sequencer.ts'
import { startLog } from '#server/log/start.ts'
import { lastCheckpoint, readSubtrees } from '#server/log/store.ts'
import { openTransparency, type TransparencyLog } from '#server/log/transparency.ts'
import { openTestHouse, secretOf, type TestHouse } from '#test/people.ts'

/** Secrets of a house. */
const secretsOf = (name: string) => ({ log: secretOf(`log of ${name}`), witness: secretOf(`witness of ${name}`), sm2: null })
const keysOf = (name: string) => ({
  log: ed25519Signer(`${name}.example/log`, secretsOf(name).log),
  witness: cosigner(`${name}.example/witness`, secretsOf(name).witness),
})
const [a, b] = [keysOf('a'), keysOf('b')]

let houseA: TestHouse
let houseB: TestHouse
/** Witnesses reach the houses over HTTP, as they do in life. */
const doors: { readonly url: string; readonly close: () => void }[] = []

async function door(of: () => TestHouse): Promise<string> {
  const server = createServer(getRequestListener((request) => of().app.fetch(request)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // it listens on TCP
  doors.push({ url: `http://127.0.0.1:${port}`, close: () => server.close() })
  return `http://127.0.0.1:${port}/log/witness`
}

beforeAll(async () => {
  const [doorA, doorB] = [await door(() => houseA), await door(() => houseB)]
  const open = (name: string, watches: TransparencyLog['watched'], url: string, vkey: string) =>
    openTestHouse({
      transparency: { origin: `${name}.example/log`, secrets: secretsOf(name), watched: watches, witnesses: witnessOf({ url, vkey }) },
    })
  houseA = await open('a', [b.log.key], doorB, b.witness.vkey)
  houseB = await open('b', [a.log.key], doorA, a.witness.vkey)
})
afterAll(async () => {
  for (const { close } of doors) close()
  await Promise.all([houseA.close(), houseB.close()])
})

async function grow(house: TestHouse, entries: number): Promise<void> {
  const { db, now } = house.services
  await withTransaction(db, async (tx) => {
    for (let i = 0; i < entries; i++) await appendLog(tx, { type: 'close', at: now(), drawId: `T1-O-${i + 1}`, resultHash: '0'.repeat(64) })
  })
  await sequenceNow(house.services)
}

const newest = async (house: TestHouse) => {
  const last = await lastCheckpoint(house.services.db)
  if (last === null) throw new Error('nothing is signed')
  return last
}
const proofFrom = async (house: TestHouse, from: number, to: number): Promise<readonly Uint8Array[]> =>
  consistencyPath(
    await readSubtrees(
      house.services.db,
      subtreesReadBy((read) => consistencyPath(read, from, to)),
    ),
    from,
    to,
  )
const send = async (to: TestHouse, body: string): Promise<Response> => to.fetch('/log/witness/add-checkpoint', { method: 'POST', body })
const answered = async (to: TestHouse, body: string): Promise<readonly [number, string]> => {
  const answer = await send(to, body)
  return [answer.status, await answer.text()]
}

describe('two houses', () => {
  test('witness each other, and what they served carries both signatures', async () => {
    for (const entries of [3, 1, 300]) {
      await Promise.all([grow(houseA, entries), grow(houseB, entries + 1)])
      expect(await Promise.all([gatherCosignatures(houseA.services), gatherCosignatures(houseB.services)])).toEqual([1, 1])
      await Promise.all([sequenceNow(houseA.services), sequenceNow(houseB.services)])
      const note = parseNote(await (await houseA.fetch('/log/checkpoint')).text())
      if (note === null) throw new Error('no note')
      expect([checkNote(note, a.log.key), checkNote(note, b.witness.key), checkNote(note, a.witness.key)]).toEqual([
        'valid',
        'valid',
        'absent',
      ])
      const [, signature] = note.signatures
      expect(Math.abs((signature === undefined ? 0 : (cosignedAt(signature) ?? 0)) - Date.now() / 1000)).toBeLessThan(60)
    }
    expect(await gatherCosignatures(houseA.services)).toBe(0)
  })

  test('tell their keys', async () => {
    expect(await (await houseA.fetch('/log/witness/key')).text()).toBe(`${a.witness.vkey}\n`)
    expect((await houseA.fetch('/log/key')).headers.get('content-type')).toBe('text/plain; charset=utf-8')
  })

  test('do it by themselves while they run, and one that is down delays nothing', async () => {
    const { db, log, now } = houseA.services
    const folder = await mkdtemp(join(tmpdir(), 'mingjian-log-'))
    const down = witnessOf({ url: 'http://127.0.0.1:9', vkey: cosigner('c.example/witness', secretOf('c')).vkey })
    const transparency = await openTransparency({
      db,
      log: log.child({}, { level: 'silent' }),
      now,
      folder,
      origin: 'a.example/log',
      fallbackOrigin: '',
      secrets: secretsOf('a'),
      watched: [],
      witnesses: [...down, ...houseA.services.transparency.witnesses],
      sequences: true,
    })
    const running = startLog(transparency, 20)
    await withTransaction(db, (tx) => appendLog(tx, { type: 'close', at: now(), drawId: 'T9-O-1', resultHash: '0'.repeat(64) }))
    await expect
      .poll(
        async () =>
          (
            await db
              .selectFrom('log_cosignature')
              .select('size')
              .where('size', '=', (await newest(houseA)).size)
              .execute()
          ).length,
      )
      .toBe(1)
    await running.stop()
    await rm(folder, { recursive: true, force: true })
  })
})

describe('a witness', () => {
  test('answers as tlog-witness says', async () => {
    await grow(houseA, 5)
    const last = await newest(houseA)
    const known = Number((await answered(houseB, addCheckpointBody(0, [], last.note)))[1])
    expect(known).toBeGreaterThan(0)
    const proof = await proofFrom(houseA, known, last.size)
    const stranger = ed25519Signer('stranger.example/log', secretOf('stranger'))
    const impostor = ed25519Signer('a.example/log', secretOf('impostor'))
    const text = parseNote(last.note)?.text ?? ''
    const strange = checkpointText({ origin: 'stranger.example/log', size: 1, root: new Uint8Array(32) })
    expect(await answered(houseB, 'old 0\n')).toEqual([400, '400\n'])
    expect(await answered(houseB, `old 0\n${'x'.repeat(70_000)}`)).toEqual([400, '400\n'])
    // Without a length said before, the rest is not even read.
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({ pull: (to) => to.enqueue(new Uint8Array(8192).fill(++sent && 120)) })
    const init = { method: 'POST', body: endless, duplex: 'half' }
    expect((await houseB.fetch('/log/witness/add-checkpoint', init as RequestInit)).status).toBe(400) // `duplex` is not yet in the types of fetch
    expect(sent).toBeLessThan(20)
    expect((await answered(houseB, addCheckpointBody(last.size + 1, [], last.note)))[0]).toBe(400)
    expect((await answered(houseB, addCheckpointBody(0, [], formatNote(strange, [stranger.line(strange)]))))[0]).toBe(404)
    expect((await answered(houseB, addCheckpointBody(known, proof, formatNote(text, [impostor.line(text)]))))[0]).toBe(403)
    const conflict = await send(houseB, addCheckpointBody(known - 1, proof, last.note))
    expect([conflict.status, await conflict.text(), conflict.headers.get('content-type')]).toEqual([409, `${known}\n`, 'text/x.tlog.size'])
    expect((await answered(houseB, addCheckpointBody(known, [], last.note)))[0]).toBe(422)
    expect((await answered(houseB, addCheckpointBody(known, [...proof].reverse(), last.note)))[0]).toBe(422)
    const [status, lines] = await answered(houseB, addCheckpointBody(known, proof, last.note))
    expect(status).toBe(200)
    const [line] = parseSignatures(lines) ?? []
    expect(line?.name).toBe('b.example/witness')
    // The same again is signed again, with a newer time.
    expect((await answered(houseB, addCheckpointBody(last.size, [], last.note)))[0]).toBe(200)
    expect(await answered(houseB, addCheckpointBody(known, proof, last.note))).toEqual([409, `${last.size}\n`])
    expect((await houseB.fetch('/log/witness/add-checkpoint')).status).toBe(404)
  })

  test('never signs a second tree of one size, nor one that does not continue the first', async () => {
    const last = await newest(houseA)
    const [{ size }] = [last]
    for (const [forked, status] of [
      [checkpointText({ origin: 'a.example/log', size, root: fromHex('ab'.repeat(32)) }), 409],
      [checkpointText({ origin: 'a.example/log', size: size + 4, root: fromHex('ab'.repeat(32)) }), 422],
    ] as const) {
      const [found] = await answered(houseB, addCheckpointBody(size, [], formatNote(forked, [a.log.line(forked)])))
      expect(found).toBe(status)
    }
    const { rows } = await houseB.database.pools.migrator.query(
      `select count(*)::int as n, max(size)::int as size from witnessed_checkpoint where origin = 'a.example/log'`,
    )
    expect(rows[0]).toMatchObject({ size })
  })

  test('signs one of two trees that come at the same time', async () => {
    const before = await newest(houseA)
    await grow(houseA, 2)
    const middle = await newest(houseA)
    await grow(houseA, 3)
    const last = await newest(houseA)
    const bodies = [
      addCheckpointBody(before.size, await proofFrom(houseA, before.size, middle.size), middle.note),
      addCheckpointBody(before.size, await proofFrom(houseA, before.size, last.size), last.note),
    ]
    const answers = await Promise.all([...bodies, ...bodies].map((body) => answered(houseB, body)))
    expect(answers.filter(([status]) => status === 200)).toHaveLength(1)
    expect(answers.filter(([status]) => status === 409)).toHaveLength(3)
  })

  test('catches a log that was set back and grew again, and that log stops signing', async () => {
    const { migrator } = houseA.database.pools
    await grow(houseA, 1)
    await gatherCosignatures(houseA.services)
    const { size } = await newest(houseA)
    // The whole house is restored from an older backup, files included: only the witness remembers.
    await migrator.query(`delete from log_cosignature where size > ${size - 4}`)
    await migrator.query(`delete from log_checkpoint where size > ${size - 4}`)
    await migrator.query(`delete from log_leaf where index >= ${size - 4}`)
    const folder = await mkdtemp(join(tmpdir(), 'mingjian-log-'))
    const { db, log, now } = houseA.services
    const restored = await openTransparency({
      db,
      log: log.child({}, { level: 'silent' }),
      now,
      folder,
      origin: null,
      fallbackOrigin: '',
      secrets: secretsOf('a'),
      watched: [],
      witnesses: houseA.services.transparency.witnesses,
      sequences: true,
    })
    await migrator.query(`insert into log_checkpoint (size, root, origin, key, note, at)
      select ${size - 4}, '', 'a.example/log', '${a.log.vkey}', 'x', now() where not exists (select from log_checkpoint where size = ${size - 4})`)
    await sequenceNow({ transparency: restored })
    await gatherCosignatures({ transparency: restored })
    expect(restored.refusal()?.why).toBe('witness_ahead')
    await withTransaction(db, (tx) => appendLog(tx, { type: 'close', at: now(), drawId: 'T1-O-99', resultHash: '0'.repeat(64) }))
    expect(await sequenceNow({ transparency: restored })).toBe(0)
    // Another history of more entries than the witness knows is no better.
    await migrator.query('delete from log_cosignature; delete from log_checkpoint; delete from log_leaf; delete from log_pending')
    await migrator.query('insert into log_pending select id from log_entry order by at desc')
    const forked = await openTransparency({
      ...restored,
      folder: join(folder, 'new'),
      origin: null,
      fallbackOrigin: 'a.example/log',
      secrets: secretsOf('a'),
    })
    await withTransaction(db, async (tx) => {
      for (let i = 0; i < 9; i++) await appendLog(tx, { type: 'close', at: now(), drawId: `T3-O-${i + 1}`, resultHash: 'f'.repeat(64) })
    })
    await migrator.query(`update log_entry set written_at = written_at - interval '1 day' where draw_id like 'T3-O-%'`)
    await sequenceNow({ transparency: forked })
    expect(forked.refusal()).toBeNull()
    expect((await newest(houseA)).size).toBeGreaterThan(size)
    await gatherCosignatures({ transparency: forked })
    expect(forked.refusal()?.why).toBe('witness_differs')
    await rm(folder, { recursive: true, force: true })
  })
})

test('a witness’s signature is over the time and the whole text', () => {
  const text = checkpointText({ origin: 'a.example/log', size: 7, root: new Uint8Array(32) })
  const note = parseNote(formatNote(text, [b.witness.line(text, 1_700_000_000)]))
  if (note === null) throw new Error('no note')
  expect(checkNote(note, b.witness.key)).toBe('valid')
  expect(checkNote({ ...note, text: text.replace('7', '8') }, b.witness.key)).toBe('invalid')
  expect(utf8(text).length).toBeGreaterThan(0)
})
