import { expect, test } from 'vitest'
import type { Actor } from '../access/can.ts'
import type { AccountId } from '../ids.ts'
import { confirmTask, mayFreeze, type TaskState, taskTransitions } from './state.ts'

const organiser: Actor = {
  id: 'zhang' as AccountId,
  name: '张',
  roles: ['organiser'],
  orgPath: '62.6201',
  dept: 'scjg',
  orgName: '市局',
  officerId: null,
}
const states = Object.keys(taskTransitions) as TaskState[]
const task = (state: TaskState) => ({ state, orgPath: '62.6201', dept: 'scjg' })
const possible = (verb: (state: TaskState) => boolean): TaskState[] => states.filter(verb)

test('a task is confirmed once, before anything is drawn', () => {
  expect(possible((state) => confirmTask(task(state), organiser).ok)).toEqual(['draft'])
})

test('objects are drawn once the task is confirmed, officers once the objects are', () => {
  expect(possible((state) => mayFreeze(task(state), 'O', organiser).ok)).toEqual(['confirmed'])
  expect(possible((state) => mayFreeze(task(state), 'P', organiser).ok)).toEqual(['drawn'])
})

test('only an organiser of the place runs a draw', () => {
  const type = (actor: Actor) => {
    const may = mayFreeze(task('confirmed'), 'O', actor)
    return may.ok ? 'ok' : may.failure.type
  }
  expect(type({ ...organiser, roles: ['approver'] })).toBe('permission_missing')
  expect(type({ ...organiser, orgPath: '62.6202' })).toBe('outside_jurisdiction')
  expect(type({ ...organiser, orgPath: '62.6201.620102' })).toBe('outside_jurisdiction')
})
