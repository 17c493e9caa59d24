/** What draws, results and the task itself do to its sub-tasks. */
import { type SubTaskState, type SubTaskVerb, subTaskTransitions } from '#core/tasks/sub-task-state.ts'
import { step } from '#core/transition.ts'
import type { Tx } from '#db/connect.ts'
import { Problem } from '#server/http/problem.ts'
import { invitedTo } from './participant-store.ts'
import { finishedSubTasks, moveSubTasks, openSubTasks, saveSubTask } from './sub-task-store.ts'

/** Nobody is drawn for a part that its organisation has not accepted, that is nobody's, or for a department that has not answered its invitation. */
export async function refuseUnaccepted(tx: Tx, taskId: string, dept: string): Promise<void> {
  if ((await invitedTo(tx, taskId)).some((one) => one.dept === dept && one.state === 'invited'))
    throw new Problem('participant_not_accepted')
  const open = await openSubTasks(tx, taskId, dept)
  if (open.length > 0) throw new Problem('sub_tasks_open', { orgs: open.slice(0, 10), count: open.length })
}

/** The officers of a department are being drawn, or are not any more. */
export const startSubTaskDraw = (tx: Tx, taskId: string, dept: string, now: string): Promise<void> =>
  move(tx, { taskId, dept }, 'startDraw', now)
export const voidSubTaskDraw = (tx: Tx, taskId: string, dept: string, now: string): Promise<void> =>
  move(tx, { taskId, dept }, 'voidDraw', now)

/** Every department has its officers, or those of a named task are known: the inspections begin. */
export const executeSubTasks = (tx: Tx, taskId: string, now: string): Promise<void> => move(tx, { taskId }, 'closeDraw', now)

/** The task is cancelled, and so is every part of it. */
export const cancelSubTasks = (tx: Tx, taskId: string, now: string): Promise<void> => move(tx, { taskId }, 'cancel', now)

/** Parts of which every object has its result, or needs none any more, are done. */
export async function settleSubTasks(tx: Tx, taskIds: readonly string[], now: string): Promise<void> {
  const done = subTaskTransitions.executing.finish
  for (const id of await finishedSubTasks(tx, taskIds)) if (done !== undefined) await saveSubTask(tx, id, { state: done }, now)
}

async function move(tx: Tx, of: { readonly taskId: string; readonly dept?: string }, verb: SubTaskVerb, now: string): Promise<void> {
  const states = Object.keys(subTaskTransitions) as SubTaskState[] // the table's own keys
  const moves = Map.groupBy(
    states.flatMap((from) => {
      const next = step(subTaskTransitions, from, verb)
      return next.ok ? [{ from, to: next.value }] : []
    }),
    ({ to }) => to,
  )
  for (const [to, some] of moves)
    await moveSubTasks(
      tx,
      of,
      some.map(({ from }) => from),
      to,
      now,
    )
}
