/** Who sees a plan: its own department at its place and above, and whoever is asked to fill in rows of it or to take part in it, and nobody else. */
import { type Actor, can, type Scoped, within } from '#core/access/can.ts'
import type { PlanRow } from '#core/plans/row.ts'
import { withoutRisk } from '#core/plans/row-sight.ts'
import type { Tx } from '#db/connect.ts'
import { Problem } from '#server/http/problem.ts'
import { isAsked } from './sight-store.ts'
import { findPlan, type PlanRecord } from './store.ts'

/** Row-level security of `plan` (policies plan_scope and plan_invited) says the same of places; this says it of departments too. */
export const seesPlan = async (tx: Tx, actor: Actor, plan: Scoped & { readonly id: string }): Promise<boolean> =>
  within(actor, plan) || (await isAsked(tx, actor, plan.id))

/** What everybody asked about a plan may know of its way; who else was asked, and what they said, is between them and the consolidator. */
const openSteps: ReadonlySet<string> = new Set(
  ['create', 'submit', 'approve', 'adopt', 'publish', 'adjust', 'cancel'].map((verb) => `plan.${verb}`),
)

export const stepsShown = <Step extends { readonly verb: string }>(actor: Actor, plan: Scoped, steps: readonly Step[]): Step[] =>
  steps.filter(({ verb }) => within(actor, plan) || openSteps.has(verb))

/** Rows as the actor may know them: classes of risk only where they may see those of the plan's place and department. */
export const rowsShown = <Row extends Pick<PlanRow, 'filter' | 'stratifyBy' | 'strata'>>(
  actor: Actor,
  plan: Scoped,
  rows: readonly Row[],
): readonly Row[] => (can(actor, 'risk.read', plan).allowed ? rows : rows.map(withoutRisk))

/** A plan that the actor sees, be it that they are only asked about it. */
export async function planInSight(tx: Tx, actor: Actor, id: string): Promise<PlanRecord> {
  const plan = await findPlan(tx, id)
  if (plan === null || !(await seesPlan(tx, actor, plan))) throw new Problem('not_found')
  return plan
}

/** A plan of the actor's own department and place, or of one below: what being asked about it does not open. */
export async function ownPlan(tx: Tx, actor: Actor, id: string, lock: 'lock' | 'read' = 'read'): Promise<PlanRecord> {
  const plan = await findPlan(tx, id, lock)
  if (plan === null || !within(actor, plan)) throw new Problem('not_found')
  return plan
}
