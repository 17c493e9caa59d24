import { expect, test } from 'vitest'
import type { Actor } from '../access/can.ts'
import type { Role } from '../access/roles.ts'
import type { AccountId } from '../ids.ts'
import type { PlainDate } from '../time.ts'
import { checkForce, mayRead, movePolicy, type PolicyStanding } from './state.ts'

const person = (id: string, role: Role, orgPath = '62'): Actor => ({
  id: id as AccountId, // a person of this test
  name: id,
  roles: [role],
  orgPath,
  dept: 'scjg',
  orgName: '省局',
  officerId: null,
})
const drafter = person('drafter', 'coordinator')
const approver = person('approver', 'approver')
const pack = (change: Partial<PolicyStanding> = {}): PolicyStanding => ({
  path: '62.6204',
  state: 'submitted',
  createdBy: 'drafter',
  submittedBy: 'drafter',
  editedBy: [],
  ...change,
})
const answer = (standing: PolicyStanding, verb: Parameters<typeof movePolicy>[1], actor: Actor) => {
  const moved = movePolicy(standing, verb, actor)
  return moved.ok ? moved.value : moved.failure.type
}

test('one person drafts and submits a pack, another publishes it', () => {
  expect(answer(pack({ state: 'draft', submittedBy: null }), 'submit', drafter)).toBe('submitted')
  expect(answer(pack(), 'publish', approver)).toBe('published')
  expect(answer(pack(), 'publish', drafter)).toBe('permission_missing')
})

test('who drafted, changed or submitted a pack does not publish it, whatever roles they hold', () => {
  const both: Actor = { ...approver, roles: ['approver', 'coordinator'] }
  expect(answer(pack({ createdBy: both.id }), 'publish', both)).toBe('policy_own_work')
  expect(answer(pack({ submittedBy: both.id }), 'publish', both)).toBe('policy_own_work')
  expect(answer(pack({ editedBy: ['somebody', both.id] }), 'publish', both)).toBe('policy_own_work')
})

test('a published pack stays as it is', () => {
  for (const verb of ['edit', 'submit', 'discard'] as const) expect(answer(pack({ state: 'published' }), verb, drafter)).toBe('wrong_state')
  for (const verb of ['return', 'publish'] as const) expect(answer(pack({ state: 'published' }), verb, approver)).toBe('wrong_state')
})

test('a place above sets what holds below, and nobody sets what holds elsewhere', () => {
  expect(answer(pack({ path: '62' }), 'publish', person('a', 'approver', '62.6204'))).toBe('outside_jurisdiction')
  expect(answer(pack({ path: '63', state: 'draft' }), 'edit', drafter)).toBe('outside_jurisdiction')
  expect(answer(pack({ path: '62.6204.620402', state: 'draft' }), 'edit', drafter)).toBe('draft')
})

test('a draft is seen where it is made and above; what is published is seen by all whom it binds', () => {
  const county = { orgPath: '62.6204.620402' }
  expect(mayRead(pack({ state: 'draft' }), county)).toBe(false)
  expect(mayRead(pack({ state: 'draft' }), { orgPath: '62' })).toBe(true)
  expect(mayRead(pack({ state: 'published' }), county)).toBe(true)
  expect(mayRead(pack({ state: 'published' }), { orgPath: '62.6201' })).toBe(false)
})

test('a pack begins today or later, and ends after it began', () => {
  const day = (text: string) => text as PlainDate // a literal of this file
  const check = (from: string, to: string | null) => {
    const checked = checkForce({ validFrom: day(from), validTo: to === null ? null : day(to) }, day('2026-03-02'))
    return checked.ok ? 'ok' : checked.failure.type
  }
  expect(check('2026-03-02', null)).toBe('ok')
  expect(check('2026-03-01', null)).toBe('policy_starts_past')
  expect(check('2026-03-03', '2026-03-02')).toBe('policy_window_reversed')
})
