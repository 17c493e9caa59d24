import { expect, test } from 'vitest'
import { checkEntry, type EntryText, isForever, lastDay, seesLibrary } from './library-rules.ts'

const actor = (orgPath: string, dept: string, ...roles: readonly ('registrar' | 'supervisor')[]) => ({ orgPath, dept, roles })
const of = (orgPath: string, dept: string, joint = false) => ({ orgPath, dept, joint })

test('a department sees its libraries in its place and below, and the joint ones of others there', () => {
  const city = actor('62.6201', 'scjg', 'registrar')
  expect(seesLibrary(city, of('62.6201', 'scjg'))).toBe(true)
  expect(seesLibrary(city, of('62.6201.620102', 'scjg'))).toBe(true)
  expect(seesLibrary(city, of('62.6201', 'yjj'))).toBe(false)
  expect(seesLibrary(city, of('62.6201', 'yjj', true))).toBe(true)
  expect(seesLibrary(city, of('62', 'scjg', true))).toBe(false)
  expect(seesLibrary(city, of('62.6202', 'scjg', true))).toBe(false)
  expect(seesLibrary(actor('62.6201', 'scjg', 'supervisor'), of('62.6201', 'yjj'))).toBe(true)
})

const entry = (more: Partial<EntryText> = {}): EntryText => ({
  licenceName: '食品经营许可证',
  licenceNo: 'JY1',
  approvedOn: '2025-01-01',
  validTo: '2026-03-31',
  ...more,
})
const failureOf = (text: EntryText, state: 'valid' | 'invalid' = 'valid') => {
  const checked = checkEntry(text, state, '2026-03-31')
  return checked.ok ? null : checked.failure.type
}

test('a licence is named, ends after it begins, and is valid until its last day', () => {
  expect(failureOf(entry())).toBe(null)
  expect(failureOf(entry({ validTo: '2026-03-30' }))).toBe('entry_expired')
  expect(failureOf(entry({ validTo: '2026-03-30' }), 'invalid')).toBe(null)
  expect(failureOf(entry({ approvedOn: '2026-04-01' }))).toBe('entry_window_reversed')
  expect(failureOf(entry({ licenceName: '' }))).toBe('entry_licence_incomplete')
  expect(failureOf(entry({ licenceName: '', licenceNo: '' }))).toBe(null)
})

test('long validity is one day of the tables, however it is written', () => {
  for (const text of ['', '长期', '长期有效', '永久', '9999-09-09', '9999-12-31']) expect(isForever(text)).toBe(true)
  expect(isForever('2029-01-01')).toBe(false)
  expect(lastDay('9999-09-09')).toBe('9999-12-31')
  expect(lastDay('2029-01-01')).toBe('2029-01-01')
})
