/** A plan is not submitted over the head of an office that still owes it its rows. */
import type { Tx } from '#db/connect.ts'
import { Problem } from '#server/http/problem.ts'
import { openOffices } from './contribution-store.ts'

/** Refuses with the offices that have not handed in, or whose rows nobody has taken in. */
export async function refuseOpenContributions(tx: Tx, planId: string): Promise<void> {
  const offices = await openOffices(tx, planId)
  if (offices.length > 0) throw new Problem('contributions_open', { offices: offices.join('、') })
}
