import { expect, test } from 'vitest'
import type { Actor } from '../access/can.ts'
import type { Role } from '../access/roles.ts'
import type { AccountId } from '../ids.ts'
import { movePlan, type PlanStanding, type PlanState, type PlanVerb, planAbility, planRules, planTransitions, planVerbs } from './state.ts'

const person = (id: string, ...roles: Role[]): Actor => ({
  id: id as AccountId,
  name: id,
  roles,
  orgPath: '62.6201',
  dept: 'scjg',
  orgName: '市局',
  officerId: null,
})
const plan = (state: PlanState, change: Partial<PlanStanding> = {}): PlanStanding => ({
  state,
  kind: 'own',
  orgPath: '62.6201',
  dept: 'scjg',
  createdBy: 'zhang',
  submittedBy: 'li',
  editedBy: ['sun'],
  ...change,
})
const everything = person('wang', 'organiser', 'approver')
const outcome = (standing: PlanStanding, verb: PlanVerb, actor: Actor): string => {
  const moved = movePlan(standing, verb, actor)
  return moved.ok ? moved.value : moved.failure.type
}

test('a plan moves only as its table says', () => {
  for (const state of Object.keys(planTransitions) as PlanState[])
    for (const verb of planVerbs) expect(outcome(plan(state), verb, everything)).toBe(planTransitions[state][verb] ?? 'wrong_state')
})

test('neither who drafted a plan, nor who worked on it, nor who submitted it approves it', () => {
  expect(outcome(plan('submitted'), 'approve', person('sun', 'organiser', 'approver'))).toBe('approver_is_submitter')
  expect(outcome(plan('adjust_submitted'), 'approve', person('sun', 'organiser', 'approver'))).toBe('approver_is_submitter')
  expect(outcome(plan('submitted'), 'approve', person('zhang', 'organiser', 'approver'))).toBe('approver_is_submitter')
  expect(outcome(plan('submitted'), 'approve', person('li', 'organiser', 'approver'))).toBe('approver_is_submitter')
  expect(outcome(plan('submitted'), 'return', person('li', 'organiser', 'approver'))).toBe('draft')
  expect(outcome(plan('submitted'), 'approve', person('zhao', 'approver'))).toBe('approved')
})

test('duty comes before state, so that a refusal tells a stranger nothing of the plan', () => {
  expect(outcome(plan('published'), 'approve', person('zhao', 'reviewer'))).toBe('permission_missing')
  expect(outcome({ ...plan('published'), orgPath: '62.6202' }, 'approve', everything)).toBe('outside_jurisdiction')
})

test('a button says what the move would say', () => {
  expect(planAbility(plan('draft'), 'submit', everything)).toEqual({ allowed: true })
  expect(planAbility(plan('draft'), 'approve', everything)).toEqual({ allowed: false, reason: 'wrong_state' })
})

test('an adjustment is submitted, approved by another and published again; what is public rules meanwhile', () => {
  const states: PlanState[] = ['published']
  for (const verb of ['adjust', 'edit', 'submit', 'approve', 'publish'] as const) {
    const moved = movePlan(plan(states.at(-1) ?? 'published'), verb, everything)
    if (moved.ok) states.push(moved.value)
  }
  expect(states).toEqual(['published', 'adjusting', 'adjusting', 'adjust_submitted', 'adjust_approved', 'published'])
  expect(outcome(plan('adjusting'), 'abandon', everything)).toBe('published')
  for (const state of ['published', 'adjusting', 'adjust_submitted', 'adjust_approved'] as const)
    expect(planRules({ state, version: 1 })).toBe(true)
  expect(planRules({ state: 'cancelled', version: 1 })).toBe(false)
  expect(planRules({ state: 'approved', version: 0 })).toBe(false)
})

test('a draft is dropped by who drafts; what is public is withdrawn by who approves, and never by its author', () => {
  expect(outcome(plan('draft'), 'cancel', person('zhang', 'organiser'))).toBe('cancelled')
  expect(outcome(plan('published'), 'cancel', person('zhang', 'organiser'))).toBe('permission_missing')
  expect(outcome(plan('published'), 'cancel', person('zhao', 'approver'))).toBe('cancelled')
  expect(outcome(plan('published'), 'cancel', person('li', 'organiser', 'approver'))).toBe('withdrawer_is_author')
})

test('a joint plan is approved by whoever convenes the joint conference', () => {
  const joint = plan('submitted', { kind: 'joint' })
  expect(outcome(joint, 'approve', person('zhao', 'coordinator'))).toBe('approved')
  expect(outcome(plan('submitted'), 'approve', person('zhao', 'coordinator'))).toBe('permission_missing')
})
