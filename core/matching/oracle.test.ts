import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { oracleMatched } from '#test/oracle/matched-oracle.ts'
import { type OracleRow, type OracleUnit, oracleRounding, oracleShares } from '#test/oracle/matching-oracle.ts'
import { exampleDraw } from '#test/vectors/example-draws.ts'
import { exampleFacts, exampleOfFacts } from '#test/vectors/example-facts.ts'
import { exampleMatching, exampleSeats } from '#test/vectors/example-matching.ts'
import type { SuiteId } from '../hash/suite.ts'
import { shortage } from './flow.ts'
import { sharesOnGrid } from './grid.ts'
import { balancedShares } from './marginals.ts'
import { roundShares } from './rounding.ts'
import { capOf, graphOf, type MatchRow, type Unit } from './wire.ts'

/** Numbers that are the same on every run; not of any quality that a draw would need. */
function dice(label: string): (n: number) => number {
  let count = 0
  return (n) => createHash('sha256').update(`${label} ${count++}`).digest().readUInt32BE(0) % n
}

/** A small graph of every temper: sparse or full, level or not, with limits or without. */
function randomList(label: string): { readonly units: readonly Unit[]; readonly rows: readonly MatchRow[]; readonly floorPpm: number } {
  const roll = dice(label)
  const count = 3 + roll(7)
  const limited = roll(2) === 0
  const [density, cap] = [3 + roll(8), [300_000, 600_000, 1_000_000][roll(3)] ?? 1_000_000]
  const size = 1 + roll(14)
  const rows = Array.from({ length: size }, (_, i): MatchRow => {
    const need = 1 + roll(2)
    const units = Array.from({ length: count }, (_, unit) => unit).filter(() => roll(10) < density)
    const enough = units.length >= need ? units : Array.from({ length: count }, (_, unit) => unit)
    const leaf = String(i).padStart(64, '0')
    return [leaf, 'officers', need, capOf(need, enough.length, cap), 'station', enough, enough.map(() => 0)]
  })
  const most = Math.ceil((size * 2) / count) + roll(3)
  const units = Array.from(
    { length: count },
    (_, i): Unit => [`OFFICER:${i}`, roll(3) === 0 ? 0 : roll(20), limited && roll(5) > 0 ? most : null, []],
  )
  return { units, rows, floorPpm: [0, 100_000, 500_000, 1_000_000][roll(4)] ?? 0 }
}

test('an implementation written from the document alone finds the same shares, to the last of 2^30, and casts the same lot', {
  timeout: 60_000,
}, () => {
  let limited = 0
  for (let i = 0; i < 1000; i++) {
    const list = randomList(`graph ${i}`)
    const graph = graphOf(list)
    if (shortage(graph)) continue
    if (graph.most) limited++
    const rows = list.rows.map(([, , need, cap, , units]): OracleRow => ({ need, cap, units }))
    const units = list.units.map(([, prior, most]): OracleUnit => ({ prior, most }))
    const grid = sharesOnGrid(graph, balancedShares(graph, { floorPpm: list.floorPpm }))
    const expected = oracleShares(units, rows, list.floorPpm)
    expect([i, ...grid]).toEqual([i, ...expected.flat()])
    const chosen = roundShares(graph, grid, { below: dice(`lot ${i}`) })
    const again = oracleRounding(units.length, rows, expected, dice(`lot ${i}`))
    expect(rows.map((row, r) => row.units.filter((_, k) => chosen[(graph.start[r] ?? 0) + k] === 1))).toEqual(again)
  }
  expect(limited).toBeGreaterThan(200)
})

describe.each<SuiteId>(['sha256', 'sm3'])('%s', (suite) => {
  test('and agrees on whole bundles: persons, groups, experts, limits, both balances, and replacements of officers', {
    timeout: 60_000,
  }, () => {
    const varieties = [
      {},
      { experts: 3 },
      { unit: 'group', experts: 2 },
      { most: 7, pairCapPpm: 600_000, experts: 2 },
      { balance: 'draw', pairCapPpm: 1_000_000 },
    ] as const
    for (let i = 0; i < 25; i++) {
      const options = { ...varieties[i % varieties.length], salt: String(i), count: 6 + (i % 3) }
      const objects = exampleDraw({ suite, size: 10 + i, strata: [{ ratePpm: 500_000 }], salt: String(i) })
      const officers = exampleMatching(objects, options)
      const read = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString())
      expect(oracleMatched(read(officers.bytes))).toEqual([])
      if (!('unit' in options)) expect(oracleMatched(read(exampleSeats(objects, officers, options).bytes))).toEqual([])
    }
  })

  test('and on what is wrong', () => {
    const objects = exampleDraw({ suite, size: 12, strata: [{ ratePpm: 500_000 }] })
    const { bundle } = exampleMatching(objects)
    const { list } = exampleMatching(objects)
    const [first, ...others] = list.units
    const wrong = { ...bundle, matching: { ...list, units: [[first?.[0], 99, null, []], ...others] } }
    expect(oracleMatched(wrong)).toEqual(['unitsDigest', 'shares'])
    const swapped = { ...bundle.result, assignment: [...exampleMatching(objects).assignment].reverse() }
    expect(oracleMatched({ ...bundle, result: swapped })).toEqual(['assignment'])
  })

  test('and on the digest of the facts, and on facts that are others', () => {
    const objects = exampleDraw({ suite, size: 16, strata: [{ ratePpm: 500_000 }] })
    const facts = exampleFacts(objects)
    const { bundle, factsFile } = exampleOfFacts(objects, facts)
    const text = Buffer.from(factsFile.bytes).toString()
    expect(oracleMatched(bundle, text)).toEqual([])
    expect(oracleMatched(bundle, text.replace('"load":3', '"load":2'))).toEqual(['facts'])
    expect(oracleMatched(bundle, `${text}\n`)).toEqual(['facts'])
  })
})
