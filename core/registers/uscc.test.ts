import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCode, usccCheckDigit } from './uscc.ts'

const good = '91350100M000100Y43'

test('the example of the standard is a valid code', () => {
  expect(parseCode(good)).toEqual({ ok: true, value: good })
})

test('a code is read as people type it: spaces, full width, lower case', () => {
  expect(parseCode(' 91350100m000100y43 ')).toEqual({ ok: true, value: good })
  expect(parseCode('９１３５０１００Ｍ０００１００Ｙ４３')).toEqual({ ok: true, value: good })
})

test('any one changed character makes a code invalid', () => {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 17 }), fc.constantFrom(...alphabet), (index, char) => {
      if (good[index] === char) return
      expect(parseCode(good.slice(0, index) + char + good.slice(index + 1)).ok).toBe(false)
    }),
  )
})

test('letters that look like digits are refused', () => {
  for (const letter of 'IOSVZ')
    expect(parseCode(`9135010${letter}M000100Y43`)).toMatchObject({ ok: false, failure: { type: 'code_alphabet' } })
})

test('a wrong check digit is refused with the digit that would be right', () => {
  expect(parseCode('91350100M000100Y44')).toEqual({ ok: false, failure: { type: 'code_check_digit', expected: '3' } })
  expect(usccCheckDigit(good)).toBe('3')
})

test('a 15-digit registration number becomes a REG subject when its check digit holds', () => {
  expect(parseCode('110108000000016')).toEqual({ ok: true, value: 'REG:110108000000016' })
  expect(parseCode('110108000000017').ok).toBe(false)
})

test('an empty or short code says so', () => {
  expect(parseCode(' ')).toEqual({ ok: false, failure: { type: 'code_missing' } })
  expect(parseCode('91350100')).toEqual({ ok: false, failure: { type: 'code_length', length: 8 } })
})
