import { describe, expect, test } from 'vitest'
import { exampleDraw } from '#test/vectors/example-draws.ts'
import { indexOf, openingOf } from '#test/vectors/example-opening.ts'
import { exampleReplacement } from '#test/vectors/example-replacement.ts'
import { hex } from '../bytes.ts'
import type { SuiteId } from '../hash/suite.ts'
import { publicCopy } from './bundle.ts'
import { type OpeningVerification, openingBytes, parseOpening, readOpening, verifyOpening } from './opening.ts'
import { openingCheckLabels } from './opening-labels.ts'

const strata = [{ ratePpm: 300_000 }, { count: 2 }]
const failedOf = ({ checks }: OpeningVerification): readonly string[] =>
  checks.filter(({ status }) => status === 'failed').map(({ check }) => check)

describe.each<SuiteId>(['sha256', 'sm3'])('openings with %s', (suite) => {
  test.each(['open', 'sealed'] as const)(
    'every member of a draw of mode %s sees by itself that it was in the pool, and whether it was drawn',
    (mode) => {
      const objects = exampleDraw({ suite, mode, size: 20, strata })
      const bundle = publicCopy(objects.bundle)
      const drawn = Array.from(objects.drawn.selection.positions)
      for (let index = 0; index < 20; index++) {
        const opening = openingOf(objects, index)
        const verification = verifyOpening(opening, bundle)
        expect(verification.checks.map(({ check }) => check)).toEqual(Object.keys(openingCheckLabels))
        const order = drawn.indexOf(index)
        expect(verification).toMatchObject({ verdict: 'held', drawn: order >= 0, order: order >= 0 ? order + 1 : null })
        expect(readOpening(openingBytes(opening))).toEqual({ ok: true, value: opening })
      }
    },
  )

  test('a substitute sees by the replacement that it was drawn', () => {
    const objects = exampleDraw({ suite, mode: 'sealed', size: 20, strata })
    const instead = exampleReplacement(objects)
    const leaf = hex(instead.pool.leaves.subarray((instead.drawn.selection.positions[0] ?? 0) * 32).subarray(0, 32))
    const opening = openingOf(instead, indexOf(instead, leaf))
    expect(verifyOpening(opening, publicCopy(instead.bundle))).toMatchObject({ verdict: 'held', drawn: true, order: 1 })
    expect(verifyOpening(openingOf(objects, indexOf(objects, leaf)), publicCopy(objects.bundle))).toMatchObject({ drawn: false })
    expect(failedOf(verifyOpening(opening, publicCopy(objects.bundle)))).toEqual(['opening_draw'])
  })
})

test('an opening of another draw, of another subject or of another place is refused by name', () => {
  const objects = exampleDraw({ size: 20, strata })
  const opening = openingOf(objects, 4)
  const { bundle } = objects
  const failedWith = (change: object): readonly string[] => failedOf(verifyOpening({ ...opening, ...change }, bundle))
  expect(failedWith({})).toEqual([])
  expect(failedOf(verifyOpening(opening, exampleDraw({ size: 20, strata, salt: 'other' }).bundle))).toEqual(
    expect.arrayContaining(['opening_draw', 'opening_member']),
  )
  expect(failedWith({ subject: openingOf(objects, 5).subject })).toEqual(['opening_subject'])
  expect(failedWith({ leaf: openingOf(objects, 5).leaf })).toEqual(expect.arrayContaining(['opening_subject', 'opening_member']))
  expect(failedWith({ index: 5 })).toEqual(['opening_member'])
  expect(failedWith({ path: opening.path.slice(1) })).toEqual(['opening_member'])
  const { nonces } = bundle.result
  const rewritten = { ...bundle, result: { ...bundle.result, nonces: [...nonces].reverse() } }
  expect(failedOf(verifyOpening(opening, rewritten))).toContain('opening_ticket')
})

test('a long list of those drawn is looked up in its file, and without it nothing is said of being drawn', () => {
  const objects = exampleDraw({ size: 10_002, strata: [{ ratePpm: 999_950 }] })
  const opening = openingOf(objects, 7)
  expect(verifyOpening(opening, objects.bundle, (name) => objects.files.find((file) => file.name === name)?.bytes ?? null)).toMatchObject({
    verdict: 'held',
    drawn: true,
  })
  const alone = verifyOpening(opening, objects.bundle)
  expect(alone).toMatchObject({ verdict: 'held', drawn: null, order: null })
  expect(alone.checks.at(-1)).toEqual({ check: 'opening_drawn', status: 'not_checked', why: 'no_files' })
})

test('an opening has one form and no member that the protocol does not know', () => {
  const opening = openingOf(exampleDraw({ size: 9, strata }), 2)
  expect(Object.keys(opening).sort()).toEqual([
    'commitHash',
    'drawId',
    'format',
    'index',
    'leaf',
    'path',
    'saltA',
    'stratumCom',
    'subject',
    'suite',
  ])
  expect(parseOpening({ ...opening, saltB: '00'.repeat(32) }).ok).toBe(false)
  expect(parseOpening({ ...opening, stratum: 's1' }).ok).toBe(false)
  expect(openingBytes(opening).length).toBeLessThan(1500)
})
