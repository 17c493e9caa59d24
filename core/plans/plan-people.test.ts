import { expect, test } from 'vitest'
import type { Actor } from '../access/can.ts'
import type { Role } from '../access/roles.ts'
import type { AccountId } from '../ids.ts'
import {
  type ContributionStanding,
  type ContributionVerb,
  contributionAbility,
  contributionTransitions,
  moveContribution,
  openContributionStates,
} from './contribution-state.ts'
import { filingAbility, moveFiling } from './filing-state.ts'
import { type Answer, checkAnswers, moveParty, type PartyStanding, partyAbility, uninvited } from './party-state.ts'

const actor = (id: string, roles: readonly Role[], place: Partial<Pick<Actor, 'orgPath' | 'dept'>> = {}): Actor => ({
  id: id as AccountId, // names stand for ids here
  name: id,
  roles,
  orgPath: '62.6201',
  dept: 'scjg',
  orgName: '兰州市局',
  officerId: null,
  ...place,
})
const bureau = { orgPath: '62.6201', dept: 'scjg' } as const
const fire = { orgPath: '62.6201', dept: 'xfjy' } as const
const verdict = (result: { ok: true } | { ok: false; failure: { type: string } }): string => (result.ok ? 'done' : result.failure.type)

test('an office writes, hands in and takes back its rows; the consolidator takes them in, gives them back or withdraws the request', () => {
  const office = actor('office', ['office'])
  const consolidator = actor('joint', ['coordinator'])
  const standing: ContributionStanding = {
    state: 'invited',
    to: bureau,
    accountId: null,
    plan: { ...bureau, state: 'draft' },
    handedInBy: null,
    rows: 2,
  }
  const move = (change: Partial<ContributionStanding>, verb: ContributionVerb, who: Actor) =>
    verdict(moveContribution({ ...standing, ...change }, verb, who))
  expect(move({}, 'handIn', office)).toBe('done')
  expect(move({ rows: 0 }, 'handIn', office)).toBe('contribution_empty')
  expect(move({ rows: 0 }, 'decline', office)).toBe('done')
  expect(move({}, 'takeIn', consolidator)).toBe('wrong_state')
  expect(move({ state: 'handed_in', handedInBy: 'office' }, 'takeIn', consolidator)).toBe('done')
  expect(move({ state: 'handed_in', handedInBy: 'joint' }, 'takeIn', consolidator)).toBe('taker_is_contributor')
  expect(move({ state: 'handed_in' }, 'save', office)).toBe('wrong_state')
  expect(move({ state: 'handed_in' }, 'recall', office)).toBe('done')
  expect(move({}, 'withdraw', office)).toBe('permission_missing')
  expect(move({ accountId: 'another' }, 'save', office)).toBe('contribution_of_another')
  expect(move({}, 'save', actor('above', ['office'], { orgPath: '62' }))).toBe('contribution_of_another')
  expect(move({}, 'save', actor('beside', ['office'], { dept: 'xfjy' }))).toBe('outside_jurisdiction')
  for (const state of ['submitted', 'approved', 'published', 'cancelled'] as const)
    expect(move({ plan: { ...bureau, state } }, 'save', office)).toBe('plan_not_editable')
  expect(contributionAbility(standing, 'save', office)).toEqual({ allowed: true })
  expect(openContributionStates).toEqual(['invited', 'handed_in'])
  expect(contributionTransitions.taken_in).toEqual({})
})

test('a department answers for itself, once it is asked and until the plan is adopted', () => {
  const convener = actor('joint', ['coordinator'])
  const theirs = actor('fire', ['approver'], fire)
  const party: PartyStanding = { state: 'invited', of: fire, plan: { ...bureau, state: 'submitted' }, askedBy: 'joint' }
  const move = (change: Partial<PartyStanding>, verb: 'confirm' | 'decline' | 'ask' | 'withdraw', who: Actor) =>
    verdict(moveParty({ ...party, ...change }, verb, who))
  expect(move({}, 'confirm', theirs)).toBe('done')
  expect(move({}, 'confirm', convener)).toBe('outside_jurisdiction')
  expect(move({ askedBy: 'fire' }, 'confirm', theirs)).toBe('answerer_is_inviter')
  expect(move({}, 'confirm', actor('clerk', ['inspector'], fire))).toBe('permission_missing')
  expect(move({ state: 'confirmed' }, 'decline', theirs)).toBe('done')
  expect(move({ state: 'confirmed' }, 'confirm', theirs)).toBe('wrong_state')
  expect(move({ state: 'declined' }, 'ask', convener)).toBe('plan_not_editable')
  expect(move({ state: 'declined', plan: { ...bureau, state: 'draft' } }, 'ask', convener)).toBe('done')
  expect(move({ state: 'withdrawn', plan: { ...bureau, state: 'adjusting' } }, 'ask', convener)).toBe('done')
  for (const state of ['approved', 'published', 'adjust_approved', 'cancelled'] as const)
    expect(move({ plan: { ...bureau, state } }, 'confirm', theirs)).toBe('plan_settled')
  expect(partyAbility(party, 'confirm', theirs)).toEqual({ allowed: true })
})

test('a joint plan is adopted when everybody it names was asked and said yes to what stands there', () => {
  const party = (dept: string, change: Partial<Answer> = {}): Answer => ({
    dept,
    orgPath: '62.6201',
    orgName: dept,
    state: 'confirmed',
    outdated: false,
    ...change,
  })
  const check = (answers: readonly Answer[], named: readonly string[]) => {
    const checked = checkAnswers(
      answers,
      named.map((dept) => ({ dept, orgPath: '62.6201', orgName: dept })),
    )
    return checked.ok ? 'adopted' : `${checked.failure.type} ${checked.failure.parties}`
  }
  expect(check([party('消防'), party('住建')], ['消防', '住建', '消防'])).toBe('adopted')
  expect(check([], ['消防', '消防'])).toBe('joint_without_parties 消防')
  expect(check([party('消防', { state: 'withdrawn' })], ['消防'])).toBe('joint_without_parties 消防')
  expect(check([party('消防', { state: 'invited' }), party('住建', { state: 'invited' })], ['消防'])).toBe('party_unanswered 消防、住建')
  expect(check([party('消防', { outdated: true })], ['消防'])).toBe('party_outdated 消防')
  expect(check([party('消防', { state: 'declined' }), party('住建')], ['住建'])).toBe('party_declined 消防')
  expect(check([party('消防', { state: 'withdrawn' }), party('住建')], ['消防', '住建'])).toBe('party_not_invited 消防')
  expect(check([party('消防', { state: 'withdrawn' }), party('住建')], ['住建'])).toBe('adopted')
  const elsewhere = { dept: '住建', orgPath: '62.6202', orgName: '嘉峪关住建' }
  expect(uninvited([party('住建')], [elsewhere])).toEqual(['嘉峪关住建'])
})

test('a filing is answered once, by who received it, never by who filed', () => {
  const above = actor('province', ['approver'], { orgPath: '62' })
  const filing = { state: 'filed', to: { orgPath: '62', dept: 'scjg' }, filedBy: 'city' } as const
  expect(verdict(moveFiling(filing, 'accept', above))).toBe('done')
  expect(verdict(moveFiling({ ...filing, filedBy: 'province' }, 'accept', above))).toBe('filer_is_decider')
  expect(verdict(moveFiling({ ...filing, state: 'returned' }, 'accept', above))).toBe('wrong_state')
  expect(verdict(moveFiling({ ...filing, state: 'registered' }, 'return', above))).toBe('wrong_state')
  expect(filingAbility(filing, 'accept', actor('city', ['approver']))).toEqual({ allowed: false, reason: 'outside_jurisdiction' })
})
