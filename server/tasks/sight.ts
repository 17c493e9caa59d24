/** Which tasks exist for whom. */
import { type Actor, within } from '#core/access/can.ts'
import type { Tx } from '#db/connect.ts'
import { Problem } from '#server/http/problem.ts'
import { placesOfParts } from './dispatch-store.ts'
import { invitedTo } from './participant-store.ts'
import { findTask, type TaskRecord } from './store.ts'

/** A task the actor may see, also where their department was only invited, or has a part of it; what is out of sight does not exist for them. */
export async function getTask(tx: Tx, actor: Actor, id: string, lock: 'lock' | 'read' = 'read'): Promise<TaskRecord> {
  const task = await findTask(tx, id, lock)
  if (task === null) throw new Problem('not_found')
  const departments = [task, ...(await invitedTo(tx, task.id)), ...(await placesOfParts(tx, task.id))]
  if (!departments.some((department) => within(actor, department))) throw new Problem('not_found')
  return task
}
