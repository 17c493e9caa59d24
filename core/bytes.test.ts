import fc from 'fast-check'
import { expect, test } from 'vitest'
import { be32, be64, compareBytes, compareUtf8, concat, fromHex, fromUtf8, hex, isHex, lp, utf8 } from './bytes.ts'

test('UTF-8 is that of the platform, for every text that has one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      if (!text.isWellFormed()) expect(() => utf8(text)).toThrow(RangeError)
      else expect(hex(utf8(text))).toBe(Buffer.from(text).toString('hex'))
    }),
    { numRuns: 500 },
  )
})

test.each(['\ud800', '\udc00', 'a\ud83c', '\ud83c\ud83c', '\udc04\ud83c'])('a lone surrogate has no bytes (%j)', (text) => {
  expect(() => utf8(text)).toThrow(/lone surrogate/)
})

test('bytes are read back as the text, and ill-formed bytes are refused as the platform refuses them', () => {
  const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const decode = (bytes: Uint8Array): string | null => {
    try {
      return strict.decode(bytes)
    } catch {
      return null
    }
  }
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => void expect(fromUtf8(utf8(text))).toBe(text)))
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 6 }), (bytes) => void expect(fromUtf8(bytes)).toBe(decode(bytes))),
    { numRuns: 2000 },
  )
  for (const text of ['c080', 'e08080', 'eda080', 'f0808080', 'f4908080', 'f8888080', 'e4b8', 'ff'])
    expect(fromUtf8(fromHex(text))).toBeNull()
  expect(fromUtf8(utf8('明鉴🀄'.repeat(10_000)))).toBe('明鉴🀄'.repeat(10_000))
})

test('hex is lowercase, whole and strict', () => {
  expect(hex(Uint8Array.of(0, 15, 255))).toBe('000fff')
  expect(fromHex('000fff')).toEqual(Uint8Array.of(0, 15, 255))
  expect(isHex('0F', 1)).toBe(false)
  expect(isHex('0f', 2)).toBe(false)
  for (const wrong of ['0', '0F', 'zz', '0x', ' 0']) expect(() => fromHex(wrong)).toThrow(RangeError)
})

test('integers are big-endian and lengths go before what they measure', () => {
  expect(hex(be32(0x01020304))).toBe('01020304')
  expect(hex(be64(Number.MAX_SAFE_INTEGER))).toBe('001fffffffffffff')
  expect(hex(lp(utf8('é')))).toBe('00000002c3a9')
  for (const wrong of [-1, 1.5, 2 ** 32]) expect(() => be32(wrong)).toThrow(RangeError)
  for (const wrong of [-1, 0.5, 2 ** 53]) expect(() => be64(wrong)).toThrow(RangeError)
})

test('bytes are ordered as Buffer.compare orders them, and texts by their UTF-8', () => {
  fc.assert(fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => void expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(a, b))))
  expect(compareUtf8('\uffee', '😀')).toBeLessThan(0) // UTF-16 would put the emoji first
  expect(compareBytes(concat(), utf8(''))).toBe(0)
})
