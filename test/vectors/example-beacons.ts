/** Beacons for the example draws: the published round 1,000 of quicknet, a chain of our own whose key everyone may know, and an announced value. */
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { be64, hex } from '#core/bytes.ts'
import { type Beacon, type BeaconValue, beaconDue, type DrandChain, quicknet } from '#core/draws/beacon.ts'
import { suites, taggedHash } from '#core/hash/suite.ts'

export type ExampleBeacon = 'quicknet' | 'test' | 'announced'

const short = bls12_381.shortSignatures
const secret = taggedHash(suites.sha256, 'example chain').map((byte, i) => (i === 0 ? byte & 0x3f : byte))

/** A chain that a verifier knows only when it is told. */
export const testChain: DrandChain = {
  hash: hex(taggedHash(suites.sha256, 'example chain hash')),
  publicKey: short.getPublicKey(secret).toHex(),
  genesis: 1_700_000_000,
  period: 3,
}

/** The signature of a round of the test chain, in hex. */
export const signRound = (round: number): string =>
  short.Signature.toHex(short.sign(short.hash(suites.sha256.hash(be64(round)), 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_'), secret))

/** https://api.drand.sh/52db…e971/public/1000, of 2023-08-23T15:59:24Z. */
export const quicknet1000 = 'b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39'

/** What the COMMIT names. The announced one has a second date for the case that a reveal comes late. */
export function exampleBeacon(kind: ExampleBeacon): Beacon {
  switch (kind) {
    case 'quicknet':
      return { kind: 'drand', chain: quicknet.hash, round: 1000 }
    case 'test':
      return { kind: 'drand', chain: testChain.hash, round: 31_750_000 }
    case 'announced':
      return {
        kind: 'announced',
        what: '中国福利彩票双色球 2026136 期开奖号码',
        at: '2026-11-22T13:15:00.000Z',
        later: [['中国福利彩票双色球 2026137 期开奖号码', '2026-11-24T13:15:00.000Z']],
      }
  }
}

/** The value that counts when the last nonce is revealed at that time. */
export function exampleBeaconValue(beacon: Beacon, revealedAt: string): BeaconValue {
  const due = beaconDue(beacon, [testChain], revealedAt)
  if (due === null) throw new Error('no beacon is left')
  if (due.kind === 'announced') return { kind: 'announced', what: due.what, at: due.at, value: '03 09 14 21 27 33 08', revealedAt }
  const { round } = due
  const signature = due.chain === quicknet.hash ? quicknet1000 : signRound(round)
  return { kind: 'drand', round, signature, revealedAt }
}
