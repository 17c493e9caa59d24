import { expect, test } from 'vitest'
import type { Actor } from '#core/access/can.ts'
import type { AccountId } from '#core/ids.ts'
import { type ImportState, importAbility, importTransitions, isStill, moveImport, standingState } from './import-state.ts'

const registrar: Actor = {
  id: '00000000-0000-4000-8000-000000000001' as AccountId, // a uuid
  name: '登记岗',
  roles: ['registrar'],
  orgPath: '62.6201',
  dept: 'scjg',
  orgName: '市局',
  officerId: null,
}
const batch = (state: ImportState) =>
  ({ kind: 'entity', state, orgPath: '62.6201.620102', dept: 'scjg', checkedAt: '2026-03-01T02:00:00.000Z' }) as const
const states = Object.keys(importTransitions) as ImportState[] // the keys of the table

test('only what waits is committed or discarded, only what was written is taken back', () => {
  const may = (verb: 'commit' | 'discard' | 'undo') => states.filter((state) => moveImport(batch(state), verb, registrar).ok)
  expect([may('commit'), may('discard'), may('undo')]).toEqual([['ready'], ['ready'], ['done']])
})

test('an import that kept nothing of what stood before is not taken back', () => {
  expect(importAbility({ ...batch('done'), checkedAt: null }, 'undo', registrar)).toEqual({ allowed: false, reason: 'import_kept_nothing' })
  expect(moveImport({ ...batch('undone'), checkedAt: null }, 'undo', registrar)).toMatchObject({ failure: { type: 'wrong_state' } })
})

test('an import is committed by those who keep its register, in its place and below', () => {
  const ready = batch('ready')
  expect(importAbility(ready, 'commit', registrar)).toEqual({ allowed: true })
  expect(importAbility(ready, 'commit', { ...registrar, roles: ['inspector'] })).toEqual({ allowed: false, reason: 'permission_missing' })
  expect(importAbility({ ...ready, orgPath: '62.6202' }, 'commit', registrar)).toEqual({ allowed: false, reason: 'outside_jurisdiction' })
  expect(importAbility({ ...ready, kind: 'label' }, 'commit', { ...registrar, roles: ['organiser'] })).toEqual({ allowed: true })
})

test('work that failed for good fails what it was checking or committing, and leaves what it was taking back', () => {
  const after = states.map((state) => [state, standingState(state, true)]).filter(([before, then]) => before !== then)
  expect(after).toEqual([
    ['checking', 'failed'],
    ['committing', 'failed'],
    ['undoing', 'done'],
  ])
  expect(states.filter((state) => !isStill(state))).toEqual(['checking', 'committing', 'undoing'])
})
