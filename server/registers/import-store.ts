/** SQL of import batches: where each stands, what its file brought, and which mapping was chosen for its headings. */
import { sql } from 'kysely'
import { type ImportKind, type ImportState, standingState } from '#core/registers/import-state.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import type { ProgressRow } from '#server/jobs/progress.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'
import type { ImportNotes } from './import-kind.ts'

export type { ImportKind } from '#core/registers/import-state.ts'

export type ImportRecord = {
  readonly id: string
  readonly kind: ImportKind
  /** Where it stands: `failed` also when the work for it ended in failure for good. */
  readonly state: ImportState
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly sha256: string
  readonly size: number
  readonly fileName: string
  readonly encoding: string | null
  readonly sheet: string | null
  /** What was chosen, and after the check what was used. Empty: not known yet. */
  readonly mapping: Readonly<Record<string, number>>
  readonly complete: boolean
  readonly library: { readonly id: string; readonly name: string } | null
  readonly startedBy: string
  readonly startedByName: string
  readonly startedAt: Instant
  readonly checkedAt: Instant | null
  readonly committedBy: string | null
  readonly committedByName: string | null
  readonly finishedAt: Instant | null
  readonly undoneBy: string | null
  readonly undoneByName: string | null
  readonly undoneAt: Instant | null
  readonly rows: ImportSums & { readonly read: number; readonly rejected: Readonly<Record<string, number>> }
  readonly notes: ImportNotes
  readonly annotatedFile: string | null
  readonly sameFile: { readonly importId: string; readonly at: Instant } | null
  readonly progress: ProgressRow
}

export type ImportSums = { readonly added: number; readonly changed: number; readonly unchanged: number; readonly leaving: number }

const selected = sql`
  select b.id, b.kind, b.state, b.org_path as "orgPath", b.dept, coalesce(nullif(b.org_name, ''), o.name, b.org_path) as "orgName",
    f.sha256, f.size, f.name as "fileName", b.encoding, b.sheet, b.mapping, b.complete,
    case when l.id is not null then jsonb_build_object('id', l.id, 'name', l.name) end as library,
    b.started_by as "startedBy", b.started_by_name as "startedByName", b.started_at as "startedAt", b.checked_at as "checkedAt",
    b.committed_by as "committedBy", b.committed_by_name as "committedByName", b.finished_at as "finishedAt",
    b.undone_by as "undoneBy", b.undone_by_name as "undoneByName", b.undone_at as "undoneAt",
    jsonb_build_object('read', b.rows_read, 'added', b.rows_added, 'changed', b.rows_changed, 'unchanged', b.rows_unchanged,
      'leaving', b.rows_leaving, 'rejected', b.rejected) as rows,
    jsonb_build_object('newLabels', '[]'::jsonb, 'counts', '{}'::jsonb) || b.notes as notes, b.annotated_file as "annotatedFile",
    (select jsonb_build_object('importId', s.id, 'at', to_char(s.finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
      from import_batch s join file sf on sf.id = s.file_id
      where sf.sha256 = f.sha256 and s.kind = b.kind and s.org_path = b.org_path and s.dept = b.dept and s.library_id is not distinct from b.library_id
        and s.state = 'done' and s.id <> b.id and (b.finished_at is null or s.finished_at < b.finished_at)
      order by s.finished_at desc, s.id limit 1) as "sameFile",
    jsonb_build_object('phase', coalesce(p.phase, 'waiting'), 'done', coalesce(p.done, 0), 'total', p.total, 'state', coalesce(p.state, 'waiting'),
      'problem', p.problem) as progress
  from import_batch b join file f on f.id = b.file_id
    left join org o on o.path = b.org_path and o.dept = b.dept left join library l on l.id = b.library_id
    left join progress p on p.thing = 'import:' || b.id`

/** A batch, locked until the transaction ends when it is to be moved. */
export async function findImport(tx: Tx, id: string, lock: 'read' | 'lock' = 'read'): Promise<ImportRecord | null> {
  if (lock === 'lock') await tx.selectFrom('import_batch').select('id').where('id', '=', id).forUpdate().execute()
  const { rows } = await sql<ImportRecord>`${selected} where b.id = ${id}::uuid`.execute(tx)
  return rows[0] === undefined ? null : standing(rows[0])
}

const standing = (row: ImportRecord): ImportRecord => ({ ...row, state: standingState(row.state, row.progress.state === 'failed') })

export async function listImports(
  tx: Tx,
  scope: { readonly orgPath: string; readonly dept: string | null },
  filter: { kind?: ImportKind | undefined; state?: ImportState | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<ImportRecord>> {
  let query = tx
    .selectFrom('import_batch')
    .where(sql<boolean>`(org_path = ${scope.orgPath} or starts_with(org_path, ${`${scope.orgPath}.`}))`)
  if (scope.dept !== null) query = query.where('dept', '=', scope.dept)
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(started_at, id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`)
  const ids = query
    .select('id')
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
  const { rows } = await sql<ImportRecord>`${selected} where b.id in (${ids}) order by b.started_at desc, b.id desc`.execute(tx)
  return { ...cutPage(rows.map(standing), filter.limit, (row) => [row.startedAt, row.id]), count }
}

export type NewImport = Pick<
  ImportRecord,
  'id' | 'kind' | 'orgPath' | 'dept' | 'orgName' | 'sheet' | 'mapping' | 'complete' | 'startedBy' | 'startedByName' | 'startedAt'
> & {
  readonly fileId: string
  readonly libraryId: string | null
}

export async function insertImport(tx: Tx, batch: NewImport): Promise<void> {
  await tx
    .insertInto('import_batch')
    .values({
      id: batch.id,
      kind: batch.kind,
      state: 'checking',
      file_id: batch.fileId,
      org_path: batch.orgPath,
      dept: batch.dept,
      org_name: batch.orgName,
      sheet: batch.sheet,
      mapping: json(batch.mapping),
      complete: batch.complete,
      library_id: batch.libraryId,
      started_by: batch.startedBy,
      started_by_name: batch.startedByName,
      started_at: batch.startedAt,
    })
    .execute()
}

export type ImportPatch = {
  readonly state?: ImportState
  readonly encoding?: string
  readonly sheet?: string | null
  readonly mapping?: Readonly<Record<string, number>>
  readonly checkedAt?: Instant
  readonly committedBy?: { readonly id: string; readonly name: string }
  readonly finishedAt?: Instant
  readonly undoneBy?: { readonly id: string; readonly name: string }
  readonly undoneAt?: Instant
  readonly sums?: ImportRecord['rows']
  readonly notes?: ImportNotes
}

/** Writes what a step of the work, or of a person, says of a batch. */
export async function saveImport(tx: Tx, id: string, patch: ImportPatch): Promise<void> {
  const { sums, notes, mapping, committedBy, undoneBy } = patch
  await tx
    .updateTable('import_batch')
    .set({
      ...(patch.state === undefined ? {} : { state: patch.state }),
      ...(patch.encoding === undefined ? {} : { encoding: patch.encoding }),
      ...(patch.sheet === undefined ? {} : { sheet: patch.sheet }),
      ...(mapping === undefined ? {} : { mapping: json(mapping) }),
      ...(patch.checkedAt === undefined ? {} : { checked_at: patch.checkedAt }),
      ...(committedBy === undefined ? {} : { committed_by: committedBy.id, committed_by_name: committedBy.name }),
      ...(patch.finishedAt === undefined ? {} : { finished_at: patch.finishedAt }),
      ...(undoneBy === undefined ? {} : { undone_by: undoneBy.id, undone_by_name: undoneBy.name }),
      ...(patch.undoneAt === undefined ? {} : { undone_at: patch.undoneAt }),
      ...(notes === undefined ? {} : { notes: json(notes) }),
      ...(sums === undefined
        ? {}
        : {
            rows_read: sums.read,
            rows_added: sums.added,
            rows_changed: sums.changed,
            rows_unchanged: sums.unchanged,
            rows_leaving: sums.leaving,
            rejected: json(sums.rejected),
          }),
    })
    .where('id', '=', id)
    .execute()
}

type Owner = { readonly orgPath: string; readonly dept: string; readonly kind: ImportKind }

/** The mapping that was chosen before for the same headings, or null. */
export async function rememberedMapping(tx: Tx, owner: Owner, hash: string): Promise<Readonly<Record<string, number>> | null> {
  const row = await tx
    .selectFrom('import_mapping')
    .select('mapping')
    .where('org_path', '=', owner.orgPath)
    .where('dept', '=', owner.dept)
    .where('kind', '=', owner.kind)
    .where('heading_hash', '=', hash)
    .executeTakeFirst()
  return row === undefined ? null : (row.mapping as Readonly<Record<string, number>>) // written by saveMapping only
}

export async function saveMapping(
  tx: Tx,
  owner: Owner,
  hash: string,
  { mapping, by, at }: { readonly mapping: Readonly<Record<string, number>>; readonly by: string; readonly at: Instant },
): Promise<void> {
  const saved = { mapping: json(mapping), saved_by: by, saved_at: at }
  await tx
    .insertInto('import_mapping')
    .values({ org_path: owner.orgPath, dept: owner.dept, kind: owner.kind, heading_hash: hash, ...saved })
    .onConflict((conflict) => conflict.columns(['org_path', 'dept', 'kind', 'heading_hash']).doUpdateSet(saved))
    .execute()
}
