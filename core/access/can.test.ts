import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AccountId } from '../ids.ts'
import { type Actor, can, isPathWithin, permissionsOf, within } from './can.ts'
import { type Permission, permissions, type Role, roleCodes, roles } from './roles.ts'

const actor = (change: Partial<Actor> = {}): Actor => ({
  id: 'a' as AccountId,
  name: '甲',
  roles: ['organiser'],
  orgPath: '62.6201',
  dept: 'scjg',
  orgName: '兰州市局',
  officerId: null,
  ...change,
})
const thing = (orgPath: string, dept = 'scjg') => ({ orgPath, dept })
const holds = (permission: Permission): Role[] => roleCodes.filter((role) => permissionsOf({ roles: [role] }).has(permission))

test('a jurisdiction holds its own place and what lies below, by whole segments', () => {
  const places = ['62', '62.6201', '62.6201.620102', '62.62011', '62.6202']
  expect(places.filter((path) => isPathWithin('62.6201', path))).toEqual(['62.6201', '62.6201.620102'])
  const segment = fc.stringMatching(/^\d{2,6}$/)
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1 }), fc.array(segment), (above, below) => {
      const path = [...above, ...below].join('.')
      expect(isPathWithin(above.join('.'), path)).toBe(true)
      expect(isPathWithin(path, above.join('.'))).toBe(below.length === 0)
    }),
  )
})

test('a refusal says whether the duty or the place is wrong', () => {
  expect(can(actor(), 'plan.edit', thing('62.6201'))).toEqual({ allowed: true })
  expect(can(actor(), 'plan.edit', thing('62.6202'))).toEqual({ allowed: false, reason: 'outside_jurisdiction' })
  expect(can(actor(), 'plan.edit', thing('62'))).toEqual({ allowed: false, reason: 'outside_jurisdiction' })
  expect(can(actor(), 'plan.edit', thing('62.6201', 'zjj'))).toEqual({ allowed: false, reason: 'outside_jurisdiction' })
  expect(can(actor(), 'plan.approve', thing('62.6201'))).toEqual({ allowed: false, reason: 'permission_missing' })
  expect(can(actor({ roles: [] }), 'plan.read')).toEqual({ allowed: false, reason: 'permission_missing' })
})

test('what one organisation made is rewritten by no other, and approved, read and drawn by those above it', () => {
  const below = thing('62.6201.620102')
  for (const permission of ['item.edit', 'plan.edit', 'task.edit', 'template.edit'] as const)
    expect([can(actor(), permission, below), can(actor(), permission, thing('62.6201'))]).toEqual([
      { allowed: false, reason: 'made_by_another_unit' },
      { allowed: true },
    ])
  expect([
    can(actor(), 'plan.read', below),
    can(actor(), 'draw.run', below),
    can(actor({ roles: ['approver'] }), 'plan.approve', below),
  ]).toEqual(Array(3).fill({ allowed: true }))
})

test('the supervisor of law enforcement reads what is done at the place, and nothing they carry changes it', () => {
  const can: readonly Permission[] = roles.law_supervisor.can
  expect(can.filter((permission) => !permission.endsWith('.read'))).toEqual([])
  expect(can).toEqual(expect.arrayContaining(['ledger.read', 'task.read', 'plan.read', 'draw.read', 'inspection.read', 'policy.read']))
  // What an enterprise's class of risk is remains with those who draw by it.
  for (const role of ['law_supervisor', 'expert', 'case_handler', 'inspector', 'station'] as const)
    expect(holds('risk.read')).not.toContain(role)
})

test('supervision and administration span the departments of their place, and of no other', () => {
  for (const role of roleCodes) {
    const spans = role === 'supervisor' || role === 'admin' || role === 'law_supervisor'
    expect({ role, spans: within(actor({ roles: [role] }), thing('62.6201', 'zjj')) }).toEqual({ role, spans })
    expect(within(actor({ roles: [role] }), thing('62.6202'))).toBe(false)
  }
})

test('no single duty holds two keys that four eyes keep apart', () => {
  const apart: readonly (readonly [Permission, Permission])[] = [
    ['plan.edit', 'plan.approve'],
    ['item.edit', 'item.publish'],
    ['draw.run', 'draw.close'],
    ['inspection.enter', 'inspection.review'],
    ['draw.close', 'draw.party'],
  ]
  for (const [one, two] of apart) expect(holds(one).filter((role) => holds(two).includes(role))).toEqual([])
})

test('every permission is held by somebody, and the administrator of accounts touches no draw', () => {
  const unheld = (Object.keys(permissions) as Permission[]).filter((permission) => holds(permission).length === 0)
  expect(unheld).toEqual([])
  expect(roles.admin.can.filter((permission) => /^(item|plan|task|draw|inspection)\./.test(permission))).toEqual([])
})
