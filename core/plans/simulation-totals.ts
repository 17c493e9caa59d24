/** The numbers of a simulation, and the lists behind them. Signatures come one after another, so that whoever calls can let others work in between. */

import { type Frame, type Signature, sharesOf } from './simulation.ts'
import { chanceOfAtLeast, expectedBeyond, expectedOccasions, type WindowShare } from './simulation-chance.ts'
import { type Group, grouper } from './simulation-groups.ts'

export type SimulationRules = {
  /** Planned visits of one object in a year (policy ledger.plannedCap). */
  readonly plannedCap: number
  /** How many days may lie between two visits that are made one (policy merge.windowDays). */
  readonly windowDays: number
}

export type Sums = {
  readonly objects: number
  /** Objects that at least one row of the plan reaches. */
  readonly reached: number
  /** Expected visits of the plan, and of it with the other plans. */
  readonly visits: number
  readonly allVisits: number
  /** Expected objects with one visit of the plan at least; by directed and undirected rows alone. */
  readonly visited: number
  readonly visitedDirected: number
  readonly visitedUndirected: number
  /** Expected objects with two visits or more of any of the plans, and those of them that this plan visits. */
  readonly twice: number
  /** Expected visits above the cap of a year, with what the year holds already. */
  readonly beyondCap: number
  /** Expected visits that merging would save, where windows are near enough. */
  readonly saved: number
}

export type RowSums = {
  base: number
  target: number
  /** Expected visits of the row to objects that another row draws too. */
  shared: number
}
export type Combination = { readonly rows: readonly number[]; objects: number; twice: number; visits: number; saved: number }

export type Reckoning = {
  readonly sums: Sums
  readonly rows: readonly RowSums[]
  /** Expected visits of each own row in each place: rows × places, places in order of their paths. */
  readonly places: readonly string[]
  readonly visits: readonly Float64Array[]
  /** Expected objects of each place with a visit of the plan, and with two or more of any. */
  readonly visited: Float64Array
  readonly twice: Float64Array
  readonly combinations: readonly Combination[]
  /** Rows that could be merged. */
  readonly groups: readonly Group[]
}

export type Reckoner = { readonly add: (signature: Signature) => void; readonly done: () => Reckoning }

export function reckoner(frame: Frame, rules: SimulationRules): Reckoner {
  const { rows } = frame
  const places = [...frame.objects.keys()].sort()
  const placeIndex = new Map(places.map((place, i) => [place, i]))
  const windows = rows.map(({ from, to }) => ({ from: dayNumber(from), to: dayNumber(to) }))
  const sums = {
    reached: 0,
    allVisits: 0,
    visits: 0,
    visited: 0,
    visitedDirected: 0,
    visitedUndirected: 0,
    twice: 0,
    beyondCap: 0,
    saved: 0,
  }
  const ofRows: RowSums[] = rows.map((_, i) => {
    const strata = frame.strata[i] ?? []
    return { base: total(strata.map(({ n }) => n)), target: total(strata.map(({ target }) => target)), shared: 0 }
  })
  const visits = rows.map(() => new Float64Array(places.length))
  const visited = new Float64Array(places.length)
  const twice = new Float64Array(places.length)
  const combinations = new Map<string, Combination>()
  const groups = grouper(rows, rules.windowDays)

  return {
    add: (signature) => {
      const shares = sharesOf(frame, signature)
      const own = signature.rows.map((row) => rows[row]?.own === true)
      if (!own.includes(true)) return
      const one = oneObject({ signature, shares, own, rows, windows, rules })
      const { n } = signature
      sums.reached += n
      for (const key of Object.keys(one) as (keyof typeof one)[]) sums[key] += n * one[key] // its own keys
      for (const [place, count] of signature.places) {
        const at = placeIndex.get(place) ?? 0
        visited[at] = (visited[at] ?? 0) + count * one.visited
        twice[at] = (twice[at] ?? 0) + count * one.twice
        for (const [i, row] of signature.rows.entries()) {
          const line = own[i] === true ? visits[row] : undefined
          if (line !== undefined) line[at] = (line[at] ?? 0) + count * (shares[i] ?? 0)
        }
      }
      if (signature.rows.length < 2) return
      addShared(signature, shares, ofRows)
      groups.add(signature, shares)
      addCombination(combinations, signature, one)
    },
    done: () => ({
      sums: { objects: total([...frame.objects.values()]), ...sums },
      rows: ofRows,
      places,
      visits,
      visited,
      twice,
      combinations: [...combinations.values()].sort((a, b) => b.twice - a.twice || compare(a.rows.join(), b.rows.join())),
      groups: groups.done(),
    }),
  }
}

type Given = {
  readonly signature: Signature
  readonly shares: readonly number[]
  readonly own: readonly boolean[]
  readonly rows: Frame['rows']
  readonly windows: readonly { readonly from: number; readonly to: number }[]
  readonly rules: SimulationRules
}

/** What one object of the signature may expect. */
function oneObject({ signature, shares, own, rows, windows, rules }: Given) {
  const of = (test: (row: number, own: boolean) => boolean): number[] =>
    shares.filter((_, i) => test(signature.rows[i] ?? 0, own[i] === true))
  const ownShares = of((_, isOwn) => isOwn)
  const allVisits = total(shares)
  const timed = shares.map((share, i): WindowShare => ({ from: 0, to: 0, ...windows[signature.rows[i] ?? 0], share }))
  return {
    visits: total(ownShares),
    allVisits,
    visited: chanceOfAtLeast(ownShares, 1),
    visitedDirected: chanceOfAtLeast(
      of((row, isOwn) => isOwn && rows[row]?.directed === true),
      1,
    ),
    visitedUndirected: chanceOfAtLeast(
      of((row, isOwn) => isOwn && rows[row]?.directed === false),
      1,
    ),
    twice:
      chanceOfAtLeast(shares, 2 - Math.min(1, signature.used)) *
      (signature.used > 0 ? chanceOfAtLeast(ownShares, 1) / Math.max(1e-12, chanceOfAtLeast(shares, 1)) : 1),
    beyondCap: expectedBeyond(shares, rules.plannedCap, signature.used),
    saved: Math.max(0, allVisits - expectedOccasions(timed, rules.windowDays)),
  }
}

function addShared({ rows, n }: Signature, shares: readonly number[], ofRows: readonly RowSums[]): void {
  const none = shares.reduce((product, share) => product * (1 - share), 1)
  for (const [i, row] of rows.entries()) {
    const [share = 0, line] = [shares[i], ofRows[row]]
    // No other row draws the object: the product of the others, found anew where dividing would lose it.
    const others = share < 0.999 ? none / (1 - share) : shares.reduce((product, other, j) => (j === i ? product : product * (1 - other)), 1)
    if (line !== undefined) line.shared += n * share * (1 - others)
  }
}

function addCombination(
  combinations: Map<string, Combination>,
  signature: Signature,
  one: { twice: number; allVisits: number; saved: number },
): void {
  const key = signature.rows.join()
  const there = combinations.get(key)
  const sum = there ?? { rows: signature.rows, objects: 0, twice: 0, visits: 0, saved: 0 }
  if (there === undefined) combinations.set(key, sum)
  sum.objects += signature.n
  sum.twice += signature.n * one.twice
  sum.visits += signature.n * one.allVisits
  sum.saved += signature.n * one.saved
}

/** Days since 1970: of dates only differences count. */
export const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
