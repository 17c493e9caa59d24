/** Simulation before approval: what the ratios of a plan leave open is decided by counting its objects. */
import { isUndecided, simulatedFindings } from '#core/plans/plan-checks.ts'
import type { Tx } from '#db/connect.ts'
import { Problem } from '#server/http/problem.ts'
import { elsewherePpm, type Finding, type JudgedPlan, refuseFirst } from './check.ts'
import { latestSimulation, rowsInForce, type SimulationRecord } from './simulate-store.ts'

/**
 * Refuses a plan with open findings that was not simulated as it stands, and one of which the simulation says that it misses a floor or
 * exceeds a cap: `plan_not_simulated`, `plan_floor_not_reached`, `plan_items_above_cap`, `plan_items_below_floor`.
 */
export async function refuseUndecided(tx: Tx, plan: JudgedPlan & { readonly id: string }, findings: readonly Finding[]): Promise<void> {
  const open = findings.filter(({ type }) => isUndecided(type))
  if (open.length === 0) return
  const simulation = await latestSimulation(tx, plan.id)
  const totals = simulation === null || (await isStale(tx, simulation)) ? null : simulation.totals
  if (totals === null) throw new Problem('plan_not_simulated', { open: open.length })
  refuseFirst(simulatedFindings(totals, { kind: plan.kind, elsewherePpm: await elsewherePpm(tx, plan) }))
}

/** Rows of the plan were changed since it was simulated. */
export async function isStale(tx: Tx, { planId, planUpdatedAt, totals }: SimulationRecord): Promise<boolean> {
  const now = await rowsInForce(tx, planId)
  return now.changedAt !== planUpdatedAt || (totals !== null && totals.rows !== now.rows)
}
