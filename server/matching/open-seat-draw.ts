/** The draw of kind R that fills seats: its facts are those of this moment, its nonces are made from here on, so nobody can know who comes (draw protocol §6). */
import { planNewDraw } from '#core/draws/draw-id.ts'
import { publicSeatReason } from '#core/draws/reasons.ts'
import { officerSubject } from '#core/draws/subject.ts'
import { type Vacated, vacatedDigest, vacatedInOrder } from '#core/matching/wire.ts'
import type { Tx } from '#db/connect.ts'
import { eventOf } from '#server/draws/events.ts'
import { openDraw } from '#server/draws/open-draw.ts'
import { type DrawRecord, drawsOfTask, eventsOf } from '#server/draws/store.ts'
import type { Services } from '#server/http/context.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { type Asked, factsOf, type Residual } from './facts.ts'
import { objectsOf } from './facts-store.ts'
import { freezeMatching } from './freeze.ts'
import { seatsOf } from './propensity-store.ts'
import * as store from './seat-store.ts'

export type SeatChange = {
  readonly tx: Tx
  readonly actor: { readonly id: string; readonly name: string }
  readonly services: Services
  readonly asked: Asked
  /** The officer draw whose teams change. */
  readonly draw: DrawRecord
  readonly request: store.SeatRequestRow
  /** Others who leave by the same draw, when objects are given to another organisation. */
  readonly also?: readonly store.SeatRequestRow[]
}

/** Where the residual graph has nobody, nothing is opened: the report says why, and the request can still be refused or appointed. */
export async function openSeatDraw({ tx, actor, services, asked, draw, request, also = [] }: SeatChange): Promise<string> {
  const { now } = asked
  const requests = [request, ...also]
  const objects = await objectsOf(tx, draw.taskId, { subjects: [...new Set(requests.flatMap(({ subjects }) => subjects))] })
  const left: Vacated[] = []
  for (const one of requests) left.push(...(await vacatedBy(tx, draw, one, objects)))
  const vacated = vacatedInOrder(left)
  const { drawId, supersedes } = unwrap(planNewDraw(await drawsOfTask(tx, draw.taskId), { task: draw.taskNo, kind: 'R', dept: draw.dept }))
  const commit = {
    officerDraw: draw.id,
    count: vacated.length,
    vacatedDigest: vacatedDigest(draw.suite, vacated),
    reason: publicSeatReason(request.reason),
    evidence: request.evidence?.sha256 ?? null,
    requestedAt: now,
  }
  const { taskId, orgPath, dept, orgName, suite } = draw
  const opened = { requestId: request.id, officerId: request.officerId, ...commit }
  const of = { taskId, kind: 'R', orgPath, dept, orgName, suite, mode: 'open', supersedes } as const
  await openDraw(tx, { id: drawId, ...of, parties: asked.policy.draws.parties.value, seats: opened }, actor, now)
  const objectDraw = eventOf(await eventsOf(tx, draw.id), 'freeze')?.document.matching?.objectDraw
  if (objectDraw === undefined) throw new Error(`officer draw ${draw.id} names no object draw`)
  await freezeMatching(tx, {
    draw: { id: drawId, suite },
    objectDraw,
    teamSize: asked.task.officersPerObject,
    facts: await factsOf(tx, asked, objects, await residualOf(tx, draw, objects, vacated)),
    files: services.files,
    now,
    seats: { vacated, commit },
  })
  return drawId
}

type Objects = Awaited<ReturnType<typeof objectsOf>>

async function vacatedBy(tx: Tx, draw: DrawRecord, request: store.SeatRequestRow, objects: Objects): Promise<Vacated[]> {
  const held = new Map((await store.seatsHeld(tx, draw, request.officerId)).map((seat) => [seat.subject, seat]))
  const begun = request.subjects.filter((subject) => held.get(subject)?.visitState !== 'assigned')
  if (begun.length > 0) throw new Problem('seat_after_visit', { subjects: begun.slice(0, 5), count: begun.length })
  const leaves = new Map(objects.map(({ leaf, subject }) => [subject, leaf]))
  return request.subjects.map((subject): Vacated => {
    const role = held.get(subject)?.role ?? 'assist'
    return [leaves.get(subject) ?? '', officerSubject(request.officerId, role === 'expert' ? 'experts' : 'officers'), role]
  })
}

/** One seat for each object; whoever is or was on its team does not take it. */
async function residualOf(tx: Tx, draw: DrawRecord, objects: Objects, vacated: readonly Vacated[]): Promise<Residual> {
  const ever = await seatsOf(
    tx,
    draw,
    objects.map(({ subject }) => subject),
  )
  const subjectOf = new Map(objects.map(({ leaf, subject }) => [leaf, subject]))
  const free = Map.groupBy(vacated, ([leaf]) => leaf)
  const count = (leaf: string, expert: boolean): number =>
    (free.get(leaf) ?? []).filter(([, , role]) => (role === 'expert') === expert).length
  return {
    need: (leaf) => ({ officers: count(leaf, false), experts: count(leaf, true) }),
    barred: (leaf) =>
      ever
        .filter(({ subject }) => subject === subjectOf.get(leaf))
        .map(({ officerId, role }) => officerSubject(officerId, role === 'expert' ? 'experts' : 'officers')),
  }
}
