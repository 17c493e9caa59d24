/** Beacons: a public value that nobody knows when the list is committed (draw protocol §4). drand is verified from its signature alone, offline. */
import { bls12_381 } from '@noble/curves/bls12-381.js'
import { be64, fromHex, utf8 } from '../bytes.ts'
import { suites } from '../hash/suite.ts'
import { fail, never, ok, type Result } from '../result.ts'
import { instant as asInstant, type Instant } from '../time.ts'
import { hexOf, instant, integer, list, literal, pair, record, refine, type Shape, text, textLike } from './shape.ts'

/** A chain of drand with the scheme `bls-unchained-g1-rfc9380`: `hash` names it, the key is on G2, `genesis` and `period` are seconds. */
export type DrandChain = { readonly hash: string; readonly publicKey: string; readonly genesis: number; readonly period: number }

/** What the COMMIT names. `later`: what counts instead should a reveal come after `at`, in the order of time. */
export type Beacon =
  | { readonly kind: 'drand'; readonly chain: string; readonly round: number }
  | {
      readonly kind: 'announced'
      readonly what: string
      readonly at: string
      readonly later: readonly (readonly [what: string, at: string])[]
    }

/** What the RESULT holds. `revealedAt` is the instant of the last reveal: it decides which round or announcement counts. */
export type BeaconValue =
  | { readonly kind: 'drand'; readonly round: number; readonly signature: string; readonly revealedAt: string }
  | { readonly kind: 'announced'; readonly what: string; readonly at: string; readonly value: string; readonly revealedAt: string }

/** The round or the announcement that counts, and when it is public. */
export type BeaconDue =
  | { readonly kind: 'drand'; readonly chain: string; readonly round: number; readonly at: Instant }
  | { readonly kind: 'announced'; readonly what: string; readonly at: Instant }

export type BeaconRefused =
  | { readonly type: 'beacon_not_expected' }
  | { readonly type: 'beacon_of_other_kind' }
  | { readonly type: 'beacon_chain_unknown'; readonly chain: string }
  | { readonly type: 'beacon_none_left'; readonly revealedAt: string }
  | { readonly type: 'beacon_not_due'; readonly due: string; readonly given: string }
  | { readonly type: 'beacon_signature_wrong'; readonly round: number }
  | { readonly type: 'beacon_value_invalid' }

/** The chain of the League of Entropy that everyone may read: https://api.drand.sh/v2/beacons/quicknet/info. */
export const quicknet: DrandChain = {
  hash: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
  publicKey:
    '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
  genesis: 1_692_803_367,
  period: 3,
}

/** The chain of that hash: quicknet is built in, `chains` are those that the reader trusts besides. */
export const chainOf = (hash: string, chains: readonly DrandChain[]): DrandChain | null =>
  [quicknet, ...chains].find((chain) => chain.hash === hash) ?? null

/** The first round whose time is at or after an instant; rounds count from 1. */
export const drandRoundAt = ({ genesis, period }: DrandChain, at: string): number =>
  Math.max(1, 1 + Math.ceil((Date.parse(at) / 1000 - genesis) / period))

/** When a round is made: genesis + (round − 1)·period. */
export const drandRoundTime = ({ genesis, period }: DrandChain, round: number): Instant =>
  asInstant((genesis + (round - 1) * period) * 1000)

/** A round that came too early is replaced by one of the next multiples of this many rounds: five minutes of quicknet. */
export const drandStep = 100

/**
 * What counts after the last reveal: the first of round, round+100, round+200, … or of the announcements whose time is later than `revealedAt`.
 * A party that waits until the value is public gets another value: it can postpone, it cannot choose. Null: the chain is unknown to this
 * reader, or no announcement is left, and then the draw can only be void.
 */
export function beaconDue(beacon: Beacon, chains: readonly DrandChain[], revealedAt: string): BeaconDue | null {
  if (beacon.kind === 'announced') {
    const all = [[beacon.what, beacon.at] as const, ...beacon.later]
    const [what, at] = all.find(([, time]) => time > revealedAt) ?? []
    return what === undefined || at === undefined ? null : { kind: 'announced', what, at: asInstant(Date.parse(at)) }
  }
  const chain = chainOf(beacon.chain, chains)
  if (!chain) return null
  const first = drandRoundAt(chain, asInstant(Date.parse(revealedAt) + 1))
  const steps = Math.max(0, Math.ceil((first - beacon.round) / drandStep))
  const round = beacon.round + steps * drandStep
  return { kind: 'drand', chain: chain.hash, round, at: drandRoundTime(chain, round) }
}

/** Whether the value is the one that counts, and for drand whether its signature is that of the chain. An announced value is compared by people. */
export function checkBeaconValue(
  beacon: Beacon | null,
  value: BeaconValue,
  chains: readonly DrandChain[] = [],
): Result<BeaconDue, BeaconRefused> {
  const due = checkBeaconDue(beacon, value, chains)
  if (!due.ok || beacon === null) return due
  const genuine = checkBeaconGenuine(beacon, value, chains)
  return genuine.ok ? due : genuine
}

/** Whether the value is of the round or announcement that counts after the last reveal. */
export function checkBeaconDue(beacon: Beacon | null, value: BeaconValue, chains: readonly DrandChain[]): Result<BeaconDue, BeaconRefused> {
  if (beacon === null) return fail({ type: 'beacon_not_expected' })
  if (beacon.kind !== value.kind) return fail({ type: 'beacon_of_other_kind' })
  if (beacon.kind === 'drand' && !chainOf(beacon.chain, chains)) return fail({ type: 'beacon_chain_unknown', chain: beacon.chain })
  const due = beaconDue(beacon, chains, value.revealedAt)
  if (due === null) return fail({ type: 'beacon_none_left', revealedAt: value.revealedAt })
  const [wanted, given] = [nameOf(due), nameOf(value)]
  return wanted === given ? ok(due) : fail({ type: 'beacon_not_due', due: wanted, given })
}

/** Whether the signature is the chain's own for that round; for an announced value, whether it has the one form it may have. */
export function checkBeaconGenuine(beacon: Beacon, value: BeaconValue, chains: readonly DrandChain[]): Result<null, BeaconRefused> {
  switch (value.kind) {
    case 'announced':
      return announcedPattern.test(value.value) ? ok(null) : fail({ type: 'beacon_value_invalid' })
    case 'drand': {
      if (beacon.kind !== 'drand') return fail({ type: 'beacon_of_other_kind' })
      const chain = chainOf(beacon.chain, chains)
      if (!chain) return fail({ type: 'beacon_chain_unknown', chain: beacon.chain })
      return verifyDrand(chain, value.round, value.signature) ? ok(null) : fail({ type: 'beacon_signature_wrong', round: value.round })
    }
    default:
      return never(value)
  }
}

/** The bytes that enter the seed: the 48 of the signature, or the announced value in UTF-8. */
export const beaconBytes = (value: BeaconValue | null): Uint8Array =>
  value === null ? new Uint8Array(0) : value.kind === 'drand' ? fromHex(value.signature) : utf8(value.value)

/** An announced value from what a person typed: any width and case, groups parted by spaces or marks; null when it has no such form. */
export function parseAnnounced(typed: string): string | null {
  const value = typed
    .normalize('NFKC')
    .toUpperCase()
    .split(/[\s,;+、|/-]+/)
    .filter((group) => group !== '')
    .join(' ')
  return announcedPattern.test(value) ? value : null
}

/**
 * e(signature, generator) = e(H(SHA-256(BE64 round)), key), with the ciphersuite BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_. A point outside the
 * subgroup or in another encoding would be a second signature of the same round, and so a choice: the library refuses the one, the comparison
 * of the encodings the other.
 */
function verifyDrand(chain: DrandChain, round: number, signature: string): boolean {
  const asked = `${chain.publicKey} ${round} ${signature}`
  if (lastAsked?.asked !== asked) lastAsked = { asked, genuine: isGenuine(chain, round, signature) }
  return lastAsked.genuine
}

/** One draw asks for the same signature several times (taking it in, drawing, verifying), and a pairing takes 40 ms. */
let lastAsked: { readonly asked: string; readonly genuine: boolean } | null = null

function isGenuine(chain: DrandChain, round: number, signature: string): boolean {
  try {
    const message = short.hash(suites.sha256.hash(be64(round)), 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_')
    const point = short.Signature.fromBytes(fromHex(signature))
    return (
      short.Signature.toHex(point) === signature && short.verify(point, message, bls12_381.G2.Point.fromBytes(fromHex(chain.publicKey)))
    )
  } catch {
    return false
  }
}

const short = bls12_381.shortSignatures

const nameOf = (one: BeaconDue | BeaconValue): string => (one.kind === 'drand' ? String(one.round) : `${one.what} ${one.at}`)

const announcedPattern = /^[0-9A-Z]{1,20}(?: [0-9A-Z]{1,20}){0,49}$/

const round = integer(1, Number.MAX_SAFE_INTEGER)
const drandShape = record<Extract<Beacon, { kind: 'drand' }>>({ kind: literal('drand'), chain: hexOf(32), round })
const announcedShape = refine(
  record<Extract<Beacon, { kind: 'announced' }>>({
    kind: literal('announced'),
    what: text(200),
    at: instant,
    later: list(pair(text(200), instant), 100),
  }),
  'announcements in the order of time',
  ({ at, later }) => later.every(([, time], i) => (i === 0 ? at : (later[i - 1]?.[1] ?? '')) < time),
)
const drandValueShape = record<Extract<BeaconValue, { kind: 'drand' }>>({
  kind: literal('drand'),
  round,
  signature: hexOf(48),
  revealedAt: instant,
})
const announcedValueShape = record<Extract<BeaconValue, { kind: 'announced' }>>({
  kind: literal('announced'),
  what: text(200),
  at: instant,
  value: textLike('groups of 0-9A-Z', announcedPattern),
  revealedAt: instant,
})

const isDrand = (value: unknown): boolean => typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'drand'

/** The guard of what a COMMIT says of its beacon (draw protocol §4). */
export const beaconShape: Shape<Beacon> = (value, path, report): value is Beacon =>
  isDrand(value) ? drandShape(value, path, report) : announcedShape(value, path, report)

/** The guard of what a RESULT says of it (draw protocol §4). */
export const beaconValueShape: Shape<BeaconValue> = (value, path, report): value is BeaconValue =>
  isDrand(value) ? drandValueShape(value, path, report) : announcedValueShape(value, path, report)
