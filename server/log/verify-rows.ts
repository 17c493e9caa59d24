/** The rows of the log in the database against the log that others hold: leaves, entries, checkpoints, cosignatures, heads of the record. */
import { compareBytes, concat, hex } from '#core/bytes.ts'
import { openCheckpoint } from '#core/log/checkpoint.ts'
import { checkNote, formatNote, type NoteKey, parseKey, parseNote } from '#core/log/note.ts'
import { treeRoot } from '#core/log/tree.ts'
import type { Tx } from '#db/connect.ts'
import { genesis } from '#server/record/seal.ts'
import { verifySm2 } from './sm2.ts'
import type { LogFault } from './verify-faults.ts'
import type { WalkedLog } from './verify-files.ts'
import { allCheckpoints, allCosignatures, findLostEntry, sealAt, type WholeLeaf, wholeLeaves } from './verify-store.ts'

/** Leaves read at once. */
const page = 1000

/** The first row that is not as it was, in the order of the log; rows after the checkpoint are not looked at. */
export async function findAlteredRow(tx: Tx, log: WalkedLog, sm2: NoteKey | null): Promise<LogFault | null> {
  return (
    (await findAlteredLeaf(tx, log)) ?? (await findLost(tx)) ?? (await findAlteredCheckpoint(tx, log, sm2)) ?? findAlteredCosignature(tx)
  )
}

/** The first daily head that the chain of the record does not confirm: whoever writes the whole chain anew is caught here. */
export async function findOtherHead(tx: Tx, { entries }: WalkedLog): Promise<{ readonly heads: number; readonly fault: LogFault | null }> {
  let heads = 0
  for (const { index, head } of entries) {
    if (head?.head == null) continue
    heads++
    const { date, seq, hash } = head.head
    if ((seq === 0 ? genesis : await sealAt(tx, seq)) !== hash) return { heads, fault: { type: 'head_differs', index, date, seq } }
  }
  return { heads, fault: null }
}

async function findAlteredLeaf(tx: Tx, log: WalkedLog): Promise<LogFault | null> {
  const { size } = log.checkpoint
  for (let from = 0; from < size; from += page) {
    const to = Math.min(size, from + page)
    const rows = new Map((await wholeLeaves(tx, from, to)).map((row) => [row.index, row]))
    for (let index = from; index < to; index++) {
      const row = rows.get(index)
      if (row === undefined) return { type: 'leaf_missing', index }
      const fault = faultOfLeaf(row, log)
      if (fault !== null) return fault
    }
  }
  return null
}

function faultOfLeaf({ index, hashes, entryId, body, type, drawId, at }: WholeLeaf, { added, entries }: WalkedLog): LogFault | null {
  if (compareBytes(hashes, concat(...(added[index] ?? []))) !== 0) return { type: 'leaf_altered', index }
  if (body === null) return { type: 'entry_missing', index, entryId }
  const { bytes = new Uint8Array(), head = null } = entries[index] ?? {}
  const same = compareBytes(body, bytes) === 0 && head !== null && head.type === type && head.drawId === drawId && head.at === at
  return same ? null : { type: 'entry_altered', index, entryId, entry: head?.type ?? type ?? '', drawId: head?.drawId ?? drawId }
}

async function findLost(tx: Tx): Promise<LogFault | null> {
  const lost = await findLostEntry(tx)
  return lost === null ? null : { type: 'entry_lost', entryId: lost.id, entry: lost.type, drawId: lost.drawId }
}

async function findAlteredCheckpoint(tx: Tx, { checkpoint, read }: WalkedLog, sm2: NoteKey | null): Promise<LogFault | null> {
  for (const row of await allCheckpoints(tx)) {
    const key = parseKey(row.key)
    const opened = key === null ? null : openCheckpoint(row.note, key)
    const signed = opened?.ok === true && opened.checkpoint.size === row.size && opened.checkpoint.origin === row.origin
    const second = sm2 === null || opened?.ok !== true || checkNote(opened.note, sm2, verifySm2) !== 'invalid'
    const same = opened?.ok === true && hex(opened.checkpoint.root) === row.root
    const known = row.size > checkpoint.size || hex(treeRoot(read, row.size)) === row.root
    if (!signed || !second || !same || !known) return { type: 'checkpoint_altered', size: row.size }
  }
  return null
}

async function findAlteredCosignature(tx: Tx): Promise<LogFault | null> {
  const lines = await allCosignatures(tx)
  if (lines.length === 0) return null
  const notes = new Map((await allCheckpoints(tx)).map(({ size, note }) => [size, note]))
  for (const { size, witness, line } of lines) {
    const key = parseKey(witness)
    const text = parseNote(notes.get(size) ?? '')?.text
    const note = text === undefined ? null : parseNote(formatNote(text, [line]))
    if (key === null || note === null || checkNote(note, key) !== 'valid') return { type: 'cosignature_altered', size, witness }
  }
  return null
}
