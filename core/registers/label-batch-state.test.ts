import { expect, test } from 'vitest'
import type { Actor } from '#core/access/can.ts'
import type { Role } from '#core/access/roles.ts'
import type { AccountId } from '#core/ids.ts'
import { type LabelBatchState, undoBatch } from './label-batch-state.ts'

const actor = (orgPath: string, dept: string, ...roles: Role[]): Actor => ({
  id: 'x' as AccountId,
  name: '',
  roles,
  orgPath,
  dept,
  orgName: '',
  officerId: null,
}) // any id
const reason = (state: LabelBatchState, who: Actor) => {
  const undone = undoBatch({ state, orgPath: '62.6201', dept: 'scjg' }, who)
  return undone.ok ? null : undone.failure.type
}

test('a batch that is done, or failed on its way, is taken back once, by who may label there', () => {
  const registrar = actor('62.6201', 'scjg', 'registrar')
  expect((['running', 'done', 'undoing', 'undone', 'failed'] as const).map((state) => reason(state, registrar))).toEqual([
    'batch_not_undoable',
    null,
    'batch_not_undoable',
    'batch_not_undoable',
    null,
  ])
  expect(reason('done', actor('62.6201', 'scjg', 'reviewer'))).toBe('permission_missing')
  expect(reason('done', actor('62.6201.620102', 'scjg', 'registrar'))).toBe('outside_jurisdiction')
  expect(reason('done', actor('62.6201', 'yjj', 'registrar'))).toBe('outside_jurisdiction')
})
