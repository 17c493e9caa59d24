import { expect, test } from 'vitest'
import { compareVersions, isSame, standsAs } from './version.ts'

const before = { state: 'executing', window: '2026-03-01 至 2026-05-31', openVisits: '12' }

test('two versions lie beside each other, field by field', () => {
  expect(compareVersions(before, { state: 'executing', window: '2026-03-01 至 2026-08-31', participants: ['税务局'] })).toEqual([
    { field: 'state', before: 'executing', after: 'executing' },
    { field: 'window', before: '2026-03-01 至 2026-05-31', after: '2026-03-01 至 2026-08-31' },
    { field: 'participants', before: null, after: ['税务局'] },
    { field: 'openVisits', before: '12', after: null },
  ])
  expect(compareVersions(before, null).every(({ after }) => after === null)).toBe(true)
})

test('inspections that went on meanwhile do not stand against a request, a window that moved does', () => {
  expect(standsAs(before, { ...before, openVisits: '9' })).toBe(true)
  expect(standsAs(before, { ...before, window: '2026-03-01 至 2026-06-30' })).toBe(false)
  expect(standsAs(before, { ...before, state: 'done' })).toBe(false)
})

test('asking for what stands already is no change', () => {
  const { state, window, openVisits } = before
  expect(isSame(before, { openVisits, window, state })).toBe(true)
  expect(isSame(before, { ...before, openVisits: '11' })).toBe(false)
})
