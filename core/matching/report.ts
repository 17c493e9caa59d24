/** Why a matching cannot be made: which objects lack whom, which rule keeps how many off, and what the limit of an officer leaves. No sentence: those are in web. */
import type { Eligible, RowHead } from './eligible.ts'
import { type MatchingFacts, type ObjectFacts, type Population, type Scope, scopes } from './facts.ts'
import { shortage } from './flow.ts'
import type { RuleCode } from './rules.ts'
import { codesOf, type Ruling, rulingOf } from './ruling.ts'

/** `count`: units of the population that break the rule, whatever else they break; `only`: those that would be eligible without it. */
export type Removed = { readonly rule: RuleCode; readonly count: number; readonly only: number }

/** What the rows of one kind have in common; `expertise` is that asked of the population. */
export type RowKind = {
  readonly population: Population
  readonly area: string
  readonly items: readonly string[]
  readonly qualifications: readonly string[]
  readonly expertise: readonly string[]
  readonly need: number
}

/**
 * Objects of one kind that cannot be inspected. `scope`: the widest that was tried; `eligible`: the fewest units of one of them, and `removed` is told of
 * that one. `capacity`: the objects that all units of a `load_limit` may take together, those of other kinds that need the same units included.
 */
export type Shortage = RowKind & {
  readonly objects: number
  readonly first: readonly { readonly leaf: string; readonly subject: string }[]
  readonly scope: Scope
  readonly eligible: number
  readonly removed: readonly Removed[]
  readonly because: 'too_few' | 'load_limit'
  readonly capacity: number | null
}

/** `officers` counts officers and experts in the facts; `teamSize` is the largest number of officers that an object needs. */
export type MatchingInfeasible = {
  readonly type: 'matching_infeasible'
  readonly objects: number
  readonly officers: number
  readonly teamSize: number
  readonly shortages: readonly Shortage[]
}

/** Rows of one kind, by their places among the rows; `fewest` is the first of those with the fewest units. */
export type RowGroup = {
  readonly kind: RowKind
  readonly rows: readonly number[]
  readonly fewest: number
  readonly eligibleLeast: number
  readonly eligibleMost: number
  readonly scope: Scope
}

const mostShortages = 50
const mostNamed = 5

/** Why nothing can be drawn from these pairs, or null when it can: too few units for an object, or too many objects for the limit of an officer. */
export function infeasibility(facts: MatchingFacts, eligible: Eligible): MatchingInfeasible | null {
  const { rows, graph } = eligible
  const few = [...rows.keys()].filter((row) => unitsOf(eligible, row) < (graph.need[row] ?? 0))
  if (few.length > 0) return reportOf(facts, eligible, few, { because: 'too_few', capacity: null })
  const short = graph.most === null ? null : shortage(graph)
  if (short === null) return null
  const capacity = short.columns.reduce((sum, column) => sum + (graph.most?.[column] ?? 0), 0)
  return reportOf(facts, eligible, [...short.rows], { because: 'load_limit', capacity })
}

/** The rows of these places by kind, in the order of their first row. */
export function groupsOf({ objects }: MatchingFacts, eligible: Eligible, places: readonly number[]): readonly RowGroup[] {
  const groups = new Map<string, { readonly kind: RowKind; readonly rows: number[] }>()
  for (const place of places) {
    const row = eligible.rows[place]
    const object = objects[row?.object ?? -1]
    if (!row || !object) continue
    const kind = kindOf(row, object)
    const key = JSON.stringify(kind)
    const group = groups.get(key) ?? { kind, rows: [] }
    groups.set(key, group)
    group.rows.push(place)
  }
  return [...groups.values()].map(({ kind, rows }): RowGroup => {
    const counts = rows.map((row) => unitsOf(eligible, row))
    const eligibleLeast = counts.reduce((a, b) => Math.min(a, b))
    const scope = scopes.findLast((one) => rows.some((row) => eligible.rows[row]?.scope === one)) ?? 'station'
    return {
      kind,
      rows,
      fewest: rows[counts.indexOf(eligibleLeast)] ?? 0,
      eligibleLeast,
      eligibleMost: counts.reduce((a, b) => Math.max(a, b)),
      scope,
    }
  })
}

/** Which rule keeps how many units off a row: first the rules without which most would be eligible, for those are what can be changed. */
export function removedFrom(ruling: Ruling, { object, scope, population }: RowHead): readonly Removed[] {
  const counts = new Map<RuleCode, { count: number; only: number }>()
  for (const [c, bits] of ruling.broken(object, scope).entries()) {
    if (bits === 0 || ruling.candidates[c]?.population !== population) continue
    const codes = codesOf(bits)
    for (const code of codes) {
      const sum = counts.get(code) ?? { count: 0, only: 0 }
      counts.set(code, { count: sum.count + 1, only: sum.only + (codes.length === 1 ? 1 : 0) })
    }
  }
  // A stable sort leaves the order of the table to decide between equals.
  const inOrder = codesOf(-1).flatMap((rule): Removed[] => {
    const sum = counts.get(rule)
    return sum ? [{ rule, ...sum }] : []
  })
  return inOrder.sort((a, b) => b.only - a.only || b.count - a.count)
}

/** How many units a row has. */
export const unitsOf = ({ graph }: Eligible, row: number): number => (graph.start[row + 1] ?? 0) - (graph.start[row] ?? 0)

function reportOf(
  facts: MatchingFacts,
  eligible: Eligible,
  places: readonly number[],
  why: Pick<Shortage, 'because' | 'capacity'>,
): MatchingInfeasible {
  const ruling = rulingOf(facts)
  const groups = [...groupsOf(facts, eligible, places)].sort((a, b) => b.rows.length - a.rows.length)
  return {
    type: 'matching_infeasible',
    objects: new Set(places.map((row) => eligible.rows[row]?.object)).size,
    officers: facts.officers.length,
    teamSize: facts.objects.reduce((most, { need }) => Math.max(most, need.officers), 0),
    shortages: groups.slice(0, mostShortages).map((group): Shortage => {
      const sample = eligible.rows[group.fewest]
      return {
        ...group.kind,
        objects: group.rows.length,
        first: group.rows.slice(0, mostNamed).flatMap((row) => {
          const head = eligible.rows[row]
          return head ? [{ leaf: head.leaf, subject: head.subject }] : []
        }),
        scope: group.scope,
        eligible: group.eligibleLeast,
        removed: sample ? removedFrom(ruling, sample) : [],
        ...why,
      }
    }),
  }
}

const kindOf = ({ population, need }: RowHead, object: ObjectFacts): RowKind => ({
  population,
  area: object.area,
  items: inOrderOf(object.items),
  qualifications: population === 'officers' ? inOrderOf(object.qualifications) : [],
  expertise: inOrderOf(population === 'officers' ? object.expertise : object.expertKinds),
  need,
})

const inOrderOf = (list: readonly string[]): readonly string[] => (list.length < 2 ? list : [...list].sort())
