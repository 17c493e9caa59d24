/** A matching as it is committed to and published: the units, and per object and population the eligible ones with their shares (draw protocol §6). */

import { compareUtf8, hex } from '../bytes.ts'
import { canonicalBytes } from '../canonical.ts'
import { hexOf, integer, list, literal, nullable, type Shape, tuple } from '../draws/shape.ts'
import { subjectShape } from '../draws/subject.ts'
import { type SuiteId, suites, taggedHash } from '../hash/suite.ts'
import { type Population, type Scope, scopes } from './facts.ts'
import { type Graph, whole } from './graph.ts'
import type { Prepared } from './prepare.ts'

/**
 * What is drawn: a person with no members, or a group with its leader first. `prior`: objects already inspected this year; `most`: objects in this
 * draw, null without a limit.
 */
export type Unit = readonly [subject: string, prior: number, most: number | null, members: readonly string[]]

/**
 * An object wants `need` different units of a population. `units`: ascending places in the list of units; `shares`: the chance of each pair, and
 * `cap` the largest allowed, in parts of 2^30; `scope`: how far the search for units went.
 */
export type MatchRow = readonly [
  leaf: string,
  population: Population,
  need: number,
  cap: number,
  scope: Scope,
  units: readonly number[],
  shares: readonly number[],
]

export type Role = 'lead' | 'assist' | 'expert'

/** A seat that a replacement fills anew: of which object, who leaves it, and as what. */
export type Vacated = readonly [leaf: string, subject: string, role: Role]

/**
 * Units ascending by subject bytes; rows in the objects' ticket order, of one object the officers before the experts. `vacated`: kind R only,
 * ascending by leaf and then by subject bytes.
 */
export type MatchingList = {
  readonly units: readonly Unit[]
  readonly rows: readonly MatchRow[]
  readonly vacated?: readonly Vacated[]
}

/** More units, or objects of one unit, are another draw; and so many times 2^30 is still an exact double. */
export const mostFigure = 1_000_000

/** A team larger than these is an inspection of another kind; so is a group. */
export const mostInTeam = 20

/** The rows of a prepared matching. */
export const rowsOf = ({ rows, graph, grid }: Pick<Prepared, 'rows' | 'graph' | 'grid'>): readonly MatchRow[] =>
  rows.map(({ leaf, population, need, scope }, i): MatchRow => {
    const [from, to] = [graph.start[i] ?? 0, graph.start[i + 1] ?? 0]
    return [leaf, population, need, graph.cap[i] ?? 0, scope, [...graph.edges.subarray(from, to)], [...grid.subarray(from, to)]]
  })

/** The rows as the graph that shares are computed on. */
export function graphOf({ units, rows }: Pick<MatchingList, 'units' | 'rows'>): Graph {
  const start = new Uint32Array(rows.length + 1)
  for (const [i, row] of rows.entries()) start[i + 1] = (start[i] ?? 0) + row[5].length
  const edges = new Uint32Array(start[rows.length] ?? 0)
  for (const [i, row] of rows.entries()) edges.set(row[5], start[i])
  return {
    need: Uint8Array.from(rows, ([, , need]) => need),
    start,
    edges,
    cap: Uint32Array.from(rows, ([, , , cap]) => cap),
    prior: Uint32Array.from(units, ([, prior]) => prior),
    most: mostOf(units, rows.length),
  }
}

/** How many objects each unit may have; null when none has a limit. A unit without one, among others with one, counts as limited to all rows (§6). */
export const mostOf = (units: readonly Unit[], rows: number): Uint32Array | null =>
  units.every(([, , most]) => most === null) ? null : Uint32Array.from(units, ([, , most]) => most ?? rows)

/** The largest share of one pair in a row: the pair cap, lifted as far as it must be where too few units are eligible. */
export const capOf = (need: number, degree: number, pairCapPpm: number): number =>
  Math.min(whole, Math.max(Math.ceil((pairCapPpm * whole) / 1_000_000), Math.ceil((need * whole) / degree)))

/** The shares of all rows, one after another, as the grid of `graphOf`. */
export function gridOf(rows: readonly MatchRow[]): Uint32Array {
  const grid = new Uint32Array(rows.reduce((sum, [, , , , , units]) => sum + units.length, 0))
  let at = 0
  for (const row of rows) {
    grid.set(row[6], at)
    at += row[5].length
  }
  return grid
}

/** The leaves of the objects in ticket order, once each. */
export const matchedLeaves = (rows: readonly MatchRow[]): readonly string[] =>
  rows.flatMap(([leaf], i) => (i > 0 && rows[i - 1]?.[0] === leaf ? [] : [leaf]))

/** TH("mingjian/1/units", JCS(units)), hex. */
export const unitsDigest = (suite: SuiteId, units: readonly Unit[]): string =>
  hex(taggedHash(suites[suite], 'mingjian/1/units', canonicalBytes(units)))

/** TH("mingjian/1/vacated", JCS(vacated)), hex. */
export const vacatedDigest = (suite: SuiteId, vacated: readonly Vacated[]): string =>
  hex(taggedHash(suites[suite], 'mingjian/1/vacated', canonicalBytes(vacated)))

/** Seats in their one order: ascending by leaf, then by subject bytes. */
export const vacatedInOrder = (vacated: readonly Vacated[]): readonly Vacated[] => [...vacated].sort(compareVacated)

/** Negative, 0 or positive as the first seat comes before, is, or comes after the second. */
export const compareVacated = ([leaf, subject]: Vacated, [other, who]: Vacated): number =>
  leaf === other ? compareUtf8(subject, who) : leaf < other ? -1 : 1 // hex sorts like its bytes

const role = literal('lead', 'assist', 'expert')
const figure = integer(0, mostFigure)

export const unitShape: Shape<Unit> = tuple(subjectShape, figure, nullable(figure), list(subjectShape, mostInTeam))
export const vacatedShape: Shape<Vacated> = tuple(hexOf(32), subjectShape, role)
export const matchRowShape: Shape<MatchRow> = tuple(
  hexOf(32),
  literal('officers', 'experts'),
  integer(1, mostInTeam),
  integer(1, whole),
  literal(...scopes),
  list(figure),
  list(integer(0, whole)),
)
