/** SQL of batches: all papers of a task's visits in one file. */
import { sql } from 'kysely'
import type { DocumentKind } from '#core/documents/kinds.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import type { ProgressRow } from '#server/jobs/progress.ts'
import type { MadeFormat } from './files.ts'

export type LeftOut = { readonly visitId: string; readonly name: string; readonly reason: string }

export type BatchRecord = {
  readonly id: string
  readonly kind: DocumentKind
  readonly taskId: string
  readonly format: MadeFormat
  readonly orgPath: string
  readonly dept: string
  readonly typed: Readonly<Record<string, string>>
  readonly askedBy: string
  readonly askedByName: string
  readonly askedAt: string
  readonly issued: number
  readonly printed: number
  readonly leftOut: LeftOut[]
  readonly finishedAt: string | null
  readonly fileName: string | null
  readonly mediaType: string | null
  readonly sha256: string | null
  readonly size: number | null
  readonly progress: ProgressRow | null
}

const selected = sql`b.id, b.kind, b.task_id as "taskId", b.format, b.org_path as "orgPath", b.dept, b.typed, b.asked_by as "askedBy", b.asked_by_name as "askedByName",
  b.asked_at as "askedAt", b.issued, b.printed, b.left_out as "leftOut", b.finished_at as "finishedAt", f.name as "fileName", f.media_type as "mediaType", f.sha256, f.size,
  case when p.thing is not null then jsonb_build_object('phase', p.phase, 'done', p.done, 'total', p.total, 'state', p.state, 'problem', p.problem) end as progress`
const joined = sql`document_batch b left join file f on f.id = b.file_id left join progress p on p.thing = 'document_batch:' || b.id`

export async function findBatch(tx: Tx, id: string): Promise<BatchRecord | null> {
  const { rows } = await sql<BatchRecord>`select ${selected} from ${joined} where b.id = ${id}::uuid`.execute(tx)
  return rows[0] ?? null
}

/** The newest first. */
export async function batchesOfTask(tx: Tx, taskId: string, kind: DocumentKind): Promise<BatchRecord[]> {
  const { rows } = await sql<BatchRecord>`
    select ${selected} from ${joined} where b.task_id = ${taskId}::uuid and b.kind = ${kind} order by b.asked_at desc limit 20`.execute(tx)
  return rows
}

/** Is a batch of this task still on its way? The task is held, so that two hands do not start one each. */
export async function isRunning(tx: Tx, taskId: string, kind: DocumentKind): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`document_batch:${kind}:${taskId}`}, 0))`.execute(tx)
  const { rows } = await sql<{ id: string }>`
    select b.id from document_batch b left join progress p on p.thing = 'document_batch:' || b.id
    where b.task_id = ${taskId}::uuid and b.kind = ${kind} and b.finished_at is null and coalesce(p.state, 'waiting') <> 'failed'`.execute(
    tx,
  )
  return rows.length > 0
}

export async function insertBatch(
  tx: Tx,
  batch: Pick<BatchRecord, 'id' | 'kind' | 'taskId' | 'format' | 'orgPath' | 'dept' | 'typed' | 'askedBy' | 'askedByName'>,
  now: string,
): Promise<void> {
  await tx
    .insertInto('document_batch')
    .values({
      id: batch.id,
      kind: batch.kind,
      task_id: batch.taskId,
      format: batch.format,
      org_path: batch.orgPath,
      dept: batch.dept,
      typed: json(batch.typed),
      asked_by: batch.askedBy,
      asked_by_name: batch.askedByName,
      asked_at: now,
    })
    .execute()
}

export async function finishBatch(
  tx: Tx,
  id: string,
  done: { readonly printed: number; readonly leftOut: readonly LeftOut[]; readonly fileId: string | null; readonly at: string },
): Promise<void> {
  await sql`
    update document_batch set printed = ${done.printed}, left_out = ${json(done.leftOut)}, file_id = ${done.fileId}::uuid, finished_at = ${done.at},
      issued = (select count(*)::int from issued_document where batch_id = ${id}::uuid)
    where id = ${id}::uuid and finished_at is null`.execute(tx)
}
