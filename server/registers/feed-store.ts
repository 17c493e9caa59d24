/** SQL of the change feed: streams and their last numbers, what became of each number, receipts as they grow. */
import { sql } from 'kysely'
import type { FeedEvent, FeedRefusal } from '#core/registers/feed.ts'
import type { Gap, KnownEvent, Order } from '#core/registers/feed-order.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { announce } from '#server/jobs/watch.ts'
import type { Doer } from '#server/record/append.ts'

export type EventRow = {
  readonly seq: number
  readonly hash: string
  readonly line: FeedEvent | FeedRefusal
  readonly outcome: 'applied' | 'unchanged' | 'refused'
  readonly code: FeedRefusal['code'] | null
  readonly facts: FeedRefusal['facts'] | null
}

export type RefusalRow = {
  readonly no: number
  readonly seq: number | null
  readonly line: FeedEvent | FeedRefusal
  readonly code: FeedRefusal['code']
  readonly facts: FeedRefusal['facts']
}

export type ChunkSum = {
  readonly applied: Readonly<Record<string, number>>
  readonly unchanged: number
  readonly repeated: number
  readonly refused: number
  readonly from: number | null
  readonly to: number | null
}

/** Makes a stream when it is new, holds it until the transaction ends, and answers its last number; 0 before the first. */
export async function lockSource(
  tx: Tx,
  { source, name, by, now }: { readonly source: string; readonly name: string; readonly by: Doer; readonly now: Instant },
): Promise<number> {
  await tx
    .insertInto('feed_source')
    .values({ source, name, org_path: by.orgPath, dept: by.dept, org_name: by.orgName, last_seq: 0, updated_at: now })
    .onConflict((on) => on.doNothing())
    .execute()
  const row = await tx.selectFrom('feed_source').select('last_seq').where('source', '=', source).forUpdate().executeTakeFirstOrThrow()
  return row.last_seq
}

export async function advanceSource(tx: Tx, { source, last, now }: { source: string; last: number; now: Instant }): Promise<void> {
  await tx.updateTable('feed_source').set({ last_seq: last, updated_at: now }).where('source', '=', source).execute()
}

/** The last number of a stream, 0 when there is none yet. */
export async function lastSeqOf(tx: Tx, source: string): Promise<number> {
  const row = await tx.selectFrom('feed_source').select('last_seq').where('source', '=', source).executeTakeFirst()
  return row?.last_seq ?? 0
}

/** What the organisation of a department at a place is called, or null when there is none. */
export async function orgNameOf(tx: Tx, orgPath: string, dept: string): Promise<string | null> {
  const row = await tx.selectFrom('org').select('name').where('path', '=', orgPath).where('dept', '=', dept).executeTakeFirst()
  return row?.name ?? null
}

export async function knownEvents(tx: Tx, source: string, seqs: readonly number[]): Promise<ReadonlyMap<number, KnownEvent>> {
  const { rows } = await sql<KnownEvent & { seq: number }>`
    select seq, hash, outcome, code, coalesce(facts, '{}') as facts from feed_event where source = ${source} and seq = any(${[...seqs]}::bigint[])`.execute(
    tx,
  )
  return new Map(rows.map((row) => [row.seq, row]))
}

type Origin = { readonly source: string; readonly receiptId: string; readonly now: Instant }

export async function insertEvents(tx: Tx, { source, receiptId, now }: Origin, events: readonly EventRow[]): Promise<void> {
  if (events.length === 0) return
  const lines = events.map(({ seq, hash, line, outcome, code, facts }) => ({
    seq,
    hash,
    outcome,
    code,
    facts,
    type: line.type ?? '',
    subject: line.subject,
    effective_on: line.line === 'event' ? line.effectiveOn : null,
  }))
  await sql`
    insert into feed_event (source, seq, hash, type, subject, effective_on, outcome, code, facts, receipt_id, received_at)
    select ${source}, n.seq, n.hash, n.type, n.subject, n.effective_on, n.outcome, n.code, n.facts, ${receiptId}::uuid, ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as n (seq bigint, hash text, type text, subject text, effective_on date, outcome text, code text, facts jsonb)`.execute(
    tx,
  )
}

export async function insertRefusals(tx: Tx, receiptId: string, refusals: readonly RefusalRow[]): Promise<void> {
  if (refusals.length === 0) return
  const lines = refusals.map(({ no, seq, line, code, facts }) => ({
    no,
    seq,
    code,
    facts,
    type: line.type,
    subject: line.subject,
    excerpt: line.said.replaceAll('\0', '').slice(0, 300),
  }))
  await sql`
    insert into feed_refusal (receipt_id, line, seq, type, subject, code, facts, excerpt)
    select ${receiptId}::uuid, n.no, n.seq, n.type, n.subject, n.code, n.facts, n.excerpt
    from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as n (no bigint, seq bigint, type text, subject text, code text, facts jsonb, excerpt text)`.execute(
    tx,
  )
}

export async function insertReceipt(
  tx: Tx,
  {
    id,
    source,
    sender,
    now,
  }: {
    readonly id: string
    readonly source: string
    readonly sender: { readonly by: Doer; readonly via: 'push' | 'pull' }
    readonly now: Instant
  },
): Promise<void> {
  const { by, via } = sender
  await tx
    .insertInto('feed_receipt')
    .values({
      id,
      source,
      org_path: by.orgPath,
      dept: by.dept,
      via,
      state: 'receiving',
      sent_by: by.id,
      sent_by_name: by.name,
      started_at: now,
      updated_at: now,
    })
    .execute()
}

/** Adds what one chunk brought to its receipt. */
export async function growReceipt(
  tx: Tx,
  id: string,
  sum: ChunkSum & { readonly lines: number; readonly gaps: readonly Gap[]; readonly stopped: Order['stopped']; readonly now: Instant },
): Promise<void> {
  const { applied, unchanged, repeated, refused, from, to, lines, gaps, stopped, now } = sum
  await sql`
    update feed_receipt set lines = lines + ${lines}, unchanged = unchanged + ${unchanged}, repeated = repeated + ${repeated}, refused = refused + ${refused},
      applied = (select coalesce(jsonb_object_agg(key, n), '{}') from (
        select key, sum(value::bigint) as n from (select * from jsonb_each_text(feed_receipt.applied) union all select * from jsonb_each_text(${json(applied)})) as both_ group by key) as summed),
      from_seq = least(from_seq, ${from}::bigint), to_seq = greatest(to_seq, ${to}::bigint), gaps = gaps || ${json(gaps)}, stopped = ${stopped === null ? null : json(stopped)},
      updated_at = ${now}::timestamptz
    where id = ${id}`.execute(tx)
}

export async function endReceipt(
  tx: Tx,
  id: string,
  sum: { readonly state: string; readonly bytes: number; readonly sha256: string | null; readonly refused: number; readonly now: Instant },
): Promise<void> {
  const { state, bytes, sha256, refused, now } = sum
  await sql`update feed_receipt set state = ${state}, bytes = ${bytes}, sha256 = ${sha256}, refused = refused + ${refused}, finished_at = ${now}::timestamptz,
    updated_at = ${now}::timestamptz where id = ${id}`.execute(tx)
  await announce(tx, `receipt:${id}`)
}
