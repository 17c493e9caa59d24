/** 子任务: handlers. */
import { type Ability, type Actor, allowed, refused, spansDepartments } from '#core/access/can.ts'
import type { Result } from '#core/result.ts'
import { answerSubTask, isLive, isReturnReason, mayRedispatch, returnReasons, seesSubTask, takenBy } from '#core/tasks/sub-task-state.ts'
import type { Tx } from '#db/connect.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { notify } from '#server/notices/notify.ts'
import { stepsOf } from '#server/record/store.ts'
import { officesAt, officesOfPlace } from './dispatch-store.ts'
import { departmentsOf } from './participant-store.ts'
import { redispatchObjects } from './redispatch.ts'
import { findTask } from './store.ts'
import * as store from './sub-task-store.ts'

export const subTaskHandlers = {
  list: os.subTasks.list.handler(
    query(async ({ input, tx, actor }) => {
      const page = await store.listSubTasks(tx, spansDepartments(actor) ? null : actor.dept, input)
      return { ...page, rows: page.rows.map((one) => head(one, actor)) }
    }),
  ),

  get: os.subTasks.get.handler(
    query(async ({ input, tx, actor }) => {
      const one = await getSubTask(tx, actor, input.subTaskId)
      const { taskState, part, takesRest, acceptedByName, acceptedAt } = one
      const steps = await stepsOf(tx, `sub_task:${one.id}`)
      return { ...head(one, actor), taskState, part, takesRest, acceptedBy: acceptedByName, acceptedAt, steps }
    }),
  ),

  objects: os.subTasks.objects.handler(
    query(async ({ input, tx, actor }) => {
      const one = await getSubTask(tx, actor, input.subTaskId)
      const page = await store.objectsOfSubTask(tx, one, input)
      return { ...page, count: { value: one.objects, capped: false } }
    }),
  ),

  targets: os.subTasks.targets.handler(
    query(async ({ input, tx, actor }) => {
      const one = await getSubTask(tx, actor, input.subTaskId)
      return { rows: await targetsOf(tx, one) }
    }),
  ),

  accept: os.subTasks.accept.handler(
    command('sub_task.accept', async ({ input, tx, actor, now, record }) => {
      const one = await lockSeen(tx, actor, input)
      const state = unwrap(answerSubTask(one, 'accept', actor))
      await store.saveSubTask(tx, one.id, { state, acceptedBy: actor.name }, now)
      await tellDispatcher(tx, one, actor, 'sub_task.accepted', '', now)
      record(`sub_task:${one.id}`, { taskNo: one.taskNo, orgName: one.orgName, objects: one.objects })
      return { state }
    }),
  ),

  return: os.subTasks.return.handler(
    command('sub_task.return', async ({ input, tx, actor, now, record }) => {
      const one = await lockSeen(tx, actor, input)
      const { reason, note } = input
      if (!isReturnReason(reason)) throw new Problem('return_reason_unknown', { reason, field: 'reason' })
      if (note.length < 4) throw new Problem('return_note_missing', { field: 'note' })
      const state = unwrap(answerSubTask(one, 'return', actor))
      await store.saveSubTask(tx, one.id, { state, reason, note }, now)
      await tellDispatcher(tx, one, actor, 'sub_task.returned', `${returnReasons[reason].zh}，${note}`, now)
      record(`sub_task:${one.id}`, { taskNo: one.taskNo, orgName: one.orgName, objects: one.objects, reason, note })
      return { state }
    }),
  ),

  redispatch: os.subTasks.redispatch.handler(
    command('sub_task.redispatch', async ({ input, tx, actor, now, record }) => {
      const one = await lockSeen(tx, actor, input)
      unwrap(mayRedispatch(one, actor))
      const task = found(await findTask(tx, one.taskId, 'lock'))
      const { toOrgId, reason } = input
      const subjects = input.subjects.length > 0 ? input.subjects : (await store.objectsHeld(tx, one.id, [])).map(({ subject }) => subject)
      const moved = await redispatchObjects(tx, task, { part: one.part, subjects, toOrgId, reason, by: actor, now })
      record(`sub_task:${one.id}`, { taskNo: one.taskNo, to: moved.orgName, objects: moved.moved, reason })
      return { subTaskId: moved.subTaskId, moved: moved.moved }
    }),
  ),
}

/** A part of a task that the actor carries out or dispatched; what is out of sight does not exist for them. */
export async function getSubTask(tx: Tx, actor: Actor, id: string, lock: 'lock' | 'read' = 'read'): Promise<store.SubTaskRecord> {
  const one = found(await store.findSubTask(tx, id, lock))
  if (!seesSubTask(one, actor, spansDepartments(actor))) throw new Problem('not_found')
  return one
}

async function lockSeen(tx: Tx, actor: Actor, input: { readonly subTaskId: string; readonly seen: string }): Promise<store.SubTaskRecord> {
  // Whoever gave a part back sees the task no more; a colleague whose page still shows it was only slower.
  const own = await store.stateOfPart(tx, input.subTaskId, actor)
  if (own !== null && !isLive(own)) throw new Problem('page_stale')
  const one = await getSubTask(tx, actor, input.subTaskId, 'lock')
  if (one.updatedAt !== input.seen) throw new Problem('page_stale')
  return one
}

async function tellDispatcher(
  tx: Tx,
  one: store.SubTaskRecord,
  actor: Actor,
  kind: 'sub_task.accepted' | 'sub_task.returned',
  note: string,
  at: string,
): Promise<void> {
  const to = { orgPath: one.fromPath, dept: one.fromDept, permission: 'task.dispatch', but: actor.id } as const
  await notify(tx, {
    to,
    kind,
    thing: `sub_task:${one.id}`,
    facts: { name: one.taskName, org: one.orgName, objects: one.objects, note },
    at,
  })
}

/** Organisations below the place; of a part that is done as a whole also other departments there. `whole`: takes all objects or none. */
async function targetsOf(tx: Tx, one: store.SubTaskRecord) {
  const task = found(await findTask(tx, one.taskId))
  const taken = new Set((await departmentsOf(tx, task)).map(({ dept }) => dept))
  const own = await officesAt(tx, one.fromPath, [one.dept])
  const others = (await officesOfPlace(tx, one.fromPath)).filter(({ dept }) => !taken.has(dept))
  return [...own, ...others]
    .filter(({ path, dept }) => path !== one.orgPath || dept !== one.dept)
    .slice(0, 500)
    .map(({ id, name, dept }) => ({ orgId: id, name, dept, whole: one.takesRest || dept !== one.dept }))
}

const head = (one: store.SubTaskRecord, actor: Actor) => ({
  id: one.id,
  taskId: one.taskId,
  taskNo: one.taskNo,
  taskName: one.taskName,
  from: one.from,
  to: one.to,
  dept: one.dept,
  orgName: one.orgName,
  fromName: one.fromName,
  joint: one.part !== '',
  rule: one.rule,
  state: one.state,
  objects: one.objects,
  settled: one.settled,
  reused: one.reused,
  acceptBy: one.acceptBy,
  reason: one.reason,
  note: one.note,
  updatedAt: one.updatedAt,
  abilities: {
    accept: abilityOf(answerSubTask(one, 'accept', actor)),
    return: abilityOf(answerSubTask(one, 'return', actor)),
    redispatch: redispatchAbility(one, actor),
  },
})

/** Once somebody took it, a change request is the way. */
function redispatchAbility(one: store.SubTaskRecord, actor: Actor): Ability {
  const may = abilityOf(mayRedispatch(one, actor))
  if (!may.allowed) return may
  if (one.objects === 0) return refused('redispatch_nothing')
  const taken = takenBy(one.state)
  return taken === null ? may : refused(taken)
}

const abilityOf = (result: Result<unknown, { type: string }>): Ability => (result.ok ? allowed : refused(result.failure.type))
