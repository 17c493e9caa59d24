/** Why an object can have the officers it can have, and what a matching would look like before it is made. */
import { type Counts, type Eligible, eligiblePairs } from './eligible.ts'
import { type MatchingFacts, type ObjectFacts, type Population, populations, type Scope } from './facts.ts'
import { groupsOf, infeasibility, type MatchingInfeasible, type Removed, type RowKind, removedFrom, unitsOf } from './report.ts'
import { brokenRules, type Ground, groundOf, type RuleCode, ruleCodes } from './rules.ts'
import { type Candidate, candidatesOf, rulingOf } from './ruling.ts'

/** A unit and the rules that keep it from the object, none when it is eligible. A group breaks what any of its members breaks. */
export type ExplainedUnit = {
  readonly subject: string
  readonly broken: readonly RuleCode[]
  readonly members: readonly { readonly subject: string; readonly broken: readonly RuleCode[] }[]
}

/** `units`: all of the population, eligible or not, ascending by subject bytes; `scope`: how far the search went. */
export type ExplainedRow = {
  readonly population: Population
  readonly need: number
  readonly scope: Scope
  readonly eligible: number
  readonly units: readonly ExplainedUnit[]
}

export type Explained = Omit<ObjectFacts, 'need' | 'barred'> & { readonly rows: readonly ExplainedRow[] }

/** Rows of one kind: how many units they have, and what keeps the others from the one with the fewest. */
export type PreviewClass = RowKind & {
  readonly objects: number
  readonly eligibleLeast: number
  readonly eligibleMost: number
  readonly scope: Scope
  readonly removed: readonly Removed[]
}

/** `units`: who may inspect one object at least; `officers`: who is in the facts; `histogram`: how many rows have so many eligible units. */
export type Preview = {
  readonly objects: number
  readonly rows: number
  readonly pairs: number
  readonly units: Readonly<Record<Population, number>>
  readonly officers: Readonly<Record<Population, number>>
  readonly histogram: readonly { readonly population: Population; readonly eligible: number; readonly rows: number }[]
  /** Those with the fewest units first, at most 200 of `classCount`. */
  readonly classes: readonly PreviewClass[]
  readonly classCount: number
  readonly counts: Counts
  readonly infeasible: MatchingInfeasible | null
}

const mostClasses = 200

/** The rules for one object, officer by officer; null for an object that is not in the facts. */
export function explainObject(facts: MatchingFacts, leaf: string): Explained | null {
  const object = facts.objects.find((one) => one.leaf === leaf)
  if (!object) return null
  const { need, barred, ...told } = object
  const candidates = candidatesOf(facts)
  const { rows } = eligiblePairs({ ...facts, objects: [object] })
  return {
    ...told,
    rows: rows.map((row): ExplainedRow => {
      const ground = groundOf(facts, row.scope)
      const units = candidates
        .filter(({ population }) => population === row.population)
        .map((candidate) => explainUnit(facts, object, ground, candidate))
      const eligible = units.filter(({ broken }) => broken.length === 0).length
      return { population: row.population, need: row.need, scope: row.scope, eligible, units }
    }),
  }
}

/** How many may be drawn for what, before anything is drawn. */
export function previewEligibility(facts: MatchingFacts): Preview {
  const eligible = eligiblePairs(facts)
  const ruling = rulingOf(facts)
  const groups = [...groupsOf(facts, eligible, [...eligible.rows.keys()])].sort((a, b) => a.eligibleLeast - b.eligibleLeast)
  const isExpert = new Set(facts.officers.filter(({ population }) => population === 'experts').map(({ subject }) => subject))
  const expertUnits = eligible.units.filter(([subject]) => isExpert.has(subject)).length
  return {
    objects: facts.objects.length,
    rows: eligible.rows.length,
    pairs: eligible.graph.edges.length,
    units: { officers: eligible.units.length - expertUnits, experts: expertUnits },
    officers: { officers: facts.officers.length - isExpert.size, experts: isExpert.size },
    histogram: histogramOf(eligible),
    classes: groups.slice(0, mostClasses).map(({ kind, rows, fewest, eligibleLeast, eligibleMost, scope }): PreviewClass => {
      const sample = eligible.rows[fewest]
      return { ...kind, objects: rows.length, eligibleLeast, eligibleMost, scope, removed: sample ? removedFrom(ruling, sample) : [] }
    }),
    classCount: groups.length,
    counts: eligible.counts,
    infeasible: infeasibility(facts, eligible),
  }
}

function explainUnit({ officers }: MatchingFacts, object: ObjectFacts, ground: Ground, { subject, people }: Candidate): ExplainedUnit {
  const members = people
    .flatMap((person) => officers[person] ?? [])
    .map((officer) => ({ subject: officer.subject, broken: brokenRules(officer, object, ground) }))
  const [first] = members
  if (first && members.length === 1) return { subject, broken: first.broken, members: [] }
  return { subject, broken: ruleCodes.filter((code) => members.some(({ broken }) => broken.includes(code))), members }
}

function histogramOf(eligible: Eligible): Preview['histogram'] {
  return populations.flatMap((population) => {
    const counts = new Map<number, number>()
    for (const [i, row] of eligible.rows.entries()) {
      if (row.population !== population) continue
      const units = unitsOf(eligible, i)
      counts.set(units, (counts.get(units) ?? 0) + 1)
    }
    return [...counts].sort(([a], [b]) => a - b).map(([units, rows]) => ({ population, eligible: units, rows }))
  })
}
