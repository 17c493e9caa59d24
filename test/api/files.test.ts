/** Uploads and the store of bytes. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFileStore } from '#server/files/store.ts'
import { openTestHouse, type Person, type TestHouse } from '#test/people.ts'

let house: TestHouse
let registrar: Person
beforeAll(async () => {
  house = await openTestHouse()
  registrar = await house.as('registrar')
})
afterAll(() => house.close())

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const filesRoot = (): string => join(house.services.files.path('0'.repeat(64)), '../../..')
const drafts = (): Promise<string[]> => readdir(join(filesRoot(), 'drafts'))

const upload = (body: BodyInit, query: Record<string, string>, cookie = registrar.cookie): Promise<Response> =>
  house.fetch(`/api/v1/files?${new URLSearchParams(query)}`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'text/csv' },
    body,
    duplex: 'half',
  } as RequestInit)

test('an uploaded file is kept under its hash and can be read back', async () => {
  const bytes = randomBytes(100_000)
  const answer = await upload(bytes, { name: '名录.csv' })
  expect(answer.status).toBe(201)
  expect(await answer.json()).toEqual({ id: expect.any(String), name: '名录.csv', size: bytes.length, sha256: sha256(bytes) })
  const stream = await house.services.files.open(sha256(bytes), { verify: true })
  expect(stream === null ? null : sha256(await buffer(stream))).toBe(sha256(bytes))
})

test('an upload repeated with the same command gets the first answer again; with other bytes it is refused', async () => {
  const commandId = randomUUID()
  const bytes = randomBytes(1000)
  const first = await (await upload(bytes, { name: 'a.csv', commandId })).json()
  expect(await (await upload(bytes, { name: 'a.csv', commandId })).json()).toEqual(first)
  expect(await (await upload(randomBytes(1000), { name: 'a.csv', commandId })).json()).toMatchObject({
    status: 409,
    code: 'command_id_reused',
  })
  const { rows } = await house.database.pools.migrator.query(`select verb, facts from record where command_id = $1`, [commandId])
  expect(rows).toEqual([{ verb: 'file.upload', facts: { sha256: sha256(bytes), size: 1000 } }])
})

test('the name is a name, never a path', async () => {
  const answer = await upload('x', { name: '../../etc/C:\\fake\\名录.csv' })
  expect(await answer.json()).toMatchObject({ name: '名录.csv' })
})

test('an empty file, no name, a bad command id: each says what to do, and nothing is kept', async () => {
  expect(await (await upload('', { name: 'a.csv' })).json()).toMatchObject({ status: 422, code: 'file_empty' })
  expect(await (await upload('x', {})).json()).toMatchObject({ status: 422, code: 'invalid_input' })
  expect(await (await upload('x', { name: 'a', commandId: 'zz' })).json()).toMatchObject({ status: 422, code: 'invalid_input' })
  expect(await drafts()).toEqual([])
})

test('an upload that breaks off keeps nothing', async () => {
  const broken = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(randomBytes(70_000))
      setTimeout(() => controller.error(new Error('the cable')), 30)
    },
  })
  const answer = await upload(broken, { name: 'a.csv' })
  expect(await answer.json()).toMatchObject({ status: 400, code: 'upload_broken' })
  expect(await drafts()).toEqual([])
})

test('a file over the limit is refused while it comes', async () => {
  const endless = async function* (): AsyncGenerator<Uint8Array> {
    for (;;) yield randomBytes(10_000)
  }
  await expect(house.services.files.put(endless(), { maxBytes: 1_000_000 })).rejects.toMatchObject({
    code: 'file_too_large',
    facts: { maxBytes: 1_000_000 },
  })
  expect(await drafts()).toEqual([])
})

test('bytes that were changed on disk are found out when they are read', async () => {
  const { sha256: name } = await house.services.files.put([Buffer.from('as it was')])
  await writeFile(house.services.files.path(name), 'as it is!')
  const stream = await house.services.files.open(name, { verify: true })
  await expect(buffer(must(stream))).rejects.toMatchObject({ code: 'file_damaged' })
})

test('the same bytes twice are kept once, and a full store says so', async () => {
  const bytes = randomBytes(5000)
  const put = () => house.services.files.put([bytes])
  const [one, two] = await Promise.all([put(), put()])
  expect(one).toEqual(two)
  expect(await readFile(house.services.files.path(one.sha256))).toEqual(bytes)
  const full = async function* (): AsyncGenerator<Uint8Array> {
    yield bytes
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  }
  await expect(house.services.files.put(full())).rejects.toMatchObject({ code: 'disk_full' })
})

test('a store opened again has what it had', async () => {
  const { sha256: name } = await house.services.files.put([Buffer.from('kept')])
  const again = await openFileStore(filesRoot())
  const stream = await again.open(name)
  expect((await buffer(must(stream))).toString()).toBe('kept')
  expect(await again.open('f'.repeat(64))).toBeNull()
})

function must<T>(value: T | null): T {
  if (value === null) throw new Error('the bytes are not there')
  return value
}
