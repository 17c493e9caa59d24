/** The seed, which exists only when every party has revealed (draw protocol §4). */
import { concat, fromHex, hex, lp } from '../bytes.ts'
import { suites } from '../hash/suite.ts'
import { fail, ok, type Result } from '../result.ts'
import { type BeaconValue, beaconBytes } from './beacon.ts'
import type { CommitDocument, RevealedNonce } from './documents.ts'
import { nonceCommitment } from './nonces.ts'

export type NoncesRefused = {
  readonly type: 'nonces_refused'
  readonly refused: readonly { readonly party: string; readonly why: 'missing' | 'unknown_party' | 'twice' | 'does_not_open' }[]
}

/** The nonces in the order of `sources`, when there is exactly one for each party and each opens its commitment; else every one that does not. */
export function openNonces(
  { suite, drawId, sources }: Pick<CommitDocument, 'suite' | 'drawId' | 'sources'>,
  nonces: readonly RevealedNonce[],
): Result<readonly RevealedNonce[], NoncesRefused> {
  const ordered: RevealedNonce[] = []
  const refused: NoncesRefused['refused'][number][] = []
  for (const { party, commitment } of sources) {
    const revealed = nonces.filter((one) => one.party === party)
    const [one] = revealed
    if (!one) refused.push({ party, why: 'missing' })
    else if (revealed.length > 1) refused.push({ party, why: 'twice' })
    else if (hex(nonceCommitment(suite, drawId, party, fromHex(one.nonce))) !== commitment) refused.push({ party, why: 'does_not_open' })
    else ordered.push(one)
  }
  for (const { party } of nonces) if (!sources.some((source) => source.party === party)) refused.push({ party, why: 'unknown_party' })
  return refused.length > 0 ? fail({ type: 'nonces_refused', refused }) : ok(ordered)
}

/**
 * seed = HKDF-Extract(salt = commitHash, IKM = LP(nonce_1) ‖ … ‖ LP(nonce_m) ‖ LP(beacon bytes, empty if none)), RFC 5869 §2.2.
 * The nonces are those of `openNonces`, the beacon is that of `checkBeaconValue`: nothing else may become a seed.
 */
export function drawSeed(
  suite: CommitDocument['suite'],
  commitHash: string,
  nonces: readonly RevealedNonce[],
  beaconValue: BeaconValue | null,
): Uint8Array {
  const material = concat(...nonces.map(({ nonce }) => lp(fromHex(nonce))), lp(beaconBytes(beaconValue)))
  return suites[suite].hmac(fromHex(commitHash)).mac(material)
}
