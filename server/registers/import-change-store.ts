/** Pages of what a checked import would change, in the order of its file. */
import type { Tx } from '#db/connect.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'
import type { FieldChange, ImportWork } from './import-kind.ts'
import { importKinds } from './import-kinds.ts'

export type ChangeFilter = {
  readonly change: 'added' | 'changed' | 'leaving'
  readonly readRisk: boolean
  readonly cursor?: string | undefined
  readonly limit: number
}

export type ChangeLine = { readonly rowNo: number | null; readonly key: string; readonly name: string; readonly fields: FieldChange[] }

/** Empty once the import is no longer waiting: then the register itself tells what it holds, and its history what it held. */
export async function changePage(tx: Tx, work: ImportWork, filter: ChangeFilter): Promise<Page<ChangeLine>> {
  const { change, limit, readRisk } = filter
  let query = tx.selectFrom('import_change').where('import_id', '=', work.batch.id).where('change', '=', change)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 1)
  if (key !== null) query = query.where('row_no', '>', Number(key[0]))
  const rows = await query
    .select(['row_no as rowNo', 'subject'])
    .orderBy('row_no')
    .limit(limit + 1)
    .execute()
  const page = cutPage(rows, limit, ({ rowNo }) => [rowNo])
  const described = page.rows.length === 0 ? [] : await importKinds[work.batch.kind].describe(tx, work, change, page.rows, readRisk)
  const bySubject = new Map(described.map((one) => [one.subject, one]))
  const lines = page.rows.flatMap(({ rowNo, subject }): ChangeLine[] => {
    const one = bySubject.get(subject)
    return one === undefined ? [] : [{ rowNo: change === 'leaving' ? null : rowNo, key: one.key, name: one.name, fields: [...one.fields] }]
  })
  return { rows: lines, next: page.next, count }
}
