import { createHash, createHmac, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hex, utf8 } from '../bytes.ts'
import { type SuiteId, suites, taggedHash } from './suite.ts'

describe.each<SuiteId>(['sha256', 'sm3'])('%s', (id) => {
  const suite = suites[id]
  const reference = (bytes: Uint8Array): string => createHash(id).update(bytes).digest('hex')

  test('hashes every length around the block borders as OpenSSL does', () => {
    for (let length = 0; length <= 260; length++) {
      const bytes = Uint8Array.from(randomBytes(length))
      expect(hex(suite.hash(bytes))).toBe(reference(bytes))
    }
    const long = new Uint8Array(1_000_003).fill(0x61)
    expect(hex(suite.hash(long))).toBe(reference(long))
  })

  test('hashes in pieces as in one, and a digest may be asked on the way', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 150 })), (pieces) => {
        const hasher = suite.hasher()
        for (const piece of pieces) {
          hasher.update(piece)
          hasher.digest()
        }
        expect(hex(hasher.digest())).toBe(reference(Buffer.concat(pieces)))
      }),
    )
  })

  test('HMAC is that of OpenSSL for keys shorter and longer than a block, and a key may be used again', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 150 }), fc.array(fc.uint8Array({ maxLength: 150 }), { maxLength: 3 }), (key, messages) => {
        const hmac = suite.hmac(key)
        for (const message of messages) expect(hex(hmac.mac(message))).toBe(createHmac(id, key).update(message).digest('hex'))
      }),
    )
  })

  test('finishing from a midstate is hashing the whole', () => {
    const prefix = Uint8Array.from(randomBytes(128))
    const rest = Uint8Array.from(randomBytes(100))
    const digest = new Uint8Array(40)
    const midstate = suite.midstate(prefix)
    for (const length of [0, 1, 32, 55, 56, 64, 90]) {
      suite.finish(midstate, rest, 10, length, digest, 8)
      expect(hex(digest.subarray(8))).toBe(reference(Buffer.concat([prefix, rest.subarray(10, 10 + length)])))
    }
    expect(() => suite.midstate(new Uint8Array(63))).toThrow(RangeError)
  })

  test('a tagged hash tells its parts apart', () => {
    const lp = (text: string): Buffer => Buffer.concat([Buffer.of(0, 0, 0, Buffer.byteLength(text)), Buffer.from(text)])
    expect(hex(taggedHash(suite, '域', 'ab', utf8('c')))).toBe(reference(Buffer.concat([lp('域'), lp('ab'), lp('c')])))
    expect(hex(taggedHash(suite, 'd', 'ab', 'c'))).not.toBe(hex(taggedHash(suite, 'd', 'a', 'bc')))
  })
})
