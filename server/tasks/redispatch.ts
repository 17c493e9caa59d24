/**
 * 改派: objects of a task are given to another organisation, in batch; only such as have no result, and within one task (domain.md §21b AR10). Officers of a department are drawn
 * once for all its objects (draw protocol §6), so another department takes over a whole part, and what one organisation does as a whole changes hands as a whole.
 */
import { randomUUID } from 'node:crypto'
import { isPathWithin } from '#core/access/can.ts'
import { cutProblem, type Held, type Office } from '#core/tasks/dispatch.ts'
import { isLive, subTaskTransitions, takenBy } from '#core/tasks/sub-task-state.ts'
import type { Instant } from '#core/time.ts'
import { step } from '#core/transition.ts'
import type { Tx } from '#db/connect.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { notify } from '#server/notices/notify.ts'
import { acceptByOf, tellDispatched } from './dispatch.ts'
import * as store from './dispatch-store.ts'
import { departmentsOf } from './participant-store.ts'
import type { TaskRecord } from './store.ts'
import { findSubTask, type SubTaskRecord, saveSubTask, subTasksOf } from './sub-task-store.ts'

export type Redispatch = {
  /** Whose part: empty for the task's own items, else the department that takes part. */
  readonly part: string
  readonly subjects: readonly string[]
  readonly toOrgId: string
  readonly reason: string
  readonly by: { readonly id: string; readonly name: string }
  readonly now: Instant
}

export type Redispatched = { readonly subTaskId: string; readonly orgName: string; readonly moved: number }

/** By a word of whoever dispatched, for objects that nobody took yet; `task` is held by the caller. Else an approved change request does it (redispatch-drawn.ts). */
export async function redispatchObjects(tx: Tx, task: TaskRecord, asked: Redispatch): Promise<Redispatched> {
  const move = await checkedMove(tx, task, asked)
  for (const { state, orgName } of move.sources) {
    const taken = takenBy(state)
    if (taken !== null) throw new Problem(taken, { org: orgName })
  }
  return await handOver(tx, task, asked, move)
}

/** A checked change of hands while officers are not drawn yet. */
export async function handOver(tx: Tx, task: TaskRecord, asked: Redispatch, move: CheckedMove): Promise<Redispatched> {
  const { target, subjects, sources, parts } = move
  const whole = subjects.length === parts.reduce((sum, { objects }) => sum + objects, 0)
  const to = await receiving(tx, task, asked, target)
  await giveTo(tx, task, asked, to.id, subjects)
  if (whole) await store.moveRest(tx, task.id, asked.part, to.id)
  await store.recount(tx, task.id)
  await closeEmptied(tx, sources, asked, target)
  const now = await findSubTask(tx, to.id)
  if (now !== null && now.state === 'waiting') await tellDispatched(tx, now, asked.now)
  return { subTaskId: to.id, orgName: target.name, moved: subjects.length }
}

export type CheckedMove = {
  readonly target: Office
  readonly subjects: readonly string[]
  /** Whose the objects are now. */
  readonly sources: readonly SubTaskRecord[]
  /** Every live sub-task of the part. */
  readonly parts: readonly SubTaskRecord[]
}

/** What holds for every change of hands, whenever it comes. */
export async function checkedMove(tx: Tx, task: TaskRecord, { part, subjects: named, toOrgId }: Redispatch): Promise<CheckedMove> {
  const subjects = [...new Set(named)].sort()
  if (subjects.length === 0) throw new Problem('redispatch_nothing')
  const held = await store.objectsOfTask(tx, task.id, part, subjects)
  const foreign = subjects.filter((subject) => !held.some((one) => one.subject === subject))
  if (foreign.length > 0) throw new Problem('redispatch_foreign_object', { subjects: foreign.slice(0, 5), count: foreign.length })
  const begun = held.filter(({ visitState }) => visitState !== null && visitState !== 'assigned').map(({ subject }) => subject)
  if (begun.length > 0) throw new Problem('redispatch_has_result', { subjects: begun.slice(0, 5), count: begun.length })
  const parts = (await subTasksOf(tx, task.id)).filter((one) => one.part === part && one.objects > 0)
  const sources = parts.filter(({ id }) => held.some(({ subTaskId }) => subTaskId === id))
  const target = await store.officeById(tx, toOrgId)
  if (target === null || !isPathWithin(task.orgPath, target.path)) throw new Problem('redispatch_org_unknown')
  // What came back can go to the same organisation again.
  if (sources.every(({ orgPath, dept, state }) => state !== 'returned' && orgPath === target.path && dept === target.dept))
    throw new Problem('redispatch_same_org', { org: target.name })
  const leaving = (id: string): number => held.filter((one) => one.subTaskId === id).length
  if (sources.some(({ state }) => state === 'drawing')) throw new Problem('redispatch_drawing')
  const drawn = sources.some(isDrawn)
  if (drawn && sources.some(({ dept }) => dept !== target.dept)) throw new Problem('redispatch_department_drawn')
  const problem = drawn
    ? null
    : cutProblem(
        parts.map((one) => ({ ...one, leaving: leaving(one.id), as: standsAs(one) })),
        target,
      )
  if (problem !== null) throw new Problem(problem.type, problem)
  if (target.dept !== sources[0]?.dept) {
    const taken = (await departmentsOf(tx, task)).some(({ dept }) => dept === target.dept && dept !== (part === '' ? task.dept : part))
    if (taken) throw new Problem('redispatch_department_taken')
  }
  return { target, subjects, sources, parts }
}

/** Its officers are known: the next ones come by a draw of seats, which takes any objects. */
export const isDrawn = ({ state }: Pick<SubTaskRecord, 'state'>): boolean => takenBy(state) === 'redispatch_officers_drawn'

/** The whole part, the objects of its area, or what no organisation below has and nobody was given yet. */
const standsAs = ({ takesRest, rule, state }: SubTaskRecord): Held['as'] =>
  !takesRest ? 'area' : rule === 'own' && state === 'waiting' ? 'nobody' : 'whole'

/** The sub-task of the receiving organisation: it has to accept, also when it accepted others before; its own task's part it has accepted. */
async function receiving(tx: Tx, task: TaskRecord, { part, now, by }: Redispatch, target: Office): Promise<{ readonly id: string }> {
  const isOwn = target.path === task.orgPath && target.dept === task.dept
  const acceptBy = isOwn ? null : await acceptByOf(tx, task.orgPath, now)
  const known = (await subTasksOf(tx, task.id)).find(({ orgPath, dept }) => orgPath === target.path && dept === target.dept)
  if (known === undefined) {
    const id = randomUUID()
    const made = { id, taskId: task.id, office: target, fromPath: task.orgPath, part, rule: 'hand', takesRest: false, acceptBy } as const
    await store.insertSubTasks(tx, [{ ...made, state: isOwn ? 'accepted' : 'waiting' }], now)
    return { id }
  }
  const again =
    known.state === 'cancelled' ? ({ ok: true, value: 'waiting' } as const) : step(subTaskTransitions, known.state, 'redispatch')
  const state = isOwn ? 'accepted' : unwrap(again)
  await saveSubTask(tx, known.id, { state, acceptBy, reason: null, note: '', ...(isOwn && { acceptedBy: by.name }) }, now)
  return { id: known.id }
}

export async function giveTo(
  tx: Tx,
  task: TaskRecord,
  { part, reason, by, now }: Redispatch,
  to: string,
  subjects: readonly string[],
): Promise<void> {
  await store.dispatchObjects(tx, { taskId: task.id, part, subTaskId: to, reason, byName: by.name, now }, subjects)
}

/** Whoever gave everything away has no part any more, and is told who has it. */
export async function closeEmptied(tx: Tx, sources: readonly SubTaskRecord[], { now, by }: Redispatch, target: Office): Promise<void> {
  for (const source of sources) {
    const left = await findSubTask(tx, source.id)
    if (left === null || !isLive(left.state === 'returned' ? 'waiting' : left.state)) continue
    const given = source.objects - left.objects
    if (given <= 0) continue
    if (left.objects === 0) await saveSubTask(tx, source.id, { state: unwrap(step(subTaskTransitions, left.state, 'cancel')) }, now)
    await notify(tx, {
      to: { orgPath: source.orgPath, dept: source.dept, permission: 'task.accept', but: by.id },
      kind: 'sub_task.redispatched',
      thing: `sub_task:${source.id}`,
      facts: { name: source.taskName, objects: given, org: target.name },
      at: now,
    })
  }
}
