/** The caps of general items hold for items that come after the lock too: counted over the objects as the draw froze them. */
import { stratumId } from '#core/draws/strata.ts'
import { checkCaps, countedStrata } from '#core/tasks/limits.ts'
import type { Tx } from '#db/connect.ts'
import { closedObjectDraw } from '#server/draws/drawn-store.ts'
import { eventOf } from '#server/draws/events.ts'
import { eventsOf } from '#server/draws/store.ts'
import { unwrap } from '#server/http/problem.ts'
import type { TaskRecord } from '#server/tasks/store.ts'
import * as facts from './task-facts-store.ts'

/** Refuses an item that would be inspected at more of the objects than its cap allows; it comes to all that were drawn. */
export async function refuseAboveCap(tx: Tx, task: TaskRecord, itemIds: readonly string[]): Promise<void> {
  const draw = await closedObjectDraw(tx, task.id)
  if (draw === null) return
  const members = new Map(eventOf(await eventsOf(tx, draw), 'freeze')?.document.strata.map(({ id, n }) => [id, n] as const))
  const drawn = countedStrata(
    task.strata,
    task.strata.map((_, i) => members.get(stratumId(i)) ?? 0),
  )
  const capped = await facts.cappedItems(tx, itemIds)
  unwrap(
    checkCaps(
      drawn,
      capped.map((item) => ({ ...item, sharePpm: 1_000_000, taken: 0 })),
      null,
    ),
  )
}
