/** What an annual plan as a whole must fulfil before it is submitted: rows, partners, and the floor of the year. */

import type { PlanKind, PlanRow, RowField } from './row.ts'
import { percent, type RowFinding, type RowWarning, ratioBounds } from './row-checks.ts'
import type { Totals } from './simulation-parts.ts'

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
  | 'plan_items_above_cap'
  | 'plan_items_below_floor'
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

/** Findings that ratios leave open: a simulation counts the objects and decides (`simulatedFindings`). */
const undecided: readonly string[] = ['plan_year_floor_unknown', 'plan_cap_unknown', 'plan_floor_unknown'] satisfies readonly (
  | PlanWarning
  | RowWarning
)[]

export const isUndecided = (type: PlanFinding['type'] | RowFinding['type']): boolean => undecided.includes(type)

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

/** What a simulation of the plan says of what `isUndecided` leaves open. Expected shares: the draw itself rounds to whole objects. */
export function simulatedFindings(totals: Totals, rules: Pick<PlanRules, 'kind' | 'elsewherePpm'>): PlanFinding[] {
  const { undirectedPpm, undirectedFloorPpm: floor, itemsAbove, itemsBelow } = totals
  const whole = (type: PlanRefusal, facts: object): PlanFinding => ({ type, row: null, field: null, facts: { ...facts } })
  const rate = undirectedPpm + rules.elsewherePpm
  return [
    ...(hasFloor(rules.kind) && totals.undirected === 'below' && rate < floor
      ? [whole('plan_floor_not_reached', { rate: percent(rate), floor: percent(floor), rows: totals.rows })]
      : []),
    ...(itemsAbove > 0 ? [whole('plan_items_above_cap', { items: itemsAbove })] : []),
    ...(itemsBelow > 0 ? [whole('plan_items_below_floor', { items: itemsBelow })] : []),
  ]
}

/** The floor of the year is the body's own duty: a joint plan belongs to several. */
const hasFloor = (kind: PlanKind): boolean => kind !== 'joint'

/**
 * 不定向抽查比例不低于 3% (工商企监字〔2016〕185号). Every scope is a part of the register, so the coverage is at most the sum of the ratios: where even
 * that sum is below the floor, it cannot be reached. How much is truly covered says the simulation.
 */
function floorFindings(planned: readonly PlanRow[], rules: PlanRules): { type: PlanFinding['type']; facts: object }[] {
  if (!hasFloor(rules.kind) || rules.undirectedFloorPpm === 0) return []
  const undirected = planned.filter(({ directed }) => !directed)
  if (undirected.length === 0) return rules.elsewherePpm > 0 ? [] : [{ type: 'plan_no_undirected', facts: {} }]
  const most = undirected.reduce((total, { strata }) => total + ratioBounds(strata).most, rules.elsewherePpm)
  // A row with a filter reaches an unknown part of the register, and so it is sure of nothing.
  const whole = undirected.filter(({ filter }) => filter.all.length === 0)
  const least = whole.reduce((total, { strata }) => total + ratioBounds(strata).least, rules.elsewherePpm)
  const facts = { rate: percent(Math.min(most, 1_000_000)), floor: percent(rules.undirectedFloorPpm), rows: undirected.length }
  if (most < rules.undirectedFloorPpm) return [{ type: 'plan_floor_not_reached', facts }]
  return least < rules.undirectedFloorPpm ? [{ type: 'plan_year_floor_unknown', facts }] : []
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
