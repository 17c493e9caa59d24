/** SQL around a joint item: who at a place could carry it out, and which plan rows and tasks do. */
import { type RawBuilder, sql } from 'kysely'
import type { Organisation } from '#core/plans/joint-link.ts'
import type { Tx } from '#db/connect.ts'

/** Every organisation at a place, with the published items of its department that apply there and are in force on a day. */
export async function organisationsAt(tx: Tx, orgPath: string, day: string): Promise<Organisation[]> {
  const { rows } = await sql<Organisation>`
    select o.dept, o.path as "orgPath", o.name as "orgName", o.short_name as "shortName",
      coalesce((select jsonb_agg(jsonb_build_object('id', i.id, 'name', i.name) order by i.code, i.id)
        from item i where i.dept = o.dept and i.state = 'published' and i.list_kind <> 'undisturbed'
          and i.valid_from <= ${day}::date and (i.valid_to is null or i.valid_to >= ${day}::date)
          and (i.org_path = o.path or starts_with(o.path, i.org_path || '.'))), '[]') as items
    from org o where o.path = ${orgPath} order by o.dept limit 100`.execute(tx)
  return rows
}

export type JointUse = {
  readonly jointItemId: string
  readonly version: number
  readonly planId: string
  readonly planNo: string
  readonly planName: string
  readonly planState: string
  readonly rowId: string
  readonly rowName: string
  readonly tasks: readonly { readonly id: string; readonly taskNo: string; readonly name: string; readonly state: string }[]
}

/** Rows of plans that name any version of a joint item, with the tasks made of them; `seen` says which plans the asker may know of. */
export async function usesOfJoint(
  tx: Tx,
  of: { readonly code: string; readonly orgPath: string; readonly dept: string },
  seen: RawBuilder<boolean>,
): Promise<JointUse[]> {
  const { rows } = await sql<JointUse>`
    select j.id as "jointItemId", j.version, plan.id as "planId", plan.plan_no as "planNo", plan.name as "planName", plan.state as "planState",
      r.id as "rowId", r.name as "rowName",
      coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'taskNo', t.task_no, 'name', t.name, 'state', t.state) order by t.task_no)
        from task t where t.plan_row_id = r.id), '[]') as tasks
    from joint_item j join plan_row r on r.joint_item_id = j.id join plan on plan.id = r.plan_id
    where j.code = ${of.code} and j.org_path = ${of.orgPath} and j.dept = ${of.dept} and r.state = 'planned' and plan.state <> 'cancelled' and ${seen}
    order by plan.year desc, plan.plan_no, r.seq limit 200`.execute(tx)
  return rows
}
