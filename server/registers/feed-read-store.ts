/** SQL of what people read of the change feed: streams, receipts, refused lines. */
import { sql } from 'kysely'
import { type Instant, later } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

/** Whose receipts: those of the organisations at and below a place; of one department when it is named. */
export type FeedScope = { readonly orgPath: string; readonly dept: string | null }

export type ReceiptRecord = {
  readonly id: string
  readonly source: string
  readonly sourceName: string
  readonly orgName: string
  readonly via: 'push' | 'pull'
  readonly state: 'receiving' | 'complete' | 'stopped' | 'broken'
  readonly sentBy: string
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly fromSeq: number | null
  readonly toSeq: number | null
  readonly lines: number
  readonly applied: Record<string, number>
  readonly unchanged: number
  readonly repeated: number
  readonly refused: number
  readonly gaps: { from: number; to: number }[]
  readonly stopped: { expected: number; seq: number; line: number } | null
  readonly bytes: number
  readonly sha256: string | null
  readonly totals: boolean
}

export type RefusalRecord = {
  readonly line: number
  readonly seq: number | null
  readonly type: string | null
  readonly subject: string | null
  readonly code: string
  readonly facts: Record<string, unknown>
  readonly excerpt: string
}

/** A body of which nothing was heard for this long, in milliseconds, has broken off: whoever received it is gone. */
const silence = 300_000

const receiptColumns = (now: Instant) => sql`
  r.id, r.source, s.name as "sourceName", s.org_name as "orgName", r.via,
  case when r.state = 'receiving' and r.updated_at < ${later(now, -silence)}::timestamptz then 'broken' else r.state end as state,
  r.sent_by_name as "sentBy", r.started_at as "startedAt", r.finished_at as "finishedAt", r.from_seq as "fromSeq", r.to_seq as "toSeq", r.lines, r.applied,
  r.unchanged, r.repeated, r.refused, r.gaps, r.stopped, r.bytes, r.sha256, exists (select from feed_total t where t.receipt_id = r.id) as totals`

const within = ({ orgPath, dept }: FeedScope) => sql`
  (r.org_path = ${orgPath} or starts_with(r.org_path, ${`${orgPath}.`})) and (${dept}::text is null or r.dept = ${dept})`

export async function findReceipt(tx: Tx, scope: FeedScope, id: string, now: Instant): Promise<ReceiptRecord | null> {
  const { rows } = await sql<ReceiptRecord>`
    select ${receiptColumns(now)} from feed_receipt r join feed_source s on s.source = r.source where r.id = ${id}::uuid and ${within(scope)}`.execute(
    tx,
  )
  return rows[0] ?? null
}

export async function listReceipts(
  tx: Tx,
  scope: FeedScope,
  filter: { readonly state?: string | undefined; readonly cursor?: string | undefined; readonly limit: number },
  now: Instant,
): Promise<Page<ReceiptRecord>> {
  const key = decodeCursor(filter.cursor, 2)
  const counted = tx
    .selectFrom('feed_receipt as r')
    .where(sql<boolean>`${within(scope)}`)
    .where(filter.state === undefined ? sql<boolean>`true` : sql<boolean>`r.state = ${filter.state}`)
  const { rows } = await sql<ReceiptRecord>`
    select ${receiptColumns(now)} from feed_receipt r join feed_source s on s.source = r.source
    where ${within(scope)} and (${filter.state ?? null}::text is null or r.state = ${filter.state ?? null})
      and ${key === null ? sql`true` : sql`(r.started_at, r.id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`}
    order by r.started_at desc, r.id desc limit ${filter.limit + 1}`.execute(tx)
  return { ...cutPage(rows, filter.limit, (row) => [row.startedAt, row.id]), count: await cappedCount(tx, counted) }
}

export async function listRefusals(
  tx: Tx,
  receiptId: string,
  filter: { readonly code?: string | undefined; readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<RefusalRecord>> {
  let query = tx.selectFrom('feed_refusal').where('receipt_id', '=', receiptId)
  if (filter.code !== undefined) query = query.where('code', '=', filter.code)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 1)
  if (key !== null) query = query.where('line', '>', Number(key[0]))
  const rows = await query
    .select(['line', 'seq', 'type', 'subject', 'code', 'facts', 'excerpt'])
    .orderBy('line')
    .limit(filter.limit + 1)
    .execute()
  const records = rows.map((row) => ({ ...row, facts: row.facts as Record<string, unknown> })) // written by insertRefusals only
  return { ...cutPage(records, filter.limit, (row) => [row.line]), count }
}

export type SourceRecord = {
  readonly source: string
  readonly name: string
  readonly orgName: string
  readonly lastSeq: number
  readonly updatedAt: string
}

export async function listSources(tx: Tx, scope: FeedScope): Promise<SourceRecord[]> {
  const { rows } = await sql<SourceRecord>`
    select r.source, r.name, r.org_name as "orgName", r.last_seq as "lastSeq", r.updated_at as "updatedAt"
    from feed_source r where ${within(scope)} order by r.updated_at desc, r.source limit 200`.execute(tx)
  return rows
}
