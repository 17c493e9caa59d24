import { expect, test } from 'vitest'
import { nationalPolicy } from './national.ts'
import { expectedOf, isNationalOnly, parseOverrides, policySettings, settingsOf } from './settings.ts'

const source = { rule: '甘肃省政府令第129号 第十条' }
const refusal = (key: string, value: unknown) => {
  const parsed = parseOverrides({ [key]: { value, source } })
  return parsed.ok ? 'taken' : parsed.failure.type
}

test('every setting of the national pack has a name in both languages, a unit and a source', () => {
  for (const { key, setting } of settingsOf(nationalPolicy)) {
    expect(key).toMatch(/^[a-zA-Z]+\.[a-zA-Z]+$/)
    expect([setting.zh, setting.en, setting.unit].every((text) => text.length > 1)).toBe(true)
    expect('rule' in setting.source ? setting.source.rule : setting.source.ownDefault).toMatch(/.{4}/)
  }
  expect(new Set(policySettings.map(({ key }) => key)).size).toBe(policySettings.length)
})

test('what the nation says could be said by a place: every value passes its own test', () => {
  for (const { key, setting } of policySettings)
    if (!isNationalOnly(key)) expect([key, refusal(key, setting.value)]).toEqual([key, 'taken'])
})

test('an unknown setting, a wrong type, a value out of range and a setting of the installation are refused', () => {
  expect(refusal('plan.floor', 1)).toBe('policy_key_unknown')
  expect(refusal('__proto__', 1)).toBe('policy_key_unknown')
  expect(refusal('plan.directedFloorPpm', '10%')).toBe('policy_value_wrong')
  expect(refusal('plan.directedFloorPpm', 1_000_001)).toBe('policy_value_wrong')
  expect(refusal('plan.directedFloorPpm', 0.5)).toBe('policy_value_wrong')
  expect(refusal('tasks.temporaryAllowed', 1)).toBe('policy_value_wrong')
  expect(refusal('ledger.plannedCap', 0)).toBe('policy_value_wrong')
  expect(refusal('ledger.exceptions', ['law', 'because'])).toBe('policy_value_wrong')
  expect(refusal('ledger.exceptions', ['law', 'law'])).toBe('policy_value_wrong')
  expect(refusal('deadlines.remindDaysBefore', ['5'])).toBe('policy_value_wrong')
  expect(refusal('password.minLength', 4)).toBe('policy_key_national')
})

test('a place asks for more than the nation does, never for less', () => {
  expect(refusal('plan.undirectedFloorPpm', 29_999)).toBe('policy_value_wrong')
  expect(refusal('plan.undirectedFloorPpm', 50_000)).toBe('taken')
  expect(refusal('draws.disclosureWorkingDays', 21)).toBe('policy_value_wrong')
  expect(refusal('draws.disclosureWorkingDays', 7)).toBe('taken')
})

test('a seed is never of one party, and never without the system', () => {
  expect(refusal('draws.parties', ['system'])).toBe('policy_value_wrong')
  expect(refusal('draws.parties', ['organiser', 'supervisor'])).toBe('policy_value_wrong')
  expect(refusal('draws.parties', ['organiser', 'system'])).toBe('taken')
})

test('a value without a source is refused', () => {
  const parsed = parseOverrides({ 'plan.directedFloorPpm': { value: 100_000, source: { rule: ' ' } } })
  expect(parsed).toEqual({ ok: false, failure: { type: 'policy_source_missing', key: 'plan.directedFloorPpm' } })
})

test('a form learns what a value has to be', () => {
  expect(expectedOf('plan.directedFloorPpm')).toEqual({ kind: 'number', least: 0, most: 1_000_000 })
  expect(expectedOf('tasks.temporaryAllowed')).toEqual({ kind: 'boolean' })
  expect(expectedOf('ledger.exceptions').choices).toContain('complaint')
  expect(expectedOf('deadlines.remindDaysBefore').kind).toBe('numbers')
})

test('a notice tells all that 国办发〔2024〕54号 forbids: five 严禁 with eight 不得', () => {
  const { value } = nationalPolicy.documents.prohibitions
  expect(value.map((text) => text.slice(0, 2))).toEqual(['严禁', '严禁', '严禁', '严禁', '严禁'])
  expect(value.join('').match(/不得/g)).toHaveLength(8)
})
