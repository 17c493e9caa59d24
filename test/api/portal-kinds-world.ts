/** Published draws of the kinds that portal-world.ts has not: sealed, with a beacon, replacing one object, waiting, and where they stand in the log. */
import { createHash } from 'node:crypto'
import { bundleBytes, publicCopy } from '#core/draws/bundle.ts'
import { openingBytes } from '#core/draws/opening.ts'
import { verifyBundle } from '#core/draws/verify.ts'
import type { Db } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { testChain } from '../vectors/example-beacons.ts'
import { type ExampleDraw, exampleDraw } from '../vectors/example-draws.ts'
import { exampleLogKey } from '../vectors/example-log.ts'
import { openingOf } from '../vectors/example-opening.ts'
import { exampleReplacement } from '../vectors/example-replacement.ts'
import { uuid } from './portal-world.ts'

export type KindsWorld = {
  /** Stored files by SHA-256. */
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly sealed: ExampleDraw
  readonly sealedPublic: Uint8Array
  readonly sealedTaskNo: string
  readonly open: ExampleDraw
  readonly replacement: ExampleDraw
  /** Overdue: the beacon came and nobody typed it in. */
  readonly waitingId: string
  /** An opening of a member of the sealed draw that was drawn, and of one that was not. */
  readonly openings: { readonly drawn: Uint8Array; readonly notDrawn: Uint8Array }
}

/** What the publisher must never write for a sealed draw, and the portal must not show even so. */
export const leakedStratum = '高风险 D 级'

/** A list whose bytes are stored and whose row names it. */
export const leakedList = { name: `${'c'.repeat(64)}.jsonl`, sha256: 'd'.repeat(64) }

const sealedTask = '620102202611201007'
const org = { org_path: '62.6201', org_name: '临澜县市场监督管理局' }

export async function publishKinds(db: Db): Promise<KindsWorld> {
  const files = new Map<string, Uint8Array>()
  const strata = [{ ratePpm: 100_000 }, { ratePpm: 300_000 }]
  const sealed = exampleDraw({ mode: 'sealed', size: 40, strata, task: sealedTask, log: true })
  const sealedPublic = bundleBytes(publicCopy(sealed.bundle))
  const open = exampleDraw({ size: 60, strata, task: '620102202611201008', beacon: 'quicknet' })
  const replacement = exampleReplacement(open, { beacon: 'test', replaces: 1 })
  const store = (bytes: Uint8Array): string => {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    files.set(sha256, bytes)
    return sha256
  }

  const closed = {
    state: 'closed',
    committed_at: '2026-11-20T10:01:00Z',
    result_at: '2026-11-20T10:09:00Z',
    closed_at: '2026-11-20T11:00:00Z',
  }
  await db
    .insertInto('published.draw')
    .values([
      {
        ...rowOf(sealed, uuid(71), '2026 年度信用风险分类抽查'),
        ...closed,
        ...checksOf(sealedPublic),
        bundle_sha256: store(sealedPublic),
        pool_sha256: leakedList.sha256,
        files: json([{ name: leakedList.name, sha256: leakedList.sha256, size: 9 }]),
        strata: json([{ id: 's1', name: leakedStratum, n: 20, ratePpm: 100_000, target: 2, threshold: 'ab'.repeat(32) }]),
        certificate_sha256: store(new TextEncoder().encode('%PDF-1.7 certificate')),
      },
      {
        ...rowOf(open, uuid(72), '2026 年度餐饮服务抽查'),
        ...closed,
        ...checksOf(open.bytes),
        bundle_sha256: store(open.bytes),
        beacon: json({ kind: 'drand', chain: chainOf(open), round: 1000, at: '2023-08-23T15:59:24.000Z' }),
        beacon_value: json(open.bundle.result.beaconValue),
      },
      {
        ...rowOf(replacement, uuid(72), '2026 年度餐饮服务抽查'),
        ...closed,
        ...checksOf(replacement.bytes),
        bundle_sha256: store(replacement.bytes),
        published_at: '2026-11-21T00:00:00Z',
        beacon: json({ kind: 'drand', chain: testChain.hash, round: 31_750_000, at: '2026-11-20T10:10:00.000Z' }),
        beacon_value: json(replacement.bundle.result.beaconValue),
        replacement: json({
          objectDraw: open.bundle.commit.drawId,
          leaf: replacement.bundle.commit.replacement?.replaces,
          reason: 'cannot_contact',
          substitute: { subject: '91620102MA00000TES', name: '临澜替补食品有限公司' },
        }),
      },
      {
        ...rowOf(exampleDraw({ size: 30, task: '620102202611201009', beacon: 'announced' }), uuid(73), '2026 年度广告抽查'),
        state: 'awaiting_beacon',
        committed_at: '2026-05-20T01:00:00Z',
        published_at: '2026-05-20T01:00:00Z',
        seed: null,
        selected_count: null,
        beacon: json({ kind: 'announced', what: '中国福利彩票双色球 2026056 期开奖号码', at: '2026-05-21T13:15:00.000Z' }),
      },
    ])
    .execute()
  files.set(leakedList.sha256, new TextEncoder().encode('["x","s1"]'))
  const subjects = drawnSubjects(sealed)
  await db
    .insertInto('published.drawn')
    .values(
      subjects.map((subject, n) => ({
        subject,
        draw_id: sealed.bundle.commit.drawId,
        order_no: n + 1,
        name: `临澜${n + 1}号超市`,
        region_name: '临澜县',
        stratum: null,
        ticket: null,
      })),
    )
    .execute()
  await db
    .insertInto('published.entity')
    .values(subjects.map((subject, n) => ({ subject, name: `临澜${n + 1}号超市`, kind_zh: '企业', region_name: '临澜县' })))
    .onConflict((c) => c.column('subject').doNothing())
    .execute()
  await db
    .insertInto('published.task')
    .values({
      id: uuid(71),
      task_no: sealedTask,
      plan_no: '62010220261001',
      plan_name: '临澜县 2026 年度抽查工作计划',
      name: '2026 年度信用风险分类抽查',
      directed: false,
      ...org,
      items: ['登记事项检查'],
      object_scope: '本县登记的企业',
      from_on: '2026-11-20',
      to_on: '2026-12-31',
      drawn: subjects.length,
      published_at: '2026-11-20T11:00:00Z',
    })
    .execute()
  return {
    files,
    sealed,
    sealedPublic,
    sealedTaskNo: sealedTask,
    open,
    replacement,
    waitingId: '620102202611201009-O-1',
    openings: { drawn: openingOfOne(sealed, true), notDrawn: openingOfOne(sealed, false) },
  }
}

/** The codes of those drawn, ascending: never the order in which they were drawn. */
const drawnSubjects = ({ rows, pool, drawn }: ExampleDraw): readonly string[] =>
  Array.from(drawn.selection.positions, (position) => rows[pool.order[position] ?? 0]?.[0] ?? '').sort()

function openingOfOne(draw: ExampleDraw, drawn: boolean): Uint8Array {
  const winners = new Set(draw.drawn.selection.positions)
  const index = Array.from({ length: draw.pool.size }, (_, i) => i).find((i) => winners.has(i) === drawn) ?? 0
  return openingBytes(openingOf(draw, index))
}

/** What every published draw has, of an example. */
export function rowOf({ bundle }: Pick<ExampleDraw, 'bundle'>, taskId: string, taskName: string) {
  const { commit, result, log } = bundle
  const party = (index: number) => result.nonces[index]?.nonce ?? null
  return {
    ...org,
    id: commit.drawId,
    task_id: taskId,
    task_name: taskName,
    kind: commit.kind,
    suite: commit.suite,
    mode: commit.mode,
    register_count: commit.registerCount,
    excluded: json(commit.excluded.map(([reason, count]) => ({ reason, count }))),
    pool_size: commit.poolSize,
    pool_root: commit.poolRoot,
    commit_hash: result.commitHash,
    seed: result.seed,
    selected_count: result.selectedCount,
    strata: json([]),
    parties: json(commit.sources.map((source, n) => ({ ...source, nonce: party(n), at: '2026-11-20T10:05:00.000Z' }))),
    checks: json([]),
    log: json((log?.proofs ?? []).map(({ entry, at, party: of, index }) => ({ type: entry, at, party: of, index }))),
    published_at: '2026-11-20T10:01:00Z',
  }
}

/** The verdict on a bundle, as the house publishes it. */
export function checksOf(bytes: Uint8Array) {
  const { checks, verdict } = verifyBundle(bytes, { logKey: exampleLogKey, chains: [testChain] })
  const notes = checks.map((one) => ({ check: one.check, status: one.status, note: 'why' in one ? one.why : null }))
  return { verdict, checks: json(notes) }
}

function chainOf({ bundle }: ExampleDraw): string {
  const { beacon } = bundle.commit
  return beacon?.kind === 'drand' ? beacon.chain : ''
}
