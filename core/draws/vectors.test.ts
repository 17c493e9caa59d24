import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fromHex, hex, utf8 } from '../bytes.ts'
import { type SuiteId, suites, taggedHash } from '../hash/suite.ts'
import { entryBytes, type LogEntry } from '../log/entry.ts'
import { checkInclusion, leafHash } from '../log/tree.ts'
import { factsDigest, readFacts } from '../matching/facts-file.ts'
import { bundleBytes, publicCopy } from './bundle.ts'
import { buildCommit } from './commit.ts'
import type { CommitDocument, RevealedNonce, Selected } from './documents.ts'
import { drbg } from './drbg.ts'
import type { LogProof } from './log-proof.ts'
import { entropyNonce } from './nonces.ts'
import { parseOpening, verifyOpening } from './opening.ts'
import { type Opening, openLeaf, poolBuilder } from './pool.ts'
import { drawObjects } from './result.ts'
import { drawDomain } from './tickets.ts'
import { readBundle } from './verify.ts'
import { verifyBundles } from './verify-directory.ts'

type HashVectors = {
  hash: { message: string; hash: string }[]
  hmac: { key: string; message: string; mac: string }[]
  taggedHash: { domain: string; parts: string[]; hash: string }[]
  entropy: { typed: string; random: string; nonce: string }[]
}
type DrawVector = {
  size: number
  key: string
  rows: [string, string][]
  opening: Opening & { subject: string; stratum: string }
  poolRoot: string
  commit: CommitDocument
  nonces: RevealedNonce[]
  commitHash: string
  seed: string
  drawDomain: string
  selected: Selected[]
  selectedRoot: string
  drbg: { label: string; below: number[] }
}

type OpeningVectors = { bundle: string; drawn: unknown; notDrawn: unknown; replacement: { bundle: string; drawn: unknown } }
type LogVectors = {
  key: string
  resultHash: string
  entries: { entry: LogEntry; bytes: string; leafHash: string }[]
  root: string
  proofs: LogProof[]
}

const file = (name: string): Uint8Array => readFileSync(new URL(`../../test/vectors/draws/${name}`, import.meta.url))
const read = <T>(name: string): T => JSON.parse(Buffer.from(file(name)).toString()) // frozen files of our own

describe.each<SuiteId>(['sha256', 'sm3'])('the frozen vectors of %s', (id) => {
  const suite = suites[id]

  test('hashes, HMACs, tagged hashes and entropy nonces', () => {
    const vectors = read<HashVectors>(`${id}-hashes.json`)
    for (const { message, hash } of vectors.hash) expect(hex(suite.hash(utf8(message)))).toBe(hash)
    for (const { key, message, mac } of vectors.hmac) expect(hex(suite.hmac(utf8(key)).mac(utf8(message)))).toBe(mac)
    for (const { domain, parts, hash } of vectors.taggedHash) expect(hex(taggedHash(suite, domain, ...parts))).toBe(hash)
    for (const { typed, random, nonce } of vectors.entropy) expect(hex(entropyNonce(id, typed, fromHex(random)))).toBe(nonce)
  })

  test.each(read<DrawVector[]>(`${id}-pools.json`))('a draw from a pool of $size', (vector) => {
    const { commit, rows } = vector
    const strata = commit.strata ?? []
    const key = fromHex(vector.key)
    const secret = { suite: id, drawId: commit.drawId, key, strata: strata.map((stratum) => stratum.id) }
    const { subject, stratum, ...opening } = vector.opening
    expect(openLeaf(secret, subject, secret.strata.indexOf(stratum))).toEqual(opening)

    const builder = poolBuilder(secret)
    builder.add(rows.map(([member, of]) => [member, secret.strata.indexOf(of)] as const))
    const pool = builder.finish()
    if (!pool.ok) expect.fail(JSON.stringify(pool.failure))
    expect(hex(pool.value.root)).toBe(vector.poolRoot)
    const built = buildCommit({ ...commit, strata, filter: commit.filter ?? { version: 1, all: [] }, pool: pool.value, key })
    expect(built).toEqual({ ok: true, value: { document: commit, commitHash: vector.commitHash } })

    const drawn = drawObjects({ commit, pool: pool.value, key, nonces: vector.nonces, beaconValue: null })
    if (!drawn.ok) expect.fail(JSON.stringify(drawn.failure))
    const { document } = drawn.value
    expect(document).toMatchObject({ seed: vector.seed, selected: vector.selected, selectedRoot: vector.selectedRoot })
    const basis = { suite: id, drawId: commit.drawId, commitHash: vector.commitHash, seed: fromHex(vector.seed) }
    expect(hex(drawDomain(basis))).toBe(vector.drawDomain)
    const random = drbg(basis, vector.drbg.label)
    expect(vector.drbg.below.map(() => random.below(1_000_003))).toEqual(vector.drbg.below)
  })

  test('the root of 65,537 members', () => {
    const builder = poolBuilder({ suite: id, drawId: '620102202611201001-O-1', key: new Uint8Array(32).fill(7), strata: ['s1'] })
    builder.add(Array.from({ length: 65_537 }, (_, i) => [`91620102MA${String(i).padStart(7, '0')}X`, 0] as const))
    const pool = builder.finish()
    expect(pool.ok && hex(pool.value.root)).toBe(rootOf65537[id])
  })

  test.each([
    [['objects', 'officers']],
    [['sealed-auditor', 'sealed-replacement-auditor']],
    [['sealed-public', 'sealed-replacement-public']],
    [['drand']],
    [['announced', 'replacement-1', 'replacement-2']],
    [['matching-objects', 'matching-persons', 'matching-seats']],
    [['matching-groups', 'matching-limits-auditor']],
    [['matching-limits-public']],
    [['matching-facts']],
  ])('bundles that must verify for ever: %j', (names) => {
    const bundles = names.map((name) => ({ name, bytes: file(`${id}-${name}.bundle.json`) }))
    const logKey = read<LogVectors>(`${id}-log.json`).key
    const { verifications, verdict } = verifyBundles(bundles, { complete: true, logKey })
    expect(verifications.flatMap(({ checks }) => checks.filter(({ status }) => status === 'failed'))).toEqual([])
    expect(verdict).toBe('held')
  })

  test('the facts of a matching are under the digest of its COMMIT for ever, whatever rules come later', () => {
    const { bundle } = readBundle(file(`${id}-matching-facts.bundle.json`))
    const facts = file(`${id}-matching-facts.facts.json`)
    expect(bundle?.commit.matching).toMatchObject({ factsDigest: factsDigest(id, facts) })
    expect(readFacts(facts)).toMatchObject({ ok: true, value: { salt: '5a'.repeat(32) } })
  })

  test("the public copy is the auditor's copy without what is sealed", () => {
    for (const name of ['sealed', 'sealed-replacement']) {
      const full = readBundle(file(`${id}-${name}-auditor.bundle.json`)).bundle
      if (!full) expect.fail(name)
      expect(bundleBytes(publicCopy(full))).toEqual(Uint8Array.from(file(`${id}-${name}-public.bundle.json`)))
    }
  })

  test('openings, of one that was drawn, of one that was not, and of a substitute', () => {
    const vectors = read<OpeningVectors>(`${id}-openings.json`)
    const cases = [
      [vectors.bundle, vectors.drawn, true],
      [vectors.bundle, vectors.notDrawn, false],
      [vectors.replacement.bundle, vectors.replacement.drawn, true],
    ] as const
    for (const [name, opening, drawn] of cases) {
      const { bundle } = readBundle(file(name))
      const parsed = parseOpening(opening)
      if (!bundle || !parsed.ok) expect.fail(name)
      expect(verifyOpening(parsed.value, bundle)).toMatchObject({ verdict: 'held', drawn })
    }
  })

  test('entries of the log, their leaves, the root and the proofs', () => {
    const { entries, root, proofs, resultHash } = read<LogVectors>(`${id}-log.json`)
    for (const { entry, bytes, leafHash: leaf } of entries) {
      expect(hex(entryBytes(entry))).toBe(bytes)
      expect(hex(leafHash(entryBytes(entry)))).toBe(leaf)
    }
    expect(entries.find(({ entry }) => entry.type === 'result')?.entry).toMatchObject({ resultHash })
    for (const { index, path } of proofs) {
      const leaf = fromHex(entries[index]?.leafHash ?? '')
      expect(checkInclusion({ leaf, index, size: entries.length, path: path.map(fromHex), root: fromHex(root) })).toBe(true)
    }
  })
})

const rootOf65537: Readonly<Record<SuiteId, string>> = {
  sha256: 'e7ec2fefa64e87ac22ab6b6503c5dfa879deaaa3249678a135a520c418447ee4',
  sm3: 'fd4b4ee52f7a1a13e571341923ba706fa7885cf2eafe5ea944f4a22319a1304f',
}
