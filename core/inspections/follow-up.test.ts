import { expect, test } from 'vitest'
import type { Actor } from '../access/can.ts'
import type { Role } from '../access/roles.ts'
import type { AccountId } from '../ids.ts'
import { closeProblem, handOver, opensProblem, type ProblemStanding } from './follow-up.ts'
import { outcomeCodes, outcomes } from './outcomes.ts'

const person = (officerId: string | null, ...roles: Role[]): Actor => ({
  ...{ id: 'a' as AccountId, name: 'a', roles, orgPath: '62.6201', dept: 'scjg', orgName: '市局', officerId },
})
const problem: ProblemStanding = {
  ...{ orgPath: '62.6201', dept: 'scjg', closed: false, foundOn: '2026-06-01', officerIds: ['o1', 'o2'], clue: null },
}
const close = (change: Partial<ProblemStanding>, on: string, actor: Actor): string => {
  const closed = closeProblem({ ...problem, ...change }, on, actor, '2026-06-15')
  return closed.ok ? 'closed' : closed.failure.type
}
const reviewer = person(null, 'reviewer')

test('every outcome that is a problem opens one, and so does an item that names one', () => {
  for (const outcome of outcomeCodes) expect(opensProblem({ outcome, items: [{ problem: null }] })).toBe(outcomes[outcome].problem)
  expect(opensProblem({ outcome: '09', items: [{ problem: null }, { problem: '未亮照' }] })).toBe(true)
  expect(opensProblem({ outcome: '09', items: [{ problem: '  ' }] })).toBe(false)
})

test('who inspected or who reviews finishes a problem, nobody else', () => {
  expect(close({}, '2026-06-10', person('o1', 'inspector'))).toBe('closed')
  expect(close({}, '2026-06-10', reviewer)).toBe('closed')
  expect(close({}, '2026-06-10', person('o3', 'inspector'))).toBe('problem_not_yours')
  expect(close({}, '2026-06-10', person('o1', 'organiser'))).toBe('problem_not_yours')
  expect(close({ orgPath: '62.6202' }, '2026-06-10', reviewer)).toBe('problem_not_yours')
})

test('a problem is finished once, not before it was found and not in the future', () => {
  expect(close({ closed: true }, '2026-06-10', reviewer)).toBe('problem_closed_already')
  expect(['2026-05-31', '2026-06-01', '2026-06-15', '2026-06-16'].map((on) => close({}, on, reviewer))).toEqual([
    'close_day_wrong',
    'closed',
    'closed',
    'close_day_wrong',
  ])
})

test('a problem that was handed over is finished by the case and by nobody else, until it comes back', () => {
  for (const clue of ['handed', 'taken'] as const) {
    expect(close({ clue }, '2026-06-10', reviewer)).toBe('problem_with_case')
    expect(handOver({ ...problem, clue }, reviewer).ok).toBe(false)
  }
  expect(close({ clue: 'returned' }, '2026-06-10', reviewer)).toBe('closed')
  expect(handOver({ ...problem, clue: 'returned' }, person('o1', 'inspector')).ok).toBe(true)
  expect(handOver({ ...problem, closed: true }, reviewer).ok).toBe(false)
  expect(handOver(problem, person('o3', 'inspector')).ok).toBe(false)
})
