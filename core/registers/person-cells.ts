/** What a cell about a person says: the identity number, the telephone, a list of words, the state. Numbers that identify leave masked only. */
import { fail, ok, type Result } from '#core/result.ts'
import { absent } from './cells.ts'

export type IdNoFailure = { readonly type: 'id_no_length' | 'id_no_form' | 'id_no_check_digit' }
export type PersonState = 'active' | 'suspended' | 'left'

// GB 11643-1999: weights of the first 17 digits, and the character for each remainder.
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const checkCharacters = '10X98765432'

/** A citizen identity number in its masked form, `620102********1234`; the number itself goes no further than this function. */
export function parseIdNo(value: string): Result<string | null, IdNoFailure> {
  if (absent(value)) return ok(null)
  const number = plain(value).toUpperCase()
  if (number.length !== 18) return fail({ type: 'id_no_length' })
  if (!/^[1-9]\d{16}[\dX]$/.test(number) || !isDay(number.slice(6, 14))) return fail({ type: 'id_no_form' })
  const sum = weights.reduce((total, weight, at) => total + weight * Number(number[at]), 0)
  return checkCharacters[sum % 11] === number[17] ? ok(maskIdNo(number)) : fail({ type: 'id_no_check_digit' })
}

/** 11 digits of a mobile, or a number with its area code (0931-8888888, with an extension or without). */
export function parsePhone(value: string): string | null | 'invalid' {
  if (absent(value)) return null
  const number = plain(value).replace(/^(\+|00)86(?=1)/, '')
  const mobile = number.replaceAll('-', '')
  if (/^1[3-9]\d{9}$/.test(mobile)) return mobile
  return /^0\d{2,3}-?\d{7,8}(-\d{1,5})?$/.test(number) ? number : 'invalid'
}

/** The form that may be kept and shown; of a text that is no number, nothing but its beginning. */
export const maskIdNo = (value: string): string =>
  value.length === 18 ? `${value.slice(0, 6)}********${value.slice(14)}` : `${value.slice(0, 3)}***`

/** 138****1234; of a shorter number the last two digits. */
export const maskPhone = (value: string): string =>
  value.length >= 11 ? `${value.slice(0, 3)}****${value.slice(-4)}` : `****${value.slice(-2)}`

/** The words of a cell, each once and ascending, separated by 、，,;； or spaces. */
export const words = (value: string): string[] =>
  absent(value)
    ? []
    : [
        ...new Set(
          value
            .normalize('NFC')
            .split(/[、，,；;\s]+/)
            .filter((word) => word !== ''),
        ),
      ].sort()

/** An empty state is 有效; null when the word is none of the known ones. */
export function personState(value: string): PersonState | null {
  if (absent(value)) return 'active'
  return Object.hasOwn(stateWords, value) ? (stateWords[value] ?? null) : null
}

const stateWords: Readonly<Record<string, PersonState>> = {
  有效: 'active',
  失效: 'suspended',
  停用: 'suspended',
  离岗: 'left',
  调离: 'left',
  退休: 'left',
}

/** Full width, blanks and the apostrophe that keeps a spreadsheet from making a number of it. */
const plain = (value: string): string => value.normalize('NFKC').replace(/[\s\u200b\ufeff']/g, '')

function isDay(text: string): boolean {
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(4, 6)), Number(text.slice(6))]
  const date = new Date(Date.UTC(year, month - 1, day))
  return year >= 1900 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
