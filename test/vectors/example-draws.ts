/** Small whole draws, the same on every run: for the vectors and for the tests of core and verifier. Nothing in them is a real firm. */
import { hex, utf8 } from '#core/bytes.ts'
import { bundleBytes, makeBundle } from '#core/draws/bundle.ts'
import { buildCommit, type CommitInput } from '#core/draws/commit.ts'
import { type Bundle, leastLoaded, type PoolRow, type RevealedNonce } from '#core/draws/documents.ts'
import { formatDrawId } from '#core/draws/draw-id.ts'
import type { Filter } from '#core/draws/filter.ts'
import type { NamedFile } from '#core/draws/lines-file.ts'
import { nonceCommitment } from '#core/draws/nonces.ts'
import { type Pool, poolBuilder } from '#core/draws/pool.ts'
import { type Drawn, drawObjects, drawOfficers } from '#core/draws/result.ts'
import { type Stratum, stratumId } from '#core/draws/strata.ts'
import { officerSubject } from '#core/draws/subject.ts'
import { type SuiteId, suites, taggedHash } from '#core/hash/suite.ts'
import { type Edges, edgesDigest, objectsRoot } from '#core/matching/edges.ts'
import type { Failure, Result } from '#core/result.ts'
import { type ExampleBeacon, exampleBeacon, exampleBeaconValue, testChain } from './example-beacons.ts'
import { exampleLog } from './example-log.ts'

export type ExampleOptions = {
  readonly suite?: SuiteId
  readonly mode?: 'open' | 'sealed'
  readonly size?: number
  /** Strata without `n`, which is counted. Row i lies in stratum i modulo their number. */
  readonly strata?: readonly ({ readonly ratePpm: number } | { readonly count: number })[]
  readonly task?: string
  readonly serial?: number
  readonly supersedes?: string | null
  /** Changes keys and nonces. */
  readonly salt?: string
  readonly filter?: Filter
  readonly beacon?: ExampleBeacon
  /** When the last nonce is revealed. */
  readonly revealedAt?: string
  /** With the proofs of a transparency log, which a beacon needs. */
  readonly log?: boolean
  /** The order in which the rows come in; the draw must not depend on it. */
  readonly arrange?: (rows: readonly Row[]) => readonly Row[]
}

export type Row = readonly [subject: string, stratum: number]

export type ExampleDraw = {
  readonly key: Uint8Array
  readonly rows: readonly Row[]
  readonly pool: Pool
  readonly nonces: readonly RevealedNonce[]
  readonly drawn: Drawn
  readonly bundle: Bundle
  readonly bytes: Uint8Array
  readonly files: readonly NamedFile[]
}

export type ExampleOfficers = Omit<ExampleDraw, 'pool'> & { readonly matching: Edges }

const parties = ['organiser', 'supervisor', 'system']
const task = '620102202611201001'

/** A draw of objects with everything that belongs to it. */
export function exampleDraw(options: ExampleOptions = {}): ExampleDraw {
  const { suite = 'sha256', size = 7, strata: rates = [{ ratePpm: 400_000 }], salt = '' } = options
  const drawId = formatDrawId({ task: options.task ?? task, kind: 'O', serial: options.serial ?? 1 })
  const key = bytesFor(suite, `key ${drawId} ${salt}`)
  const rows = (options.arrange ?? ((same) => same))(Array.from({ length: size }, (_, i): Row => [exampleSubject(i), i % rates.length]))
  const ids = rates.map((_, i) => stratumId(i))
  const builder = poolBuilder({ suite, drawId, key, strata: ids })
  value(builder.add(rows))
  const pool = value(builder.finish())
  const strata = rates.map((rate, i): Stratum => {
    const base = { id: stratumId(i), n: pool.counts[i] ?? 0 }
    return 'count' in rate ? { ...base, count: rate.count } : { ...base, ratePpm: rate.ratePpm, rounding: 'half-up' }
  })
  const nonces = exampleNonces(suite, drawId, salt)
  const { document: commit } = value(
    buildCommit({
      ...sharedMembers(suite, drawId, nonces),
      mode: options.mode ?? 'open',
      beacon: options.beacon ? exampleBeacon(options.beacon) : null,
      filter: options.filter ?? { version: 1, all: [{ field: 'state', op: 'in', values: ['存续'] }] },
      registerCount: size + 5,
      excluded: [
        ['deregistered', 3],
        ['not_in_scope', 2],
      ],
      pool,
      key,
      strata,
      supersedes: options.supersedes ?? null,
    }),
  )
  const times = exampleTimes(options)
  const beaconValue = commit.beacon && exampleBeaconValue(commit.beacon, times.reveals[2])
  const drawn = value(drawObjects({ commit, pool, key, nonces, beaconValue, chains: [testChain] }))
  const leafOrder = Array.from(pool.order, (row): PoolRow => [rows[row]?.[0] ?? '', ids[rows[row]?.[1] ?? 0] ?? ''])
  const log = options.log || options.beacon ? exampleLog(commit, drawn.document, times).log : null
  const { bundle, files } = makeBundle({ commit, result: drawn.document, rows: leafOrder, key, log })
  return { key, rows, pool, nonces, drawn, bundle, bytes: bundleBytes(bundle), files: [...files, ...drawn.files] }
}

/** A draw of officers for the objects of `objects`; every officer may inspect every object but one. */
export function exampleOfficers(
  objects: ExampleDraw,
  { count = 5, salt = '' }: { readonly count?: number; readonly salt?: string } = {},
): ExampleOfficers {
  const { suite, drawId: objectDraw, task: taskNo } = objects.bundle.commit
  const drawId = formatDrawId({ task: taskNo, kind: 'P', serial: 1 })
  const key = bytesFor(suite, `key ${drawId} ${salt}`)
  const matching = exampleEdges(selectedLeaves(objects), count)
  const rows = matching.officers.map((officer): Row => [officer, 0])
  const builder = poolBuilder({ suite, drawId, key, strata: ['s1'] })
  value(builder.add(rows))
  const pool = value(builder.finish())
  const nonces = exampleNonces(suite, drawId, salt)
  const { document: commit } = value(
    buildCommit({
      ...sharedMembers(suite, drawId, nonces),
      dept: '市场监管',
      filter: { version: 1, all: [] },
      registerCount: count + 1,
      excluded: [['officer_inactive', 1]],
      pool,
      key,
      strata: [{ id: 's1', n: count, count }],
      supersedes: null,
      matching: {
        objectDraw,
        objectsRoot: objectsRoot(suite, matching.objects),
        objectCount: matching.objects.length,
        algorithm: leastLoaded,
        rules: rulesOfLeastLoaded,
        teamSize: 2,
        edgesDigest: edgesDigest(suite, matching),
      },
    }),
  )
  const drawn = value(drawOfficers({ commit, key, nonces, matching, beaconValue: null }))
  const leafOrder = Array.from(pool.order, (row): PoolRow => [rows[row]?.[0] ?? '', 's1'])
  const { bundle, files } = makeBundle({ commit, result: drawn.document, rows: leafOrder, key, matching })
  return { key, rows, nonces, drawn, bundle, bytes: bundleBytes(bundle), files: [...files, ...drawn.files], matching }
}

/** When the steps of an example are logged; round 1,000 of quicknet was made on 2023-08-23. */
export function exampleTimes({ beacon, revealedAt }: Pick<ExampleOptions, 'beacon' | 'revealedAt'>): {
  readonly commit: string
  readonly reveals: readonly [string, string, string]
  readonly result: string
} {
  const day = beacon === 'quicknet' ? '2023-08-23T15:5' : '2026-11-20T10:0'
  const last = revealedAt ?? `${day}8:00.000Z`
  return {
    commit: `${day}1:00.000Z`,
    reveals: [`${day}2:00.000Z`, `${day}3:00.000Z`, last],
    result: beacon === undefined ? `${day}9:00.000Z` : '2026-11-24T14:00:00.000Z',
  }
}

/** Codes, and now and then another kind of subject with characters of three bytes. */
export const exampleSubject = (i: number): string =>
  i % 10 === 9 ? `SITE:兰州市城关区东岗西路${i}号` : `91620102MA${String(i).padStart(7, '0')}X`

/** 32 bytes that depend on nothing but the label. */
export const bytesFor = (suite: SuiteId, label: string): Uint8Array => taggedHash(suites[suite], 'example', utf8(label))

/** The value of a result that an example cannot do without. */
export function value<T>(result: Result<T, Failure>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}

function selectedLeaves({ drawn, pool }: ExampleDraw): readonly string[] {
  return Array.from(drawn.selection.positions, (position) => hex(pool.leaves.subarray(position * 32, position * 32 + 32)))
}

/** Everybody may inspect everything, but the first officer is recused from the first object. */
function exampleEdges(objects: readonly string[], count: number): Edges {
  const officers = Array.from({ length: count }, (_, i) => officerSubject(`00000000-0000-4000-8000-${String(i).padStart(12, '0')}`))
  const edges = objects.map((_, object) => [...officers.keys()].filter((officer) => object > 0 || officer > 0))
  return { objects, officers, edges }
}

/** The rules as they were when the first algorithm was committed to; its vectors keep them. */
const rulesOfLeastLoaded = ['certificate_valid/1', 'not_on_leave/1', 'not_recused/1', 'officer_active/1', 'same_area/1', 'scope_covers/1']

export function exampleNonces(suite: SuiteId, drawId: string, salt: string): readonly RevealedNonce[] {
  return parties.map((party) => ({ party, nonce: hex(bytesFor(suite, `nonce ${drawId} ${party} ${salt}`)) }))
}

export function sharedMembers(
  suite: SuiteId,
  drawId: string,
  nonces: readonly RevealedNonce[],
): Pick<CommitInput, 'suite' | 'mode' | 'drawId' | 'plan' | 'dept' | 'snapshotAt' | 'sources' | 'beacon' | 'revealBy' | 'software'> {
  return {
    suite,
    mode: 'open',
    drawId,
    plan: '62010220261001',
    dept: null,
    snapshotAt: '2026-11-20T08:00:00.000Z',
    sources: nonces.map(({ party, nonce }) => ({ party, commitment: hex(nonceCommitment(suite, drawId, party, bytesOf(nonce))) })),
    beacon: null,
    revealBy: '2026-11-21T08:00:00.000Z',
    software: 'mingjian/0.1.0',
  }
}

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
