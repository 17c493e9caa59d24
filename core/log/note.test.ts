import { createHash, createPublicKey, verify } from 'node:crypto'
import { expect, test } from 'vitest'
import { fromHex, hex, utf8 } from '../bytes.ts'
import { base64, fromBase64 } from './base64.ts'
import { checkpointText, openCheckpoint, parseCheckpoint } from './checkpoint.ts'
import {
  checkNote,
  cosignedAt,
  cosignedMessage,
  ed25519PublicKey,
  formatKey,
  formatNote,
  noteKey,
  parseKey,
  parseNote,
  parseSignatures,
  signatureLine,
  signEd25519,
} from './note.ts'

const seed = utf8('a seed of thirty-two bytes, ours')
const origin = 'mingjian.example/log'
const key = noteKey(origin, 'ed25519', ed25519PublicKey(seed))
const text = checkpointText({ origin, size: 20_852_163, root: fromHex('0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62') })
const signed = formatNote(text, [signatureLine(key, signEd25519(seed, utf8(text)))])

test("a note of the Go checksum database's own documentation verifies", () => {
  const go = parseKey('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
  const note = parseNote(
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
      '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
  )
  if (go === null || note === null) throw new Error('the example is not read')
  expect(checkNote(note, go)).toBe('valid')
  expect(checkNote({ ...note, text: note.text.replace('answer', 'Answer') }, go)).toBe('invalid')
})

test('a checkpoint is three lines, and signed by the log', () => {
  expect(text).toBe('mingjian.example/log\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n')
  const opened = openCheckpoint(signed, key)
  expect(opened).toMatchObject({ ok: true, checkpoint: { origin, size: 20_852_163, extensions: [] } })
  const other = noteKey(origin, 'ed25519', ed25519PublicKey(utf8('another seed of thirty-two bytes')))
  expect(openCheckpoint(signed, other)).toEqual({ ok: false, why: 'not_signed' })
  expect(openCheckpoint(signed.replace('20852163', '20852164'), key)).toEqual({ ok: false, why: 'signature_wrong' })
  expect(openCheckpoint('mingjian.example/log\n7\n', key)).toEqual({ ok: false, why: 'not_a_note' })
  expect(openCheckpoint(formatNote('a text\n', [signatureLine(key, signEd25519(seed, utf8('a text\n')))]), key)).toEqual({
    ok: false,
    why: 'not_a_checkpoint',
  })
})

test('no byte of a checkpoint can be changed', () => {
  const bytes = utf8(signed)
  for (let at = 0; at < bytes.length; at++) {
    const changed = bytes.slice()
    changed[at] = (changed[at] ?? 0) ^ 1
    const note = new TextDecoder().decode(changed)
    expect(openCheckpoint(note, key).ok, `byte ${at}`).toBe(false)
  }
})

test('sizes and roots have one spelling', () => {
  const root = base64(new Uint8Array(32))
  expect(parseCheckpoint(`a\n0\n${root}\n`)).toMatchObject({ size: 0 })
  expect(parseCheckpoint(`a\n5\n${root}\nmore\n`)).toMatchObject({ extensions: ['more'] })
  for (const wrong of [
    `a\n05\n${root}\n`,
    `a\n-1\n${root}\n`,
    `a\n5\n${root}`,
    `\n5\n${root}\n`,
    `a\n5\n${root}\n\n`,
    'a\n5\nAA==\n',
    `a\n1e3\n${root}\n`,
    '',
  ])
    expect(parseCheckpoint(wrong), wrong).toBeNull()
})

test('Ed25519 signatures are those of every other implementation', () => {
  const message = utf8(text)
  const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), ed25519PublicKey(seed)])
  const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' })
  expect(verify(null, message, publicKey, signEd25519(seed, message))).toBe(true)
})

test('a key line carries its own hash, and is read back', () => {
  const line = formatKey(key)
  expect(line).toMatch(/^mingjian\.example\/log\+[0-9a-f]{8}\+A/)
  expect(parseKey(line)).toEqual(key)
  expect(hex(key.id)).toBe(createHash('sha256').update(`${origin}\n`).update(Buffer.of(1)).update(key.publicKey).digest('hex').slice(0, 8))
  expect(parseKey('sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8')?.kind).toBe('ed25519')
  expect(parseKey(line.replace('mingjian', 'mingjiao'))).toBeNull()
  for (const wrong of ['', 'a+b', `${line} `, line.replace('+', ' '), `x y${line}`, `${line}AA`]) expect(parseKey(wrong), wrong).toBeNull()
})

test('a witness signs text and time, and cannot be taken for the log', () => {
  const witness = noteKey('witness.example/w', 'cosignature', ed25519PublicKey(seed))
  const seconds = 1_679_315_147
  const signature = new Uint8Array(72)
  new DataView(signature.buffer).setBigUint64(0, BigInt(seconds))
  signature.set(signEd25519(seed, cosignedMessage(text, seconds)), 8)
  const note = parseNote(signed + signatureLine(witness, signature))
  if (note === null) throw new Error('no note')
  expect(new TextDecoder().decode(cosignedMessage(text, seconds))).toBe(`cosignature/v1\ntime 1679315147\n${text}`)
  expect(checkNote(note, witness)).toBe('valid')
  expect(checkNote(note, key)).toBe('valid')
  expect(cosignedAt({ name: '', id: witness.id, signature })).toBe(seconds)
  expect(hex(witness.id)).not.toBe(hex(noteKey('witness.example/w', 'ed25519', witness.publicKey).id))
  signature[7] = (signature[7] ?? 0) ^ 1
  const later = parseNote(signed + signatureLine(witness, signature))
  expect(later && checkNote(later, witness)).toBe('invalid')
  expect(parseKey(formatKey(witness))).toEqual(witness)
})

test('what is no note is not read as one', () => {
  for (const wrong of [
    '',
    'text\n',
    'text\n\n',
    'text\n\n— a\n',
    'text\n\n- a AAAAAAA=\n',
    'text\n\n— a AAAA\n',
    'te\txt\n\n— a AAAAAAA=\n',
    'text\n\n— a AAAAAAA=',
  ])
    expect(parseNote(wrong), JSON.stringify(wrong)).toBeNull()
  expect(parseNote('a\n\nb\n\n— a AAAAAAA=\n')?.text).toBe('a\n\nb\n')
  expect(parseSignatures('')).toEqual([])
})

test('base64 has one spelling', () => {
  for (let length = 0; length < 40; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255)
    expect(base64(bytes)).toBe(Buffer.from(bytes).toString('base64'))
    expect(fromBase64(base64(bytes))).toEqual(bytes)
  }
  for (const wrong of ['A', 'AA', 'AAA', 'AB==', 'AAB=', 'A===', 'AAAA\n', 'AA-_', '====']) expect(fromBase64(wrong), wrong).toBeNull()
})
