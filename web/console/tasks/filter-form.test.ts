import { expect, test } from 'vitest'
import { emptyFilter, filterOfForm, formOfFilter, type StratumForm, strataOfForm } from './filter-form.ts'

const row = (key: string, percent: string, values: string[] = []): StratumForm => ({ key, name: key, values, percent, rounding: 'half-up' })

test('an empty line of the filter is no condition, and a range may be open on one side', () => {
  expect(filterOfForm(emptyFilter)).toEqual({ version: 1, all: [{ field: 'state', op: 'in', values: ['active'] }] })
  const form = { ...emptyFilter, regions: ['62.6201'], establishedTo: '2020-12-31', states: [] }
  expect(filterOfForm(form).all).toEqual([
    { field: 'region', op: 'prefix', values: ['62.6201'] },
    { field: 'established', op: 'between', values: ['1900-01-01', '2020-12-31'] },
  ])
  expect(formOfFilter(filterOfForm(form))).toEqual(form)
})

test('a stratum needs a rate, no value stands in two strata, and only one stratum takes the rest', () => {
  expect(strataOfForm('none', [row('全部', '3')])).toEqual({
    ok: true,
    strata: [{ name: '全部', values: [], ratePpm: 30_000, rounding: 'half-up' }],
  })
  expect(strataOfForm('kind', [row('企业', '5', ['enterprise']), row('又', '0', ['enterprise'])])).toEqual({
    ok: false,
    problems: [null, 'rate'],
  })
  expect(strataOfForm('kind', [row('企业', '5', ['enterprise']), row('又', '1', ['enterprise'])])).toEqual({
    ok: false,
    problems: [null, 'value_twice'],
  })
  expect(strataOfForm('kind', [row('其余', '5'), row('又', '1')])).toEqual({ ok: false, problems: [null, 'rest_twice'] })
})
