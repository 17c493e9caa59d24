import { expect, test } from 'vitest'
import type { Actor } from '../access/can.ts'
import type { Role } from '../access/roles.ts'
import type { AccountId } from '../ids.ts'
import { allTakePart, answerInvitation, type ParticipantStanding, type ParticipantState } from './participants.ts'

const person = (dept: string, ...roles: Role[]): Actor => ({
  ...{ id: 'a' as AccountId, name: 'a', roles, orgPath: '62.6201', dept, orgName: '市局', officerId: null },
})
const invited = (state: ParticipantState = 'invited', orgName = '住建局'): ParticipantStanding => ({
  ...{ orgPath: '62.6201', dept: 'zjj', orgName, state, reason: state === 'declined' ? '没有相应职权' : '' },
})
const answer = (state: ParticipantState, accept: boolean, reason: string, actor = person('zjj', 'organiser')): string => {
  const answered = answerInvitation(invited(state), { accept, reason }, actor)
  return answered.ok ? answered.value : answered.failure.type
}

test('a department answers for itself, once, and says why it declines', () => {
  expect(answer('invited', true, '')).toBe('accepted')
  expect(answer('invited', false, '人手已排满')).toBe('declined')
  expect(answer('invited', false, '  ')).toBe('decline_without_reason')
  for (const state of ['accepted', 'declined'] as const) expect(answer(state, true, '')).toBe('invitation_answered')
})

test('nobody answers for another department', () => {
  expect(answer('invited', true, '', person('scjg', 'organiser'))).toBe('outside_jurisdiction')
  expect(answer('invited', true, '', person('zjj', 'reviewer'))).toBe('permission_missing')
})

test('a task waits for every answer, and does not go on with who declined', () => {
  const said = (...states: ParticipantState[]): string => {
    const taking = allTakePart(states.map((state) => invited(state)))
    return taking.ok ? 'go' : taking.failure.type
  }
  expect(said()).toBe('go')
  expect(said('accepted', 'accepted')).toBe('go')
  expect(said('accepted', 'invited')).toBe('participants_open')
  expect(said('invited', 'declined')).toBe('participant_declined')
})
