/** SQL of refused rows: why a row of a file was not taken. */
import { sql } from 'kysely'
import type pg from 'pg'
import { copyRows } from '#db/bulk.ts'
import type { Tx } from '#db/connect.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

export type RejectionRecord = {
  readonly rowNo: number
  readonly field: string
  readonly reason: string
  readonly value: string
  readonly name: string | null
}

/** Keeps why rows were not taken; a field of a row is refused once, for the first reason. */
export async function keepRejections(bulk: pg.Pool, importId: string, rows: readonly RejectionRecord[]): Promise<void> {
  if (rows.length === 0) return
  const once = new Map(rows.toReversed().map((row) => [`${row.rowNo} ${row.field}`, row]))
  const cells = [...once.values()].map((row) => [importId, row.rowNo, row.field, row.reason, row.value, row.name])
  await copyRows(bulk, 'import_rejection', ['import_id', 'row_no', 'field', 'reason', 'value', 'name'], cells)
}

export async function clearRejections(tx: Tx, importId: string): Promise<void> {
  await tx.deleteFrom('import_rejection').where('import_id', '=', importId).execute()
}

/** Refused rows by reason; a row that several fields stand against counts once, by the first of them. */
export async function countRejected(tx: Tx, importId: string): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ reason: string; n: number }>`
    select reason, count(*)::int as n from (
      select distinct on (row_no) row_no, reason from import_rejection where import_id = ${importId}::uuid order by row_no, field) as first
    group by reason order by reason`.execute(tx)
  return Object.fromEntries(rows.map((row) => [row.reason, row.n]))
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
