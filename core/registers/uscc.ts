/** 统一社会信用代码 (GB 32100-2015) and the older 15-digit 注册号: the identity of a register entry. */
import { fail, ok, type Result } from '#core/result.ts'

export type CodeFailure =
  | { readonly type: 'code_missing' }
  | { readonly type: 'code_length'; readonly length: number }
  | { readonly type: 'code_alphabet' }
  | { readonly type: 'code_check_digit'; readonly expected: string }

// No I, O, S, V, Z: they are easily read as digits (GB 32100-2015).
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const

/**
 * Reads a code as people type it (spaces, full width, lower case) into the `subject` of draw protocol §1:
 * the 18 characters themselves, or `REG:` and 15 digits.
 */
export function parseCode(text: string): Result<string, CodeFailure> {
  const code = text
    .normalize('NFKC')
    .replace(/[\s\u200b\ufeff'-]/g, '')
    .toUpperCase()
  if (code === '' || code === 'N/A') return fail({ type: 'code_missing' })
  if (code.length === 15 && /^\d+$/.test(code)) return parseRegistrationNo(code)
  if (code.length !== 18) return fail({ type: 'code_length', length: code.length })
  const expected = usccCheckDigit(code)
  if (expected === null || !alphabet.includes(code[17] ?? '')) return fail({ type: 'code_alphabet' })
  return code[17] === expected ? ok(code) : fail({ type: 'code_check_digit', expected })
}

/** The 18th character for the first 17, or null when one of them is not in the alphabet. */
export function usccCheckDigit(code: string): string | null {
  let sum = 0
  for (const [index, weight] of weights.entries()) {
    const value = alphabet.indexOf(code[index] ?? '?')
    if (value < 0) return null
    sum += value * weight
  }
  return alphabet[(31 - (sum % 31)) % 31] ?? null
}

// ISO 7064 MOD 11,10 over the first 14 digits.
function parseRegistrationNo(code: string): Result<string, CodeFailure> {
  let product = 10
  for (const digit of code.slice(0, 14)) {
    const sum = (Number(digit) + product) % 10 || 10
    product = (sum * 2) % 11
  }
  const expected = String((11 - product) % 10)
  return code[14] === expected ? ok(`REG:${code}`) : fail({ type: 'code_check_digit', expected })
}
