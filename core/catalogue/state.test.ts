import { expect, test } from 'vitest'
import type { Actor } from '../access/can.ts'
import type { Role } from '../access/roles.ts'
import type { AccountId } from '../ids.ts'
import { type ItemStanding, type ItemState, itemApplies, itemTransitions, moveItem } from './state.ts'

const person = (id: string, orgPath: string, ...roles: Role[]): Actor => ({
  id: id as AccountId,
  name: id,
  roles,
  orgPath,
  dept: 'scjg',
  orgName: '市局',
  officerId: null,
})
const item = (state: ItemState): ItemStanding => ({ state, orgPath: '62.6201', dept: 'scjg', editedBy: 'zhang' })
const outcome = (state: ItemState, verb: 'edit' | 'publish', actor: Actor): string => {
  const moved = moveItem(item(state), verb, actor)
  return moved.ok ? moved.value : moved.failure.type
}

test('only a draft is edited or published: what is published never changes', () => {
  const both = person('li', '62.6201', 'organiser', 'approver')
  for (const state of Object.keys(itemTransitions) as ItemState[]) {
    expect(outcome(state, 'edit', both)).toBe(state === 'draft' ? 'draft' : 'wrong_state')
    expect(outcome(state, 'publish', both)).toBe(state === 'draft' ? 'published' : 'wrong_state')
  }
})

test('who edited the draft does not publish it', () => {
  expect(outcome('draft', 'publish', person('zhang', '62.6201', 'organiser', 'approver'))).toBe('publisher_is_editor')
  expect(outcome('draft', 'publish', person('li', '62.6201', 'organiser'))).toBe('permission_missing')
  expect(outcome('draft', 'publish', person('li', '62.6201.620102', 'approver'))).toBe('outside_jurisdiction')
})

test('an item applies where it was made, above and below, in its department', () => {
  const at = (orgPath: string, role: Role = 'organiser') => itemApplies(item('published'), person('li', orgPath, role))
  expect(['62', '62.6201', '62.6201.620102', '62.6202', '62.62011'].filter((path) => at(path))).toEqual(['62', '62.6201', '62.6201.620102'])
  const elsewhere = { ...item('published'), dept: 'zjj' }
  expect(itemApplies(elsewhere, person('li', '62.6201', 'organiser'))).toBe(false)
  expect(itemApplies(elsewhere, person('li', '62.6201', 'supervisor'))).toBe(true)
})
