/**
 * Writes the vectors of `mingjian-draw/1` to test/vectors/draws: `node test/vectors/make-draw-vectors.ts`.
 * They are frozen: when a run changes one of them, the protocol has changed and needs a new name.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { hex, utf8 } from '#core/bytes.ts'
import { beaconDue, drandRoundAt, parseAnnounced, quicknet } from '#core/draws/beacon.ts'
import { bundleBytes, publicCopy } from '#core/draws/bundle.ts'
import { drbg } from '#core/draws/drbg.ts'
import { entropyNonce } from '#core/draws/nonces.ts'
import { openLeaf } from '#core/draws/pool.ts'
import { resultHashOf } from '#core/draws/result-hash.ts'
import { drawDomain } from '#core/draws/tickets.ts'
import { type Suite, suites, taggedHash } from '#core/hash/suite.ts'
import { entryBytes } from '#core/log/entry.ts'
import { leafHash } from '#core/log/tree.ts'
import { exampleBeacon, quicknet1000, signRound, testChain } from './example-beacons.ts'
import { bytesFor, type ExampleDraw, exampleDraw, exampleOfficers, exampleTimes } from './example-draws.ts'
import { exampleFacts, exampleOfFacts } from './example-facts.ts'
import { exampleLog } from './example-log.ts'
import { exampleMatching, exampleSeats } from './example-matching.ts'
import { indexOf, openingOf } from './example-opening.ts'
import { exampleReplacement } from './example-replacement.ts'

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
  writeLater(suite)
  writeMatchings(suite)
}
write('beacons.json', beaconVectors())

/** What came after the first vectors: sealed mode, beacons, the log, replacements, openings. */
function writeLater({ id: suite }: Suite): void {
  const strata = [{ ratePpm: 400_000 }, { count: 2 }]
  const sealed = exampleDraw({ suite, mode: 'sealed', size: 12, strata, log: true, task: '620102202611201002' })
  bundle(`${suite}-sealed-auditor`, sealed.bytes)
  bundle(`${suite}-sealed-public`, bundleBytes(publicCopy(sealed.bundle)))
  const instead = exampleReplacement(sealed, { log: true })
  bundle(`${suite}-sealed-replacement-auditor`, instead.bytes)
  bundle(`${suite}-sealed-replacement-public`, bundleBytes(publicCopy(instead.bundle)))
  bundle(`${suite}-drand`, exampleDraw({ suite, size: 12, strata, beacon: 'quicknet', task: '620102202611201003' }).bytes)
  const announced = exampleDraw({ suite, size: 12, strata, beacon: 'announced', task: '620102202611201004' })
  bundle(`${suite}-announced`, announced.bytes)
  const first = exampleReplacement(announced, { beacon: 'announced', revealedAt: '2026-11-23T10:08:00.000Z' })
  bundle(`${suite}-replacement-1`, first.bytes)
  bundle(`${suite}-replacement-2`, exampleReplacement(announced, { serial: 2, replaces: 1, earlier: leavesOf(first), log: true }).bytes)
  const index = indexOf(sealed, leavesOf(sealed)[0] ?? '')
  write(`${suite}-openings.json`, {
    bundle: `${suite}-sealed-public.bundle.json`,
    drawn: openingOf(sealed, index),
    notDrawn: openingOf(sealed, (index + 1) % 12),
    replacement: {
      bundle: `${suite}-sealed-replacement-public.bundle.json`,
      drawn: openingOf(instead, indexOf(instead, leavesOf(instead)[0] ?? '')),
    },
  })
  const { commit, result } = announced.bundle
  const log = exampleLog(commit, result, exampleTimes({ beacon: 'announced' }))
  write(`${suite}-log.json`, {
    key: log.log.key,
    resultHash: resultHashOf(suite, result),
    entries: log.entries.map((entry) => {
      const bytes = entryBytes(entry)
      return { entry, bytes: hex(bytes), leafHash: hex(leafHash(bytes)) }
    }),
    root: log.root,
    checkpoint: log.log.checkpoint,
    proofs: log.log.proofs,
  })
}

/** Officers matched with exact probabilities: persons with experts and a replacement of three of them, groups, limits in a sealed draw, and one with its facts. */
function writeMatchings({ id: suite }: Suite): void {
  const objectsOf = (task: string, mode: 'open' | 'sealed') =>
    exampleDraw({ suite, mode, size: 16, strata: [{ ratePpm: 500_000 }], log: true, task })
  const objects = objectsOf('620102202611201005', 'open')
  const persons = exampleMatching(objects, { experts: 3, log: true })
  bundle(`${suite}-matching-objects`, objects.bytes)
  bundle(`${suite}-matching-persons`, persons.bytes)
  bundle(`${suite}-matching-seats`, exampleSeats(objects, persons, { log: true }).bytes)
  bundle(
    `${suite}-matching-groups`,
    exampleMatching(objectsOf('620102202611201006', 'open'), { unit: 'group', count: 5, experts: 2 }).bytes,
  )
  const sealed = objectsOf('620102202611201007', 'sealed')
  const limited = exampleMatching(sealed, { most: 3, pairCapPpm: 600_000, balance: 'draw', log: true })
  bundle(`${suite}-matching-limits-auditor`, limited.bytes)
  bundle(`${suite}-matching-limits-public`, bundleBytes(publicCopy(limited.bundle)))
  const behind = objectsOf('620102202611201008', 'open')
  const explained = exampleOfFacts(behind, exampleFacts(behind))
  bundle(`${suite}-matching-facts`, explained.bytes)
  writeFileSync(`${folder}${suite}-matching-facts.facts.json`, explained.factsFile.bytes)
}

function beaconVectors(): object {
  const round = (number: number) => ({ kind: 'drand', chain: quicknet.hash, round: number }) as const
  const lottery = exampleBeacon('announced')
  const due = [
    [round(1000), '2023-08-23T15:59:23.999Z'],
    [round(1000), '2023-08-23T15:59:24.000Z'],
    [round(1000), '2023-08-23T16:04:24.000Z'],
    [round(1), '2026-11-20T10:08:00.000Z'],
    [lottery, '2026-11-22T13:14:59.999Z'],
    [lottery, '2026-11-22T13:15:00.000Z'],
    [lottery, '2026-11-24T13:15:00.000Z'],
  ] as const
  return {
    quicknet,
    roundAt: ['2023-08-23T15:09:27.000Z', '2023-08-23T15:59:23.001Z', '2023-08-23T15:59:24.000Z', '2026-11-20T10:08:00.000Z'].map((at) => ({
      at,
      round: drandRoundAt(quicknet, at),
    })),
    signatures: [
      { chain: quicknet, round: 1000, signature: quicknet1000, holds: true },
      { chain: quicknet, round: 1001, signature: quicknet1000, holds: false },
      ...[1, 2, 31_750_000].map((number) => ({ chain: testChain, round: number, signature: signRound(number), holds: true })),
    ],
    due: due.map(([beacon, revealedAt]) => ({ beacon, revealedAt, due: beaconDue(beacon, [], revealedAt) })),
    announced: [' 03,09 14、21 27 33 + 08', '０３ ０９', 'Ab-3', '', '三', 'A'.repeat(21), Array(51).fill('1').join(' ')].map((typed) => ({
      typed,
      value: parseAnnounced(typed),
    })),
  }
}

function leavesOf({ drawn }: ExampleDraw): readonly string[] {
  const { selected } = drawn.document
  return 'file' in selected ? [] : selected.map(({ leaf }) => leaf)
}

function bundle(name: string, bytes: Uint8Array): void {
  writeFileSync(`${folder}${name}.bundle.json`, bytes)
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
