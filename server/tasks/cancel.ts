/** 取消任务: before its objects are locked by who makes it, afterwards only through an approved change request (domain.md §5). */
import { taskTransitions } from '#core/tasks/state.ts'
import type { Instant } from '#core/time.ts'
import { step } from '#core/transition.ts'
import type { Tx } from '#db/connect.ts'
import { drawsOfTask } from '#server/draws/store.ts'
import { Problem, unwrap } from '#server/http/problem.ts'
import { closeLedger } from '#server/ledger/ledger.ts'
import { notify } from '#server/notices/notify.ts'
import { lapseMerges } from '#server/plans/merge-store.ts'
import { isAnnounced, republishTask } from './announce.ts'
import { cancelVisits, publishedOf, saveCancelled } from './cancel-store.ts'
import { invitedTo } from './participant-store.ts'
import type { TaskRecord } from './store.ts'
import { cancelSubTasks } from './sub-task.ts'

export type Cancelling = {
  readonly reason: string
  readonly by: { readonly id: string; readonly name: string }
  readonly now: Instant
  /** An approved change request stands behind it. */
  readonly change?: true
}

/**
 * Ends a locked task. Draws stay as they are: what was frozen is public for ever. Visits without a published result end with the task, the ledger
 * counts them no longer, and an announcement that was public says so in its next version.
 */
export async function cancelTask(tx: Tx, task: TaskRecord, { reason, by, now, change }: Cancelling): Promise<void> {
  unwrap(step(taskTransitions, task.state, change ? 'cancelByChange' : 'cancel'))
  const open = (await drawsOfTask(tx, task.id)).find((draw) => draw.open)
  if (open !== undefined) throw new Problem('draw_open_voids_first', { drawId: open.drawId })
  const published = await publishedOf(tx, task.id)
  if (published > 0) throw new Problem('task_has_results', { published })
  const visits = await cancelVisits(tx, task.id, now)
  await closeLedger(tx, visits, 'cancelled', now)
  await cancelSubTasks(tx, task.id, now)
  await lapseMerges(tx, [task.id], now)
  await saveCancelled(tx, task.id, reason, now)
  if (await isAnnounced(tx, task.id)) await republishTask(tx, task.id, { kind: 'cancellation', reason, now })
  for (const { dept, orgPath } of await invitedTo(tx, task.id))
    await notify(tx, {
      to: { orgPath, dept, permission: 'task.accept', but: by.id },
      kind: 'task.cancelled',
      thing: `task:${task.id}`,
      facts: { name: task.name, note: reason },
      at: now,
    })
}
