/** 批量出具: asked for here, made in the background, fetched by whoever sees the task and the papers of the organisation that asked. */
import { randomUUID } from 'node:crypto'
import { type Actor, within } from '#core/access/can.ts'
import type { Tx } from '#db/connect.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem } from '#server/http/problem.ts'
import { watching } from '#server/jobs/watch.ts'
import { getTask } from '#server/tasks/sight.ts'
import { documentBatchJob } from './batch-job.ts'
import { type BatchRecord, batchesOfTask, findBatch, insertBatch, isRunning } from './batch-store.ts'
import { countVisitsAhead, visitsAhead } from './facts-store.ts'
import { gatherVisits } from './gather-visit.ts'
import { formOf, letterheadOf, writePaper } from './paper.ts'
import { issueAbility, refuseUnseen } from './sight.ts'

export const documentBatchHandlers = {
  issueAll: os.documents.issueAll.handler(
    command('document.issueAll', async ({ input, tx, actor, now, jobs, record }) => {
      await refuseUnseen(tx, actor, { kind: 'task', id: input.taskId })
      const task = await getTask(tx, actor, input.taskId)
      if (!issueAbility(actor, task, false).allowed) throw new Problem('outside_jurisdiction')
      if (await isRunning(tx, task.id, input.kind)) throw new Problem('batch_running')
      const [first] = await visitsAhead(tx, task.id, null, 1)
      if (first === undefined) throw new Problem('batch_nothing')
      // What is typed for all is judged with the first visit, before anything is made.
      const facts = found((await gatherVisits(tx, [first], now)).get(first))
      writePaper(await letterheadOf(tx, input.kind, facts.issuer, now), facts, input.typed)
      const id = randomUUID()
      const { kind, format, typed } = input
      const asked = { askedBy: actor.id, askedByName: actor.name, orgPath: actor.orgPath, dept: actor.dept }
      await insertBatch(tx, { id, kind, taskId: task.id, format, typed, ...asked }, now)
      await jobs.add(documentBatchJob, { batchId: id }, { queue: `document.batch:${task.id}` })
      record(`document_batch:${id}`, { kind, format, taskNo: task.taskNo })
      return { batchId: id }
    }),
  ),

  batches: os.documents.batches.handler(
    query(async ({ input, tx, actor, now }) => {
      await refuseUnseen(tx, actor, { kind: 'task', id: input.taskId })
      const rows = (await batchesOfTask(tx, input.taskId, input.kind)).filter((batch) => within(actor, batch))
      const [first] = await visitsAhead(tx, input.taskId, null, 1)
      const facts = first === undefined ? undefined : (await gatherVisits(tx, [first], now)).get(first)
      const typed = facts === undefined ? {} : writePaper(await letterheadOf(tx, input.kind, facts.issuer, now), facts, {}).typed
      // What each visit suggests for itself is left empty here: it differs from one to the next.
      const form = formOf(input.kind, typed).map((field) => ((facts?.suggested[field.name] ?? '') === '' ? field : { ...field, value: '' }))
      return { rows: rows.map(present), ahead: await countVisitsAhead(tx, input.taskId), typed: form }
    }),
  ),

  batch: os.documents.batch.handler(query(async ({ input, tx, actor }) => present(await getBatch(tx, actor, input.batchId)))),

  watchBatch: os.documents.watchBatch.handler(
    watching({
      thing: (input: { batchId: string }) => `document_batch:${input.batchId}`,
      load: async ({ input, tx, actor }) => present(await getBatch(tx, actor, input.batchId)),
      done: ({ state }) => state !== 'working',
    }),
  ),
}

/** A batch of the actor's own papers: whoever takes part in a task sees the task, and not what others issue for it. */
export async function getBatch(tx: Tx, actor: Actor, id: string): Promise<BatchRecord> {
  const batch = found(await findBatch(tx, id))
  await refuseUnseen(tx, actor, { kind: 'task', id: batch.taskId })
  if (!within(actor, batch)) throw new Problem('not_found')
  return batch
}

const fresh = { phase: 'waiting', done: 0, total: null, state: 'waiting' as const, problem: null }

function present(batch: BatchRecord) {
  const { id, kind, format, askedByName: askedBy, askedAt, issued, printed, leftOut, progress } = batch
  const state = batch.finishedAt !== null ? ('done' as const) : progress?.state === 'failed' ? ('failed' as const) : ('working' as const)
  return {
    id,
    kind,
    format,
    state,
    askedBy,
    askedAt,
    issued,
    printed,
    leftOut,
    hasFile: batch.sha256 !== null,
    progress: progress ?? fresh,
  }
}
