import { expect, test } from 'vitest'
import type { Actor } from '#core/access/can.ts'
import type { AccountId } from '#core/ids.ts'
import { mayDecide } from './filing.ts'
import { checkGroup } from './group.ts'
import { checkDraft } from './officer-draft.ts'
import { moveOfficer } from './officer-state.ts'

const actor = (change: Partial<Actor> = {}): Actor => ({
  id: 'a' as AccountId, // an id of this test
  name: '审批岗',
  roles: ['approver'],
  orgPath: '62.6201',
  dept: 'scjg',
  orgName: '市局',
  officerId: null,
  ...change,
})

test('a filing is answered by the place that received it or one above, once, and never by who sent it', () => {
  const filing = { toPath: '62.6201', dept: 'scjg', submittedBy: 'other', decided: false }
  const answer = (change: Partial<Actor> = {}, more: Partial<typeof filing> = {}) => {
    const may = mayDecide({ ...filing, ...more }, actor(change))
    return may.ok ? 'allowed' : may.failure.type
  }
  expect(answer()).toBe('allowed')
  expect(answer({ orgPath: '62' })).toBe('allowed')
  expect(answer({ orgPath: '62.6201.620102' })).toBe('outside_jurisdiction')
  expect(answer({ dept: 'yjj' })).toBe('outside_jurisdiction')
  expect(answer({ roles: ['registrar'] })).toBe('permission_missing')
  expect(answer({}, { decided: true })).toBe('filing_decided')
  expect(answer({}, { submittedBy: 'a' })).toBe('filer_is_decider')
})

test('a group of one person named twice is no group, and its leader comes first', () => {
  const member = (id: string) => ({ id, name: id, orgPath: '62.6201', dept: 'scjg', population: 'officers', state: 'active' })
  const group = { orgPath: '62.6201', dept: 'scjg', leaderId: 'b', memberIds: ['a'] }
  expect(checkGroup(group, [member('a'), member('b')])).toMatchObject({ ok: true, value: [{ id: 'b' }, { id: 'a' }] })
  expect(checkGroup({ ...group, memberIds: ['b'] }, [member('b')])).toMatchObject({ failure: { type: 'group_too_small' } })
  expect(checkGroup({ ...group, memberIds: ['a', 'a'] }, [member('a'), member('b')])).toMatchObject({
    failure: { type: 'group_member_twice', names: ['a'] },
  })
  for (const change of [{ dept: 'yjj' }, { orgPath: '62.62011' }, { state: 'suspended' }, { population: 'experts' }])
    expect(checkGroup(group, [{ ...member('a'), ...change }, member('b')])).toMatchObject({
      failure: { type: 'group_member_outside', names: ['a'] },
    })
})

test('whoever leads or belongs to a group leaves it before leaving the register; a suspension needs nothing', () => {
  expect(moveOfficer('active', 'left', ['甲组'])).toEqual({ ok: false, failure: { type: 'officer_in_group', groups: ['甲组'] } })
  expect(moveOfficer('active', 'suspended', ['甲组'])).toEqual({ ok: true, value: 'suspended' })
  expect(moveOfficer('left', 'suspended', [])).toMatchObject({ failure: { type: 'wrong_state' } })
})

test('an officer holds a certificate, an expert may hold none', () => {
  const person = { phone: null, certificates: [] }
  expect(checkDraft({ ...person, population: 'officers' })).toMatchObject({ failure: { type: 'officer_without_certificate' } })
  expect(checkDraft({ ...person, population: 'experts' })).toEqual({ ok: true, value: { phone: null } })
})
