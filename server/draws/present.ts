/** A draw as the console shows it. */
import { type Ability, type Actor, allowed, can, refused } from '#core/access/can.ts'
import { type BeaconValue, chainOf } from '#core/draws/beacon.ts'
import { type PersonParty, partyOfRoles } from '#core/draws/parties.ts'
import { type Act, type DrawLife, type DrawVerb, can as inState } from '#core/draws/state.ts'
import { stratumTarget } from '#core/draws/strata.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import type { FileStore } from '#server/files/store.ts'
import type { Services } from '#server/http/context.ts'
import { Problem } from '#server/http/problem.ts'
import { findProgress } from '#server/jobs/progress.ts'
import { logPositionsOf } from '#server/log/store.ts'
import { appointmentsPart, matchingPart, seatsPart, teamsByLeaf } from '#server/matching/present-draw.ts'
import { cutPage, decodeCursor, type Page } from '#server/paging.ts'
import { dueOf, plannedOf } from './beacon-due.ts'
import * as drawn from './drawn-store.ts'
import { type DrawEvent, eventOf, lifeOf, openVoidRequest } from './events.ts'
import { partiesOf, thresholdsOf } from './publish.ts'
import { replacedBy, requestById, substitutesOf } from './replacement-store.ts'
import { signOffsOf } from './sign-off.ts'
import * as store from './store.ts'

/** The party an actor holds by duty; the system is nobody's. */
export function partyFor(actor: Pick<Actor, 'roles'>): PersonParty {
  const party = partyOfRoles(actor.roles)
  if (party === null) throw new Problem('no_party_of_yours')
  return party
}

/** Who may see the strata of a sealed draw: a class of risk is not for everybody who may read a draw. */
export const seesStrata = (draw: Pick<store.DrawRecord, 'mode' | 'orgPath' | 'dept'>, actor: Actor): boolean =>
  draw.mode === 'open' || can(actor, 'risk.read', draw).allowed

export const headOf = (draw: store.DrawRecord) => ({
  id: draw.id,
  kind: draw.kind,
  state: draw.state,
  taskId: draw.taskId,
  taskName: draw.taskName,
  dept: draw.dept,
  orgName: draw.orgName,
  suite: draw.suite,
  mode: draw.mode,
  poolSize: draw.poolSize,
  selected: draw.selected,
  createdAt: draw.createdAt,
})

export async function presentDraw(tx: Tx, draw: store.DrawRecord, actor: Actor, now: Instant, services: Services) {
  const events = await store.eventsOf(tx, draw.id)
  const life = lifeOf(draw, events)
  const frozen = eventOf(events, 'freeze')?.document
  const thresholds = await thresholdsOf(tx, draw.id)
  const request = openVoidRequest(events)
  const commit = eventOf(events, 'commit')?.document
  const party = can(actor, 'draw.party', draw).allowed ? partyOfRoles(actor.roles) : null
  return {
    ...headOf(draw),
    taskNo: draw.taskNo,
    snapshotAt: frozen?.snapshotAt ?? null,
    registerCount: frozen?.registerCount ?? null,
    excluded: (frozen?.excluded ?? []).map(([reason, count]) => ({ reason, count })),
    poolRoot: frozen?.poolRoot ?? null,
    commitHash: commit?.commitHash ?? null,
    seed: eventOf(events, 'result')?.document.seed ?? null,
    revealBy: commit?.commit.revealBy ?? null,
    ...beaconParts(services, life, events, actor),
    strata: (seesStrata(draw, actor) ? (frozen?.strata ?? []) : []).map((stratum, i) => ({
      id: stratum.id,
      name: frozen?.strataNames[i] ?? stratum.id,
      n: stratum.n,
      ratePpm: 'ratePpm' in stratum ? stratum.ratePpm : null,
      target: stratumTarget(stratum),
      threshold: thresholds.get(stratum.id) ?? null,
    })),
    parties: partiesOf(events),
    progress: await findProgress(tx, `draw:${draw.id}`),
    verification: await store.verdictOf(tx, draw.id),
    steps: events.map((event) => ({ seq: event.seq, at: event.at, type: event.type, by: event.actorName, facts: factsOf(event) })),
    replacement: await replacementPart(tx, draw, events),
    log: (await logPositionsOf(tx, draw.id)).map(({ type, party, at, index }) => ({ type, party, at, index })),
    signOffs: await signOffsOf(tx, draw.id),
    matching: await matchingPart(tx, services.files, draw, events),
    seats: await seatsPart(tx, draw, events, actor),
    appointments: await appointmentsPart(tx, draw),
    voidRequest:
      request === null ? null : { reason: request.document.reason, note: request.document.note, by: request.actorName, at: request.at },
    supersedes: draw.supersedes,
    abilities: abilitiesOf(draw, life, events, actor, { by: actor.id, at: now }, party),
    myParty: party,
  }
}

/** What the draw waits for, or what was planned; who typed a value that a second person has yet to type; and what came. */
function beaconParts(services: Services, life: DrawLife, events: readonly DrawEvent[], actor: Actor) {
  const value = life.beaconValue
  const typed = events.findLast((event) => event.type === 'beacon_proposed')
  const beaconProposed =
    typed === undefined || value !== null ? null : { by: typed.actorName, mine: typed.actorId === actor.id, at: typed.at }
  const beaconValue = value && withoutRevealedAt(value)
  const due = dueOf(services, life) ?? plannedOf(services, life.beacon)
  if (due === null) return { beacon: null, beaconValue, beaconProposed }
  if (due.kind === 'announced') return { beacon: { kind: due.kind, what: due.what, at: due.at }, beaconValue, beaconProposed }
  const known = chainOf(due.chain, services.beacons.chains) !== null
  return { beacon: { kind: due.kind, chain: due.chain, round: due.round, at: due.at, known }, beaconValue, beaconProposed }
}

const withoutRevealedAt = ({ revealedAt: _, ...value }: BeaconValue) => value

/** What a draw of kind R replaces, for those who may read the draw. */
async function replacementPart(tx: Tx, draw: store.DrawRecord, events: readonly DrawEvent[]) {
  const opened = eventOf(events, 'open')
  if (opened?.document.replacement === undefined) return null
  const request = await requestById(tx, opened.document.replacement.requestId)
  if (request === null) throw new Error(`draw ${draw.id} has no request`)
  return {
    objectDraw: request.drawId,
    subject: request.subject,
    name: request.name,
    reason: request.reason,
    note: request.note,
    requestedBy: request.requestedByName,
    requestedAt: request.requestedAt,
    approvedBy: opened.actorName,
    substitute: (await substitutesOf(tx, [draw.id])).get(draw.id) ?? null,
  }
}

/** Short facts of an event for the record on the page; long documents are in the bundle. */
function factsOf(event: DrawEvent): Record<string, unknown> {
  switch (event.type) {
    case 'freeze':
      return { poolSize: event.document.poolSize, poolRoot: event.document.poolRoot, registerCount: event.document.registerCount }
    case 'commit':
      return { commitHash: event.document.commitHash, revealBy: event.document.commit.revealBy, beacon: event.document.commit.beacon }
    case 'open':
    case 'beacon_proposed':
      return {}
    case 'beacon':
      return { kind: event.document.value.kind }
    case 'result':
      return { seed: event.document.seed, selectedCount: event.document.selectedCount }
    default:
      return { ...event.document }
  }
}

function abilitiesOf(
  draw: store.DrawRecord,
  life: DrawLife,
  events: readonly DrawEvent[],
  actor: Actor,
  me: Act,
  party: PersonParty | null,
) {
  const state = (verb: DrawVerb): Ability => (inState(life.state, verb) ? allowed : refused('wrong_state'))
  const needs = (permission: Parameters<typeof can>[1], ...more: readonly Ability[]): Ability =>
    [can(actor, permission, draw), ...more].find((one) => !one.allowed) ?? allowed
  const unless = (condition: boolean, reason: string): Ability => (condition ? refused(reason) : allowed)
  const request = openVoidRequest(events)
  const missing = life.parties.some((one) => !life.pledges[one])
  const ended = draw.state === 'closed' || draw.state === 'result'
  return {
    giveBeacon: needs('draw.party', state('beacon')),
    requestReplacement: needs('draw.run', unless(draw.kind !== 'O' || draw.state !== 'closed', 'wrong_state')),
    requestSeat: needs('draw.run', unless(draw.kind !== 'P' || draw.state !== 'closed', 'wrong_state')),
    readLoads: needs('load.read', unless(!ended, 'wrong_state')),
    reviewPropensities: needs('matching.review', unless(!ended, 'wrong_state')),
    signOff: needs('draw.sign', unless(!ended, 'wrong_state')),
    audit: needs('draw.audit', unless(!ended, 'wrong_state')),
    pledge: needs(
      'draw.party',
      state('pledge'),
      unless(party === null, 'no_party_of_yours'),
      unless(party !== null && life.pledges[party] !== undefined, 'already_pledged'),
    ),
    commit: needs('draw.run', state('commit'), unless(missing, 'pledges_missing')),
    reveal: needs(
      'draw.party',
      state('reveal'),
      unless(party === null, 'no_party_of_yours'),
      unless(party !== null && life.reveals[party] !== undefined, 'already_revealed'),
    ),
    close: needs('draw.close', state('close'), unless(life.committed?.by === me.by, 'closer_is_committer')),
    requestVoid: needs('draw.run', state('void'), unless(request !== null, 'void_already_requested')),
    approveVoid: needs(
      'draw.close',
      state('void'),
      unless(request === null, 'void_not_requested'),
      unless(request?.actorId === me.by, 'approver_is_requester'),
    ),
  }
}

type SelectedRow = {
  readonly order: number
  readonly subject: string
  readonly name: string
  readonly regionName: string
  readonly stratum: string | null
  readonly ticket: string | null
  readonly replacedBy: string | null
  readonly officers: { id: string; name: string; role: drawn.SeatRole }[]
}

/**
 * The drawn objects in ticket order; of an officer draw, the objects with the officers this draw matched to them. Of a sealed object draw, whoever
 * may not see classes gets neither stratum nor ticket nor the order of tickets, as in public (draw protocol §3); by way of its officer draw, whose
 * list is read out before everyone, nobody does.
 */
export async function selectedPage(
  tx: Tx,
  files: FileStore,
  draw: store.DrawRecord,
  actor: Actor,
  input: { cursor?: string | undefined; limit: number },
): Promise<Page<SelectedRow>> {
  const after = Number(decodeCursor(input.cursor, 1)?.[0] ?? 0)
  const objectDraw = draw.kind !== 'P' ? draw.id : await drawn.closedObjectDraw(tx, draw.taskId)
  const of = draw.kind !== 'P' ? draw : await store.findDraw(tx, objectDraw ?? '')
  const linked = of !== null && (of.mode === 'open' || (draw.kind !== 'P' && seesStrata(of, actor)))
  const objects = objectDraw === null ? [] : await drawn.drawnPage(tx, objectDraw, after, input.limit + 1, !linked)
  const page = cutPage(objects, input.limit, (object) => [object.order])
  const replaced = await replacedBy(
    tx,
    draw.taskId,
    page.rows.map(({ subject }) => subject),
  )
  const teams = draw.kind !== 'P' ? await teamsOfTask(tx, draw.taskId, page.rows) : await teamsOfDraw(tx, files, draw, page.rows)
  const rows = page.rows.map(({ order, subject, name, regionName, stratum, ticket }) => ({
    order,
    subject,
    name,
    regionName,
    stratum: linked ? stratum : null,
    ticket: linked ? ticket : null,
    replacedBy: replaced.get(subject) ?? null,
    officers: teams.get(subject) ?? [],
  }))
  return { rows, next: page.next, count: { value: of?.selected ?? 0, capped: false } }
}

type Teams = ReadonlyMap<string, SelectedRow['officers']>

async function teamsOfTask(tx: Tx, taskId: string, objects: readonly drawn.DrawnObject[]): Promise<Teams> {
  const teams = new Map<string, SelectedRow['officers']>()
  for (const { subject, ...officer } of await drawn.officersOfDrawn(
    tx,
    taskId,
    objects.map((object) => object.subject),
  ))
    teams.set(subject, [...(teams.get(subject) ?? []), officer])
  return teams
}

async function teamsOfDraw(tx: Tx, files: FileStore, draw: store.DrawRecord, objects: readonly drawn.DrawnObject[]): Promise<Teams> {
  const byLeaf = await teamsByLeaf(tx, files, draw, await store.eventsOf(tx, draw.id))
  return new Map(objects.map((object) => [object.subject, byLeaf.get(object.leaf) ?? []]))
}
