import { readFileSync } from 'node:fs'
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { describe, expect, test } from 'vitest'
import { exampleBeacon, quicknet1000, signRound, testChain } from '#test/vectors/example-beacons.ts'
import {
  type Beacon,
  type BeaconDue,
  type BeaconValue,
  beaconDue,
  checkBeaconValue,
  type DrandChain,
  drandRoundAt,
  drandRoundTime,
  parseAnnounced,
  quicknet,
} from './beacon.ts'

type Vectors = {
  quicknet: DrandChain
  roundAt: { at: string; round: number }[]
  signatures: { chain: DrandChain; round: number; signature: string; holds: boolean }[]
  due: { beacon: Beacon; revealedAt: string; due: BeaconDue | null }[]
  announced: { typed: string; value: string | null }[]
}
const vectors: Vectors = JSON.parse(readFileSync(new URL('../../test/vectors/draws/beacons.json', import.meta.url), 'utf8'))

const before = '2023-08-23T15:59:00.000Z'
const round1000 = { kind: 'drand', chain: quicknet.hash, round: 1000 } as const
const drandValue = (signature: string, round = 1000, revealedAt = before): BeaconValue => ({ kind: 'drand', round, signature, revealedAt })
const refusal = (beacon: Beacon | null, value: BeaconValue, chains: readonly DrandChain[] = []): unknown => {
  const checked = checkBeaconValue(beacon, value, chains)
  return checked.ok ? null : checked.failure
}

describe('the frozen vectors of beacons', () => {
  test('rounds and times', () => {
    expect(vectors.quicknet).toEqual(quicknet)
    for (const { at, round } of vectors.roundAt) {
      expect(drandRoundAt(quicknet, at)).toBe(round)
      expect(drandRoundTime(quicknet, round) >= at).toBe(true)
      expect(drandRoundTime(quicknet, round - 1) < at).toBe(true)
    }
  })
  test('signatures hold or do not', () => {
    for (const { chain, round, signature, holds } of vectors.signatures) {
      const beacon = { kind: 'drand', chain: chain.hash, round } as const
      expect(refusal(beacon, drandValue(signature, round, '2023-01-01T00:00:00.000Z'), [chain]) === null).toBe(holds)
    }
  })
  test('a late reveal leads to the next value, and to none when none is left', () => {
    for (const { beacon, revealedAt, due } of vectors.due) expect(beaconDue(beacon, [], revealedAt)).toEqual(due)
  })
  test('typed values have one form', () => {
    for (const { typed, value } of vectors.announced) expect(parseAnnounced(typed)).toBe(value)
  })
})

test('round 1,000 of quicknet verifies from its signature alone, and no other signature or round does', () => {
  expect(refusal(round1000, drandValue(quicknet1000))).toBeNull()
  expect(refusal({ ...round1000, round: 1001 }, drandValue(quicknet1000, 1001))).toEqual({ type: 'beacon_signature_wrong', round: 1001 })
  for (const other of [signRound(1000), '00'.repeat(48), 'ff'.repeat(48), `c0${'00'.repeat(47)}`])
    expect(refusal(round1000, drandValue(other))).toEqual({ type: 'beacon_signature_wrong', round: 1000 })
})

test('a point outside the subgroup, or another encoding, is no second signature of a round: somebody could choose between them', () => {
  const { Point } = bls12_381.G1
  const genuine = Point.fromHex(quicknet1000)
  const torsion = lowOrderPoint()
  expect(compressed(genuine)).toBe(quicknet1000)
  expect(refusal(round1000, drandValue(compressed(genuine.add(torsion))))).toEqual({ type: 'beacon_signature_wrong', round: 1000 })
  expect(refusal(round1000, drandValue(compressed(genuine.negate())))).toEqual({ type: 'beacon_signature_wrong', round: 1000 })
})

test('a party that waits for the value to be public gets another value, five minutes of quicknet later', () => {
  const atTheRound = drandRoundTime(quicknet, 1000)
  expect(refusal(round1000, drandValue(quicknet1000, 1000, atTheRound))).toEqual({ type: 'beacon_not_due', due: '1100', given: '1000' })
  expect(beaconDue(round1000, [], atTheRound)).toMatchObject({ round: 1100, at: '2023-08-23T16:04:24.000Z' })
})

test('a value is taken only for the beacon that was committed', () => {
  const announced: BeaconValue = {
    kind: 'announced',
    what: '中国福利彩票双色球 2026136 期开奖号码',
    at: '2026-11-22T13:15:00.000Z',
    value: '03 09',
    revealedAt: '2026-11-20T10:08:00.000Z',
  }
  const lottery = exampleBeacon('announced')
  expect(refusal(lottery, announced)).toBeNull()
  expect(refusal(null, announced)).toEqual({ type: 'beacon_not_expected' })
  expect(refusal(round1000, announced)).toEqual({ type: 'beacon_of_other_kind' })
  expect(refusal(lottery, { ...announced, what: '别的号码' })).toMatchObject({ type: 'beacon_not_due' })
  expect(refusal(lottery, { ...announced, revealedAt: '2026-11-22T13:15:00.000Z' })).toMatchObject({ type: 'beacon_not_due' })
  expect(refusal(lottery, { ...announced, revealedAt: '2026-12-01T00:00:00.000Z' })).toMatchObject({ type: 'beacon_none_left' })
  expect(refusal(lottery, { ...announced, value: '03  09' })).toEqual({ type: 'beacon_value_invalid' })
  const known = { kind: 'drand', chain: testChain.hash, round: 7 } as const
  expect(refusal(known, drandValue(signRound(7), 7))).toEqual({ type: 'beacon_chain_unknown', chain: testChain.hash })
  expect(refusal(known, drandValue(signRound(7), 7), [testChain])).toBeNull()
})

/** The compressed form of any point of the curve; the library writes only those of the subgroup. */
function compressed(point: { toAffine: () => { x: bigint; y: bigint } }): string {
  const { x, y } = point.toAffine()
  const larger = 2n * y > bls12_381.fields.Fp.ORDER ? 1n : 0n
  return (x + ((0b100n + larger) << 381n)).toString(16).padStart(96, '0')
}

/** A point of the curve whose order divides the cofactor: [r]P of a point P that is not in the subgroup. */
function lowOrderPoint() {
  const { Point } = bls12_381.G1
  const { Fp } = bls12_381.fields
  for (let x = 1n; x < 100n; x++) {
    const square = Fp.add(Fp.pow(x, 3n), 4n)
    const y = Fp.pow(square, (Fp.ORDER + 1n) / 4n)
    if (!Fp.eql(Fp.sqr(y), square)) continue
    const point = Point.fromAffine({ x, y })
    const multiple = point.multiplyUnsafe(Point.Fn.ORDER - 1n).add(point)
    if (!multiple.equals(Point.ZERO)) return multiple
  }
  throw new Error('no such point')
}
