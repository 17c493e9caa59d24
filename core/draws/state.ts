/** The life of a draw as a transition table (draw protocol §2): who may take which step, when, and what each step needs. */
import { fromHex, hex, isHex } from '../bytes.ts'
import type { SuiteId } from '../hash/suite.ts'
import { fail, ok, type Result } from '../result.ts'
import { step, type WrongState } from '../transition.ts'
import {
  type Beacon,
  type BeaconRefused,
  type BeaconValue,
  beaconDue,
  checkBeaconValue,
  type DrandChain,
  parseAnnounced,
} from './beacon.ts'
import { nonceCommitment } from './nonces.ts'
import { type VoidReason, voidReasons } from './reasons.ts'

export type DrawState = keyof typeof drawTransitions
export type DrawVerb = { [S in DrawState]: keyof (typeof drawTransitions)[S] }[DrawState]

/**
 * `pledge` and `reveal` repeat, once for each party. The last reveal makes the seed exist and starts the drawing; with a beacon the draw then
 * waits for its value. `propose` may repeat: the last value that one person typed waits for a second person.
 */
export const drawTransitions = {
  freezing: { freeze: 'frozen', void: 'void' },
  frozen: { pledge: 'frozen', commit: 'committed', void: 'void' },
  committed: { reveal: 'committed', revealLast: 'drawing', revealLastBeacon: 'awaiting_beacon', void: 'void' },
  awaiting_beacon: { propose: 'awaiting_beacon', beacon: 'drawing', void: 'void' },
  drawing: { draw: 'result', void: 'void' },
  result: { close: 'closed', void: 'void' },
  closed: {},
  void: {},
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>>>>

export const drawStates = {
  freezing: { zh: '正在冻结', en: 'Freezing' },
  frozen: { zh: '待封存', en: 'Frozen' },
  committed: { zh: '待揭示', en: 'Committed' },
  awaiting_beacon: { zh: '待公开信标', en: 'Awaiting the beacon' },
  drawing: { zh: '正在抽取', en: 'Drawing' },
  result: { zh: '已出结果', en: 'Result' },
  closed: { zh: '已归档', en: 'Closed' },
  void: { zh: '已作废', en: 'Void' },
} as const satisfies Readonly<Record<DrawState, { readonly zh: string; readonly en: string }>>

/** `by` is an account id, or `system` for the system's own share; `at` an instant in UTC. */
export type Act = { readonly by: string; readonly at: string }
export type Pledge = Act & { readonly commitment: string }
export type Reveal = Act & { readonly nonce: string }
/** An announced value as one person typed it, for what was announced. */
export type Proposal = Act & { readonly value: string; readonly what: string }
export type VoidRequest = Act & { readonly reason: VoidReason }

export type DrawLife = {
  readonly drawId: string
  readonly suite: SuiteId
  readonly state: DrawState
  /** Party codes in the order of `sources`; at least two. */
  readonly parties: readonly string[]
  readonly pledges: Readonly<Record<string, Pledge>>
  readonly reveals: Readonly<Record<string, Reveal>>
  readonly revealBy: string | null
  readonly opened: Act
  readonly frozen: Act | null
  readonly committed: (Act & { readonly commitHash: string }) | null
  readonly beacon: Beacon | null
  readonly proposed: Proposal | null
  readonly beaconValue: BeaconValue | null
  readonly drawn: Act | null
  readonly closed: Act | null
  readonly voided: { readonly request: VoidRequest; readonly approved: Act } | null
}

export type DrawFailure =
  | WrongState
  | BeaconRefused
  | { readonly type: 'beacon_not_proposed' }
  | { readonly type: 'beacon_not_yet'; readonly what: string; readonly at: string }
  | { readonly type: 'beacon_values_differ'; readonly proposed: string; readonly given: string }
  | { readonly type: 'beacon_same_person' }
  | { readonly type: 'party_unknown'; readonly party: string }
  | { readonly type: 'parties_too_few'; readonly parties: number }
  | { readonly type: 'already_pledged'; readonly party: string }
  | { readonly type: 'commitment_invalid' }
  | { readonly type: 'commitment_repeated'; readonly party: string }
  | { readonly type: 'party_held_by_same_person'; readonly party: string; readonly other: string }
  | { readonly type: 'pledges_missing'; readonly parties: readonly string[] }
  | { readonly type: 'already_revealed'; readonly party: string }
  | { readonly type: 'nonce_does_not_open'; readonly party: string }
  | { readonly type: 'closer_is_committer' }
  | { readonly type: 'approver_is_requester' }
  | { readonly type: 'void_before_deadline'; readonly revealBy: string | null }
  | { readonly type: 'void_reason_of_other_state'; readonly state: string; readonly reason: VoidReason }

type Next = Result<DrawLife, DrawFailure>

/** Whether the table has this verb in this state; what else it needs, its function tells. */
export const can = (state: DrawState, verb: DrawVerb): boolean => verb in drawTransitions[state]

/** A new draw whose pool is being sealed. */
export function openDraw({ drawId, suite, parties }: Pick<DrawLife, 'drawId' | 'suite' | 'parties'>, act: Act): Next {
  const different = new Set(parties).size
  if (different < 2 || different !== parties.length) return fail({ type: 'parties_too_few', parties: different })
  const nothing = {
    frozen: null,
    committed: null,
    drawn: null,
    closed: null,
    voided: null,
    revealBy: null,
    beacon: null,
    proposed: null,
    beaconValue: null,
  }
  return ok({ drawId, suite, state: 'freezing', parties, pledges: {}, reveals: {}, opened: act, ...nothing })
}

/** The pool's root is known; from here the parties may pledge. */
export const freeze = (life: DrawLife, act: Act): Next => move(life, 'freeze', { frozen: act })

/** A party commits to its nonce. One person may not hold two parties: two shares in one hand are one share. */
export function pledge(life: DrawLife, party: string, commitment: string, act: Act): Next {
  if (!can(life.state, 'pledge')) return wrongState(life, 'pledge')
  if (!life.parties.includes(party)) return fail({ type: 'party_unknown', party })
  if (life.pledges[party]) return fail({ type: 'already_pledged', party })
  if (!isHex(commitment, 32)) return fail({ type: 'commitment_invalid' })
  const others = Object.entries(life.pledges)
  const same = others.find(([, other]) => other.by === act.by)
  if (same) return fail({ type: 'party_held_by_same_person', party, other: same[0] })
  const copied = others.find(([, other]) => other.commitment === commitment)
  if (copied) return fail({ type: 'commitment_repeated', party: copied[0] })
  return move(life, 'pledge', { pledges: { ...life.pledges, [party]: { commitment, ...act } } })
}

/** The COMMIT, when every party has pledged. `commitHash` is that of `buildCommit`. */
export function commit(
  life: DrawLife,
  { commitHash, revealBy, beacon }: { readonly commitHash: string; readonly revealBy: string; readonly beacon: Beacon | null },
  act: Act,
): Next {
  if (!can(life.state, 'commit')) return wrongState(life, 'commit')
  const missing = life.parties.filter((party) => !life.pledges[party])
  if (missing.length > 0) return fail({ type: 'pledges_missing', parties: missing })
  return move(life, 'commit', { revealBy, beacon, committed: { ...act, commitHash } })
}

/**
 * A party reveals its nonce. It may do so after `revealBy`: being late gives it no more choice than being silent, and a draw that is still
 * possible is better than a void one. The last reveal leads to `drawing`: from then on the seed is determined. With a beacon it leads to
 * `awaiting_beacon`, and the beacon that counts is one that is not yet public at that moment.
 */
export function reveal(life: DrawLife, party: string, nonce: string, act: Act): Next {
  if (!can(life.state, 'reveal')) return wrongState(life, 'reveal')
  const pledged = life.parties.includes(party) ? life.pledges[party] : undefined
  if (!pledged) return fail({ type: 'party_unknown', party })
  if (life.reveals[party]) return fail({ type: 'already_revealed', party })
  if (!isHex(nonce, 32) || hex(nonceCommitment(life.suite, life.drawId, party, fromHex(nonce))) !== pledged.commitment) {
    return fail({ type: 'nonce_does_not_open', party })
  }
  const reveals = { ...life.reveals, [party]: { nonce, ...act } }
  const last = life.parties.every((one) => reveals[one])
  return move(life, !last ? 'reveal' : life.beacon ? 'revealLastBeacon' : 'revealLast', { reveals })
}

/** When the last nonce was revealed; null while one is missing. It decides which beacon counts (`beaconDue`). */
export function revealedAt(life: DrawLife): string | null {
  const instants = life.parties.flatMap((party) => life.reveals[party]?.at ?? [])
  return instants.length === life.parties.length ? (instants.sort().at(-1) ?? null) : null
}

/** An announced value, typed as published by a first person; it counts when a second one types the same. */
export function proposeBeacon(life: DrawLife, { value }: { readonly value: string }, act: Act): Next {
  const { beacon } = life
  const revealed = revealedAt(life)
  if (!can(life.state, 'propose') || !beacon || revealed === null) return wrongState(life, 'propose')
  if (beacon.kind !== 'announced') return fail({ type: 'beacon_of_other_kind' })
  const due = beaconDue(beacon, [], revealed)
  if (due?.kind !== 'announced') return fail({ type: 'beacon_none_left', revealedAt: revealed })
  if (act.at < due.at) return fail({ type: 'beacon_not_yet', what: due.what, at: due.at })
  const parsed = parseAnnounced(value)
  if (parsed === null) return fail({ type: 'beacon_value_invalid' })
  return move(life, 'propose', { proposed: { ...act, value: parsed, what: due.what } })
}

/**
 * The beacon's value, which starts the drawing. That of drand proves itself, whoever brings it; an announced one needs a second person who
 * typed the same as the first. `chains`: those trusted besides quicknet.
 */
export function takeBeacon(life: DrawLife, value: BeaconValue, act: Act, chains: readonly DrandChain[] = []): Next {
  const revealed = revealedAt(life)
  if (!can(life.state, 'beacon') || revealed === null) return wrongState(life, 'beacon')
  if (value.kind === 'announced') {
    const { proposed } = life
    if (!proposed) return fail({ type: 'beacon_not_proposed' })
    if (proposed.by === act.by) return fail({ type: 'beacon_same_person' })
    if (proposed.value !== value.value) return fail({ type: 'beacon_values_differ', proposed: proposed.value, given: value.value })
  }
  const checked = checkBeaconValue(life.beacon, { ...value, revealedAt: revealed }, chains)
  if (!checked.ok) return checked
  return move(life, 'beacon', { beaconValue: { ...value, revealedAt: revealed } })
}

/** The result is computed and saved. */
export const recordResult = (life: DrawLife, act: Act): Next => move(life, 'draw', { drawn: act })

/** The result is accepted, by a person other than the one who committed. */
export function close(life: DrawLife, act: Act): Next {
  if (!can(life.state, 'close')) return wrongState(life, 'close')
  if (life.committed?.by === act.by) return fail({ type: 'closer_is_committer' })
  return move(life, 'close', { closed: act })
}

/** Ends a draw without a result, in public and for ever: a reason from the list, and a second person who approves. */
export function voidDraw(life: DrawLife, request: VoidRequest, approved: Act): Next {
  if (!can(life.state, 'void')) return wrongState(life, 'void')
  if (request.by === approved.by) return fail({ type: 'approver_is_requester' })
  const deadlinePassed = life.revealBy !== null && request.at > life.revealBy && life.state === 'committed'
  if (voidReasons[request.reason].afterDeadline && !deadlinePassed) return fail({ type: 'void_before_deadline', revealBy: life.revealBy })
  if (request.reason === 'beacon_missing' && life.state !== 'awaiting_beacon') {
    return fail({ type: 'void_reason_of_other_state', state: life.state, reason: request.reason })
  }
  return move(life, 'void', { voided: { request, approved } })
}

function move(life: DrawLife, verb: DrawVerb, change: Partial<DrawLife>): Next {
  const next = step<DrawState, DrawVerb>(drawTransitions, life.state, verb)
  return next.ok ? ok({ ...life, ...change, state: next.value }) : next
}

const wrongState = (life: DrawLife, verb: DrawVerb): Next => fail({ type: 'wrong_state', state: life.state, verb })
