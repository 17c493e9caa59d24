/** What an annual plan as a whole must fulfil before it is submitted: rows, partners, and the floor of the year. */

import type { PlanKind, PlanRow, RowField } from './row.ts'
import { percent, type RowFinding, ratioBounds } from './row-checks.ts'

export type PlanFinding = {
  readonly type: PlanRefusal | PlanWarning
  /** Null: about the plan as a whole. */
  readonly row: Pick<PlanRow, 'id' | 'seq'> | null
  readonly field: RowField | null
  readonly facts: Readonly<Record<string, unknown>>
}

export type PlanRefusal =
  | 'plan_empty'
  | 'plan_rows_too_many'
  | 'plan_floor_not_reached'
  | 'plan_row_without_parties'
  | 'plan_row_without_offices'
export type PlanWarning = 'plan_no_undirected' | 'plan_year_floor_unknown' | 'plan_row_name_twice' | 'plan_bases_unknown'

const warnings: readonly string[] = [
  'plan_no_undirected',
  'plan_year_floor_unknown',
  'plan_row_name_twice',
  'plan_bases_unknown',
] satisfies readonly PlanWarning[]

export const isPlanWarning = (type: PlanFinding['type']): type is PlanWarning => warnings.includes(type)

export type PlanRules = {
  readonly kind: PlanKind
  readonly undirectedFloorPpm: number
  readonly mostRows: number
  /** What other public plans of the same body and year draw without direction, summed, in ppm. */
  readonly elsewherePpm: number
}

/** Everything there is to say of the plan as a whole; its rows one by one are for `checkRow`. */
export function checkPlan(rows: readonly PlanRow[], rules: PlanRules): PlanFinding[] {
  const planned = rows.filter(({ state }) => state === 'planned')
  const whole = (type: PlanFinding['type'], facts: object = {}): PlanFinding => ({ type, row: null, field: null, facts: { ...facts } })
  if (planned.length === 0) return [whole('plan_empty')]
  const uncounted = planned.filter(({ strata }) => strata.some(({ base }) => base === undefined)).length
  return [
    ...(rows.length > rules.mostRows ? [whole('plan_rows_too_many', { rows: rows.length, most: rules.mostRows })] : []),
    ...floorFindings(planned, rules).map(({ type, facts }) => whole(type, facts)),
    ...partnerFindings(planned, rules.kind),
    ...namesTwice(planned),
    ...(uncounted > 0 ? [whole('plan_bases_unknown', { rows: uncounted })] : []),
  ]
}

/**
 * 不定向抽查比例不低于 3% (工商企监字〔2016〕185号). Every scope is a part of the register, so the coverage is at most the sum of the ratios: where even
 * that sum is below the floor, it cannot be reached. How much is truly covered says the simulation.
 */
function floorFindings(planned: readonly PlanRow[], rules: PlanRules): { type: PlanFinding['type']; facts: object }[] {
  if (rules.kind !== 'own' || rules.undirectedFloorPpm === 0) return []
  const undirected = planned.filter(({ directed }) => !directed)
  if (undirected.length === 0) return rules.elsewherePpm > 0 ? [] : [{ type: 'plan_no_undirected', facts: {} }]
  const bounds = undirected.map(({ strata }) => ratioBounds(strata))
  const sum = (which: 'least' | 'most'): number => bounds.reduce((total, one) => total + one[which], rules.elsewherePpm)
  const facts = { rate: percent(Math.min(sum('most'), 1_000_000)), floor: percent(rules.undirectedFloorPpm), rows: undirected.length }
  if (sum('most') < rules.undirectedFloorPpm) return [{ type: 'plan_floor_not_reached', facts }]
  return sum('least') < rules.undirectedFloorPpm ? [{ type: 'plan_year_floor_unknown', facts }] : []
}

function partnerFindings(planned: readonly PlanRow[], kind: PlanKind): PlanFinding[] {
  if (kind === 'joint')
    return planned
      .filter(({ parties }) => parties.length === 0)
      .map((row) => ({ type: 'plan_row_without_parties', row, field: 'parties', facts: {} }))
  if (kind === 'internal')
    return planned
      .filter(({ offices }) => offices.length === 0)
      .map((row) => ({ type: 'plan_row_without_offices', row, field: 'offices', facts: {} }))
  return []
}

function namesTwice(planned: readonly PlanRow[]): PlanFinding[] {
  const first = new Map<string, number>()
  return planned.flatMap((row): PlanFinding[] => {
    const before = first.get(row.name)
    if (before === undefined) first.set(row.name, row.seq)
    return before === undefined ? [] : [{ type: 'plan_row_name_twice', row, field: 'name', facts: { name: row.name, before } }]
  })
}

/** A finding about one row, as one of the plan. */
export const ofRow = <F extends RowFinding>(row: Pick<PlanRow, 'id' | 'seq'>, finding: F) => ({
  ...finding,
  row,
})
