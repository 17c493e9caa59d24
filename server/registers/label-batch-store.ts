/** SQL of labels given to all objects of a query: found once, put on or taken off in sets, taken back as one. */
import { type RawBuilder, sql } from 'kysely'
import type { ObjectQuery } from '#contract/labels.ts'
import type { Signal } from '#contract/signals.ts'
import type { LabelBatchState } from '#core/registers/label-batch-state.ts'
import { type Office, reachPath } from '#core/registers/label-rules.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { type FrameAt, subjectsIn } from '#server/draws/frame-store.ts'
import type { ProgressRow } from '#server/jobs/progress.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'
import { projectLabels, putLabels, takeLabels } from './label-project-store.ts'
import type { LabelRecord, Viewer } from './label-store.ts'
import { textTest } from './object-test-store.ts'
import { signalTest } from './signal-store.ts'

export type LabelAction = 'attach' | 'detach'

export type BatchRecord = Office & {
  readonly id: string
  readonly labelId: string
  readonly labelName: string
  readonly action: LabelAction
  readonly query: ObjectQuery
  /** Whose objects it is about besides; null: of the query alone. */
  readonly signal: Signal | null
  /** Null: as long as the label lasts. */
  readonly validTo: string | null
  readonly reason: string
  readonly orgName: string
  readonly state: LabelBatchState
  readonly expected: number
  readonly objects: number
  readonly startedBy: string
  readonly startedByName: string
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly undoneBy: string | null
  readonly undoneAt: string | null
  readonly progress: ProgressRow | null
}

/** Objects that one transaction changes: a second of work, so that a label put on by hand waits no longer. */
export const setSize = 20_000

export type Chosen = {
  readonly label: LabelRecord
  readonly office: Office
  readonly query: ObjectQuery
  readonly signal: Signal | null
  readonly at: FrameAt
}

/** The objects of the query where the office may give the label (a query giving `subject`). */
export function chosenObjects({ label, office, query, signal, at }: Chosen): RawBuilder<unknown> {
  const place = reachPath(office, label)
  if (place === null) return sql`select subject from entity where false`
  const subjects = subjectsIn({ orgPath: place, dept: office.dept, filter: query.filter }, at)
  return sql`select c.subject from (${subjects}) as c join entity e on e.subject = c.subject where ${textTest(query)}
    and ${signal === null ? sql`true` : signalTest(signal)}`
}

/** Those among them that the action changes. What a valid entry of a library gives is not taken off. */
const changing = (subjects: RawBuilder<unknown>, labelId: string, action: LabelAction): RawBuilder<unknown> =>
  action === 'attach'
    ? sql`select c.subject from (${subjects}) as c where not exists (select from entity_label el where el.subject = c.subject and el.label_id = ${labelId}::uuid)`
    : sql`select c.subject from (${subjects}) as c join entity_label el on el.subject = c.subject and el.label_id = ${labelId}::uuid where not ${given}`

const given = sql`exists (select from library_entry en where en.subject = el.subject and en.label_id = el.label_id and en.state = 'valid')`

export type BatchCounts = { readonly matching: number; readonly changing: number; readonly kept: number }

export async function countChosen(tx: Tx, chosen: Chosen, action: LabelAction): Promise<BatchCounts> {
  const { rows } = await sql<BatchCounts>`
    select count(*)::int as matching,
      (count(*) filter (where ${action === 'attach' ? sql`el.subject is null` : sql`el.subject is not null and not ${given}`}))::int as changing,
      (count(*) filter (where ${action === 'attach' ? sql`false` : given}))::int as kept
    from (${chosenObjects(chosen)}) as c left join entity_label el on el.subject = c.subject and el.label_id = ${chosen.label.id}::uuid`.execute(
    tx,
  )
  return rows[0] ?? { matching: 0, changing: 0, kept: 0 }
}

/** Finds the objects that a batch has to change; answers how many. What an earlier try found is found again. */
export async function findObjects(tx: Tx, batchId: string, chosen: Chosen, action: LabelAction): Promise<number> {
  await tx.deleteFrom('label_batch_object').where('batch_id', '=', batchId).execute()
  const written = await sql`
    insert into label_batch_object (batch_id, subject)
    select ${batchId}::uuid, subject from (${changing(chosenObjects(chosen), chosen.label.id, action)}) as c`.execute(tx)
  return Number(written.numAffectedRows ?? 0)
}

export async function countFound(tx: Tx, batchId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from label_batch_object where batch_id = ${batchId}::uuid`.execute(tx)
  return rows[0]?.n ?? 0
}

/** Changes the next set; the caller holds `lockLabels`. Answers how many objects were looked at and how many changed; looked at none: all is done. */
export async function changeNext(
  tx: Tx,
  batch: Pick<BatchRecord, 'id' | 'labelId' | 'action'> & { readonly validTo: string },
  by: { readonly id: string; readonly name: string },
  now: Instant,
): Promise<{ looked: number; changed: number }> {
  const taken = await sql<{ subject: string }>`
    delete from label_batch_object where batch_id = ${batch.id}::uuid
      and subject in (select subject from label_batch_object where batch_id = ${batch.id}::uuid order by subject limit ${setSize}) returning subject`.execute(
    tx,
  )
  if (taken.rows.length === 0) return { looked: 0, changed: 0 }
  const subjects = sql`select unnest(${taken.rows.map(({ subject }) => subject)}::text[]) as subject`
  // Looked at again under the lock: an object may have left, or somebody may have given the label by hand meanwhile.
  const pairs = sql`select c.subject, ${batch.labelId}::uuid as label_id, ${batch.validTo}::date as valid_to from (${changing(subjects, batch.labelId, batch.action)}) as c
    where exists (select from entity e where e.subject = c.subject)`
  const changed =
    batch.action === 'attach'
      ? await putLabels(tx, pairs, { origin: 'batch', batchId: batch.id, by, now })
      : await takeLabels(tx, pairs, { endedBy: `batch:${batch.id}`, by, now })
  await projectLabels(tx, subjects, now)
  await sql`update label_batch set objects = objects + ${changed} where id = ${batch.id}::uuid`.execute(tx)
  return { looked: taken.rows.length, changed }
}

export type NewBatch = Pick<
  BatchRecord,
  'id' | 'labelId' | 'action' | 'query' | 'signal' | 'validTo' | 'reason' | 'orgPath' | 'dept' | 'orgName' | 'expected'
>

export async function insertBatch(tx: Tx, batch: NewBatch, by: { readonly id: string; readonly name: string }, now: string): Promise<void> {
  await tx
    .insertInto('label_batch')
    .values({
      id: batch.id,
      label_id: batch.labelId,
      action: batch.action,
      filter: JSON.stringify(batch.query),
      signal: batch.signal === null ? null : JSON.stringify(batch.signal),
      valid_to: batch.validTo,
      reason: batch.reason,
      org_path: batch.orgPath,
      dept: batch.dept,
      org_name: batch.orgName,
      expected: batch.expected,
      state: 'running',
      started_by: by.id,
      started_by_name: by.name,
      started_at: now,
    })
    .execute()
}

export async function setBatchState(tx: Tx, id: string, state: LabelBatchState, at: { readonly finishedAt?: string } = {}): Promise<void> {
  await tx
    .updateTable('label_batch')
    .set({ state, ...(at.finishedAt === undefined ? {} : { finished_at: at.finishedAt }) })
    .where('id', '=', id)
    .execute()
}

export async function setBatchUndone(tx: Tx, id: string, by: { readonly id: string; readonly name: string }, now: string): Promise<void> {
  await tx.updateTable('label_batch').set({ undone_by: by.id, undone_by_name: by.name, undone_at: now }).where('id', '=', id).execute()
}

const columns = [
  'b.id',
  'b.label_id as labelId',
  'label.name as labelName',
  'b.action',
  'b.filter as query',
  'b.signal',
  'b.valid_to as validTo',
  'b.reason',
  'b.org_path as orgPath',
  'b.dept',
  'b.org_name as orgName',
  'b.state',
  'b.expected',
  'b.objects',
  'b.started_by as startedBy',
  'b.started_by_name as startedByName',
  'b.started_at as startedAt',
  'b.finished_at as finishedAt',
  'b.undone_by_name as undoneBy',
  'b.undone_at as undoneAt',
] as const

const progressOf = sql<ProgressRow | null>`(select jsonb_build_object('phase', p.phase, 'done', p.done, 'total', p.total, 'state', p.state, 'problem', p.problem)
  from progress p where p.thing = 'labelBatch:' || b.id::text)`

const batches = (tx: Tx) => tx.selectFrom('label_batch as b').innerJoin('label', 'label.id', 'b.label_id')

export async function findBatch(tx: Tx, id: string, lock: 'lock' | 'read' = 'read'): Promise<BatchRecord | null> {
  const query = batches(tx)
    .select([...columns, progressOf.as('progress')])
    .where('b.id', '=', id)
  const row = await (lock === 'lock' ? query.forUpdate('b') : query).executeTakeFirst()
  return row === undefined ? null : (row as BatchRecord) // checks of label_batch; filter, signal and progress are written by this house only
}

export async function listBatches(
  tx: Tx,
  viewer: Viewer,
  filter: { readonly labelId?: string | undefined; readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<BatchRecord>> {
  let query = batches(tx).where(sql<boolean>`(b.org_path = ${viewer.orgPath} or starts_with(b.org_path, ${`${viewer.orgPath}.`}))`)
  if (viewer.dept !== null) query = query.where('b.dept', '=', viewer.dept)
  if (filter.labelId !== undefined) query = query.where('b.label_id', '=', filter.labelId)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(b.started_at, b.id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`)
  const rows = await query
    .select([...columns, progressOf.as('progress')])
    .orderBy('b.started_at', 'desc')
    .orderBy('b.id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(rows as BatchRecord[], filter.limit, (row) => [row.startedAt, row.id]), count } // as in findBatch
}
