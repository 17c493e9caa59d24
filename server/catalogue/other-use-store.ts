/** SQL of typed 其他 items: who used them, in which year, for what. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

export type OtherUse = {
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly tasks: number
  readonly tasksWithOther: number
  readonly items: number
  readonly names: { name: string; taskId: string; taskNo: string }[]
}

/** By organisation that made tasks beginning in the year, those with typed items first; row-level security keeps it to the reader's places. */
export async function otherUseOf(tx: Tx, dept: string | null, year: number): Promise<OtherUse[]> {
  const { rows } = await sql<OtherUse>`
    select org_path as "orgPath", dept, max(org_name) as "orgName", count(*)::int as tasks,
      (count(*) filter (where other_items <> '[]'))::int as "tasksWithOther", coalesce(sum(jsonb_array_length(other_items)), 0)::int as items,
      coalesce((select jsonb_agg(jsonb_build_object('name', x.name, 'taskId', x.id, 'taskNo', x.task_no)) from (
        select o.value ->> 'name' as name, n.id, n.task_no from task n cross join jsonb_array_elements(n.other_items) as o
        where n.org_path = t.org_path and n.dept = t.dept and n.from_on between make_date(${year}, 1, 1) and make_date(${year}, 12, 31)
        order by n.task_no desc limit 20) x), '[]') as names
    from task t
    where from_on between make_date(${year}, 1, 1) and make_date(${year}, 12, 31) and (${dept}::text is null or dept = ${dept})
    group by org_path, dept order by items desc, org_path, dept limit 200`.execute(tx)
  return rows
}
