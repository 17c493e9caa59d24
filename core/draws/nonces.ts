/** Commitments to what is revealed later: the pool key K and each party's nonce (draw protocol §3, §4). Runs in every party's own browser. */
import { type SuiteId, suites, taggedHash } from '../hash/suite.ts'

/** keyCommit = TH("mingjian/1/key", drawId, K) */
export const keyCommitment = (suite: SuiteId, drawId: string, key: Uint8Array): Uint8Array =>
  taggedHash(suites[suite], 'mingjian/1/key', drawId, thirtyTwo(key))

/** TH("mingjian/1/nonce", drawId, party, nonce). Bound to draw and party, so that nobody can copy another party's commitment. */
export const nonceCommitment = (suite: SuiteId, drawId: string, party: string, nonce: Uint8Array): Uint8Array =>
  taggedHash(suites[suite], 'mingjian/1/nonce', drawId, party, thirtyTwo(nonce))

/** A nonce from what people typed in front of witnesses (dice, characters) and 32 random bytes: neither alone decides it. */
export const entropyNonce = (suite: SuiteId, typed: string, random: Uint8Array): Uint8Array =>
  taggedHash(suites[suite], 'mingjian/1/entropy', typed.normalize('NFC'), thirtyTwo(random))

function thirtyTwo(bytes: Uint8Array): Uint8Array {
  if (bytes.length !== 32) throw new RangeError('keys and nonces have 32 bytes')
  return bytes
}
