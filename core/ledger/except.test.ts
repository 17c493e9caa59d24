import { expect, test } from 'vitest'
import type { Actor } from '#core/access/can.ts'
import type { AccountId } from '#core/ids.ts'
import { exceptAbility } from './except.ts'

const chief: Actor = {
  id: 'chief' as AccountId, // a person of this test
  name: '审批',
  roles: ['approver'],
  orgPath: '62.6201',
  dept: 'scjg',
  orgName: '市局',
  officerId: null,
}
const line = { orgPath: '62.6201.620102', dept: 'scjg', state: 'due', taskId: 't' } as const
const reason = (actor: Actor, of: Parameters<typeof exceptAbility>[1], maker = 'clerk') => {
  const ability = exceptAbility(actor, of, new Map([['t', maker]]))
  return ability.allowed ? 'allowed' : ability.reason
}

test('whoever made a task states no exception for its visits', () => {
  expect(reason(chief, line)).toBe('allowed')
  expect(reason(chief, line, 'chief')).toBe('exception_own_task')
})

test('an exception is for a visit to come, within the place and by who may', () => {
  for (const state of ['done', 'replaced', 'cancelled'] as const) expect(reason(chief, { ...line, state })).toBe('exception_not_due')
  expect(reason(chief, { ...line, orgPath: '62.6202' })).toBe('outside_jurisdiction')
  expect(reason({ ...chief, roles: ['organiser'] }, line)).toBe('permission_missing')
})
