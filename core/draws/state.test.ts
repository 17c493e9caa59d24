import { expect, test } from 'vitest'
import { signRound, testChain } from '#test/vectors/example-beacons.ts'
import { bytesFor, value } from '#test/vectors/example-draws.ts'
import { hex } from '../bytes.ts'
import type { Failure, Result } from '../result.ts'
import { type Beacon, drandRoundAt } from './beacon.ts'
import { planNewDraw } from './draw-id.ts'
import { nonceCommitment } from './nonces.ts'
import {
  type Act,
  close,
  commit,
  type DrawLife,
  type DrawState,
  drawTransitions,
  freeze,
  openDraw,
  pledge,
  proposeBeacon,
  recordResult,
  reveal,
  revealedAt,
  takeBeacon,
  voidDraw,
} from './state.ts'

const by = (person: string, minute = 0): Act => ({ by: person, at: `2026-11-20T08:${String(minute).padStart(2, '0')}:00.000Z` })
const holders: Record<string, string> = { organiser: 'zhang', supervisor: 'li', system: 'system' }
const drawId = '620102202611201001-O-1'
const nonceOf = (party: string): Uint8Array => bytesFor('sha256', party)
const commitmentOf = (party: string): string => hex(nonceCommitment('sha256', drawId, party, nonceOf(party)))
const failure = (result: Result<DrawLife, Failure>): Failure | null => (result.ok ? null : result.failure)

function lifeIn(state: Exclude<DrawState, 'void'>): DrawLife {
  if (state === 'awaiting_beacon') return awaiting(lottery)
  let life = value(openDraw({ drawId, suite: 'sha256', parties: Object.keys(holders) }, by('zhang')))
  if (state === 'freezing') return life
  life = value(freeze(life, by('system')))
  if (state === 'frozen') return life
  for (const [party, person] of Object.entries(holders)) life = value(pledge(life, party, commitmentOf(party), by(person)))
  life = value(commit(life, { commitHash: 'ab'.repeat(32), revealBy: '2026-11-20T09:00:00.000Z', beacon: null }, by('zhang')))
  if (state === 'committed') return life
  for (const [party, person] of Object.entries(holders)) life = value(reveal(life, party, hex(nonceOf(party)), by(person)))
  if (state === 'drawing') return life
  life = value(recordResult(life, by('system')))
  return state === 'result' ? life : value(close(life, by('li')))
}

test('a draw goes from its freeze to its close, and the last reveal starts the drawing', () => {
  expect((['freezing', 'frozen', 'committed', 'drawing', 'result', 'closed'] as const).map((state) => lifeIn(state).state)).toEqual([
    'freezing',
    'frozen',
    'committed',
    'drawing',
    'result',
    'closed',
  ])
})

test('no step is possible out of its state', () => {
  const steps: Record<string, (life: DrawLife) => Result<DrawLife, Failure>> = {
    freeze: (life) => freeze(life, by('system')),
    pledge: (life) => pledge(life, 'organiser', commitmentOf('organiser'), by('zhang')),
    commit: (life) => commit(life, { commitHash: '00', revealBy: '', beacon: null }, by('zhang')),
    reveal: (life) => reveal(life, 'organiser', hex(nonceOf('organiser')), by('zhang')),
    propose: (life) => proposeBeacon(life, { value: '03' }, by('zhang')),
    beacon: (life) => takeBeacon(life, { kind: 'drand', round: 1, signature: '00'.repeat(48), revealedAt: '' }, by('li')),
    draw: (life) => recordResult(life, by('system')),
    close: (life) => close(life, by('li')),
    void: (life) => voidDraw(life, { reason: 'pool_wrong', ...by('zhang') }, by('li')),
  }
  for (const state of ['freezing', 'frozen', 'committed', 'awaiting_beacon', 'drawing', 'result', 'closed'] as const) {
    for (const [verb, take] of Object.entries(steps)) {
      if (!(verb in drawTransitions[state])) expect(failure(take(lifeIn(state)))).toEqual({ type: 'wrong_state', state, verb })
    }
  }
  const voided = value(voidDraw(lifeIn('committed'), { reason: 'pool_wrong', ...by('zhang') }, by('li')))
  for (const take of Object.values(steps)) expect(failure(take(voided))?.type).toBe('wrong_state')
})

test('one person cannot hold two parties, and nobody can copy a commitment', () => {
  const frozen = value(pledge(lifeIn('frozen'), 'organiser', commitmentOf('organiser'), by('zhang')))
  expect(failure(pledge(frozen, 'supervisor', commitmentOf('supervisor'), by('zhang')))).toMatchObject({
    type: 'party_held_by_same_person',
    other: 'organiser',
  })
  expect(failure(pledge(frozen, 'supervisor', commitmentOf('organiser'), by('li')))).toMatchObject({ type: 'commitment_repeated' })
  expect(failure(pledge(frozen, 'organiser', commitmentOf('organiser'), by('wang')))).toMatchObject({ type: 'already_pledged' })
  expect(failure(pledge(frozen, '__proto__', commitmentOf('organiser'), by('wang')))).toMatchObject({ type: 'party_unknown' })
  expect(failure(pledge(frozen, 'supervisor', 'AB'.repeat(32), by('li')))).toMatchObject({ type: 'commitment_invalid' })
  expect(failure(commit(frozen, { commitHash: '00', revealBy: '', beacon: null }, by('zhang')))).toEqual({
    type: 'pledges_missing',
    parties: ['supervisor', 'system'],
  })
  expect(failure(openDraw({ drawId, suite: 'sha256', parties: ['organiser', 'organiser'] }, by('zhang')))).toMatchObject({
    type: 'parties_too_few',
  })
})

test('only the number that was sealed can be revealed, once', () => {
  const life = lifeIn('committed')
  expect(failure(reveal(life, 'organiser', hex(nonceOf('supervisor')), by('zhang')))).toMatchObject({ type: 'nonce_does_not_open' })
  expect(failure(reveal(life, 'organiser', 'no hex', by('zhang')))).toMatchObject({ type: 'nonce_does_not_open' })
  expect(failure(reveal(life, 'constructor', hex(nonceOf('organiser')), by('zhang')))).toMatchObject({ type: 'party_unknown' })
  const once = value(reveal(life, 'organiser', hex(nonceOf('organiser')), by('zhang')))
  expect(once.state).toBe('committed')
  expect(failure(reveal(once, 'organiser', hex(nonceOf('organiser')), by('zhang')))).toMatchObject({ type: 'already_revealed' })
})

test('who committed does not close', () => {
  expect(failure(close(lifeIn('result'), by('zhang')))).toEqual({ type: 'closer_is_committer' })
})

test('a void needs a second person, and "overdue" needs the deadline to have passed', () => {
  const life = lifeIn('committed')
  expect(failure(voidDraw(life, { reason: 'pool_wrong', ...by('zhang') }, by('zhang')))).toEqual({ type: 'approver_is_requester' })
  expect(failure(voidDraw(life, { reason: 'reveal_overdue', ...by('zhang', 59) }, by('li')))).toMatchObject({
    type: 'void_before_deadline',
  })
  const later: Act = { by: 'zhang', at: '2026-11-20T09:00:00.001Z' }
  expect(value(voidDraw(life, { reason: 'reveal_overdue', ...later }, by('li'))).state).toBe('void')
  expect(failure(voidDraw(lifeIn('drawing'), { reason: 'reveal_overdue', ...later }, by('li')))).toMatchObject({
    type: 'void_before_deadline',
  })
})

test('a task has one draw of a kind at a time; a new one after a void takes the next serial and names the void one', () => {
  const wanted = { task: '620102202611201001', kind: 'O', dept: null } as const
  const first = { drawId, dept: null, open: true, voided: false }
  expect(planNewDraw([], wanted)).toEqual({ ok: true, value: { drawId, supersedes: null } })
  expect(planNewDraw([first], wanted)).toEqual({ ok: false, failure: { type: 'draw_already_open', drawId } })
  expect(planNewDraw([{ ...first, open: false }], wanted)).toEqual({ ok: false, failure: { type: 'draw_already_held', drawId } })
  const voided = { ...first, open: false, voided: true }
  expect(planNewDraw([voided], wanted)).toEqual({ ok: true, value: { drawId: '620102202611201001-O-2', supersedes: drawId } })
  const ofA = { drawId: '620102202611201001-P-1', dept: 'A', open: true, voided: false }
  expect(planNewDraw([voided, ofA], { ...wanted, kind: 'P', dept: 'B' })).toEqual({
    ok: true,
    value: { drawId: '620102202611201001-P-2', supersedes: null },
  })
})

/** Committed with a beacon, and revealed by all parties at minute `last`. */
function awaiting(beacon: Beacon, last = 30): DrawLife {
  let life = lifeIn('frozen')
  for (const [party, person] of Object.entries(holders)) life = value(pledge(life, party, commitmentOf(party), by(person)))
  life = value(commit(life, { commitHash: 'ab'.repeat(32), revealBy: '2026-11-20T09:00:00.000Z', beacon }, by('zhang')))
  for (const [i, [party, person]] of Object.entries(holders).entries()) {
    expect(revealedAt(life)).toBeNull()
    life = value(reveal(life, party, hex(nonceOf(party)), by(person, i === 1 ? last : i)))
  }
  return life
}

const lottery: Beacon = {
  kind: 'announced',
  what: '双色球 2026136 期',
  at: '2026-11-20T08:40:00.000Z',
  later: [['双色球 2026137 期', '2026-11-20T08:50:00.000Z']],
}
const announced = (text: string, what = lottery.kind === 'announced' ? lottery.what : '', at = '2026-11-20T08:40:00.000Z') =>
  ({ kind: 'announced', what, at, value: text, revealedAt: '' }) as const

test('with a beacon the draw waits for it after the last reveal', () => {
  const life = awaiting(lottery)
  expect(life.state).toBe('awaiting_beacon')
  expect(revealedAt(life)).toBe('2026-11-20T08:30:00.000Z')
  expect(failure(recordResult(life, by('system')))).toMatchObject({ type: 'wrong_state' })
})

test('an announced value needs two people who type the same', () => {
  const life = awaiting(lottery)
  expect(failure(takeBeacon(life, announced('03 09'), by('li', 41)))).toEqual({ type: 'beacon_not_proposed' })
  expect(failure(proposeBeacon(life, { value: '03 09' }, by('zhang', 39)))).toMatchObject({ type: 'beacon_not_yet' })
  expect(failure(proposeBeacon(life, { value: '三' }, by('zhang', 41)))).toEqual({ type: 'beacon_value_invalid' })
  const wrong = value(proposeBeacon(life, { value: '03 08' }, by('zhang', 41)))
  const proposed = value(proposeBeacon(wrong, { value: ' 03, 09 ' }, by('zhang', 42)))
  expect(proposed.proposed).toEqual({ value: '03 09', what: '双色球 2026136 期', ...by('zhang', 42) })
  expect(failure(takeBeacon(proposed, announced('03 09'), by('zhang', 43)))).toEqual({ type: 'beacon_same_person' })
  expect(failure(takeBeacon(proposed, announced('03 08'), by('li', 43)))).toEqual({
    type: 'beacon_values_differ',
    proposed: '03 09',
    given: '03 08',
  })
  expect(failure(takeBeacon(proposed, announced('03 09', '双色球 2026137 期'), by('li', 43)))).toMatchObject({ type: 'beacon_not_due' })
  const taken = value(takeBeacon(proposed, announced('03 09'), by('li', 43)))
  expect(taken.state).toBe('drawing')
  expect(taken.beaconValue).toEqual({ ...announced('03 09'), revealedAt: '2026-11-20T08:30:00.000Z' })
})

test('a party that reveals after the announcement gets the next one, and after the last one no draw', () => {
  const late = awaiting(lottery, 45)
  expect(failure(proposeBeacon(late, { value: '03' }, by('zhang', 46)))).toMatchObject({
    type: 'beacon_not_yet',
    what: '双色球 2026137 期',
  })
  const tooLate = awaiting(lottery, 55)
  expect(failure(proposeBeacon(tooLate, { value: '03' }, by('zhang', 56)))).toMatchObject({ type: 'beacon_none_left' })
  expect(value(voidDraw(tooLate, { reason: 'beacon_missing', ...by('zhang', 57) }, by('li'))).state).toBe('void')
  expect(failure(voidDraw(lifeIn('committed'), { reason: 'beacon_missing', ...by('zhang') }, by('li')))).toMatchObject({
    type: 'void_reason_of_other_state',
  })
})

test('a round of drand proves itself: one person brings it, and nobody can bring another', () => {
  const round = drandRoundAt(testChain, '2026-11-20T08:40:00.000Z')
  const life = awaiting({ kind: 'drand', chain: testChain.hash, round })
  const drand = (of: number, signature = signRound(of)) => ({ kind: 'drand', round: of, signature, revealedAt: '' }) as const
  expect(failure(takeBeacon(life, drand(round), by('zhang', 41)))).toMatchObject({ type: 'beacon_chain_unknown' })
  expect(failure(takeBeacon(life, drand(round + 1), by('zhang', 41), [testChain]))).toMatchObject({ type: 'beacon_not_due' })
  expect(failure(takeBeacon(life, drand(round, signRound(round + 1)), by('zhang', 41), [testChain]))).toMatchObject({
    type: 'beacon_signature_wrong',
  })
  expect(failure(proposeBeacon(life, { value: '03' }, by('zhang', 41)))).toEqual({ type: 'beacon_of_other_kind' })
  expect(value(takeBeacon(life, drand(round), by('zhang', 41), [testChain])).state).toBe('drawing')
})
