import { expect, test } from 'vitest'
import type { PlanStratum } from './row.ts'
import { rowNumbers } from './row.ts'
import { withoutRisk } from './row-sight.ts'

const byRisk = (strata: readonly PlanStratum[]) =>
  withoutRisk({
    filter: {
      version: 1,
      all: [
        { field: 'kind', op: 'in', values: ['enterprise'] },
        { field: 'riskClass', op: 'in', values: ['D'] },
      ],
    },
    stratifyBy: 'riskClass',
    strata,
  })

const stratum = (name: string, ratePpm: number, base?: number): PlanStratum => ({
  name,
  values: [name],
  ratePpm,
  rounding: 'half-up',
  ...(base !== undefined && { base }),
})

test('whoever may not see classes of risk learns of a plan row what is drawn in all, and no class', () => {
  const strata = [stratum('A', 10_000, 1_000), stratum('D', 500_000, 40)]
  const told = byRisk(strata)
  expect(rowNumbers(told.strata)).toEqual(rowNumbers(strata))
  expect(told).toMatchObject({ stratifyBy: 'none', filter: { all: [{ field: 'kind' }] }, strata: [{ values: [], count: 30, base: 1_040 }] })
  expect(byRisk([stratum('A', 10_000), stratum('D', 10_000)]).strata).toMatchObject([{ values: [], ratePpm: 10_000 }])
  expect(byRisk([stratum('A', 10_000), stratum('D', 20_000)]).strata).toEqual([])
})

test('other strata are told as they are', () => {
  const row = { filter: { version: 1, all: [] }, stratifyBy: 'kind', strata: [stratum('enterprise', 10_000)] } as const
  expect(withoutRisk(row)).toEqual(row)
})
