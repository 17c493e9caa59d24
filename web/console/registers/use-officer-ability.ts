/** What the signed-in person may do with the register as a whole, as the abilities of a thing are. */
import { useQuery } from '@tanstack/react-query'
import type { Ability } from '#core/access/can.ts'
import type { Permission } from '#core/access/roles.ts'
import { may, meQuery } from '#web/api/session.ts'

export function useOfficerAbility(permission: Permission): Ability {
  const me = useQuery(meQuery).data
  return me !== undefined && me !== null && may(me, permission) ? { allowed: true } : { allowed: false, reason: 'permission_missing' }
}
