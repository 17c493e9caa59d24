/** SQL of notices: what an officer is told about the own objects, what an account is told, and whether it was seen. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

export type NoticeKind = 'assigned' | 'joined' | 'released' | 'refused'

export type NoticeLine = {
  readonly id: string
  readonly kind: string
  readonly thing: string
  readonly facts: Record<string, unknown>
  readonly dueOn: string | null
  readonly stage: string | null
  readonly at: string
  readonly readAt: string | null
}

/** Whose notices: an account, and the officer it belongs to, when it belongs to one. */
export type Reader = { readonly id: string; readonly officerId: string | null }

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

/** What the account is told and what its officer is told, newest first. */
export async function listNotices(
  tx: Tx,
  { id, officerId }: Reader,
  filter: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<NoticeLine>> {
  const inbox = tx
    .selectFrom('inbox')
    .where('account_id', '=', id)
    .select(['id', 'kind', 'thing', 'facts', 'due_on as dueOn', 'stage', 'at', 'read_at as readAt'])
  const ofOfficer = tx
    .selectFrom('notice')
    .where('officer_id', '=', officerId)
    .select(['id', 'kind', sql<string>`'task:' || task_id`.as('thing'), 'facts'])
    .select([sql<string | null>`null::date`.as('dueOn'), sql<string | null>`null::text`.as('stage'), 'at', 'read_at as readAt'])
  let query = tx.selectFrom(inbox.unionAll(ofOfficer).as('told'))
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(at, id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`)
  const rows = await query
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  // facts are objects: server/notices/notify.ts and notify below
  return { ...cutPage(rows as unknown as NoticeLine[], filter.limit, (row) => [row.at, row.id]), count }
}

export async function countUnread(tx: Tx, { id, officerId }: Reader): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select (select count(*) from inbox where account_id = ${id}::uuid and read_at is null)::int
      + (select count(*) from notice where officer_id = ${officerId}::uuid and read_at is null)::int as n`.execute(tx)
  return rows[0]?.n ?? 0
}

export async function markRead(tx: Tx, { id, officerId }: Reader, upTo: string, now: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    with own as (update inbox set read_at = ${now}::timestamptz where account_id = ${id}::uuid and read_at is null and at <= ${upTo}::timestamptz returning 1),
      officers as (update notice set read_at = ${now}::timestamptz where officer_id = ${officerId}::uuid and read_at is null and at <= ${upTo}::timestamptz returning 1)
    select ((select count(*) from own) + (select count(*) from officers))::int as n`.execute(tx)
  return rows[0]?.n ?? 0
}
