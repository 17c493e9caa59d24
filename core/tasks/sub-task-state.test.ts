import { describe, expect, test } from 'vitest'
import type { Actor } from '#core/access/can.ts'
import type { Role } from '#core/access/roles.ts'
import type { AccountId } from '#core/ids.ts'
import {
  answerSubTask,
  isReturnReason,
  mayRedispatch,
  type SubTaskStanding,
  type SubTaskState,
  seesSubTask,
  subTaskTransitions,
  takenBy,
} from './sub-task-state.ts'

const city = '62.6201'
const county = '62.6201.620102'
const part: SubTaskStanding = { state: 'waiting', orgPath: county, dept: 'scjg', fromPath: city, fromDept: 'scjg' }
const actor = (orgPath: string, role: Role = 'organiser', dept = 'scjg'): Actor => ({
  id: orgPath as AccountId, // any text in a test
  name: role,
  roles: [role],
  orgPath,
  dept,
  orgName: orgPath,
  officerId: null,
})
const said = (result: { ok: boolean; value?: unknown; failure?: { type: string } }) => (result.ok ? result.value : result.failure?.type)

describe('a sub-task', () => {
  test('is accepted or returned by the organisation that carries it out', () => {
    expect(said(answerSubTask(part, 'accept', actor(county)))).toBe('accepted')
    expect(said(answerSubTask(part, 'return', actor(county, 'station')))).toBe('returned')
    expect(said(answerSubTask({ ...part, state: 'accepted' }, 'return', actor(county)))).toBe('returned')
  })
  test('is not answered by another place, another department, or a role that inspects', () => {
    expect(said(answerSubTask(part, 'accept', actor('62.6201.620103')))).toBe('outside_jurisdiction')
    expect(said(answerSubTask(part, 'accept', actor(county, 'organiser', 'xfjy')))).toBe('outside_jurisdiction')
    expect(said(answerSubTask(part, 'accept', actor(county, 'inspector')))).toBe('permission_missing')
  })
  test('of its own task an organisation cannot return', () => {
    expect(said(answerSubTask({ ...part, orgPath: city, state: 'accepted' }, 'return', actor(city)))).toBe('sub_task_own')
  })
  test('stays once officers are being drawn', () => {
    for (const state of ['drawing', 'executing', 'done'] as const)
      expect(said(answerSubTask({ ...part, state }, 'return', actor(county)))).toBe('wrong_state')
  })
  test('is given to another by whoever dispatched it, and by nobody else', () => {
    expect(said(mayRedispatch({ ...part, state: 'returned' }, actor(city)))).toBe(true)
    expect(said(mayRedispatch({ ...part, state: 'returned' }, actor(county)))).toBe('outside_jurisdiction')
    expect(said(mayRedispatch({ ...part, state: 'drawing' }, actor(city)))).toBe('wrong_state')
  })
  test('once taken it changes hands by a change request only', () => {
    const states = Object.keys(subTaskTransitions) as SubTaskState[] // the table's own keys
    expect(states.filter((state) => takenBy(state) === null)).toEqual(['waiting', 'drawing', 'returned', 'cancelled'])
    expect([takenBy('accepted'), takenBy('executing')]).toEqual(['sub_task_accepted', 'redispatch_officers_drawn'])
  })
  test('is seen by whoever carries it out and by whoever dispatched it', () => {
    expect(seesSubTask(part, actor(county), false)).toBe(true)
    expect(seesSubTask(part, actor(city), false)).toBe(true)
    expect(seesSubTask(part, actor('62.6201.620103'), false)).toBe(false)
    expect(seesSubTask(part, actor(county, 'organiser', 'xfjy'), false)).toBe(false)
  })
  test('ends cancelled only; what was returned begins again, and what is done when more objects come', () => {
    const ends = (Object.keys(subTaskTransitions) as SubTaskState[]).filter((state) => Object.keys(subTaskTransitions[state]).length === 0) // the table's own keys
    expect(ends).toEqual(['cancelled'])
    expect(subTaskTransitions.returned.redispatch).toBe('waiting')
  })
  test('is returned for a reason of the list', () => {
    expect([isReturnReason('not_in_area'), isReturnReason('toString')]).toEqual([true, false])
  })
})
