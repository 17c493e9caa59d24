/** The matching part of a draw's page: by which rules officers were matched, whose seats are filled anew, and what was done by hand. */
import { type Actor, can } from '#core/access/can.ts'
import { publicSeatReason } from '#core/draws/reasons.ts'
import { officerIdOf } from '#core/draws/subject.ts'
import type { Tx } from '#db/connect.ts'
import { type DrawEvent, eventOf } from '#server/draws/events.ts'
import type { DrawRecord } from '#server/draws/store.ts'
import type { FileStore } from '#server/files/store.ts'
import { assignmentOf } from './assignment.ts'
import { unitNames } from './facts-store.ts'
import * as store from './seat-store.ts'

export async function matchingPart(tx: Tx, files: FileStore, draw: DrawRecord, events: readonly DrawEvent[]) {
  const frozen = eventOf(events, 'freeze')?.document
  const bound = frozen?.matching
  if (frozen === undefined || bound === undefined) return null
  const loads = new Map<string, number>()
  for (const { officers } of await assignmentOf(tx, files, draw.id, events))
    for (const { officer, role } of officers) if (role !== 'expert') loads.set(officer, (loads.get(officer) ?? 0) + 1)
  const drawn = eventOf(events, 'result') !== null
  const settings =
    'rowsDigest' in bound
      ? bound
      : {
          unit: 'person' as const,
          scope: null,
          reach: null,
          least: null,
          pairCapPpm: null,
          mostPerOfficer: null,
          balance: null,
          widened: [],
          belowLeast: 0,
          capLifted: 0,
        }
  return {
    algorithm: bound.algorithm,
    objectDraw: bound.objectDraw,
    objects: bound.objectCount,
    officers: frozen.poolSize,
    unit: settings.unit,
    teamSize: bound.teamSize,
    scope: settings.scope,
    reach: settings.reach,
    least: settings.least,
    pairCapPpm: settings.pairCapPpm,
    mostPerOfficer: settings.mostPerOfficer,
    balance: settings.balance,
    widened: settings.widened.map(([scope, objects]) => ({ scope, objects })),
    belowLeast: settings.belowLeast,
    capLifted: settings.capLifted,
    rules: [...bound.rules],
    // Of groups the pool counts groups and the loads count persons: then the least is that of those who were drawn.
    loadMin: !drawn ? null : settings.unit === 'person' && loads.size < frozen.poolSize ? 0 : Math.min(...loads.values()),
    loadMax: drawn ? Math.max(0, ...loads.values()) : null,
  }
}

/** Kind R of officers: who leaves, why, and who comes once the draw is closed. */
export async function seatsPart(tx: Tx, draw: DrawRecord, events: readonly DrawEvent[], actor: Actor) {
  const opened = eventOf(events, 'open')
  const seats = opened?.document.seats
  if (opened === null || seats === undefined) return null
  const request = await store.findSeatRequest(tx, seats.requestId)
  if (request === null) throw new Error(`draw ${draw.id} has no request`)
  // Where objects were given to another organisation, everybody on their teams leaves by this draw.
  const also = (await store.requestsFilledBy(tx, draw.id)).filter(({ id }) => id !== request.id)
  const leavers = [request, ...also]
  const sees = can(actor, 'load.read', draw).allowed
  return {
    officerDraw: seats.officerDraw,
    officerName: leavers.map(({ officerName }) => officerName).join('、'),
    objects: new Set(leavers.flatMap(({ subjects }) => subjects)).size,
    // Why in full is for those who see loads: that somebody is ill is not for every reader of a draw.
    reason: sees ? request.reason : publicSeatReason(request.reason),
    note: sees ? request.note : '',
    requestedBy: request.requestedByName,
    requestedAt: request.requestedAt,
    approvedBy: opened.actorName,
    newcomers: draw.state === 'closed' ? (await store.newcomersBy(tx, [draw.id])).map(({ by: _, ...one }) => one) : [],
  }
}

/** Appointments by hand to teams of a draw. */
export const appointmentsPart = (tx: Tx, draw: DrawRecord): Promise<store.Appointment[]> =>
  draw.kind === 'P' ? store.appointmentsOf(tx, draw.id) : Promise.resolve([])

/** Teams by leaf as a draw gave them, before and after it is closed. */
export async function teamsByLeaf(tx: Tx, files: FileStore, draw: DrawRecord, events: readonly DrawEvent[]) {
  const assignment = await assignmentOf(tx, files, draw.id, events)
  const names = await unitNames(tx, [
    ...new Set(assignment.flatMap((row) => row.officers.flatMap(({ officer }) => officerIdOf(officer) ?? []))),
  ])
  return new Map(
    assignment.map(({ object, officers }) => [
      object,
      officers.map(({ officer, role }) => {
        const id = officerIdOf(officer) ?? ''
        return { id, name: names.get(id)?.name ?? officer, role }
      }),
    ]),
  )
}
