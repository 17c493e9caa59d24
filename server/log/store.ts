/** SQL of the transparency log: entries, leaves, checkpoints. Nothing here changes a row; only the queue of waiting entries is emptied. */
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { type LogEntryType, readEntry } from '#core/log/entry.ts'
import { type HashReader, keeperOf, type Subtree } from '#core/log/tree.ts'
import type { Db, Tx } from '#db/connect.ts'

export type NewEntry = { readonly at: string; readonly type: LogEntryType; readonly drawId: string | null; readonly body: Uint8Array }

export async function insertEntry(tx: Tx, { at, type, drawId, body }: NewEntry): Promise<void> {
  const id = randomUUID()
  await tx
    .insertInto('log_entry')
    .values({ id, at, type, draw_id: drawId, body: Buffer.from(body) })
    .execute()
  await tx.insertInto('log_pending').values({ entry_id: id }).execute()
}

/** Lets one sequencer or publisher work at a time, whichever process it is in; held until the transaction ends. */
export async function lockLog(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('transparency log', 0))`.execute(tx)
}

export type PendingEntry = { readonly id: string; readonly body: Buffer }

/** Entries without a leaf. Those of one draw were written under its lock, so the time of writing is their order. */
export function pendingEntries(tx: Tx, limit: number): Promise<readonly PendingEntry[]> {
  return tx
    .selectFrom('log_pending')
    .innerJoin('log_entry', 'log_entry.id', 'log_pending.entry_id')
    .select(['log_entry.id', 'body'])
    .orderBy('written_at')
    .orderBy('log_entry.id')
    .limit(limit)
    .execute()
}

export type NewLeaf = { readonly index: number; readonly entryId: string; readonly hashes: Uint8Array }

export async function insertLeaves(tx: Tx, leaves: readonly NewLeaf[]): Promise<void> {
  const rows = leaves.map(({ index, entryId, hashes }) => ({ index, entry_id: entryId, hashes: Buffer.from(hashes) }))
  await tx.insertInto('log_leaf').values(rows).execute()
  await tx
    .deleteFrom('log_pending')
    .where(
      'entry_id',
      'in',
      leaves.map(({ entryId }) => entryId),
    )
    .execute()
}

export type CheckpointRow = {
  readonly size: number
  readonly root: string
  readonly origin: string
  readonly key: string
  /** Signed by the log alone. */
  readonly note: string
  readonly at: string
}

export const insertCheckpoint = async (tx: Tx, row: CheckpointRow): Promise<void> => {
  await tx.insertInto('log_checkpoint').values(row).execute()
}

export async function lastCheckpoint(db: Db | Tx): Promise<CheckpointRow | null> {
  const row = await db.selectFrom('log_checkpoint').selectAll().orderBy('size', 'desc').limit(1).executeTakeFirst()
  return row ?? null
}

export async function countLeaves(db: Db | Tx): Promise<number> {
  const last = await db.selectFrom('log_leaf').select('index').orderBy('index', 'desc').limit(1).executeTakeFirst()
  return last === undefined ? 0 : last.index + 1
}

/** Size, origin and root (hex) of the newest checkpoint; null while there is none. */
export async function logHead(db: Db | Tx): Promise<{ readonly origin: string; readonly size: number; readonly root: string } | null> {
  const last = await lastCheckpoint(db)
  return last === null ? null : { origin: last.origin, size: last.size, root: last.root }
}

/** Reads what the subtrees' last leaves keep of them. Throws when one is missing: then the database is damaged. */
export async function readSubtrees(db: Db | Tx, subtrees: readonly Subtree[]): Promise<HashReader> {
  const keepers = [...new Set(subtrees.map(keeperOf))]
  const rows =
    keepers.length === 0 ? [] : await db.selectFrom('log_leaf').select(['index', 'hashes']).where('index', 'in', keepers).execute()
  const byIndex = new Map(rows.map((row) => [row.index, row.hashes]))
  return (level, index) => {
    const hash = byIndex.get(keeperOf({ level, index }))?.subarray(32 * level, 32 * level + 32)
    if (hash?.length !== 32)
      throw new Error(`the log lacks the subtree ${index} of level ${level}: a row of log_leaf is missing or was changed`)
    return hash
  }
}

export type LeafRow = { readonly index: number; readonly hashes: Buffer; readonly entryId: string; readonly body: Buffer | null }

/** Leaves from … to-1 with the bodies of their entries; null where the entry is gone. */
export function leavesBetween(db: Db | Tx, from: number, to: number): Promise<readonly LeafRow[]> {
  return db
    .selectFrom('log_leaf')
    .leftJoin('log_entry', 'log_entry.id', 'log_leaf.entry_id')
    .select(['index', 'hashes', 'entry_id as entryId', 'body'])
    .where('index', '>=', from)
    .where('index', '<', to)
    .orderBy('index')
    .execute()
}

export type LogPosition = {
  readonly type: LogEntryType
  readonly at: string
  /** Whose reveal; null for other entries. */
  readonly party: string | null
  /** Null for a moment, until the entry has become a leaf. */
  readonly index: number | null
}

/** Where the steps of a draw stand in the log, oldest first. */
export async function logPositionsOf(db: Db | Tx, drawId: string): Promise<readonly LogPosition[]> {
  const rows = await db
    .selectFrom('log_entry')
    .leftJoin('log_leaf', 'log_leaf.entry_id', 'log_entry.id')
    .select(['body', 'index'])
    .where('draw_id', '=', drawId)
    .orderBy('written_at')
    .orderBy('log_entry.id')
    .execute()
  return rows.map(({ body, index }) => {
    const head = readEntry(body)
    if (head === null) throw new Error(`an entry of draw ${drawId} in log_entry is not one that appendLog writes`)
    return { type: head.type, at: head.at, party: head.party, index }
  })
}

/** Whether the head of the record is in the log since an instant. */
export async function hasHeadSince(tx: Tx, since: string): Promise<boolean> {
  const row = await tx
    .selectFrom('log_entry')
    .select('id')
    .where('type', '=', 'record_head')
    .where('at', '>=', since)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The newest seal of the business record. */
export async function recordHead(tx: Tx): Promise<{ readonly seq: number; readonly hash: string } | null> {
  return (await tx.selectFrom('record_seal').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst()) ?? null
}
