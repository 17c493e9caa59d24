/** An entry of the transparency log, written in the transaction of the act it tells of. It becomes a leaf within a second (sequencer.ts). */
import { drawIdOf, entryBytes, type LogEntry } from '#core/log/entry.ts'
import type { Tx } from '#db/connect.ts'
import { insertEntry } from './store.ts'

/** Appends; with the transaction the entry is there or it is not. Throws a RangeError for an entry that no bundle could hold (64 KiB). */
export const appendLog = (tx: Tx, entry: LogEntry): Promise<void> =>
  insertEntry(tx, { at: entry.at, type: entry.type, drawId: drawIdOf(entry), body: entryBytes(entry) })
