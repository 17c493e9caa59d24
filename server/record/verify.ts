/** Checks the chain of the record against its rows, from the first seal to the last, and names the first place where it does not hold. */
import { sql } from 'kysely'
import type { Db, Tx } from '#db/connect.ts'
import { genesis, type SealedRow, sealedColumns, sealOf } from './seal.ts'

export type ChainFault =
  /** The row was changed after it was sealed (or its seal was). */
  | { readonly type: 'row_altered'; readonly seq: number; readonly recordId: string; readonly verb: string; readonly thing: string }
  /** The seal stands, the row is gone. */
  | { readonly type: 'row_missing'; readonly seq: number; readonly recordId: string }
  /** A number of the chain is gone. */
  | { readonly type: 'seal_missing'; readonly seq: number }
  /** A row has no seal and does not wait for one: it was put there past the house, or its seal was taken away. */
  | { readonly type: 'row_unsealed'; readonly recordId: string; readonly verb: string; readonly thing: string }

export type ChainCheck = { readonly sealed: number; readonly head: string; readonly fault: ChainFault | null }

/** Reads the chain in pages, so that a record of any length needs little memory. */
export async function verifyRecord(db: Db | Tx): Promise<ChainCheck> {
  let seq = 0
  let head = genesis
  for (;;) {
    const rows = await chainAfter(db, seq)
    for (const row of rows) {
      seq++
      if (row.seq !== seq) return { sealed: seq - 1, head, fault: { type: 'seal_missing', seq } }
      const fault = faultOf(row, head)
      if (fault !== null) return { sealed: seq - 1, head, fault }
      head = row.hash
    }
    if (rows.length < page) break
  }
  return { sealed: seq, head, fault: await findUnsealed(db) }
}

const page = 2000

type ChainRow = Omit<SealedRow, 'id'> & {
  readonly id: string | null
  readonly seq: number
  readonly hash: string
  readonly recordId: string
}

async function chainAfter(db: Db | Tx, seq: number): Promise<readonly ChainRow[]> {
  const { rows } = await sql<ChainRow>`
    select s.seq, s.hash, s.record_id as "recordId", ${sealedColumns}
    from record_seal s left join record r on r.id = s.record_id where s.seq > ${seq} order by s.seq limit ${page}`.execute(db)
  return rows
}

function faultOf({ seq, hash, recordId, id, ...row }: ChainRow, previous: string): ChainFault | null {
  if (id === null) return { type: 'row_missing', seq, recordId }
  if (sealOf(previous, { id, ...row }) === hash) return null
  return { type: 'row_altered', seq, recordId, verb: row.verb, thing: row.thing }
}

/** A row is sealed or it waits for its seal; one that does neither came past the house, or its seal was taken away. */
async function findUnsealed(db: Db | Tx): Promise<ChainFault | null> {
  const { rows } = await sql<{ recordId: string; verb: string; thing: string }>`
    select r.id as "recordId", r.verb, r.thing from record r
    where not exists (select from record_seal s where s.record_id = r.id) and not exists (select from record_pending p where p.record_id = r.id)
    order by r.at, r.id limit 1`.execute(db)
  const [row] = rows
  return row === undefined ? null : { type: 'row_unsealed', ...row }
}
