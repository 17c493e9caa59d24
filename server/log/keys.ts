/** The keys of the log and of our witness, from secrets that are made on a first start and kept in `<data>/secrets.json`. */
import { sm2 } from 'sm-crypto-v2'
import { fromHex, hex, utf8 } from '#core/bytes.ts'
import { cosignedMessage, ed25519PublicKey, formatKey, type NoteKey, noteKey, signatureLine, signEd25519 } from '#core/log/note.ts'
import { sm2Order, sm2UserId } from './sm2.ts'

/** Signs the text of a checkpoint: the line with its line feed. */
export type Signer = { readonly key: NoteKey; readonly vkey: string; readonly line: (text: string) => string }

/** Signs that at a time, in seconds since 1970, this was the largest tree seen. */
export type Cosigner = { readonly key: NoteKey; readonly vkey: string; readonly line: (text: string, seconds: number) => string }

/** `secret`: 32 bytes as base64url, as `loadSecret` makes them. */
export function ed25519Signer(name: string, secret: string): Signer {
  const seed = seedOf(secret)
  const key = noteKey(name, 'ed25519', ed25519PublicKey(seed))
  return { key, vkey: formatKey(key), line: (text) => signatureLine(key, signEd25519(seed, utf8(text))) }
}

/** The witness has a key of its own: tlog-cosignature forbids a cosigner to share one. */
export function cosigner(name: string, secret: string): Cosigner {
  const seed = seedOf(secret)
  const key = noteKey(name, 'cosignature', ed25519PublicKey(seed))
  return {
    key,
    vkey: formatKey(key),
    line: (text, seconds) => {
      const time = new Uint8Array(8)
      new DataView(time.buffer).setBigUint64(0, BigInt(seconds))
      return signatureLine(key, Uint8Array.from([...time, ...signEd25519(seed, cosignedMessage(text, seconds))]))
    },
  }
}

/** SM2 beside Ed25519, for those who must rely on GM algorithms (密码法; GB/T 39786). */
export function sm2Signer(name: string, secret: string): Signer {
  // A private key is 1 … n-2 (GB/T 32918.1 §6.1); 256 random bits fall beyond that once in 2^32 times, so they are taken modulo.
  const d = (BigInt(`0x${hex(seedOf(secret))}`) % (sm2Order - 2n)) + 1n
  const privateKey = d.toString(16).padStart(64, '0')
  const publicKey = sm2.getPublicKeyFromPrivateKey(privateKey)
  const key = noteKey(name, 'sm2', fromHex(publicKey))
  const options = { hash: true, der: false, publicKey, userId: sm2UserId }
  return { key, vkey: formatKey(key), line: (text) => signatureLine(key, fromHex(sm2.doSignature(utf8(text), privateKey, options))) }
}

function seedOf(secret: string): Uint8Array {
  const seed = Buffer.from(secret, 'base64url')
  if (seed.length !== 32) throw new RangeError('a secret of the log is 32 bytes as base64url; put secrets.json back from a backup')
  return Uint8Array.from(seed)
}
