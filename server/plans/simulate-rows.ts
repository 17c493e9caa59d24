/** Rows of plans as a simulation takes them. */
import type { PlanRow } from '#core/plans/row.ts'
import type { SimulatedRow } from '#core/plans/simulation.ts'
import type { StratumDraft } from '#core/tasks/sampling.ts'
import type { OtherRow } from './simulate-store.ts'
import type { PlanRecord } from './store.ts'

export const ownAsRow = (plan: Pick<PlanRecord, 'planNo' | 'name' | 'orgPath' | 'dept' | 'orgName'>, row: PlanRow): SimulatedRow => ({
  ...pick(row),
  dept: plan.dept,
  filter: row.filter,
  strata: row.strata,
  own: true,
  planNo: plan.planNo,
  planName: plan.name,
  orgPath: plan.orgPath,
  orgName: plan.orgName,
})

/**
 * A row of another plan, seen from a place: one from below reaches its own place only. A fixed number of a plan from above is a number of all its
 * places, so it counts here as the ratio that it is; where nobody has said of how many, it is left out.
 */
export function otherAsRow(place: string, { planNo, planName, orgPath, dept, orgName, row }: OtherRow): SimulatedRow[] {
  const above = orgPath !== place && place.startsWith(`${orgPath}.`)
  const strata = above ? row.strata.flatMap(asRatio) : row.strata
  if (strata.length < row.strata.length) return []
  const below = orgPath !== place && !above
  const filter = below
    ? { ...row.filter, all: [...row.filter.all, { field: 'region', op: 'prefix', values: [orgPath] } as const] }
    : row.filter
  return [{ ...pick(row), dept, filter, strata, own: false, planNo, planName, orgPath, orgName }]
}

const pick = ({ id, seq, name, from, to, directed, level, itemIds, stratifyBy }: PlanRow) => ({
  id,
  seq,
  name,
  from,
  to,
  directed,
  level,
  itemIds,
  stratifyBy,
})

function asRatio(stratum: PlanRow['strata'][number]): StratumDraft[] {
  if (!('count' in stratum)) return [stratum]
  const { name, values, count, base } = stratum
  if (base === undefined || base === 0) return []
  return [{ name, values, allowZero: true, ratePpm: Math.min(1_000_000, Math.round((count * 1_000_000) / base)), rounding: 'half-up' }]
}
