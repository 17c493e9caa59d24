import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyItem, line, nationalItem } from '#test/catalogue-items.ts'
import type { ItemText } from './item.ts'
import { checkItem, isAbove, layersAt } from './layers.ts'
import { addsTo, weakens } from './weakens.ts'

const local: ItemText = { ...nationalItem, layer: 'local', parentCode: 'A01' }
const weakened = (change: Partial<ItemText>) => weakens(nationalItem, { ...local, ...change })

test('what a lower list may not take away is named by field', () => {
  const cases: readonly (readonly [Partial<ItemText>, unknown])[] = [
    [{ ratioFloorPpm: 20_000 }, { rule: 'lowered', field: 'ratioFloorPpm', parent: 30_000, child: 20_000 }],
    [{ ratioFloorPpm: null }, { rule: 'lowered', field: 'ratioFloorPpm', parent: 30_000, child: null }],
    [{ ratioCapPpm: 200_000 }, { rule: 'raised', field: 'ratioCapPpm', parent: 100_000, child: 200_000 }],
    [{ ratioCapPpm: null }, { rule: 'raised', field: 'ratioCapPpm', parent: 100_000, child: null }],
    [{ frequencyCap: 3 }, { rule: 'raised', field: 'frequencyCap', parent: 2, child: 3 }],
    [{ frequencyCap: null }, { rule: 'raised', field: 'frequencyCap', parent: 2, child: null }],
    [{ itemClass: 'general' }, { rule: 'downgraded', field: 'itemClass', parent: 'key', child: 'general' }],
    [{ listKind: 'undisturbed' }, { rule: 'downgraded', field: 'listKind', parent: 'random', child: 'undisturbed' }],
    [{ methods: ['written'] }, { rule: 'removed', field: 'methods', lost: ['onsite'] }],
    [{ objectKinds: ['enterprise'] }, { rule: 'removed', field: 'objectKinds', lost: ['individual'] }],
    [{ qualifications: [] }, { rule: 'removed', field: 'qualifications', lost: ['登记注册'] }],
    [{ expertise: [] }, { rule: 'removed', field: 'expertise', lost: ['现场核查'] }],
    [{ expertKinds: ['法律'] }, { rule: 'removed', field: 'expertKinds', lost: ['测绘'] }],
    [{ checklist: nationalItem.checklist.slice(1) }, { rule: 'removed', field: 'checklist', lost: ['是否在登记的住所开展经营'] }],
  ]
  for (const [change, weakening] of cases) expect([change, weakened(change)]).toEqual([change, [weakening]])
})

test('a lower list may ask more, protect more, and say it in its own words', () => {
  const more: Partial<ItemText> = {
    ratioFloorPpm: 50_000,
    ratioCapPpm: 60_000,
    frequencyCap: 1,
    listKind: 'key',
    methods: ['onsite', 'written', 'network'],
    objectKinds: [],
    qualifications: ['登记注册', '法制审核'],
    checklist: [...nationalItem.checklist, line('是否悬挂标识')],
    name: '住所登记事项检查（本市）',
    guide: '',
  }
  expect(weakened(more)).toEqual([])
})

test('a line stays the same line whatever its blanks and its final stop', () => {
  expect(weakened({ checklist: [line('是否在登记的住所 开展经营。'), line('通过登记的住所能否取得联系')] })).toEqual([])
  expect(weakened({ checklist: [line('是否在登记的地址开展经营'), line('通过登记的住所能否取得联系')] })).toHaveLength(1)
})

test('naming kinds of objects where the list above covers all of them narrows it', () => {
  expect(weakens({ ...nationalItem, objectKinds: [] }, { ...local, objectKinds: ['enterprise'] })).toEqual([
    { rule: 'removed', field: 'objectKinds', lost: ['*'] },
  ])
})

test('nothing weakens itself, and what does not weaken step by step does not weaken at all', () => {
  fc.assert(fc.property(anyItem, (item) => void expect(weakens(item, item)).toEqual([])))
  fc.assert(
    fc.property(anyItem, anyItem, anyItem, (a, b, c) => {
      if (weakens(a, b).length + weakens(b, c).length === 0) expect(weakens(a, c)).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('of two items that do not weaken each other, none asks for more', () => {
  fc.assert(
    fc.property(anyItem, anyItem, (a, b) => {
      if (weakens(a, b).length + weakens(b, a).length > 0) return
      // A floor of nothing and no floor are one; the order of lines and their methods weigh nothing here.
      const bare = (item: ItemText): unknown => [
        item.ratioFloorPpm ?? 0,
        item.ratioCapPpm,
        item.frequencyCap,
        item.itemClass,
        [...item.methods].sort(),
      ]
      expect(bare(a)).toEqual(bare(b))
    }),
    { numRuns: 300 },
  )
})

test('each place keeps its own layers, and an item is based on a higher one', () => {
  expect(layersAt('62')).toEqual(['provincial', 'national'])
  expect(layersAt('62.6201')).toEqual(['local'])
  const at = (layer: ItemText['layer'], orgPath: string) => ({ layer, orgPath })
  expect(isAbove(at('national', '62'), at('provincial', '62'))).toBe(true)
  expect(isAbove(at('provincial', '62'), at('local', '62.6201'))).toBe(true)
  expect(isAbove(at('local', '62.6201'), at('local', '62.6201.620102'))).toBe(true)
  expect(isAbove(at('local', '62.6201'), at('local', '62.6201'))).toBe(false)
  expect(isAbove(at('provincial', '62'), at('national', '62'))).toBe(false)
  expect(isAbove(at('provincial', '63'), at('local', '62.6201'))).toBe(false)
})

test('an item of its place is judged: its layer, its ratios, its parent, its own basis', () => {
  const judged = (change: Partial<ItemText>, parent: ItemText | null = nationalItem): unknown => {
    const answer = checkItem({ ...local, ...change, code: 'L01', orgPath: '62.6201' }, parent)
    return answer.ok ? 'ok' : answer.failure.type
  }
  expect(judged({})).toBe('ok')
  expect(judged({ layer: 'provincial' })).toBe('item_layer_place')
  expect(judged({ ratioFloorPpm: 60_000, ratioCapPpm: 50_000 })).toBe('item_ratio_reversed')
  expect(judged({}, null)).toBe('item_parent_unknown')
  expect(judged({ parentCode: null }, null)).toBe('ok')
  expect(judged({ methods: ['onsite'] })).toBe('item_weakens')
  expect(judged({ ratioFloorPpm: 40_000 })).toBe('item_local_basis_missing')
  expect(judged({ ratioFloorPpm: 40_000, localBasis: ' ' })).toBe('item_local_basis_missing')
  expect(judged({ ratioFloorPpm: 40_000, localBasis: '《甘肃省市场监管条例》第八条' })).toBe('ok')
})

test('other words need no basis of their own, other requirements do', () => {
  expect(addsTo(nationalItem, { ...local, name: '本市住所检查', guide: '', responsibleOffice: '注册科' })).toBe(false)
  expect(addsTo(nationalItem, { ...local, frequencyCap: 1 })).toBe(true)
})
