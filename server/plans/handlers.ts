/** 年度抽查工作计划: handlers. */
import { randomUUID } from 'node:crypto'
import { type Actor, spansDepartments, within } from '#core/access/can.ts'
import { firstDayOfWork, inForce } from '#core/catalogue/in-force.ts'
import { itemApplies } from '#core/catalogue/state.ts'
import { planNo, regionCodeOf } from '#core/numbers.ts'
import { movePlan, type PlanVerb, planAbility } from '#core/plans/state.ts'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { type ItemRecord, itemsById } from '#server/catalogue/store.ts'
import { type Command, command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { nextSerial } from '#server/numbers.ts'
import { stepsOf } from '#server/record/store.ts'
import * as store from './store.ts'

export const planHandlers = {
  list: os.plans.list.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.listPlans(tx, { dept: spansDepartments(actor) ? null : actor.dept }, input)
      return { ...page, rows: page.rows.map(head) }
    }),
  ),

  get: os.plans.get.handler(
    query(async ({ input, tx, actor }) => {
      const plan = await getPlan(tx, actor, input.planId)
      const rows = await store.planRows(tx, plan.id)
      const items = await itemsById(
        tx,
        rows.flatMap((row) => row.itemIds),
      )
      const tasks = await store.tasksByRow(
        tx,
        rows.map((row) => row.id),
      )
      const ability = (verb: PlanVerb) => planAbility(plan, verb, actor)
      return {
        ...head(plan),
        rows: rows.map((row) => ({
          ...row,
          itemNames: row.itemIds.map((id) => items.get(id)?.name ?? id),
          taskIds: tasks.get(row.id) ?? [],
        })),
        steps: await stepsOf(tx, `plan:${plan.id}`),
        abilities: {
          edit: ability('edit'),
          submit: ability('submit'),
          approve: ability('approve'),
          return: ability('return'),
          publish: ability('publish'),
        },
      }
    }),
  ),

  create: os.plans.create.handler(
    command('plan.create', async ({ input, tx, actor, now, record }) => {
      await checkRows(tx, actor, input.rows, dateAt(now))
      const region = regionCodeOf(actor.orgPath)
      const number = unwrap(planNo(region, input.year, await nextSerial(tx, `plan:${region}:${input.year}`)))
      const id = randomUUID()
      await store.insertPlan(tx, {
        id,
        planNo: number,
        year: input.year,
        name: input.name,
        orgPath: actor.orgPath,
        dept: actor.dept,
        orgName: actor.orgName,
        createdBy: actor.id,
        createdByName: actor.name,
      })
      await store.replaceRows(tx, id, input.rows.map(numbered))
      record(`plan:${id}`, { planNo: number, name: input.name, rows: input.rows.length })
      return { planId: id, planNo: number }
    }),
  ),

  edit: os.plans.edit.handler(
    command('plan.edit', async ({ input, tx, actor, now, record }) => {
      const plan = await getPlan(tx, actor, input.planId, 'lock')
      const state = unwrap(movePlan(plan, 'edit', actor))
      await checkRows(tx, actor, input.rows, dateAt(now))
      await store.savePlan(tx, plan.id, { state, name: input.name }, now)
      await store.replaceRows(tx, plan.id, input.rows.map(numbered))
      record(`plan:${plan.id}`, { name: input.name, rows: input.rows.length })
      return { state }
    }),
  ),

  submit: os.plans.submit.handler(command('plan.submit', (call) => move(call, 'submit'))),
  approve: os.plans.approve.handler(command('plan.approve', (call) => move(call, 'approve'))),
  return: os.plans.return.handler(command('plan.return', (call) => move(call, 'return'))),

  publish: os.plans.publish.handler(
    command('plan.publish', async (call) => {
      const moved = await move(call, 'publish')
      const plan = await getPlan(call.tx, call.actor, call.input.planId)
      const rows = await store.planRows(call.tx, plan.id)
      const items = await itemsById(
        call.tx,
        rows.flatMap((row) => row.itemIds),
      )
      const publicRows = rows.map((row) => ({ ...row, itemNames: row.itemIds.map((id) => items.get(id)?.name ?? id) }))
      await store.publishPlan(call.tx, plan, publicRows, call.now)
      return moved
    }),
  ),
}

/** A plan the actor may see; what is out of sight does not exist for them. */
export async function getPlan(tx: Tx, actor: Actor, id: string, lock: 'lock' | 'read' = 'read'): Promise<store.PlanRecord> {
  const plan = await store.findPlan(tx, id, lock)
  if (plan === null || !within(actor, plan)) throw new Problem('not_found')
  return plan
}

async function move(
  { input, tx, actor, now, record }: Command<{ planId: string; note: string }>,
  verb: Exclude<PlanVerb, 'edit'>,
): Promise<{ state: string }> {
  const plan = await getPlan(tx, actor, input.planId, 'lock')
  const state = unwrap(movePlan(plan, verb, actor))
  const signature = verb === 'submit' ? { submittedBy: actor.id } : verb === 'approve' ? { approvedBy: actor.id } : {}
  await store.savePlan(tx, plan.id, { state, ...signature }, now)
  record(`plan:${plan.id}`, { planNo: plan.planNo, note: input.note })
  return { state }
}

type RowInput = Omit<store.PlanRowRecord, 'id' | 'seq'>

/** 清单之外无检查: every item of a row is published, applies here and is in force when the work can begin; every window is a window. */
async function checkRows(tx: Tx, actor: Actor, rows: readonly RowInput[], today: string): Promise<void> {
  const items = await itemsById(
    tx,
    rows.flatMap((row) => row.itemIds),
  )
  const usable = (id: string): boolean => {
    const item = items.get(id)
    return item !== undefined && item.state === 'published' && item.dept === actor.dept && itemApplies(item, actor)
  }
  for (const [index, row] of rows.entries()) {
    const bad = row.itemIds.filter((id) => !usable(id))
    if (bad.length > 0) throw new Problem('item_not_published', { row: index + 1, items: bad.map((id) => items.get(id)?.name ?? id) })
    refuseValidity(row, index + 1, items, today)
    if (row.from > row.to) throw new Problem('window_reversed', { row: index + 1, from: row.from, to: row.to })
    if (row.ratePpm === 0) throw new Problem('rate_zero', { row: index + 1 })
  }
}

function refuseValidity({ itemIds, from }: RowInput, row: number, items: ReadonlyMap<string, ItemRecord>, today: string): void {
  const day = firstDayOfWork(from, today)
  const chosen = itemIds.flatMap((id) => items.get(id) ?? [])
  const names = (some: readonly ItemRecord[]): string[] => some.map(({ name }) => name)
  const idle = chosen.filter((item) => !inForce(item, day))
  if (idle.length > 0) throw new Problem('item_not_in_force', { row, day, items: names(idle) })
  const quiet = chosen.filter(({ listKind }) => listKind === 'undisturbed')
  if (quiet.length > 0) throw new Problem('item_undisturbed', { row, items: names(quiet) })
}

const numbered = (row: RowInput, index: number): store.PlanRowRecord => ({ ...row, id: randomUUID(), seq: index + 1 })

const head = (plan: store.PlanRecord) => ({
  id: plan.id,
  planNo: plan.planNo,
  year: plan.year,
  name: plan.name,
  state: plan.state,
  orgPath: plan.orgPath,
  dept: plan.dept,
  orgName: plan.orgName,
  createdBy: plan.createdByName,
  updatedAt: plan.updatedAt,
})
