/** 批量打标签 at work: set by set, so that labels given by hand need not wait for a million; and its undoing, all or nothing. */
import * as z from 'zod'
import { labelBatchTransitions } from '#core/registers/label-batch-state.ts'
import { type Instant, instant } from '#core/time.ts'
import { step, type Transitions } from '#core/transition.ts'
import type { Tx } from '#db/connect.ts'
import { frameHere } from '#server/draws/frame-place.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { defineJob, type JobRun } from '#server/jobs/job.ts'
import * as store from './label-batch-store.ts'
import { changedSince, type LabelChange, lockLabels, undoLabels } from './label-project-store.ts'
import { labelById } from './label-store.ts'
import { settleLater } from './settle-job.ts'

const Payload = z.object({ batchId: z.uuid() })
type Run = JobRun<z.infer<typeof Payload>>

const thing = ({ batchId }: z.infer<typeof Payload>): string => `labelBatch:${batchId}`

export const labelBatchJob = defineJob({
  name: 'label.batch',
  payload: Payload,
  thing,
  run: (run) => failing(run, carryOut),
})

export const labelUndoJob = defineJob({
  name: 'label.undo',
  payload: Payload,
  thing,
  run: (run) => failing(run, takeBack),
})

async function carryOut(run: Run): Promise<void> {
  const { batchId } = run.payload
  const batch = await run.transaction((tx) => store.findBatch(tx, batchId))
  if (batch?.state !== 'running') return
  let left = await run.transaction((tx) => findLost(tx, batch))
  const validTo = await run.transaction(async (tx) => (await labelById(tx, batch.labelId)).validTo)
  const total = left
  while (left > 0) {
    run.signal.throwIfAborted()
    run.progress.at('label', total - left, total)
    const { looked } = await run.transaction(async (tx) => {
      await lockLabels(tx)
      return await store.changeNext(
        tx,
        { ...batch, validTo: batch.validTo ?? validTo },
        { id: batch.startedBy, name: batch.startedByName },
        run.now(),
      )
    })
    left = looked === 0 ? 0 : left - looked
  }
  await run.transaction(async (tx) => {
    await finishBatch(tx, batchId, run.now())
    await settleLater(tx)
  })
}

/** The objects still to do. A crash of the database empties the staging: what is missing is found again. */
async function findLost(tx: Tx, batch: store.BatchRecord): Promise<number> {
  const left = await store.countFound(tx, batch.id)
  if (left > 0 || batch.objects >= batch.expected) return left
  const label = await labelById(tx, batch.labelId)
  const at = await frameHere(tx, batch.orgPath, instant(Date.parse(batch.startedAt)))
  return await store.findObjects(tx, batch.id, { label, office: batch, query: batch.query, signal: batch.signal, at }, batch.action)
}

export const finishBatch = (tx: Tx, id: string, now: Instant): Promise<void> => moveBatch(tx, id, 'finish', now)

async function takeBack(run: Run): Promise<void> {
  await run.transaction(async (tx) => {
    const batch = await store.findBatch(tx, run.payload.batchId, 'lock')
    if (batch?.state === 'undoing') await undoNow(tx, batch, run.now())
    await settleLater(tx)
  })
}

/** Takes a batch back, or leaves everything as it is and says what stands against it. */
export async function undoNow(tx: Tx, batch: store.BatchRecord, now: Instant): Promise<void> {
  await lockLabels(tx)
  const objects = await changedSince(tx, changeOf(batch.id))
  if (objects > 0) throw new Problem('batch_changed_later', { objects })
  await undoLabels(tx, changeOf(batch.id), { endedBy: `undo:${batch.id}`, by: { name: batch.undoneBy ?? '' }, now })
  await moveBatch(tx, batch.id, 'finishUndo', null)
}

export const changeOf = (batchId: string): LabelChange => ({ batchId, endedBy: `batch:${batchId}` })

async function moveBatch(tx: Tx, id: string, verb: 'finish' | 'fail' | 'finishUndo' | 'keep', finishedAt: Instant | null): Promise<void> {
  const batch = await store.findBatch(tx, id, 'lock')
  if (batch === null) return
  const table: Transitions<store.BatchRecord['state'], typeof verb> = labelBatchTransitions
  const state = unwrap(step(table, batch.state, verb))
  await store.setBatchState(tx, id, state, finishedAt === null ? {} : { finishedAt })
}

/** A refusal ends the job at once, anything else after its last try; the batch then says so, and can be taken back as far as it came. */
async function failing(run: Run, work: (run: Run) => Promise<void>): Promise<void> {
  try {
    await work(run)
  } catch (error) {
    const last = error instanceof Problem || run.attempt >= mostAttempts
    if (last && !run.signal.aborted) {
      await run.transaction(async (tx) => {
        const batch = await store.findBatch(tx, run.payload.batchId, 'lock')
        if (batch?.state === 'running') await moveBatch(tx, batch.id, 'fail', run.now())
        if (batch?.state === 'undoing') await moveBatch(tx, batch.id, 'keep', null)
      })
    }
    throw error
  }
}

/** The default of a job (server/jobs/job.ts). */
const mostAttempts = 5
