import { describe, expect, test } from 'vitest'
import type { Actor } from '#core/access/can.ts'
import type { Role } from '#core/access/roles.ts'
import type { AccountId } from '#core/ids.ts'
import { type PlainDate, parseDate } from '#core/time.ts'
import { ageProblem, decideReuse, proposeReuse, type ReusableResult, type ReuseVisit, reuseProblem } from './reuse.ts'

const today = parseDate('2026-07-01') as PlainDate // a day of the calendar
const visit: ReuseVisit = { orgPath: '62.6201', dept: 'scjg', state: 'assigned', items: ['scjg:A01', 'scjg:A02'] }
const result: ReusableResult = {
  resultId: 'r',
  orgPath: '62.6201.620102',
  dept: 'scjg',
  date: '2026-03-10',
  items: ['scjg:A01', 'scjg:A02', 'scjg:A03'],
}
const on = { today, days: 180 }
const actor = (role: Role, id = 'a', dept = 'scjg'): Actor => ({
  id: id as AccountId, // any text in a test
  name: id,
  roles: [role],
  orgPath: '62.6201',
  dept,
  orgName: '',
  officerId: null,
})
const said = (answer: { ok: boolean; value?: unknown; failure?: { type: string } }) => (answer.ok ? answer.value : answer.failure?.type)

describe('a result of another body', () => {
  test('can be taken instead of a visit when it covers every item and is not too old', () => {
    expect(reuseProblem(visit, result, on)).toBeNull()
    expect(reuseProblem(visit, { ...result, date: '2026-01-02' }, on)).toBeNull()
    expect(reuseProblem(visit, { ...result, date: '2026-01-01' }, on)).toEqual({ type: 'reuse_too_old', date: '2026-01-01', days: 180 })
  })
  test('is not taken when an item of the visit was not checked', () => {
    expect(reuseProblem(visit, { ...result, items: ['scjg:A01', 'xfjy:A02'] }, on)).toEqual({
      type: 'reuse_items_missing',
      items: ['scjg:A02'],
    })
  })
  test('is another body’s: the same organisation and department does not acknowledge itself', () => {
    expect(reuseProblem(visit, { ...result, orgPath: visit.orgPath }, on)).toEqual({ type: 'reuse_own_result' })
    expect(reuseProblem(visit, { ...result, orgPath: visit.orgPath, dept: 'xfjy' }, on)).toBeNull()
  })
})

describe('who proposes and who decides', () => {
  test('only where nobody has reported yet', () => {
    expect(said(proposeReuse(visit, actor('organiser')))).toBe('reused')
    expect(said(proposeReuse({ ...visit, state: 'submitted' }, actor('organiser')))).toBe('wrong_state')
    expect(said(proposeReuse(visit, actor('inspector')))).toBe('permission_missing')
    expect(said(proposeReuse(visit, actor('organiser', 'a', 'xfjy')))).toBe('outside_jurisdiction')
  })
  test('a result that was young enough when it was proposed may be too old when it is decided', () => {
    expect(ageProblem('2026-01-02', on)).toBeNull()
    const later = parseDate('2026-07-02') as PlainDate // a day of the calendar
    expect(ageProblem('2026-01-02', { ...on, today: later })).toEqual({ type: 'reuse_too_old', date: '2026-01-02', days: 180 })
  })

  test('a second person decides, once', () => {
    const asked = { requestedBy: 'a', decided: false }
    expect(said(decideReuse(visit, asked, actor('reviewer', 'b')))).toBe('reused')
    expect(said(decideReuse(visit, asked, actor('reviewer', 'a')))).toBe('reuse_decider_is_requester')
    expect(said(decideReuse(visit, { ...asked, decided: true }, actor('reviewer', 'b')))).toBe('reuse_decided')
    expect(said(decideReuse({ ...visit, state: 'submitted' }, asked, actor('reviewer', 'b')))).toBe('wrong_state')
    expect(said(decideReuse(visit, asked, actor('organiser', 'b')))).toBe('permission_missing')
  })
})
