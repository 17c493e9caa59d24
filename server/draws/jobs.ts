/** The long steps of a draw: sealing the list, drawing, verifying. Each looks first at what is already done, so a crash resumes it and never repeats it. */
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import * as z from 'zod'
import { hex } from '#core/bytes.ts'
import { bundleBytes, makeBundle } from '#core/draws/bundle.ts'
import type { CommitDocument, PoolRow, ResultDocument } from '#core/draws/documents.ts'
import { nonceCommitment } from '#core/draws/nonces.ts'
import type { ExclusionReason } from '#core/draws/reasons.ts'
import { drawOfficers, officerPool } from '#core/draws/result.ts'
import { stratumId } from '#core/draws/strata.ts'
import type { Check } from '#core/draws/verification.ts'
import type { Edges } from '#core/matching/edges.ts'
import { copyOut, withLiterals } from '#db/bulk.ts'
import type { Tx } from '#db/connect.ts'
import { insertFile } from '#server/files/rows.ts'
import { unwrap } from '#server/http/problem.ts'
import { defineJob, type JobRun } from '#server/jobs/job.ts'
import { jobsIn } from '#server/jobs/queue.ts'
import { announce } from '#server/jobs/watch.ts'
import { findTask, type TaskRecord } from '#server/tasks/store.ts'
import * as drawnStore from './drawn-store.ts'
import { drawPool, sealPool, verifyFiles, withFolder } from './engine-client.ts'
import { eventOf, type Frozen, lifeOf } from './events.ts'
import { countQuery, type FrameGroup, poolQuery, sumFrame } from './frame.ts'
import { publishDraw } from './publish.ts'
import * as store from './store.ts'

const Payload = z.object({ drawId: z.string() })
type Run = JobRun<z.infer<typeof Payload>>
const thing = ({ drawId }: z.infer<typeof Payload>): string => `draw:${drawId}`

/** The system acts without an account; its own share of the seed is made when the draw is opened and kept until it is revealed. */
export const system = { actorId: null, actorName: '系统' } as const

export const freezeJob = defineJob({
  name: 'draw.freeze',
  payload: Payload,
  thing,
  run: async (run) => {
    const { draw, task, key } = await load(run)
    if (draw.state !== 'freezing') return
    await withFolder(async (folder) => {
      const { sealed, frame, snapshotAt } = await seal(run, draw, task, key, folder)
      run.progress.at('store', sealed.size, sealed.size)
      const leaves = await run.services.files.put(createReadStream(sealed.leavesFile))
      const pool = await run.services.files.put(createReadStream(sealed.poolFile))
      await run.transaction(async (tx) => {
        if ((await store.lockDraw(tx, draw.id))?.state !== 'freezing') return
        await keepFile(tx, draw.id, 'leaves', { ...leaves, name: `${draw.id}.leaves` })
        await keepFile(tx, draw.id, 'pool', { ...pool, name: sealed.poolName })
        await appendFrozen(
          tx,
          draw.id,
          {
            snapshotAt,
            registerCount: frame.registerCount,
            excluded: frame.excluded,
            poolSize: sealed.size,
            poolRoot: sealed.root,
            strata: task.strata.map(({ ratePpm, rounding }, i) => ({ id: stratumId(i), n: sealed.counts[i] ?? 0, ratePpm, rounding })),
            strataNames: task.strata.map(({ name }) => name),
          },
          run.now(),
        )
      })
    })
  },
})

/** One snapshot for the counts and for the list, so that the sum closes whatever is written meanwhile. */
async function seal(run: Run, draw: store.DrawRecord, task: TaskRecord, key: Uint8Array, folder: string) {
  const { services } = run
  const client = await services.bulk.connect()
  try {
    await client.query("begin isolation level repeatable read, read only; select set_config('mingjian.scope', '*', true)")
    const snapshotAt = run.now()
    run.progress.at('count', 0)
    const counting = countQuery(task).compile(services.longDb)
    const counted = await client.query<FrameGroup>(counting.sql, [...counting.parameters])
    const frame = sumFrame(task, counted.rows)
    const rows = copyOut(client, withLiterals(poolQuery(task).compile(services.longDb)))
    // A line is about 21 bytes: 18 of the code, a tab, the stratum, a line feed.
    const sealing = sealPool({ suite: draw.suite, drawId: draw.id, key: hex(key), strata: task.strata.length, folder }, rows, (bytes) =>
      run.progress.at('seal', Math.min(frame.included, Math.round(bytes / 21)), frame.included),
    )
    const sealed = unwrap(await sealing)
    await client.query('commit')
    return {
      sealed,
      snapshotAt,
      frame: {
        registerCount: frame.registerCount,
        excluded: frame.excluded.map(({ reason, count }): [ExclusionReason, number] => [reason, count]),
      },
    }
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}

export const resultJob = defineJob({
  name: 'draw.result',
  payload: Payload,
  thing,
  run: async (run) => {
    const { draw, key, events } = await load(run)
    if (draw.state !== 'drawing') return
    const commit = eventOf(events, 'commit')
    if (commit === null) throw new Error(`draw ${draw.id} is drawing without a commit`)
    const nonces = events.flatMap((event) => (event.type === 'reveal' ? [event.document] : []))
    run.progress.at('draw', 0, draw.poolSize)
    await withFolder(async (folder) => {
      if (draw.kind === 'O') {
        const files = await run.transaction((tx) => store.filesOf(tx, draw.id))
        const pathOf = (role: store.FileRole): string => run.services.files.path(files.find((file) => file.role === role)?.sha256 ?? '')
        const poolName = files.find((file) => file.role === 'pool')?.name ?? ''
        const drawn = unwrap(
          await drawPool({
            commit: commit.document.commit,
            key: hex(key),
            nonces,
            leavesFile: pathOf('leaves'),
            poolFile: pathOf('pool'),
            poolName,
            folder,
          }),
        )
        const beside = drawn.files.map(({ name, path }) => ({ name, bytes: createReadStream(path) }))
        await saveResult(run, draw, drawn.document, createReadStream(drawn.bundleFile), beside, drawn.rows)
      } else {
        const matching: Edges = JSON.parse(await readText(run, draw.id, 'matching'))
        const drawn = unwrap(drawOfficers({ commit: commit.document.commit, key, nonces, matching }))
        const rows = inLeafOrder(commit.document.commit, key, matching.officers)
        const { bundle } = makeBundle({ commit: commit.document.commit, result: drawn.document, rows, key, matching })
        await saveResult(
          run,
          draw,
          drawn.document,
          Readable.from([bundleBytes(bundle)]),
          drawn.files.map(({ name, bytes }) => ({ name, bytes: Readable.from([bytes]) })),
        )
      }
    })
  },
})

/** The result with everything that proves it, in one transaction; its verification follows as a job of its own. */
async function saveResult(
  run: Run,
  draw: store.DrawRecord,
  document: ResultDocument,
  bundleSource: AsyncIterable<Uint8Array>,
  beside: readonly { readonly name: string; readonly bytes: AsyncIterable<Uint8Array> }[],
  drawn: readonly drawnStore.DrawnRow[] = [],
): Promise<void> {
  const bundle = await run.services.files.put(bundleSource)
  const kept: { name: string; sha256: string; size: number }[] = []
  for (const { name, bytes } of beside) kept.push({ name, ...(await run.services.files.put(bytes)) })
  await run.transaction(async (tx) => {
    if ((await store.lockDraw(tx, draw.id))?.state !== 'drawing') return
    const events = await store.eventsOf(tx, draw.id)
    await keepFile(tx, draw.id, 'bundle', { ...bundle, name: `${draw.id}.json` })
    for (const file of kept) await keepFile(tx, draw.id, 'selected', file)
    if (drawn.length > 0) await drawnStore.insertDrawn(tx, draw, drawn)
    const event = { type: 'result', document, seq: events.length, ...system, at: run.now() } as const
    const life = lifeOf(draw, [...events, event])
    await store.appendEvent(tx, draw.id, event, { state: life.state, selected: document.selectedCount })
    await republish(tx, draw.id, run.now())
    await jobsIn(tx).add(verifyJob, { drawId: draw.id })
  })
}

export const verifyJob = defineJob({
  name: 'draw.verify',
  payload: Payload,
  thing,
  run: async (run) => {
    const { draw } = await load(run)
    const files = await run.transaction((tx) => store.filesOf(tx, draw.id))
    const bundle = files.find((file) => file.role === 'bundle')
    if (bundle === undefined) return
    run.progress.at('verify', 0)
    const beside = files
      .filter((file) => file.role === 'pool' || file.role === 'selected')
      .map((file) => ({ name: file.name, path: run.services.files.path(file.sha256) }))
    const verified = await verifyFiles({ bundleFile: run.services.files.path(bundle.sha256), files: beside })
    const checks = verified.checks.map((check) => ({ check: check.check, status: check.status, note: noteOf(check) }))
    await run.transaction(async (tx) => {
      await store.saveVerdict(tx, draw.id, { verdict: verified.verdict, checks, at: run.now() })
      await republish(tx, draw.id, run.now())
      await announce(tx, thing({ drawId: draw.id }))
    })
  },
})

const noteOf = (check: Check): string | null =>
  check.status === 'failed' ? `${check.expected} ≠ ${check.found}` : check.status === 'not_checked' ? check.why : (check.found ?? null)

/** The frozen pool and the system's own pledge, which follows at once: from here on the parties may pledge. */
export async function appendFrozen(tx: Tx, drawId: string, frozen: Frozen, at: string): Promise<void> {
  const draw = await store.findDraw(tx, drawId)
  if (draw === null) throw new Error(`draw ${drawId} is gone`)
  const before = await store.eventsOf(tx, drawId)
  const { systemNonce } = await store.secretOf(tx, drawId)
  const commitment = hex(nonceCommitment(draw.suite, drawId, 'system', systemNonce))
  const freeze = { type: 'freeze', document: frozen, seq: before.length, ...system, at } as const
  const pledge = { type: 'pledge', document: { party: 'system', commitment }, seq: before.length + 1, ...system, at } as const
  const { state } = lifeOf(draw, [...before, freeze, pledge])
  await store.appendEvent(tx, drawId, freeze, { state, poolSize: frozen.poolSize })
  await store.appendEvent(tx, drawId, pledge, { state })
  await announce(tx, thing({ drawId }))
}

export async function keepFile(
  tx: Tx,
  drawId: string,
  role: store.FileRole,
  file: { sha256: string; size: number; name: string },
): Promise<void> {
  const fileId = await insertFile(tx, {
    ...file,
    mediaType: role === 'leaves' ? 'application/octet-stream' : 'application/json',
    createdBy: null,
  })
  await store.attachFile(tx, drawId, role, fileId)
}

/** Brings the public copy up to what the draw is now. */
export async function republish(tx: Tx, drawId: string, now: string): Promise<void> {
  const draw = await store.findDraw(tx, drawId)
  if (draw !== null) await publishDraw(tx, draw, await store.eventsOf(tx, drawId), now)
}

async function load(run: Run) {
  return await run.transaction(async (tx) => {
    const draw = await store.findDraw(tx, run.payload.drawId)
    const task = draw === null ? null : await findTask(tx, draw.taskId)
    if (draw === null || task === null) throw new Error(`draw ${run.payload.drawId} does not exist`)
    return { draw, task, key: (await store.secretOf(tx, draw.id)).key, events: await store.eventsOf(tx, draw.id) }
  })
}

async function readText(run: Run, drawId: string, role: store.FileRole): Promise<string> {
  const files = await run.transaction((tx) => store.filesOf(tx, drawId))
  return readFile(run.services.files.path(files.find((file) => file.role === role)?.sha256 ?? ''), 'utf8')
}

function inLeafOrder(commit: CommitDocument, key: Uint8Array, officers: readonly string[]): PoolRow[] {
  const pool = officerPool(commit, key, officers)
  if (pool === null) throw new Error(`the officers of ${commit.drawId} are no pool`)
  return Array.from(pool.order, (i): PoolRow => [officers[i] ?? '', stratumId(0)])
}
