/** From the facts to the chance of every pair: the whole preparation of an officer draw, a pure function of the facts (draw protocol §6). */
import { fail, ok, type Result } from '../result.ts'
import { type Eligible, eligiblePairs } from './eligible.ts'
import type { MatchingFacts } from './facts.ts'
import { sharesOnGrid } from './grid.ts'
import { balancedShares } from './marginals.ts'
import { infeasibility, type MatchingInfeasible } from './report.ts'

/** The eligible pairs, each with its chance in parts of 2^30 in the order of the graph's edges. */
export type Prepared = Eligible & { readonly grid: Uint32Array }

/** What is committed to and drawn from; or, where an object lacks units or the limits are too tight, the whole report of it, and nothing is drawn. */
export function prepareMatching(facts: MatchingFacts): Result<Prepared, MatchingInfeasible> {
  const eligible = eligiblePairs(facts)
  const infeasible = infeasibility(facts, eligible)
  if (infeasible) return fail(infeasible)
  const shares = balancedShares(eligible.graph, { floorPpm: facts.settings.floorPpm })
  return ok({ ...eligible, grid: sharesOnGrid(eligible.graph, shares) })
}
