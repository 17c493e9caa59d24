/** 计划备案: handlers. A published version is filed with the level above and its answer comes back; the government's number is registered. */
import { randomUUID } from 'node:crypto'
import { type Ability, type Actor, can, within } from '#core/access/can.ts'
import { type FilingWith, filingAbility, filingStands, moveFiling } from '#core/plans/filing-state.ts'
import { planRules } from '#core/plans/state.ts'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { findFile } from '#server/files/rows.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { notify } from '#server/notices/notify.ts'
import * as store from './filing-store.ts'
import { ownPlan, planInSight } from './sight.ts'
import { findPlan, type PlanRecord } from './store.ts'

export const filingHandlers = {
  list: os.planFilings.list.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.filingsReceived(tx, actor, input)
      return { ...page, rows: page.rows.map((filing) => present(filing, actor)) }
    }),
  ),

  ofPlan: os.planFilings.ofPlan.handler(
    query(async ({ input, tx, actor }) => {
      const plan = await planInSight(tx, actor, input.planId)
      const superior = await store.superiorOf(tx, plan)
      const filings = await store.filingsOfPlan(tx, plan.id)
      return {
        filings: filings.map((filing) => present(filing, actor)),
        superior: superior?.name ?? null,
        abilities: {
          file: superior === null ? noSuperior : mayFile(plan, 'superior', filings, actor),
          register: mayFile(plan, 'government', filings, actor),
        },
      }
    }),
  ),

  file: os.planFilings.file.handler(
    command('plan.file', async ({ input, tx, actor, now, record }) => {
      const plan = await filedPlan(tx, actor, input.planId, 'superior')
      const superior = await store.superiorOf(tx, plan)
      if (superior === null) throw new Problem('filing_no_superior')
      const { path: toPath, dept: toDept, name: toName } = superior
      const to = { with: 'superior', toPath, toDept, toName, number: '', filedOn: dateAt(now), fileId: null } as const
      const filing = { ...to, id: randomUUID(), planId: plan.id, version: plan.version, note: input.note, by: actor, at: now }
      await store.insertFiling(tx, filing)
      await notify(tx, {
        to: { orgPath: toPath, dept: toDept, permission: 'plan.accept', but: actor.id },
        kind: 'plan.filed',
        thing: `plan:${plan.id}`,
        facts: { name: plan.name, org: plan.orgName },
        at: now,
      })
      record(`plan:${plan.id}`, { planNo: plan.planNo, version: plan.version, to: toName, note: input.note })
      return { filingId: filing.id }
    }),
  ),

  register: os.planFilings.register.handler(
    command('plan.file_government', async ({ input, tx, actor, now, record }) => {
      const plan = await filedPlan(tx, actor, input.planId, 'government')
      const { government: toName, number, filedOn, note, fileId } = input
      if (filedOn > dateAt(now)) throw new Problem('filed_day_ahead', { day: filedOn })
      if (fileId !== null) found(await findFile(tx, fileId))
      const to = { with: 'government', toPath: plan.orgPath, toDept: '', toName, number, filedOn, fileId } as const
      const filing = { ...to, id: randomUUID(), planId: plan.id, version: plan.version, note, by: actor, at: now }
      await store.insertFiling(tx, filing)
      await store.publishFiling(tx, filing.id)
      record(`plan:${plan.id}`, { planNo: plan.planNo, version: plan.version, to: toName, number, filedOn })
      return { filingId: filing.id }
    }),
  ),

  decide: os.planFilings.decide.handler(
    command('plan.filing_decide', async ({ input, tx, actor, now, record }) => {
      const seen = await filingInSight(tx, actor, input.filingId)
      await findPlan(tx, seen.planId, 'lock')
      const filing = found(await store.findFiling(tx, seen.id))
      const verdict = unwrap(moveFiling(standingOf(filing), input.verdict, actor)) === 'accepted' ? 'accepted' : 'returned'
      await store.insertDecision(tx, { filingId: filing.id, verdict, opinion: input.opinion, by: actor, at: now })
      if (verdict === 'accepted') await store.publishFiling(tx, filing.id)
      await notify(tx, {
        to: { accountId: filing.filedById },
        kind: verdict === 'accepted' ? 'plan.filing_accepted' : 'plan.filing_returned',
        thing: `plan:${filing.planId}`,
        facts: { name: filing.planName, org: filing.toName, note: input.opinion },
        at: now,
      })
      record(`plan:${filing.planId}`, { planNo: filing.planNo, version: filing.version, verdict, note: input.opinion })
      return { state: verdict }
    }),
  ),
}

const noSuperior: Ability = { allowed: false, reason: 'filing_no_superior' }

/** A plan of the actor, locked, in a version that is public and was not filed with them yet. */
async function filedPlan(tx: Tx, actor: Actor, id: string, whom: FilingWith): Promise<PlanRecord> {
  const plan = await ownPlan(tx, actor, id, 'lock')
  const may = mayFile(plan, whom, await store.filingsOfPlan(tx, plan.id), actor)
  if (!may.allowed) throw new Problem(may.reason)
  return plan
}

function mayFile(plan: PlanRecord, whom: FilingWith, filings: readonly store.FilingRecord[], actor: Actor) {
  const ability = can(actor, 'plan.edit', plan)
  if (!ability.allowed) return ability
  const refuse = <Reason extends string>(reason: Reason) => ({ allowed: false, reason }) as const
  if (!planRules(plan)) return refuse('plan_not_public')
  if (!filings.some((one) => one.with === whom && one.version === plan.version && filingStands(one.state))) return ability
  return refuse(whom === 'superior' ? 'plan_filing_open' : 'plan_filing_registered')
}

/** A filing that the actor's place received, or of a plan of theirs. */
async function filingInSight(tx: Tx, actor: Actor, id: string): Promise<store.FilingRecord> {
  const filing = found(await store.findFiling(tx, id))
  if (!within(actor, filing) && !within(actor, { orgPath: filing.toPath, dept: filing.toDept })) throw new Problem('not_found')
  return filing
}

const standingOf = (filing: store.FilingRecord) => ({
  state: filing.state,
  to: { orgPath: filing.toPath, dept: filing.toDept },
  filedBy: filing.filedById,
})

function present(filing: store.FilingRecord, actor: Actor) {
  const { id, planId, planNo, planName, orgName, version, toName, number, filedOn, note, fileId, state, filedBy, filedAt } = filing
  const { opinion, decidedBy, decidedAt } = filing
  return {
    ...{ id, planId, planNo, planName, orgName, version, toName, number, filedOn, note, fileId, state, filedBy, filedAt },
    with: filing.with,
    decision: decidedAt === null ? null : { opinion: opinion ?? '', by: decidedBy ?? '', at: decidedAt },
    abilities: { accept: filingAbility(standingOf(filing), 'accept', actor), return: filingAbility(standingOf(filing), 'return', actor) },
  }
}
