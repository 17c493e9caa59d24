/** SQL of 发送: which messages leave, by which channel, and what became of each try. */
import { sql } from 'kysely'
import type { DeliveryFailure, NoticeChannel } from '#contract/notices.ts'
import type { Tx } from '#db/connect.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

export type DueDelivery = {
  readonly id: string
  readonly channel: NoticeChannel
  readonly target: string
  readonly attempts: number
  readonly accountId: string
  readonly name: string
  readonly orgName: string
  readonly inboxId: string
  readonly kind: string
  readonly thing: string
  readonly facts: Record<string, unknown>
  readonly dueOn: string | null
  readonly stage: string | null
  readonly at: string
}

/** Is there anything to put up or to send now? */
export async function hasWork(tx: Tx, now: string): Promise<boolean> {
  const { rows } = await sql<{ work: boolean }>`
    select exists (select from inbox where posted_at is null)
      or exists (select from notice_delivery where state = 'waiting' and next_at <= ${now}::timestamptz) as work`.execute(tx)
  return rows[0]?.work === true
}

/**
 * Puts up what was told since the last time, at most `most` lines: one delivery for each channel that this house has and its receiver wants. What is
 * older than `since` is passed over: a channel that is set up today does not tell the news of last year. The answer is how many lines were looked at.
 */
export async function postInbox(
  tx: Tx,
  {
    channels,
    now,
    since,
    most,
  }: { readonly channels: readonly NoticeChannel[]; readonly now: string; readonly since: string; readonly most: number },
): Promise<number> {
  const { rows } = await sql<{ looked: number }>`
    with batch as (
      update inbox set posted_at = ${now}::timestamptz
      where id in (select id from inbox where posted_at is null order by at limit ${most} for update skip locked)
      returning id, account_id, kind, due_on, stage, at),
    put as (
      insert into notice_delivery (id, inbox_id, channel, target, state, attempts, next_at, updated_at)
      select gen_random_uuid(), b.id, c.channel,
        case c.channel when 'email' then a.email when 'sms' then a.mobile else b.account_id::text end, 'waiting', 0, ${now}::timestamptz, ${now}::timestamptz
      from batch b left join notice_address a on a.account_id = b.account_id
        cross join unnest(${[...channels]}::text[]) c (channel)
      where b.at >= ${since}::timestamptz and (c.channel = 'webhook'
        or (case c.channel when 'email' then a.email else a.mobile end is not null and ${wanted})))
    select count(*)::int as looked from batch`.execute(tx)
  return rows[0]?.looked ?? 0
}

const wanted = sql`(a.least = 'all' or b.kind = 'house.test' or (a.least = 'deadlines' and b.due_on is not null)
  or (a.least = 'urgent' and b.stage in ('d1', 'today', 'overdue')))`

/** What is to be sent now, those of one receiver beside each other. */
export async function dueDeliveries(tx: Tx, channels: readonly NoticeChannel[], now: string, most: number): Promise<DueDelivery[]> {
  const { rows } = await sql<DueDelivery>`
    select d.id, d.channel, d.target, d.attempts, a.id as "accountId", a.name, o.name as "orgName", i.id as "inboxId", i.kind, i.thing, i.facts,
      i.due_on as "dueOn", i.stage, i.at
    from notice_delivery d join inbox i on i.id = d.inbox_id join actor a on a.id = i.account_id join org o on o.id = a.org_id
    where d.state = 'waiting' and d.next_at <= ${now}::timestamptz and d.channel = any(${[...channels]}::text[])
    order by d.channel, a.id, d.target, i.at, d.id limit ${most}`.execute(tx)
  return rows
}

export type Outcome = {
  readonly ids: readonly string[]
  readonly outcome: 'sent' | 'logged' | 'failed'
  readonly detail: string
  readonly code: DeliveryFailure | null
  /** When a failed one is tried again; null: never. */
  readonly nextAt: string | null
}

/** One more try of each, and where it stands since. */
export async function saveOutcome(tx: Tx, { ids, outcome, detail, code, nextAt }: Outcome, now: string): Promise<void> {
  const state = outcome === 'failed' && nextAt !== null ? 'waiting' : outcome
  await sql`
    with moved as (
      update notice_delivery set state = ${state}, attempts = attempts + 1, next_at = coalesce(${nextAt}::timestamptz, next_at), updated_at = ${now}::timestamptz
      where id = any(${[...ids]}::uuid[]) returning id, attempts)
    insert into notice_attempt (delivery_id, attempt, outcome, detail, code, at)
    select id, attempts, ${outcome}, ${detail}, ${code}, ${now}::timestamptz from moved`.execute(tx)
}

export type DeliveryRow = {
  readonly id: string
  readonly channel: NoticeChannel
  readonly kind: string
  readonly thing: string
  readonly account: string
  readonly target: string
  readonly state: 'waiting' | 'sent' | 'logged' | 'failed'
  readonly attempts: number
  readonly detail: string | null
  readonly code: DeliveryFailure | null
  readonly nextAt: string | null
  readonly updatedAt: string
}

/** Deliveries to accounts of an organisation and those below it. */
export async function listDeliveries(
  tx: Tx,
  orgPath: string,
  filter: {
    readonly channel?: string | undefined
    readonly state?: string | undefined
    readonly cursor?: string | undefined
    readonly limit: number
  },
): Promise<Page<DeliveryRow>> {
  let query = tx
    .selectFrom('notice_delivery as d')
    .innerJoin('inbox as i', 'i.id', 'd.inbox_id')
    .innerJoin('actor as a', 'a.id', 'i.account_id')
    .innerJoin('org as o', 'o.id', 'a.org_id')
    .where(sql<boolean>`(o.path = ${orgPath} or o.path like ${`${orgPath}.%`})`)
  if (filter.channel !== undefined) query = query.where('d.channel', '=', filter.channel)
  if (filter.state !== undefined) query = query.where('d.state', '=', filter.state)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(d.updated_at, d.id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`)
  const rows = await query
    .select([
      'd.id',
      'd.channel',
      'i.kind',
      'i.thing',
      'a.name as account',
      'd.target',
      'd.state',
      'd.attempts',
      'd.updated_at as updatedAt',
    ])
    .select([
      sql<string | null>`(select t.detail from notice_attempt t where t.delivery_id = d.id order by t.attempt desc limit 1)`.as('detail'),
      sql<string | null>`(select t.code from notice_attempt t where t.delivery_id = d.id order by t.attempt desc limit 1)`.as('code'),
      sql<string | null>`case when d.state = 'waiting' then d.next_at end`.as('nextAt'),
    ])
    .orderBy('d.updated_at', 'desc')
    .orderBy('d.id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  // notice_channel_known, notice_delivery_state_known and notice_attempt_code_known
  return { ...cutPage(rows as unknown as DeliveryRow[], filter.limit, (row) => [row.updatedAt, row.id]), count }
}

/** A delivery to an account of an organisation or one below it, locked. */
export async function findDelivery(tx: Tx, orgPath: string, id: string): Promise<{ readonly state: string } | null> {
  const { rows } = await sql<{ state: string }>`
    select d.state from notice_delivery d join inbox i on i.id = d.inbox_id join actor a on a.id = i.account_id join org o on o.id = a.org_id
    where d.id = ${id}::uuid and (o.path = ${orgPath} or o.path like ${`${orgPath}.%`}) for update of d`.execute(tx)
  return rows[0] ?? null
}

export const sendAgain = (tx: Tx, id: string, now: string): Promise<unknown> =>
  tx.updateTable('notice_delivery').set({ state: 'waiting', next_at: now, updated_at: now }).where('id', '=', id).execute()

export type ChannelTally = { readonly channel: string; readonly waiting: number; readonly failed: number }

export async function tallyChannels(tx: Tx, orgPath: string): Promise<ChannelTally[]> {
  const { rows } = await sql<ChannelTally>`
    select d.channel, (count(*) filter (where d.state = 'waiting'))::int as waiting, (count(*) filter (where d.state = 'failed'))::int as failed
    from notice_delivery d join inbox i on i.id = d.inbox_id join actor a on a.id = i.account_id join org o on o.id = a.org_id
    where o.path = ${orgPath} or o.path like ${`${orgPath}.%`} group by d.channel order by d.channel`.execute(tx)
  return rows
}
