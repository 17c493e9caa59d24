/** What happens to a draw, as it is kept: appended events, and the life that folding them gives. */
import type { BeaconValue, DrandChain } from '#core/draws/beacon.ts'
import type { CommitDocument, MatchingCommit, ResultDocument, SeatsCommit } from '#core/draws/documents.ts'
import type { ExclusionReason, ReplacementReason, SeatReason, VoidReason } from '#core/draws/reasons.ts'
import type { ReplacementCommit } from '#core/draws/replacement.ts'
import {
  type Act,
  close,
  commit,
  type DrawLife,
  freeze,
  openDraw,
  pledge,
  proposeBeacon,
  recordResult,
  reveal,
  takeBeacon,
  type VoidRequest,
  voidDraw,
} from '#core/draws/state.ts'
import type { Stratum } from '#core/draws/strata.ts'
import type { Failure, Result } from '#core/result.ts'
import { never } from '#core/result.ts'

/** The pool as it was frozen: what the COMMIT will say of it. */
export type Frozen = {
  readonly snapshotAt: string
  readonly registerCount: number
  readonly excluded: readonly (readonly [ExclusionReason, number])[]
  readonly poolSize: number
  readonly poolRoot: string
  readonly strata: readonly Stratum[]
  readonly strataNames: readonly string[]
  readonly matching?: MatchingCommit
  /** Rows of the matching: above 10,000 they are a file beside the bundle. */
  readonly matchingRows?: number
  readonly replacement?: ReplacementCommit
  readonly seats?: SeatsCommit
}

/** What a draw of kind R was opened for: the request that was approved. */
export type ReplacementOpened = {
  readonly requestId: string
  readonly objectDraw: string
  readonly subject: string
  readonly leaf: string
  readonly reason: ReplacementReason
  /** SHA-256 of the evidence file. */
  readonly evidence: string | null
  readonly requestedAt: string
}

/** What a draw of kind R of officers was opened for: who leaves, and how many seats fall free. */
export type SeatsOpened = {
  readonly requestId: string
  readonly officerId: string
  readonly officerDraw: string
  readonly count: number
  readonly vacatedDigest: string
  readonly reason: SeatReason
  /** SHA-256 of the evidence file. */
  readonly evidence: string | null
  readonly requestedAt: string
}

/** Kind R has one of the two. */
export type Opened = { readonly parties: readonly string[]; readonly replacement?: ReplacementOpened; readonly seats?: SeatsOpened }

export type DrawEventBody =
  | { readonly type: 'open'; readonly document: Opened }
  | { readonly type: 'freeze'; readonly document: Frozen }
  | { readonly type: 'pledge'; readonly document: { readonly party: string; readonly commitment: string } }
  | { readonly type: 'commit'; readonly document: { readonly commit: CommitDocument; readonly commitHash: string } }
  | { readonly type: 'reveal'; readonly document: { readonly party: string; readonly nonce: string } }
  | { readonly type: 'beacon_proposed'; readonly document: { readonly value: string } }
  | { readonly type: 'beacon'; readonly document: { readonly value: BeaconValue; readonly chain: DrandChain | null } }
  | { readonly type: 'result'; readonly document: ResultDocument }
  | { readonly type: 'close'; readonly document: Record<string, never> }
  | { readonly type: 'void_request'; readonly document: { readonly reason: VoidReason; readonly note: string } }
  | { readonly type: 'void'; readonly document: Record<string, never> }

export type DrawEvent = DrawEventBody & {
  readonly seq: number
  readonly actorId: string | null
  readonly actorName: string
  readonly at: string
}

export type DrawIdentity = { readonly id: string; readonly suite: 'sha256' | 'sm3' }

/** The life of a draw from its events. They were accepted once by the same rules, so an event that does not fit is a damaged database. */
export function lifeOf(draw: DrawIdentity, events: readonly DrawEvent[]): DrawLife {
  const [first, ...rest] = events
  if (first?.type !== 'open') throw new Error(`draw ${draw.id} does not begin with its opening`)
  let life = must(openDraw({ drawId: draw.id, suite: draw.suite, parties: first.document.parties }, actOf(first)))
  let request: VoidRequest | null = null
  for (const event of rest) {
    if (event.type === 'void_request') request = { reason: event.document.reason, ...actOf(event) }
    else life = must(apply(life, event, request))
  }
  return life
}

/** The request to void that still waits for its second person. */
export function openVoidRequest(events: readonly DrawEvent[]): (DrawEvent & { type: 'void_request' }) | null {
  const last = events.findLast((event) => event.type === 'void_request')
  return last?.type === 'void_request' && !events.some((event) => event.type === 'void') ? last : null
}

export function eventOf<T extends DrawEventBody['type']>(events: readonly DrawEvent[], type: T): (DrawEvent & { type: T }) | null {
  return events.find((event): event is DrawEvent & { type: T } => event.type === type) ?? null
}

function apply(life: DrawLife, event: DrawEvent, request: VoidRequest | null): Result<DrawLife, Failure> {
  const act = actOf(event)
  switch (event.type) {
    case 'freeze':
      return freeze(life, act)
    case 'pledge':
      return pledge(life, event.document.party, event.document.commitment, act)
    case 'commit': {
      const { commitHash, commit: document } = event.document
      return commit(life, { commitHash, revealBy: document.revealBy, beacon: document.beacon }, act)
    }
    case 'reveal':
      return reveal(life, event.document.party, event.document.nonce, act)
    case 'beacon_proposed':
      return proposeBeacon(life, event.document, act)
    case 'beacon':
      return takeBeacon(life, event.document.value, act, event.document.chain === null ? [] : [event.document.chain])
    case 'result':
      return recordResult(life, act)
    case 'close':
      return close(life, act)
    case 'void':
      if (request === null) throw new Error(`draw ${life.drawId} was voided without a request`)
      return voidDraw(life, request, act)
    case 'open':
    case 'void_request':
      throw new Error(`draw ${life.drawId} has ${event.type} out of place`)
    default:
      return never(event)
  }
}

const actOf = (event: DrawEvent): Act => ({ by: event.actorId ?? 'system', at: event.at })

function must<T>(result: Result<T, Failure>): T {
  if (result.ok) return result.value
  throw new Error(`the kept events of a draw do not fit together: ${JSON.stringify(result.failure)}`)
}
