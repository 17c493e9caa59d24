/** Whom a draft invites, as the task keeps it. */
import type { Actor } from '#core/access/can.ts'
import type { Tx } from '#db/connect.ts'
import { Problem } from '#server/http/problem.ts'
import { type Department, partnersAt } from './participant-store.ts'

/** Departments at the same place, each once, each with items that it has published. */
export async function invitedBy(
  tx: Tx,
  at: Pick<Actor, 'orgPath' | 'dept'>,
  participants: readonly { readonly orgId: string; readonly itemIds: readonly string[] }[],
  day: string,
): Promise<Department[]> {
  if (participants.length === 0) return []
  const partners = new Map((await partnersAt(tx, at, day)).map((partner) => [partner.orgId, partner]))
  return participants.map(({ orgId, itemIds }, i) => {
    const partner = partners.get(orgId)
    if (partner === undefined || participants.findIndex((one) => one.orgId === orgId) !== i)
      throw new Problem('participant_unknown', { orgId })
    const unknown = itemIds.filter((id) => !partner.items.some((item) => item.id === id))
    if (unknown.length > 0) throw new Problem('participant_items_unknown', { orgName: partner.orgName, items: unknown })
    const { dept, orgPath, orgName } = partner
    return { dept, orgPath, orgName, itemIds: [...new Set(itemIds)] }
  })
}
