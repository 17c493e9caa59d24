import { expect, test } from 'vitest'
import { formOfStratum, strataOfForm, stratum } from './strata-form.ts'

test('a stratum needs a rate, no value stands in two strata, and only one stratum takes the rest', () => {
  expect(strataOfForm('none', [stratum('全部', [], '3')])).toEqual({
    ok: true,
    strata: [{ name: '全部', values: [], ratePpm: 30_000, rounding: 'half-up' }],
  })
  const twice = [stratum('企业', ['enterprise'], '5'), stratum('又', ['enterprise'], '0')]
  expect(strataOfForm('kind', twice)).toEqual({ ok: false, problems: [null, 'rate'] })
  expect(strataOfForm('kind', [stratum('企业', ['enterprise'], '5'), stratum('又', ['enterprise'], '1')])).toEqual({
    ok: false,
    problems: [null, 'value_twice'],
  })
  expect(strataOfForm('kind', [stratum('其余', [], '5'), stratum('又', [], '1')])).toEqual({ ok: false, problems: [null, 'rest_twice'] })
})

test('a stratum draws a share or a number and never both, and none only where that is allowed', () => {
  const fixed = stratum('高风险', ['D'], '3', { how: 'count', count: '２0' })
  expect(strataOfForm('riskClass', [fixed])).toEqual({ ok: true, strata: [{ name: '高风险', values: ['D'], count: 20 }] })
  expect(strataOfForm('riskClass', [{ ...fixed, count: '0' }])).toEqual({ ok: false, problems: ['count'] })
  expect(strataOfForm('riskClass', [{ ...fixed, count: '0', allowZero: true }])).toEqual({
    ok: true,
    strata: [{ name: '高风险', values: ['D'], allowZero: true, count: 0 }],
  })
})

test('strata come back from a saved task as they were typed, by number and by rate', () => {
  const specs = [
    { name: '高', values: ['D'], count: 5 },
    { name: '其余', values: [], ratePpm: 12_500, rounding: 'max1' as const, allowZero: true },
  ]
  expect(strataOfForm('riskClass', specs.map(formOfStratum))).toEqual({ ok: true, strata: specs })
})
