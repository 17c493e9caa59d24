import { expect, test } from 'vitest'
import type { Actor } from '../access/can.ts'
import { type Role, roleCodes, roles } from '../access/roles.ts'
import type { Filter } from '../draws/filter.ts'
import { strataTargets } from '../draws/strata.ts'
import type { AccountId } from '../ids.ts'
import { checkSampling, maySample, protocolStrata, type Sampling, type StratumDraft } from './sampling.ts'

const whole: StratumDraft = { name: '全部', values: [], ratePpm: 50_000, rounding: 'half-up' }
const sampling = (change: Partial<Sampling> = {}): Sampling => ({
  mode: 'open',
  filter: { version: 1, all: [] },
  stratifyBy: 'none',
  strata: [whole],
  excludeOpenVisits: true,
  excludeDrawn: 'none',
  frequencyCap: null,
  excludeWhitelist: false,
  ...change,
})
const answer = (change: Partial<Sampling>) => {
  const checked = checkSampling(sampling(change))
  return checked.ok ? checked.value : checked.failure
}
const byClass: Filter = { version: 1, all: [{ field: 'riskClass', op: 'in', values: ['C', 'D'] }] }

test('wherever a risk class comes in, the draw is sealed', () => {
  const uses: readonly (readonly [string, Partial<Sampling>])[] = [
    ['filter', { filter: byClass }],
    ['strata', { stratifyBy: 'riskClass', strata: [{ ...whole, values: ['A'] }, whole] }],
    ['exclusion', { excludeDrawn: 'lowRisk' }],
  ]
  for (const [where, change] of uses) {
    expect(answer(change)).toEqual({ type: 'sealed_required', uses: [where] })
    expect(answer({ ...change, mode: 'sealed' })).toEqual([])
  }
  expect(answer({ filter: byClass, excludeDrawn: 'lowRisk' })).toEqual({ type: 'sealed_required', uses: ['filter', 'exclusion'] })
})

test('exclusions that tell no class are free in an open draw', () => {
  expect(answer({ excludeDrawn: 'all', frequencyCap: 1, excludeWhitelist: true })).toEqual([])
})

test('strata by label are allowed in an open draw, with a word that they will be published', () => {
  const change = { stratifyBy: 'label', strata: [{ ...whole, values: ['特种设备'] }, whole] } as const
  expect(answer(change)).toEqual(['label_strata_public'])
  expect(answer({ ...change, mode: 'sealed' })).toEqual([])
})

test('only who may see classes samples by them, even to count', () => {
  const as = (...held: Role[]): Actor => ({
    id: 'a' as AccountId,
    name: '甲',
    roles: held,
    orgPath: '62',
    dept: 'scjg',
    orgName: '局',
    officerId: null,
  })
  expect(maySample(as('registrar'), sampling({ filter: byClass }))).toEqual({ allowed: false, reason: 'permission_missing' })
  expect(maySample(as('registrar'), sampling())).toEqual({ allowed: true })
  expect(maySample(as('organiser'), sampling({ filter: byClass }))).toEqual({ allowed: true })
  const makers = roleCodes.filter((role) => (roles[role].can as readonly string[]).includes('task.edit'))
  expect(makers.map((role) => maySample(as(role), sampling({ excludeDrawn: 'lowRisk' })).allowed)).toEqual(makers.map(() => true))
})

test('strata that make no sense are refused', () => {
  expect(answer({ strata: [whole, whole] })).toEqual({ type: 'strata_need_a_field', strata: 2 })
  expect(answer({ mode: 'sealed', stratifyBy: 'riskClass', strata: [{ ...whole, name: '甲', values: ['A', 'E'] }] })).toEqual({
    type: 'stratum_value_unknown',
    stratum: '甲',
    value: 'E',
  })
})

test('a stratum reaches the protocol as a rate or a number under an opaque id, never with its name or its values', () => {
  const strata = protocolStrata(
    [{ ...whole, name: 'D 类', values: ['D'], allowZero: true }, { name: 'A 类', values: ['A'], count: 3 }, whole],
    [0, 7, 40],
  )
  expect(strata).toEqual([
    { id: 's1', n: 0, ratePpm: 50_000, rounding: 'half-up', allowZero: true },
    { id: 's2', n: 7, count: 3 },
    { id: 's3', n: 40, ratePpm: 50_000, rounding: 'half-up' },
  ])
  expect(strataTargets(strata)).toEqual({ ok: true, value: [0, 3, 2] })
})
