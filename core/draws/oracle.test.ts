import { describe, expect, test } from 'vitest'
import { oracleBundle, oracleOpening } from '#test/oracle/bundle-oracle.ts'
import { oracleDraw, oracleEdgesDigest, oracleMatching } from '#test/oracle/draw-oracle.ts'
import { testChain } from '#test/vectors/example-beacons.ts'
import { exampleDraw, exampleOfficers } from '#test/vectors/example-draws.ts'
import { exampleLogKey } from '#test/vectors/example-log.ts'
import { openingOf } from '#test/vectors/example-opening.ts'
import { exampleReplacement } from '#test/vectors/example-replacement.ts'
import { hex } from '../bytes.ts'
import type { SuiteId } from '../hash/suite.ts'
import { quicknet } from './beacon.ts'
import { bundleBytes, publicCopy } from './bundle.ts'
import { verifyOpening } from './opening.ts'
import { verifyBundle } from './verify.ts'

/** Sizes and rates that change from draw to draw but not from run to run. */
const cases = Array.from({ length: 200 }, (_, i) => ({
  i,
  size: 6 + ((i * 37) % 90),
  ratePpm: 120_000 + ((i * 7919) % 800_000),
  count: 1 + (i % 2),
}))

const beacons = ['announced', undefined, undefined, 'quicknet', 'test', undefined, 'announced', undefined] as const

describe.each<SuiteId>(['sha256', 'sm3'])('%s', (suite) => {
  test('an implementation written from the document alone agrees on 200 draws', () => {
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

  test('and on whole bundles and openings: 200 draws of every kind, mode and beacon, full and public, with and without a log', {
    timeout: 120_000,
  }, () => {
    for (const { i, size, count } of cases) {
      // Low enough that somebody is left to take the place of one drawn.
      const ratePpm = 170_000 + ((i * 7919) % 400_000)
      const beacon = beacons[i % 8]
      const log = i % 3 === 0
      const objects = exampleDraw({
        suite,
        mode: i % 2 === 0 ? 'open' : 'sealed',
        size,
        strata: i % 5 === 0 ? [{ ratePpm }] : [{ ratePpm }, { count }],
        salt: String(i),
        task: `62010220261120${1000 + i}`,
        log,
        ...(beacon && i % 4 < 2 && { beacon }),
      })
      const draw = i % 4 < 2 ? objects : exampleReplacement(objects, { salt: String(i), log, ...(beacon && { beacon }) })
      for (const bytes of [draw.bytes, bundleBytes(publicCopy(draw.bundle))]) {
        expect(oracleBundle(Buffer.from(bytes).toString(), [quicknet, testChain], exampleLogKey)).toEqual([])
        expect(verifyBundle(bytes, { logKey: exampleLogKey, chains: [testChain] }).verdict).toBe('held')
      }
      const opening = openingOf(draw, i % size)
      const { drawn } = verifyOpening(opening, draw.bundle)
      expect(oracleOpening(JSON.parse(JSON.stringify(opening)), JSON.parse(JSON.stringify(publicCopy(draw.bundle))))).toEqual({
        problem: null,
        drawn,
      })
    }
  })

  test('and on what is wrong', () => {
    const objects = exampleDraw({ suite, size: 9, beacon: 'announced' })
    const { bundle } = exampleReplacement(objects, { log: true })
    const read = (of: object) => oracleBundle(`${JSON.stringify(of)}\n`, [quicknet], exampleLogKey)
    for (const [wrong, problem] of [
      [{ ...bundle, result: { ...bundle.result, seed: '00'.repeat(32) } }, 'seed'],
      [{ ...bundle, replacement: { selected: [] } }, 'objectsRoot'],
      [{ ...bundle, log: { ...bundle.log, proofs: bundle.log?.proofs.slice(1) } }, 'steps'],
      [{ ...bundle, pool: { ...bundle.pool, key: '00'.repeat(32) } }, 'keyCommit'],
    ] as const) {
      expect(read(wrong)).toContain(problem)
      expect(verifyBundle(Buffer.from(`${JSON.stringify(wrong)}\n`), { logKey: exampleLogKey }).verdict).toBe('failed')
    }
  })

  test('and on the matching of officers', () => {
    for (const { i, size } of cases.slice(0, 20)) {
      const objects = exampleDraw({ suite, size, strata: [{ ratePpm: 500_000 }], salt: String(i) })
      const { bundle, matching } = exampleOfficers(objects, { count: 3 + (i % 9), salt: String(i) })
      const { commit, result } = bundle
      expect(commit.matching).toMatchObject({
        edgesDigest: oracleEdgesDigest(suite, matching.objects, matching.officers, matching.edges),
      })
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
