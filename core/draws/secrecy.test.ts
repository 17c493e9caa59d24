import { describe, expect, test } from 'vitest'
import { exampleDraw, exampleTimes } from '#test/vectors/example-draws.ts'
import { exampleLog } from '#test/vectors/example-log.ts'
import { openingOf } from '#test/vectors/example-opening.ts'
import { exampleReplacement } from '#test/vectors/example-replacement.ts'
import { fromUtf8, hex } from '../bytes.ts'
import type { SuiteId } from '../hash/suite.ts'
import { entryBytes } from '../log/entry.ts'
import { bundleBytes, publicCopy } from './bundle.ts'
import { sealedCommitment } from './commit.ts'
import { openingBytes } from './opening.ts'
import { openLeaf } from './pool.ts'
import { replacementReasons } from './reasons.ts'

/** Risk classes are not public by law: nothing that leaves a sealed draw may carry one, nor what leads to one. */
describe.each<SuiteId>(['sha256', 'sm3'])('a sealed draw with %s tells the public no class', (suite) => {
  const objects = exampleDraw({
    suite,
    mode: 'sealed',
    size: 24,
    strata: [{ ratePpm: 250_000 }, { ratePpm: 500_000 }, { count: 3 }],
    filter: {
      version: 1,
      all: [
        { field: 'riskClass', op: 'in', values: ['C', 'D'] },
        { field: 'label', op: 'anyOf', values: ['重点监管'] },
      ],
    },
  })
  const replacement = exampleReplacement(objects, { log: true })
  const { commit, result } = objects.bundle
  const entries = [objects, replacement].flatMap(({ bundle }) =>
    exampleLog(bundle.commit, bundle.result, exampleTimes({})).entries.map(entryBytes),
  )
  const openings = Array.from({ length: 24 }, (_, i) => openingBytes(openingOf(objects, i)))
  const texts: readonly (readonly [string, string])[] = [
    ['the public bundle', text(bundleBytes(publicCopy(objects.bundle)))],
    ['the public bundle of a replacement', text(bundleBytes(publicCopy(replacement.bundle)))],
    ['the log', entries.map(text).join('\n')],
    ['the openings', openings.map(text).join('\n')],
  ]

  test.each(texts)('%s: no stratum, no filter, no class, no key', (_, told) => {
    for (const stratum of ['s1', 's2', 's3']) expect(told).not.toContain(`"${stratum}"`)
    for (const member of ['strata', 'stratum', 'filter', 'filterHash', 'riskClass', 'label', 'saltB', 'ratePpm', 'rounding', 'pool'])
      expect(told).not.toMatch(new RegExp(`"${member}":[^n]`))
    for (const value of ['重点监管', '"C"', '"D"', commit.filterHash ?? '', hex(objects.key)]) expect(told).not.toContain(value)
  })

  test('the salts that open the class half of a leaf are in none of them, nor are names in the bundles and the log', () => {
    const { drawId } = commit
    for (const [subject, stratum] of objects.rows) {
      const ids = commit.strata?.map(({ id }) => id) ?? []
      const { saltB } = openLeaf({ suite, drawId, key: objects.key, strata: ids }, subject, stratum)
      for (const [, told] of texts) expect(told).not.toContain(saltB)
      for (const [, told] of texts.slice(0, 3)) expect(told).not.toContain(subject)
    }
  })

  test('one opening tells of one subject', () => {
    for (const [i, opening] of openings.entries()) {
      const others = objects.rows.map(([subject]) => subject).filter((subject) => !text(opening).includes(subject))
      expect(others.length).toBe(23)
      expect(text(opening)).toContain(openingOf(objects, i).subject)
    }
  })

  test('who guesses the strata or the filter cannot tell that he guessed right: the commitments are under the key', () => {
    expect(sealedCommitment(suite, new Uint8Array(32), commit.strata ?? [])).not.toBe(commit.strataCommit)
    expect(commit.strataCommit).not.toBe(exampleDraw({ suite, mode: 'sealed', size: 24, salt: 'other key' }).bundle.commit.strataCommit)
  })

  test('the auditor has all of it, and the same hash and the same result as the public', () => {
    const told = text(bundleBytes(objects.bundle))
    expect(told).toContain('riskClass')
    expect(told).toContain(hex(objects.key))
    const copy = publicCopy(objects.bundle)
    expect(copy.result).toEqual(result)
    expect(copy.result.poolKey).toBeNull()
    expect(copy.pool).toBeNull()
  })
})

test('the public copy of an open draw is the draw', () => {
  const { bundle } = exampleDraw()
  expect(publicCopy(bundle)).toBe(bundle)
})

test('no reason of a replacement names a class', () => {
  for (const { zh, en } of Object.values(replacementReasons)) expect(`${zh} ${en}`).not.toMatch(/风险|risk/)
})

function text(bytes: Uint8Array): string {
  return fromUtf8(bytes) ?? ''
}
