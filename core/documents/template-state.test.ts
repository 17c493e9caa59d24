import { expect, test } from 'vitest'
import type { Actor } from '#core/access/can.ts'
import type { Role } from '#core/access/roles.ts'
import { moveTemplate, type TemplateStanding, type TemplateState } from './template-state.ts'

const actor = (id: string, ...roles: Role[]) =>
  ({ id, name: id, roles, orgPath: '62.6201', dept: 'scjg', orgName: '市局', officerId: null }) as unknown as Actor // ids are branded texts
const template = (state: TemplateState): TemplateStanding => ({
  state,
  orgPath: '62.6201',
  dept: 'scjg',
  authors: ['first', 'writer'],
  submittedBy: 'sender',
})
const move = (...of: Parameters<typeof moveTemplate>) => {
  const moved = moveTemplate(...of)
  return moved.ok ? moved.value : moved.failure.type
}

test('a template is written by one person and approved by another', () => {
  expect(move(template('draft'), 'submit', actor('writer', 'organiser'))).toBe('submitted')
  expect(move(template('submitted'), 'approve', actor('leader', 'approver'))).toBe('approved')
  expect(move(template('submitted'), 'approve', actor('writer', 'approver'))).toBe('approver_is_submitter')
  // Who wrote it first is not freed by another who changed it last.
  expect(move(template('submitted'), 'approve', actor('first', 'approver'))).toBe('approver_is_submitter')
  expect(move(template('submitted'), 'approve', actor('sender', 'approver'))).toBe('approver_is_submitter')
})

test('an approved version never changes', () => {
  for (const verb of ['edit', 'submit', 'return', 'discard'] as const)
    expect(move(template('approved'), verb, actor('somebody', 'organiser', 'approver'))).toBe('wrong_state')
})

test('who may not edit templates does not, nor does another place', () => {
  expect(move(template('draft'), 'edit', actor('officer', 'inspector'))).toBe('permission_missing')
  expect(move({ ...template('draft'), orgPath: '62.6202' }, 'edit', actor('other', 'organiser'))).toBe('outside_jurisdiction')
})
