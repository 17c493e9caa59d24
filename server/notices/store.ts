/** SQL of notices: what an officer is told, and whether they have seen it. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

export type NoticeKind = 'assigned' | 'joined' | 'released' | 'refused'

export type NoticeRow = {
  readonly id: string
  readonly kind: NoticeKind
  readonly taskId: string
  readonly facts: Record<string, unknown>
  readonly at: string
  readonly readAt: string | null
}

type NoticedTask = { readonly id: string; readonly name: string; readonly from: string; readonly to: string }

/** The task is dispatched: everybody who was drawn is told once, with how many objects are theirs. */
export async function notifyAssigned(tx: Tx, task: NoticedTask, now: string): Promise<void> {
  await sql`
    insert into notice (id, officer_id, kind, task_id, facts, at)
    select gen_random_uuid(), s.officer_id, 'assigned', ${task.id}::uuid,
      jsonb_build_object('taskName', ${task.name}::text, 'from', ${task.from}::text, 'to', ${task.to}::text, 'objects', count(*)::int), ${now}::timestamptz
    from seat s where s.task_id = ${task.id}::uuid group by s.officer_id`.execute(tx)
}

/** One officer is told that their objects changed; of the objects at most five are named. */
export async function notify(
  tx: Tx,
  notice: {
    readonly kind: NoticeKind
    readonly officerId: string
    readonly task: NoticedTask
    readonly names: readonly string[]
    readonly at: string
  },
): Promise<void> {
  const { task, names } = notice
  const facts = { taskName: task.name, from: task.from, to: task.to, objects: names.length, names: names.slice(0, 5) }
  await sql`insert into notice (id, officer_id, kind, task_id, facts, at)
    values (gen_random_uuid(), ${notice.officerId}::uuid, ${notice.kind}, ${task.id}::uuid, ${json(facts)}, ${notice.at}::timestamptz)`.execute(
    tx,
  )
}

export async function listNotices(
  tx: Tx,
  officerId: string,
  filter: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<NoticeRow>> {
  let query = tx.selectFrom('notice').where('officer_id', '=', officerId)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(at, id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`)
  const rows = await query
    .select(['id', 'kind', 'task_id as taskId', 'facts', 'at', 'read_at as readAt'])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  // notice_kind_known; facts are written above
  return { ...cutPage(rows as unknown as NoticeRow[], filter.limit, (row) => [row.at, row.id]), count }
}

export async function countUnread(tx: Tx, officerId: string): Promise<number> {
  const row = await tx
    .selectFrom('notice')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('officer_id', '=', officerId)
    .where('read_at', 'is', null)
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}

export async function markRead(tx: Tx, officerId: string, upTo: string, now: string): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('notice')
    .set({ read_at: now })
    .where('officer_id', '=', officerId)
    .where('read_at', 'is', null)
    .where('at', '<=', upTo)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}
