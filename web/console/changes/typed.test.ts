import { expect, test } from 'vitest'
import { isTyped, type Typed, wantedOf } from './typed.ts'

const empty: Typed = {
  ...{ kind: null, to: null, text: '', leaves: null, part: null, subjects: [], toOrgId: null },
  ...{ dept: null, itemIds: [], reason: null, note: '' },
}

test('a request asks for something when it is complete, and for nothing before', () => {
  expect(wantedOf(empty)).toBeNull()
  expect(wantedOf({ ...empty, kind: 'task.cancel' })).toEqual({ kind: 'task.cancel' })
  expect(wantedOf({ ...empty, kind: 'task.window' })).toBeNull()
  expect(wantedOf({ ...empty, kind: 'task.window', to: '2027-03-31' })).toEqual({ kind: 'task.window', to: '2027-03-31' })
  expect(wantedOf({ ...empty, kind: 'task.announcement', text: '　改 ' })).toBeNull()
  const move = { ...empty, kind: 'visit.department', part: '', toOrgId: 'o' } as const
  expect(wantedOf(move)).toBeNull()
  expect(wantedOf({ ...move, subjects: ['s'] })).toEqual({ kind: 'visit.department', part: '', toOrgId: 'o', subjects: ['s'] })
})

test('a department joins with items of its own, and gets others as a whole list', () => {
  expect(wantedOf({ ...empty, kind: 'task.join', toOrgId: 'o' })).toBeNull()
  expect(wantedOf({ ...empty, kind: 'task.join', toOrgId: 'o', itemIds: ['i'] })).toEqual({ kind: 'task.join', orgId: 'o', itemIds: ['i'] })
  expect(wantedOf({ ...empty, kind: 'task.items', dept: 'xfjy' })).toBeNull()
  expect(wantedOf({ ...empty, kind: 'task.items', dept: 'xfjy', itemIds: ['i'] })).toEqual({
    kind: 'task.items',
    dept: 'xfjy',
    itemIds: ['i'],
  })
})

test('what the browser kept is a draft only when it fits', () => {
  expect(isTyped(empty)).toBe(true)
  expect(isTyped({ ...empty, kind: 'task.delete' })).toBe(false)
  expect(isTyped({ ...empty, subjects: [1] })).toBe(false)
  expect(isTyped({ ...empty, itemIds: [1] })).toBe(false)
  expect(isTyped({ ...empty, note: undefined })).toBe(false)
  expect(isTyped(null)).toBe(false)
})
