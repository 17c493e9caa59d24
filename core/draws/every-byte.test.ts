import { describe, expect, test } from 'vitest'
import { everyChange } from '#test/vectors/every-change.ts'
import { testChain } from '#test/vectors/example-beacons.ts'
import { type ExampleDraw, type ExampleOptions, exampleDraw } from '#test/vectors/example-draws.ts'
import { exampleLogKey } from '#test/vectors/example-log.ts'
import { exampleMatching, exampleSeats } from '#test/vectors/example-matching.ts'
import { openingOf } from '#test/vectors/example-opening.ts'
import { exampleReplacement } from '#test/vectors/example-replacement.ts'
import { concat, utf8 } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { bundleBytes, publicCopy } from './bundle.ts'
import type { Bundle } from './documents.ts'
import { openingBytes, readOpening, verifyOpening } from './opening.ts'
import type { Verification } from './verification.ts'
import { verifyBundle } from './verify.ts'

/** `R`: an object is replaced, `seats`: officers are. */
type Variety = ExampleOptions & { readonly kind: 'O' | 'P' | 'R' | 'seats'; readonly reader: 'public' | 'auditor' }

/** Every kind, mode, reader, beacon and suite, with and without a log, in as few bundles as it takes. */
const varieties: readonly Variety[] = [
  { kind: 'O', suite: 'sha256', mode: 'open', reader: 'public', log: true },
  { kind: 'O', suite: 'sm3', mode: 'sealed', reader: 'public', log: true, beacon: 'announced' },
  { kind: 'O', suite: 'sm3', mode: 'sealed', reader: 'public' },
  { kind: 'R', suite: 'sha256', mode: 'open', reader: 'public', log: true },
  { kind: 'R', suite: 'sm3', mode: 'sealed', reader: 'auditor', log: true, beacon: 'quicknet' },
  { kind: 'R', suite: 'sha256', mode: 'sealed', reader: 'public' },
  { kind: 'P', suite: 'sha256', mode: 'open', reader: 'public' },
  { kind: 'P', suite: 'sm3', mode: 'sealed', reader: 'auditor', log: true },
  { kind: 'seats', suite: 'sm3', mode: 'open', reader: 'public' },
  { kind: 'seats', suite: 'sha256', mode: 'sealed', reader: 'public', log: true },
]

const options = { logKey: exampleLogKey, chains: [testChain] }
const failedOf = ({ checks }: Verification): readonly string[] =>
  checks.filter(({ status }) => status === 'failed').map(({ check }) => check)

function bundleOf({ kind, reader, beacon, log, ...rest }: Variety): Bundle {
  const steps = { ...(beacon && { beacon }), ...(log && { log }) }
  const objects = exampleDraw({ ...rest, size: 5, strata: [{ ratePpm: 400_000 }, { count: 1 }], ...(kind === 'O' && steps) })
  const bundle = kind === 'O' ? objects.bundle : laterDraw(kind, objects, steps)
  return reader === 'public' ? publicCopy(bundle) : bundle
}

function laterDraw(kind: 'P' | 'R' | 'seats', objects: ExampleDraw, steps: Pick<ExampleOptions, 'beacon' | 'log'>): Bundle {
  if (kind === 'R') return exampleReplacement(objects, steps).bundle
  const small = { count: 5, experts: 2, most: 3, pairCapPpm: 900_000 }
  const officers = exampleMatching(objects, { ...small, ...(kind === 'P' && steps) })
  return kind === 'P' ? officers.bundle : exampleSeats(objects, officers, { ...small, ...steps }).bundle
}

describe.each(varieties.map((variety) => [Object.values(variety).join(' '), variety] as const))('%s', (_, variety) => {
  const bundle = bundleOf(variety)
  const bytes = bundleBytes(bundle)

  test('holds', () => {
    expect(failedOf(verifyBundle(bytes, options))).toEqual([])
  })

  test('any one byte changed makes a named check fail', { timeout: 120_000 }, () => {
    for (let at = 0; at < bytes.length; at++) {
      const changed = bytes.slice()
      changed[at] = (changed[at] ?? 0) ^ (at % 3 === 0 ? 1 : 1 << (at % 8))
      if (failedOf(verifyBundle(changed, options)).length === 0) expect.fail(`byte ${at} changed and nothing failed`)
    }
  })

  test('any one value changed, added or removed fails by a check of its content', { timeout: 120_000 }, () => {
    for (const [path, changed] of everyChange(JSON.parse(JSON.stringify(bundle)))) {
      const failed = failedOf(verifyBundle(concat(canonicalBytes(changed), utf8('\n')), options))
      if (failed.length === 0 || failed.includes('canonical')) expect.fail(`${path} changed and failed: ${failed.join(' ')}`)
    }
  })
})

test.each(['open', 'sealed'] as const)('any one byte changed in an opening of a draw of mode %s is refused', (mode) => {
  const objects = exampleDraw({ mode, size: 7, strata: [{ ratePpm: 400_000 }, { count: 1 }] })
  const opening = openingOf(objects, 3)
  const bundle = publicCopy(objects.bundle)
  const bytes = openingBytes(opening)
  expect(verifyOpening(opening, bundle).verdict).toBe('held')
  for (let at = 0; at < bytes.length; at++) {
    const changed = bytes.slice()
    changed[at] = (changed[at] ?? 0) ^ (at % 3 === 0 ? 1 : 1 << (at % 8))
    const read = readOpening(changed)
    if (read.ok && verifyOpening(read.value, bundle).verdict === 'held') expect.fail(`byte ${at} changed and the opening held`)
  }
})
