/** SQL of what holds a task to its row: its capped items, and what other tasks of the row draw already. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

/** A general item of a task with a ratio cap, whichever department inspects it; whoever declined does not. */
export type CapOfTask = {
  readonly dept: string
  readonly code: string
  readonly name: string
  readonly capPpm: number
  readonly sharePpm: number
}

export async function ratioCapsOf(tx: Tx, taskId: string): Promise<CapOfTask[]> {
  const { rows } = await sql<CapOfTask>`
    select i.dept, i.code, i.name, i.ratio_cap_ppm as "capPpm", x.share_ppm as "sharePpm" from task_item x join item i on i.id = x.item_id
    where x.task_id = ${taskId}::uuid and i.item_class = 'general' and i.ratio_cap_ppm is not null
      and not exists (select from task_participant p where p.task_id = x.task_id and p.dept = x.dept and p.state = 'declined')
    order by x.seq`.execute(tx)
  return rows
}

export type DrawnOfRow = {
  readonly target: number
  readonly items: readonly { readonly dept: string; readonly code: string; readonly sharePpm: number }[]
}

/** What the other agreed tasks of a row draw or drew, each with its items, whosever they are. */
export async function drawnOfRow(tx: Tx, rowId: string, but: string): Promise<readonly DrawnOfRow[]> {
  const { rows } = await sql<DrawnOfRow>`
    select target, coalesce(jsonb_agg(jsonb_build_object('dept', item_dept, 'code', item_code, 'sharePpm', share_ppm))
      filter (where item_code is not null), '[]') as items
    from plan_row_drawn(${rowId}::uuid, ${but}::uuid) group by task_id, target`.execute(tx)
  return rows
}

/** Of two tasks of one row that are agreed at once, the second counts the first. */
export async function lockPlanRow(tx: Tx, rowId: string): Promise<void> {
  await sql`select from plan_row where id = ${rowId}::uuid for no key update`.execute(tx)
}
