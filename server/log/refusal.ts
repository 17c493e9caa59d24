/** When the log must not sign: two signed trees of one name that do not continue each other are a proof of fraud, whatever the reason was. */
import { hex } from '#core/bytes.ts'
import { parseCheckpoint } from '#core/log/checkpoint.ts'
import { checkNote, type NoteKey, parseNote } from '#core/log/note.ts'
import { subtreesReadBy, treeRoot } from '#core/log/tree.ts'
import type { Tx } from '#db/connect.ts'
import { type CheckpointRow, countLeaves, readSubtrees } from './store.ts'

export type Refusal = {
  readonly why:
    | 'rolled_back'
    | 'forked'
    | 'other_key'
    | 'other_log'
    | 'checkpoint_damaged'
    | 'file_differs'
    | 'leaves_missing'
    | 'witness_ahead'
    | 'witness_differs'
  /** What happened and what to do, for the operator. */
  readonly sentence: string
}

/** Compares what the database would sign with what was published: the checkpoint on disk. `last` is the newest checkpoint of the database. */
export async function whyRefuse(
  tx: Tx,
  {
    origin,
    key,
    last,
    file,
  }: { origin: string; key: NoteKey & { readonly vkey: string }; last: CheckpointRow | null; file: string | null },
): Promise<Refusal | null> {
  if (last !== null && last.origin === origin && last.key !== key.vkey)
    return refusal(
      'other_key',
      `the database was signed under ${origin} with another key: put <data>/secrets.json back, or start a log of a new name (MINGJIAN_LOG_ORIGIN)`,
    )
  const leaves = await countLeaves(tx)
  if ((last?.size ?? 0) !== leaves)
    return refusal(
      'leaves_missing',
      `the newest checkpoint counts ${last?.size ?? 0} entries and the database has ${leaves}: rows were removed or added by hand`,
    )
  return file === null ? null : whyRefuseFile(tx, { origin, key, size: leaves, file })
}

async function whyRefuseFile(
  tx: Tx,
  { origin, key, size, file }: { origin: string; key: NoteKey; size: number; file: string },
): Promise<Refusal | null> {
  const note = parseNote(file)
  const published = note === null ? null : parseCheckpoint(note.text)
  if (note === null || published === null)
    return refusal(
      'checkpoint_damaged',
      'the file <data>/log/checkpoint is no checkpoint: put it back from a backup, or remove it when you know why',
    )
  if (published.origin !== origin)
    return refusal('other_log', `<data>/log holds the log ${published.origin}: move that folder away before you start the log ${origin}`)
  if (checkNote(note, key) !== 'valid')
    return refusal('other_key', `<data>/log/checkpoint is not signed by the key of this house: put <data>/secrets.json back`)
  if (published.size > size)
    return refusal(
      'rolled_back',
      `${published.size} entries were published and the database has ${size}: it was set back. Restore the newer database, or move <data>/log away and start a log of a new name (MINGJIAN_LOG_ORIGIN)`,
    )
  const root = treeRoot(
    await readSubtrees(
      tx,
      subtreesReadBy((read) => treeRoot(read, published.size)),
    ),
    published.size,
  )
  if (hex(root) !== hex(published.root))
    return refusal(
      'forked',
      `the first ${published.size} entries of the database are not those that were published: npm run mingjian -- log verify names the place`,
    )
  return null
}

export const refusal = (why: Refusal['why'], sentence: string): Refusal => ({ why, sentence })
