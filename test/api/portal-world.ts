/** A small published world for the portal's tests: one plan, one task, draws that were really drawn, results, and names that mean harm. */
import { createHash } from 'node:crypto'
import type { InsertObject } from 'kysely'
import { fromHex, hex } from '#core/bytes.ts'
import { bundleBytes, makeBundle } from '#core/draws/bundle.ts'
import { buildCommit } from '#core/draws/commit.ts'
import { nonceCommitment } from '#core/draws/nonces.ts'
import { poolBuilder } from '#core/draws/pool.ts'
import { drawObjects } from '#core/draws/result.ts'
import { stratumTarget } from '#core/draws/strata.ts'
import { verifyBundle } from '#core/draws/verify.ts'
import { type OutcomeCode, outcomeCodes, outcomes } from '#core/inspections/outcomes.ts'
import { usccCheckDigit } from '#core/registers/uscc.ts'
import type { Result } from '#core/result.ts'
import type { Db } from '#db/connect.ts'
import { json } from '#db/json.ts'
import type { DB } from '#db/rows.gen.ts'

export type World = {
  /** Stored files by SHA-256, as the file store would hold them. */
  readonly files: ReadonlyMap<string, Uint8Array>
  readonly planNo: string
  readonly taskNo: string
  /** A draw with its pool inside the bundle. */
  readonly drawId: string
  /** A draw of 12,000, whose pool is a file of its own; its result is not yet closed, so the names of the drawn are not published. */
  readonly bigDrawId: string
  readonly voidDrawId: string
  readonly sealedDrawId: string
  readonly officerDrawId: string
  /** Codes: drawn, not drawn, not on the list. */
  readonly drawn: string
  readonly notDrawn: string
  readonly absent: string
  readonly bigNotDrawn: string
  readonly bigDrawn: string
  /** The visit of `drawn`, whose name is `name`. */
  readonly visitId: string
  readonly name: string
}

export const hostileName = '<script>alert(1)</script>"\'><img src=x onerror=alert(2)>有限公司'
export const formulaName = '=HYPERLINK("http://evil.example","点我")贸易有限公司'

const planNo = '47010020261001'
const taskNo = '470100202603181001'
const at = (time: string) => `2026-03-18T${time}+08:00`

/** Publishes the world as the application role and answers what the tests need to find in it. */
export async function publishWorld(db: Db): Promise<World> {
  const files = new Map<string, Uint8Array>()
  const firms = Array.from({ length: 1260 }, (_, n) => firm(n))
  const small = draw(`${taskNo}-O-2`, firms.slice(0, 1200), files)
  const big = draw(
    '470100202605061001-O-1',
    Array.from({ length: 12_000 }, (_, n) => firm(n)),
    files,
  )
  const taskId = uuid(1)
  const bigTaskId = uuid(2)
  await publishLists(db, taskId, small.drawn.length)
  await publishDraws(db, taskId, bigTaskId, small, big)
  const visits = await publishResults(db, taskId, small.drawn)

  const chosen = new Set(small.drawn.map(({ subject }) => subject))
  const bigChosen = new Set(big.drawn.map(({ subject }) => subject))
  const [first] = small.drawn
  if (first === undefined) throw new Error('the draw drew nobody')
  return {
    files,
    planNo,
    taskNo,
    drawId: small.drawId,
    bigDrawId: big.drawId,
    voidDrawId: `${taskNo}-O-1`,
    sealedDrawId: '470100202606011001-O-1',
    officerDrawId: `${taskNo}-P-1`,
    drawn: first.subject,
    name: first.name,
    visitId: visits.get(first.subject) ?? '',
    notDrawn: codeOf(firms.find(({ subject }, n) => n < 1200 && !chosen.has(subject))),
    absent: codeOf(firms.at(1250)),
    bigDrawn: codeOf(big.drawn.at(7)),
    bigNotDrawn: codeOf(firms.find(({ subject }) => !bigChosen.has(subject))),
  }
}

export const uuid = (n: number): string => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`

type Firm = {
  readonly subject: string
  readonly name: string
  readonly kindZh: string
  readonly regionName: string
  readonly stratum: number
}
type Drawn = Firm & { readonly order: number; readonly ticket: string }
type Held = {
  readonly drawId: string
  readonly drawn: readonly Drawn[]
  readonly row: Omit<
    InsertObject<DB, 'published.draw'>,
    'id' | 'task_id' | 'kind' | 'state' | 'task_name' | 'org_path' | 'org_name' | 'published_at'
  >
}

const places = ['青屏区', '北渡区', '云岫县', '临澜县', '石津区', '澜湾区']
const first = ['临澜', '青屏', '云岫', '石津', '北渡', '澜湾', '平渚', '岚江']
const second = ['钧丰', '川远', '屿初', '桐信', '逸安', '榆成', '禾远', '汀远', '川原', '启木', '舟初', '朴帆', '澄初']
const trades = [
  '食品有限公司',
  '物流有限公司',
  '冷链仓储有限公司',
  '广告传媒有限公司',
  '纺织有限公司',
  '家具有限公司',
  '检测技术有限公司（分公司）',
]

function firm(n: number): Firm {
  const pick = (list: readonly string[], by: number) => list[Math.floor(n / by) % list.length] ?? ''
  const body = `9147010${1 + (n % 6)}MA${String(n).padStart(7, '0')}`
  return {
    subject: `${body}${usccCheckDigit(body)}`,
    name: n === 3 ? hostileName : n === 4 ? formulaName : `${pick(first, 1)}${pick(second, 3)}${pick(trades, 5)}`,
    kindZh: n % 9 === 0 ? '农民专业合作社' : '企业',
    regionName: pick(places, 1),
    stratum: n % 9 === 0 ? 1 : 0,
  }
}

/** A real draw: sealed, revealed, computed, bundled, verified. Firms 3 and 4 are in every pool, drawn or not. */
function draw(drawId: string, firms: readonly Firm[], files: Map<string, Uint8Array>): Held {
  const suite = 'sha256'
  const key = new Uint8Array(32).fill(7)
  const strataIds = ['s1', 's2']
  const builder = poolBuilder({ suite, drawId, key, strata: strataIds })
  must(builder.add(firms.map(({ subject, stratum }) => [subject, stratum] as const)))
  const pool = must(builder.finish())
  const parties = ['organiser', 'supervisor', 'system']
  const nonces = parties.map((party, n) => ({ party, nonce: hex(new Uint8Array(32).fill(n + 1)) }))
  const strata = strataIds.map((id, n) => ({
    id,
    n: pool.counts[n] ?? 0,
    ratePpm: n === 0 ? 30_000 : 50_000,
    rounding: 'half-up' as const,
  }))
  const excluded = [
    ['deregistered', 6027],
    ['in_open_task', 582],
    ['moved_out', 1204],
    ['not_in_scope', 301_947],
    ['revoked', 9318],
  ] as const
  const registerCount = excluded.reduce((sum, [, n]) => sum + n, pool.size)
  const sources = nonces.map(({ party, nonce }) => ({ party, commitment: hex(nonceCommitment(suite, drawId, party, fromHex(nonce))) }))
  const { document: commit, commitHash } = must(
    buildCommit({
      suite,
      mode: 'open',
      drawId,
      plan: planNo,
      dept: null,
      filter: { version: 1, all: [] },
      snapshotAt: '2026-03-18T01:30:00.000Z',
      registerCount,
      excluded,
      pool,
      key,
      strata,
      sources,
      beacon: null,
      revealBy: '2026-03-18T10:00:00.000Z',
      supersedes: null,
      software: 'mingjian test',
    }),
  )
  const { document: result, selection, files: lists } = must(drawObjects({ commit, pool, key, nonces, beaconValue: null }))
  const inOrder = Array.from(pool.order, (row) => firms[row]).filter((each) => each !== undefined)
  const rows = inOrder.map(({ subject, stratum }) => [subject, strataIds[stratum] ?? ''] as const)
  const { bundle, files: beside } = makeBundle({ commit, result, rows, key })
  const bytes = bundleBytes(bundle)
  const store = (content: Uint8Array) => {
    const sha256 = createHash('sha256').update(content).digest('hex')
    files.set(sha256, content)
    return sha256
  }
  const named = new Map([...beside, ...lists].map((file) => [file.name, file.bytes]))
  const { checks, verdict } = verifyBundle(bytes, { readFile: (name: string) => named.get(name) ?? null })
  const drawn = Array.from(selection.positions, (position, n) => ({
    ...(inOrder[position] ?? firm(0)),
    order: n + 1,
    ticket: hex(selection.tickets.subarray(n * 32, n * 32 + 32)),
  }))
  const [poolFile] = beside
  return {
    drawId,
    drawn,
    row: {
      suite,
      mode: 'open',
      register_count: registerCount,
      excluded: json(excluded.map(([reason, count]) => ({ reason, count }))),
      pool_size: pool.size,
      pool_root: hex(pool.root),
      commit_hash: commitHash,
      seed: result.seed,
      selected_count: drawn.length,
      strata: json(
        strata.map((one, n) => ({
          id: one.id,
          name: n === 0 ? '企业' : '农民专业合作社',
          n: one.n,
          ratePpm: one.ratePpm,
          target: stratumTarget(one),
          threshold: drawn.filter(({ stratum }) => stratum === n).at(-1)?.ticket ?? null,
        })),
      ),
      parties: json(sources.map((source, n) => ({ ...source, nonce: nonces[n]?.nonce, at: `2026-03-18T02:20:0${n}.000Z`, by: '张三' }))),
      verdict,
      checks: json(
        checks.map((one) => ({
          check: one.check,
          status: one.status,
          note: 'why' in one ? one.why : 'expected' in one ? `${one.expected} ≠ ${one.found}` : null,
        })),
      ),
      bundle_sha256: store(bytes),
      pool_sha256: poolFile === undefined ? null : store(poolFile.bytes),
      files: json([...beside, ...lists].map((file) => ({ name: file.name, sha256: store(file.bytes), size: file.bytes.length }))),
    },
  }
}

async function publishLists(db: Db, taskId: string, drawn: number): Promise<void> {
  const org = { org_path: '47.4701', org_name: '云澜市市场监督管理局' }
  const scope = '本市登记的企业、农民专业合作社'
  const item = (n: number, name: string, item_class: string) => ({
    id: uuid(100 + n),
    code: `A01-${n}`,
    version: 1,
    ...org,
    category: '登记事项检查',
    name,
    item_class,
    basis: '《中华人民共和国公司法》《企业信息公示暂行条例》第十四条',
    object_scope: scope,
    methods: ['onsite', 'written'],
    valid_from: '2026-01-01',
    published_at: at('08:00:00'),
  })
  const names = ['营业执照规范使用情况检查', '名称规范使用情况检查', '经营期限检查', '年度报告公示信息检查']
  await db
    .insertInto('published.item')
    .values(names.map((name, n) => item(n + 1, name, n === 3 ? 'key' : 'general')))
    .execute()
  await db
    .insertInto('published.plan')
    .values({
      id: uuid(9),
      plan_no: planNo,
      year: 2026,
      name: '云澜市市场监督管理局 2026 年度抽查工作计划',
      ...org,
      rows: json([
        {
          seq: 1,
          name: '企业不定向抽查',
          itemNames: names,
          directed: false,
          objectScope: scope,
          ratePpm: 30_000,
          from: '2026-03-18',
          to: '2026-06-30',
          office: '信用监督管理科',
        },
        {
          seq: 2,
          name: '食品生产企业定向抽查',
          itemNames: ['食品生产监督检查'],
          directed: true,
          objectScope: '食品生产企业',
          ratePpm: 52_500,
          from: '2026-05-01',
          to: '2026-08-31',
          office: '食品生产安全监督管理科',
        },
      ]),
      published_at: at('08:30:00'),
    })
    .execute()
  const task = (id: string, no: string, name: string, count: number, time: string) => ({
    id,
    task_no: no,
    plan_no: planNo,
    plan_name: '云澜市市场监督管理局 2026 年度抽查工作计划',
    name,
    directed: false,
    ...org,
    items: names,
    object_scope: scope,
    from_on: '2026-03-18',
    to_on: '2026-06-30',
    drawn: count,
    published_at: time,
  })
  await db
    .insertInto('published.task')
    .values([task(taskId, taskNo, '2026 年度企业不定向抽查（第一批）', drawn, at('10:30:00'))])
    .execute()
}

async function publishDraws(db: Db, taskId: string, bigTaskId: string, small: Held, big: Held): Promise<void> {
  const base = {
    org_path: '47.4701',
    org_name: '云澜市市场监督管理局',
    task_name: '2026 年度企业不定向抽查（第一批）',
    task_id: taskId,
    kind: 'O',
  }
  const nothing = { suite: 'sha256', mode: 'open', excluded: json([]), strata: json([]), checks: json([]), parties: json([]) }
  const commitments = json(
    ['organiser', 'supervisor', 'system'].map((party, n) => ({ party, commitment: `${n + 1}`.repeat(64), nonce: null, at: null })),
  )
  const secondBatch = '2026 年度企业不定向抽查（第二批）'
  const rows = [
    {
      ...base,
      ...small.row,
      id: small.drawId,
      state: 'closed',
      committed_at: at('09:40:07'),
      result_at: at('10:20:38'),
      published_at: at('10:20:38'),
    },
    {
      ...base,
      ...big.row,
      id: big.drawId,
      task_id: bigTaskId,
      task_name: secondBatch,
      state: 'result',
      committed_at: '2026-05-06T01:40:07Z',
      result_at: '2026-05-06T01:58:00Z',
      published_at: '2026-05-06T01:58:00Z',
    },
    {
      ...base,
      ...nothing,
      id: `${taskNo}-O-1`,
      state: 'void',
      pool_size: 1200,
      pool_root: 'ab'.repeat(32),
      commit_hash: 'cd'.repeat(32),
      parties: commitments,
      void_reason: 'nonce_lost',
      committed_at: at('08:50:00'),
      published_at: at('09:10:00'),
    },
    {
      ...base,
      ...nothing,
      id: '470100202606011001-O-1',
      task_id: uuid(3),
      task_name: '2026 年度特种设备使用单位抽查',
      state: 'committed',
      register_count: 5120,
      excluded: json([['not_in_scope', 5000]]),
      pool_size: 120,
      pool_root: 'ef'.repeat(32),
      commit_hash: '12'.repeat(32),
      strata: json([{ id: 's1', name: '特种设备使用单位', n: 120, ratePpm: 100_000, target: 12, threshold: null }]),
      parties: commitments,
      committed_at: '2026-06-01T01:00:00Z',
      published_at: '2026-06-01T01:00:00Z',
    },
    {
      ...base,
      ...nothing,
      id: `${taskNo}-P-1`,
      kind: 'P',
      state: 'closed',
      register_count: 62,
      excluded: json([{ reason: 'officer_on_leave', count: 2 }]),
      pool_size: 60,
      selected_count: 60,
      pool_root: '34'.repeat(32),
      commit_hash: '56'.repeat(32),
      seed: '78'.repeat(32),
      verdict: 'held',
      checks: json([
        { check: 'assignment', status: 'ok', note: null },
        { check: 'matching_facts', status: 'not_checked', note: 'facts_not_public' },
      ]),
      committed_at: at('10:40:00'),
      result_at: at('10:55:00'),
      published_at: at('10:55:00'),
    },
  ]
  for (const row of rows) await db.insertInto('published.draw').values(row).execute()
  // A draw with a result that is not yet closed has no published names.
  const { drawId, drawn } = small
  const drawnRows = drawn.map((one) => ({
    subject: one.subject,
    draw_id: drawId,
    order_no: one.order,
    name: one.name,
    region_name: one.regionName,
    stratum: `s${one.stratum + 1}`,
    ticket: one.ticket,
  }))
  await db.insertInto('published.drawn').values(drawnRows).execute()
  const entities = drawn.map(({ subject, name, kindZh, regionName }) => ({ subject, name, kind_zh: kindZh, region_name: regionName }))
  await db
    .insertInto('published.entity')
    .values(entities)
    .onConflict((c) => c.column('subject').doNothing())
    .execute()
}

/** Results for two thirds of the drawn, and one for each harmful name. */
async function publishResults(db: Db, taskId: string, drawn: readonly Drawn[]): Promise<ReadonlyMap<string, string>> {
  const visits = new Map<string, string>()
  const inspected: readonly Firm[] = [...drawn.slice(0, Math.ceil((drawn.length * 2) / 3)), firm(3), firm(4)]
  const rows = inspected.map((one, n) => {
    const outcome: OutcomeCode = n % 5 === 1 ? (outcomeCodes[n % outcomeCodes.length] ?? '01') : '01'
    const { zh, problem } = outcomes[outcome]
    visits.set(one.subject, uuid(1000 + n))
    return {
      subject: one.subject,
      visit_id: uuid(1000 + n),
      task_id: taskId,
      task_no: taskNo,
      task_name: '2026 年度企业不定向抽查（第一批）',
      plan_no: planNo,
      plan_name: '云澜市市场监督管理局 2026 年度抽查工作计划',
      directed: false,
      org_path: '47.4701',
      org_name: '云澜市市场监督管理局',
      name: one.name,
      region_name: one.regionName,
      date: `2026-04-${String(1 + (n % 28)).padStart(2, '0')}`,
      method: 'onsite',
      outcome,
      outcome_zh: zh,
      problem,
      items: json([
        { name: '营业执照规范使用情况检查', checked: true, problem: problem ? '营业执照未置于住所醒目位置' : null },
        { name: '名称规范使用情况检查', checked: true, problem: null },
        { name: '经营期限检查', checked: false, problem: null },
      ]),
      disposal: problem ? '责令限期改正，4 月 30 日前复查' : null,
      demo: n % 10 === 0,
      published_at: `2026-05-${String(1 + (n % 28)).padStart(2, '0')}T0${n % 10}:00:00.123456Z`,
    }
  })
  await db.insertInto('published.result').values(rows).execute()
  const entities = inspected.map(({ subject, name, kindZh, regionName }) => ({ subject, name, kind_zh: kindZh, region_name: regionName }))
  await db
    .insertInto('published.entity')
    .values(entities)
    .onConflict((c) => c.column('subject').doNothing())
    .execute()
  return visits
}

const codeOf = (one: Firm | undefined): string => {
  if (one === undefined) throw new Error('the world lacks a firm that the tests need')
  return one.subject
}

function must<T, F extends { readonly type: string }>(result: Result<T, F>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.failure))
  return result.value
}
