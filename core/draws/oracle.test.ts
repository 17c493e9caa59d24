import { describe, expect, test } from 'vitest'
import { oracleDraw, oracleEdgesDigest, oracleMatching } from '#test/oracle/draw-oracle.ts'
import { exampleDraw, exampleOfficers } from '#test/vectors/example-draws.ts'
import { hex } from '../bytes.ts'
import type { SuiteId } from '../hash/suite.ts'

/** Sizes and rates that change from draw to draw but not from run to run. */
const cases = Array.from({ length: 100 }, (_, i) => ({
  i,
  size: 6 + ((i * 37) % 90),
  ratePpm: 120_000 + ((i * 7919) % 800_000),
  count: 1 + (i % 2),
}))

describe.each<SuiteId>(['sha256', 'sm3'])('%s', (suite) => {
  test('an implementation written from the document alone agrees on 100 draws', () => {
    for (const { i, size, ratePpm, count } of cases) {
      const { bundle, rows, key, nonces } = exampleDraw({
        suite,
        size,
        strata: i % 3 === 0 ? [{ ratePpm }] : [{ ratePpm }, { count }],
        salt: String(i),
        task: `62010220261120${1000 + i}`,
      })
      const { commit, result } = bundle
      const strata = commit.strata ?? []
      const drawn = oracleDraw({
        suite,
        drawId: commit.drawId,
        key: Buffer.from(key),
        members: rows.map(([subject, index]) => ({ subject, stratum: strata[index]?.id ?? '' })),
        commit: { ...commit },
        strata,
        nonces: nonces.map(({ party, nonce }) => ({ party, nonce: Buffer.from(nonce, 'hex') })),
      })
      const { commitHash, seed, selected, selectedRoot } = result
      expect(drawn).toEqual({ poolRoot: commit.poolRoot, commitHash, seed, selected, selectedRoot })
    }
  })

  test('and on the matching of officers', () => {
    for (const { i, size } of cases.slice(0, 20)) {
      const objects = exampleDraw({ suite, size, strata: [{ ratePpm: 500_000 }], salt: String(i) })
      const { bundle, matching } = exampleOfficers(objects, { count: 3 + (i % 9), salt: String(i) })
      const { commit, result } = bundle
      expect(commit.matching?.edgesDigest).toBe(oracleEdgesDigest(suite, matching.objects, matching.officers, matching.edges))
      const basis = {
        suite,
        drawId: commit.drawId,
        commitHash: Buffer.from(result.commitHash, 'hex'),
        seed: Buffer.from(result.seed, 'hex'),
      }
      expect(oracleMatching({ ...basis, ...matching, teamSize: 2 })).toEqual(result.assignment)
      expect(hex(objects.pool.root)).toBe(objects.bundle.commit.poolRoot)
    }
  })
})
