/** Why the signed-in person may not start something, in words; undefined when they may. For buttons that have no thing to ask yet. */
import { useQuery } from '@tanstack/react-query'
import type { Permission } from '#core/access/roles.ts'
import { reasonText } from '#web/api/problem.ts'
import { may, meQuery } from '#web/api/session.ts'

export function useMayReason(permission: Permission): string | undefined {
  const { data: me } = useQuery(meQuery)
  return me === undefined || me === null || may(me, permission) ? undefined : reasonText('permission_missing')
}
