import { expect, test } from 'vitest'
import type { PlainDate } from '../time.ts'
import { nationalPolicy } from './national.ts'
import type { PlacePack } from './resolve.ts'
import type { Overrides, SettingValue } from './settings.ts'
import { isWeaker } from './strictness.ts'
import { weakenings } from './weakening.ts'

const day = (text: string): PlainDate => text as PlainDate // a literal of this file
const source = { rule: '某省政府令第129号' }
const pack = (path: string, values: Readonly<Record<string, SettingValue>>, from = '2026-01-01', to: string | null = null): PlacePack => ({
  path,
  version: 1,
  validFrom: day(from),
  validTo: to === null ? null : day(to),
  settings: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { value, source }])) as Overrides, // keys of this file
})
const found = (above: readonly PlacePack[], below: PlacePack, from?: string) =>
  weakenings(nationalPolicy, above, below, from === undefined ? undefined : day(from)).map((one) => [one.key, one.said, one.above, one.day])

test('a lower floor, a higher cap, a longer list and a loosened switch weaken; the other way round they do not', () => {
  expect(isWeaker('plan.directedFloorPpm', 100_000, 99_999)).toBe(true)
  expect(isWeaker('plan.directedFloorPpm', 100_000, 100_000)).toBe(false)
  expect(isWeaker('plan.directedFloorPpm', 100_000, 150_000)).toBe(false)
  expect(isWeaker('ledger.plannedCap', 2, 3)).toBe(true)
  expect(isWeaker('ledger.plannedCap', 2, 1)).toBe(false)
  expect(isWeaker('ledger.exceptions', ['law'], ['law', 'request'])).toBe(true)
  expect(isWeaker('ledger.exceptions', ['law', 'request'], ['request', 'law'])).toBe(false)
  expect(isWeaker('draws.parties', ['organiser', 'system', 'witness'], ['organiser', 'system'])).toBe(true)
  expect(isWeaker('draws.parties', ['organiser', 'system'], ['organiser', 'witness', 'system'])).toBe(false)
  expect(isWeaker('tasks.temporaryAllowed', false, true)).toBe(true)
  expect(isWeaker('tasks.specialApprovalNeeded', true, false)).toBe(true)
  expect(isWeaker('merge.windowDays', 30, 90)).toBe(false)
})

test('what a place above says binds, a rule of the nation binds, a default of this product does not', () => {
  const city = pack('62.6204', { 'ledger.plannedCap': 2 })
  const county = pack('62.6204.620402', { 'ledger.plannedCap': 366, 'tasks.specialApprovalNeeded': false, 'tasks.temporaryAllowed': true })
  expect(found([city], county)).toEqual([
    ['ledger.plannedCap', 366, 2, '2026-01-01'],
    ['tasks.specialApprovalNeeded', false, true, '2026-01-01'],
  ])
  expect(found([], county)).toEqual([['tasks.specialApprovalNeeded', false, true, '2026-01-01']])
  expect(found([], city)).toEqual([])
  expect(found([pack('62.6201', { 'ledger.plannedCap': 1 })], county).map(([key]) => key)).toEqual(['tasks.specialApprovalNeeded'])
})

test('a pack is judged on every day of its force, and a day that is over counts no more', () => {
  const later = pack('62', { 'ledger.plannedCap': 1 }, '2026-07-01', '2026-09-30')
  const before = pack('62', { 'ledger.plannedCap': 5 })
  const county = (to: string | null) => pack('62.6204', { 'ledger.plannedCap': 2 }, '2026-03-01', to)
  const above = [before, { ...later, version: 2 }]
  expect(found(above, county(null))).toEqual([['ledger.plannedCap', 2, 1, '2026-07-01']])
  expect(found(above, county('2026-06-30'))).toEqual([])
  expect(found(above, county(null), '2026-08-15')).toEqual([['ledger.plannedCap', 2, 1, '2026-08-15']])
  expect(found(above, county(null), '2026-10-01')).toEqual([])
})
