import { expect, test } from 'vitest'
import type { Actor } from '../access/can.ts'
import type { Role } from '../access/roles.ts'
import type { AccountId } from '../ids.ts'
import { fail, ok } from '../result.ts'
import { type TaskSource, taskSourceCodes, taskSources } from './source.ts'
import { agreeBy, mayFreeze, moveTask, type TaskMove, type TaskStanding, type TaskState, taskAbility, taskTransitions } from './state.ts'

const person = (id: string, ...roles: Role[]): Actor => ({
  ...{ id: id as AccountId, name: id, roles, orgPath: '62.6201', dept: 'scjg', orgName: '市局', officerId: null },
})
const task = (state: TaskState, source: TaskSource = 'plan'): TaskStanding => ({
  ...{ state, source, orgPath: '62.6201', dept: 'scjg', createdBy: 'zhang', submittedBy: 'li', editedBy: ['zhao'] },
  frequencyException: null,
})
const excepted = (standing: TaskStanding): TaskStanding => ({ ...standing, frequencyException: { code: 'law', note: '第一百零九条' } })
const aboveRow = fail({ type: 'task_above_row' as const, field: 'strata' as const, target: 400, taken: 0, left: 20 })
const everything = person('wang', 'organiser', 'approver')
const outcome = (standing: TaskStanding, verb: TaskMove, actor: Actor = everything): string => {
  const moved = moveTask(standing, verb, actor)
  return moved.ok ? moved.value : moved.failure.type
}
/** A locked task says where it is changed. */
const refused = (state: TaskState): string => (taskTransitions[state].cancelByChange === undefined ? 'wrong_state' : 'task_locked')
const states = Object.keys(taskTransitions) as TaskState[]

test('a task moves only as its table says', () => {
  for (const state of states)
    for (const verb of ['edit', 'refuse', 'reopen', 'cancel'] as const)
      for (const source of taskSourceCodes) expect(outcome(task(state, source), verb)).toBe(taskTransitions[state][verb] ?? refused(state))
})

test('what the plan names is confirmed by who makes it; everything else is approved by a second person', () => {
  expect(outcome(task('draft'), 'confirm')).toBe('confirmed')
  expect(agreeBy('confirm', task('draft'), ok(true)).ok).toBe(true)
  expect(agreeBy('submit', task('draft'), ok(true))).toEqual(fail({ type: 'task_needs_no_approval' }))
  for (const source of taskSourceCodes.filter((one) => one !== 'plan')) {
    expect(outcome(task('draft', source), 'confirm')).toBe('task_needs_approval')
    expect(outcome(task('draft', source), 'submit')).toBe('submitted')
    expect(outcome(task('submitted', source), 'approve')).toBe(taskSources[source].named ? 'executing' : 'confirmed')
  }
})

test('nobody draws more than the row of the plan says without a second person', () => {
  expect(agreeBy('confirm', task('draft'), aboveRow)).toEqual(aboveRow)
  expect(agreeBy('submit', task('draft'), aboveRow).ok).toBe(true)
  expect(outcome(task('draft'), 'submit')).toBe('submitted')
  expect(outcome(task('submitted'), 'approve')).toBe('confirmed')
})

test('nobody lifts the frequency caps of a whole draw alone: another person does, who may state exceptions', () => {
  expect(outcome(excepted(task('draft')), 'confirm')).toBe('task_exception_needs_approval')
  expect(agreeBy('submit', excepted(task('draft')), ok(true)).ok).toBe(true)
  expect(outcome(excepted(task('submitted')), 'approve')).toBe('confirmed')
  expect(outcome(excepted(task('submitted')), 'approve', person('zhang', 'organiser', 'approver'))).toBe('task_approver_is_author')
})

test('neither who made or changed a task nor who handed it in approves it', () => {
  for (const author of ['zhang', 'li', 'zhao'])
    expect(outcome(task('submitted', 'temporary'), 'approve', person(author, 'organiser', 'approver'))).toBe('task_approver_is_author')
  expect(outcome(task('submitted', 'temporary'), 'refuse', person('li', 'approver'))).toBe('draft')
})

test('after the objects are locked a task is cancelled by no button', () => {
  expect(states.map((state) => outcome(task(state), 'cancel'))).toEqual([
    'cancelled',
    'cancelled',
    'cancelled',
    ...['task_locked', 'task_locked', 'wrong_state', 'wrong_state'],
  ])
  expect(states.filter((state) => taskTransitions[state].cancelByChange === 'cancelled')).toEqual(['drawn', 'executing'])
})

test('duty comes before state, and a button says what the move would say', () => {
  expect(outcome(task('done'), 'edit', person('zhao', 'reviewer'))).toBe('permission_missing')
  expect(outcome({ ...task('draft'), orgPath: '62.6202' }, 'edit')).toBe('outside_jurisdiction')
  expect(taskAbility(task('draft', 'complaint'), 'confirm', everything)).toEqual({ allowed: false, reason: 'task_needs_approval' })
  expect(taskAbility(task('draft'), 'confirm', everything)).toEqual({ allowed: true })
})

test('objects are drawn once the task is confirmed, officers once the objects are, nothing else', () => {
  const freezable = (kind: 'O' | 'P') => states.filter((state) => mayFreeze(task(state), kind, everything).ok)
  expect(freezable('O')).toEqual(['confirmed'])
  expect(freezable('P')).toEqual(['drawn'])
  expect(mayFreeze(task('confirmed'), 'O', person('zhao', 'approver')).ok).toBe(false)
})
