/**
 * 计划推演: what the rows of a plan would mean for the objects of a place before anybody approves them. Expectations only: every row draws each object of a
 * stratum with the same chance, on its own; nobody is drawn and no object is named.
 */

import { stratumTarget } from '../draws/strata.ts'
import { protocolStrata, riskUses, type StratumDraft } from '../tasks/sampling.ts'
import { type Cell, type Cover, coverOf } from './simulation-cover.ts'
import type { Facets, RowFrame } from './simulation-facets.ts'

export type SimulatedRow = RowFrame & {
  readonly id: string
  /** Of the plan that is tried out; the others are there already and count where an object is visited twice. */
  readonly own: boolean
  readonly seq: number
  readonly name: string
  readonly planNo: string
  readonly planName: string
  readonly orgPath: string
  readonly orgName: string
  readonly from: string
  readonly to: string
  readonly directed: boolean
  readonly level: 'self' | 'down'
  readonly itemIds: readonly string[]
}

/** Objects that the same rows reach in the same strata, and how many of them each place has. */
export type Signature = Cover & { readonly used: number; readonly places: Map<string, number>; n: number }

export type Frame = {
  readonly rows: readonly SimulatedRow[]
  readonly signatures: readonly Signature[]
  /** Objects of each place, reached or not. */
  readonly objects: ReadonlyMap<string, number>
  /** For each row and stratum: members and how many of them are drawn. */
  readonly strata: readonly (readonly StratumCount[])[]
}

export type StratumCount = {
  readonly name: string
  readonly n: number
  readonly target: number
  /** A fixed number that the stratum does not have. */
  readonly short: boolean
}

/** Takes cells one after another; `frame` is asked when all are in. */
export type FrameMaker = { readonly take: (cell: Cell) => void; readonly frame: () => Frame }

export function frameMaker(rows: readonly SimulatedRow[], facets: Facets): FrameMaker {
  const cover = coverOf(rows, facets)
  const signatures = new Map<string, Signature>()
  const keys = new Map<Cover, string>()
  const objects = new Map<string, number>()
  const members = rows.map(({ strata }) => strata.map(() => 0))
  return {
    take: (cell) => {
      objects.set(cell.place, (objects.get(cell.place) ?? 0) + cell.n)
      const covered = cover(cell)
      const { rows: reached, strata } = covered
      if (reached.length === 0) return
      const of = keys.get(covered) ?? `${reached.join()}|${strata.join()}`
      keys.set(covered, of)
      const key = `${cell.used}|${of}`
      const there = signatures.get(key)
      const one = there ?? { rows: reached, strata, used: cell.used, places: new Map<string, number>(), n: 0 }
      if (there === undefined) signatures.set(key, one)
      one.n += cell.n
      one.places.set(cell.place, (one.places.get(cell.place) ?? 0) + cell.n)
      for (const [i, row] of reached.entries()) {
        const counts = members[row]
        const stratum = strata[i] ?? 0
        if (counts !== undefined) counts[stratum] = (counts[stratum] ?? 0) + cell.n
      }
    },
    frame: () => ({
      rows,
      signatures: [...signatures.values()],
      objects,
      strata: rows.map(({ strata }, row) => stratumCounts(strata, members[row] ?? [])),
    }),
  }
}

function stratumCounts(drafts: readonly StratumDraft[], counts: readonly number[]): readonly StratumCount[] {
  return protocolStrata(drafts, counts).map((stratum, i) => {
    const target = stratumTarget(stratum)
    return { name: drafts[i]?.name ?? '', n: stratum.n, target: Math.min(target, stratum.n), short: target > stratum.n }
  })
}

/** The chance with which each row of a signature draws one of its objects. */
export const sharesOf = ({ strata }: Frame, signature: Signature): readonly number[] =>
  signature.rows.map((row, i) => {
    const stratum = strata[row]?.[signature.strata[i] ?? 0]
    return stratum === undefined || stratum.n === 0 ? 0 : stratum.target / stratum.n
  })

/** Whether numbers about a row would tell a class of risk where few objects are meant. */
export const rowUsesRisk = (row: RowFrame): boolean => riskUses({ ...row, excludeDrawn: 'none' }).length > 0
