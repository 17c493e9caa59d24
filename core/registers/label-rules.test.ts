import { describe, expect, test } from 'vitest'
import { isPathWithin } from '#core/access/can.ts'
import { checkChange, checkLabel, choicesOf, forever, type Label, type LabelDraft, mayTake, mayUse, reachPath } from './label-rules.ts'

const province = { orgPath: '62', dept: 'scjg' }
const city = { orgPath: '62.6201', dept: 'scjg' }
const county = { orgPath: '62.6201.620102', dept: 'scjg' }
const today = '2026-03-31'
const draft = (more: Partial<LabelDraft> = {}): LabelDraft => ({
  name: '冷链食品',
  tier: 'minor',
  reach: 'office',
  parentId: null,
  validTo: forever,
  ...more,
})
const label = (more: Partial<Label> = {}): Label => ({ ...draft(), ...city, id: 'x', state: 'active', ...more })
const major = { tier: 'major', state: 'active' } as const
const middle = { tier: 'middle', state: 'active' } as const
const typeOf = (result: ReturnType<typeof checkLabel>) => (result.ok ? null : result.failure.type)

describe('making a label', () => {
  test('major and middle classes are the province’s alone; everybody below makes minor ones', () => {
    for (const tier of ['major', 'middle'] as const) {
      const parent = tier === 'middle' ? major : null
      const text = draft({ tier, parentId: parent === null ? null : 'm', reach: 'region' })
      expect(typeOf(checkLabel(province, text, parent, today))).toBe(null)
      for (const office of [city, county]) expect(typeOf(checkLabel(office, text, parent, today))).toBe('label_tier_above')
    }
    for (const office of [province, city, county]) expect(typeOf(checkLabel(office, draft(), null, today))).toBe(null)
  })

  test('nobody makes a label that reaches wider than their office', () => {
    expect(typeOf(checkLabel(province, draft({ reach: 'province' }), null, today))).toBe(null)
    for (const office of [city, county]) {
      expect(typeOf(checkLabel(office, draft({ reach: 'province' }), null, today))).toBe('label_reach_too_wide')
      expect(choicesOf(office)).toEqual({ tiers: ['minor'], reaches: ['region', 'office'] })
    }
  })

  test('a middle class hangs under a major one, a minor under a middle one or alone, nothing under what is retired', () => {
    const under = (tier: Label['tier'], parent: Parameters<typeof checkLabel>[2]) =>
      typeOf(checkLabel(province, draft({ tier, parentId: parent === null ? null : 'p' }), parent, today))
    expect(under('major', null)).toBe(null)
    expect(under('major', middle)).toBe('label_parent_wrong')
    expect(under('middle', null)).toBe('label_parent_wrong')
    expect(under('middle', middle)).toBe('label_parent_wrong')
    expect(under('minor', middle)).toBe(null)
    expect(under('minor', major)).toBe('label_parent_wrong')
    expect(under('minor', { ...middle, state: 'retired' })).toBe('label_parent_wrong')
  })

  test('a name is one word of a list, and a label does not end before it begins', () => {
    for (const name of ['冷', '冷链、食品', '冷链;食品', ' 冷链', '冷链\n食品', '冷'.repeat(41)])
      expect(typeOf(checkLabel(city, draft({ name }), null, today))).toBe('label_name_invalid')
    expect(typeOf(checkLabel(city, draft({ validTo: '2026-03-30' }), null, today))).toBe('label_ends_in_past')
    expect(typeOf(checkLabel(city, draft({ validTo: today }), null, today))).toBe(null)
  })

  test('what objects carry keeps its name and never reaches fewer of them', () => {
    const before = label({ reach: 'region' })
    expect(checkChange(before, draft({ name: '别的', reach: 'office' }), 0).ok).toBe(true)
    expect(checkChange(before, draft({ name: '别的', reach: 'region' }), 1).ok).toBe(false)
    expect(checkChange(before, draft({ reach: 'office' }), 1).ok).toBe(false)
    expect(checkChange(before, draft({ reach: 'province', parentId: 'm', validTo: '2027-01-01' }), 1).ok).toBe(true)
  })
})

describe('giving a label', () => {
  const reasons = (office: typeof city, one: Label) => {
    const ability = mayUse(office, one, today)
    return ability.allowed ? null : ability.reason
  }

  test('a label of the office is its own to give; of the region, everybody’s there; of the province, everybody’s', () => {
    expect(reasons(city, label())).toBe(null)
    expect(reasons(county, label())).toBe('label_other_office')
    expect(reasons({ ...city, dept: 'yjj' }, label())).toBe('label_other_office')
    expect(reasons(county, label({ reach: 'region' }))).toBe(null)
    expect(reasons({ orgPath: '62.6202', dept: 'scjg' }, label({ reach: 'region' }))).toBe('label_other_place')
    expect(reasons({ orgPath: '62.6202', dept: 'yjj' }, label({ ...province, reach: 'province' }))).toBe(null)
  })

  test('what is retired or past is given no more, and may still be taken off', () => {
    for (const one of [label({ state: 'retired' }), label({ validTo: '2026-03-30' })]) {
      expect(reasons(city, one)).toBe(one.state === 'retired' ? 'label_retired' : 'label_expired')
      expect(mayTake(city, one)).toEqual({ allowed: true })
    }
  })

  test('nobody gives a label outside their own jurisdiction, nor outside the place of the label', () => {
    const paths = ['62', '62.6201', '62.6201.620102', '62.6202', '62.62011']
    for (const office of paths)
      for (const owner of paths)
        for (const reach of ['province', 'region', 'office'] as const) {
          const at = reachPath({ orgPath: office }, { orgPath: owner, reach })
          const common = paths.filter((p) => isPathWithin(office, p) && (reach === 'province' || isPathWithin(owner, p)))
          expect(at === null ? [] : paths.filter((p) => isPathWithin(at, p))).toEqual(common)
        }
  })
})
