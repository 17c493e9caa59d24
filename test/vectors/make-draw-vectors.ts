/**
 * Writes the vectors of `mingjian-draw/1` to test/vectors/draws: `node test/vectors/make-draw-vectors.ts`.
 * They are frozen: when a run changes one of them, the protocol has changed and needs a new name.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { hex, utf8 } from '#core/bytes.ts'
import { drbg } from '#core/draws/drbg.ts'
import { entropyNonce } from '#core/draws/nonces.ts'
import { openLeaf } from '#core/draws/pool.ts'
import { drawDomain } from '#core/draws/tickets.ts'
import { type Suite, suites, taggedHash } from '#core/hash/suite.ts'
import { bytesFor, type ExampleDraw, exampleDraw, exampleOfficers } from './example-draws.ts'

const folder = fileURLToPath(new URL('./draws/', import.meta.url))
mkdirSync(folder, { recursive: true })

for (const suite of Object.values(suites)) {
  write(`${suite.id}-hashes.json`, hashVectors(suite))
  write(
    `${suite.id}-pools.json`,
    [1, 2, 3, 7, 100].map((size) => drawVector(exampleDraw({ suite: suite.id, size, strata: strataFor(size) }))),
  )
  const objects = exampleDraw({ suite: suite.id, size: 12, strata: [{ ratePpm: 400_000 }, { count: 2 }] })
  writeFileSync(`${folder}${suite.id}-objects.bundle.json`, objects.bytes)
  writeFileSync(`${folder}${suite.id}-officers.bundle.json`, exampleOfficers(objects).bytes)
}

function hashVectors(suite: Suite): object {
  const messages = ['', 'abc', 'a'.repeat(55), 'a'.repeat(56), 'a'.repeat(64), 'a'.repeat(65), '双随机、一公开', '🀄'.repeat(40)]
  return {
    suite: suite.id,
    hash: messages.map((message) => ({ message, hash: hex(suite.hash(utf8(message))) })),
    hmac: messages.map((message) => ({ key: message, message: 'mingjian', mac: hex(suite.hmac(utf8(message)).mac(utf8('mingjian'))) })),
    taggedHash: [
      { domain: 'mingjian/1/key', parts: [], hash: hex(taggedHash(suite, 'mingjian/1/key')) },
      { domain: 'a', parts: ['', 'bc'], hash: hex(taggedHash(suite, 'a', '', 'bc')) },
    ],
    entropy: [
      {
        typed: '3 5 2 6 明鉴',
        random: hex(bytesFor(suite.id, 'entropy')),
        nonce: hex(entropyNonce(suite.id, '3 5 2 6 明鉴', bytesFor(suite.id, 'entropy'))),
      },
    ],
  }
}

function drawVector({ bundle, key, rows, pool, nonces, drawn }: ExampleDraw): object {
  const { commit, result } = bundle
  const ids = commit.strata?.map(({ id }) => id) ?? []
  const basis = { suite: commit.suite, drawId: commit.drawId, commitHash: result.commitHash, seed: fromHexText(result.seed) }
  const random = drbg(basis, 'vector')
  const [subject, stratum] = rows[0] ?? ['', 0]
  return {
    size: rows.length,
    key: hex(key),
    rows: rows.map(([member, index]) => [member, ids[index]]),
    opening: {
      subject,
      stratum: ids[stratum],
      ...openLeaf({ suite: commit.suite, drawId: commit.drawId, key, strata: ids }, subject, stratum),
    },
    poolRoot: hex(pool.root),
    commit,
    nonces,
    commitHash: result.commitHash,
    seed: result.seed,
    drawDomain: hex(drawDomain(basis)),
    selected: drawn.document.selected,
    selectedRoot: result.selectedRoot,
    drbg: { label: 'vector', below: Array.from({ length: 12 }, () => random.below(1_000_003)) },
  }
}

/** One stratum for a pool of one, else two with different rules. */
function strataFor(size: number): readonly ({ readonly ratePpm: number } | { readonly count: number })[] {
  return size === 1 ? [{ ratePpm: 1_000_000 }] : [{ ratePpm: 300_000 + 200_000 * Number(size < 7) }, { count: 1 }]
}

function fromHexText(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

function write(name: string, vector: unknown): void {
  writeFileSync(`${folder}${name}`, `${JSON.stringify(vector, null, 1)}\n`)
}
