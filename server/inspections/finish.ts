/** 办结: a task is done when its last visit is settled and its last problem finished, whichever comes last. */
import { taskTransitions } from '#core/tasks/state.ts'
import type { Instant } from '#core/time.ts'
import { step } from '#core/transition.ts'
import type { Tx } from '#db/connect.ts'
import { unwrap } from '#server/http/problem.ts'
import { saveTaskState } from '#server/tasks/store.ts'
import { finishedTasks } from './problem-store.ts'

/** Called wherever a visit is settled or a problem finished; tasks with more to do stay as they are. */
export async function finishTasks(tx: Tx, taskIds: readonly string[], now: Instant): Promise<readonly string[]> {
  const finished = await finishedTasks(tx, [...new Set(taskIds)])
  for (const id of finished) await saveTaskState(tx, id, unwrap(step(taskTransitions, 'executing', 'publishLast')), now)
  return finished
}
