import { expect, test } from 'vitest'
import { parseFilter } from '#core/draws/filter.ts'
import {
  emptyFilter,
  type FilterForm,
  type FilterSpec,
  filterOfForm,
  formOfFilter,
  newCondition,
  wanOfYuan,
  yuanOfWan,
} from './filter-form.ts'

const form = (...conditions: FilterForm['conditions']): FilterForm => ({ conditions })

test('a new task leaves nobody out of scope, and every filter comes back from its form as it was', () => {
  expect(filterOfForm(emptyFilter()).filter).toEqual({ version: 1, all: [] })
  const filter: FilterSpec = {
    version: 1,
    all: [
      { field: 'region', op: 'prefix', values: ['62.6201'] },
      { field: 'label', op: 'noneOf', values: ['无事不扰'] },
      { field: 'label', op: 'anyOf', values: ['食品经营', '餐饮'] },
      { field: 'capital', op: 'between', values: ['5000000', '*'] },
      { field: 'established', op: 'between', values: ['*', '2020-12-31'] },
      { field: 'lastInspected', op: 'notSince', values: ['2024-01-01'] },
      { field: 'frequencyUsed', op: 'between', values: ['0', '1'] },
      { field: 'riskClass', op: 'notIn', values: ['A'] },
    ],
  }
  expect(filterOfForm(formOfFilter(filter))).toEqual({ filter, problems: new Map() })
  expect(parseFilter(filterOfForm(formOfFilter(filter)).filter).ok).toBe(true)
})

test('a condition that is not filled in, turned around or no number is no condition and says so', () => {
  const conditions = [
    newCondition('label', []),
    newCondition('established', ['2024-02-01', '2024-01-01'], 'between'),
    newCondition('capital', ['许多', '']),
    newCondition('frequencyUsed', ['2', '1'], 'between'),
    newCondition('kind', ['enterprise']),
  ]
  const { filter, problems } = filterOfForm(form(...conditions))
  expect(filter.all).toEqual([{ field: 'kind', op: 'in', values: ['enterprise'] }])
  expect(conditions.map(({ key }) => problems.get(key) ?? null)).toEqual(['empty', 'order', 'number', 'order', null])
})

test('money is typed in 万元 and kept in whole yuan, without a fraction getting lost', () => {
  expect(yuanOfWan('500')).toBe('5000000')
  expect(yuanOfWan('１,２34.5678')).toBe('12345678')
  expect(yuanOfWan('0.00001')).toBeNull()
  expect(['5000000', '12345678', '50', '0'].map(wanOfYuan)).toEqual(['500', '1234.5678', '0.005', '0'])
  expect(filterOfForm(form(newCondition('capital', ['100', '500'], 'between'))).filter.all[0]?.values).toEqual(['1000000', '5000000'])
})
