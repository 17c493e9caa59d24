import { expect, test } from 'vitest'
import { canonicalJson } from '../canonical.ts'
import { type Condition, type FilterEntity, filterFields, filterOps, matches, parseFilter } from './filter.ts'

const firm: FilterEntity = {
  region: '62.6201.620102',
  kind: '企业',
  entityType: '1130',
  established: '2019-03-04',
  state: '存续',
  industry: 'F5112',
  capital: 1_000_000,
  label: ['特种设备', '食品生产'],
  item: ['A01-1'],
  riskClass: 'B',
  lastInspected: '2025-06-30',
  frequencyUsed: 2,
}
const fits = (condition: Condition, entity: FilterEntity = firm): boolean => matches({ version: 1, all: [condition] }, entity)

test('a region holds what lies under it, by whole segments', () => {
  expect(fits({ field: 'region', op: 'prefix', values: ['62.6201'] })).toBe(true)
  expect(fits({ field: 'region', op: 'prefix', values: ['62.6201.620102'] })).toBe(true)
  expect(fits({ field: 'region', op: 'prefix', values: ['62.620'] })).toBe(false)
  expect(fits({ field: 'region', op: 'prefix', values: ['61', '62'] })).toBe(true)
})

test('types, states and dates are compared as their operators say', () => {
  expect(fits({ field: 'entityType', op: 'in', values: ['1130', '1140'] })).toBe(true)
  expect(fits({ field: 'entityType', op: 'prefix', values: ['11'] })).toBe(true)
  expect(fits({ field: 'entityType', op: 'notIn', values: ['9500'] })).toBe(true)
  expect(fits({ field: 'kind', op: 'in', values: ['企业', '个体工商户'] })).toBe(true)
  expect(fits({ field: 'state', op: 'in', values: ['注销'] })).toBe(false)
  expect(fits({ field: 'established', op: 'between', values: ['2019-03-04', '2019-03-04'] })).toBe(true)
  expect(fits({ field: 'established', op: 'between', values: ['2019-03-05', '2020-01-01'] })).toBe(false)
})

test('industry, capital and frequency are compared by code and by number, not by text', () => {
  expect(fits({ field: 'industry', op: 'prefix', values: ['F'] })).toBe(true)
  expect(fits({ field: 'industry', op: 'prefix', values: ['F52', 'F511'] })).toBe(true)
  expect(fits({ field: 'industry', op: 'notIn', values: ['F51'] })).toBe(true)
  expect(fits({ field: 'capital', op: 'between', values: ['999999', '1000000'] })).toBe(true)
  expect(fits({ field: 'capital', op: 'between', values: ['2', '10'] })).toBe(false)
  expect(fits({ field: 'capital', op: 'between', values: ['1000001', '*'] })).toBe(false)
  expect(fits({ field: 'capital', op: 'between', values: ['*', '1000000'] })).toBe(true)
  expect(fits({ field: 'frequencyUsed', op: 'between', values: ['1', '10'] })).toBe(true)
  expect(fits({ field: 'established', op: 'between', values: ['2019-03-04', '*'] })).toBe(true)
})

test('labels and items are several: any of, none of', () => {
  expect(fits({ field: 'label', op: 'anyOf', values: ['药品', '食品生产'] })).toBe(true)
  expect(fits({ field: 'label', op: 'noneOf', values: ['药品', '食品生产'] })).toBe(false)
  expect(fits({ field: 'label', op: 'noneOf', values: ['食品'] })).toBe(true)
  expect(fits({ field: 'item', op: 'anyOf', values: ['A01'] })).toBe(false)
  expect(fits({ field: 'item', op: 'noneOf', values: ['A01-1'] })).toBe(false)
})

test('not since a day: inspected before it, or never', () => {
  const notSince = (day: string, lastInspected: string | null) =>
    fits({ field: 'lastInspected', op: 'notSince', values: [day] }, { ...firm, lastInspected })
  expect([notSince('2025-06-30', '2025-06-30'), notSince('2025-07-01', '2025-06-30'), notSince('2000-01-01', null)]).toEqual([
    false,
    true,
    true,
  ])
})

test('a missing value satisfies no condition, as NULL does in SQL', () => {
  const unknown: FilterEntity = {
    region: null,
    kind: null,
    entityType: null,
    established: null,
    state: null,
    industry: null,
    capital: null,
    label: [],
    item: [],
    riskClass: null,
    lastInspected: null,
    frequencyUsed: 0,
  }
  expect(fits({ field: 'state', op: 'notIn', values: ['注销'] }, unknown)).toBe(false)
  expect(fits({ field: 'riskClass', op: 'notIn', values: ['A'] }, unknown)).toBe(false)
  expect(fits({ field: 'capital', op: 'between', values: ['0', '*'] }, unknown)).toBe(false)
  expect(fits({ field: 'lastInspected', op: 'between', values: ['*', '9999-12-31'] }, unknown)).toBe(false)
  expect(fits({ field: 'established', op: 'between', values: ['0001-01-01', '9999-12-31'] }, unknown)).toBe(false)
  // No labels are known labels: none of them is one of those asked for.
  expect(fits({ field: 'label', op: 'noneOf', values: ['食品生产'] }, unknown)).toBe(true)
  expect(matches({ version: 1, all: [] }, unknown)).toBe(true)
})

test('every condition must hold', () => {
  const inLanzhou: Condition = { field: 'region', op: 'prefix', values: ['62.6201'] }
  expect(matches({ version: 1, all: [inLanzhou, { field: 'state', op: 'in', values: ['注销'] }] }, firm)).toBe(false)
})

test('a filter from elsewhere is read only when every part of it is known, and every problem is told', () => {
  const condition = { field: 'state', op: 'in', values: ['存续'] }
  expect(parseFilter({ version: 1, all: [condition] }).ok).toBe(true)
  const wrong: unknown[] = [
    null,
    { version: 2, all: [] },
    { version: 1, all: [], any: [] },
    ...[
      { op: 'like' },
      { field: 'name' },
      { field: 'constructor' },
      { values: [] },
      { values: [1] },
      { op: 'between' },
      { op: 'prefix' },
    ].map((part) => ({ version: 1, all: [{ ...condition, ...part }] })),
    { version: 1, all: [{ field: 'established', op: 'between', values: ['2019-02-29', '2020-01-01'] }] },
    { version: 1, all: [{ field: 'established', op: 'between', values: ['2019-01-01'] }] },
    { version: 1, all: [{ field: 'region', op: 'prefix', values: ["62' or 1=1"] }] },
    ...[
      { field: 'established', op: 'between', values: ['*', '*'] },
      { field: 'established', op: 'between', values: ['2019-01-01', ''] },
      { field: 'capital', op: 'between', values: ['1.5', '*'] },
      { field: 'capital', op: 'between', values: ['-1', '*'] },
      { field: 'capital', op: 'between', values: ['1e3', '*'] },
      { field: 'capital', op: 'between', values: ['9999999999999999', '*'] },
      { field: 'frequencyUsed', op: 'in', values: ['1'] },
      { field: 'industry', op: 'prefix', values: ['51'] },
      { field: 'riskClass', op: 'in', values: ['E'] },
      { field: 'label', op: 'in', values: ['食品生产'] },
      { field: 'label', op: 'anyOf', values: [' 食品生产'] },
      { field: 'lastInspected', op: 'notSince', values: ['2025-01-01', '2026-01-01'] },
      { field: 'lastInspected', op: 'notSince', values: ['*'] },
    ].map((one) => ({ version: 1, all: [one] })),
  ]
  for (const one of wrong) expect(parseFilter(one).ok).toBe(false)
  const two = parseFilter({ version: 0, all: [{ ...condition, op: 'like' }] })
  expect(two.ok ? [] : two.failure.problems.map(({ path }) => path)).toEqual(['/version', '/all/0/op'])
})

test('a filter made before the newer fields came is read as it was, and its canonical bytes are the same', () => {
  const old =
    '{"all":[{"field":"region","op":"prefix","values":["62.6201"]},{"field":"established","op":"between","values":["1900-01-01","2026-12-31"]}],"version":1}'
  const read = parseFilter(JSON.parse(old))
  expect(read.ok && canonicalJson(read.value)).toEqual({ ok: true, value: old })
})

test('every field and operator has its words in both languages, and every operator is used', () => {
  for (const table of [filterFields, filterOps])
    for (const { zh, en } of Object.values(table)) expect([/[\u4e00-\u9fff]/.test(zh), /[a-z]/.test(en)]).toEqual([true, true])
  expect(new Set(Object.values(filterFields).flatMap(({ ops }): readonly string[] => ops))).toEqual(new Set(Object.keys(filterOps)))
})
