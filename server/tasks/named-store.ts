/** SQL of visits that a triggered task makes of the objects it names. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'
import { givenTo } from '#server/draws/drawn-store.ts'

/** The organisation of a visit is the one that its object was dispatched to. */
export async function insertNamedVisits(
  tx: Tx,
  task: { readonly id: string; readonly orgPath: string; readonly dept: string; readonly to: string },
): Promise<void> {
  await sql`
    insert into visit (subject, id, task_id, org_path, dept, name, region_name, address, state, due_on)
    select o.subject, gen_random_uuid(), ${task.id}::uuid, coalesce(g.org_path, ${task.orgPath}), coalesce(g.dept, ${task.dept}), o.name, o.region_name, o.address, 'assigned', ${task.to}::date
    from task_object o left join lateral ${givenTo(sql`o`)} as g on true where o.task_id = ${task.id}::uuid order by o.seq`.execute(tx)
}
