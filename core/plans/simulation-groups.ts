/**
 * 综合查一次 among rows of plans: rows that reach the same objects, in windows near enough, are one proposal of them all, as tasks are grouped when they are
 * drawn (merge.ts). Nobody is drawn yet, so what a proposal is worth is an expectation.
 */
import { parseDate } from '../time.ts'
import { type MergeThing, occasions } from './merge.ts'
import type { Signature, SimulatedRow } from './simulation.ts'

/** `rows` by number; `objects` are reached by all of them, `common` expects those that two at least draw, `saved` the visits that need not be made. */
export type Group = { readonly rows: readonly number[]; objects: number; common: number; saved: number }

export type Grouper = {
  /** `shares`: the chance with which each row of the signature draws one of its objects. */
  readonly add: (signature: Pick<Signature, 'rows' | 'n'>, shares: readonly number[]) => void
  /** Those that save most first. */
  readonly done: () => readonly Group[]
}

/** Where the rows of a group stand among those of a signature. */
type Place = { readonly group: Group; readonly at: readonly number[] }

/** Rows of other plans alone are no concern of this one. */
export function grouper(rows: readonly SimulatedRow[], windowDays: number): Grouper {
  const groups = new Map<string, Group>()
  const things = rows.map((row, i) => rowThing(row, String(i)))
  // The same rows reach many sets of objects, and fall into the same occasions each time.
  const places = new Map<string, readonly Place[]>()
  const placesOf = (reached: readonly number[]): readonly Place[] =>
    occasions(
      reached.flatMap((row) => things[row] ?? []),
      windowDays,
    )
      .map((together) => together.map(({ id }) => Number(id)).sort((a, b) => a - b))
      .filter((together) => together.length > 1 && together.some((row) => rows[row]?.own === true))
      .map((together) => {
        const key = together.join()
        const group = groups.get(key) ?? { rows: together, objects: 0, common: 0, saved: 0 }
        groups.set(key, group)
        return { group, at: together.map((row) => reached.indexOf(row)) }
      })
  return {
    add: ({ rows: reached, n }, shares) => {
      const key = reached.join()
      const found = places.get(key) ?? placesOf(reached)
      places.set(key, found)
      for (const { group, at } of found) {
        let [none, one, visits] = [1, 0, 0]
        for (const i of at) {
          const share = shares[i] ?? 0
          one = one * (1 - share) + none * share
          none *= 1 - share
          visits += share
        }
        group.objects += n
        group.common += n * Math.max(0, 1 - none - one)
        group.saved += n * Math.max(0, visits - (1 - none))
      }
    },
    done: () =>
      [...groups.values()].filter(({ common }) => common > 0).sort((a, b) => b.saved - a.saved || (a.rows.join() < b.rows.join() ? -1 : 1)),
  }
}

/** A row as a thing that may be merged. */
export function rowThing({ seq, name, planNo, orgPath, dept, orgName, from, to, itemIds }: Named, id: string): MergeThing {
  const [first, last] = [parseDate(from), parseDate(to)]
  if (first === null || last === null) throw new RangeError(`row ${seq} of plan ${planNo} has no window`)
  return { id, number: `${planNo}-${seq}`, name, orgPath, dept, orgName, from: first, to: last, itemIds }
}

type Named = Pick<SimulatedRow, 'seq' | 'name' | 'planNo' | 'orgPath' | 'dept' | 'orgName' | 'from' | 'to' | 'itemIds'>
