import { expect, test } from 'vitest'
import type { Actor } from '../access/can.ts'
import type { Role } from '../access/roles.ts'
import type { AccountId } from '../ids.ts'
import { movePlan, type PlanStanding, type PlanState, type PlanVerb, planAbility, planTransitions } from './state.ts'

const person = (id: string, ...roles: Role[]): Actor => ({
  id: id as AccountId,
  name: id,
  roles,
  orgPath: '62.6201',
  dept: 'scjg',
  orgName: '市局',
  officerId: null,
})
const plan = (state: PlanState): PlanStanding => ({ state, orgPath: '62.6201', dept: 'scjg', createdBy: 'zhang', submittedBy: 'li' })
const everything = person('wang', 'organiser', 'approver')
const outcome = (standing: PlanStanding, verb: PlanVerb, actor: Actor): string => {
  const moved = movePlan(standing, verb, actor)
  return moved.ok ? moved.value : moved.failure.type
}

test('a plan moves only as its table says', () => {
  for (const state of Object.keys(planTransitions) as PlanState[])
    for (const verb of ['edit', 'submit', 'approve', 'return', 'publish'] as const)
      expect(outcome(plan(state), verb, everything)).toBe(planTransitions[state][verb] ?? 'wrong_state')
})

test('neither who drafted a plan nor who submitted it approves it', () => {
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
