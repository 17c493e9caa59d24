import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, type PlainDate } from '../time.ts'
import { nationalPolicy } from './national.ts'
import type { Source } from './pack.ts'
import { type PlacePack, packsInForce, resolvePolicy } from './resolve.ts'
import { isNationalOnly, type Overrides, policySettings, type SettingValue, settingsOf } from './settings.ts'
import { directions, isWeaker } from './strictness.ts'
import { weakenings } from './weakening.ts'

const day = (text: string): PlainDate => text as PlainDate // a literal of this file
const rule = { rule: '甘肃省政府令第129号' }
const gansu: PlacePack = {
  path: '62',
  version: 1,
  validFrom: day('2026-01-01'),
  validTo: null,
  settings: { 'plan.directedFloorPpm': { value: 100_000, source: rule } },
}
const baiyin: PlacePack = {
  ...gansu,
  path: '62.6204',
  settings: {
    'plan.directedFloorPpm': { value: 150_000, source: { rule: '白银市规定' } },
    'ledger.plannedCap': { value: 2, source: rule },
  },
}
const floor = (packs: readonly PlacePack[], place: string, on: string): number =>
  resolvePolicy(nationalPolicy, packs, place, day(on)).policy.plan.directedFloorPpm.value

test('the deepest place that says something counts, and a place beside it says nothing', () => {
  expect(floor([gansu, baiyin], '62.6204.620402', '2026-06-01')).toBe(150_000)
  expect(floor([gansu, baiyin], '62.6201', '2026-06-01')).toBe(100_000)
  expect(floor([gansu, baiyin], '62', '2026-06-01')).toBe(100_000)
  expect(floor([gansu, baiyin], '63', '2026-06-01')).toBe(0)
  // 62.62041 is no part of 62.6204.
  expect(floor([gansu, baiyin], '62.62041', '2026-06-01')).toBe(100_000)
})

test('a setting tells from which pack it comes, and brings its own source', () => {
  const { policy, origins } = resolvePolicy(nationalPolicy, [gansu, baiyin], '62.6204', day('2026-06-01'))
  expect(policy.plan.directedFloorPpm.source).toEqual({ rule: '白银市规定' })
  expect(policy.plan.directedFloorPpm.unit).toBe('ppm')
  expect(origins.get('plan.directedFloorPpm')?.path).toBe('62.6204')
  expect(origins.has('plan.mostRows')).toBe(false)
})

test('as of a day: a version holds from its first to its last day, and the one before it speaks again afterwards', () => {
  const campaign: PlacePack = {
    ...gansu,
    version: 2,
    validFrom: day('2026-07-01'),
    validTo: day('2026-09-30'),
    settings: { 'plan.directedFloorPpm': { value: 200_000, source: rule } },
  }
  expect(floor([gansu, campaign], '62', '2026-06-30')).toBe(100_000)
  expect(floor([gansu, campaign], '62', '2026-07-01')).toBe(200_000)
  expect(floor([gansu, campaign], '62', '2026-09-30')).toBe(200_000)
  expect(floor([gansu, campaign], '62', '2026-10-01')).toBe(100_000)
  expect(floor([gansu, campaign], '62', '2025-12-31')).toBe(0)
})

test('a newer version is whole: what it no longer names, the places above it say', () => {
  const silent: PlacePack = { ...baiyin, version: 2, settings: {} }
  expect(floor([gansu, baiyin, silent], '62.6204', '2026-06-01')).toBe(100_000)
})

test('a place does not weaken what a place above it has published, and what it says instead is known', () => {
  const city: PlacePack = { ...baiyin, settings: { 'ledger.plannedCap': { value: 2, source: rule } } }
  const county: PlacePack = {
    ...gansu,
    path: '62.6204.620402',
    settings: {
      'plan.directedFloorPpm': { value: 0, source: { ownDefault: '本县自定' } },
      'ledger.plannedCap': { value: 366, source: { ownDefault: '本县自定' } },
    },
  }
  const { policy, origins, overruled } = resolvePolicy(nationalPolicy, [gansu, city, county], county.path, day('2026-06-01'))
  expect([policy.plan.directedFloorPpm.value, policy.ledger.plannedCap.value]).toEqual([100_000, 2])
  expect([origins.get('plan.directedFloorPpm'), origins.get('ledger.plannedCap')]).toEqual([gansu, city])
  expect(overruled.get('ledger.plannedCap')).toEqual([county])
  // A default of this product binds nobody: the cap of the nation is 1.
  expect(resolvePolicy(nationalPolicy, [county], county.path, day('2026-06-01')).policy.ledger.plannedCap.value).toBe(366)
})

test('two lists of which each is stricter in a part give what both allow', () => {
  const said = (path: string, value: readonly string[]): PlacePack => ({
    ...gansu,
    path,
    settings: { 'ledger.exceptions': { value, source: rule } },
  })
  const packs = [said('62', ['law', 'complaint']), said('62.6204', ['complaint', 'request'])]
  const { policy, overruled } = resolvePolicy(nationalPolicy, packs, '62.6204', day('2026-06-01'))
  expect(policy.ledger.exceptions.value).toEqual(['complaint'])
  expect(overruled.get('ledger.exceptions')?.map(({ path }) => path)).toEqual(['62.6204'])
})

const overridable = policySettings.filter(({ key }) => !isNationalOnly(key))
const paths = ['62', '62.6204', '62.6204.620402', '62.6201', '63']
const anyDay = fc.integer({ min: 0, max: 800 }).map((n) => addDays(day('2026-01-01'), n))
const anySource: fc.Arbitrary<Source> = fc.constantFrom<Source>(rule, { ownDefault: '本地自定' })
const anyValue = (value: SettingValue): fc.Arbitrary<SettingValue> => {
  if (typeof value === 'number') return fc.nat(1000)
  if (typeof value === 'boolean') return fc.boolean()
  if (typeof value === 'string') return fc.constantFrom('1', '2')
  return typeof value[0] === 'number' ? fc.subarray([1, 3, 5]) : fc.subarray(['system', 'organiser', 'witness', 'law'])
}
const anySaid = fc
  .constantFrom(...overridable)
  .chain(({ key, setting }) => fc.record({ key: fc.constant(key), value: anyValue(setting.value), source: anySource }))
const anyPack: fc.Arbitrary<PlacePack> = fc
  .record({
    path: fc.constantFrom(...paths),
    version: fc.integer({ min: 1, max: 9 }),
    from: anyDay,
    length: fc.option(fc.integer({ min: 0, max: 400 })),
    said: fc.array(anySaid, { maxLength: 12 }),
  })
  .map(({ path, version, from, length, said }) => ({
    path,
    version,
    validFrom: from,
    validTo: length === null ? null : addDays(from, length),
    settings: Object.fromEntries(said.map(({ key, value, source }) => [key, { value, source }])) as Overrides, // keys of the list above
  }))
const anyPacks = fc.uniqueArray(anyPack, { maxLength: 12, selector: ({ path, version }) => `${path}/${version}` })
const resolvedAt = (packs: readonly PlacePack[], place: string, on: PlainDate) => resolvePolicy(nationalPolicy, packs, place, on)
const valuesOf = (packs: readonly PlacePack[], place: string, on: PlainDate): readonly unknown[] =>
  settingsOf(resolvedAt(packs, place, on).policy).map(({ setting }) => setting.value)

test('no value is weaker than one of a place above, nor than one of the nation that a rule names', () => {
  fc.assert(
    fc.property(anyPacks, fc.constantFrom(...paths), anyDay, (packs, place, on) => {
      const { policy } = resolvedAt(packs, place, on)
      const above = packsInForce(packs, place, on)
      for (const { key, setting } of settingsOf(policy)) {
        if (directions[key] === 'free') continue
        const national = policySettings.find((one) => one.key === key)?.setting
        const rules = national !== undefined && 'rule' in national.source ? [national.value] : []
        for (const value of [...rules, ...above.map(({ settings }) => settings[key]?.value)])
          if (value !== undefined) expect([key, value, isWeaker(key, value, setting.value)]).toEqual([key, value, false])
      }
    }),
  )
})

test('where no pack is weaker, every value is that of the deepest place in force that names it, by the newest version of that place, or else the national one', () => {
  fc.assert(
    fc.property(anyPacks, fc.constantFrom(...paths), anyDay, (packs, place, on) => {
      const { policy, overruled } = resolvedAt(packs, place, on)
      for (const { key, setting } of settingsOf(policy)) {
        if (overruled.has(key)) continue
        const speaking = paths
          .filter((path) => place === path || place.startsWith(`${path}.`))
          .sort((a, b) => b.length - a.length)
          .flatMap((path) => {
            const held = packs.filter((pack) => pack.path === path && pack.validFrom <= on && (pack.validTo === null || on <= pack.validTo))
            return held.sort((a, b) => b.version - a.version).slice(0, 1)
          })
        const said = speaking.map(({ settings }) => settings[key]?.value).find((value) => value !== undefined)
        expect(setting.value).toEqual(said ?? policySettings.find((one) => one.key === key)?.setting.value)
      }
    }),
  )
})

test('a pack that was published without being weaker is never overruled while nothing above changes', () => {
  fc.assert(
    fc.property(anyPacks, anyPack, fc.nat(400), (packs, pack, later) => {
      const above = packs.filter(({ path }) => path !== pack.path)
      const weaker = new Set(weakenings(nationalPolicy, above, pack).map(({ key }) => key))
      const on = addDays(pack.validFrom, later)
      if (pack.validTo !== null && on > pack.validTo) return
      const { overruled } = resolvedAt([...above, pack], pack.path, on)
      for (const [key, by] of overruled) if (by.includes(pack)) expect(weaker.has(key)).toBe(true)
    }),
  )
})

test('the order in which packs are given, and packs of other places, change nothing', () => {
  fc.assert(
    fc.property(anyPacks, fc.constantFrom(...paths), anyDay, (packs, place, on) => {
      const near = packs.filter(({ path }) => place === path || place.startsWith(`${path}.`))
      expect(valuesOf([...packs].reverse(), place, on)).toEqual(valuesOf(near, place, on))
    }),
  )
})

test('what is not in force on a day might as well not exist', () => {
  fc.assert(
    fc.property(anyPacks, fc.constantFrom(...paths), anyDay, (packs, place, on) => {
      expect(valuesOf(packsInForce(packs, place, on), place, on)).toEqual(valuesOf(packs, place, on))
    }),
  )
})
