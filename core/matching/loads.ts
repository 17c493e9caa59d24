/** The promise about loads, looked up in an assignment from anywhere: nobody has more than one object more, or less, than expected (draw protocol §6). */
import type { Assignment } from '../draws/matching-documents.ts'
import { whole } from './graph.ts'
import type { MatchingList, MatchRow, Unit } from './wire.ts'

/** The loads of all units, or the first team that its row does not allow. */
export type Loads =
  | { readonly state: 'counted'; readonly loads: readonly UnitLoad[] }
  | { readonly state: 'not_eligible'; readonly object: string; readonly population: MatchRow[1] }

/** `least` and `most`: the expected load rounded down and up. */
export type UnitLoad = { readonly unit: string; readonly load: number; readonly least: number; readonly most: number }

/** Counts whom the teams name, row by row; groups of the same members in the same order cannot be told apart in a team and count as one. */
export function loadsOf({ units, rows }: MatchingList, assignment: readonly Assignment[]): Loads {
  const sameAs = representatives(units)
  const counted = units.map(([unit]) => ({ unit, load: 0, least: 0, most: 0 }))
  const expected = new Float64Array(units.length)
  const teams = new Map(assignment.map(({ object, officers }) => [object, officers]))
  for (const [object, population, need, , , eligible, shares] of rows) {
    for (const [k, unit] of eligible.entries()) expected[unit] = (expected[unit] ?? 0) + (shares[k] ?? 0)
    const team = (teams.get(object) ?? []).filter(({ role }) => (role === 'expert') === (population === 'experts'))
    const subjects = team.map(({ officer }) => officer)
    const placed = new Set(eligible.filter((unit) => isPlaced(units[unit], subjects)).map((unit) => sameAs[unit] ?? unit))
    const seats = [...placed].reduce((sum, unit) => sum + Math.max(1, units[unit]?.[3].length ?? 0), 0)
    if (placed.size !== need || seats !== subjects.length) return { state: 'not_eligible', object, population }
    for (const unit of placed) {
      const one = counted[unit]
      if (one) one.load++
    }
  }
  for (const [unit, sum] of expected.entries()) {
    const one = counted[sameAs[unit] ?? unit]
    if (!one) continue
    one.least += Math.floor(sum / whole)
    one.most += Math.ceil(sum / whole)
  }
  return { state: 'counted', loads: counted.filter((_, unit) => sameAs[unit] === unit) }
}

/** For each unit the first one of the same members: itself, but for a group that was entered twice. */
function representatives(units: readonly Unit[]): readonly number[] {
  const first = new Map<string, number>()
  return units.map(([subject, , , members], unit) => {
    const identity = members.length === 0 ? subject : members.join(' ')
    const before = first.get(identity)
    if (before === undefined) first.set(identity, unit)
    return before ?? unit
  })
}

function isPlaced(unit: Unit | undefined, team: readonly string[]): boolean {
  if (!unit) return false
  const [subject, , , members] = unit
  if (members.length === 0) return team.includes(subject)
  return members.length === team.length && members.every((member, place) => member === team[place])
}
