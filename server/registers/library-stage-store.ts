/** SQL that imports of labels, special libraries and risk classes share: a row is about an object that the register has, in the office's place. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#db/connect.ts'
import type { ImportWork } from './import-kind.ts'
import { refuseStaged } from './import-stage-store.ts'
import type { ImportRecord } from './import-store.ts'
import type { LabelOwner } from './label-merge-store.ts'

export const ownerOf = ({ orgPath, dept, orgName }: ImportRecord): LabelOwner => ({ orgPath, dept, orgName })

/** Refuses staged rows by a condition over the staged row `n` and the object `e` (left joined: null where the register has none). */
export const refuseRows = (
  tx: Tx,
  batch: ImportRecord,
  field: string,
  reason: string,
  staged: RawBuilder<unknown>,
  when: RawBuilder<unknown>,
): Promise<number> =>
  refuseStaged(tx, 'import_line', batch.id, {
    field,
    reason,
    rows: sql`select n.row_no, n.subject as value, e.name from (${staged}) as n left join entity e on e.subject = n.subject where ${when}`,
  })

export const refuseUnknown = (tx: Tx, batch: ImportRecord, staged: RawBuilder<unknown>): Promise<number> =>
  refuseRows(
    tx,
    batch,
    'code',
    'object_unknown',
    staged,
    sql`e.subject is null or not (e.region_path = ${batch.orgPath} or starts_with(e.region_path, ${`${batch.orgPath}.`}))`,
  )

/** Rows that say the same as an earlier one: `key` are columns of the staged rows. */
export const refuseTwice = (tx: Tx, batch: ImportRecord, staged: RawBuilder<unknown>, key: RawBuilder<unknown>): Promise<number> =>
  refuseStaged(tx, 'import_line', batch.id, {
    field: 'code',
    reason: 'duplicate_in_file',
    rows: sql`select distinct row_no, subject as value, null::text as name from (
      select row_no, subject, row_number() over (partition by ${key} order by row_no) as place from (${staged}) as n) as d where place > 1`,
  })

/** How many staged rows call their object by another name than the register does: a valid code may be another firm's. Not refused, because firms rename. */
export async function differingNames(tx: Tx, importId: string): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from import_line l join entity e on e.subject = l.subject
    where l.import_id = ${importId}::uuid and search_text(l.draft->>'name') <> search_text(e.name)`.execute(tx)
  const n = rows[0]?.n ?? 0
  return n > 0 ? { name_differs: n } : {}
}

export const endedBy = ({ batch }: ImportWork): string => `import:${batch.id}`
