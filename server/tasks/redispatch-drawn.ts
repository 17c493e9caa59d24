/**
 * 改派 after officers are drawn: for an approved change request. The objects go to the other organisation at once, their teams leave by one draw of kind R, and its own
 * officers come by it (draw protocol §6: the residual graph of the objects whose seats fall free).
 */
import { randomUUID } from 'node:crypto'
import type { Office } from '#core/tasks/dispatch.ts'
import type { Tx } from '#db/connect.ts'
import { closedOfficerDraws, findDraw } from '#server/draws/store.ts'
import type { Services } from '#server/http/context.ts'
import { found, Problem } from '#server/http/problem.ts'
import { openSeatDraw } from '#server/matching/open-seat-draw.ts'
import { seatsOf } from '#server/matching/propensity-store.ts'
import { findSeatRequest, insertSeatDecision, insertSeatRequest, type SeatRequestRow } from '#server/matching/seat-store.ts'
import { notify } from '#server/notices/notify.ts'
import { policyOf } from '#server/policy/at.ts'
import * as store from './dispatch-store.ts'
import { drawingDepartments } from './drawing-departments.ts'
import { checkedMove, closeEmptied, giveTo, handOver, isDrawn, type Redispatch, type Redispatched } from './redispatch.ts'
import type { TaskRecord } from './store.ts'
import { saveSubTask, subTasksOf } from './sub-task-store.ts'

/** `task` is held by the caller. Where officers are not drawn yet the objects change hands as by a word, also such as an organisation took. */
export async function redispatchDrawn(tx: Tx, services: Services, task: TaskRecord, asked: Redispatch): Promise<Redispatched> {
  const move = await checkedMove(tx, task, asked)
  const { target, subjects, sources } = move
  if (!sources.some(isDrawn)) return await handOver(tx, task, asked, move)
  const subTaskId = await executing(tx, task, asked, target)
  await giveTo(tx, task, asked, subTaskId, subjects)
  if (asked.part === '') await store.moveVisits(tx, task.id, subjects, target)
  await store.recount(tx, task.id)
  await closeEmptied(tx, sources, asked, target)
  await vacate(tx, services, task, asked, target)
  await notify(tx, {
    to: { orgPath: target.path, dept: target.dept, permission: 'task.accept', but: asked.by.id },
    kind: 'sub_task.dispatched',
    thing: `sub_task:${subTaskId}`,
    facts: { name: task.name, org: target.name, objects: subjects.length },
    at: asked.now,
  })
  return { subTaskId, orgName: target.name, moved: subjects.length }
}

/** The sub-task of the receiving organisation; the work goes on, so nobody waits for an answer. */
async function executing(tx: Tx, task: TaskRecord, { part, now }: Redispatch, target: Office): Promise<string> {
  const known = (await subTasksOf(tx, task.id)).find(({ orgPath, dept }) => orgPath === target.path && dept === target.dept)
  if (known === undefined) {
    const id = randomUUID()
    const made = {
      id,
      taskId: task.id,
      office: target,
      fromPath: task.orgPath,
      part,
      rule: 'hand',
      takesRest: false,
      acceptBy: null,
    } as const
    await store.insertSubTasks(tx, [{ ...made, state: 'executing' }], now)
    return id
  }
  if (known.state !== 'executing') await saveSubTask(tx, known.id, { state: 'executing', reason: null, note: '' }, now)
  return known.id
}

/** Everybody on the teams leaves, as if each had been asked for and approved; one draw brings those who come. */
async function vacate(
  tx: Tx,
  services: Services,
  task: TaskRecord,
  { part, subjects, reason, by, now }: Redispatch,
  target: Office,
): Promise<void> {
  const department = found((await drawingDepartments(tx, task)).find((one) => one.part === part))
  const closed = (await closedOfficerDraws(tx, task.id)).find(({ dept }) => dept === department.dept)
  const draw = closed === undefined ? null : await findDraw(tx, closed.drawId)
  if (draw === null) throw new Problem('redispatch_without_lot')
  const held = (await seatsOf(tx, draw, subjects)).filter(({ ended }) => !ended)
  const requests: SeatRequestRow[] = []
  for (const [officerId, seats] of Map.groupBy(held, (seat) => seat.officerId)) {
    const id = randomUUID()
    const asked = {
      id,
      taskId: task.id,
      drawId: draw.id,
      officerId,
      askedBy: 'unit',
      reason: 'redispatched',
      note: reason,
      requestedAt: now,
    } as const
    const left = seats.map(({ subject }) => subject).sort()
    await insertSeatRequest(tx, { ...asked, subjects: left, evidenceFile: null, appointOfficer: null, by })
    requests.push(found(await findSeatRequest(tx, id)))
  }
  const [request, ...also] = requests
  if (request === undefined) throw new Problem('redispatch_without_lot')
  const asked = { task, department, policy: await policyOf(tx, department, now), now, only: target.path }
  const drawId = await openSeatDraw({ tx, actor: by, services, asked, draw, request, also })
  for (const { id } of requests) await insertSeatDecision(tx, { requestId: id, approved: true, opinion: reason, drawId, by, at: now })
}
