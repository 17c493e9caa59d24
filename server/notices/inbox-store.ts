/** SQL of the inbox: what an account is told. */
import { sql } from 'kysely'
import type { NoticeKind } from '#contract/notice-kinds.ts'
import type { Role } from '#core/access/roles.ts'
import type { DeadlineStage } from '#core/deadlines/deadline.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'

export type InboxLine = {
  readonly accountId: string
  readonly kind: NoticeKind
  /** `noun:id`, as the record says it. */
  readonly thing: string
  readonly facts: Readonly<Record<string, unknown>>
  readonly dueOn: string | null
  readonly stage: DeadlineStage | null
  /** A second line of the same key is none; null: every line is one. */
  readonly dedupeKey: string | null
  /** Absent: the time of the transaction. */
  readonly at: string | null
}

/** Of lines with a key that are there already nothing is written. The answer is how many are new. */
export async function insertInbox(tx: Tx, lines: readonly InboxLine[]): Promise<number> {
  if (lines.length === 0) return 0
  const { numAffectedRows } = await sql`
    insert into inbox (id, account_id, kind, thing, facts, due_on, stage, dedupe_key, at)
    select gen_random_uuid(), l."accountId", l.kind, l.thing, l.facts, l."dueOn", l.stage, l."dedupeKey", coalesce(l.at, now())
    from jsonb_to_recordset(${json(lines)}) l ("accountId" uuid, kind text, thing text, facts jsonb, "dueOn" date, stage text, "dedupeKey" text, at timestamptz)
    on conflict on constraint inbox_once do nothing`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/** The working account of an officer of the register; none when they have no account. */
export async function accountsOfOfficer(tx: Tx, officerId: string): Promise<string[]> {
  const rows = await tx.selectFrom('actor').select('id').where('officer_id', '=', officerId).where('disabled', '=', false).execute()
  return rows.map(({ id }) => id)
}

/**
 * Accounts of a department that carry one of these roles, at the place or, where nobody there does, at the nearest place above it; where nobody of the
 * department does, those whose role spans departments (`spanning`).
 */
export async function accountsAt(
  tx: Tx,
  {
    orgPath,
    dept,
    roles,
    spanning,
  }: { readonly orgPath: string; readonly dept: string; readonly roles: readonly Role[]; readonly spanning: readonly Role[] },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with holders as (
      select a.id, rank() over (order by (o.dept = ${dept}) desc, length(o.path) desc) as place from actor a join org o on o.id = a.org_id
      where not a.disabled and a.roles && ${[...roles]}::text[] and (o.dept = ${dept} or a.roles && ${[...spanning]}::text[])
        and (o.path = ${orgPath} or starts_with(${orgPath}, o.path || '.')))
    select id from holders where place = 1 order by id`.execute(tx)
  return rows.map(({ id }) => id)
}
