import { expect, test } from 'vitest'
import { utf8 } from '../bytes.ts'
import { addCheckpointBody, parseAddCheckpoint } from './add-checkpoint.ts'
import { checkpointText } from './checkpoint.ts'
import { ed25519PublicKey, formatNote, noteKey, signatureLine, signEd25519 } from './note.ts'

const seed = utf8('a seed of thirty-two bytes, ours')
const key = noteKey('a.example/log', 'ed25519', ed25519PublicKey(seed))
const text = checkpointText({ origin: 'a.example/log', size: 7, root: new Uint8Array(32) })
const note = formatNote(text, [signatureLine(key, signEd25519(seed, utf8(text)))])
const hash = new Uint8Array(32).fill(9)

test('a request is read as it was written', () => {
  for (const proof of [[], [hash], Array.from({ length: 63 }, () => hash)]) {
    const read = parseAddCheckpoint(addCheckpointBody(3, proof, note))
    expect(read).toMatchObject({ old: 3, proof, checkpoint: { origin: 'a.example/log', size: 7 } })
  }
  expect(addCheckpointBody(0, [], note)).toBe(`old 0\n\n${note}`)
})

test('any other form is refused', () => {
  const good = addCheckpointBody(3, [hash], note)
  for (const wrong of [
    '',
    note,
    good.replace('old 3', 'old 03'),
    good.replace('old 3', 'old -3'),
    good.replace('old 3', 'size 3'),
    good.replace('old 3', 'old 3 '),
    good.replace('CQkJ', 'CQk'),
    good.replace('\n\n', '\n'),
    good.slice(0, -1),
    addCheckpointBody(3, [hash.subarray(1)], note),
    addCheckpointBody(
      3,
      Array.from({ length: 64 }, () => hash),
      note,
    ),
    addCheckpointBody(3, [hash], formatNote('a text\n', [signatureLine(key, hash)])),
  ])
    expect(parseAddCheckpoint(wrong), wrong).toBeNull()
})
