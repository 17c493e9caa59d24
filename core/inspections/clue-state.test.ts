import { expect, test } from 'vitest'
import type { Actor } from '../access/can.ts'
import type { Role } from '../access/roles.ts'
import type { AccountId } from '../ids.ts'
import { type ClueStanding, type ClueState, decideClue, moveClue } from './clue-state.ts'

const person = (id: string, role: Role, place = '62.6201', dept = 'scjg'): Actor => ({
  ...{ id: id as AccountId, name: id, roles: [role], orgPath: place, dept, orgName: '市局', officerId: null },
})
const clue: ClueStanding = { orgPath: '62.6201', dept: 'scjg', state: 'handed', handedBy: 'reviewer', foundOn: '2026-06-01' }
const handler = person('handler', 'case_handler')
const move = (verb: 'take' | 'giveBack', actor: Actor, state: ClueState = 'handed'): string => {
  const moved = moveClue({ ...clue, state }, verb, actor)
  return moved.ok ? moved.value : moved.failure.type
}
const decide = (on: string, actor: Actor, state: ClueState = 'taken'): string => {
  const decided = decideClue({ ...clue, state }, on, actor, '2026-06-15')
  return decided.ok ? decided.value : decided.failure.type
}

test('a clue is taken over, then decided; it can be given back before it is', () => {
  expect(move('take', handler)).toBe('taken')
  expect(['handed', 'taken'].map((state) => move('giveBack', handler, state as ClueState))).toEqual(['returned', 'returned'])
  expect(decide('2026-06-10', handler)).toBe('decided')
  expect(decide('2026-06-10', handler, 'handed')).toBe('wrong_state')
  for (const state of ['returned', 'decided'] as const) {
    expect(move('take', handler, state)).toBe('wrong_state')
    expect(move('giveBack', handler, state)).toBe('wrong_state')
    expect(decide('2026-06-10', handler, state)).toBe('wrong_state')
  }
})

test('whoever handed a clue over neither takes nor decides it', () => {
  const both = person('reviewer', 'case_handler')
  expect([move('take', both), move('giveBack', both), decide('2026-06-10', both)]).toEqual(Array(3).fill('clue_handed_by_you'))
})

test('a clue is of the department and the place that received it', () => {
  expect(move('take', person('x', 'case_handler', '62.6202'))).toBe('outside_jurisdiction')
  expect(move('take', person('x', 'case_handler', '62.6201', 'yjgl'))).toBe('outside_jurisdiction')
  expect(move('take', person('x', 'case_handler', '62'))).toBe('taken')
  expect(move('take', person('x', 'reviewer'))).toBe('permission_missing')
})

test('no decision is of a day before the problem was found, or of one to come', () => {
  expect(['2026-05-31', '2026-06-01', '2026-06-15', '2026-06-16'].map((on) => decide(on, handler))).toEqual([
    'close_day_wrong',
    'decided',
    'decided',
    'close_day_wrong',
  ])
})
