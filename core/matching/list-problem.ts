/** Whether a matching from anywhere is in its one form, and whether its figures are those that it was committed with (draw protocol §6). */
import { compareUtf8 } from '../bytes.ts'
import type { RoundingCommit } from '../draws/matching-documents.ts'
import { type Scope, scopes } from './facts.ts'
import { whole } from './graph.ts'
import { capOf, compareVacated, type MatchingList, type MatchRow, type Unit, type Vacated } from './wire.ts'

/** The first problem of the whole list: what is drawn from it must be sound whatever the digests say. */
export const listProblem = (bound: RoundingCommit, list: MatchingList): string | null =>
  unitsProblem(bound, list.units) ??
  vacatedProblem(list.vacated) ??
  rowsProblem(list) ??
  needsProblem(bound, list) ??
  sumsProblem(list.rows)

/** Units ascending by bytes, once each: persons without members, groups of two or more officers where groups are drawn. */
export function unitsProblem({ unit }: Pick<RoundingCommit, 'unit'>, units: readonly Unit[]): string | null {
  for (const [i, [subject, , , members]] of units.entries()) {
    if (i > 0 && compareUtf8(units[i - 1]?.[0] ?? '', subject) >= 0) return `units ascending by bytes, once each, at ${i}`
    const kind = kindOf(subject)
    if (kind !== 'EXPERT' && kind !== (unit === 'group' ? 'GROUP' : 'OFFICER')) return `officers, groups or experts as committed, at ${i}`
    if (kind !== 'GROUP' && members.length > 0) return `a person without members at ${i}`
    if (kind === 'GROUP' && !isGroup(members)) return `a group of different officers at ${i}`
  }
  return null
}

/** Seats ascending, once each, and one lead of an object at most. */
export function vacatedProblem(vacated: readonly Vacated[] | undefined): string | null {
  if (!vacated) return null
  const at = vacated.findIndex((seat, i) => {
    const before = vacated[i - 1]
    return before !== undefined && compareVacated(before, seat) >= 0
  })
  if (at >= 0) return `seats ascending, once each, at ${at}`
  const led = vacated.filter(([, , role]) => role === 'lead').map(([leaf]) => leaf)
  if (new Set(led).size !== led.length) return 'one lead of an object'
  const wrong = vacated.findIndex(([, subject, role]) => kindOf(subject) !== (role === 'expert' ? 'EXPERT' : 'OFFICER'))
  return wrong < 0 ? null : `officers who lead or assist, and experts, at ${wrong}`
}

/** Each object once, its officers before its experts; units of the row's population, ascending, once each, and a share of each within the whole. */
export function rowsProblem({ units, rows }: Pick<MatchingList, 'units' | 'rows'>): string | null {
  const experts = units.map(([subject]) => kindOf(subject) === 'EXPERT')
  const seen = new Set<string>()
  for (const [i, [leaf, population, , cap, , eligible, shares]] of rows.entries()) {
    const before = rows[i - 1]
    if (before?.[0] === leaf) {
      if (before[1] !== 'officers' || population !== 'experts') return `officers before experts, once each, at row ${i}`
    } else if (seen.has(leaf)) return `each object once at row ${i}`
    seen.add(leaf)
    if (shares.length !== eligible.length) return `a share of every unit at row ${i}`
    let last = -1
    for (const unit of eligible) {
      if (unit <= last || unit >= units.length) return `places of units ascending at row ${i}`
      if (experts[unit] !== (population === 'experts')) return `units of the population at row ${i}`
      last = unit
    }
    if (shares.some((share) => share > cap)) return `shares within the cap at row ${i}`
  }
  return null
}

/** In kind P every object wants a team, or a group; in a replacement, exactly the seats that fall free. */
export function needsProblem(
  { unit, teamSize }: Pick<RoundingCommit, 'unit' | 'teamSize'>,
  { rows, vacated }: MatchingList,
): string | null {
  const free = vacated && seatsOf(vacated)
  const wrong = rows.findIndex(([leaf, population, need]) => {
    if (free) return free.get(`${leaf} ${population}`) !== need
    return population === 'officers' && need !== (unit === 'group' ? 1 : teamSize)
  })
  if (wrong >= 0) return `as many units as seats at row ${wrong}`
  if (free) return free.size === rows.length ? null : 'a row for every object with a free seat'
  const alone = rows.findIndex(([leaf, population], i) => population === 'experts' && rows[i - 1]?.[0] !== leaf)
  return alone < 0 ? null : `officers besides experts at row ${alone}`
}

/** The shares of a row make up exactly what the object wants. */
export function sumsProblem(rows: readonly MatchRow[]): string | null {
  const wrong = rows.findIndex(([, , need, , , , shares]) => shares.reduce((sum, share) => sum + share, 0) !== need * whole)
  return wrong < 0 ? null : `shares that sum to ${rows[wrong]?.[2] ?? 0} at row ${wrong}`
}

/** No pair above its cap, the cap that of the settings; no unit expected, nor able, to have more objects than it may; loads of the year only where they count. */
export function capsProblem(
  bound: Pick<RoundingCommit, 'pairCapPpm' | 'mostPerOfficer' | 'balance'>,
  { units, rows, vacated }: MatchingList,
): string | null {
  const wrong = rows.findIndex(([, , need, cap, , eligible]) => cap !== capOf(need, eligible.length, bound.pairCapPpm))
  if (wrong >= 0) return `the cap of the settings at row ${wrong}`
  const sums = new Float64Array(units.length)
  for (const [, , , , , eligible, shares] of rows)
    for (const [k, unit] of eligible.entries()) sums[unit] = (sums[unit] ?? 0) + (shares[k] ?? 0)
  for (const [i, [subject, prior, most]] of units.entries()) {
    const limit = kindOf(subject) === 'EXPERT' ? null : bound.mostPerOfficer
    // A replacement leaves to each what the draw before has not used up.
    if (vacated && limit !== null ? most === null || most > limit : most !== limit) return `the limit of the settings at unit ${i}`
    if (most !== null && (sums[i] ?? 0) > most * whole) return `at most ${most} objects at unit ${i}`
    if (bound.balance === 'draw' && prior !== 0) return `no load from before at unit ${i}`
  }
  return null
}

export type Counts = Pick<RoundingCommit, 'widened' | 'belowLeast' | 'capLifted'>

/** How far the search for units had to go, counted anew: what the COMMIT says of itself. */
export function countsOf(
  { scope, least, pairCapPpm }: Pick<RoundingCommit, 'scope' | 'least' | 'pairCapPpm'>,
  rows: readonly MatchRow[],
): Counts {
  const byScope = new Map<Scope, number>()
  for (const [, , , , to] of rows) byScope.set(to, (byScope.get(to) ?? 0) + 1)
  const pairCap = Math.ceil((pairCapPpm * whole) / 1_000_000)
  return {
    widened: scopes.flatMap((to): [Scope, number][] => (to === scope || !byScope.has(to) ? [] : [[to, byScope.get(to) ?? 0]])),
    belowLeast: rows.filter(([, , , , , eligible]) => eligible.length < least).length,
    capLifted: rows.filter(([, , , cap]) => cap > pairCap).length,
  }
}

/** Free seats by leaf and population. */
function seatsOf(vacated: readonly Vacated[]): ReadonlyMap<string, number> {
  const seats = new Map<string, number>()
  for (const [leaf, , role] of vacated) {
    const key = `${leaf} ${role === 'expert' ? 'experts' : 'officers'}`
    seats.set(key, (seats.get(key) ?? 0) + 1)
  }
  return seats
}

const isGroup = (members: readonly string[]): boolean =>
  members.length >= 2 && new Set(members).size === members.length && members.every((member) => kindOf(member) === 'OFFICER')

/** `OFFICER`, `EXPERT` or `GROUP`; whatever stands before the colon. */
const kindOf = (subject: string): string => subject.slice(0, Math.max(0, subject.indexOf(':')))
