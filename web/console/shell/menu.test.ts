import { expect, test } from 'vitest'
import { permissionsOf } from '#core/access/can.ts'
import type { Role } from '#core/access/roles.ts'
import { menuFor } from './menu.ts'

const labels = (role: Role): string[] =>
  menuFor([...permissionsOf({ roles: [role] })]).flatMap((entry) => [entry.label, ...(entry.children ?? []).map((child) => child.label)])

test('an administrator sees the accounts and the officers they belong to, and nothing else of the business', () => {
  expect(labels('admin')).toEqual([
    'menu.workbench',
    'menu.registers',
    'menu.officers',
    'menu.system',
    'menu.policy',
    'menu.accounts',
    'delivery.title',
  ])
})

test('an inspector sees the items, their own inspections and the papers of those', () => {
  expect(labels('inspector')).toEqual([
    'menu.workbench',
    'menu.registers',
    'menu.items',
    'menu.visits',
    'followUp.title',
    'menu.ledger',
    'menu.documents',
  ])
})

test('who goes along, who handles cases and who watches each see their own work and nothing that is closed to them', () => {
  expect(labels('expert')).toEqual(['menu.workbench', 'menu.registers', 'menu.items', 'menu.visits'])
  expect(labels('case_handler')).toEqual(['menu.workbench', 'menu.registers', 'menu.items', 'clue.title'])
  expect(labels('law_supervisor')).toEqual(
    expect.arrayContaining(['menu.ledger', 'menu.tasks', 'menu.draws', 'menu.visits', 'menu.policy']),
  )
  expect(labels('law_supervisor')).not.toEqual(expect.arrayContaining(['menu.accounts']))
  expect(
    labels('law_supervisor').filter((label) => ['menu.explain', 'menu.record', 'contribution.title', 'party.title'].includes(label)),
  ).toEqual([])
})

test('a group of which nothing is left is not shown', () => {
  expect(labels('registrar')).not.toContain('menu.system')
})

test('a supervisor sees the record', () => {
  expect(labels('supervisor')).toContain('menu.record')
})
