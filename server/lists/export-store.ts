/** SQL of exports. */
import { sql } from 'kysely'
import type { ObjectQuery } from '#contract/labels.ts'
import type { ExportColumn } from '#core/registers/export-columns.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import type { ProgressRow } from '#server/jobs/progress.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

export type ExportFormat = 'xlsx' | 'csv' | 'csv_gb18030'

export type ExportRecord = {
  readonly id: string
  readonly format: ExportFormat
  readonly query: ObjectQuery
  readonly columns: ExportColumn[]
  readonly personal: boolean
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly askedBy: string
  readonly askedByName: string
  readonly askedAt: string
  readonly finishedAt: string | null
  readonly expiresAt: string | null
  readonly removedAt: string | null
  readonly rows: number | null
  readonly fileId: string | null
  readonly fileName: string | null
  readonly sha256: string | null
  readonly size: number | null
  readonly progress: ProgressRow | null
}

export async function insertExport(
  tx: Tx,
  asked: Pick<
    ExportRecord,
    'id' | 'format' | 'query' | 'columns' | 'personal' | 'orgPath' | 'dept' | 'orgName' | 'askedBy' | 'askedByName'
  >,
  now: Instant,
): Promise<void> {
  await sql`
    insert into list_export (id, list, format, query, shown, personal, org_path, dept, org_name, asked_by, asked_by_name, asked_at)
    values (${asked.id}::uuid, 'entity', ${asked.format}, ${JSON.stringify(asked.query)}::jsonb, ${asked.columns}::text[], ${asked.personal}, ${asked.orgPath},
      ${asked.dept}, ${asked.orgName}, ${asked.askedBy}::uuid, ${asked.askedByName}, ${now}::timestamptz)`.execute(tx)
}

const selected = sql`x.id, x.format, x.query, x.shown as columns, x.personal, x.org_path as "orgPath", x.dept, x.org_name as "orgName", x.asked_by as "askedBy",
  x.asked_by_name as "askedByName", x.asked_at as "askedAt", x.finished_at as "finishedAt", x.expires_at as "expiresAt", x.removed_at as "removedAt", x.rows,
  x.file_id as "fileId", f.name as "fileName", f.sha256, f.size, case when p.thing is not null then
    jsonb_build_object('phase', p.phase, 'done', p.done, 'total', p.total, 'state', p.state, 'problem', p.problem) end as progress`
const joined = sql`list_export x left join file f on f.id = x.file_id left join progress p on p.thing = 'export:' || x.id`

export async function findExport(tx: Tx, id: string): Promise<ExportRecord | null> {
  const { rows } = await sql<ExportRecord>`select ${selected} from ${joined} where x.id = ${id}::uuid`.execute(tx)
  return rows[0] ?? null
}

/** One's own, newest first. */
export async function exportsOf(
  tx: Tx,
  actorId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<ExportRecord>> {
  const count = await cappedCount(tx, tx.selectFrom('list_export').where('asked_by', '=', actorId))
  const key = decodeCursor(cursor, 2)
  const after = key === null ? sql`true` : sql`(x.asked_at, x.id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`
  const { rows } = await sql<ExportRecord>`
    select ${selected} from ${joined} where x.asked_by = ${actorId}::uuid and ${after} order by x.asked_at desc, x.id desc limit ${limit + 1}`.execute(
    tx,
  )
  return { ...cutPage(rows, limit, (row) => [row.askedAt, row.id]), count }
}

/** Exports of one person that have neither ended nor failed. */
export async function runningExports(tx: Tx, actorId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from list_export x left join progress p on p.thing = 'export:' || x.id
    where x.asked_by = ${actorId}::uuid and x.finished_at is null and p.state in ('waiting', 'running')`.execute(tx)
  return rows[0]?.n ?? 0
}

export async function finishExport(
  tx: Tx,
  id: string,
  done: { fileId: string; rows: number; now: Instant; expiresAt: Instant },
): Promise<void> {
  await tx
    .updateTable('list_export')
    .set({ file_id: done.fileId, rows: done.rows, finished_at: done.now, expires_at: done.expiresAt })
    .where('id', '=', id)
    .execute()
}

export const markRemoved = (tx: Tx, id: string, now: Instant) =>
  tx.updateTable('list_export').set({ removed_at: now }).where('id', '=', id).execute()

/** Whether anything else still needs these bytes. */
export async function isNeededElsewhere(tx: Tx, { id, sha256 }: { id: string; sha256: string }): Promise<boolean> {
  const { rows } = await sql`
    select 1 from file f where f.sha256 = ${sha256} and not exists (select from list_export x where x.file_id = f.id and (x.removed_at is not null or x.id = ${id}::uuid)) limit 1`.execute(
    tx,
  )
  return rows.length > 0
}
