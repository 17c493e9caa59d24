/** A party of a joint plan as its pages show it: what it is asked, what it answered, what may be done. */
import { type Actor, within } from '#core/access/can.ts'
import { dutiesOf } from '#core/plans/joint-link.ts'
import { rowsNaming } from '#core/plans/party-content.ts'
import { type PartyStanding, type PartyVerb, partyAbility, takesPart } from '#core/plans/party-state.ts'
import type { PlanRow } from '#core/plans/row.ts'
import type { Tx } from '#db/connect.ts'
import { jointItemsById } from '#server/catalogue/joint-store.ts'
import { itemsById } from '#server/catalogue/store.ts'
import type { JudgedParty } from './party-check.ts'
import type { PartyRecord } from './party-store.ts'

/** Who invites sees every answer; whoever is invited sees its own. */
export const seesParty = (party: PartyRecord, actor: Actor): boolean =>
  within(actor, { orgPath: party.planOrgPath, dept: party.planDept }) || (takesPart(party.state) && within(actor, party))

export const standingOf = (party: PartyRecord): PartyStanding => ({
  state: party.state,
  of: party,
  plan: { orgPath: party.planOrgPath, dept: party.planDept, state: party.planState },
  askedBy: party.askedById,
})

export function presentParty(party: JudgedParty, rows: readonly PlanRow[], actor: Actor) {
  const ability = (verb: PartyVerb) => partyAbility(standingOf(party), verb, actor)
  return {
    id: party.id,
    planId: party.planId,
    orgName: party.orgName,
    dept: party.dept,
    duty: party.duty,
    dueOn: party.dueOn,
    state: party.state,
    outdated: party.outdated,
    content: party.content,
    rowCount: rowsNaming(rows, party).length,
    askedBy: party.askedBy,
    askedAt: party.askedAt,
    answers: party.answers.map(({ answer, reason, by, at }) => ({ answer, reason, by, at })),
    updatedAt: party.updatedAt,
    abilities: { confirm: ability('confirm'), decline: ability('decline'), ask: ability('ask'), withdraw: ability('withdraw') },
  }
}

/** An invitation outside its plan's page: it says which plan it is of. */
export const presentInvitation = (party: JudgedParty, rows: readonly PlanRow[], actor: Actor) => ({
  ...presentParty(party, rows, actor),
  planNo: party.planNo,
  planName: party.planName,
  planYear: party.planYear,
  planOrgName: party.planOrgName,
})

/** The rows that name a department, with what it would inspect in each. */
export async function rowsFor(tx: Tx, party: PartyRecord, rows: readonly PlanRow[]) {
  const named = rowsNaming(rows, party)
  const own = (row: PlanRow) => row.parties.filter(({ dept, orgPath }) => dept === party.dept && orgPath === party.orgPath)
  const items = await itemsById(
    tx,
    named.flatMap((row) => own(row).flatMap(({ itemIds }) => itemIds)),
  )
  const joint = await jointItemsById(
    tx,
    named.flatMap(({ jointItemId }) => jointItemId ?? []),
  )
  return named.map((row) => {
    const of = row.jointItemId === null ? undefined : joint.get(row.jointItemId)
    return {
      id: row.id,
      seq: row.seq,
      name: row.name,
      office: row.office,
      itemNames: own(row).flatMap(({ itemIds }) => itemIds.map((id) => items.get(id)?.name ?? id)),
      objectScope: row.objectScope,
      from: row.from,
      to: row.to,
      jointItem: of === undefined ? null : { id: of.id, code: of.code, name: of.name, version: of.version },
      duties: of === undefined ? [] : dutiesOf(of, party.orgName),
    }
  })
}
