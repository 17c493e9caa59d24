import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, type PlainDate } from '../time.ts'
import { firstDayOfWork, inForce, shorten, standingOf, validityFailure } from './in-force.ts'

test('a version holds from its first to its last day, both included; a draft never', () => {
  const version = { validFrom: '2026-01-01', validTo: '2026-06-30' }
  expect(['2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01'].map((day) => inForce(version, day))).toEqual([false, true, true, false])
  expect(inForce({ ...version, validTo: null }, '2099-01-01')).toBe(true)
  expect(inForce({ validFrom: null, validTo: null }, '2026-01-01')).toBe(false)
})

test('a version says where it stands on a day', () => {
  const on = (validFrom: string | null, validTo: string | null) => standingOf({ validFrom, validTo }, '2026-05-01')
  expect([
    on(null, null),
    on('2026-06-01', null),
    on('2026-05-01', null),
    on('2026-01-01', '2026-04-30'),
    on('2026-06-01', '2026-05-31'),
  ]).toEqual([null, 'upcoming', 'inForce', 'ended', 'never'])
})

test('work in a window that has begun is done from today on', () => {
  expect(firstDayOfWork('2026-01-01', '2026-03-05')).toBe('2026-03-05')
  expect(firstDayOfWork('2026-06-01', '2026-03-05')).toBe('2026-06-01')
})

test('a list does not begin to hold in the past, nor end before it begins', () => {
  expect(validityFailure('2026-03-04', null, '2026-03-05')).toEqual({ type: 'valid_from_past', day: '2026-03-04' })
  expect(validityFailure('2026-03-05', '2026-03-04', '2026-03-05')).toMatchObject({ type: 'valid_window_reversed' })
  expect(validityFailure('2026-03-05', '2026-03-05', '2026-03-05')).toBeNull()
})

test('however versions are published one after the other, no day has two of them', () => {
  const publication = fc.record({ from: fc.integer({ min: 0, max: 40 }), length: fc.option(fc.integer({ min: 0, max: 20 })) })
  const start = '2026-01-01' as PlainDate // a day of the calendar
  fc.assert(
    fc.property(fc.array(publication, { maxLength: 6 }), (publications) => {
      let versions: { id: number; validFrom: string; validTo: string | null }[] = []
      for (const [id, { from, length }] of publications.entries()) {
        const validFrom = addDays(start, from)
        const ends = new Map(shorten(versions, validFrom).map((one) => [one.id, one.validTo]))
        versions = [
          ...versions.map((one) => ({ ...one, validTo: ends.get(one.id) ?? one.validTo })),
          { id, validFrom, validTo: length === null ? null : addDays(validFrom, length) },
        ]
        // The new one holds on its first day, whatever stood there.
        expect(versions.filter((one) => inForce(one, validFrom)).map((one) => one.id)).toEqual([id])
      }
      for (let day = 0; day < 70; day++) expect(versions.filter((one) => inForce(one, addDays(start, day))).length).toBeLessThan(2)
    }),
  )
})
