import { expect, test } from 'vitest'
import type { Actor } from '../access/can.ts'
import type { Role } from '../access/roles.ts'
import type { AccountId } from '../ids.ts'
import { giveOpinion, readsOpinions } from './opinion.ts'
import { enterResult, reviewResult, type VisitStanding } from './result.ts'

const person = (officerId: string | null, ...roles: Role[]): Actor => ({
  ...{ id: 'a' as AccountId, name: 'a', roles, orgPath: '62.6201', dept: 'scjg', orgName: '市局', officerId },
})
const visit: VisitStanding = {
  ...{ orgPath: '62.6201', dept: 'scjg', state: 'assigned', itemIds: ['i1'], officerIds: ['o1', 'o2'], expertIds: ['x1'], enteredBy: null },
}
const give = (change: Partial<VisitStanding>, actor: Actor, seen = 0, version = 0): string => {
  const given = giveOpinion({ ...visit, ...change }, { version }, seen, actor)
  return given.ok ? `version ${given.value.version}` : given.failure.type
}
const expert = person('x1', 'expert')

test('an expert advises on the inspections they were drawn for, nobody else', () => {
  expect(give({}, expert)).toBe('version 1')
  // An officer of the register may be drawn as the expert of a team; as an officer of it they are none.
  expect(give({}, person('x1', 'inspector'))).toBe('version 1')
  expect(give({}, person('o1', 'inspector'))).toBe('not_expert_here')
  expect(give({}, person('x2', 'expert'))).toBe('not_expert_here')
  expect(give({}, person(null, 'expert'))).toBe('not_expert_here')
  expect(give({}, person('x1', 'reviewer'))).toBe('permission_missing')
})

test('an opinion is amended until the result is handed in, and again when it comes back', () => {
  expect(give({}, expert, 1, 1)).toBe('version 2')
  expect(give({ state: 'submitted' }, expert, 1, 1)).toBe('wrong_state')
  expect(give({ state: 'returned' }, expert, 1, 1)).toBe('version 2')
  for (const state of ['published', 'replaced', 'cancelled', 'reused'] as const) expect(give({ state }, expert)).toBe('wrong_state')
  expect(give({}, expert, 1, 2)).toBe('page_stale')
})

test('an expert neither enters nor reviews a result, whatever else they are', () => {
  const items = [{ itemId: 'i1', checked: true, problem: null }]
  const draft = { date: '2026-06-01', method: 'onsite', items, outcome: '01', disposal: null, demo: false } as const
  const entered = enterResult(visit, draft, person('x1', 'expert', 'inspector'), '2026-06-01')
  expect(entered.ok ? 'entered' : entered.failure.type).toBe('not_your_visit')
  const alone = enterResult(visit, draft, expert, '2026-06-01')
  expect(alone.ok ? 'entered' : alone.failure.type).toBe('permission_missing')
  const reviewed = reviewResult({ ...visit, state: 'submitted' }, 'pass', person('x1', 'expert', 'reviewer'))
  expect(reviewed.ok ? 'reviewed' : reviewed.failure.type).toBe('reviewer_inspected_it')
})

test('opinions are read by the team and its reviewer', () => {
  expect([expert, person('o1', 'inspector'), person(null, 'reviewer')].map((one) => readsOpinions(visit, one))).toEqual([true, true, true])
  expect([person('o3', 'inspector'), person(null, 'organiser')].map((one) => readsOpinions(visit, one))).toEqual([false, false])
  expect(readsOpinions({ ...visit, orgPath: '62.6202' }, person(null, 'reviewer'))).toBe(false)
})
