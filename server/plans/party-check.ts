/** A joint plan is adopted, and published, when everybody whom its rows name was asked and has said yes to what stands there. */
import { partyContent } from '#core/plans/party-content.ts'
import { type Answer, agrees, checkAnswers, type Department } from '#core/plans/party-state.ts'
import type { PlanRow } from '#core/plans/row.ts'
import type { Tx } from '#db/connect.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { type AnswerRecord, answersOf, type PartyRecord, partiesOfPlan } from './party-store.ts'
import { planRows } from './row-store.ts'
import { findPlan, type PlanRecord } from './store.ts'

/** A party with what the plan says of it now, and whether its yes was to something else. */
export type JudgedParty = PartyRecord & { readonly content: string; readonly outdated: boolean; readonly answers: readonly AnswerRecord[] }

/** Refuses a joint plan that lacks an answer, or has one that no longer fits. Other plans pass. */
export async function refuseUnanswered(tx: Tx, planId: string): Promise<void> {
  const plan = await findPlan(tx, planId)
  if (plan === null || plan.kind !== 'joint') return
  const rows = await planRows(tx, planId)
  unwrap(checkAnswers(answersIn(await judgedParties(tx, planId, rows)), departmentsNamed(rows)))
}

/** A joint plan is not approved by a single signature: its approval is the adoption by the joint conference. */
export function refuseUnadopted(plan: Pick<PlanRecord, 'kind'>): void {
  if (plan.kind === 'joint') throw new Problem('joint_needs_adoption')
}

/** The parties of a plan beside its rows as they stand. */
export async function judgedParties(tx: Tx, planId: string, rows: readonly PlanRow[]): Promise<JudgedParty[]> {
  const parties = await partiesOfPlan(tx, planId)
  const answers = await answersOf(
    tx,
    parties.map(({ id }) => id),
  )
  return parties.map((party) =>
    judge(
      party,
      rows,
      answers.filter(({ partyId }) => partyId === party.id),
    ),
  )
}

export function judge(party: PartyRecord, rows: readonly PlanRow[], answers: readonly AnswerRecord[]): JudgedParty {
  const content = partyContent(rows, party, party.duty)
  const [last] = answers
  return { ...party, answers, content, outdated: agrees(party.state) && last?.content !== content }
}

/** The departments that rows which stand name. */
export const departmentsNamed = (rows: readonly PlanRow[]): readonly Department[] =>
  rows.filter(({ state }) => state === 'planned').flatMap(({ parties }) => parties)

export const answersIn = (parties: readonly JudgedParty[]): readonly Answer[] =>
  parties.map(({ dept, orgPath, orgName, state, outdated }) => ({ dept, orgPath, orgName, state, outdated }))
