/** Everything that a matching is a pure function of, gathered at one moment and kept with its draw (draw protocol §6). */
import type { Actor } from '#core/access/can.ts'
import { isPathWithin } from '#core/access/can.ts'
import { officerIdOf } from '#core/draws/subject.ts'
import {
  type GroupFacts,
  type MatchingFacts,
  type MatchingSettings,
  type ObjectFacts,
  type OfficerFacts,
  type Population,
  type Scope,
  scopes,
} from '#core/matching/facts.ts'
import type { PolicyPack } from '#core/policy/pack.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { itemsById } from '#server/catalogue/store.ts'
import { closedObjectDraw } from '#server/draws/drawn-store.ts'
import { Problem } from '#server/http/problem.ts'
import { placesGiven } from '#server/tasks/dispatch-store.ts'
import { type DrawingDepartment, drawingDepartments } from '#server/tasks/drawing-departments.ts'
import type { TaskRecord } from '#server/tasks/store.ts'
import * as store from './facts-store.ts'

/** A department's share of a task, at a moment. */
export type Asked = {
  readonly task: TaskRecord
  readonly department: DrawingDepartment
  readonly policy: PolicyPack
  readonly now: Instant
  /** Objects that were given to one organisation: only its officers, and those of its stations. */
  readonly only?: string
}

/** The seats to fill where it is not a whole team for each object, and who may not take them (kind R). */
export type Residual = {
  readonly need: (leaf: string) => Readonly<Record<Population, number>>
  readonly barred: (leaf: string) => readonly string[]
}

/** The department of a task that an actor works for; null when it takes no part. */
export async function departmentFor(tx: Tx, task: TaskRecord, actor: Actor): Promise<DrawingDepartment | null> {
  const departments = await drawingDepartments(tx, task)
  return departments.find(({ dept, orgPath }) => dept === actor.dept && isPathWithin(actor.orgPath, orgPath)) ?? null
}

/** The facts of a department's whole matching: every drawn object, every officer in reach. */
export async function factsOfTask(tx: Tx, asked: Asked): Promise<MatchingFacts> {
  const objectDraw = await closedObjectDraw(tx, asked.task.id)
  if (objectDraw === null) throw new Problem('objects_not_drawn')
  const drawn = await store.objectsOf(tx, asked.task.id, { draw: objectDraw })
  return withoutSeated(await factsOf(tx, asked, drawn), await store.seatedIn(tx, asked.task.id))
}

/**
 * A department that joined after others drew may have officers of its own on their teams, by a certificate of theirs: nobody stands on one team twice.
 */
function withoutSeated(facts: MatchingFacts, seated: readonly store.Seated[]): MatchingFacts {
  const own = new Set(facts.officers.map(({ subject }) => subject))
  const bySubject = Map.groupBy(
    seated.filter(({ officer }) => own.has(officer)),
    ({ subject }) => subject,
  )
  if (bySubject.size === 0) return facts
  const objects = facts.objects.map((object) => ({
    ...object,
    barred: (bySubject.get(object.subject) ?? []).map(({ officer }) => officer),
  }))
  return { ...facts, objects }
}

export async function factsOf(
  tx: Tx,
  asked: Asked,
  drawn: readonly store.MatchedObject[],
  residual: Residual | null = null,
): Promise<MatchingFacts> {
  const objects = await objectFacts(tx, asked, drawn, residual)
  const people = await peopleFor(
    tx,
    asked,
    residual === null ? 'teams' : 'seats',
    objects.some(({ need }) => need.experts > 0),
  )
  return withObjects(tx, asked, { ...people, objects }, drawn)
}

/** Whole teams, or single seats: those are filled by persons, whatever the team was. */
export type Wanting = 'teams' | 'seats'

/** Officers, groups and settings as they stand now, before anybody knows the objects. */
export async function peopleFor(tx: Tx, asked: Asked, wanting: Wanting, withExperts: boolean): Promise<Omit<MatchingFacts, 'objects'>> {
  const { task, department } = asked
  const settings = settingsOf(asked, wanting)
  const departments = (await drawingDepartments(tx, task)).map(({ dept }) => dept)
  const within = asked.only ?? (settings.reach === 'cross_region' ? above(department.orgPath) : department.orgPath)
  const wanted = { dept: department.dept, departments, within, year: yearOf(task), place: department.orgPath, below: department.below }
  const experts = withExperts ? await store.officersFor(tx, { ...wanted, population: 'experts' }) : []
  // EXPERT sorts before OFFICER, and each list is in the order of its ids.
  const officers = [...experts, ...(await store.officersFor(tx, { ...wanted, population: 'officers' }))]
  const groups = settings.unit === 'group' ? await store.groupsFor(tx, { dept: department.dept, within }) : []
  return { officers, groups: usableGroups(groups, officers, task.officersPerObject), settings }
}

/** Who inspected these objects before is added to what is known of everybody. */
async function withObjects(
  tx: Tx,
  { task, policy }: Asked,
  facts: MatchingFacts,
  drawn: readonly store.MatchedObject[],
): Promise<MatchingFacts> {
  const since = `${yearOf(task) - policy.matching.rotationYears.value + 1}-01-01`
  const past = await store.pastOf(
    tx,
    drawn.map(({ subject }) => subject),
    task.id,
    since,
  )
  return { ...facts, officers: withPast(facts.officers, past) }
}

/** The facts for objects that came to be known after `people` were kept. */
export async function factsWith(
  tx: Tx,
  asked: Asked,
  people: Omit<MatchingFacts, 'objects'>,
  drawn: readonly store.MatchedObject[],
  residual: Residual,
): Promise<MatchingFacts> {
  return withObjects(tx, asked, { ...people, objects: await objectFacts(tx, asked, drawn, residual) }, drawn)
}

/** The loads of the year in which the work is done, whenever it is drawn. */
const yearOf = ({ from }: TaskRecord): number => Number(from.slice(0, 4))

const settingsOf = ({ task, department, policy }: Asked, wanting: Wanting): MatchingSettings => ({
  dept: department.dept,
  orgPath: department.orgPath,
  window: { from: task.from, to: task.to },
  unit: wanting === 'seats' ? 'person' : task.teamUnit,
  scope: narrower(task.officerScope, department),
  reach: narrower(task.officerReach, department),
  least: task.leastEligible,
  pairCapPpm: task.pairCapPpm,
  // Of seats that fall free nobody is refused for having been lucky before: they are few, and somebody has to come.
  mostPerOfficer: wanting === 'seats' ? null : task.mostPerOfficer,
  balance: task.balance,
  floorPpm: policy.matching.floorPpm.value,
  rotationTimes: policy.matching.rotationTimes.value,
})

/** Where organisations below inspect, each does so with its own officers: a county's go everywhere in the county, those of a station stay there. */
function narrower(scope: Scope, { below, stations }: DrawingDepartment): Scope {
  const widest: Scope = stations ? 'station' : 'bureau'
  return below && scopes.indexOf(scope) > scopes.indexOf(widest) ? widest : scope
}

async function objectFacts(
  tx: Tx,
  { task, department }: Asked,
  drawn: readonly store.MatchedObject[],
  residual: Residual | null,
): Promise<ObjectFacts[]> {
  const known = await itemsById(tx, department.itemIds)
  const items = department.itemIds.flatMap((id) => known.get(id) ?? [])
  const union = (of: (item: (typeof items)[number]) => readonly string[]): string[] => [...new Set(items.flatMap(of))].sort()
  const asked = {
    items: [...new Set(items.map(({ code }) => code))].sort(),
    qualifications: union(({ qualifications }) => qualifications),
    expertise: union(({ expertise }) => expertise),
    expertKinds: union(({ expertKinds }) => expertKinds),
  }
  const whole = { officers: task.officersPerObject, experts: asked.expertKinds.length > 0 ? 1 : 0 }
  const given = await placesGiven(
    tx,
    task.id,
    department.part,
    drawn.map(({ subject }) => subject),
  )
  return drawn.map(({ leaf, subject, regionPath }) => ({
    leaf,
    subject,
    area: areaOf(regionPath, given.get(subject)),
    ...asked,
    need: residual?.need(leaf) ?? whole,
    barred: residual?.barred(leaf) ?? [],
  }))
}

/** Its own place; where it was given to an organisation elsewhere, that one's, whose officers go there. */
const areaOf = (regionPath: string, orgPath: string | undefined): string =>
  orgPath === undefined || isPathWithin(orgPath, regionPath) ? regionPath : orgPath

function withPast(officers: readonly OfficerFacts[], past: readonly store.Past[]): OfficerFacts[] {
  const byOfficer = Map.groupBy(past, ({ officerId }) => officerId)
  return officers.map((officer) => {
    const own = byOfficer.get(officerIdOf(officer.subject) ?? '') ?? []
    return own.length === 0 ? officer : { ...officer, past: own.map(({ subject, times, last }) => ({ subject, times, last })) }
  })
}

/** A group of which somebody is out of reach, or that is too small for a team, is not drawn. */
function usableGroups(groups: readonly GroupFacts[], officers: readonly OfficerFacts[], teamSize: number): GroupFacts[] {
  const known = new Set(officers.map(({ subject }) => subject))
  return groups.filter(({ members }) => members.length >= teamSize && members.every((member) => known.has(member)))
}

const above = (path: string): string => (path.includes('.') ? path.slice(0, path.lastIndexOf('.')) : path)
