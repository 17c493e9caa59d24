/** SQL of announcements: the public copy of a task, and every version of it. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

/**
 * 定向抽查的标签来源: how the labels came that the filter asks for, as of the freeze. The filter of a sealed draw is not public (protocol §3), so the
 * public reads the kind alone; which flags an object has is told nowhere.
 */
const labelOrigins = sql`(select coalesce(jsonb_agg(case when t.mode = 'open' then to_jsonb(o) else jsonb_build_object('kind', o.kind) end), '[]')
  from label_origins(array(select v from jsonb_array_elements(t.filter -> 'all') c, jsonb_array_elements_text(c -> 'values') v
      where c ->> 'field' = 'label' and c ->> 'op' = 'anyOf'),
    (select max(e.at) from draw d join draw_event e on e.draw_id = d.id where d.task_id = t.id and d.kind = 'O' and e.type = 'freeze')) o)`

/** What the public reads of a task, by the columns of published.task. A task without a plan has no plan number. */
const facts = sql`
  select t.id, t.task_no, p.plan_no, p.name as plan_name, t.name, t.directed, t.org_path, t.org_name,
    array(select i.name from unnest(t.item_ids) with ordinality as x (id, n) join item i on i.id = x.id order by x.n)
      || array(select i.name from task_participant d, unnest(d.item_ids) with ordinality as x (id, n) join item i on i.id = x.id
        where d.task_id = t.id and d.state = 'accepted' order by d.dept, x.n)
      || array(select '其他：' || (o.value ->> 'name') from jsonb_array_elements(t.other_items) with ordinality as o order by o.ordinality) as items,
    t.object_scope, t.from_on, t.to_on, t.source,
    ${labelOrigins} as label_origins
  from task t left join plan_row r on r.id = t.plan_row_id left join plan p on p.id = r.plan_id`

/** True where there was none before. */
export async function insertAnnouncement(tx: Tx, taskId: string, drawn: number, now: string): Promise<boolean> {
  const { rows } = await sql`
    insert into published.task (id, task_no, plan_no, plan_name, name, directed, org_path, org_name, items, object_scope, from_on, to_on, source, label_origins, drawn, published_at)
    select f.*, ${drawn}::int, ${now}::timestamptz from (${facts}) as f where f.id = ${taskId}::uuid on conflict (id) do nothing returning id`.execute(
    tx,
  )
  return rows.length > 0
}

/** False where nothing was announced. */
export async function updateAnnouncement(
  tx: Tx,
  taskId: string,
  { state, note, now }: { readonly state: 'announced' | 'cancelled'; readonly note: string | null; readonly now: string },
): Promise<boolean> {
  const { rows } = await sql`
    update published.task as old set name = f.name, items = f.items, object_scope = f.object_scope, from_on = f.from_on, to_on = f.to_on,
      state = ${state}, note = coalesce(${note}::text, old.note), version = old.version + 1, published_at = ${now}::timestamptz
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
