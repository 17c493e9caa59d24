/** 年度抽查工作计划: handlers of the plan itself. Its rows, versions and imports have theirs beside. */
import { randomUUID } from 'node:crypto'
import { within } from '#core/access/can.ts'
import { planNo, regionCodeOf } from '#core/numbers.ts'
import type { PlanRow } from '#core/plans/row.ts'
import { movePlan, type PlanVerb } from '#core/plans/state.ts'
import { dateAt } from '#core/time.ts'
import { type Command, command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { refuseRiskClass } from '#server/http/public-text.ts'
import { nextSerial } from '#server/numbers.ts'
import { policyAt } from '#server/policy/at.ts'
import { factsOf, findingsOf, isWarning } from './check.ts'
import { copiedRows } from './copy.ts'
import { type MoveInput, move, planToMove } from './moves.ts'
import { head, presentPlan } from './present.ts'
import { rowHandlers } from './row-handlers.ts'
import { planRows, saveRows } from './row-store.ts'
import { checkedRows, replaceRows } from './rows.ts'
import { ownPlan, planInSight } from './sight.ts'
import * as store from './store.ts'
import { versionHandlers } from './version-handlers.ts'

export const planHandlers = {
  list: os.plans.list.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.listPlans(tx, actor, input)
      return { ...page, rows: page.rows.map(head) }
    }),
  ),

  get: os.plans.get.handler(query(async ({ input, tx, actor }) => presentPlan(tx, actor, await planInSight(tx, actor, input.planId)))),

  check: os.plans.check.handler(
    query(async ({ input, tx, actor, now }) => {
      const plan = await planInSight(tx, actor, input.planId)
      const findings = await findingsOf(tx, plan, await planRows(tx, plan.id), now)
      const shown = findings.toSorted((a, b) => Number(isWarning(a)) - Number(isWarning(b))).slice(0, mostFindings)
      return {
        findings: shown.map((one) => ({
          code: one.type,
          level: isWarning(one) ? ('warning' as const) : ('refused' as const),
          row: one.row?.seq ?? null,
          rowId: one.row?.id ?? null,
          field: one.field,
          facts: factsOf(one),
        })),
        more: findings.length - shown.length,
      }
    }),
  ),

  create: os.plans.create.handler(
    command('plan.create', async (call) => {
      const { input, actor } = call
      refuseTyped(input.planNo, null)
      const rows = await checkedRows(call, { ...input, id: null, version: 0, orgPath: actor.orgPath, dept: actor.dept }, input.rows)
      return await makePlan(call, { ...input, copiedFrom: null }, rows)
    }),
  ),

  copy: os.plans.copy.handler(
    command('plan.copy', async (call) => {
      const { input, tx, actor } = call
      const source = await planInSight(tx, actor, input.planId)
      // What one is only asked about is another department's work.
      if (!within(actor, source)) throw new Problem('outside_jurisdiction')
      const rows = await copiedRows(call, source, input.year)
      const made = await makePlan(call, { ...input, kind: source.kind, docNo: '', copiedFrom: source.id }, rows)
      return { ...made, rows: rows.length }
    }),
  ),

  edit: os.plans.edit.handler(
    command('plan.edit', async (call) => {
      const { input, tx, actor, now, record } = call
      const plan = await planToMove(tx, actor, input)
      const state = unwrap(movePlan(plan, 'edit', actor))
      refuseTyped(input.planNo, plan.planNo)
      const { name, kind = plan.kind, docNo = plan.docNo } = input
      refuseRiskClass({ name, docNo })
      await replaceRows(call, { ...plan, kind }, input.rows)
      await store.savePlan(tx, plan.id, { state, name, kind, docNo, editor: actor.id }, now)
      record(`plan:${plan.id}`, { name, rows: input.rows.length })
      return { state }
    }),
  ),

  editHead: os.plans.editHead.handler(
    command('plan.edit', async ({ input, tx, actor, now, record }) => {
      const plan = await planToMove(tx, actor, input)
      const state = unwrap(movePlan(plan, 'edit', actor))
      refuseTyped(input.planNo, plan.planNo)
      const { name, kind, docNo } = input
      refuseRiskClass({ name, docNo })
      await store.savePlan(tx, plan.id, { state, name, kind, docNo, editor: actor.id }, now)
      record(`plan:${plan.id}`, { name, kind, docNo })
      return { state }
    }),
  ),

  submit: os.plans.submit.handler(command('plan.submit', (call) => moved(call, 'submit'))),
  approve: os.plans.approve.handler(command('plan.approve', (call) => moved(call, 'approve'))),
  return: os.plans.return.handler(command('plan.return', (call) => moved(call, 'return'))),
  publish: os.plans.publish.handler(command('plan.publish', (call) => moved(call, 'publish'))),
  adjust: os.plans.adjust.handler(command('plan.adjust', (call) => moved(call, 'adjust'))),
  abandon: os.plans.abandon.handler(command('plan.abandon', (call) => moved(call, 'abandon'))),
  cancel: os.plans.cancel.handler(command('plan.cancel', (call) => moved(call, 'cancel'))),

  ...rowHandlers,
  ...versionHandlers,
}

/** More than anybody reads at once; the page says how many there are beyond. */
const mostFindings = 300

/** A plan to work with: of the actor's department and place, or below. Who is only asked about a plan makes no tasks of it and simulates nothing. */
export const getPlan = ownPlan

async function moved(call: Command<MoveInput>, verb: Exclude<PlanVerb, 'edit'>): Promise<{ state: string }> {
  const { plan, state } = await move(call, verb)
  call.record(`plan:${plan.id}`, { planNo: plan.planNo, note: call.input.note })
  return { state }
}

async function makePlan(
  { tx, actor, now, record }: Command<unknown>,
  plan: Pick<store.NewPlan, 'year' | 'name' | 'kind' | 'docNo' | 'copiedFrom'>,
  rows: readonly PlanRow[],
): Promise<{ planId: string; planNo: string }> {
  refuseRiskClass({ name: plan.name, docNo: plan.docNo })
  const region = regionCodeOf(actor.orgPath)
  const { typeDigit } = (await policyAt(tx, actor.orgPath, dateAt(now))).plan
  const number = unwrap(planNo(region, plan.year, await nextSerial(tx, `plan:${region}:${plan.year}`), typeDigit.value))
  const id = randomUUID()
  const made = { id, planNo: number, orgPath: actor.orgPath, dept: actor.dept, orgName: actor.orgName }
  const { year, name, kind, docNo, copiedFrom } = plan
  await store.insertPlan(tx, { ...made, year, name, kind, docNo, copiedFrom, createdBy: actor.id, createdByName: actor.name })
  await saveRows(tx, id, rows, now)
  record(`plan:${id}`, { planNo: number, name, rows: rows.length })
  return { planId: id, planNo: number }
}

/** The number is the system's: one that somebody typed is refused, unless it is the very number the plan has. */
function refuseTyped(typed: string | undefined, planNo: string | null): void {
  if (typed !== undefined && typed.trim() !== '' && typed.trim() !== planNo) throw new Problem('plan_no_typed', { typed, field: 'planNo' })
}
