import { expect, test } from 'vitest'
import type { Actor } from '../access/can.ts'
import type { Role } from '../access/roles.ts'
import type { AccountId } from '../ids.ts'
import { decideRequest, type RequestStanding, type RequestState, requestAbility, requestState } from './request-state.ts'

const person = (id: string, officerId: string | null = null, role: Role = 'approver', orgPath = '62.6201'): Actor => ({
  ...{ id: id as AccountId, name: id, roles: [role], orgPath, dept: 'scjg', orgName: '市局', officerId },
})
const request: RequestStanding = {
  orgPath: '62.6201',
  dept: 'scjg',
  state: 'requested',
  requestedBy: 'asker',
  officers: ['leaver', 'newcomer'],
}
const decide = (actor: Actor, state: RequestState = 'requested', verb: 'approve' | 'refuse' = 'approve'): string => {
  const decided = decideRequest({ ...request, state }, verb, actor)
  return decided.ok ? decided.value : decided.failure.type
}

test('a replacement is asked for by one person and decided by another', () => {
  expect([decide(person('chief')), decide(person('chief'), 'requested', 'refuse')]).toEqual(['approved', 'refused'])
  for (const verb of ['approve', 'refuse'] as const)
    expect(decide(person('asker'), 'requested', verb)).toBe('replacement_approver_is_requester')
  expect(requestAbility(request, person('asker'))).toEqual({ allowed: false, reason: 'replacement_approver_is_requester' })
})

test('an officer does not decide whether they leave a team or come into it', () => {
  for (const officer of ['leaver', 'newcomer']) expect(decide(person('chief', officer))).toBe('decider_is_party')
  expect(decide(person('chief', 'another'))).toBe('approved')
})

test('a request is decided once, by who may at the place of its draw', () => {
  for (const approved of [true, false]) expect(decide(person('chief'), requestState({ approved }))).toBe('replacement_decided')
  expect(requestState(null)).toBe('requested')
  expect(decide(person('clerk', null, 'organiser'))).toBe('permission_missing')
  expect(decide(person('chief', null, 'approver', '62.6202'))).toBe('outside_jurisdiction')
})
