/** Signed notes (C2SP signed-note) and their keys: text, a blank line, and signature lines `— name base64(key id ‖ signature)`. */
import { ed25519 } from '@noble/curves/ed25519.js'
import { compareBytes, concat, hex, utf8, utf8Length } from '../bytes.ts'
import { suites } from '../hash/suite.ts'
import { base64, fromBase64 } from './base64.ts'

/**
 * `ed25519`: a log's signature over the text (type 01). `cosignature`: a witness's over the text and a time (type 04, tlog-cosignature).
 * `sm2`: SM2 with SM3 over the text, id 1234567812345678 (GB/T 32918, GM/T 0009); C2SP has no type byte for it, so type ff and a name of our own.
 */
export type KeyKind = 'ed25519' | 'cosignature' | 'sm2'

export type NoteKey = { readonly name: string; readonly kind: KeyKind; readonly publicKey: Uint8Array; readonly id: Uint8Array }

export type NoteSignature = { readonly name: string; readonly id: Uint8Array; readonly signature: Uint8Array }

/** `text` ends with its line feed. */
export type Note = { readonly text: string; readonly signatures: readonly NoteSignature[] }

/** Checks an SM2 signature (64 bytes, r ‖ s) by an uncompressed public key (65 bytes): `verifySm2` of server/log/sm2.ts; core carries no library for it. */
export type Sm2Check = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean

const kinds: Readonly<Record<KeyKind, { readonly type: Uint8Array; readonly keyLength: number; readonly signatureLength: number }>> = {
  ed25519: { type: Uint8Array.of(1), keyLength: 32, signatureLength: 64 },
  cosignature: { type: Uint8Array.of(4), keyLength: 32, signatureLength: 72 },
  sm2: { type: concat(Uint8Array.of(0xff), utf8('mingjian.sm2-sm3/1\n')), keyLength: 65, signatureLength: 64 },
}

/** A key of that name; its id is the first four bytes of SHA-256(name ‖ LF ‖ type ‖ public key). */
export function noteKey(name: string, kind: KeyKind, publicKey: Uint8Array): NoteKey {
  const { type, keyLength } = kinds[kind]
  if (!isKeyName(name) || publicKey.length !== keyLength) throw new RangeError('no key of a note: check the name and the length')
  return { name, kind, publicKey, id: suites.sha256.hash(concat(utf8(`${name}\n`), type, publicKey)).slice(0, 4) }
}

/** `name+hash+base64(type ‖ public key)`, how a key is handed on. */
export const formatKey = ({ name, kind, publicKey, id }: NoteKey): string =>
  `${name}+${hex(id)}+${base64(concat(kinds[kind].type, publicKey))}`

/** The key of a vkey line; null when it is none, of a type we do not know, or when its hash is not its own. */
export function parseKey(line: string): NoteKey | null {
  const [, name = '', , encoded = ''] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(line) ?? []
  const bytes = fromBase64(encoded)
  if (bytes === null || !isKeyName(name)) return null
  for (const [kind, { type, keyLength }] of Object.entries(kinds)) {
    if (bytes.length !== type.length + keyLength || compareBytes(bytes.subarray(0, type.length), type) !== 0) continue
    const key = noteKey(name, kind as KeyKind, bytes.slice(type.length)) // a member of `kinds`
    return formatKey(key) === line ? key : null
  }
  return null
}

/** Key names are words: no white space and no plus sign. */
export const isKeyName = (name: string): boolean => name.length > 0 && name.length <= 200 && /^[^\s+\p{Z}\p{C}]+$/u.test(name)

/** The note of a text and its signature lines, each with its line feed. */
export const formatNote = (text: string, lines: readonly string[]): string => `${text}\n${lines.join('')}`

/** `— <name> <base64(key id ‖ signature)>` and a line feed (C2SP signed-note). */
export const signatureLine = ({ name, id }: Pick<NoteKey, 'name' | 'id'>, signature: Uint8Array): string =>
  `— ${name} ${base64(concat(id, signature))}\n`

/** The note of a text, or null when it is none. At most 100 signatures are looked at. */
export function parseNote(note: string): Note | null {
  const split = note.lastIndexOf('\n\n')
  if (split < 0 || utf8Length(note) > 1_000_000 || hasControls(note)) return null
  const text = note.slice(0, split + 1)
  const signatures = parseSignatures(note.slice(split + 2))
  return signatures === null || signatures.length === 0 ? null : { text, signatures }
}

/** Signature lines alone, as a witness answers them; null when a line is none. */
export function parseSignatures(lines: string): readonly NoteSignature[] | null {
  if (lines !== '' && !lines.endsWith('\n')) return null
  const signatures = lines.split('\n').slice(0, -1).map(signatureOf)
  return signatures.length > 100 || signatures.includes(null) ? null : signatures.filter((one) => one !== null)
}

/** `absent`: the note carries no signature of this key. `unknown`: an SM2 signature, and no check for it at hand. */
export function checkNote({ text, signatures }: Note, key: NoteKey, sm2?: Sm2Check): 'valid' | 'invalid' | 'absent' | 'unknown' {
  const own = signatures.filter(({ name, id }) => name === key.name && compareBytes(id, key.id) === 0)
  if (own.length === 0) return 'absent'
  if (key.kind === 'sm2' && sm2 === undefined) return 'unknown'
  return own.every(({ signature }) => isSignatureOf(key, text, signature, sm2)) ? 'valid' : 'invalid'
}

/** The time of a cosignature, in seconds since 1970; null when it is none. */
export function cosignedAt({ signature }: NoteSignature): number | null {
  if (signature.length !== kinds.cosignature.signatureLength) return null
  const seconds = signature.subarray(0, 8).reduce((sum, byte) => sum * 256 + byte, 0)
  return Number.isSafeInteger(seconds) ? seconds : null
}

/** What a witness signs (tlog-cosignature): that at this time, in whole seconds since 1970, this was the largest consistent tree it had seen. */
export const cosignedMessage = (text: string, seconds: number): Uint8Array => utf8(`cosignature/v1\ntime ${seconds}\n${text}`)

/** The public key of 32 bytes that belongs to a seed of 32 (RFC 8032). */
export const ed25519PublicKey = (seed: Uint8Array): Uint8Array => ed25519.getPublicKey(seed)

/** RFC 8032: the same seed and message give the same 64 bytes. */
export const signEd25519 = (seed: Uint8Array, message: Uint8Array): Uint8Array => ed25519.sign(message, seed)

function isSignatureOf({ kind, publicKey }: NoteKey, text: string, signature: Uint8Array, sm2: Sm2Check | undefined): boolean {
  if (signature.length !== kinds[kind].signatureLength) return false
  switch (kind) {
    case 'ed25519':
      return verifyEd25519(publicKey, utf8(text), signature)
    case 'cosignature': {
      const seconds = cosignedAt({ name: '', id: publicKey, signature })
      return seconds !== null && verifyEd25519(publicKey, cosignedMessage(text, seconds), signature.subarray(8))
    }
    case 'sm2':
      return sm2?.(publicKey, utf8(text), signature) === true
  }
}

/** The strict rules of RFC 8032: encodings that only ZIP 215 accepts would be a second signature of the same text. */
function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false })
  } catch {
    return false
  }
}

function signatureOf(line: string): NoteSignature | null {
  const [, name = '', encoded = ''] = /^— (\S+) (\S+)$/.exec(line) ?? []
  const bytes = fromBase64(encoded)
  return bytes === null || bytes.length < 5 || !isKeyName(name) ? null : { name, id: bytes.slice(0, 4), signature: bytes.slice(4) }
}

function hasControls(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 0x20 && code !== 0x0a) return true
  }
  return !text.isWellFormed()
}
