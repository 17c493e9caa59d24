import { expect, test } from 'vitest'
import { type Condition, type FilterEntity, matches, parseFilter } from './filter.ts'

const firm: FilterEntity = { region: '62.6201.620102', kind: '企业', entityType: '1130', established: '2019-03-04', state: '存续' }
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

test('a missing value satisfies no condition, as NULL does in SQL', () => {
  const unknown: FilterEntity = { region: null, kind: null, entityType: null, established: null, state: null }
  expect(fits({ field: 'state', op: 'notIn', values: ['注销'] }, unknown)).toBe(false)
  expect(fits({ field: 'established', op: 'between', values: ['0001-01-01', '9999-12-31'] }, unknown)).toBe(false)
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
  ]
  for (const one of wrong) expect(parseFilter(one).ok).toBe(false)
  const two = parseFilter({ version: 0, all: [{ ...condition, op: 'like' }] })
  expect(two.ok ? [] : two.failure.problems.map(({ path }) => path)).toEqual(['/version', '/all/0/op'])
})
