import { expect, test } from 'vitest'
import { checkSource, isNamed, type Sourced, type TaskSource, taskSourceCodes } from './source.ts'

const today = '2026-06-15'
const rules = { temporaryAllowed: true, specialApprovalNeeded: true }
const officers = [
  { officerId: 'o1', role: 'lead' as const },
  { officerId: 'o2', role: 'assist' as const },
]
const origin = { refNo: '12315-001', date: '2026-06-10', from: '12315 平台', summary: '反映虚假宣传', evidenceFile: null }
const approval = { approvalNo: '兰市监〔2026〕8号', filingNo: '备〔2026〕3号', filedOn: '2026-06-01' }

/** Everything that a source asks for, and nothing that it does not. */
const whole = (source: TaskSource): Sourced => ({
  source,
  planRowId: source === 'plan' ? 'row' : null,
  reason: source === 'plan' ? '' : '群众反映集中',
  objectScope: source === 'plan' ? '' : '校外培训机构',
  itemIds: source === 'plan' ? [] : ['i1'],
  origin: isNamed(source) ? origin : null,
  approval: source === 'special' ? approval : null,
  objects: isNamed(source) ? ['91620100000000001X'] : [],
  officers: isNamed(source) ? officers : [],
})
const said = (source: TaskSource, change: Partial<Sourced> = {}, policy = rules): string => {
  const checked = checkSource({ ...whole(source), ...change }, { policy, today, need: 2 })
  if (checked.ok) return 'fine'
  return 'field' in checked.failure ? `${checked.failure.type}:${checked.failure.field}` : checked.failure.type
}

test('a task that says all its source asks for is fine', () => {
  for (const source of taskSourceCodes) expect([source, said(source)]).toEqual([source, 'fine'])
})

test('a plan task has a row, and no other task has one', () => {
  expect(said('plan', { planRowId: null })).toBe('task_row_missing')
  for (const source of taskSourceCodes.filter((one) => one !== 'plan'))
    expect(said(source, { planRowId: 'row' })).toBe('task_row_not_asked')
})

test('outside the plan a reason, a scope and items are said', () => {
  for (const source of taskSourceCodes.filter((one) => one !== 'plan')) {
    expect(said(source, { reason: ' ' })).toBe('task_incomplete:reason')
    expect(said(source, { objectScope: '' })).toBe('task_incomplete:objectScope')
    expect(said(source, { itemIds: [] })).toBe('task_incomplete:itemIds')
  }
})

test('a place may have no temporary tasks, and others stay possible there', () => {
  const strict = { ...rules, temporaryAllowed: false }
  expect(taskSourceCodes.filter((source) => said(source, {}, strict) !== 'fine')).toEqual(['temporary'])
})

test('a special campaign shows its approval and its filing, unless the place asks for none', () => {
  for (const wrong of [null, { ...approval, filingNo: ' ' }, { ...approval, approvalNo: '' }])
    expect(said('special', { approval: wrong })).toBe('task_incomplete:approval')
  expect(said('special', { approval: null }, { ...rules, specialApprovalNeeded: false })).toBe('fine')
})

test('a triggered task says what set it off, names whom it is about, and who goes', () => {
  for (const source of taskSourceCodes.filter(isNamed)) {
    expect(said(source, { origin: null })).toBe('task_incomplete:origin')
    expect(said(source, { origin: { ...origin, date: '2026-06-16' } })).toBe('origin_in_future')
    expect(said(source, { objects: [] })).toBe('task_incomplete:objects')
    expect(said(source, { objects: ['a', 'b', 'a'] })).toBe('object_named_twice')
    expect(said(source, { officers: officers.slice(0, 1) })).toBe('appointed_team_wrong')
    expect(said(source, { officers: officers.map((one) => ({ ...one, role: 'assist' as const })) })).toBe('appointed_team_wrong')
    expect(said(source, { officers: officers.map((one) => ({ ...one, officerId: 'o1' })) })).toBe('appointed_team_wrong')
  }
})

test('where objects are drawn, nobody is named', () => {
  for (const source of taskSourceCodes.filter((one) => !isNamed(one))) {
    expect(said(source, { objects: ['a'] })).toBe('named_not_asked')
    expect(said(source, { officers })).toBe('named_not_asked')
  }
})
