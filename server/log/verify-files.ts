/** The files of a log against its signed checkpoint: every entry and every tile recomputed, from any copy of them. */
import { compareBytes, hex } from '#core/bytes.ts'
import { type Checkpoint, openCheckpoint } from '#core/log/checkpoint.ts'
import { type EntryHead, readEntry } from '#core/log/entry.ts'
import { checkNote, type NoteKey } from '#core/log/note.ts'
import { parseEntries, type Tile, tileBytes, tilePath, tilesAdded, tileWidth, widthAt } from '#core/log/tiles.ts'
import { type HashReader, hashesAdded, keeperOf, leafHash, treeRoot } from '#core/log/tree.ts'
import { verifySm2 } from './sm2.ts'
import type { LogFault } from './verify-faults.ts'

/** A copy of the log: the folder of this house, or an address. */
export type LogFiles = {
  readonly where: string
  readonly checkpoint: () => Promise<string | null>
  readonly tile: (tile: Tile) => Promise<Uint8Array | null>
}

/** The keys the log must be signed with; `sm2` is null where that line is not looked at. */
export type LogKeys = { readonly key: NoteKey; readonly sm2: NoteKey | null }

export type LoggedEntry = { readonly index: number; readonly bytes: Uint8Array; readonly head: EntryHead | null }

/** The log as its files tell it and its checkpoint proves it. */
export type WalkedLog = {
  readonly checkpoint: Checkpoint
  readonly entries: readonly LoggedEntry[]
  /** What each entry added to the tree (`hashesAdded`). */
  readonly added: readonly (readonly Uint8Array[])[]
  readonly read: HashReader
  readonly fault: LogFault | null
}

/** Walks all of it; a fault that leaves nothing to go on with comes back alone. */
export async function walkFiles(files: LogFiles, { key, sm2 }: LogKeys): Promise<WalkedLog | LogFault> {
  const note = await files.checkpoint()
  if (note === null) return { type: 'checkpoint_missing', where: files.where }
  const opened = openCheckpoint(note, key)
  if (!opened.ok) return { type: 'checkpoint_refused', why: opened.why }
  const { checkpoint } = opened
  if (sm2 !== null && checkNote(opened.note, sm2, verifySm2) === 'invalid')
    return { type: 'checkpoint_refused', why: 'sm2_signature_wrong' }
  if (checkpoint.origin !== key.name) return { type: 'checkpoint_refused', why: `origin ${checkpoint.origin}` }
  const entries = await readEntries(files, checkpoint.size)
  if ('type' in entries) return entries
  const added: (readonly Uint8Array[])[] = []
  const read: HashReader = (level, index) => {
    const hash = added[keeperOf({ level, index })]?.[level]
    if (hash === undefined) throw new RangeError('the tree has no such subtree')
    return hash
  }
  for (const { index, bytes } of entries) added.push(hashesAdded(read, index, leafHash(bytes)))
  const whole = hex(treeRoot(read, checkpoint.size)) === hex(checkpoint.root)
  const tile = await alteredTile(files, checkpoint.size, read)
  const fault = whole ? (tile?.fault ?? unreadable(entries)) : culprit(tile, checkpoint.size)
  return { checkpoint, entries, added, read, fault }
}

async function readEntries(files: LogFiles, size: number): Promise<readonly LoggedEntry[] | LogFault> {
  const entries: LoggedEntry[] = []
  for (let index = 0; index * tileWidth < size; index++) {
    const tile: Tile = { level: 'entries', index, width: widthAt('entries', index, size) }
    // A full bundle serves as well: a client may find the partial one gone (tlog-tiles, Partial Tiles).
    const bytes = (await files.tile(tile)) ?? (await files.tile({ ...tile, width: tileWidth }))
    if (bytes === null) return { type: 'file_missing', path: tilePath(tile) }
    const some = parseEntries(bytes)?.slice(0, tile.width)
    if (some?.length !== tile.width) return { type: 'file_altered', path: tilePath(tile), index: null }
    for (const one of some) entries.push({ index: entries.length, bytes: one, head: readEntry(one) })
  }
  return entries
}

type TileFault = { readonly tile: Tile; readonly fault: LogFault; readonly firstLeaf: number | null }

/** The first tile that is missing or does not follow from the entries. */
async function alteredTile(files: LogFiles, size: number, read: HashReader): Promise<TileFault | null> {
  for (const { level, ...rest } of tilesAdded(0, size)) {
    if (level === 'entries') continue
    const tile = { ...rest, level }
    const bytes = (await files.tile(tile)) ?? (await files.tile({ ...tile, width: tileWidth }))?.subarray(0, 32 * tile.width) ?? null
    const path = tilePath(tile)
    if (bytes === null) return { tile, fault: { type: 'file_missing', path }, firstLeaf: null }
    const wanted = tileBytes(read, tile)
    if (compareBytes(bytes, wanted) === 0) continue
    const at = Array.from({ length: tile.width }, (_, i) => i).find(
      (i) => compareBytes(bytes.subarray(32 * i, 32 * i + 32), wanted.subarray(32 * i, 32 * i + 32)) !== 0,
    )
    const firstLeaf = tile.level === 0 && at !== undefined ? tile.index * tileWidth + at : null
    return { tile, fault: { type: 'file_altered', path, index: firstLeaf }, firstLeaf }
  }
  return null
}

/** The root is not that of the entries: where tiles and entries part, the entry is the one that was changed, else the checkpoint is of another tree. */
function culprit(tile: TileFault | null, size: number): LogFault {
  if (tile === null) return { type: 'root_differs', size }
  if (tile.firstLeaf === null) return tile.fault
  const index = Math.floor(tile.firstLeaf / tileWidth)
  return {
    type: 'file_altered',
    path: tilePath({ level: 'entries', index, width: widthAt('entries', index, size) }),
    index: tile.firstLeaf,
  }
}

function unreadable(entries: readonly LoggedEntry[]): LogFault | null {
  const strange = entries.find(({ head }) => head === null)
  return strange === undefined ? null : { type: 'entry_unreadable', index: strange.index }
}
