/** Submit, approve, return, publish; adjust and abandon; withdraw. */
import type { Actor } from '#core/access/can.ts'
import { diffPlans } from '#core/plans/diff.ts'
import { movePlan, type PlanState, type PlanVerb } from '#core/plans/state.ts'
import type { Tx } from '#db/connect.ts'
import type { Command } from '#server/http/call.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { refuseRiskClass } from '#server/http/public-text.ts'
import { refusePlan } from './check.ts'
import { refuseOpenContributions } from './contribution-check.ts'
import { refuseUnadopted, refuseUnanswered } from './party-check.ts'
import { publish } from './publish.ts'
import { boundTasks, deleteRows, everPublished, planRows, saveRows } from './row-store.ts'
import { planInSight } from './sight.ts'
import { refuseUndecided } from './simulation-check.ts'
import { findPlan, type PlanRecord, savePlan } from './store.ts'
import { tellMoved } from './tell-moved.ts'
import { findVersion, withdrawPublic } from './version-store.ts'

export type MoveInput = { readonly planId: string; readonly note: string; readonly seen?: string | undefined }
export type MoveCall = Pick<Command<MoveInput>, 'input' | 'tx' | 'actor' | 'now'>

/** Moves a plan: what the verb demands is judged, then its state changes. The caller records it. Answers the plan as it was, and its new state. */
export async function move(call: MoveCall, verb: Exclude<PlanVerb, 'edit'>): Promise<{ plan: PlanRecord; state: PlanState }> {
  const { input, tx, actor, now } = call
  const plan = await planToMove(tx, actor, input)
  const state = unwrap(movePlan(plan, verb, actor))
  if (verb === 'approve') refuseUnadopted(plan)
  await steps[verb](call, plan)
  await savePlan(tx, plan.id, { state }, now)
  await tellMoved(call, plan, verb)
  return { plan, state }
}

/** The approval of a plan whose approver was judged already: by `move`, or by the adoption of a joint plan. */
export async function approve({ tx, actor, now }: Pick<MoveCall, 'tx' | 'actor' | 'now'>, plan: PlanRecord): Promise<void> {
  const findings = await refusePlan(tx, plan, await planRows(tx, plan.id), now)
  await refuseUndecided(tx, plan, findings)
  await refuseUnanswered(tx, plan.id)
  await savePlan(tx, plan.id, { approved: actor }, now)
}

/** The plan, held for the rest of the transaction; refused when somebody changed it since the page was opened. */
export async function planToMove(tx: Tx, actor: Actor, { planId, seen }: Pick<MoveInput, 'planId' | 'seen'>): Promise<PlanRecord> {
  await planInSight(tx, actor, planId)
  const plan = found(await findPlan(tx, planId, 'lock'))
  if (seen !== undefined && seen !== plan.updatedAt) throw new Problem('page_stale')
  return plan
}

const steps: Readonly<Record<Exclude<PlanVerb, 'edit'>, (call: MoveCall, plan: PlanRecord) => Promise<void>>> = {
  submit,
  approve,
  return: async ({ input }) => {
    if (input.note.trim() === '') throw new Problem('opinion_missing', { field: 'note' })
  },
  publish: async (call, plan) => {
    refuseRiskClass(publicHead(plan))
    await refusePlan(call.tx, plan, await planRows(call.tx, plan.id), call.now)
    await refuseUnanswered(call.tx, plan.id)
    await publish(call, plan)
  },
  adjust: async ({ input, tx, actor, now }, plan) => savePlan(tx, plan.id, { adjustReason: reasonOf(input), editor: actor.id }, now),
  abandon,
  cancel,
}

async function submit({ tx, actor, now }: MoveCall, plan: PlanRecord): Promise<void> {
  await refuseOpenContributions(tx, plan.id)
  refuseRiskClass(publicHead(plan))
  const rows = await planRows(tx, plan.id)
  const ruling = await findVersion(tx, plan.id, plan.version)
  if (ruling !== null) {
    const { added, cancelled, changed } = diffPlans(ruling.rows, rows.map(unstamped))
    const sameHead = ruling.name === plan.name && ruling.kind === plan.kind && ruling.docNo === plan.docNo
    if (sameHead && added.length + cancelled.length + changed.length === 0) throw new Problem('plan_unchanged', { version: plan.version })
  }
  await refusePlan(tx, plan, rows, now)
  await savePlan(tx, plan.id, { submitted: actor }, now)
}

/** The rows, the name and the kind are again what is public; what was added is gone. */
async function abandon({ tx, now }: MoveCall, plan: PlanRecord): Promise<void> {
  const ruling = found(await findVersion(tx, plan.id, plan.version))
  const there = await planRows(tx, plan.id)
  const published = await everPublished(
    tx,
    plan.id,
    there.map(({ id }) => id),
  )
  await deleteRows(
    tx,
    plan.id,
    there.map(({ id }) => id).filter((id) => !published.has(id)),
  )
  await saveRows(tx, plan.id, ruling.rows, now)
  const { name, kind, docNo } = ruling
  await savePlan(tx, plan.id, { name, kind, docNo, adjustReason: null, editor: null }, now)
}

async function cancel({ input, tx, now }: MoveCall, plan: PlanRecord): Promise<void> {
  const reason = reasonOf(input)
  const bound = await boundTasks(
    tx,
    (await planRows(tx, plan.id)).map(({ id }) => id),
  )
  const tasks = [...bound.values()].reduce((sum, some) => sum + some, 0)
  if (tasks > 0) throw new Problem('plan_has_tasks', { planNo: plan.planNo, tasks })
  await savePlan(tx, plan.id, { cancelReason: reason }, now)
  if (plan.version > 0) await withdrawPublic(tx, plan.id, reason, now)
}

/** What of the plan itself its version says to the public; drafted before, it may still say what is refused today. */
const publicHead = ({ name, docNo, adjustReason }: PlanRecord) => ({ name, docNo, note: adjustReason ?? '' })

function reasonOf({ note }: MoveInput): string {
  if (note.trim() === '') throw new Problem('plan_reason_missing', { field: 'note' })
  refuseRiskClass({ note })
  return note.trim()
}

/** When a row was changed last is nothing of what it says. */
const unstamped = <R extends { readonly updatedAt: string }>({ updatedAt: _, ...row }: R): Omit<R, 'updatedAt'> => row
