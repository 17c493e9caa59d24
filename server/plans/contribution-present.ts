/** A contribution as its pages show it, and who may look at it. */
import { type Actor, within } from '#core/access/can.ts'
import {
  type ContributionStanding,
  type ContributionVerb,
  contributionAbility,
  isAsked,
  isStillAsked,
} from '#core/plans/contribution-state.ts'
import type { ContributionRecord } from './contribution-store.ts'

/** Who consolidates sees all; whoever is asked sees what they are asked; another organisation's rows are none of theirs. */
export const seesContribution = (one: ContributionRecord, actor: Actor): boolean =>
  within(actor, { orgPath: one.planOrgPath, dept: one.planDept }) ||
  (isStillAsked(one.state) && (isAsked({ to: one, accountId: one.accountId }, actor) || within(actor, one)))

export const standingOf = (one: ContributionRecord): ContributionStanding => ({
  state: one.state,
  to: one,
  accountId: one.accountId,
  plan: { orgPath: one.planOrgPath, dept: one.planDept, state: one.planState },
  handedInBy: one.handedInById,
  rows: one.rowCount,
})

export function presentContribution(one: ContributionRecord, actor: Actor) {
  const ability = (verb: ContributionVerb) => contributionAbility(standingOf(one), verb, actor)
  return {
    id: one.id,
    planId: one.planId,
    planNo: one.planNo,
    planName: one.planName,
    planOrgName: one.planOrgName,
    orgName: one.orgName,
    accountName: one.accountName,
    office: one.office,
    note: one.note,
    dueOn: one.dueOn,
    state: one.state,
    rowCount: one.rowCount,
    reason: one.reason,
    invitedBy: one.invitedBy,
    invitedAt: one.invitedAt,
    handedInBy: one.handedInBy,
    handedInAt: one.handedInAt,
    takenInBy: one.takenInBy,
    takenInAt: one.takenInAt,
    updatedAt: one.updatedAt,
    abilities: {
      save: ability('save'),
      handIn: ability('handIn'),
      recall: ability('recall'),
      decline: ability('decline'),
      takeIn: ability('takeIn'),
      giveBack: ability('giveBack'),
      withdraw: ability('withdraw'),
    },
  }
}
