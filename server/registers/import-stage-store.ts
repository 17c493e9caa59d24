/** SQL of staging: rows of a file between the check and the commit, those the register stands against, and which would change what. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#db/connect.ts'
import type { StagedRefusal } from './import-kind.ts'

export type StagingTable = 'import_row' | 'import_line'

/** Refuses staged rows for what the register or the rest of the file says; they are staged no more. Answers how many. */
export async function refuseStaged(tx: Tx, table: StagingTable, importId: string, refusal: StagedRefusal): Promise<number> {
  const written = await sql`
    with wrong as materialized (${refusal.rows}),
      gone as (delete from ${sql.table(table)} r using wrong w where r.import_id = ${importId}::uuid and r.row_no = w.row_no)
    insert into import_rejection (import_id, row_no, field, reason, value, name)
    select ${importId}::uuid, row_no, ${refusal.field}, ${refusal.reason}, left(value, 200), name from wrong
    on conflict do nothing`.execute(tx)
  return Number(written.numAffectedRows ?? 0)
}

/** Rows whose subject an earlier row of the file already has: the first one counts. `name` is an expression over `r`. */
export const duplicates = (table: StagingTable, importId: string, name: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select r.row_no, r.subject as value, ${name} as name from ${sql.table(table)} r
  join (select subject, min(row_no) as first from ${sql.table(table)} where import_id = ${importId}::uuid group by subject having count(*) > 1) as t
    on t.subject = r.subject where r.import_id = ${importId}::uuid and r.row_no > t.first`

/** Forgets an earlier difference of this import. */
export const clearChanges = async (tx: Tx, importId: string): Promise<void> => {
  await tx.deleteFrom('import_change').where('import_id', '=', importId).execute()
}

export type ChangeCounts = { readonly added: number; readonly changed: number; readonly leaving: number }

export async function countChanges(tx: Tx, importId: string): Promise<ChangeCounts> {
  const { rows } = await sql<{ change: keyof ChangeCounts; n: number }>`
    select change, count(*)::int as n from import_change where import_id = ${importId}::uuid group by change`.execute(tx)
  const n = (change: keyof ChangeCounts): number => rows.find((row) => row.change === change)?.n ?? 0
  return { added: n('added'), changed: n('changed'), leaving: n('leaving') }
}

/** How many rows wait; fewer than were checked say that a crash of the database emptied the staging, which is not logged. */
export async function countStaged(tx: Tx, importId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select ((select count(*) from import_row where import_id = ${importId}::uuid) + (select count(*) from import_line where import_id = ${importId}::uuid and draft is not null))::int as n`.execute(
    tx,
  )
  return rows[0]?.n ?? 0
}

/** Empties the staging of an import, whatever its register. */
export async function dropStaged(tx: Tx, importId: string): Promise<void> {
  await tx.deleteFrom('import_row').where('import_id', '=', importId).execute()
  await tx.deleteFrom('import_line').where('import_id', '=', importId).execute()
  await clearChanges(tx, importId)
}
