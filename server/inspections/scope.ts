/** Whose inspections an actor sees: an officer or an expert their own, those who read or review their department's. */
import { type Actor, permissionsOf, spansDepartments } from '#core/access/can.ts'
import { Problem } from '#server/http/problem.ts'
import type { VisitScope } from './store.ts'

export function scopeOf(actor: Actor): VisitScope {
  if (permissionsOf(actor).has('inspection.read')) return { dept: spansDepartments(actor) ? null : actor.dept }
  if (actor.officerId !== null && (permissionsOf(actor).has('inspection.enter') || permissionsOf(actor).has('inspection.advise')))
    return { officerId: actor.officerId }
  throw new Problem('permission_missing')
}
