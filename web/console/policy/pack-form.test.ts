import { expect, test } from 'vitest'
import type { PolicySetting } from '#contract/policy.ts'
import { emptyRow, faultsOf, isPackForm, settingsOfForm, textOf, valueOfRow } from './pack-form.ts'

const expected = (kind: PolicySetting['expected']['kind']): PolicySetting['expected'] => ({ kind })
const row = (typed: string, chosen: readonly string[] = []) => ({ ...emptyRow, typed, chosen, source: '省政府令第129号' })

test('a rate is typed in percent and kept in parts per million', () => {
  expect(valueOfRow(row('2.5'), 'plan.directedFloorPpm', expected('number'))).toBe(25_000)
  expect(valueOfRow(row('１０％'), 'plan.directedFloorPpm', expected('number'))).toBe(100_000)
  expect(valueOfRow(row('101'), 'plan.directedFloorPpm', expected('number'))).toBeNull()
  expect(textOf('plan.directedFloorPpm', 25_000).typed).toBe('2.5')
})

test('every kind of value goes into its field and comes back', () => {
  const back = (key: string, kind: PolicySetting['expected']['kind'], value: Parameters<typeof textOf>[1]) =>
    valueOfRow({ ...emptyRow, ...textOf(key, value) }, key, expected(kind))
  expect(back('reuse.days', 'number', 180)).toBe(180)
  expect(back('tasks.temporaryAllowed', 'boolean', false)).toBe(false)
  expect(back('plan.typeDigit', 'text', '1')).toBe('1')
  expect(back('deadlines.remindDaysBefore', 'numbers', [5, 1])).toEqual([5, 1])
  expect(back('ledger.exceptions', 'texts', ['law', 'complaint'])).toEqual(['law', 'complaint'])
})

test('what cannot be read is named beside its field, and nothing is sent', () => {
  expect(faultsOf(emptyRow, undefined)).toEqual({ key: 'settingNeeded' })
  expect(faultsOf({ ...row('many'), key: 'reuse.days' }, expected('number'))).toEqual({ value: 'valueNeeded' })
  expect(faultsOf({ ...row('5,x'), key: 'deadlines.remindDaysBefore' }, expected('numbers'))).toEqual({ value: 'valueNeeded' })
  expect(faultsOf({ ...row('90'), key: 'reuse.days', source: '法' }, expected('number'))).toEqual({ source: 'sourceNeeded' })
  expect(settingsOfForm([emptyRow], [])).toBeNull()
})

test('what an older form left in the browser is not taken for a form', () => {
  expect(isPackForm({ path: '62', validFrom: null, validTo: null, reason: '', rows: [emptyRow] })).toBe(true)
  expect(isPackForm({ path: '62', rows: 'x' })).toBe(false)
  expect(isPackForm({ path: '62', validFrom: null, validTo: null, reason: '', rows: [{ typed: '' }] })).toBe(false)
  expect(isPackForm(null)).toBe(false)
})
