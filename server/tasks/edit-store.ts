/** SQL of the moves of a task: who handed it in, who decided, a later end. */
import type { TaskState } from '#core/tasks/state.ts'
import type { Tx } from '#db/connect.ts'

export type Signature = { readonly id: string; readonly name: string }

/** Agreed by its author: from now on the other tasks of its row count what it draws. */
export async function saveConfirmed(
  tx: Tx,
  id: string,
  { state, target }: { readonly state: TaskState; readonly target: number | null },
  now: string,
): Promise<void> {
  await tx.updateTable('task').set({ state, confirmed_target: target, updated_at: now }).where('id', '=', id).execute()
}

export async function saveSubmitted(tx: Tx, id: string, state: TaskState, by: Signature, now: string): Promise<void> {
  await tx
    .updateTable('task')
    .set({
      state,
      submitted_by: by.id,
      submitted_by_name: by.name,
      decided_by: null,
      decided_by_name: null,
      decided_at: null,
      opinion: null,
      updated_at: now,
    })
    .where('id', '=', id)
    .execute()
}

/** The decision stands with the state: a task outside the plan, or with an exception, is confirmed only with the name of a second person. `target`: null where nobody is drawn. */
export async function saveDecided(
  tx: Tx,
  id: string,
  {
    state,
    opinion,
    by,
    target,
  }: { readonly state: TaskState; readonly opinion: string; readonly by: Signature; readonly target: number | null },
  now: string,
): Promise<void> {
  await tx
    .updateTable('task')
    .set({ state, confirmed_target: target, decided_by: by.id, decided_by_name: by.name, decided_at: now, opinion, updated_at: now })
    .where('id', '=', id)
    .execute()
}

/** Back to a draft: whoever agreed before agreed to something else. */
export async function saveReopened(tx: Tx, id: string, state: TaskState, now: string): Promise<void> {
  await tx
    .updateTable('task')
    .set({
      state,
      confirmed_target: null,
      submitted_by: null,
      submitted_by_name: null,
      decided_by: null,
      decided_by_name: null,
      decided_at: null,
      opinion: null,
      updated_at: now,
    })
    .where('id', '=', id)
    .execute()
}

/** 变更完成期限: the last day of a task and of its unfinished visits; a batch with days of its own keeps them unless it was the last day of all. */
export async function setTaskWindow(
  tx: Tx,
  task: { readonly id: string; readonly to: string },
  { to }: { readonly to: string },
  now: string,
): Promise<void> {
  await tx.updateTable('task').set({ to_on: to, updated_at: now }).where('id', '=', task.id).execute()
  await tx.updateTable('task_batch').set({ to_on: to }).where('task_id', '=', task.id).where('to_on', '=', task.to).execute()
  await tx
    .updateTable('visit')
    .set({ due_on: to, updated_at: now })
    .where('task_id', '=', task.id)
    .where('due_on', '=', task.to)
    .where('state', 'in', ['assigned', 'submitted', 'returned'])
    .execute()
}
