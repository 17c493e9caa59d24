/** Our house as a witness of others (C2SP tlog-witness): signs a checkpoint only when it continues what was signed before, so no log can show two faces. */
import { fromHex, hex } from '#core/bytes.ts'
import { type AddCheckpoint, parseAddCheckpoint } from '#core/log/add-checkpoint.ts'
import { checkNote, formatNote, signatureLine } from '#core/log/note.ts'
import { checkConsistency } from '#core/log/tree.ts'
import { millis } from '#core/time.ts'
import { withTransaction } from '#db/connect.ts'
import type { TransparencyLog } from './transparency.ts'
import { insertWitnessed, lockWitnessed } from './witness-store.ts'

export type WitnessAnswer =
  | { readonly status: 200; readonly lines: string }
  /** The size that we have signed last. */
  | { readonly status: 409; readonly size: number }
  /** 400 no such request, 403 not signed by a key we know, 404 a log we do not witness, 422 no proof that it continues. */
  | { readonly status: 400 | 403 | 404 | 422 }

/** Answers a request to co-sign. What is signed is in the table before the answer goes out, and of two requests at once one wins. */
export async function addCheckpoint(transparency: TransparencyLog, body: string): Promise<WitnessAnswer> {
  const request = parseAddCheckpoint(body)
  if (request === null) return { status: 400 }
  const { checkpoint, note, old } = request
  const keys = transparency.watched.filter(({ name }) => name === checkpoint.origin)
  if (keys.length === 0) return { status: 404 }
  const signedBy = keys.filter((key) => checkNote(note, key) === 'valid')
  if (signedBy.length === 0) return { status: 403 }
  if (old > checkpoint.size) return { status: 400 }
  const own = note.signatures.filter(({ name, id }) => signedBy.some((key) => key.name === name && hex(key.id) === hex(id)))
  const answer = await withTransaction(transparency.db, async (tx): Promise<WitnessAnswer> => {
    const known = await lockWitnessed(tx, checkpoint.origin)
    const refused = whyNot(request, known)
    if (refused !== null) return refused
    if (known?.size !== checkpoint.size) {
      const { origin, size } = checkpoint
      const kept = formatNote(
        note.text,
        own.map((one) => signatureLine(one, one.signature)),
      )
      await insertWitnessed(tx, { origin, size, root: hex(checkpoint.root), note: kept, at: transparency.now() })
    }
    return { status: 200, lines: transparency.cosigner.line(note.text, Math.floor(millis(transparency.now()) / 1000)) }
  })
  if (answer.status === 422 || (answer.status === 409 && old === answer.size))
    transparency.log.error(
      { origin: checkpoint.origin, size: checkpoint.size, old },
      'a log that we witness shows a tree that does not continue the one we signed',
    )
  return answer
}

function whyNot(
  { old, proof, checkpoint }: AddCheckpoint,
  known: { readonly size: number; readonly root: string } | null,
): WitnessAnswer | null {
  const { size, root } = checkpoint
  if (old !== (known?.size ?? 0)) return { status: 409, size: known?.size ?? 0 }
  if (old === 0) return proof.length === 0 ? null : { status: 422 }
  const fromRoot = fromHex(known?.root ?? '')
  if (old === size && hex(root) !== known?.root) return { status: 409, size: old }
  return checkConsistency({ from: old, fromRoot, size, root, path: proof }) ? null : { status: 422 }
}
