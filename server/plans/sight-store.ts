/** SQL of whom a plan is shown to beyond its own department: those who were asked to fill in rows or to take part. */
import { type RawBuilder, sql } from 'kysely'
import { type Actor, spansDepartments } from '#core/access/can.ts'
import type { Tx } from '#db/connect.ts'

/** A condition on `plan`: the actor's organisation, or one below it, is asked about this plan. */
export const isAskedAbout = (actor: Actor): RawBuilder<boolean> => {
  const below = `${actor.orgPath}.`
  const dept = spansDepartments(actor) ? null : actor.dept
  return sql<boolean>`(exists (select from plan_party a where a.plan_id = plan.id and a.state <> 'withdrawn'
      and (a.org_path = ${actor.orgPath} or starts_with(a.org_path, ${below})) and (${dept}::text is null or a.dept = ${dept}))
    or exists (select from plan_contribution a where a.plan_id = plan.id and a.state <> 'withdrawn'
      and (a.org_path = ${actor.orgPath} or starts_with(a.org_path, ${below})) and (${dept}::text is null or a.dept = ${dept})))`
}

/** A condition on `plan`: the actor sees it. Places are narrowed by row-level security; the department is here. */
export const seenBy = (actor: Actor): RawBuilder<boolean> =>
  spansDepartments(actor)
    ? sql<boolean>`true`
    : sql<boolean>`((plan.dept = ${actor.dept} and (plan.org_path = ${actor.orgPath} or starts_with(plan.org_path, ${`${actor.orgPath}.`}))) or ${isAskedAbout(actor)})`

export async function isAsked(tx: Tx, actor: Actor, planId: string): Promise<boolean> {
  const row = await tx.selectFrom('plan').select('plan.id').where('plan.id', '=', planId).where(isAskedAbout(actor)).executeTakeFirst()
  return row !== undefined
}
