/** SQL of announcements: the public copy of a task, and every version of it. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

/** What the public reads of a task, by the columns of published.task. A task without a plan has no plan number. */
const facts = sql`
  select t.id, t.task_no, p.plan_no, p.name as plan_name, t.name, t.directed, t.org_path, t.org_name,
    array(select i.name from unnest(t.item_ids) with ordinality as x (id, n) join item i on i.id = x.id order by x.n)
      || array(select i.name from task_participant d, unnest(d.item_ids) with ordinality as x (id, n) join item i on i.id = x.id
        where d.task_id = t.id and d.state <> 'declined' order by d.dept, x.n)
      || array(select '其他：' || (o.value ->> 'name') from jsonb_array_elements(t.other_items) with ordinality as o order by o.ordinality) as items,
    t.object_scope, t.from_on, t.to_on, t.source
  from task t left join plan_row r on r.id = t.plan_row_id left join plan p on p.id = r.plan_id`

/** True where there was none before. */
export async function insertAnnouncement(tx: Tx, taskId: string, drawn: number, now: string): Promise<boolean> {
  const { rows } = await sql`
    insert into published.task (id, task_no, plan_no, plan_name, name, directed, org_path, org_name, items, object_scope, from_on, to_on, source, drawn, published_at)
    select f.*, ${drawn}::int, ${now}::timestamptz from (${facts}) as f where f.id = ${taskId}::uuid on conflict (id) do nothing returning id`.execute(
    tx,
  )
  return rows.length > 0
}

/** False where nothing was announced. */
export async function updateAnnouncement(
  tx: Tx,
  taskId: string,
  { state, note, now }: { readonly state: 'announced' | 'cancelled'; readonly note: string; readonly now: string },
): Promise<boolean> {
  const { rows } = await sql`
    update published.task as old set name = f.name, items = f.items, object_scope = f.object_scope, from_on = f.from_on, to_on = f.to_on,
      state = ${state}, note = ${note}, version = old.version + 1, published_at = ${now}::timestamptz
    from (${facts}) as f where f.id = old.id and old.id = ${taskId}::uuid returning old.id`.execute(tx)
  return rows.length > 0
}

export async function appendVersion(
  tx: Tx,
  taskId: string,
  { kind, reason }: { readonly kind: string; readonly reason: string },
): Promise<void> {
  await sql`
    insert into published.task_version (task_id, version, kind, reason, notice, published_at)
    select t.id, t.version, ${kind}, ${reason}, to_jsonb(t), t.published_at from published.task t where t.id = ${taskId}::uuid`.execute(tx)
}

export async function isAnnounced(tx: Tx, taskId: string): Promise<boolean> {
  const row = await tx.selectFrom('published.task').select('id').where('id', '=', taskId).executeTakeFirst()
  return row !== undefined
}
