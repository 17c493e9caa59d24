/** 工作台: what waits for me, and for whom I wait. */
import { type Actor, permissionsOf } from '#core/access/can.ts'
import type { Permission } from '#core/access/roles.ts'
import { partyOfRoles } from '#core/draws/parties.ts'
import { secondPersonFor } from '#core/tasks/state.ts'
import { dateAt } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { countOfficers } from '#server/registers/officer-store.ts'
import { countEntities } from '#server/registers/store.ts'
import { staged } from './stages.ts'
import * as store from './store.ts'
import { yearTodosOf } from './year-todos.ts'

export type Todo = {
  readonly verb: string
  readonly thing: string
  readonly title: string
  readonly why: string
  readonly due: string | null
  readonly count: number
}
export type Waiting = { readonly who: string; readonly what: string; readonly thing: string; readonly since: string }

export const workbench = os.record.workbench.handler(
  query(async ({ tx, actor, now }) => {
    const may = permissionsOf(actor)
    const draws = may.has('draw.read') ? await store.openDraws(tx, actor.dept) : []
    const todos = [
      ...(await planTodos(tx, actor, may)),
      ...(await itemTodos(tx, actor, may)),
      ...(await taskTodos(tx, actor, may)),
      ...draws.flatMap((draw) => drawTodos(draw, actor, may)),
      ...(await seatTodos(tx, actor, may)),
      ...(await visitTodos(tx, actor, may)),
      ...(await yearTodosOf(tx, actor, may)),
    ]
    return {
      ...(await staged(tx, actor, { todos, day: dateAt(now) })),
      waitingFor: [...draws.flatMap((draw) => drawWaits(draw, actor)), ...(await planWaits(tx, may, actor))],
      figures: {
        entities: await countEntities(tx, actor.orgPath),
        officers: await countOfficers(tx, actor.orgPath),
        ...(await store.figures(tx, actor.dept)),
      },
    }
  }),
)

type May = ReadonlySet<Permission>

async function planTodos(tx: Tx, actor: Actor, may: May): Promise<Todo[]> {
  const todos: Todo[] = []
  const add = (verb: string, plans: readonly store.Standing[]): void => {
    for (const plan of plans) todos.push({ verb, thing: `/plans/${plan.id}`, title: plan.name, why: plan.state, due: null, count: 1 })
  }
  if (may.has('plan.edit')) add('submit_plan', await store.plansIn(tx, actor.dept, ['draft', 'adjusting']))
  // A joint plan is adopted by the 联席会议, every other one approved.
  if (may.has('joint.convene')) add('adopt_plan', await store.plansIn(tx, actor.dept, ['submitted', 'adjust_submitted'], 'joint'))
  if (may.has('plan.approve')) {
    add('approve_plan', await store.plansIn(tx, actor.dept, ['submitted', 'adjust_submitted'], 'other'))
    add('publish_plan', await store.plansIn(tx, actor.dept, ['approved', 'adjust_approved']))
  }
  return todos
}

async function itemTodos(tx: Tx, actor: Actor, may: May): Promise<Todo[]> {
  const say = (verb: string, state: string, waiting: readonly store.ItemsWaiting[]): Todo[] =>
    waiting.map(({ list, n }) => ({
      verb,
      thing: addressOf(list, state),
      title: '',
      why: state === 'returned' ? 'opinion' : state,
      due: null,
      count: n,
    }))
  return [
    ...(may.has('item.publish') ? say('publish_items', 'submitted', await store.itemsToPublish(tx, actor)) : []),
    ...(may.has('item.edit') ? say('mend_items', 'returned', await store.itemsReturned(tx, actor)) : []),
  ]
}

/** The list on which such items stand. */
const addressOf = (list: store.ItemsWaiting['list'], state: string): string =>
  list === 'joint' ? `/joint-items?state=${state}` : list === 'random' ? `/items?state=${state}` : `/items?state=${state}&kind=${list}`

async function taskTodos(tx: Tx, actor: Actor, may: May): Promise<Todo[]> {
  if (!may.has('task.edit')) return []
  const verbs: Readonly<Record<string, string>> = { draft: 'confirm_task', confirmed: 'freeze', drawn: 'draw_officers' }
  const tasks = await store.tasksIn(tx, actor.dept, Object.keys(verbs))
  return tasks.map((task) => ({
    verb: task.state === 'draft' && secondPersonFor(task) !== null ? 'submit_task' : (verbs[task.state] ?? 'confirm_task'),
    thing: `/tasks/${task.id}`,
    title: task.name,
    why: task.state,
    due: task.due,
    count: 1,
  }))
}

function drawTodos(draw: store.DrawStanding, actor: Actor, may: May): Todo[] {
  const verbs: string[] = []
  const party = may.has('draw.party') ? partyOfRoles(actor.roles) : null
  if (party !== null && draw.state === 'frozen' && !draw.pledged.includes(party)) verbs.push('pledge')
  if (may.has('draw.run') && draw.state === 'frozen' && ['organiser', 'supervisor'].every((one) => draw.pledged.includes(one)))
    verbs.push('commit')
  if (party !== null && draw.state === 'committed' && !draw.revealed.includes(party)) verbs.push('reveal')
  if (may.has('draw.close') && draw.state === 'result') verbs.push('close')
  if (may.has('draw.close') && draw.voidAsked) verbs.push('approve_void')
  return verbs.map((verb) => ({ verb, thing: `/draws/${draw.id}`, title: draw.name, why: draw.state, due: draw.due, count: 1 }))
}

async function seatTodos(tx: Tx, actor: Actor, may: May): Promise<Todo[]> {
  const waiting = may.has('draw.close') ? await store.seatsWaiting(tx, actor.dept, actor.id) : []
  return waiting.map(({ id, name, state, due, n }) => ({
    verb: 'decide_seats',
    thing: `/draws/${id}`,
    title: name,
    why: state,
    due,
    count: n,
  }))
}

async function visitTodos(tx: Tx, actor: Actor, may: May): Promise<Todo[]> {
  const todo = (verb: string) => (group: store.VisitGroup) => ({
    verb,
    thing: `/visits?taskId=${group.taskId}&state=${group.state}`,
    title: group.taskName,
    why: group.state,
    due: group.due,
    count: group.n,
  })
  const mine =
    may.has('inspection.enter') && actor.officerId !== null
      ? await store.visitGroups(tx, { officerId: actor.officerId }, ['assigned', 'returned'])
      : []
  const toAdvise = may.has('inspection.advise') && actor.officerId !== null ? await store.visitsToAdvise(tx, actor.officerId) : []
  const toReview = may.has('inspection.review') ? await store.visitGroups(tx, { dept: actor.dept }, ['submitted']) : []
  return [...mine.map(todo('enter')), ...toAdvise.map(todo('advise')), ...toReview.map(todo('review'))]
}

/** The others a draw waits for, by the duty that has to act. */
function drawWaits(draw: store.DrawStanding, actor: Actor): Waiting[] {
  const me = partyOfRoles(actor.roles)
  const waiting = (done: readonly string[], what: string): Waiting[] =>
    ['organiser', 'supervisor']
      .filter((party) => party !== me && !done.includes(party))
      .map((who) => ({ who, what, thing: `/draws/${draw.id}`, since: draw.since }))
  if (draw.state === 'frozen') return waiting(draw.pledged, 'pledge')
  if (draw.state === 'committed') return waiting(draw.revealed, 'reveal')
  if (draw.state === 'result' && !actor.roles.includes('approver'))
    return [{ who: 'approver', what: 'close', thing: `/draws/${draw.id}`, since: draw.since }]
  return []
}

async function planWaits(tx: Tx, may: May, actor: Actor): Promise<Waiting[]> {
  if (!may.has('plan.edit')) return []
  const plans = await store.plansIn(tx, actor.dept, ['submitted', 'adjust_submitted', 'approved', 'adjust_approved'])
  return plans.map((plan) => ({
    who: 'approver',
    what: plan.state === 'submitted' || plan.state === 'adjust_submitted' ? 'approve_plan' : 'publish_plan',
    thing: `/plans/${plan.id}`,
    since: plan.since,
  }))
}
