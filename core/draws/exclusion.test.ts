import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ExclusionFacts, type ExclusionOptions, exclusionOf, exclusionPrecedence } from './exclusion.ts'
import { exclusionReasons } from './reasons.ts'

const free: ExclusionFacts = {
  inScope: true,
  state: 'active',
  lowRisk: false,
  drawnThisYear: false,
  frequencyUsed: 0,
  itemUsedUp: false,
  whitelisted: false,
  inOpenVisit: false,
}
const everything: ExclusionFacts = {
  inScope: false,
  state: 'deregistered',
  lowRisk: true,
  drawnThisYear: true,
  frequencyUsed: 9,
  itemUsedUp: true,
  whitelisted: true,
  inOpenVisit: true,
}
const none: ExclusionOptions = { excludeOpenVisits: false, excludeDrawn: 'none', frequencyCap: null, excludeWhitelist: false }
const all: ExclusionOptions = { excludeOpenVisits: true, excludeDrawn: 'all', frequencyCap: 1, excludeWhitelist: true }

test('the first reason in the order of precedence is the one that counts', () => {
  const steps: readonly (readonly [string, Partial<ExclusionFacts>])[] = [
    ['not_in_scope', {}],
    ['deregistered', { inScope: true }],
    ['revoked', { state: 'revoked' }],
    ['moved_out', { state: 'moved_out' }],
    ['drawn_this_year', { state: 'active' }],
    ['frequency_cap', { drawnThisYear: false }],
    ['item_cap', { frequencyUsed: 0 }],
    ['whitelist', { itemUsedUp: false }],
    ['in_open_task', { whitelisted: false }],
  ]
  let facts = everything
  for (const [reason, change] of steps) {
    facts = { ...facts, ...change }
    expect(exclusionOf(facts, all)).toBe(reason)
  }
  expect(exclusionOf({ ...facts, inOpenVisit: false }, all)).toBeNull()
})

test('an option that is off excludes nobody: what remains is scope, the register and the caps of items', () => {
  const meant = { ...everything, inScope: true, state: 'active' }
  expect(exclusionOf(meant, none)).toBe('item_cap')
  expect(exclusionOf({ ...meant, itemUsedUp: false }, none)).toBeNull()
})

test('of those drawn this year, low risk alone is left out where that is chosen, and the class does not show where all are', () => {
  const drawn = { ...free, drawnThisYear: true }
  expect(exclusionOf({ ...drawn, lowRisk: true }, { ...none, excludeDrawn: 'lowRisk' })).toBe('drawn_this_year_low_risk')
  expect(exclusionOf(drawn, { ...none, excludeDrawn: 'lowRisk' })).toBeNull()
  for (const lowRisk of [true, false]) expect(exclusionOf({ ...drawn, lowRisk }, { ...none, excludeDrawn: 'all' })).toBe('drawn_this_year')
})

test('a cap is reached at its number', () => {
  const used = (frequencyUsed: number) => exclusionOf({ ...free, frequencyUsed }, { ...none, frequencyCap: 2 })
  expect([0, 1, 2, 3].map(used)).toEqual([null, null, 'frequency_cap', 'frequency_cap'])
})

test('reasons stand in the order of the closed list, each once and each for draws of objects', () => {
  const listed = Object.keys(exclusionReasons)
  const places = exclusionPrecedence.map((reason) => listed.indexOf(reason))
  expect(places).toEqual([...new Set(places)].sort((a, b) => a - b))
  for (const reason of exclusionPrecedence) expect(exclusionReasons[reason].of).toContain('O')
})

test('turning an option on never brings anybody in', () => {
  const facts = fc.record({
    inScope: fc.boolean(),
    state: fc.constantFrom('active', 'revoked'),
    lowRisk: fc.boolean(),
    drawnThisYear: fc.boolean(),
    frequencyUsed: fc.nat(3),
    itemUsedUp: fc.boolean(),
    whitelisted: fc.boolean(),
    inOpenVisit: fc.boolean(),
  })
  fc.assert(
    fc.property(
      facts,
      fc.constantFrom<Partial<ExclusionOptions>>(
        { excludeOpenVisits: true },
        { excludeDrawn: 'all' },
        { frequencyCap: 1 },
        { excludeWhitelist: true },
      ),
      (one, change) => {
        if (exclusionOf(one, none) !== null) expect(exclusionOf(one, { ...none, ...change })).not.toBeNull()
      },
    ),
  )
})
