/** SQL of the annotated copy: what was refused, row by row, and where the copy is. */
import { sql } from 'kysely'
import type { Refusal } from '#core/registers/annotation.ts'
import type { ImportKind } from '#core/registers/import-state.ts'
import type { Tx } from '#db/connect.ts'

export type RejectedRow = { readonly rowNo: number; readonly refusals: readonly Refusal[] }

/** The next rejected rows after a row, in the order of the file, each with all that is wrong with it. */
export async function rejectedRows(tx: Tx, importId: string, after: number, limit: number): Promise<readonly RejectedRow[]> {
  const { rows } = await sql<{ at: string; refusals: Refusal[] }>`
    select r.row_no::text as at, jsonb_agg(jsonb_build_object('field', r.field, 'reason', r.reason) order by r.field, r.reason) as refusals
    from import_rejection r where r.import_id = ${importId} and r.row_no > ${after} group by r.row_no order by r.row_no limit ${limit}`.execute(
    tx,
  )
  return rows.map(({ at, refusals }) => ({ rowNo: Number(at), refusals }))
}

/** Names the copy in the batch. */
export async function setAnnotated(tx: Tx, importId: string, fileId: string): Promise<void> {
  await tx.updateTable('import_batch').set({ annotated_file: fileId }).where('id', '=', importId).execute()
}

export type AnnotatedCopy = {
  readonly orgPath: string
  readonly dept: string
  readonly kind: ImportKind
  readonly sha256: string
  readonly size: number
  readonly name: string
  readonly mediaType: string
}

/** The copy of a batch, or null when it has none. */
export async function findAnnotated(tx: Tx, importId: string): Promise<AnnotatedCopy | null> {
  const { rows } = await sql<AnnotatedCopy>`
    select b.org_path as "orgPath", b.dept, b.kind, f.sha256, f.size, f.name, f.media_type as "mediaType"
    from import_batch b join file f on f.id = b.annotated_file where b.id = ${importId}::uuid`.execute(tx)
  return rows[0] ?? null
}
