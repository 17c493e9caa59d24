/** Who sees an inspection. */
import { type Actor, can } from '#core/access/can.ts'
import type { Tx } from '#db/connect.ts'
import { Problem } from '#server/http/problem.ts'
import { findVisits, type VisitRecord } from './store.ts'

/** An inspection that the actor sees; what is out of sight does not exist for them. */
export async function getVisit(tx: Tx, actor: Actor, id: string): Promise<VisitRecord> {
  const [visit] = await findVisits(tx, [id])
  if (visit === undefined || !visible(actor, visit)) throw new Problem('not_found')
  return visit
}

/** A team sees the visits it was drawn for, experts with it; who handles a case sees the visit it comes from; those who read or review see their jurisdiction's. */
export function visible(actor: Actor, visit: VisitRecord): boolean {
  if (actor.officerId !== null && visit.officers.some((officer) => officer.id === actor.officerId)) return true
  if (visit.casesAt.some((at) => can(actor, 'case.handle', at).allowed)) return true
  return can(actor, 'inspection.read', visit).allowed
}
