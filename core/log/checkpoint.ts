/** Checkpoints (C2SP tlog-checkpoint): a signed note whose text is the name of a log, its size and its root. */
import { base64, fromBase64 } from './base64.ts'
import { checkNote, type Note, type NoteKey, parseNote } from './note.ts'

export type Checkpoint = {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
  /** Further lines of the text, which nobody but the log understands; ours has none. */
  readonly extensions: readonly string[]
}

/** The text that is signed. */
export const checkpointText = ({ origin, size, root }: Pick<Checkpoint, 'origin' | 'size' | 'root'>): string =>
  `${origin}\n${size}\n${base64(root)}\n`

/** The checkpoint of a text; null when it is none. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [origin = '', size = '', encoded = '', ...rest] = text.split('\n')
  const extensions = rest.slice(0, -1)
  const root = fromBase64(encoded)
  if (rest.at(-1) !== '' || origin === '' || !/^(?:0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) return null
  return root?.length !== 32 || extensions.includes('') ? null : { origin, size: Number(size), root, extensions }
}

/**
 * The checkpoint of a note that the key has signed. `not_a_note`, `not_a_checkpoint`: no such form; `not_signed`: the key's line is missing;
 * `signature_wrong`: it is there and does not hold.
 */
export function openCheckpoint(
  text: string,
  key: NoteKey,
):
  | { readonly ok: true; readonly checkpoint: Checkpoint; readonly note: Note }
  | { readonly ok: false; readonly why: 'not_a_note' | 'not_a_checkpoint' | 'not_signed' | 'signature_wrong' } {
  const note = parseNote(text)
  if (note === null) return { ok: false, why: 'not_a_note' }
  const checkpoint = parseCheckpoint(note.text)
  if (checkpoint === null) return { ok: false, why: 'not_a_checkpoint' }
  const signed = checkNote(note, key)
  if (signed === 'valid') return { ok: true, checkpoint, note }
  return { ok: false, why: signed === 'invalid' ? 'signature_wrong' : 'not_signed' }
}
