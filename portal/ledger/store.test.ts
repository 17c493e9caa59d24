import { expect, test } from 'vitest'
import { type Cap, capsOn } from './store.ts'

const cap = (path: string, version: number, validFrom: string, validTo: string | null = null, own = true): Cap => ({
  ...{ path, version, validFrom, validTo, own, placeName: path, orgName: 'x', cap: version, warnAt: 2 },
  ...{ exceptions: [], basis: 'x', at: '2026-01-01T00:00:00Z' },
})
const caps = [cap('62', 1, '2026-01-01'), cap('62', 2, '2026-07-01', '2026-09-30'), cap('63', 1, '2027-01-01')]
const on = (day: string): string[] => capsOn(caps, day).map(({ path, version }) => `${path}/${version}`)

test('of each place the newest version in force counts, and the one before it again when it has ended', () => {
  expect(on('2026-06-30')).toEqual(['62/1'])
  expect(on('2026-07-01')).toEqual(['62/2'])
  expect(on('2026-10-01')).toEqual(['62/1'])
  expect(on('2025-12-31')).toEqual([])
  expect(on('2027-01-01')).toEqual(['62/1', '63/1'])
})

test('a version that says nothing of the cap ends the one before it, and the place is no longer listed', () => {
  const dropped = [cap('62', 1, '2026-01-01'), cap('62', 2, '2026-07-01', null, false)]
  expect(capsOn(dropped, '2026-06-30')).toHaveLength(1)
  expect(capsOn(dropped, '2026-07-01')).toEqual([])
})
