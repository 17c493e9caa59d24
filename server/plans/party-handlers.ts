/** 联席会议: handlers. Departments are invited, answer for themselves, and the conference adopts the plan. */
import { randomUUID } from 'node:crypto'
import { type Ability, type Actor, can, within } from '#core/access/can.ts'
import { agrees, isSameDepartment, moveParty, type PartyState, type PartyVerb, uninvited } from '#core/plans/party-state.ts'
import type { PlanRow } from '#core/plans/row.ts'
import { isEditable, movePlan, planAbility } from '#core/plans/state.ts'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { organisationsAt } from '#server/catalogue/joint-link-store.ts'
import { findFile } from '#server/files/rows.ts'
import { type Command, command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { notify } from '#server/notices/notify.ts'
import { approve, planToMove } from './moves.ts'
import { answersIn, departmentsNamed, type JudgedParty, judge, judgedParties } from './party-check.ts'
import { presentInvitation, presentParty, rowsFor, seesParty, standingOf } from './party-present.ts'
import * as store from './party-store.ts'
import { planRows } from './row-store.ts'
import { ownPlan, planInSight } from './sight.ts'
import { findPlan, type PlanRecord, savePlan } from './store.ts'

export const partyHandlers = {
  mine: os.planParties.mine.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.invitationsOf(tx, actor, input)
      const plans = new Map<string, readonly PlanRow[]>()
      for (const { planId } of page.rows) if (!plans.has(planId)) plans.set(planId, await planRows(tx, planId))
      const ids = page.rows.map(({ id }) => id)
      const answers = Map.groupBy(await store.answersOf(tx, ids), ({ partyId }) => partyId)
      const rows = page.rows.map((party) => {
        const ofPlan = plans.get(party.planId) ?? []
        return presentInvitation(judge(party, ofPlan, answers.get(party.id) ?? []), ofPlan, actor)
      })
      return { ...page, rows }
    }),
  ),

  get: os.planParties.get.handler(
    query(async ({ input, tx, actor }) => {
      const judged = await judgeOne(tx, await partyInSight(tx, actor, input.partyId))
      return {
        ...presentInvitation(judged, judged.rows, actor),
        planState: judged.planState,
        rows: await rowsFor(tx, judged, judged.rows),
      }
    }),
  ),

  departments: os.planParties.departments.handler(
    query(async ({ tx, actor, now }) => {
      const all = await organisationsAt(tx, actor.orgPath, dateAt(now))
      const others = all.filter(({ dept }) => dept !== actor.dept)
      return { departments: others.map(({ dept, orgPath, orgName, items }) => ({ dept, orgPath, orgName, items: [...items] })) }
    }),
  ),

  ofPlan: os.planParties.ofPlan.handler(
    query(async ({ input, tx, actor }) => {
      const plan = await planInSight(tx, actor, input.planId)
      const rows = await planRows(tx, plan.id)
      const parties = await judgedParties(tx, plan.id, rows)
      return {
        parties: parties.filter((party) => seesParty(party, actor)).map((party) => presentParty(party, rows, actor)),
        all: within(actor, plan),
        adoptions: await store.adoptionsOf(tx, plan.id),
        missing: plan.kind === 'joint' ? uninvited(answersIn(parties), departmentsNamed(rows)) : [],
        abilities: { invite: mayInvite(plan, actor), adopt: mayAdopt(plan, actor) },
      }
    }),
  ),

  choices: os.planParties.choices.handler(
    query(async ({ input, tx, actor }) => {
      const plan = await ownPlan(tx, actor, input.planId)
      const named = departmentsNamed(await planRows(tx, plan.id))
      const parties = await store.partiesOfPlan(tx, plan.id)
      const choices = await store.otherDepartments(tx, plan)
      return {
        choices: choices.map((org) => ({
          orgId: org.orgId,
          dept: org.dept,
          orgName: org.orgName,
          named: named.some((one) => isSameDepartment(one, org)),
          invited: parties.some((party) => isSameDepartment(party, org)),
        })),
      }
    }),
  ),

  invite: os.planParties.invite.handler(
    command('plan.party_invite', async (call) => {
      const { input, tx, actor, now, record } = call
      const plan = await ownPlan(tx, actor, input.planId, 'lock')
      const may = mayInvite(plan, actor)
      if (!may.allowed) throw new Problem(may.reason)
      if (input.dueOn < dateAt(now)) throw new Problem('due_day_past', { day: input.dueOn })
      const asked = await invited(tx, plan, input.to)
      const made = asked.map((one) => ({ ...one, id: randomUUID(), planId: plan.id, dueOn: input.dueOn, by: actor, at: now }))
      await store.insertParties(tx, made)
      for (const party of made) await tellParty(tx, plan, party)
      record(`plan:${plan.id}`, { planNo: plan.planNo, parties: made.map(({ orgName }) => orgName).join('、'), dueOn: input.dueOn })
      return { ids: made.map(({ id }) => id) }
    }),
  ),

  ask: os.planParties.ask.handler(
    command('plan.party_ask', (call) =>
      move(call, 'ask', async (party, plan) => {
        const { dueOn, note } = call.input
        if (dueOn < dateAt(call.now)) throw new Problem('due_day_past', { day: dueOn })
        await tellParty(call.tx, plan, { ...party, dueOn })
        return { change: { asked: { by: call.actor, dueOn } }, facts: { dueOn, ...(note === '' ? {} : { note }) } }
      }),
    ),
  ),

  withdraw: os.planParties.withdraw.handler(
    command('plan.party_withdraw', (call) => move(call, 'withdraw', async () => ({ change: {}, facts: { note: call.input.reason } }))),
  ),

  confirm: os.planParties.confirm.handler(
    command('plan.party_confirm', (call) =>
      move(call, 'confirm', (party, plan) => answer(call, party, plan, 'confirmed', call.input.note)),
    ),
  ),

  decline: os.planParties.decline.handler(
    command('plan.party_decline', (call) =>
      move(call, 'decline', (party, plan) => answer(call, party, plan, 'declined', call.input.reason)),
    ),
  ),

  adopt: os.planParties.adopt.handler(
    command('plan.adopt', async (call) => {
      const { input, tx, actor, now, record } = call
      const plan = await planToMove(tx, actor, input)
      if (plan.kind !== 'joint') throw new Problem('plan_not_joint')
      const state = unwrap(movePlan(plan, 'approve', actor))
      if (input.metOn > dateAt(now)) throw new Problem('minutes_day_ahead', { day: input.metOn })
      if (input.fileId !== null) found(await findFile(tx, input.fileId))
      await approve(call, plan)
      await savePlan(tx, plan.id, { state }, now)
      const parties = await store.partiesOfPlan(tx, plan.id)
      const agreed = parties.filter(({ state }) => agrees(state))
      const { metOn, minutesNo, resolution, fileId } = input
      const names = agreed.map(({ orgName }) => orgName)
      await store.insertAdoption(tx, plan.id, {
        id: randomUUID(),
        metOn,
        minutesNo,
        resolution,
        fileId,
        parties: names,
        by: actor,
        at: now,
      })
      for (const { orgPath, dept } of agreed) await tellAdopted(tx, plan, { orgPath, dept }, actor)
      record(`plan:${plan.id}`, { planNo: plan.planNo, number: minutesNo, parties: names.join('、'), note: resolution })
      return { state }
    }),
  ),
}

type Moving = Command<{ partyId: string; commandId: string; seen: string }>
type Outcome = { readonly change: Omit<store.PartyChange, 'state'>; readonly facts: Readonly<Record<string, string>> }

/** Loads and locks, lets core decide, writes. The plan is locked first: it is not adopted, nor its rows changed, at the same moment. */
async function move(
  call: Moving,
  verb: PartyVerb,
  outcome: (party: JudgedParty, plan: PlanRecord) => Promise<Outcome>,
): Promise<{ state: PartyState; updatedAt: string }> {
  const { input, tx, actor, now, record } = call
  const { planId } = await partyInSight(tx, actor, input.partyId)
  const plan = found(await findPlan(tx, planId, 'lock'))
  const party = found(await store.findParty(tx, input.partyId, 'lock'))
  if (party.updatedAt !== input.seen) throw new Problem('page_stale')
  const state = unwrap(moveParty(standingOf(party), verb, actor))
  const { change, facts } = await outcome(await judgeOne(tx, party), plan)
  await store.saveParty(tx, party.id, { state, ...change }, now)
  record(`plan:${plan.id}`, { planNo: plan.planNo, party: party.orgName, ...facts })
  return { state, updatedAt: found(await store.findParty(tx, party.id)).updatedAt }
}

/** An answer is to what the page showed; the content it was given to is kept with it. */
async function answer(
  { input, tx, actor, now }: Command<{ content: string }>,
  party: JudgedParty,
  plan: PlanRecord,
  what: 'confirmed' | 'declined',
  reason: string,
): Promise<Outcome> {
  if (input.content !== party.content) throw new Problem('page_stale')
  await store.insertAnswer(tx, { id: randomUUID(), partyId: party.id, answer: what, reason, content: party.content, by: actor, at: now })
  await notify(tx, {
    to: { orgPath: plan.orgPath, dept: plan.dept, permission: 'plan.edit', but: actor.id },
    kind: what === 'confirmed' ? 'plan.party_confirmed' : 'plan.party_declined',
    thing: `plan:${plan.id}`,
    facts: { name: plan.name, org: party.orgName, note: reason },
    at: now,
  })
  return { change: {}, facts: reason === '' ? {} : { note: reason } }
}

/** Organisations of other departments at the plan's place, each once. */
async function invited(
  tx: Tx,
  plan: PlanRecord,
  to: readonly { readonly orgId: string; readonly duty: string }[],
): Promise<(store.OtherDepartment & { duty: string })[]> {
  const choices = await store.otherDepartments(tx, plan)
  const there = (await store.partiesOfPlan(tx, plan.id)).map((party): { orgPath: string; dept: string } => party)
  return to.map(({ orgId, duty }) => {
    const org = choices.find((one) => one.orgId === orgId)
    if (org === undefined) throw new Problem('party_unknown')
    if (there.some((party) => isSameDepartment(party, org))) throw new Problem('party_invited_already', { orgName: org.orgName })
    there.push(org)
    return { ...org, duty }
  })
}

const tellParty = (tx: Tx, plan: PlanRecord, party: { readonly id: string; orgPath: string; dept: string; dueOn: string }) =>
  notify(tx, {
    to: { orgPath: party.orgPath, dept: party.dept, permission: 'joint.convene' },
    kind: 'plan.party_invited',
    thing: `plan_party:${party.id}`,
    facts: { name: plan.name, org: plan.orgName },
    dueOn: party.dueOn,
  })

const tellAdopted = (tx: Tx, plan: PlanRecord, at: { readonly orgPath: string; readonly dept: string }, actor: Actor) =>
  notify(tx, {
    to: { ...at, permission: 'joint.convene', but: actor.id },
    kind: 'plan.adopted',
    thing: `plan:${plan.id}`,
    facts: { name: plan.name, org: plan.orgName },
  })

async function judgeOne(tx: Tx, party: store.PartyRecord) {
  const rows = await planRows(tx, party.planId)
  return { ...judge(party, rows, await store.answersOf(tx, [party.id])), rows }
}

async function partyInSight(tx: Tx, actor: Actor, id: string): Promise<store.PartyRecord> {
  const party = found(await store.findParty(tx, id))
  if (!seesParty(party, actor)) throw new Problem('not_found')
  return party
}

function mayInvite(plan: PlanRecord, actor: Actor) {
  const ability = can(actor, 'plan.edit', plan)
  if (!ability.allowed) return ability
  if (plan.kind !== 'joint') return { allowed: false, reason: 'plan_not_joint' } as const
  return isEditable(plan.state) ? ability : ({ allowed: false, reason: 'plan_not_editable' } as const)
}

const mayAdopt = (plan: PlanRecord, actor: Actor): Ability =>
  plan.kind === 'joint' ? planAbility(plan, 'approve', actor) : { allowed: false, reason: 'plan_not_joint' }
