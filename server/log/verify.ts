/** Verifies the whole log: its files, its rows, the draws it tells of and the business record whose heads it carries. Every part is looked at, whatever another one says. */
import { hex } from '#core/bytes.ts'
import type { Db } from '#db/connect.ts'
import { verifyRecord } from '#server/record/verify.ts'
import { findAlteredDraw } from './verify-draws.ts'
import { findAlteredEvidence } from './verify-evidence.ts'
import type { LogFault } from './verify-faults.ts'
import { type LogFiles, type LogKeys, walkFiles } from './verify-files.ts'
import { findAlteredRow, findOtherHead } from './verify-rows.ts'
import { inOneState } from './verify-store.ts'

export type LogVerification = {
  readonly origin: string
  readonly size: number
  readonly root: string
  /** Parts in the order they are told; `count` is what was looked at. A part without a database is left out. */
  readonly parts: readonly LogPart[]
  /** The first fault of the first part that has one. */
  readonly fault: LogFault | null
}

export type LogPart = {
  readonly part: 'files' | 'rows' | 'draws' | 'heads' | 'record' | 'evidence'
  readonly count: number
  readonly fault: LogFault | null
}

/** `db`: null when only the files are at hand. The files are read first, so the database has at least what they have. */
export async function verifyLog(files: LogFiles, keys: LogKeys, db: Db | null): Promise<LogVerification> {
  const log = await walkFiles(files, keys)
  const parts: LogPart[] = []
  if ('type' in log) parts.push({ part: 'files', count: 0, fault: log })
  else parts.push({ part: 'files', count: log.checkpoint.size, fault: log.fault })
  if (db !== null)
    await inOneState(db, async (tx) => {
      if (!('type' in log)) {
        parts.push({ part: 'rows', count: log.checkpoint.size, fault: await findAlteredRow(tx, log, keys.sm2) })
        const { draws, fault } = await findAlteredDraw(tx, log)
        parts.push({ part: 'draws', count: draws, fault })
        const heads = await findOtherHead(tx, log)
        parts.push({ part: 'heads', count: heads.heads, fault: heads.fault })
      }
      const { sealed, fault } = await verifyRecord(tx)
      parts.push({ part: 'record', count: sealed, fault: fault === null ? null : { type: 'record', fault } })
      const evidence = await findAlteredEvidence(tx)
      parts.push({ part: 'evidence', count: evidence.count, fault: evidence.fault })
    })
  const { origin, size, root } = 'type' in log ? { origin: keys.key.name, size: 0, root: new Uint8Array() } : log.checkpoint
  return { origin, size, root: hex(root), parts, fault: parts.find((part) => part.fault !== null)?.fault ?? null }
}
