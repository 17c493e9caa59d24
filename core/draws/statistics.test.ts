import { describe, expect, test } from 'vitest'
import { bytesFor, exampleDraw, exampleSubject, value } from '#test/vectors/example-draws.ts'
import { exampleReplacement } from '#test/vectors/example-replacement.ts'
import { hex } from '../bytes.ts'
import type { SuiteId } from '../hash/suite.ts'
import { drbg } from './drbg.ts'
import { type Pool, poolBuilder } from './pool.ts'
import { select } from './select.ts'
import { ticketer } from './tickets.ts'

// Protocol §9. The seeds are fixed, so each statistic is a fixed number: a failure is a change of the draw, never bad luck. Limits at about
// three standard deviations, or 1 % for Kolmogorov–Smirnov.

const draw = { drawId: '620102202611201001-O-1', commitHash: 'ab'.repeat(32) } as const

function poolOf(suite: SuiteId, sizes: readonly number[]): Pool {
  const builder = poolBuilder({ suite, drawId: draw.drawId, key: bytesFor(suite, 'K'), strata: sizes.map((_, s) => `s${s + 1}`) })
  let i = 0
  value(builder.add(sizes.flatMap((size, s) => Array.from({ length: size }, () => [exampleSubject(i++), s] as const))))
  return value(builder.finish())
}

/** X = Σ(c−Rp)²/(Rp(1−p))·(N−1)/N is χ² with N−1 degrees of freedom: the k drawn of a pool are not independent of each other. As a normal deviate. */
function deviate(times: ArrayLike<number>, runs: number, target: number): number {
  const size = times.length
  const p = target / size
  const x = (Array.from(times).reduce((sum, c) => sum + (c - runs * p) ** 2 / (runs * p * (1 - p)), 0) * (size - 1)) / size
  return (x - (size - 1)) / Math.sqrt(2 * (size - 1))
}

describe.each<SuiteId>(['sha256', 'sm3'])('with %s', (suite) => {
  test.each([
    [[100], [30]],
    [[33], [1]],
    [
      [40, 60],
      [20, 3],
    ],
  ])('every member of a stratum has the same chance (strata of %j, targets %j, 2,000 seeds)', (sizes, targets) => {
    const runs = 2000
    const pool = poolOf(suite, sizes)
    const times = new Uint32Array(pool.size)
    for (let run = 0; run < runs; run++) {
      const { positions } = select({ suite, ...draw, seed: bytesFor(suite, `seed ${run}`) }, pool, targets)
      for (const position of positions) times[position] = (times[position] ?? 0) + 1
    }
    for (const [s, target] of targets.entries()) {
      const members = times.filter((_, position) => pool.strata[position] === s)
      expect(Math.abs(deviate(members, runs, target))).toBeLessThan(3)
    }
  })

  test('any two members are drawn together with probability k(k−1)/N(N−1): no two firms share their luck', () => {
    const [size, target, runs] = [40, 12, 3000]
    const pool = poolOf(suite, [size])
    const together = new Uint32Array(size * size)
    for (let run = 0; run < runs; run++) {
      const { positions } = select({ suite, ...draw, seed: bytesFor(suite, `pair ${run}`) }, pool, [target])
      for (const a of positions) for (const b of positions) if (a < b) together[a * size + b] = (together[a * size + b] ?? 0) + 1
    }
    const p = (target * (target - 1)) / (size * (size - 1))
    const pairs = Array.from({ length: size }, (_, a) =>
      Array.from({ length: size - 1 - a }, (_, k) => together[a * size + a + 1 + k] ?? 0),
    ).flat()
    const deviations = pairs.map((count) => (count - runs * p) / Math.sqrt(runs * p * (1 - p)))
    // 780 pairs: the largest of as many normal deviates stays below 4.5, and their squares average 1 but for the fixed total.
    expect(pairs.reduce((sum, count) => sum + count, 0)).toBe((runs * target * (target - 1)) / 2)
    expect(Math.max(...deviations.map(Math.abs))).toBeLessThan(4.5)
    const mean = deviations.reduce((sum, z) => sum + z * z, 0) / deviations.length
    expect(Math.abs(mean - 1)).toBeLessThan(0.16)
  })

  test('tickets are spread evenly (Kolmogorov–Smirnov over 20,000)', () => {
    const ticketOf = ticketer({ suite, ...draw, seed: bytesFor(suite, 'seed') })
    const leaf = new Uint8Array(32)
    const heads = Array.from({ length: 20_000 }, (_, i) => {
      leaf.set([i >>> 8, i & 255])
      const ticket = new Uint8Array(32)
      ticketOf(leaf, 0, ticket, 0)
      return (((ticket[0] ?? 0) * 256 + (ticket[1] ?? 0)) * 256 + (ticket[2] ?? 0)) / 2 ** 24
    }).sort((a, b) => a - b)
    const distance = Math.max(
      ...heads.map((head, i) => Math.max(Math.abs(head - i / heads.length), Math.abs(head - (i + 1) / heads.length))),
    )
    expect(distance * Math.sqrt(heads.length)).toBeLessThan(1.63)
  })

  test('where a row stood in the register says nothing about its chance', () => {
    // Systematic sampling draws every 33rd row of a list that somebody sorted; here the first half and the second are drawn alike.
    const [size, target, runs] = [60, 15, 600]
    const firstHalf = new Set(Array.from({ length: size / 2 }, (_, i) => exampleSubject(i)))
    let drawnOfFirst = 0
    for (let run = 0; run < runs; run++) {
      const { drawn, pool, rows } = exampleDraw({ suite, size, strata: [{ count: target }], salt: `order ${run}` })
      for (const position of drawn.selection.positions) if (firstHalf.has(rows[pool.order[position] ?? 0]?.[0] ?? '')) drawnOfFirst++
    }
    // Hypergeometric: mean k/2, variance k·¼·(N−k)/(N−1) per draw.
    const deviation = Math.sqrt(runs * target * 0.25 * ((size - target) / (size - 1)))
    expect(Math.abs(drawnOfFirst - (runs * target) / 2) / deviation).toBeLessThan(3)
  })

  test('having been drawn last time says nothing about this time: draws of other days do not know each other', () => {
    const [size, target, runs] = [50, 10, 600]
    let again = 0
    let last: readonly string[] = []
    for (let run = 0; run <= runs; run++) {
      const { drawn, pool, rows } = exampleDraw({ suite, size, strata: [{ count: target }], task: `62010220261${String(1000 + run)}` })
      const subjects = Array.from(drawn.selection.positions, (position) => rows[pool.order[position] ?? 0]?.[0] ?? '')
      if (run > 0) again += subjects.filter((subject) => last.includes(subject)).length
      last = subjects
    }
    // The overlap of two draws of k of N: mean k²/N, variance k²/N·(N−k)²/(N(N−1)).
    const mean = (target * target) / size
    const variance = (mean * (size - target) ** 2) / (size * (size - 1))
    expect(Math.abs(again - runs * mean) / Math.sqrt(runs * variance)).toBeLessThan(3)
  })

  test('every member that may be taken has the same chance to be the substitute', () => {
    const runs = 1500
    const objects = exampleDraw({ suite, size: 16, strata: [{ count: 4 }] })
    const times = new Map<string, number>()
    for (let run = 0; run < runs; run++) {
      const { drawn, pool } = exampleReplacement(objects, { salt: `substitute ${run}` })
      const at = (drawn.selection.positions[0] ?? 0) * 32
      const leaf = hex(pool.leaves.subarray(at, at + 32))
      times.set(leaf, (times.get(leaf) ?? 0) + 1)
    }
    expect(times.size).toBe(12)
    expect(Math.abs(deviate([...times.values()], runs, 1))).toBeLessThan(3)
  })
})

test('the DRBG gives every residue the same chance and refuses what it cannot give', () => {
  const basis = { suite: 'sha256', ...draw, seed: bytesFor('sha256', 'seed') } as const
  const random = drbg(basis, 'label')
  const times = new Uint32Array(6)
  for (let i = 0; i < 60_000; i++) {
    const drawn = random.below(6)
    times[drawn] = (times[drawn] ?? 0) + 1
  }
  const x = times.reduce((sum, c) => sum + (c - 10_000) ** 2 / 10_000, 0)
  expect(x).toBeLessThan(20.5) // χ² with 5 degrees of freedom, 0.1 %
  expect(drbg(basis, 'label').word()).toBe(drbg(basis, 'label').word())
  expect(drbg(basis, 'label').word()).not.toBe(drbg(basis, 'other').word())
  expect(drbg(basis, 'one').below(1)).toBe(0)
  for (const wrong of [0, -1, 1.5, 2 ** 32 + 1]) expect(() => random.below(wrong)).toThrow(RangeError)
})
