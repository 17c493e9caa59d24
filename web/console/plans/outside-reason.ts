/** Why a plan is only there to be read: one's department is asked about it, and it belongs to another. Undefined where it is one's own. */
import { useQuery } from '@tanstack/react-query'
import type { PlanHead } from '#contract/plans.ts'
import { isPathWithin, spansDepartments } from '#core/access/can.ts'
import { reasonText } from '#web/api/problem.ts'
import { meQuery } from '#web/api/session.ts'

export function useOutsideReason(plan: Pick<PlanHead, 'orgPath' | 'dept'>): string | undefined {
  const { data: me } = useQuery(meQuery)
  if (me === undefined || me === null) return undefined
  const own = isPathWithin(me.org.path, plan.orgPath) && (spansDepartments(me) || me.org.dept === plan.dept)
  return own ? undefined : reasonText('outside_jurisdiction')
}
