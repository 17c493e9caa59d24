/** What a closed draw sets in motion: the task moves on, the public learns the names, and visits come to be. */
import { officerIdOf } from '#core/draws/subject.ts'
import { taskTransitions } from '#core/tasks/state.ts'
import { step } from '#core/transition.ts'
import type { Tx } from '#db/connect.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { refreshStatistics } from '#server/statistics.ts'
import { findTask, saveTaskState, type TaskRecord } from '#server/tasks/store.ts'
import * as drawn from './drawn-store.ts'
import { type DrawEvent, eventOf } from './events.ts'
import { publishDrawn } from './publish.ts'
import { saveVisitReplaced } from './replacement-store.ts'
import type * as store from './store.ts'
import { substituteTeam } from './substitute-team.ts'

export async function carryOut(tx: Tx, draw: store.DrawRecord, events: readonly DrawEvent[], now: string): Promise<void> {
  const task = await findTask(tx, draw.taskId, 'lock')
  if (task === null) throw new Error(`draw ${draw.id} has no task`)
  if (draw.kind === 'R') return replaceVisit(tx, draw, task, events, now)
  const verb = draw.kind === 'O' ? 'closeObjectDraw' : 'closeOfficerDraw'
  await saveTaskState(tx, task.id, unwrap(step(taskTransitions, task.state, verb)), now)
  if (draw.kind === 'O') return publishDrawn(tx, draw, now)
  await beginVisits(tx, draw, task, events)
}

async function beginVisits(tx: Tx, draw: store.DrawRecord, task: TaskRecord, events: readonly DrawEvent[]): Promise<void> {
  const objectDraw = await drawn.closedObjectDraw(tx, task.id)
  if (objectDraw === null) throw new Error(`task ${task.id} has no closed object draw`)
  const subjectByLeaf = new Map((await drawn.drawnPage(tx, objectDraw, 0, 1_000_000)).map((object) => [object.leaf, object.subject]))
  const assignment = eventOf(events, 'result')?.document.assignment ?? []
  const rows = assignment.flatMap(({ object, officers }) =>
    officers.map(({ officer, role }) => ({ subject: subjectByLeaf.get(object) ?? '', officerId: officerIdOf(officer) ?? '', role })),
  )
  await drawn.insertAssignments(tx, draw, rows)
  await drawn.insertVisits(tx, task, objectDraw)
  await refreshStatistics(tx, ['assignment', 'visit'])
}

/** The substitute is inspected instead; if somebody began to inspect the first one meanwhile, nothing is exchanged any more. */
async function replaceVisit(tx: Tx, draw: store.DrawRecord, task: TaskRecord, events: readonly DrawEvent[], now: string): Promise<void> {
  const replacement = eventOf(events, 'open')?.document.replacement
  if (replacement === undefined) throw new Error(`draw ${draw.id} replaces nothing`)
  if (!(await saveVisitReplaced(tx, task.id, replacement.subject, now)))
    throw new Problem('replacement_after_visit', { state: 'submitted' })
  const team = await substituteTeam(tx, draw, task, replacement.subject, events)
  await drawn.insertAssignments(tx, draw, team)
  await drawn.insertVisits(tx, task, draw.id)
  await publishDrawn(tx, draw, now)
}
