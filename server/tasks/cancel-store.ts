/** SQL of a task that ends before it is done. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

/** Visits of which nothing was published end with their task; the answer is which. */
export async function cancelVisits(tx: Tx, taskId: string, now: string): Promise<{ id: string; subject: string }[]> {
  const { rows } = await sql<{ id: string; subject: string }>`
    update visit set state = 'cancelled', updated_at = ${now}::timestamptz
    where task_id = ${taskId}::uuid and state in ('assigned', 'submitted', 'returned') returning id, subject`.execute(tx)
  return rows
}

export async function publishedOf(tx: Tx, taskId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from visit where task_id = ${taskId}::uuid and state = 'published'`.execute(tx)
  return rows[0]?.n ?? 0
}

export async function saveCancelled(tx: Tx, taskId: string, reason: string, now: string): Promise<void> {
  await tx.updateTable('task').set({ state: 'cancelled', cancelled_reason: reason, updated_at: now }).where('id', '=', taskId).execute()
}
