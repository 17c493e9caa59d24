/** A draw as the console shows it. */
import { type Ability, type Actor, allowed, can, refused } from '#core/access/can.ts'
import { type Act, type DrawLife, type DrawVerb, can as inState } from '#core/draws/state.ts'
import { stratumTarget } from '#core/draws/strata.ts'
import { officerIdOf } from '#core/draws/subject.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { findProgress } from '#server/jobs/progress.ts'
import { cutPage, decodeCursor, type Page } from '#server/paging.ts'
import * as drawn from './drawn-store.ts'
import { type DrawEvent, eventOf, lifeOf, openVoidRequest } from './events.ts'
import { partiesOf, thresholdsOf } from './publish.ts'
import * as store from './store.ts'

/** The party an actor holds by duty; the system is nobody's. */
export const partyOf = (actor: Pick<Actor, 'roles'>): 'organiser' | 'supervisor' | null =>
  actor.roles.includes('organiser') ? 'organiser' : actor.roles.includes('supervisor') ? 'supervisor' : null

export const headOf = (draw: store.DrawRecord) => ({
  id: draw.id,
  kind: draw.kind,
  state: draw.state,
  taskId: draw.taskId,
  taskName: draw.taskName,
  orgName: draw.orgName,
  suite: draw.suite,
  mode: draw.mode,
  poolSize: draw.poolSize,
  selected: draw.selected,
  createdAt: draw.createdAt,
})

export async function presentDraw(tx: Tx, draw: store.DrawRecord, actor: Actor, now: Instant) {
  const events = await store.eventsOf(tx, draw.id)
  const life = lifeOf(draw, events)
  const frozen = eventOf(events, 'freeze')?.document
  const thresholds = await thresholdsOf(tx, draw.id)
  const request = openVoidRequest(events)
  const party = can(actor, 'draw.party', draw).allowed ? partyOf(actor) : null
  return {
    ...headOf(draw),
    taskNo: draw.taskNo,
    snapshotAt: frozen?.snapshotAt ?? null,
    registerCount: frozen?.registerCount ?? null,
    excluded: (frozen?.excluded ?? []).map(([reason, count]) => ({ reason, count })),
    poolRoot: frozen?.poolRoot ?? null,
    commitHash: eventOf(events, 'commit')?.document.commitHash ?? null,
    seed: eventOf(events, 'result')?.document.seed ?? null,
    strata: (frozen?.strata ?? []).map((stratum, i) => ({
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
    matching: draw.kind === 'P' ? matchingOf(events, frozen?.poolSize ?? 0) : null,
    voidRequest:
      request === null ? null : { reason: request.document.reason, note: request.document.note, by: request.actorName, at: request.at },
    supersedes: draw.supersedes,
    abilities: abilitiesOf(draw, life, events, actor, { by: actor.id, at: now }, party),
    myParty: party,
  }
}

/** Short facts of an event for the record on the page; long documents are in the bundle. */
function factsOf(event: DrawEvent): Record<string, unknown> {
  switch (event.type) {
    case 'freeze':
      return { poolSize: event.document.poolSize, poolRoot: event.document.poolRoot, registerCount: event.document.registerCount }
    case 'commit':
      return { commitHash: event.document.commitHash, revealBy: event.document.commit.revealBy }
    case 'result':
      return { seed: event.document.seed, selectedCount: event.document.selectedCount }
    default:
      return { ...event.document }
  }
}

function matchingOf(events: readonly DrawEvent[], officers: number) {
  const loads = new Map<string, number>()
  for (const { officers: team } of eventOf(events, 'result')?.document.assignment ?? [])
    for (const { officer } of team) loads.set(officer, (loads.get(officer) ?? 0) + 1)
  const values = [...loads.values()]
  return { officers, loadMin: loads.size < officers ? 0 : Math.min(...values), loadMax: Math.max(0, ...values), infeasible: [] }
}

function abilitiesOf(
  draw: store.DrawRecord,
  life: DrawLife,
  events: readonly DrawEvent[],
  actor: Actor,
  me: Act,
  party: 'organiser' | 'supervisor' | null,
) {
  const state = (verb: DrawVerb): Ability => (inState(life.state, verb) ? allowed : refused('wrong_state'))
  const needs = (permission: Parameters<typeof can>[1], ...more: readonly Ability[]): Ability =>
    [can(actor, permission, draw), ...more].find((one) => !one.allowed) ?? allowed
  const unless = (condition: boolean, reason: string): Ability => (condition ? refused(reason) : allowed)
  const request = openVoidRequest(events)
  const missing = life.parties.some((one) => !life.pledges[one])
  return {
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
  readonly stratum: string
  readonly ticket: string
  readonly officers: { id: string; name: string; role: 'lead' | 'assist' }[]
}

/** The drawn objects in ticket order; of an officer draw, the objects with the officers this draw matched to them. */
export async function selectedPage(
  tx: Tx,
  draw: store.DrawRecord,
  input: { cursor?: string | undefined; limit: number },
): Promise<Page<SelectedRow>> {
  const after = Number(decodeCursor(input.cursor, 1)?.[0] ?? 0)
  const objectDraw = draw.kind === 'O' ? draw.id : await drawn.closedObjectDraw(tx, draw.taskId)
  const objects = objectDraw === null ? [] : await drawn.drawnPage(tx, objectDraw, after, input.limit + 1)
  const page = cutPage(objects, input.limit, (object) => [object.order])
  const teams = draw.kind === 'O' ? await teamsOfTask(tx, draw.taskId, page.rows) : await teamsOfDraw(tx, draw.id, page.rows)
  const total = draw.kind === 'O' ? (draw.selected ?? 0) : ((await store.findDraw(tx, objectDraw ?? ''))?.selected ?? 0)
  const rows = page.rows.map(({ order, subject, name, regionName, stratum, ticket }) => ({
    order,
    subject,
    name,
    regionName,
    stratum,
    ticket,
    officers: teams.get(subject) ?? [],
  }))
  return { rows, next: page.next, count: { value: total, capped: false } }
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

async function teamsOfDraw(tx: Tx, drawId: string, objects: readonly drawn.DrawnObject[]): Promise<Teams> {
  const assignment = eventOf(await store.eventsOf(tx, drawId), 'result')?.document.assignment ?? []
  const byLeaf = new Map(assignment.map((row) => [row.object, row.officers]))
  const ids = assignment.flatMap((row) => row.officers.map(({ officer }) => officerIdOf(officer) ?? ''))
  const names = await drawn.officerNames(tx, [...new Set(ids)])
  return new Map(
    objects.map((object) => [
      object.subject,
      (byLeaf.get(object.leaf) ?? []).map(({ officer, role }) => ({
        id: officerIdOf(officer) ?? '',
        name: names.get(officerIdOf(officer) ?? '') ?? officer,
        role,
      })),
    ]),
  )
}
