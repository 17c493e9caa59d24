/** The request of C2SP tlog-witness `add-checkpoint`: the size the witness knows, the way from there, and the signed checkpoint. */
import { base64, fromBase64 } from './base64.ts'
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts'
import { type Note, parseNote } from './note.ts'

export type AddCheckpoint = {
  /** The size of the log that the witness has signed last; 0 for none. */
  readonly old: number
  /** The consistency proof from `old`; at most 63 hashes. */
  readonly proof: readonly Uint8Array[]
  readonly note: Note
  readonly checkpoint: Checkpoint
}

/** The body of the request; `note` is the whole signed note. */
export const addCheckpointBody = (old: number, proof: readonly Uint8Array[], note: string): string =>
  `old ${old}\n${proof.map((hash) => `${base64(hash)}\n`).join('')}\n${note}`

/** The request of a body, or null when it has another form. */
export function parseAddCheckpoint(body: string): AddCheckpoint | null {
  const split = body.indexOf('\n\n')
  if (split < 0) return null
  const [first = '', ...lines] = body.slice(0, split).split('\n')
  const [, old = ''] = /^old (0|[1-9]\d{0,15})$/.exec(first) ?? []
  const proof = lines.map(fromBase64)
  const note = parseNote(body.slice(split + 2))
  const checkpoint = note === null ? null : parseCheckpoint(note.text)
  if (old === '' || !Number.isSafeInteger(Number(old)) || lines.length > 63 || note === null || checkpoint === null) return null
  const hashes = proof.filter((hash) => hash !== null && hash.length === 32).filter((hash) => hash !== null)
  return hashes.length === lines.length ? { old: Number(old), proof: hashes, note, checkpoint } : null
}
