/** 人员更换: handlers. Asking and approving are two people; who comes instead, a draw tells, or an approval that everyone can see. */
import { randomUUID } from 'node:crypto'
import { type Ability, type Actor, can, refused } from '#core/access/can.ts'
import { isSeatReason, publicSeatReason, seatReasons } from '#core/draws/reasons.ts'
import { decideRequest, type RequestStanding, requestAbility, requestState } from '#core/draws/request-state.ts'
import type { Tx } from '#db/connect.ts'
import { certificateJob } from '#server/draws/certificate-job.ts'
import { getDraw } from '#server/draws/life.ts'
import { type DrawRecord, drawsOfTask, findDraw } from '#server/draws/store.ts'
import { findFile } from '#server/files/rows.ts'
import { command, query } from '#server/http/call.ts'
import { os } from '#server/http/os.ts'
import { found, Problem, unwrap } from '#server/http/problem.ts'
import { notify } from '#server/notices/store.ts'
import { policyOf } from '#server/policy/at.ts'
import { digestsOfSeats } from '#server/record/evidence-store.ts'
import { drawingDepartments } from '#server/tasks/drawing-departments.ts'
import { findTask } from '#server/tasks/store.ts'
import { appoint } from './appoint.ts'
import { openSeatDraw } from './open-seat-draw.ts'
import * as store from './seat-store.ts'

export const seatHandlers = {
  request: os.seats.request.handler(
    command('seat.request', async ({ input, tx, actor, now, record }) => {
      const { draw, askedBy } = await mayAsk(tx, actor, input)
      if (draw.kind !== 'P' || draw.state !== 'closed') throw new Problem('seat_of_what', { drawId: draw.id, state: draw.state })
      if (!isSeatReason(input.reason) || seatReasons[input.reason].of === 'task')
        throw new Problem('seat_reason_unknown', { reason: input.reason })
      if (seatReasons[input.reason].evidence && input.evidenceFileId === null) throw new Problem('replacement_needs_evidence')
      if (input.appointOfficerId !== null && askedBy === 'officer') throw new Problem('permission_missing')
      await store.lockSeatsOf(tx, draw.taskId, input.officerId)
      const subjects = await seatsToLeave(tx, draw, input)
      const evidence = input.evidenceFileId === null ? null : found(await findFile(tx, input.evidenceFileId))
      // A file is its uploader's until something shows it: another's file id tells nothing.
      if (evidence !== null && evidence.createdBy !== actor.id) throw new Problem('not_found')
      const id = randomUUID()
      const request = { id, taskId: draw.taskId, drawId: draw.id, officerId: input.officerId, subjects, askedBy }
      await store.insertSeatRequest(tx, {
        ...request,
        reason: input.reason,
        note: input.note,
        evidenceFile: input.evidenceFileId,
        appointOfficer: input.appointOfficerId,
        by: actor,
        requestedAt: now,
      })
      const byHand = input.appointOfficerId === null ? {} : { appoint: input.appointOfficerId }
      record(`draw:${draw.id}`, {
        requestId: id,
        officerId: input.officerId,
        objects: subjects.length,
        reason: input.reason,
        note: input.note,
        ...byHand,
      })
      return { requestId: id }
    }),
  ),

  list: os.seats.list.handler(
    query(async ({ input, tx, actor }) => {
      const reads = can(actor, 'draw.read').allowed
      if (!reads && actor.officerId === null) throw new Problem('permission_missing')
      if (input.drawId !== undefined && reads) await getDraw(tx, actor, input.drawId)
      const scope = reads ? { dept: actor.dept } : { officerId: actor.officerId ?? '' }
      const rows = await store.seatRequests(tx, {
        open: input.open,
        drawId: input.drawId,
        ...(input.drawId !== undefined && reads ? {} : scope),
      })
      return { rows: await presentRequests(tx, actor, rows) }
    }),
  ),

  decide: os.seats.decide.handler(
    command('seat.decide', async ({ input, tx, actor, now, jobs, record, services }) => {
      const request = found(await store.lockSeatRequest(tx, input.requestId))
      const draw = await getDraw(tx, actor, request.drawId)
      unwrap(decideRequest(standing(draw, request), input.approve ? 'approve' : 'refuse', actor))
      const task = found(await findTask(tx, draw.taskId, 'lock'))
      // Whoever decides for several departments decides with the facts of the one whose seats these are.
      const department = found((await drawingDepartments(tx, task)).find(({ dept }) => dept === draw.dept))
      const policy = await policyOf(tx, department, now)
      const change = { tx, actor, services, asked: { task, department, policy, now }, draw, request }
      const byHand = request.appoint !== null
      const drawId = input.approve && !byHand ? await openSeatDraw(change) : null
      if (input.approve && byHand) {
        await refuseWhileDrawing(tx, draw)
        await appoint(change)
      }
      if (!input.approve && request.askedBy === 'officer')
        await notify(tx, { kind: 'refused', officerId: request.officerId, task, names: [], at: now })
      await store.insertSeatDecision(tx, { ...input, approved: input.approve, drawId, by: actor, at: now })
      // The certificate of the draw says what was done by hand since.
      if (input.approve && byHand) await jobs.add(certificateJob, { drawId: draw.id, again: true })
      const appointment = `appointment:${request.id}`
      const seats = input.approve && byHand ? { appointment, ...(await digestsOfSeats(tx, appointment)) } : {}
      const approved = input.approve ? 'yes' : 'no'
      record(`draw:${draw.id}`, { requestId: request.id, approved, opinion: input.opinion, ...(drawId && { drawId }), ...seats })
      return { drawId }
    }),
  ),
}

/** While the lot is at work on seats of these teams nobody is put there by hand: the result would be known, and could be prevented. */
async function refuseWhileDrawing(tx: Tx, draw: DrawRecord): Promise<void> {
  const open = (await drawsOfTask(tx, draw.taskId)).find((one) => one.open && one.dept === draw.dept)
  if (open !== undefined) throw new Problem('draw_already_open', { drawId: open.drawId })
}

/** An officer asks for the own seats; an organiser for everybody's of the department. */
async function mayAsk(tx: Tx, actor: Actor, input: { readonly drawId: string; readonly officerId: string; readonly reason: string }) {
  if (actor.officerId === input.officerId) {
    // Drawn for a bureau above, an officer cannot read the draw itself; what makes it theirs is the seat.
    const draw = await findDraw(tx, input.drawId)
    return { draw: found(draw), askedBy: 'officer' as const }
  }
  const draw = await getDraw(tx, actor, input.drawId)
  const ability = can(actor, 'draw.run', draw)
  if (!ability.allowed) throw new Problem(ability.reason)
  const of = isSeatReason(input.reason) ? seatReasons[input.reason].of : 'unit'
  return { draw, askedBy: of === 'enterprise' ? of : ('unit' as const) }
}

/** Seats held now, of objects whose inspection nobody has begun to report, that no other request waits for. */
async function seatsToLeave(
  tx: Tx,
  draw: DrawRecord,
  input: { readonly officerId: string; readonly subjects: readonly string[] },
): Promise<string[]> {
  const held = await store.seatsHeld(tx, draw, input.officerId)
  const wanted = input.subjects.length === 0 ? held.filter(({ visitState }) => visitState === 'assigned') : input.subjects
  const subjects = [...new Set(wanted.map((one) => (typeof one === 'string' ? one : one.subject)))].sort()
  const foreign = subjects.filter((subject) => !held.some((seat) => seat.subject === subject))
  if (held.some(({ visitState }) => visitState === null)) throw new Problem('seat_before_dispatch')
  if (foreign.length > 0 || subjects.length === 0)
    throw new Problem('seat_not_held', { subjects: foreign.slice(0, 5), count: foreign.length })
  const begun = held
    .filter(({ subject, visitState }) => subjects.includes(subject) && visitState !== 'assigned')
    .map(({ subject }) => subject)
  if (begun.length > 0) throw new Problem('seat_after_visit', { subjects: begun.slice(0, 5), count: begun.length })
  const leaving = await store.subjectsLeaving(tx, draw.id, input.officerId)
  const twice = subjects.filter((subject) => leaving.has(subject))
  if (twice.length > 0) throw new Problem('seat_already_requested', { subjects: twice.slice(0, 5), count: twice.length })
  return subjects
}

async function presentRequests(tx: Tx, actor: Actor, rows: readonly store.SeatRequestRow[]) {
  const names = await store.objectNames(
    tx,
    [...new Set(rows.map(({ taskId }) => taskId))],
    [...new Set(rows.flatMap(({ subjects }) => subjects))],
  )
  const newcomers = Map.groupBy(
    await store.newcomersBy(
      tx,
      rows.flatMap((row) => changedBy(row) ?? []),
    ),
    ({ by }) => by,
  )
  const draws = new Map<string, DrawRecord | null>()
  for (const id of new Set(rows.map(({ drawId }) => drawId))) draws.set(id, await findDraw(tx, id))
  return rows.map(({ decision, requestedBy, requestedByName, taskId: _, subjects, ...request }) => ({
    ...request,
    ...confidential(actor, { ...request, requestedBy }),
    objects: subjects.map((subject) => ({ subject, name: names.get(subject) ?? subject })),
    requestedBy: requestedByName,
    state: requestState(decision),
    decidedBy: decision?.by ?? null,
    decidedAt: decision?.at ?? null,
    opinion: decision?.opinion ?? null,
    replacementDraw: decision?.drawId ?? null,
    replacementState: decision?.drawState ?? null,
    newcomers: (newcomers.get(changedBy({ id: request.id, decision }) ?? '') ?? []).map(({ by: _by, objectName: _name, ...one }) => one),
    abilities: { decide: decideAbility(draws.get(request.drawId) ?? null, { ...request, decision, requestedBy }, actor) },
  }))
}

/** What puts newcomers into the seats of a request: a draw, or an appointment. */
function changedBy({ id, decision }: Pick<store.SeatRequestRow, 'id' | 'decision'>): string | null {
  if (decision === null || !decision.approved) return null
  return decision.drawId ?? `appointment:${id}`
}

/** Why somebody leaves is for those who decide and for who asked; an officer sees the own words, not what others say of them. */
function confidential(
  actor: Actor,
  request: Pick<store.SeatRequestRow, 'reason' | 'note' | 'evidence' | 'askedBy' | 'officerId' | 'requestedBy'>,
) {
  const own = request.requestedBy === actor.id || (request.askedBy === 'officer' && request.officerId === actor.officerId)
  if (own || can(actor, 'load.read').allowed) return {}
  return { reason: publicSeatReason(request.reason), note: '', evidence: null }
}

const decideAbility = (draw: DrawRecord | null, asked: Asked, actor: Actor): Ability =>
  draw === null ? refused('outside_jurisdiction') : requestAbility(standing(draw, asked), actor)

type Asked = Pick<store.SeatRequestRow, 'decision' | 'requestedBy' | 'officerId' | 'appoint'>

const standing = ({ orgPath, dept }: DrawRecord, { decision, requestedBy, officerId, appoint }: Asked): RequestStanding => ({
  ...{ orgPath, dept, state: requestState(decision), requestedBy },
  officers: [officerId, ...(appoint === null ? [] : [appoint.officerId])],
})
