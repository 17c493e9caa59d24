/**
 * 本方随机数: a party's 32-byte nonce, made in this browser and kept only here until it is revealed (draw protocol §4).
 * The server sees the commitment first; whoever learned a nonce before COMMIT could choose the pool for it, and a nonce that is lost
 * voids the draw. So it is written down, read back and offered as a slip before its commitment is sent.
 */
import { fromHex, hex, isHex } from '#core/bytes.ts'
import { entropyNonce, nonceCommitment } from '#core/draws/nonces.ts'
import { type SuiteId, suites } from '#core/hash/suite.ts'

export type HeldNonce = {
  readonly format: 'mingjian-nonce/1'
  readonly drawId: string
  readonly party: string
  readonly suite: SuiteId
  readonly nonce: string
  readonly commitment: string
  readonly madeAt: string
  /** Dice or typed characters went into it. The text itself is not kept: the nonce alone is what counts. */
  readonly typed: boolean
  /** A slip was downloaded or printed. */
  readonly backedUp: boolean
}

export type NonceOwner = { readonly accountId: string; readonly drawId: string; readonly party: string }

export type SlipFailure = 'not_a_slip' | 'other_draw' | 'other_party' | 'commitment_differs'

/** The nonce of this owner in this browser, making it on first use. A nonce that exists is never replaced: its commitment may be out already. */
export function makeNonce(
  owner: NonceOwner,
  suite: SuiteId,
  typedText: string,
  now: Date,
  storage: Storage = localStorage,
): HeldNonce | null {
  const present = heldNonce(owner, storage)
  if (present !== null) return present
  const random = crypto.getRandomValues(new Uint8Array(32))
  const nonce = typedText === '' ? random : entropyNonce(suite, typedText, random)
  return keepNonce(owner, describe(owner, suite, hex(nonce), now, typedText !== ''), storage)
}

/** Writes and reads back; null when the browser did not keep it (private window, full or forbidden storage). */
export function keepNonce(owner: NonceOwner, held: HeldNonce, storage: Storage = localStorage): HeldNonce | null {
  try {
    storage.setItem(keyOf(owner), JSON.stringify(held))
  } catch {
    return null
  }
  return heldNonce(owner, storage)
}

export function heldNonce(owner: NonceOwner, storage: Storage = localStorage): HeldNonce | null {
  try {
    const text = storage.getItem(keyOf(owner))
    return text === null ? null : parseHeld(text)
  } catch {
    return null
  }
}

/** After the reveal the nonce is public, in the log and in the bundle: nothing is lost by forgetting it here. */
export const forgetNonce = (owner: NonceOwner, storage: Storage = localStorage): void => storage.removeItem(keyOf(owner))

export const markBackedUp = (owner: NonceOwner, held: HeldNonce, storage: Storage = localStorage): HeldNonce =>
  keepNonce(owner, { ...held, backedUp: true }, storage) ?? held

/** The commitment that TH("mingjian/1/nonce", drawId, party, nonce) gives, as lowercase hex. */
export const commitmentOf = (suite: SuiteId, drawId: string, party: string, nonce: string): string =>
  hex(nonceCommitment(suite, drawId, party, fromHex(nonce)))

/**
 * Reads a slip (its file, or its 64 characters as typed from paper, spaces and case aside) and checks it against the sealed commitment.
 * A slip of another draw or party is told apart, because that is the mistake people make.
 */
export function readSlip(
  text: string,
  owner: NonceOwner,
  suite: SuiteId,
  sealed: string,
  now: Date,
): { readonly ok: true; readonly held: HeldNonce } | { readonly ok: false; readonly failure: SlipFailure } {
  const file = parseHeld(text)
  if (file !== null && file.drawId !== owner.drawId) return { ok: false, failure: 'other_draw' }
  if (file !== null && file.party !== owner.party) return { ok: false, failure: 'other_party' }
  const nonce = file?.nonce ?? text.normalize('NFKC').replace(/\s/g, '').toLowerCase()
  if (!isHex(nonce, 32)) return { ok: false, failure: 'not_a_slip' }
  const held = { ...describe(owner, suite, nonce, now, file?.typed ?? false), madeAt: file?.madeAt ?? now.toISOString(), backedUp: true }
  return held.commitment === sealed ? { ok: true, held } : { ok: false, failure: 'commitment_differs' }
}

/** The slip as a file: what `readSlip` takes back. */
export const slipText = (held: HeldNonce): string => `${JSON.stringify(held, null, 2)}\n`

export const slipName = (held: HeldNonce): string => `mingjian-${held.drawId}-${held.party}.json`

function describe(owner: NonceOwner, suite: SuiteId, nonce: string, now: Date, typed: boolean): HeldNonce {
  const { drawId, party } = owner
  const commitment = commitmentOf(suite, drawId, party, nonce)
  return { format: 'mingjian-nonce/1', drawId, party, suite, nonce, commitment, madeAt: now.toISOString(), typed, backedUp: false }
}

// One key per account: two people who share a desk computer do not read each other's nonce through the page.
const keyOf = (owner: NonceOwner): string => `mingjian/nonce/${owner.accountId}/${owner.drawId}/${owner.party}`

function parseHeld(text: string): HeldNonce | null {
  try {
    const value: unknown = JSON.parse(text)
    return isHeld(value) ? value : null
  } catch {
    return null
  }
}

function isHeld(value: unknown): value is HeldNonce {
  if (typeof value !== 'object' || value === null) return false
  const held = value as Record<string, unknown>
  return (
    held.format === 'mingjian-nonce/1' &&
    typeof held.drawId === 'string' &&
    typeof held.party === 'string' &&
    typeof held.suite === 'string' &&
    Object.hasOwn(suites, held.suite) &&
    typeof held.nonce === 'string' &&
    isHex(held.nonce, 32) &&
    typeof held.commitment === 'string'
  )
}
