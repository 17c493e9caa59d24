import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { everyChange } from '#test/vectors/every-change.ts'
import { type ExampleDraw, exampleDraw, exampleOfficers } from '#test/vectors/example-draws.ts'
import { concat, utf8 } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import type { SuiteId } from '../hash/suite.ts'
import { bundleBytes } from './bundle.ts'
import { checkLabels } from './check-labels.ts'
import type { Verification } from './verification.ts'
import { verifyBundle } from './verify.ts'
import { verifyBundles } from './verify-directory.ts'

const failedOf = ({ checks }: Verification): readonly string[] =>
  checks.filter(({ status }) => status === 'failed').map(({ check }) => check)
const readerOf =
  ({ files }: Pick<ExampleDraw, 'files'>) =>
  (name: string) =>
    files.find((file) => file.name === name)?.bytes ?? null

describe.each<SuiteId>(['sha256', 'sm3'])('bundles with %s', (suite) => {
  const objects = exampleDraw({ suite, size: 12, strata: [{ ratePpm: 400_000 }, { count: 2 }] })
  const officers = exampleOfficers(objects)

  test('hold, with every check reported and what could not be checked named', () => {
    for (const { bytes } of [objects, officers]) {
      const { checks, verdict } = verifyBundle(bytes)
      expect(verdict).toBe('held')
      expect(checks.map(({ check }) => check)).toEqual(Object.keys(checkLabels))
    }
    const open = verifyBundle(officers.bytes).checks.flatMap((check) => (check.status === 'not_checked' ? [[check.check, check.why]] : []))
    expect(open).toEqual([
      ['signatures', 'no_log'],
      ['inclusion', 'no_log'],
      ['replacement', 'not_a_replacement'],
      ['serials', 'single_bundle'],
      ['beacon', 'no_beacon'],
      ['beacon_value', 'no_beacon'],
      ['object_draw', 'other_bundle_absent'],
      ['matching_sums', 'other_algorithm'],
      ['matching_caps', 'other_algorithm'],
      ['matching_shares', 'other_algorithm'],
      ['matching_facts', 'facts_not_public'],
      ['matching_loads', 'other_algorithm'],
      ['matching_seats', 'replaces_no_officer'],
    ])
  })

  test.each([
    ['objects', objects.bytes],
    ['officers', officers.bytes],
  ])('any one byte changed in the bundle of %s makes a named check fail', { timeout: 120_000 }, (_, bytes) => {
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice()
      changed[at] = (changed[at] ?? 0) ^ (at % 3 === 0 ? 1 : 1 << (at % 8))
      const verification = verifyBundle(changed)
      if (failedOf(verification).length === 0) expect.fail(`byte ${at} changed and nothing failed`)
    }
    for (const other of [bytes.slice(1), bytes.slice(0, -1), concat(bytes, utf8('\n')), concat(utf8('\ufeff'), bytes)])
      expect(verifyBundle(other).verdict).toBe('failed')
  })

  test.each([
    ['objects', objects.bundle],
    ['officers', officers.bundle],
  ])(
    'any one value changed, added or removed in the bundle of %s, well formed as it may be, fails by a check of its content',
    (_, bundle) => {
      for (const [path, changed] of everyChange(JSON.parse(JSON.stringify(bundle)))) {
        const failed = failedOf(verifyBundle(concat(canonicalBytes(changed), utf8('\n'))))
        if (failed.length === 0 || failed.includes('canonical')) expect.fail(`${path} changed and failed: ${failed.join(' ')}`)
      }
    },
  )
})

test('what is not a bundle is refused by name and never throws', () => {
  const texts = [
    '',
    '{',
    'null',
    '[]',
    '{}',
    '"\\ud800"',
    '1e400',
    `${'['.repeat(200_000)}`,
    `${'['.repeat(100)}${']'.repeat(100)}`,
    '{"format":"mingjian-draw/1","commit":{},"result":{},"pool":null,"log":null}',
  ]
  for (const text of texts) expect(failedOf(verifyBundle(utf8(text)))).toContain('schema')
  expect(failedOf(verifyBundle(Uint8Array.of(0xff, 0xfe)))).toEqual(['canonical', 'schema'])
  fc.assert(fc.property(fc.json(), (text) => void expect(verifyBundle(utf8(text)).verdict).toBe('failed')))
})

test('a list above 10,000 is in a file named by its hash: without it nothing is said to hold, and another file fails', () => {
  const large = exampleDraw({ size: 10_001, strata: [{ ratePpm: 1_000_000 }] })
  expect(large.files.map(({ name }) => name)).toEqual([
    expect.stringMatching(/^[0-9a-f]{64}\.jsonl$/),
    expect.stringMatching(/^[0-9a-f]{64}\.jsonl$/),
  ])
  expect(verifyBundle(large.bytes, { readFile: readerOf(large) }).verdict).toBe('held')
  const alone = verifyBundle(large.bytes)
  expect(alone.checks.filter((check) => check.status === 'not_checked' && check.why === 'no_files').map(({ check }) => check)).toEqual([
    'files',
    'pool_root',
    'pool_size',
    'tickets',
    'selection',
    'threshold',
    'selected_root',
  ])
  expect(failedOf(verifyBundle(large.bytes, { readFile: () => null }))).toEqual(['files'])
  const cut = (name: string): Uint8Array | null => readerOf(large)(name)?.slice(0, -60) ?? null
  expect(failedOf(verifyBundle(large.bytes, { readFile: cut }))).toEqual(['files'])
})

describe('a directory', () => {
  const first = exampleDraw({ size: 12 })
  const officers = exampleOfficers(first)
  const named = (...draws: readonly Pick<ExampleDraw, 'bytes'>[]) => draws.map(({ bytes }, i) => ({ name: `${i}.json`, bytes }))
  const failedIn = (...draws: readonly Pick<ExampleDraw, 'bytes'>[]): readonly string[] =>
    verifyBundles(named(...draws), { complete: true }).verifications.flatMap(failedOf)

  test('holds when the officers were matched to what the object draw drew', () => {
    const { verifications, verdict } = verifyBundles(named(first, officers), { complete: true })
    expect(verdict).toBe('held')
    expect(verifications[1]?.checks.find(({ check }) => check === 'object_draw')).toMatchObject({ status: 'ok' })
    expect(failedIn(exampleDraw({ size: 12, salt: 'redrawn' }), officers)).toEqual(['object_draw'])
  })

  test('shows a draw that is missing, a second result of one task, and the same draw twice', () => {
    const second = exampleDraw({ size: 12, serial: 2 })
    expect(failedIn(second)).toEqual(['serials'])
    expect(verifyBundles(named(second), { complete: false }).verdict).toBe('held')
    expect(failedIn(first, second)).toEqual(['serials', 'serials'])
    expect(failedIn(first, first)).toEqual(['serials', 'serials'])
  })

  test('accounts for a void draw that the next one names, and shows a void draw that has a result all the same', () => {
    const second = exampleDraw({ size: 12, serial: 2, supersedes: first.bundle.commit.drawId })
    const { verifications } = verifyBundles(named(second), { complete: true })
    expect(verifications[0]?.checks.find(({ check }) => check === 'serials')).toEqual({
      check: 'serials',
      status: 'not_checked',
      why: 'superseded_void',
    })
    expect(failedIn(first, second)).toEqual(['serials'])
  })
})

test('a bundle rewritten whole, with another seed behind it, still fails where it meets what was committed', () => {
  const honest = exampleDraw({ size: 12 })
  const other = exampleDraw({ size: 12, salt: 'chosen by the operator' })
  const forged = bundleBytes({ ...honest.bundle, result: { ...other.bundle.result, commitHash: honest.bundle.result.commitHash } })
  expect(failedOf(verifyBundle(forged))).toEqual(expect.arrayContaining(['nonces', 'seed', 'selection', 'key']))
})
