import { expect, test } from 'vitest'
import type { Actor } from '../access/can.ts'
import type { Role } from '../access/roles.ts'
import type { AccountId } from '../ids.ts'
import { allTakePart, answerInvitation, type ParticipantStanding, type ParticipantState, sameTerms, type Terms } from './participants.ts'

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

test('a yes holds for the days, the objects and the people that it was said to, and for nothing else', () => {
  const asked: Terms = {
    ...{ from: '2026-05-01', to: '2026-06-30', level: 'self', stratifyBy: 'none', officersPerObject: 2, teamUnit: 'person' },
    filter: { version: 1, all: [{ field: 'kind', op: 'in', values: ['enterprise'] }] },
    strata: [{ name: '全部', values: [], count: 2 }],
    batches: [],
    objects: ['B', 'A'],
  }
  // The same, as a database gives it back: members in another order, and those without a value absent.
  const kept = { strata: [{ count: 2, values: [], name: '全部', allowZero: undefined }], objects: ['A', 'B'] }
  expect(sameTerms(asked, { ...asked, ...kept })).toBe(true)
  for (const change of [
    { to: '2027-06-30' },
    { from: '2026-04-01' },
    { strata: [{ name: '全部', values: [], count: 200 }] },
    { filter: { version: 1 as const, all: [] } },
    { batches: [{ sharePpm: 1_000_000, from: '2026-05-01', to: '2026-05-31' }] },
    { objects: ['A'] },
    { level: 'down' },
    { officersPerObject: 3 },
  ])
    expect(sameTerms(asked, { ...asked, ...change })).toBe(false)
})
