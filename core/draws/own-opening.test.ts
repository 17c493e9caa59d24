import { describe, expect, test } from 'vitest'
import { exampleDraw } from '#test/vectors/example-draws.ts'
import { openingBytes, readOpening, verifyOpening } from './opening.ts'
import { ownOpening } from './own-opening.ts'

const strata = [{ ratePpm: 300_000 }, { ratePpm: 500_000 }]

describe.each([
  ['inside the bundle', 12],
  ['in a file of its own', 10_001],
])('with a list %s', (_name, size) => {
  const draw = exampleDraw({ size, strata })
  const files = new Map(draw.files.map((file) => [file.name, file.bytes]))
  const readFile = (name: string) => files.get(name) ?? null

  test('every member makes its own opening from public data, and it holds', () => {
    for (const at of [0, 1, size - 1]) {
      const subject = draw.rows[at]?.[0] ?? ''
      const own = ownOpening(draw.bundle, subject, readFile)
      if (own.state !== 'made') throw new Error(own.state)
      expect(readOpening(openingBytes(own.opening))).toEqual({ ok: true, value: own.opening })
      const { verdict, checks } = verifyOpening(own.opening, draw.bundle, readFile)
      expect([verdict, checks.map(({ status }) => status)]).toEqual(['held', checks.map(() => 'ok')])
    }
  })

  test('who is not on the list gets none', () => {
    expect(ownOpening(draw.bundle, 'SITE:nobody', readFile)).toEqual({ state: 'not_in_pool' })
  })
})

test('without the list there is nothing to make an opening from', () => {
  expect(ownOpening(exampleDraw({ size: 10_001, strata }).bundle, 'SITE:nobody').state).toBe('no_list')
})
