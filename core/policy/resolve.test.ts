import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, type PlainDate } from '../time.ts'
import { nationalPolicy } from './national.ts'
import { type PlacePack, packsInForce, resolvePolicy } from './resolve.ts'
import { isNationalOnly, type Overrides, policySettings } from './settings.ts'

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

const overridable = policySettings.filter(({ key, setting }) => !isNationalOnly(key) && typeof setting.value === 'number')
const paths = ['62', '62.6204', '62.6204.620402', '62.6201', '63']
const anyDay = fc.integer({ min: 0, max: 800 }).map((n) => addDays(day('2026-01-01'), n))
const anyPack: fc.Arbitrary<PlacePack> = fc
  .record({
    path: fc.constantFrom(...paths),
    version: fc.integer({ min: 1, max: 9 }),
    from: anyDay,
    length: fc.option(fc.integer({ min: 0, max: 400 })),
    said: fc.dictionary(fc.constantFrom(...overridable.map(({ key }) => key)), fc.nat(1000), { maxKeys: 4 }),
  })
  .map(({ path, version, from, length, said }) => ({
    path,
    version,
    validFrom: from,
    validTo: length === null ? null : addDays(from, length),
    settings: Object.fromEntries(Object.entries(said).map(([key, value]) => [key, { value, source: rule }])) as Overrides, // keys of the list above
  }))
const anyPacks = fc.uniqueArray(anyPack, { maxLength: 12, selector: ({ path, version }) => `${path}/${version}` })
const valuesOf = (packs: readonly PlacePack[], place: string, on: PlainDate): readonly unknown[] =>
  overridable.map(({ key }) => {
    const [group = '', name = ''] = key.split('.')
    const { policy } = resolvePolicy(nationalPolicy, packs, place, on)
    return (policy as unknown as Record<string, Record<string, { value: unknown }>>)[group]?.[name]?.value // every key is of a pack
  })

test('every value is that of the deepest place in force that names it, by the newest version of that place, or else the national one', () => {
  fc.assert(
    fc.property(anyPacks, fc.constantFrom(...paths), anyDay, (packs, place, on) => {
      const want = overridable.map(({ key, setting }) => {
        const speaking = paths
          .filter((path) => place === path || place.startsWith(`${path}.`))
          .sort((a, b) => b.length - a.length)
          .flatMap((path) => {
            const held = packs.filter((pack) => pack.path === path && pack.validFrom <= on && (pack.validTo === null || on <= pack.validTo))
            return held.sort((a, b) => b.version - a.version).slice(0, 1)
          })
        return speaking.map(({ settings }) => settings[key]?.value).find((value) => value !== undefined) ?? setting.value
      })
      expect(valuesOf(packs, place, on)).toEqual(want)
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
