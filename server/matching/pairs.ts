/** The pairs of an officer draw: for each object its team with the probability of each pair, and for reviewers the probability of every pair. */
import { officerIdOf, unitIdOf } from '#core/draws/subject.ts'
import type { Tx } from '#db/connect.ts'
import { type DrawEvent, eventOf } from '#server/draws/events.ts'
import { type DrawRecord, filesOf, findDraw } from '#server/draws/store.ts'
import { readUnits } from '#server/draws/working-matching.ts'
import type { FileStore } from '#server/files/store.ts'
import { cutPage, decodeCursor } from '#server/paging.ts'
import { assignmentOf, seatsFrom } from './assignment.ts'
import { unitNames } from './facts-store.ts'
import { findObjects, type PairObject } from './pair-store.ts'
import * as store from './propensity-store.ts'

type Input = {
  readonly cursor?: string | undefined
  readonly limit: number
  readonly q?: string | undefined
  readonly officerId?: string | undefined
}

/** In ticket order; of a sealed object draw in the order of subjects, so that no place tells a ticket (draw protocol §3). */
export async function pairsPage(tx: Tx, files: FileStore, draw: DrawRecord, events: readonly DrawEvent[], input: Input) {
  const after = Number(decodeCursor(input.cursor, 1)?.[0] ?? 0)
  const objectDraw = eventOf(events, 'freeze')?.document.matching?.objectDraw ?? ''
  const unlinked = (await findDraw(tx, objectDraw))?.mode !== 'open'
  const assignment = await assignmentOf(tx, files, draw.id, events)
  const of = draw.kind === 'P' ? { objectDraw } : { leaves: assignment.map(({ object }) => object), taskId: draw.taskId }
  const { officerId, q = '' } = input
  const only = officerId === undefined ? null : leavesWith(assignment, new Set([officerId]))
  const alsoLeaves = q === '' ? [] : leavesWith(assignment, await namedLike(tx, assignment, q))
  const { rows, total } = await findObjects(tx, of, { after, limit: input.limit + 1, q, only, alsoLeaves, unlinked })
  const page = cutPage(rows, input.limit, (object) => [object.order])
  const shown = await present(tx, files, draw, assignment, page.rows)
  return { rows: shown, next: page.next, count: { value: total, capped: false } }
}

type Teams = Awaited<ReturnType<typeof assignmentOf>>

const leavesWith = (assignment: Teams, officers: ReadonlySet<string>): string[] =>
  assignment.flatMap(({ object, officers: team }) => (team.some(({ officer }) => officers.has(officerIdOf(officer) ?? '')) ? [object] : []))

/** Officers of these teams whose name holds the text. */
async function namedLike(tx: Tx, assignment: Teams, text: string): Promise<ReadonlySet<string>> {
  const ids = new Set(assignment.flatMap(({ officers }) => officers.flatMap(({ officer }) => officerIdOf(officer) ?? [])))
  const names = await unitNames(tx, [...ids])
  return new Set([...names].flatMap(([id, { name }]) => (name.includes(text) ? [id] : [])))
}

async function present(tx: Tx, files: FileStore, draw: DrawRecord, assignment: Teams, objects: readonly PairObject[]) {
  const subjects = objects.map(({ subject }) => subject)
  const subjectOf = new Map(objects.map(({ leaf, subject }) => [leaf, subject]))
  const drawn = Map.groupBy(
    seatsFrom(
      assignment.filter(({ object }) => subjectOf.has(object)),
      subjectOf,
      draw.dept,
    ),
    ({ subject }) => subject,
  )
  const shares = Map.groupBy(await store.propensitiesOf(tx, draw, subjects), ({ subject }) => subject)
  const everSeated = Map.groupBy(await store.seatsOf(tx, draw, subjects), ({ subject }) => subject)
  const names = await unitNames(
    tx,
    [...drawn.values()].flat().map(({ officerId }) => officerId),
  )
  const unitOf = await unitsByMember(tx, files, draw)
  return objects.map(({ order, subject, name, regionName }) => {
    const rows = shares.get(subject) ?? []
    const officers = rows.find(({ population }) => population === 'officers')
    const shareOf = (officerId: string): number | null =>
      rows.flatMap((row) => row.shares[row.units.indexOf(unitOf.get(officerId) ?? officerId)] ?? [])[0] ?? null
    const seats = (drawn.get(subject) ?? []).map(({ officerId, role }) => ({
      officerId,
      name: names.get(officerId)?.name ?? officerId,
      role,
      share: shareOf(officerId),
    }))
    return {
      order,
      subject,
      name,
      regionName,
      scope: officers?.scope ?? null,
      eligible: officers?.units.length ?? null,
      seats,
      now: teamNow(everSeated.get(subject) ?? []),
    }
  })
}

/** Null while the team is the one that was drawn. */
function teamNow(seats: readonly store.SeatRow[]) {
  if (!seats.some(({ ended }) => ended)) return null
  const by = (draw: string): 'drawn' | 'replaced' | 'appointed' =>
    draw.startsWith('appointment:') ? 'appointed' : draw.includes('-R-') ? 'replaced' : 'drawn'
  return seats.filter(({ ended }) => !ended).map(({ officerId, name, role, by: draw }) => ({ officerId, name, role, by: by(draw) }))
}

/** Members of groups by their own id → the id of the group, as the draw froze them. */
async function unitsByMember(tx: Tx, files: FileStore, draw: DrawRecord): Promise<ReadonlyMap<string, string>> {
  const file = (await filesOf(tx, draw.id)).find(({ role }) => role === 'units')
  if (file === undefined) return new Map()
  const { units } = readUnits(files.path(file.sha256))
  return new Map(
    units.flatMap(([subject, , , members]) =>
      members.map((member): [string, string] => [officerIdOf(member) ?? '', unitIdOf(subject) ?? '']),
    ),
  )
}

/** Every pair with its probability, by subject. */
export async function propensitiesPage(tx: Tx, files: FileStore, draw: DrawRecord, events: readonly DrawEvent[], input: Input) {
  const [subject, population] = decodeCursor(input.cursor, 2) ?? []
  const after = subject === undefined || population === undefined ? null : ([subject, population] as const)
  const page = cutPage(await store.propensityPage(tx, draw, after, input.limit + 1), input.limit, (row) => [row.subject, row.population])
  const names = await unitNames(tx, [...new Set(page.rows.flatMap(({ units }) => units))])
  const unitOf = await unitsByMember(tx, files, draw)
  const drawn = await drawnUnits(tx, draw, page.rows, unitOf)
  const rows = page.rows.map((row) => ({
    subject: row.subject,
    name: row.name,
    population: row.population,
    units: row.units.map((id, i) => ({
      id,
      name: names.get(id)?.name ?? id,
      share: row.shares[i] ?? 0,
      drawn: drawn.get(row.subject)?.has(id) ?? false,
    })),
  }))
  const total = eventOf(events, 'freeze')?.document.matchingRows ?? 0
  return { rows, next: page.next, count: { value: total, capped: false } }
}

async function drawnUnits(tx: Tx, draw: DrawRecord, rows: readonly { readonly subject: string }[], unitOf: ReadonlyMap<string, string>) {
  const seats = await store.seatsOf(
    tx,
    draw,
    rows.map(({ subject }) => subject),
  )
  const own = seats.filter(({ by }) => by === draw.id)
  return new Map(
    Array.from(
      Map.groupBy(own, ({ subject }) => subject),
      ([subject, some]) => [subject, new Set(some.map(({ officerId }) => unitOf.get(officerId) ?? officerId))],
    ),
  )
}
