import { expect, test } from 'vitest'
import { type ObjectVersion, timeline } from './object-history.ts'

const version = (since: string, until: string | null, fields: ObjectVersion['fields'], event = 'changed'): ObjectVersion => ({
  since,
  until,
  event,
  eventOn: null,
  source: 'import',
  importId: null,
  fields,
})

test('each version says what it changed of the one before, and the first changed nothing', () => {
  const entries = timeline(
    [
      version('2026-03-01', null, { name: '乙', state: 'active', address: null }),
      version('2026-01-01', '2026-03-01', { name: '甲', state: 'active', address: '东路' }, 'entered'),
    ],
    50,
  )
  expect(entries.map(({ changes }) => changes)).toEqual([
    [
      { field: 'address', before: '东路', after: null },
      { field: 'name', before: '甲', after: '乙' },
    ],
    [],
  ])
})

test('an object that came back after it had left begins anew', () => {
  const entries = timeline([version('2026-05-01', null, { name: '乙' }), version('2026-01-01', '2026-03-01', { name: '甲' })], 50)
  expect(entries[0]?.changes).toEqual([])
})

test('the oldest version shown is compared with the one that is not shown', () => {
  const entries = timeline([version('2026-03-01', null, { name: '乙' }), version('2026-01-01', '2026-03-01', { name: '甲' })], 1)
  expect(entries).toHaveLength(1)
  expect(entries[0]?.changes).toEqual([{ field: 'name', before: '甲', after: '乙' }])
})

test('that a legal representative changed is told, the names are not', () => {
  const entries = timeline(
    [version('2026-03-01', null, { legalRep: '张三' }), version('2026-01-01', '2026-03-01', { legalRep: '李四' })],
    50,
  )
  expect(entries[0]?.changes).toEqual([{ field: 'legalRep', before: null, after: null }])
})
