/** 批量打标签: handlers. A few hundred objects at once, more in the background; the clerk has seen the number before. */
import { randomUUID } from 'node:crypto'
import { type Actor, can, within } from '#core/access/can.ts'
import { parseFilter } from '#core/draws/filter.ts'
import { undoAbility, undoBatch } from '#core/registers/label-batch-state.ts'
import { mayTake, mayUse } from '#core/registers/label-rules.ts'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { frameHere } from '#server/draws/frame-place.ts'
import { type Command, command, type Query, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { watching } from '#server/jobs/watch.ts'
import { changeOf, finishBatch, labelBatchJob, labelUndoJob, undoNow } from './label-batch-job.ts'
import * as store from './label-batch-store.ts'
import { viewerOf } from './label-handlers.ts'
import { changedSince, lockLabels } from './label-project-store.ts'
import { findLabel } from './label-store.ts'

/** Up to this many objects are changed while the clerk waits: a fraction of a second. */
const atOnce = 2000

type Choice = { readonly labelId: string; readonly action: store.LabelAction; readonly query: store.BatchRecord['query'] }

export const labelBatchHandlers = {
  previewBatch: os.labels.previewBatch.handler(query(async (call) => store.countChosen(call.tx, await chosenBy(call), call.input.action))),

  startBatch: os.labels.startBatch.handler(
    command('label.batch', async (call) => {
      const { action, expected, reason, query: asked } = call.input
      const chosen = await chosenBy(call)
      const batchId = await beginBatch(call, { chosen, action, expected, reason, validTo: null })
      call.record(`labelBatch:${batchId}`, { label: chosen.label.name, action, objects: expected, reason, query: asked })
      return { batchId }
    }),
  ),

  batches: os.labels.batches.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.listBatches(tx, viewerOf(actor), input)
      return { ...page, rows: page.rows.map((batch) => present(actor, batch)) }
    }),
  ),

  getBatch: os.labels.getBatch.handler(query(async ({ input, tx, actor }) => present(actor, await getBatch(tx, actor, input.batchId)))),

  watchBatch: os.labels.watchBatch.handler(
    watching({
      thing: (input: { batchId: string }) => `labelBatch:${input.batchId}`,
      load: async ({ input, tx, actor }) => present(actor, await getBatch(tx, actor, input.batchId)),
      done: ({ state, progress }) => (state !== 'running' && state !== 'undoing') || progress?.state === 'failed',
    }),
  ),

  undoBatch: os.labels.undoBatch.handler(
    command(
      'label.undo_batch',
      async ({ input, tx, actor, now, jobs, record }: Command<{ batchId: string; reason: string; commandId: string }>) => {
        const batch = await getBatch(tx, actor, input.batchId, 'lock')
        const state = unwrap(undoBatch(batch, actor))
        // Said at once where it can be seen already; looked at again under the lock when it is done.
        const objects = await changedSince(tx, changeOf(batch.id))
        if (objects > 0) throw new Problem('batch_changed_later', { objects })
        await store.setBatchState(tx, batch.id, state)
        await store.setBatchUndone(tx, batch.id, actor, now)
        record(`labelBatch:${batch.id}`, { label: batch.labelName, objects: batch.objects, reason: input.reason })
        if (batch.objects > atOnce) {
          await jobs.add(labelUndoJob, { batchId: batch.id })
          return { state }
        }
        await undoNow(tx, { ...batch, state, undoneBy: actor.name }, now)
        return { state: 'undone' as const }
      },
    ),
  ),
}

/** What the actor chose, as far as they may: a class of risk in the filter would tell who has it. */
async function chosenBy({ input, tx, actor, now }: Query<Choice>): Promise<store.Chosen> {
  const parsed = parseFilter(input.query.filter)
  if (!parsed.ok) {
    const fields = parsed.failure.problems.map(({ path, expected }) => ({
      field: `query.filter${path}`,
      zh: '条件与取值不相符',
      en: expected,
    }))
    throw new Problem('invalid_input', { fields, fieldsZh: '筛选条件', fieldsEn: 'filter' })
  }
  if (parsed.value.all.some(({ field }) => field === 'riskClass') && !can(actor, 'risk.read').allowed)
    throw new Problem('risk_not_readable')
  const label = found(await findLabel(tx, viewerOf(actor), input.labelId))
  const ability = input.action === 'attach' ? mayUse(actor, label, dateAt(now)) : mayTake(actor, label)
  if (!ability.allowed) throw new Problem(ability.reason)
  return { label, office: actor, query: input.query, signal: null, at: await frameHere(tx, actor.orgPath, now) }
}

export type Beginning = {
  readonly chosen: store.Chosen
  readonly action: store.LabelAction
  readonly expected: number
  readonly reason: string
  readonly validTo: string | null
}

/** Finds the objects, refuses what the clerk did not see, and changes them: a few at once, many by a job. */
export async function beginBatch(
  { tx, actor, now, jobs }: Pick<Command<unknown>, 'tx' | 'actor' | 'now' | 'jobs'>,
  { chosen, action, expected, reason, validTo }: Beginning,
): Promise<string> {
  const { label, query: asked, signal } = chosen
  const id = randomUUID()
  const found = await store.findObjects(tx, id, chosen, action)
  if (found === 0) throw new Problem('batch_empty')
  if (found !== expected) throw new Problem('batch_count_differs', { now: found, expected })
  const { orgPath, dept, orgName } = actor
  const batch = { id, labelId: label.id, action, query: asked, signal, validTo, reason, expected, orgPath, dept, orgName }
  await store.insertBatch(tx, batch, actor, now)
  if (found > atOnce) await jobs.add(labelBatchJob, { batchId: id })
  else {
    await lockLabels(tx)
    await store.changeNext(tx, { ...batch, validTo: validTo ?? label.validTo }, actor, now)
    await finishBatch(tx, id, now)
  }
  return id
}

async function getBatch(tx: Tx, actor: Actor, id: string, lock: 'lock' | 'read' = 'read'): Promise<store.BatchRecord> {
  const batch = await store.findBatch(tx, id, lock)
  if (batch === null || !within(actor, batch)) throw new Problem('not_found')
  return batch
}

const present = (actor: Actor, { orgPath, dept, startedBy: _, startedByName, expected: __, query, ...batch }: store.BatchRecord) => ({
  ...batch,
  query: can(actor, 'risk.read').allowed ? query : withoutRisk(query),
  signal: batch.signal?.kind === 'flags' && !can(actor, 'risk.read').allowed ? null : batch.signal,
  startedBy: startedByName,
  abilities: { undo: undoAbility({ orgPath, dept, state: batch.state }, actor) },
})

/** Whoever may not see classes does not learn from a condition who has which. */
const withoutRisk = (query: store.BatchRecord['query']): store.BatchRecord['query'] => ({
  ...query,
  filter: { ...query.filter, all: query.filter.all.filter(({ field }) => field !== 'riskClass') },
})
