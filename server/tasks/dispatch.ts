/** 派发: when the objects of a task are known, each goes to the organisation that inspects it (domain.md §3 step 6, AR11). */
import { randomUUID } from 'node:crypto'
import { workingDayAfter } from '#core/calendar/working-days.ts'
import { type DispatchRule, dispatchOf, type Office, poolOf, type Share } from '#core/tasks/dispatch.ts'
import { isLive } from '#core/tasks/sub-task-state.ts'
import { dateAt, type Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { notify } from '#server/notices/notify.ts'
import { policyAt } from '#server/policy/at.ts'
import * as store from './dispatch-store.ts'
import { departmentsOf } from './participant-store.ts'
import type { TaskRecord } from './store.ts'
import { type SubTaskRecord, saveSubTask, subTasksOf } from './sub-task-store.ts'

export type Dispatching = { readonly by: { readonly name: string }; readonly now: Instant }

/**
 * Makes the sub-tasks of a task and gives them its objects. Said again after more objects came, it gives those away too. What an organisation has of its own
 * task, and of one in which it agreed to take part, it has accepted already; every other waits for an answer.
 */
export async function dispatchTask(tx: Tx, task: TaskRecord, dispatching: Dispatching): Promise<void> {
  const before = new Set((await subTasksOf(tx, task.id)).map(({ id }) => id))
  const [own, ...parts] = await sharesOf(tx, task)
  for (const share of [own, ...parts]) if (share !== undefined) await dispatchShare(tx, task, share, dispatching)
  await store.recount(tx, task.id)
  for (const made of await subTasksOf(tx, task.id))
    if (made.state === 'waiting' && made.acceptBy !== null && !before.has(made.id)) await tellDispatched(tx, made, dispatching.now)
}

/** Whoever is to answer is told until when. */
export async function tellDispatched(tx: Tx, made: SubTaskRecord, now: Instant): Promise<void> {
  await notify(tx, {
    to: { orgPath: made.orgPath, dept: made.dept, permission: 'task.accept' },
    kind: 'sub_task.dispatched',
    thing: `sub_task:${made.id}`,
    facts: { name: made.taskName, org: made.orgName, objects: made.objects },
    dueOn: made.acceptBy,
    key: `sub_task.dispatched:${made.id}:${now}`,
    at: now,
  })
}

/** The last day on which a part can be accepted or returned; null where the calendar does not know the year yet. */
export async function acceptByOf(tx: Tx, place: string, now: Instant): Promise<string | null> {
  const today = dateAt(now)
  const { tasks } = await policyAt(tx, place, today)
  const day = workingDayAfter(today, tasks.returnDays.value)
  return day.ok ? day.value : null
}

type PartShare = Share & { readonly part: string; readonly agreed: boolean }

/** The task's own part, and one of each department that takes part. */
async function sharesOf(tx: Tx, task: TaskRecord): Promise<PartShare[]> {
  const { level } = task
  const [, ...participants] = await departmentsOf(tx, task)
  const labels = task.filter.all.flatMap(({ field, op, values }) => (field === 'label' && op === 'anyOf' ? values : []))
  const pool = poolOf({ dept: task.dept, labels }, await store.libraryOwners(tx, task.orgPath, labels))
  // Who takes part draws its own officers once; it cannot stand for the task's own items as well.
  const whose = participants.some(({ dept }) => dept === pool.dept) ? ({ pool: 'general', dept: task.dept } as const) : pool
  const own: PartShare = { ...whose, place: task.orgPath, level, part: '', agreed: whose.dept === task.dept }
  return [
    own,
    ...participants.map(({ dept, orgPath }) => ({ pool: 'cross' as const, dept, place: orgPath, level, part: dept, agreed: true })),
  ]
}

async function dispatchShare(tx: Tx, task: TaskRecord, asked: PartShare, dispatching: Dispatching): Promise<void> {
  const offices = await store.officesAt(tx, asked.place, [asked.dept, task.dept])
  // A department without anybody below does its part itself.
  const below = offices.some(({ dept, path }) => dept === asked.dept && path !== asked.place)
  const share = below ? asked : { ...asked, level: 'self' as const }
  const there = (await subTasksOf(tx, task.id)).filter(({ part }) => part === share.part)
  // A part that was given to somebody as a whole is theirs, with whatever comes.
  if (there.some(({ takesRest, rule, state }) => takesRest && rule === 'hand' && isLive(state))) return
  if (share.level === 'self' && there.length > 0) return
  const acceptBy = await acceptByOf(tx, task.orgPath, dispatching.now)
  const make = (office: Pick<Office, 'path' | 'dept' | 'name'>, rule: DispatchRule, takesRest: boolean): store.NewSubTask => {
    const agreed = takesRest && share.agreed && share.level === 'self'
    // Of objects that come after the teams were drawn (a substitute) nobody waits for an answer: somebody has to go.
    const state = there.some((one) => one.state === 'executing') ? 'executing' : agreed ? 'accepted' : 'waiting'
    const waits = state === 'waiting' && (office.path !== task.orgPath || office.dept !== task.dept)
    return {
      id: randomUUID(),
      taskId: task.id,
      office,
      fromPath: task.orgPath,
      part: share.part,
      rule,
      takesRest,
      state,
      acceptBy: waits ? acceptBy : null,
    }
  }
  const own = { path: task.orgPath, dept: task.dept, name: task.orgName }
  if (share.level === 'self') {
    const whole = dispatchOf(share, share.place, offices)
    await store.insertSubTasks(tx, [make(whole?.office ?? own, whole?.rule ?? 'hand', true)], dispatching.now)
    return
  }
  await dispatchBelow(tx, { task, share, offices, there, make, own }, dispatching)
}

type Below = {
  readonly task: TaskRecord
  readonly share: PartShare
  readonly offices: readonly Office[]
  readonly there: readonly SubTaskRecord[]
  readonly make: (office: Pick<Office, 'path' | 'dept' | 'name'>, rule: DispatchRule, takesRest: boolean) => store.NewSubTask
  readonly own: Pick<Office, 'path' | 'dept' | 'name'>
}

/** By place, to whoever has it; what nobody has stays with the task's organisation, which has to give it to somebody by hand. */
async function dispatchBelow(tx: Tx, { task, share, offices, there, make, own }: Below, { by, now }: Dispatching): Promise<void> {
  const ids = new Map(there.filter(({ takesRest }) => !takesRest).map((one) => [`${one.orgPath} ${one.dept}`, one.id]))
  const made: store.NewSubTask[] = []
  const given: { path: string; subTaskId: string; rule: DispatchRule }[] = []
  let rest = there.some(({ takesRest }) => takesRest)
  const closed = there.find(({ takesRest, state }) => takesRest && !isLive(state))
  for (const path of await store.placesToDispatch(tx, task.id, share.part)) {
    const to = dispatchOf(share, path, offices)
    if (to === null) {
      if (!rest) made.push(make(own, 'own', true))
      if (closed !== undefined) await saveSubTask(tx, closed.id, { state: 'waiting' }, now)
      rest = true
      continue
    }
    const key = `${to.office.path} ${to.office.dept}`
    const fresh = ids.has(key) ? null : make(to.office, to.rule, false)
    if (fresh !== null) made.push(fresh)
    const subTaskId = ids.get(key) ?? fresh?.id ?? ''
    ids.set(key, subTaskId)
    given.push({ path, subTaskId, rule: to.rule })
  }
  await store.insertSubTasks(tx, made, now)
  await store.dispatchPlaces(tx, { taskId: task.id, part: share.part, byName: by.name, now }, given)
}
