import { expect, test } from 'vitest'
import { listSearch, parseSearch, stringifySearch } from './search.ts'

test('a code in the address stays text', () => {
  expect(parseSearch('?q=916201026600000000')).toEqual({ q: '916201026600000000' })
  expect(stringifySearch({ q: '916201026600000000', state: '' })).toBe('?q=916201026600000000')
})

test('what a list does not know is dropped from its address', () => {
  expect(listSearch('q')({ q: '临澜', evil: 'x', cursor: 'abc', limit: 50 })).toEqual({ q: '临澜', cursor: 'abc' })
})

test('an address without search has no question mark', () => {
  expect(stringifySearch({})).toBe('')
})
