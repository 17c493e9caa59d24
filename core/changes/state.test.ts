import { describe, expect, test } from 'vitest'
import type { Actor } from '#core/access/can.ts'
import type { Role } from '#core/access/roles.ts'
import type { AccountId } from '#core/ids.ts'
import { appliedAfter, type ChangeState, changeTransitions, isDecided, moveChange } from './state.ts'

const person = (id: string, role: Role, orgPath = '62.6201'): Actor => ({
  id: id as AccountId, // a name is enough here
  name: id,
  roles: [role],
  orgPath,
  dept: 'scjg',
  orgName: '兰州市市场监督管理局',
  officerId: null,
})
const asked = { state: 'requested' as ChangeState, orgPath: '62.6201', dept: 'scjg', requestedBy: 'asker' }

describe('who decides on a change', () => {
  test('somebody else than who asked, with the permission, at the place', () => {
    expect(moveChange(asked, 'approve', person('boss', 'approver'))).toEqual({ ok: true, value: 'approved' })
    expect(moveChange(asked, 'reject', person('boss', 'approver'))).toEqual({ ok: true, value: 'rejected' })
  })

  test('nobody decides on what they asked for themselves', () => {
    expect(moveChange({ ...asked, requestedBy: 'boss' }, 'approve', person('boss', 'approver'))).toEqual({
      ok: false,
      failure: { type: 'change_approver_is_requester' },
    })
  })

  test('nobody without the permission or of another place', () => {
    expect(moveChange(asked, 'approve', person('other', 'organiser'))).toMatchObject({ failure: { type: 'permission_missing' } })
    expect(moveChange(asked, 'approve', person('far', 'approver', '62.6202'))).toMatchObject({ failure: { type: 'outside_jurisdiction' } })
  })

  test('only who asked takes it back', () => {
    expect(moveChange(asked, 'withdraw', person('asker', 'organiser'))).toEqual({ ok: true, value: 'withdrawn' })
    expect(moveChange(asked, 'withdraw', person('boss', 'approver'))).toMatchObject({ failure: { type: 'change_not_requester' } })
  })
})

test('what is decided stays decided', () => {
  for (const state of ['applied', 'rejected', 'withdrawn'] as const) {
    expect(isDecided(state)).toBe(true)
    expect(moveChange({ ...asked, state }, 'approve', person('boss', 'approver'))).toMatchObject({
      failure: { type: 'wrong_state', state },
    })
  }
  expect(isDecided('requested')).toBe(false)
  expect(appliedAfter('approved')).toEqual({ ok: true, value: 'applied' })
  expect(appliedAfter('requested')).toMatchObject({ ok: false })
  expect(Object.keys(changeTransitions)).toHaveLength(5)
})
