/** Who may be drawn for what, as the graph that the shares are computed on: one row per object and population, one column per person or group. */
import {
  factsProblem,
  type MatchingFacts,
  type MatchingSettings,
  type ObjectFacts,
  type Population,
  populations,
  type Scope,
  scopes,
} from './facts.ts'
import { type Graph, whole } from './graph.ts'
import { type Candidate, type Ruling, rulingOf, scopesTried } from './ruling.ts'
import type { Unit } from './wire.ts'

/** An object (its place in the facts) that wants `need` different units of a population, looked for as far as `scope`. */
export type RowHead = {
  readonly object: number
  readonly leaf: string
  readonly subject: string
  readonly population: Population
  readonly need: number
  readonly scope: Scope
}

/**
 * What happened on the way and is never silent. `widened`: rows per scope other than the first, from narrow to wide; `belowLeast`: rows with fewer units
 * than the setting asks even so; `capLifted`: rows with so few units that the cap of a pair had to give way.
 */
export type Counts = {
  readonly widened: readonly (readonly [Scope, number])[]
  readonly belowLeast: number
  readonly capLifted: number
}

/**
 * `units`: those with a row at least, ascending by subject bytes, the columns of the graph. `rows`: in ticket order, officers before experts, those of the
 * graph. A row may have fewer units than it needs: `infeasibility` tells.
 */
export type Eligible = {
  readonly units: readonly Unit[]
  readonly rows: readonly RowHead[]
  readonly graph: Graph
  readonly counts: Counts
}

const million = 1_000_000

/** The eligible pairs of these facts. Facts that are not in their one form are a mistake of the caller and throw: ask `factsProblem` first. */
export function eligiblePairs(facts: MatchingFacts, ruling: Ruling = rulingOf(sound(facts))): Eligible {
  const found = facts.objects.flatMap((object, i) => rowsOfObject(facts, ruling, object, i))
  const start = new Uint32Array(found.length + 1)
  for (const [i, { degree }] of found.entries()) start[i + 1] = (start[i] ?? 0) + degree
  const picked = candidatesOfRows(found, start, ruling)
  const { edges, used } = renumbered(picked, ruling.candidates.length)
  const units = Array.from(used, (c) => unitOf(facts, ruling.candidates[c]))
  const { pairCapPpm } = facts.settings
  const graph: Graph = {
    need: Uint8Array.from(found, ({ head }) => head.need),
    start,
    edges,
    cap: Uint32Array.from(found, ({ head, degree }) => capOf(head.need, degree, pairCapPpm)),
    prior: Uint32Array.from(units, ([, prior]) => prior),
    most: mostOf(units, found.length),
  }
  return { units, rows: found.map(({ head }) => head), graph, counts: countsOf(facts.settings, found) }
}

/** The largest share of one pair in a row: the cap of the settings, or what `need` asks of so few units when that is more; in parts of `whole`. */
export const capOf = (need: number, degree: number, pairCapPpm: number): number =>
  Math.min(whole, Math.max(settingsCap(pairCapPpm), degree === 0 ? whole : Math.ceil((need * whole) / degree)))

/** Per unit the most objects; null when no unit has a limit. A unit without a limit among others with one may have every row. */
export const mostOf = (units: readonly Unit[], rows: number): Uint32Array | null =>
  units.every(([, , most]) => most === null) ? null : Uint32Array.from(units, ([, , most]) => most ?? rows)

type Found = { readonly head: RowHead; readonly list: Uint32Array; readonly degree: number }

function sound(facts: MatchingFacts): MatchingFacts {
  const problem = factsProblem(facts)
  if (problem !== null) throw new RangeError(problem)
  return facts
}

function rowsOfObject(facts: MatchingFacts, ruling: Ruling, { leaf, subject, need }: ObjectFacts, object: number): readonly Found[] {
  const wanted = populations.filter((population) => need[population] > 0)
  return wanted.map((population): Found => {
    const units = population === 'officers' && facts.settings.unit === 'group' ? 1 : need[population]
    const enough = Math.max(facts.settings.least, units)
    let found: Found | null = null
    for (const scope of scopesTried(facts, population)) {
      const list = ruling.inClass(object, scope, population)
      const degree = list.length - keptOffIn(list, ruling.keptOff(object))
      found = { head: { object, leaf, subject, population, need: units, scope }, list, degree }
      if (degree >= enough) break
    }
    if (!found) throw new RangeError('the first scope is within reach, or the facts are not sound')
    return found
  })
}

/** How many of those whom a rule on pairs keeps off stand in an ascending list. */
function keptOffIn(list: Uint32Array, off: ReadonlyMap<number, number>): number {
  let n = 0
  for (const candidate of off.keys()) if (includesSorted(list, candidate)) n++
  return n
}

function includesSorted(list: Uint32Array, value: number): boolean {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return list[low] === value
}

/** The candidates of all rows, one row after another. */
function candidatesOfRows(found: readonly Found[], start: Uint32Array, ruling: Ruling): Uint32Array {
  const picked = new Uint32Array(start[found.length] ?? 0)
  let at = 0
  for (const { head, list, degree } of found) {
    if (degree === list.length) {
      picked.set(list, at)
      at += degree
      continue
    }
    const off = ruling.keptOff(head.object)
    for (const candidate of list) if (!off.has(candidate)) picked[at++] = candidate
  }
  return picked
}

/** Columns instead of candidates, in the same order: whoever may inspect nothing is no unit. */
function renumbered(picked: Uint32Array, candidates: number): { readonly edges: Uint32Array; readonly used: Uint32Array } {
  const isUsed = new Uint8Array(candidates)
  for (const candidate of picked) isUsed[candidate] = 1
  const column = new Uint32Array(candidates)
  const used = new Uint32Array(isUsed.reduce((sum, one) => sum + one, 0))
  let n = 0
  for (let candidate = 0; candidate < candidates; candidate++) {
    column[candidate] = n
    if (isUsed[candidate] === 1) used[n++] = candidate
  }
  if (n < candidates) for (let k = 0; k < picked.length; k++) picked[k] = column[picked[k] ?? 0] ?? 0
  return { edges: picked, used }
}

/** A group is as loaded as its most loaded member: who has worked most is not made to work more by the company. */
function unitOf({ officers, settings }: MatchingFacts, candidate: Candidate | undefined): Unit {
  if (!candidate) throw new RangeError('a column is a candidate')
  const people = candidate.people.flatMap((person) => officers[person] ?? [])
  const prior = settings.balance === 'year' ? Math.max(...people.map(({ load }) => load)) : 0
  // Experts are few and come in addition: the limit protects those who must come.
  const most = candidate.population === 'officers' ? settings.mostPerOfficer : null
  return [
    candidate.subject,
    prior,
    most,
    candidate.population === 'officers' && settings.unit === 'group' ? people.map((one) => one.subject) : [],
  ]
}

const settingsCap = (pairCapPpm: number): number => Math.ceil((pairCapPpm * whole) / million)

function countsOf({ scope, least, pairCapPpm }: MatchingSettings, found: readonly Found[]): Counts {
  const widened = scopes.flatMap((wider): [Scope, number][] => {
    const rows = wider === scope ? 0 : found.filter(({ head }) => head.scope === wider).length
    return rows === 0 ? [] : [[wider, rows]]
  })
  return {
    widened,
    belowLeast: found.filter(({ degree }) => degree < least).length,
    capLifted: found.filter(({ head, degree }) => capOf(head.need, degree, pairCapPpm) > settingsCap(pairCapPpm)).length,
  }
}
