/**
 * Gives waiting entries their places, signs the tree and writes the files (draw protocol §7). Writers append without waiting for one another;
 * one sequencer at a time, whichever process it is in, makes leaves of what is committed. What is signed is never taken back.
 */
import { hex } from '#core/bytes.ts'
import { checkpointText } from '#core/log/checkpoint.ts'
import { formatNote } from '#core/log/note.ts'
import { bundlesAdded, entriesBytes, type Tile, tileBytes, tilePath, tilesAdded, tileWidth } from '#core/log/tiles.ts'
import { type HashReader, hashesAdded, leafHash, subtreesReadBy, treeRoot } from '#core/log/tree.ts'
import { dateAt, startOf } from '#core/time.ts'
import { type Tx, withTransaction } from '#db/connect.ts'
import { genesis } from '#server/record/seal.ts'
import { appendLog } from './append.ts'
import { readCheckpointFile, removePartials, writeCheckpointFile, writeTileFile } from './files.ts'
import { refusal, whyRefuse } from './refusal.ts'
import {
  type CheckpointRow,
  hasHeadSince,
  insertCheckpoint,
  insertLeaves,
  lastCheckpoint,
  leavesBetween,
  lockLog,
  pendingEntries,
  readSubtrees,
  recordHead,
} from './store.ts'
import type { TransparencyLog } from './transparency.ts'
import { cosignatureLines } from './witness-store.ts'

/** Entries that become leaves in one transaction. */
const batch = 1000

/** Takes in what waits, signs, writes the files; answers how many entries. Does nothing in a process that only reads the log, or while the log refuses to sign. */
export async function sequenceNow({ transparency }: { readonly transparency: TransparencyLog }): Promise<number> {
  if (!transparency.sequences) return 0
  let total = 0
  for (;;) {
    const taken = await withTransaction(transparency.db, (tx) => takeIn(tx, transparency))
    total += taken
    if (taken < batch) break
  }
  await withTransaction(transparency.db, (tx) => publish(tx, transparency))
  return total
}

/** Once a day (Asia/Shanghai) the head of the business record's chain enters the log: from then on an altered row of the record shows. */
export async function appendRecordHead({ transparency }: { readonly transparency: TransparencyLog }): Promise<void> {
  if (!transparency.sequences) return
  const at = transparency.now()
  const date = dateAt(at)
  await withTransaction(transparency.db, async (tx) => {
    await lockLog(tx)
    if (await hasHeadSince(tx, startOf(date))) return
    const { seq, hash } = (await recordHead(tx)) ?? { seq: 0, hash: genesis }
    await appendLog(tx, { type: 'record_head', at, date, seq, hash })
  })
}

async function takeIn(tx: Tx, transparency: TransparencyLog): Promise<number> {
  await lockLog(tx)
  const last = await lastCheckpoint(tx)
  if (!(await maySign(tx, transparency, last))) return 0
  const waiting = await pendingEntries(tx, batch)
  if (waiting.length === 0) return 0
  const from = last?.size ?? 0
  const size = from + waiting.length
  const read = await readerFor(tx, from)
  const leaves = waiting.map(({ id, body }, i) => {
    const hashes = hashesAdded(read.before, from + i, leafHash(body))
    read.add(from + i, hashes)
    return { index: from + i, entryId: id, hashes: Buffer.concat(hashes) }
  })
  await insertLeaves(tx, leaves)
  const root = treeRoot(read.before, size)
  const { origin, signer, sm2 } = transparency
  const text = checkpointText({ origin, size, root })
  const note = formatNote(text, [signer.line(text), ...(sm2 === null ? [] : [sm2.line(text)])])
  await insertCheckpoint(tx, { size, root: hex(root), origin, key: signer.vkey, note, at: transparency.now() })
  return waiting.length
}

async function maySign(tx: Tx, transparency: TransparencyLog, last: CheckpointRow | null): Promise<boolean> {
  const { origin, signer, folder, refuse } = transparency
  const file = await readCheckpointFile(folder)
  const found = await whyRefuse(tx, { origin, key: { ...signer.key, vkey: signer.vkey }, last, file })
  const standing = transparency.refusal()
  // What a file or a witness told stays said until the process starts anew: looking at the database again cannot answer it.
  const stays = standing !== null && ['file_differs', 'witness_ahead', 'witness_differs'].includes(standing.why)
  if (found !== null || !stays) refuse(found)
  return transparency.refusal() === null
}

/** Subtrees of the tree as it grows: the right edge of the first `from` leaves from the database, and whatever is added. */
async function readerFor(tx: Tx, from: number) {
  const edge = from === 0 ? [] : subtreesReadBy((read) => treeRoot(read, from))
  const stored = await readSubtrees(tx, edge)
  const known = new Map(edge.map(({ level, index }) => [`${level}/${index}`, stored(level, index)]))
  const before: HashReader = (level, index) => {
    const hash = known.get(`${level}/${index}`)
    if (hash === undefined) throw new Error(`the sequencer needs the subtree ${index} of level ${level} and has not read it`)
    return hash
  }
  const add = (leaf: number, hashes: readonly Uint8Array[]): void => {
    for (const [level, hash] of hashes.entries()) known.set(`${level}/${Math.floor(leaf / 2 ** level)}`, hash)
  }
  return { before, add }
}

/** Brings the files up to the newest checkpoint: after a crash between commit and writing, in a new folder, or when a witness has signed. */
async function publish(tx: Tx, transparency: TransparencyLog): Promise<void> {
  if (transparency.refusal() !== null) return
  await lockLog(tx)
  const last = await lastCheckpoint(tx)
  if (last === null || !(await maySign(tx, transparency, last))) return
  const { folder } = transparency
  const wanted = last.note + (await cosignatureLines(tx, last.size)).join('')
  const file = await readCheckpointFile(folder)
  if (file === wanted) return
  const published = file === null ? 0 : Number(file.split('\n')[1])
  await writeTiles(tx, transparency, published, last.size)
  if (transparency.refusal() === null) await writeCheckpointFile(folder, wanted)
}

/** Writes the files that the tree of `size` entries has and that of `from` had not. */
export async function writeTiles(tx: Tx, transparency: TransparencyLog, from: number, size: number): Promise<void> {
  const { folder, refuse } = transparency
  const write = async (tile: Tile, bytes: Uint8Array): Promise<void> => {
    if (await writeTileFile(folder, tile, bytes)) return removePartials(folder, tile)
    refuse(
      refusal('file_differs', `<data>/log/${tilePath(tile)} is not what the database says: npm run mingjian -- log verify names the place`),
    )
  }
  for (const tile of bundlesAdded(from, size)) {
    const rows = await leavesBetween(tx, tile.index * tileWidth, tile.index * tileWidth + tile.width)
    await write(tile, entriesBytes(rows.map(({ body }) => body ?? Buffer.alloc(0))))
  }
  for (const { level, ...tile } of tilesAdded(from, size)) {
    if (level === 'entries') continue
    const hashes = subtreesReadBy((read) => tileBytes(read, { ...tile, level }))
    await write({ ...tile, level }, tileBytes(await readSubtrees(tx, hashes), { ...tile, level }))
  }
}
