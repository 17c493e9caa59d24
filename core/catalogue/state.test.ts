import { expect, test } from 'vitest'
import type { Actor } from '../access/can.ts'
import type { Role } from '../access/roles.ts'
import type { AccountId } from '../ids.ts'
import { type ItemMove, type ItemStanding, type ItemState, isOpen, itemApplies, itemTransitions, moveItem } from './state.ts'

const person = (id: string, orgPath: string, ...roles: Role[]): Actor => ({
  id: id as AccountId,
  name: id,
  roles,
  orgPath,
  dept: 'scjg',
  orgName: '市局',
  officerId: null,
})
const item = (state: ItemState): ItemStanding => ({
  state,
  orgPath: '62.6201',
  dept: 'scjg',
  authors: ['chen', 'zhang'],
  submittedBy: 'wang',
})
const outcome = (state: ItemState, verb: ItemMove, actor: Actor): string => {
  const moved = moveItem(item(state), verb, actor)
  return moved.ok ? moved.value : moved.failure.type
}
const states = Object.keys(itemTransitions) as ItemState[]

test('what is published never changes: it is replaced or retired', () => {
  const both = person('li', '62.6201', 'organiser', 'approver')
  const allowed = (verb: ItemMove): string[] => states.filter((state) => outcome(state, verb, both) !== 'wrong_state')
  expect(allowed('edit')).toEqual(['draft', 'submitted', 'returned'])
  expect(allowed('submit')).toEqual(['draft', 'returned'])
  expect(allowed('discard')).toEqual(['draft', 'returned'])
  expect(allowed('publish')).toEqual(['submitted'])
  expect(allowed('return')).toEqual(['submitted'])
  expect(allowed('retire')).toEqual(['published'])
  expect(states.filter(isOpen)).toEqual(['draft', 'submitted', 'returned'])
})

test('changing what was handed in takes it back', () => {
  expect(outcome('submitted', 'edit', person('zhang', '62.6201', 'organiser'))).toBe('draft')
})

test('who edited or handed in a version does not publish it', () => {
  // Who wrote it first is not freed by another who changed it last.
  for (const id of ['chen', 'zhang', 'wang'])
    expect(outcome('submitted', 'publish', person(id, '62.6201', 'organiser', 'approver'))).toBe('publisher_is_editor')
  expect(outcome('submitted', 'publish', person('li', '62.6201', 'approver'))).toBe('published')
  expect(outcome('submitted', 'publish', person('li', '62.6201', 'organiser'))).toBe('permission_missing')
  expect(outcome('submitted', 'publish', person('li', '62.6201.620102', 'approver'))).toBe('outside_jurisdiction')
  expect(outcome('submitted', 'return', person('li', '62.6201', 'approver'))).toBe('returned')
})

test('an item applies where it was made, above and below, in its department', () => {
  const at = (orgPath: string, role: Role = 'organiser') => itemApplies(item('published'), person('li', orgPath, role))
  expect(['62', '62.6201', '62.6201.620102', '62.6202', '62.62011'].filter((path) => at(path))).toEqual(['62', '62.6201', '62.6201.620102'])
  const elsewhere = { ...item('published'), dept: 'zjj' }
  expect(itemApplies(elsewhere, person('li', '62.6201', 'organiser'))).toBe(false)
  expect(itemApplies(elsewhere, person('li', '62.6201', 'supervisor'))).toBe(true)
})
