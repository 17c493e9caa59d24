/** SQL of co-signing: what witnesses signed of our checkpoints, and what we signed of others'. */
import { sql } from 'kysely'
import type { Db, Tx } from '#db/connect.ts'

/** Signature lines of a checkpoint's witnesses, ascending by witness. */
export async function cosignatureLines(db: Db | Tx, size: number): Promise<readonly string[]> {
  const rows = await db.selectFrom('log_cosignature').select('line').where('size', '=', size).orderBy('witness').execute()
  return rows.map(({ line }) => line)
}

/** The size of our largest checkpoint that a witness has signed; 0 when it has signed none. */
export async function cosignedSize(db: Db | Tx, witness: string): Promise<number> {
  const row = await db
    .selectFrom('log_cosignature')
    .select('size')
    .where('witness', '=', witness)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.size ?? 0
}

export async function insertCosignature(
  db: Db | Tx,
  row: { readonly size: number; readonly witness: string; readonly line: string; readonly at: string },
): Promise<void> {
  await db
    .insertInto('log_cosignature')
    .values(row)
    .onConflict((on) => on.columns(['size', 'witness']).doNothing())
    .execute()
}

export type Witnessed = { readonly size: number; readonly root: string }

/** The largest tree of an origin that we have signed, held until the transaction ends: of two requests at once one wins, the other sees it. */
export async function lockWitnessed(tx: Tx, origin: string): Promise<Witnessed | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`witness of ${origin}`}, 0))`.execute(tx)
  const row = await tx
    .selectFrom('witnessed_checkpoint')
    .select(['size', 'root'])
    .where('origin', '=', origin)
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

export async function insertWitnessed(
  tx: Tx,
  row: { readonly origin: string; readonly size: number; readonly root: string; readonly note: string; readonly at: string },
): Promise<void> {
  await tx.insertInto('witnessed_checkpoint').values(row).execute()
}
