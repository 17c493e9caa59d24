/** Seats change hands: by a closed draw of kind R, or by an appointment that was approved. Nothing else puts anybody on a team. */
import type { Tx } from '#db/connect.ts'
import type { CarryOut } from '#server/draws/carry-out.ts'
import { insertAssignments } from '#server/draws/drawn-store.ts'
import { eventOf } from '#server/draws/events.ts'
import { Problem } from '#server/http/problem.ts'
import { notify } from '#server/notices/store.ts'
import type { TaskRecord } from '#server/tasks/store.ts'
import { assignmentOf, type Seat, seatsFrom } from './assignment.ts'
import { objectsOf } from './facts-store.ts'
import * as store from './seat-store.ts'

/** The newcomers of a closed draw take the seats that were free; who left them is told, and so are they. */
export async function fillSeats(tx: Tx, { draw, events, files, now }: CarryOut, task: TaskRecord): Promise<void> {
  const opened = eventOf(events, 'open')?.document.seats
  const request = opened === undefined ? null : await store.lockSeatRequest(tx, opened.requestId)
  if (opened === undefined || request === null) throw new Error(`draw ${draw.id} fills no seats`)
  // Where objects were given to another organisation, everybody leaves them by one draw.
  const also = (await store.requestsFilledBy(tx, draw.id)).filter(({ id }) => id !== request.id)
  const leavers = [request, ...also].map(({ officerId, subjects }) => ({ officerId, subjects }))
  const drawn = await objectsOf(tx, task.id, { subjects: subjectsOf(leavers) })
  const subjectOf = new Map(drawn.map(({ leaf, subject }) => [leaf, subject]))
  await exchange(tx, task, {
    leavers,
    by: draw.id,
    reason: opened.reason,
    newcomers: seatsFrom(await assignmentOf(tx, files, draw.id, events), subjectOf, draw.dept),
    now,
  })
}

export type Exchange = {
  readonly leavers: readonly { readonly officerId: string; readonly subjects: readonly string[] }[]
  /** The draw, or `appointment:<request>`. */
  readonly by: string
  readonly reason: string
  readonly newcomers: readonly Seat[]
  readonly now: string
}

/** If somebody began to report one of the inspections meanwhile, nothing is exchanged any more. */
export async function exchange(tx: Tx, task: TaskRecord, change: Exchange): Promise<void> {
  const { leavers, by, newcomers, now } = change
  const subjects = subjectsOf(leavers)
  const untouched = await store.lockUntouched(tx, task.id, subjects)
  const begun = subjects.filter((subject) => !untouched.has(subject))
  if (begun.length > 0) throw new Problem('seat_after_visit', { subjects: begun.slice(0, 5), count: begun.length })
  for (const { officerId, subjects: left } of leavers)
    await store.endSeats(tx, { taskId: task.id, officerId, subjects: left, by, reason: change.reason, at: now })
  await insertAssignments(tx, { id: by, taskId: task.id }, newcomers)
  const names = await store.objectNames(tx, [task.id], subjects)
  const namesOf = (some: readonly string[]): string[] => some.map((subject) => names.get(subject) ?? subject)
  for (const { officerId, subjects: left } of leavers)
    await notify(tx, { kind: 'released', officerId, task, names: namesOf(left), at: now })
  for (const [officerId, seats] of Map.groupBy(newcomers, (seat) => seat.officerId))
    await notify(tx, { kind: 'joined', officerId, task, names: namesOf(seats.map(({ subject }) => subject)), at: now })
}

const subjectsOf = (leavers: Exchange['leavers']): string[] => [...new Set(leavers.flatMap(({ subjects }) => subjects))]
