import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fromHex, utf8 } from '#core/bytes.ts'
import { checkNote, formatKey, formatNote, noteKey, parseKey, parseNote, signatureLine } from '#core/log/note.ts'
import { sm2Signer } from './keys.ts'
import { sm2Order, verifySm2 } from './sm2.ts'

const origin = 'mingjian.example/log'

test('an SM2 signature of the openssl command line verifies, under its id and no other', () => {
  const vector = JSON.parse(readFileSync(new URL('../../test/vectors/log/sm2-openssl.json', import.meta.url), 'utf8')) as Record<
    string,
    string
  >
  const [publicKey, message, signature] = [fromHex(vector.publicKey ?? ''), utf8(vector.message ?? ''), fromHex(vector.signature ?? '')]
  expect(verifySm2(publicKey, message, signature)).toBe(true)
  expect(verifySm2(publicKey, message, fromHex(vector.signatureOfAnotherId ?? ''))).toBe(false)
  expect(verifySm2(publicKey, utf8(`${vector.message} `), signature)).toBe(false)
  for (let at = 0; at < 64; at++) {
    const changed = signature.slice()
    changed[at] = (changed[at] ?? 0) ^ 0x10
    expect(verifySm2(publicKey, message, changed)).toBe(false)
  }
  // The same signature with s + n would be a second spelling, where it fits 32 bytes.
  const s = (BigInt(`0x${vector.signature?.slice(64)}`) + sm2Order).toString(16)
  expect(s.length > 64 || !verifySm2(publicKey, message, fromHex((vector.signature ?? '').slice(0, 64) + s))).toBe(true)
  const sm2Key = noteKey(origin, 'sm2', publicKey)
  const note = parseNote(formatNote(vector.message ?? '', [signatureLine(sm2Key, signature)]))
  if (note === null) throw new Error('no note')
  expect(checkNote(note, sm2Key, verifySm2)).toBe('valid')
  expect(checkNote(note, sm2Key)).toBe('unknown')
  expect(parseKey(formatKey(sm2Key))).toEqual(sm2Key)
})

test('our own SM2 lines verify, and no other text does', () => {
  const { key, line, vkey } = sm2Signer(origin, Buffer.alloc(32, 7).toString('base64url'))
  expect(parseKey(vkey)).toEqual(key)
  const note = parseNote(formatNote('a text\n', [line('a text\n')]))
  if (note === null) throw new Error('no note')
  expect(checkNote(note, key, verifySm2)).toBe('valid')
  expect(checkNote({ ...note, text: 'another text\n' }, key, verifySm2)).toBe('invalid')
})
