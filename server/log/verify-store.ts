/** SQL of verifying the log: everything that is kept of it, read in one state of the database. */
import { sql } from 'kysely'
import { type Db, type Tx, withTransaction } from '#db/connect.ts'
import type { CheckpointRow } from './store.ts'

/** One state of the whole database, of every organisation: what is written meanwhile does not show. */
export const inOneState = <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> =>
  withTransaction(
    db,
    async (tx) => {
      await sql`select set_config('transaction_read_only', 'on', true), set_config('mingjian.scope', '*', true)`.execute(tx)
      return work(tx)
    },
    { isolation: 'repeatable read' },
  )

export type WholeLeaf = {
  readonly index: number
  readonly hashes: Buffer
  readonly entryId: string
  /** The columns of its entry; null when the entry is gone. */
  readonly body: Buffer | null
  readonly type: string | null
  readonly drawId: string | null
  readonly at: string | null
}

export function wholeLeaves(tx: Tx, from: number, to: number): Promise<readonly WholeLeaf[]> {
  return tx
    .selectFrom('log_leaf')
    .leftJoin('log_entry', 'log_entry.id', 'log_leaf.entry_id')
    .select(['index', 'hashes', 'entry_id as entryId', 'body', 'type', 'draw_id as drawId', 'at'])
    .where('index', '>=', from)
    .where('index', '<', to)
    .orderBy('index')
    .execute()
}

/** An entry that neither has a leaf nor waits for one: its row of log_leaf or log_pending was taken away. */
export async function findLostEntry(
  tx: Tx,
): Promise<{ readonly id: string; readonly type: string; readonly drawId: string | null } | null> {
  const { rows } = await sql<{ id: string; type: string; drawId: string | null }>`
    select e.id, e.type, e.draw_id as "drawId" from log_entry e
    where not exists (select from log_leaf l where l.entry_id = e.id) and not exists (select from log_pending p where p.entry_id = e.id)
    order by e.written_at, e.id limit 1`.execute(tx)
  return rows[0] ?? null
}

export const allCheckpoints = (tx: Tx): Promise<readonly CheckpointRow[]> =>
  tx.selectFrom('log_checkpoint').selectAll().orderBy('size').execute()

export const allCosignatures = (tx: Tx): Promise<readonly { readonly size: number; readonly witness: string; readonly line: string }[]> =>
  tx.selectFrom('log_cosignature').select(['size', 'witness', 'line']).orderBy('size').orderBy('witness').execute()

export async function sealAt(tx: Tx, seq: number): Promise<string | null> {
  return (await tx.selectFrom('record_seal').select('hash').where('seq', '=', seq).executeTakeFirst())?.hash ?? null
}

/** Draws that have events and have passed FREEZE, ascending. */
export async function drawsBeyondFreeze(tx: Tx): Promise<readonly { readonly id: string; readonly suite: 'sha256' | 'sm3' }[]> {
  const rows = await tx
    .selectFrom('draw')
    .select(['id', 'suite'])
    .where((is) => is.exists(is.selectFrom('draw_event').select('seq').whereRef('draw_id', '=', 'draw.id').where('type', '=', 'freeze')))
    .orderBy('id')
    .execute()
  return rows.map(({ id, suite }) => ({ id, suite: suite === 'sm3' ? 'sm3' : 'sha256' }))
}

/** How many entries of a draw the database has, leaves or not. */
export async function countEntries(tx: Tx, drawId: string): Promise<number> {
  const row = await tx
    .selectFrom('log_entry')
    .select((is) => is.fn.countAll<number>().as('n'))
    .where('draw_id', '=', drawId)
    .executeTakeFirstOrThrow()
  return row.n
}
