/** SQL of 常用查询. */
import { sql } from 'kysely'
import type { Actor } from '#core/access/can.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'

export type ViewRecord = {
  readonly id: string
  readonly actorId: string
  readonly owner: string
  readonly name: string
  readonly query: Record<string, string>
  readonly columns: string[]
  readonly sort: string | null
  readonly shared: boolean
  readonly preferred: boolean
}

export type ViewDraft = Omit<ViewRecord, 'actorId' | 'owner'> & { readonly list: 'entity' }

const columns = sql`id, actor_id as "actorId", actor_name as owner, name, query, shown as columns, sort, shared, preferred`

/** One's own first, then those shared in the office, by name. */
export async function viewsFor(tx: Tx, actor: Actor, list: string): Promise<ViewRecord[]> {
  const { rows } = await sql<ViewRecord>`
    select ${columns} from saved_view where list = ${list} and (actor_id = ${actor.id}::uuid or (shared and org_path = ${actor.orgPath} and dept = ${actor.dept}))
    order by actor_id <> ${actor.id}::uuid, name collate "C" limit 200`.execute(tx)
  return rows
}

/** A view that the actor may see, or null. */
export const findView = async (tx: Tx, actor: Actor, list: string, id: string): Promise<ViewRecord | null> =>
  (await viewsFor(tx, actor, list)).find((view) => view.id === id) ?? null

export async function saveView(tx: Tx, actor: Actor, view: ViewDraft, now: Instant): Promise<void> {
  if (view.preferred)
    await sql`update saved_view set preferred = false where actor_id = ${actor.id}::uuid and list = ${view.list} and preferred`.execute(tx)
  await sql`
    insert into saved_view (id, list, actor_id, actor_name, org_path, dept, name, query, shown, sort, shared, preferred, updated_at)
    values (${view.id}::uuid, ${view.list}, ${actor.id}::uuid, ${actor.name}, ${actor.orgPath}, ${actor.dept}, ${view.name}, ${JSON.stringify(view.query)}::jsonb,
      ${view.columns}::text[], ${view.sort}, ${view.shared}, ${view.preferred}, ${now}::timestamptz)
    on conflict (id) do update set name = excluded.name, query = excluded.query, shown = excluded.shown, sort = excluded.sort, shared = excluded.shared,
      preferred = excluded.preferred, updated_at = excluded.updated_at`.execute(tx)
}

export const deleteView = (tx: Tx, id: string) => tx.deleteFrom('saved_view').where('id', '=', id).execute()
