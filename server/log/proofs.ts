/** What a bundle carries of the log: a checkpoint and, for every step of the draw, the way up to its root (draw protocol §8). */
import { hex } from '#core/bytes.ts'
import type { BundleLog, LogProof } from '#core/draws/log-proof.ts'
import { formatNote, parseNote, signatureLine } from '#core/log/note.ts'
import { inclusionPath, subtreesReadBy } from '#core/log/tree.ts'
import type { Tx } from '#db/connect.ts'
import { lastCheckpoint, logPositionsOf, readSubtrees } from './store.ts'

/** The proofs of a draw under the newest checkpoint; null while the result is not there or one of its entries is not yet a leaf. */
export async function proofsOf(tx: Tx, drawId: string): Promise<BundleLog | null> {
  const steps = (await logPositionsOf(tx, drawId)).flatMap(({ type, ...step }) => (isProven(type) ? [{ entry: type, ...step }] : []))
  const checkpoint = await lastCheckpoint(tx)
  if (checkpoint === null || !steps.some(({ entry }) => entry === 'result')) return null
  const placed = steps.flatMap(({ index, ...step }) => (index === null || index >= checkpoint.size ? [] : [{ ...step, index }]))
  if (placed.length < steps.length) return null
  const { size, origin, key } = checkpoint
  const read = await readSubtrees(
    tx,
    placed.flatMap(({ index }) => subtreesReadBy((reader) => inclusionPath(reader, index, size))),
  )
  const proofs = placed.map(
    ({ entry, party, at, index }): LogProof => ({ entry, party, at, index, path: inclusionPath(read, index, size).map(hex) }),
  )
  return { origin, key, checkpoint: ownLineOnly(checkpoint.note), proofs: proofs.sort((a, b) => a.index - b.index) }
}

const proven = ['replace_request', 'seat_request', 'commit', 'reveal', 'result'] as const satisfies readonly LogProof['entry'][]

const isProven = (type: string): type is LogProof['entry'] => proven.some((one) => one === type)

/** A bundle has the Ed25519 line alone, the first of the note: a line its verifier cannot check would be bytes that nothing covers. */
function ownLineOnly(text: string): string {
  const note = parseNote(text)
  const [own] = note?.signatures ?? []
  if (note === null || own === undefined) throw new Error('a row of log_checkpoint is no signed note')
  return formatNote(note.text, [signatureLine(own, own.signature)])
}
