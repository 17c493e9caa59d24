import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { fromHex, hex } from '#core/bytes.ts'
import { type Pool, poolBuilder } from '#core/draws/pool.ts'
import { suites } from '#core/hash/suite.ts'
import { checkInclusion, inclusionProof } from '#core/merkle.ts'
import { openFileStore } from '#server/files/store.ts'
import { type Sealed, sealPool } from './engine-client.ts'
import { findMember, openPoolFile } from './pool-file.ts'

const root = await mkdtemp(join(tmpdir(), 'mingjian-engine-'))
const { scratch } = await openFileStore(root)
afterAll(() => rm(root, { recursive: true, force: true }))

const suite = 'sha256'
const drawId = '620102202611201001-O-1'
const key = '5a'.repeat(32)
const secret = { suite, drawId, key: fromHex(key), strata: ['s1', 's2'] } as const

type Row = readonly [subject: string, stratum: number | null, reason: string | null]
const code = (i: number): string => `91620102${String(i).padStart(9, '0')}X`
const escaped = (text: string): string => text.replaceAll('\\', '\\\\')
const copyText = (rows: readonly Row[]): string =>
  rows.map(([subject, stratum, reason]) => `${escaped(subject)}\t${stratum ?? '\\N'}\t${reason ?? '\\N'}\n`).join('')

/** In chunks that cut lines anywhere, as a database sends them. */
async function* chunks(text: string, size = 7001): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

/** A second thread takes over what comes after the first 100,000 bytes. */
const sealing = <T>(rows: readonly Row[], look: (sealed: Sealed) => Promise<T> | T): Promise<T> =>
  scratch(async (folder) => {
    const sealed = await sealPool({ suite, drawId, key, strata: 2, folder }, chunks(copyText(rows)), () => undefined, 100_000)
    if (!sealed.ok) throw new Error(JSON.stringify(sealed.failure))
    return await look(sealed.value)
  })

function poolOf(rows: readonly Row[]): Pool {
  const builder = poolBuilder(secret)
  const added = builder.add(rows.flatMap(([subject, stratum]) => (stratum === null ? [] : [[subject, stratum] as const])))
  const pool = added.ok ? builder.finish() : added
  if (!pool.ok) throw new Error(JSON.stringify(pool.failure))
  return pool.value
}

const mixed = (size: number): Row[] =>
  Array.from(
    { length: size },
    (_, i): Row =>
      i % 10 === 3
        ? [code(i), null, i % 20 === 3 ? 'deregistered' : 'not_in_scope']
        : [i % 7 === 1 ? `SITE:一号 "${i}" \\ Q` : code(i), i % 2, null],
  )

/** The list as the protocol publishes it: JSON lines in leaf order. */
const listOf = (rows: readonly Row[], pool: Pool): string => {
  const members = rows.filter(([, stratum]) => stratum !== null)
  return Array.from(pool.order, (row) => `${JSON.stringify([members[row]?.[0], `s${(members[row]?.[1] ?? 0) + 1}`])}\n`).join('')
}

test('a frame in one pass becomes a pool, its published list, and the list of those left out', async () => {
  const rows = mixed(3000)
  const pool = poolOf(rows)
  await sealing(rows, (sealed) => {
    expect(sealed).toMatchObject({
      size: 2700,
      registerCount: 3000,
      root: hex(pool.root),
      counts: pool.counts,
      excluded: [
        ['deregistered', 150],
        ['not_in_scope', 150],
      ],
    })
    const list = readFileSync(sealed.poolFile, 'utf8')
    expect(list).toBe(listOf(rows, pool))
    expect(sealed.poolName).toBe(`${createHash('sha256').update(list).digest('hex')}.jsonl`)
    const left = readFileSync(sealed.excludedFile, 'utf8').split('\n').slice(0, -1)
    expect(left).toEqual(rows.flatMap(([subject, , reason]) => (reason === null ? [] : [`${subject}\t${reason}`])))
  })
})

test('two threads seal the same pool as one, and every member proves its place from the file', async () => {
  const rows = mixed(30_000)
  const pool = poolOf(rows)
  await sealing(rows, async (sealed) => {
    expect([sealed.root, sealed.size, sealed.counts]).toEqual([hex(pool.root), pool.size, pool.counts])
    expect(createHash('sha256').update(readFileSync(sealed.poolFile)).digest('hex')).toBe(
      createHash('sha256').update(listOf(rows, pool)).digest('hex'),
    )
    const file = await openPoolFile(sealed.packedFile)
    try {
      expect([file.suite, file.size, hex(file.root)]).toEqual([suite, pool.size, hex(pool.root)])
      for (const index of [0, 1, 8191, 8192, 20_000, pool.size - 1]) {
        const leaf = pool.leaves.subarray(index * 32, index * 32 + 32)
        const proof = await file.path(index)
        expect(await file.find(leaf)).toBe(index)
        expect(await file.stratumAt(index)).toBe(pool.strata[index])
        expect(checkInclusion(suites[suite], { leaf, index, size: pool.size, proof, root: pool.root })).toBe(true)
        if (index === 8192) expect(proof.map(hex)).toEqual(inclusionProof(suites[suite], pool.leaves, index).map(hex))
      }
      expect(await findMember(file, secret, code(5))).toMatchObject({ stratum: 1 })
      expect(await findMember(file, secret, code(3))).toBeNull()
    } finally {
      await file.close()
    }
  })
})

test('a pool of one member and an empty one have files too', async () => {
  for (const rows of [[], [[code(1), 0, null]]] satisfies Row[][]) {
    await sealing(rows, async (sealed) => {
      expect(sealed.root).toBe(hex(poolOf(rows).root))
      const file = await openPoolFile(sealed.packedFile)
      expect(file.size).toBe(rows.length)
      if (rows.length === 1) expect(await file.path(0)).toEqual([])
      await file.close()
    })
  }
})

test('a firm on the list twice, or one that is no subject, is refused whichever thread takes it', async () => {
  const many = Array.from({ length: 10_000 }, (_, i): Row => [code(i), 0, null])
  for (const [extra, type] of [
    [[code(7), 1, null], 'duplicate_subject'],
    [['91620102ma0000000x', 0, null], 'subject_invalid'],
    [[code(999_999), 2, null], 'stratum_unknown'],
  ] as const satisfies readonly (readonly [Row, string])[]) {
    const failure = await scratch(async (folder) => {
      const sealed = await sealPool({ suite, drawId, key, strata: 2, folder }, chunks(copyText([...many, extra])), () => undefined, 100_000)
      return sealed.ok ? null : sealed.failure.type
    })
    expect(failure).toBe(type)
  }
})

test('when the register breaks off in the middle, sealing fails and no thread is left behind', async () => {
  const broken = async function* (): AsyncGenerator<Uint8Array> {
    yield* chunks(copyText(mixed(1000)))
    throw new Error('the connection is gone')
  }
  await expect(scratch((folder) => sealPool({ suite, drawId, key, strata: 2, folder }, broken(), () => undefined))).rejects.toThrow(
    'the connection is gone',
  )
})
