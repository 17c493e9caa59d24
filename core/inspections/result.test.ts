import { expect, test } from 'vitest'
import type { Actor } from '../access/can.ts'
import type { Role } from '../access/roles.ts'
import type { AccountId } from '../ids.ts'
import { outcomeCodes, outcomes } from './outcomes.ts'
import {
  checkDraft,
  enterResult,
  type ResultDraft,
  reviewResult,
  settledVisitStates,
  type VisitStanding,
  type VisitState,
  visitTransitions,
} from './result.ts'

const today = '2026-06-15'
const person = (id: string, officerId: string | null, ...roles: Role[]): Actor => ({
  id: id as AccountId,
  name: id,
  roles,
  orgPath: '62.6201',
  dept: 'scjg',
  orgName: '市局',
  officerId,
})
const inspector = person('zhang', 'o1', 'inspector')
const visit = (state: VisitState = 'assigned'): VisitStanding => ({
  state,
  orgPath: '62.6201',
  dept: 'scjg',
  itemIds: ['i1', 'i2'],
  officerIds: ['o1', 'o2'],
  expertIds: [],
  enteredBy: state === 'assigned' ? null : 'zhang',
})
const draft = (change: Partial<ResultDraft> = {}): ResultDraft => ({
  date: today,
  method: 'onsite',
  items: ['i1', 'i2'].map((itemId) => ({ itemId, checked: true, problem: null })),
  outcome: '01',
  disposal: null,
  demo: false,
  ...change,
})
const refused = (change: Partial<ResultDraft>): string | null => checkDraft(visit(), draft(change), today)?.type ?? null
const enter = (state: VisitState, actor: Actor): string => {
  const entered = enterResult(visit(state), draft(), actor, today)
  return entered.ok ? entered.value : entered.failure.type
}
const review = (state: VisitState, actor: Actor, verdict: 'pass' | 'return' = 'pass'): string => {
  const reviewed = reviewResult(visit(state), verdict, actor)
  return reviewed.ok ? reviewed.value : reviewed.failure.type
}

test('a result is entered once, and again when it was returned', () => {
  const states = Object.keys(visitTransitions) as VisitState[]
  expect(states.map((state) => enter(state, inspector))).toEqual([
    'submitted',
    'wrong_state',
    'submitted',
    ...settledVisitStates.map(() => 'wrong_state'),
  ])
  expect(states.map((state) => review(state, person('li', null, 'reviewer')))).toEqual([
    'wrong_state',
    'published',
    'wrong_state',
    ...settledVisitStates.map(() => 'wrong_state'),
  ])
  expect(review('submitted', person('li', null, 'reviewer'), 'return')).toBe('returned')
})

test('only an officer who was drawn enters, whatever else they may do', () => {
  expect(enter('assigned', person('li', 'o3', 'inspector'))).toBe('not_your_visit')
  expect(enter('assigned', person('li', null, 'inspector'))).toBe('not_your_visit')
  expect(enter('assigned', person('li', 'o1', 'reviewer'))).toBe('permission_missing')
})

test('who entered the result, and who took part in the inspection, does not review it', () => {
  expect(review('submitted', person('zhang', null, 'reviewer'))).toBe('reviewer_entered_it')
  expect(review('submitted', person('li', 'o2', 'inspector', 'reviewer'))).toBe('reviewer_inspected_it')
  expect(review('submitted', person('wang', 'o3', 'inspector', 'reviewer'))).toBe('published')
  expect(review('submitted', { ...person('wang', null, 'reviewer'), orgPath: '62.6202' })).toBe('outside_jurisdiction')
})

test('every outcome that names a problem says what follows, and the others need not', () => {
  for (const outcome of outcomeCodes) {
    expect(refused({ outcome })).toBe(outcomes[outcome].problem ? 'problem_without_disposal' : null)
    expect(refused({ outcome, disposal: '责令改正' })).toBeNull()
  }
})

test('a finding cannot stand beside an outcome that denies it', () => {
  const items = [
    { itemId: 'i1', checked: true, problem: '未亮照' },
    { itemId: 'i2', checked: true, problem: null },
  ]
  const allowed = outcomeCodes.filter((outcome) => refused({ items, outcome, disposal: '责令改正' }) === null)
  expect(allowed).toEqual(['02', '03', '04', '06', '07', '08b', '09'])
  const unchecked = items.map((item) => ({ ...item, checked: item.itemId === 'i2' }))
  expect(refused({ items: unchecked, outcome: '06', disposal: '责令改正' })).toBe('outcome_contradicts_items')
})

test('the items are those of the task, each once, at least one of them checked', () => {
  const item = (itemId: string, checked = true) => ({ itemId, checked, problem: null })
  expect(refused({ items: [item('i1')] })).toBe('items_differ')
  expect(refused({ items: [item('i1'), item('i2'), item('i3')] })).toBe('items_differ')
  expect(refused({ items: [item('i1'), item('i2'), item('i2')] })).toBe('items_differ')
  expect(refused({ items: [item('i1', false), item('i2', false)] })).toBe('nothing_checked')
  expect(refused({ items: [item('i1', false), item('i2')] })).toBeNull()
})

test('an inspection took place today or before, with a known outcome', () => {
  expect(refused({ date: '2026-06-16' })).toBe('date_in_future')
  expect(refused({ outcome: '10' })).toBe('outcome_unknown')
  expect(refused({ outcome: '__proto__' })).toBe('outcome_unknown')
})
