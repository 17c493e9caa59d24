/** SQL of imports: batches, staging, the merge, and the rows that were refused. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'
import { refreshStatistics } from '#server/statistics.ts'

export type ImportKind = 'entity' | 'officer' | 'expert'

export type ImportRecord = {
  readonly id: string
  readonly kind: ImportKind
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly startedByName: string
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly encoding: string | null
  readonly read: number
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly rejected: Readonly<Record<string, number>>
  readonly sha256: string
  readonly size: number
  readonly fileName: string
  readonly progress: {
    readonly phase: string
    readonly done: number
    readonly total: number | null
    readonly state: string
    readonly problem: unknown
  }
}

const batches = (tx: Tx) =>
  tx
    .selectFrom('import_batch')
    .innerJoin('file', 'file.id', 'import_batch.file_id')
    .leftJoin('org', (on) => on.onRef('org.path', '=', 'import_batch.org_path').onRef('org.dept', '=', 'import_batch.dept'))
    .leftJoin('progress', (on) => on.on('progress.thing', '=', sql<string>`'import:' || import_batch.id`))

const columns = [
  'import_batch.id',
  'import_batch.kind',
  'import_batch.org_path',
  'import_batch.dept',
  'org.name as orgName',
  'import_batch.started_by_name',
  'import_batch.started_at',
  'import_batch.finished_at',
  'import_batch.encoding',
  'rows_read',
  'rows_added',
  'rows_changed',
  'rows_unchanged',
  'rejected',
  'file.sha256',
  'file.size',
  'file.name as fileName',
  'progress.phase',
  'progress.done',
  'progress.total',
  'progress.state',
  'progress.problem',
] as const

export async function findImport(tx: Tx, id: string): Promise<ImportRecord | null> {
  const row = await batches(tx).select(columns).where('import_batch.id', '=', id).executeTakeFirst()
  return row === undefined ? null : toRecord(row)
}

export async function listImports(
  tx: Tx,
  scope: { orgPath: string; dept: string | null },
  filter: { kind?: ImportKind | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<ImportRecord>> {
  let query = batches(tx).where(
    sql<boolean>`(import_batch.org_path = ${scope.orgPath} or import_batch.org_path like ${scope.orgPath} || '.%')`,
  )
  if (scope.dept !== null) query = query.where('import_batch.dept', '=', scope.dept)
  if (filter.kind !== undefined) query = query.where('import_batch.kind', '=', filter.kind)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null)
    query = query.where(sql<boolean>`(import_batch.started_at, import_batch.id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`)
  const rows = await query
    .select(columns)
    .orderBy('import_batch.started_at', 'desc')
    .orderBy('import_batch.id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(rows.map(toRecord), filter.limit, (row) => [row.startedAt, row.id]), count }
}

export async function insertImport(
  tx: Tx,
  batch: {
    id: string
    kind: ImportKind
    fileId: string
    orgPath: string
    dept: string
    startedBy: string
    startedByName: string
    startedAt: string
  },
): Promise<void> {
  await tx
    .insertInto('import_batch')
    .values({
      id: batch.id,
      kind: batch.kind,
      file_id: batch.fileId,
      org_path: batch.orgPath,
      dept: batch.dept,
      started_by: batch.startedBy,
      started_by_name: batch.startedByName,
      started_at: batch.startedAt,
    })
    .execute()
}

/** Empties what an interrupted run left, so that the same job may start again from the file. */
export async function clearStaging(tx: Tx, importId: string): Promise<void> {
  await tx.deleteFrom('import_row').where('import_id', '=', importId).execute()
  await tx.deleteFrom('import_rejection').where('import_id', '=', importId).execute()
}

/** Rows whose subject an earlier row of the file already has are refused: the first one counts. */
export async function refuseDuplicates(tx: Tx, importId: string): Promise<void> {
  await refreshStatistics(tx, ['import_row'])
  // Materialised, or a planner that expects few rows counts the whole file again for every row of it.
  await sql`
    with twice as materialized (select subject, min(row_no) as first from import_row where import_id = ${importId} group by subject having count(*) > 1),
      refused as (delete from import_row r using twice t where r.import_id = ${importId} and r.subject = t.subject and r.row_no > t.first returning r.row_no, r.subject, r.name)
    insert into import_rejection (import_id, row_no, field, reason, value, name) select ${importId}, row_no, 'code', 'duplicate_in_file', subject, name from refused`.execute(
    tx,
  )
}

/**
 * A firm that another authority has in its register is not taken away from it by a file: the authority it leaves says 迁出 first.
 * Otherwise one office could empty the pool of its neighbour, or put a firm into its own.
 */
export async function refuseRegisteredElsewhere(tx: Tx, importId: string, jurisdiction: string): Promise<void> {
  await sql`
    with refused as (delete from import_row r using entity e where r.import_id = ${importId} and e.subject = r.subject and e.state <> 'moved_out'
        and not (e.region_path = ${jurisdiction} or starts_with(e.region_path, ${`${jurisdiction}.`})) returning r.row_no, r.subject, r.name)
    insert into import_rejection (import_id, row_no, field, reason, value, name) select ${importId}, row_no, 'code', 'registered_elsewhere', subject, name from refused`.execute(
    tx,
  )
}

export type Merged = { readonly added: number; readonly changed: number; readonly unchanged: number }

/** Closes the batch with the sum that must hold: read = added + changed + unchanged + refused rows, a row counted once by its first reason. */
export async function finishImport(
  tx: Tx,
  importId: string,
  done: Merged & { encoding: string; read: number; finishedAt: string },
): Promise<Readonly<Record<string, number>>> {
  const counted = await sql<{ reason: string; n: number }>`
    select reason, count(*)::int as n from (select distinct on (row_no) row_no, reason from import_rejection where import_id = ${importId} order by row_no, field) as first
    group by reason order by reason`.execute(tx)
  const rejected = Object.fromEntries(counted.rows.map((row) => [row.reason, row.n]))
  await tx
    .updateTable('import_batch')
    .set({
      finished_at: done.finishedAt,
      encoding: done.encoding,
      rows_read: done.read,
      rows_added: done.added,
      rows_changed: done.changed,
      rows_unchanged: done.unchanged,
      rejected: json(rejected),
    })
    .where('id', '=', importId)
    .execute()
  await tx.deleteFrom('import_row').where('import_id', '=', importId).execute()
  return rejected
}

export type RejectionRecord = {
  readonly rowNo: number
  readonly field: string
  readonly reason: string
  readonly value: string
  readonly name: string | null
}

export async function listRejections(
  tx: Tx,
  importId: string,
  filter: { reason?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<RejectionRecord>> {
  let query = tx.selectFrom('import_rejection').where('import_id', '=', importId)
  if (filter.reason !== undefined) query = query.where('reason', '=', filter.reason)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(row_no, field) > (${key[0]}::bigint, ${key[1]})`)
  const rows = await query
    .select(['row_no as rowNo', 'field', 'reason', 'value', 'name'])
    .orderBy('row_no')
    .orderBy('field')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(rows, filter.limit, (row) => [row.rowNo, row.field]), count }
}

type Row = {
  id: string
  kind: string
  org_path: string
  dept: string
  orgName: string | null
  started_by_name: string
  started_at: string
  finished_at: string | null
  encoding: string | null
  rows_read: number
  rows_added: number
  rows_changed: number
  rows_unchanged: number
  rejected: unknown
  sha256: string
  size: number
  fileName: string
  phase: string | null
  done: number | null
  total: number | null
  state: string | null
  problem: unknown
}

const toRecord = (row: Row): ImportRecord => ({
  id: row.id,
  kind: row.kind as ImportKind, // import_kind_known
  orgPath: row.org_path,
  dept: row.dept,
  orgName: row.orgName ?? row.org_path,
  startedByName: row.started_by_name,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
  encoding: row.encoding,
  read: row.rows_read,
  added: row.rows_added,
  changed: row.rows_changed,
  unchanged: row.rows_unchanged,
  rejected: row.rejected as Readonly<Record<string, number>>, // written by finishImport only
  sha256: row.sha256,
  size: row.size,
  fileName: row.fileName,
  progress: {
    phase: row.phase ?? 'waiting',
    done: row.done ?? 0,
    total: row.total,
    state: row.state ?? 'waiting',
    problem: row.problem ?? null,
  },
})
