/** SQL of 配合部门: the other departments of a joint task, and whom one can invite. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

/** A department that takes part in a task, with what it checks there. */
export type Department = { readonly dept: string; readonly orgPath: string; readonly orgName: string; readonly itemIds: readonly string[] }

/** The task's own department first, then those that were invited, by department. */
export async function departmentsOf(tx: Tx, task: Department & { readonly id: string }): Promise<readonly Department[]> {
  const invited = await tx
    .selectFrom('task_participant')
    .select(['dept', 'org_path as orgPath', 'org_name as orgName', 'item_ids as itemIds'])
    .where('task_id', '=', task.id)
    .orderBy('dept')
    .execute()
  const { dept, orgPath, orgName, itemIds } = task
  return [{ dept, orgPath, orgName, itemIds }, ...invited]
}

export async function insertParticipants(tx: Tx, taskId: string, departments: readonly Department[]): Promise<void> {
  if (departments.length === 0) return
  await tx
    .insertInto('task_participant')
    .values(
      departments.map(({ dept, orgPath, orgName, itemIds }) => ({
        task_id: taskId,
        dept,
        org_path: orgPath,
        org_name: orgName,
        item_ids: [...itemIds],
      })),
    )
    .execute()
}

export type Partner = {
  readonly orgId: string
  readonly dept: string
  readonly orgPath: string
  readonly orgName: string
  readonly items: readonly { readonly id: string; readonly code: string; readonly name: string }[]
}

/** Other departments at a place, with the published items that apply there and are in force on a day. */
export async function partnersAt(tx: Tx, at: { readonly orgPath: string; readonly dept: string }, day: string): Promise<Partner[]> {
  const { rows } = await sql<Partner>`
    select o.id as "orgId", o.dept, o.path as "orgPath", o.name as "orgName",
      coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'code', i.code, 'name', i.name) order by i.code, i.id)
        from item i where i.dept = o.dept and i.state = 'published' and i.list_kind <> 'undisturbed' and i.valid_from <= ${day}::date and (i.valid_to is null or i.valid_to >= ${day}::date)
          and (i.org_path = o.path or o.path like i.org_path || '.%')), '[]') as items
    from org o where o.path = ${at.orgPath} and o.dept <> ${at.dept} order by o.dept limit 50`.execute(tx)
  return rows
}
