/** What a closed draw sets in motion: the task moves on, the public learns the names, and when every department has its officers, visits come to be. */
import type { PolicyPack } from '#core/policy/pack.ts'
import { taskSources } from '#core/tasks/source.ts'
import { taskTransitions } from '#core/tasks/state.ts'
import type { Instant } from '#core/time.ts'
import { step } from '#core/transition.ts'
import type { Tx } from '#db/connect.ts'
import type { FileStore } from '#server/files/store.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { closeLedger, enterLedger } from '#server/ledger/ledger.ts'
import { assignmentOf, type Seat, seatsFrom } from '#server/matching/assignment.ts'
import { fillSeats } from '#server/matching/fill-seats.ts'
import { objectNames } from '#server/matching/seat-store.ts'
import { notify, notifyAssigned } from '#server/notices/store.ts'
import { refreshStatistics } from '#server/statistics.ts'
import { dispatchTask } from '#server/tasks/dispatch.ts'
import { drawingDepartments } from '#server/tasks/drawing-departments.ts'
import { findTask, saveTaskState, type TaskRecord } from '#server/tasks/store.ts'
import { executeSubTasks } from '#server/tasks/sub-task.ts'
import * as drawn from './drawn-store.ts'
import { type DrawEvent, eventOf } from './events.ts'
import { publishDrawn } from './publish.ts'
import { saveVisitReplaced } from './replacement-store.ts'
import * as store from './store.ts'
import { substituteTeams } from './substitute-team.ts'

export type CarryOut = {
  readonly draw: store.DrawRecord
  readonly events: readonly DrawEvent[]
  readonly files: FileStore
  readonly policy: PolicyPack
  readonly now: Instant
}

/** By rule and not by anybody's choice. */
const system = { name: '系统' }

export async function carryOut(tx: Tx, out: CarryOut): Promise<void> {
  const { draw, events, now } = out
  const task = await findTask(tx, draw.taskId, 'lock')
  if (task === null) throw new Error(`draw ${draw.id} has no task`)
  if (eventOf(events, 'open')?.document.seats !== undefined) return fillSeats(tx, out, task)
  if (draw.kind === 'R') return replaceVisit(tx, out, task)
  if (draw.kind === 'P') return assignTeams(tx, out, task)
  await saveTaskState(tx, task.id, unwrap(step(taskTransitions, task.state, 'closeObjectDraw')), now)
  await dispatchTask(tx, task, { by: system, now })
  await publishDrawn(tx, draw, now)
}

/** The teams of one department stand. */
async function assignTeams(tx: Tx, { draw, events, files, now }: CarryOut, task: TaskRecord): Promise<void> {
  const objectDraw = await drawn.closedObjectDraw(tx, task.id)
  if (objectDraw === null) throw new Error(`task ${task.id} has no closed object draw`)
  const subjectOf = new Map((await drawn.drawnPage(tx, objectDraw, 0, 1_000_000)).map((object) => [object.leaf, object.subject]))
  await drawn.insertAssignments(tx, draw, seatsFrom(await assignmentOf(tx, files, draw.id, events), subjectOf, draw.dept))
  await refreshStatistics(tx, ['assignment'])
  await sendOut(tx, task, objectDraw, now)
}

/** Visits come to be when the officers of every department that takes part stand: after a draw of officers, and after the last one to wait for has left. */
export async function sendOut(tx: Tx, task: TaskRecord, objectDraw: string, now: Instant): Promise<void> {
  const done = new Set((await store.closedOfficerDraws(tx, task.id)).map(({ dept }) => dept))
  if ((await drawingDepartments(tx, task)).some(({ dept }) => !done.has(dept))) return
  await saveTaskState(tx, task.id, unwrap(step(taskTransitions, task.state, 'closeOfficerDraw')), now)
  await drawn.insertVisits(tx, task, objectDraw)
  await executeSubTasks(tx, task.id, now)
  await enterLedger(tx, { taskId: task.id, planned: taskSources[task.source].planned, now })
  await refreshStatistics(tx, ['visit'])
  await notifyAssigned(tx, task, now)
}

/** The substitute is inspected instead; if somebody began to inspect the first one meanwhile, nothing is exchanged any more. */
async function replaceVisit(tx: Tx, out: CarryOut, task: TaskRecord): Promise<void> {
  const { draw, events, now } = out
  const replacement = eventOf(events, 'open')?.document.replacement
  if (replacement === undefined) throw new Error(`draw ${draw.id} replaces nothing`)
  const replaced = await saveVisitReplaced(tx, task.id, replacement.subject, now)
  if (replaced === null) throw new Problem('replacement_after_visit', { state: 'submitted' })
  await closeLedger(tx, [replaced], 'replaced', now)
  await dispatchTask(tx, task, { by: system, now })
  const team = await substituteTeams(tx, out, task, replacement.subject)
  await drawn.insertAssignments(tx, draw, team)
  await drawn.insertVisits(tx, task, draw.id, replacement.subject)
  await enterLedger(tx, { taskId: task.id, planned: taskSources[task.source].planned, now })
  await tellTeams(tx, task, replacement.subject, team, now)
  await publishDrawn(tx, draw, now)
}

/** Whoever was to inspect the first object is told that it is gone, and whoever inspects the substitute that it came. */
async function tellTeams(tx: Tx, task: TaskRecord, replaced: string, team: readonly Seat[], now: Instant): Promise<void> {
  const substitute = team[0]?.subject ?? ''
  const names = await objectNames(tx, [task.id], [replaced, substitute])
  const tell = (kind: 'released' | 'joined', officerId: string, subject: string) =>
    notify(tx, { kind, officerId, task, names: [names.get(subject) ?? subject], at: now })
  for (const { id } of await drawn.officersOfDrawn(tx, task.id, [replaced])) await tell('released', id, replaced)
  for (const { officerId } of team) await tell('joined', officerId, substitute)
}
