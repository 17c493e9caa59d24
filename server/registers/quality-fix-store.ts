/** SQL of batches of the quality desk: what is asked for, the next objects of it, and how it ends. */
import { type RawBuilder, sql } from 'kysely'
import type { QualityFixState } from '#core/registers/quality-fix-state.ts'
import type { QualityAction, QualityRule } from '#core/registers/quality-rules.ts'
import type { Instant } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'
import { atOrBelow } from './quality-run-store.ts'
import { type ProgressRecord, progressJson } from './quality-store.ts'

/** Which findings: of a rule, at or below a place, and of these objects when they are named. */
export type FixScope = { readonly rule: QualityRule; readonly place: string; readonly subjects: readonly string[] | null }

export type FixRecord = {
  readonly id: string
  readonly rule: QualityRule
  readonly action: QualityAction
  readonly params: {
    readonly place: string
    readonly subjects: readonly string[] | null
    readonly regionPath: string | null
    readonly expected: number
  }
  readonly reason: string
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly state: QualityFixState
  readonly objects: number
  readonly skipped: number
  readonly kept: number
  readonly startedById: string
  readonly startedBy: string
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly undoneBy: string | null
  readonly undoneAt: string | null
  readonly progress: ProgressRecord
}

const matching = ({ rule, place, subjects }: FixScope): RawBuilder<boolean> =>
  sql<boolean>`f.rule = ${rule} and ${atOrBelow(sql`f.region_path`, place)} and (${subjects === null} or f.subject = any(${[...(subjects ?? [])]}::text[]))`

export async function countMatching(tx: Tx, scope: FixScope): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from quality_finding f where ${matching(scope)}`.execute(tx)
  return rows[0]?.n ?? 0
}

/** The next objects of a batch after `after` that it has not dealt with, in the order of their codes. */
export async function nextSubjects(
  tx: Tx,
  { fixId, scope, after, limit }: { readonly fixId: string; readonly scope: FixScope; readonly after: string; readonly limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ subject: string }>`
    select f.subject from quality_finding f where ${matching(scope)} and f.subject collate "C" > ${after}
      and not exists (select from quality_fix_row r where r.subject = f.subject and r.fix_id = ${fixId}::uuid)
    order by f.subject collate "C" limit ${limit}`.execute(tx)
  return rows.map(({ subject }) => subject)
}

/** The next objects that a batch dealt with. */
export async function nextFixed(tx: Tx, { fixId, after, limit }: { fixId: string; after: string; limit: number }): Promise<string[]> {
  const { rows } = await sql<{ subject: string }>`
    select subject from quality_fix_row where fix_id = ${fixId}::uuid and subject collate "C" > ${after} order by subject collate "C" limit ${limit}`.execute(
    tx,
  )
  return rows.map(({ subject }) => subject)
}

export async function insertFix(
  tx: Tx,
  fix: Pick<FixRecord, 'id' | 'rule' | 'action' | 'params' | 'reason' | 'orgPath' | 'dept' | 'orgName' | 'startedBy' | 'startedById'> & {
    now: Instant
  },
): Promise<void> {
  await tx
    .insertInto('quality_fix')
    .values({
      id: fix.id,
      rule: fix.rule,
      action: fix.action,
      params: json(fix.params),
      reason: fix.reason,
      org_path: fix.orgPath,
      dept: fix.dept,
      org_name: fix.orgName,
      state: 'running',
      started_by: fix.startedById,
      started_by_name: fix.startedBy,
      started_at: fix.now,
    })
    .execute()
}

export async function growFix(tx: Tx, id: string, done: { readonly objects: number; readonly kept?: number }): Promise<void> {
  await sql`update quality_fix set objects = objects + ${done.objects}, kept = kept + ${done.kept ?? 0} where id = ${id}::uuid`.execute(tx)
}

/** Moves a batch to a state; `expected` less what was dealt with was skipped. */
export async function endFix(
  tx: Tx,
  id: string,
  { state, expected, now }: { state: QualityFixState; expected: number; now: Instant },
): Promise<void> {
  await sql`update quality_fix set state = ${state}, skipped = greatest(0, ${expected} - objects), finished_at = coalesce(finished_at, ${now}::timestamptz) where id = ${id}::uuid`.execute(
    tx,
  )
}

export async function markUndoing(
  tx: Tx,
  id: string,
  by: { id: string; name: string; now: Instant; state: QualityFixState },
): Promise<void> {
  await tx
    .updateTable('quality_fix')
    .set({ state: by.state, undone_by: by.id, undone_by_name: by.name, undone_at: by.now })
    .where('id', '=', id)
    .execute()
}

export async function markUndone(tx: Tx, id: string, state: QualityFixState): Promise<void> {
  await tx.updateTable('quality_fix').set({ state }).where('id', '=', id).execute()
}

const fixes = sql`
  select f.id, f.rule, f.action, f.params, f.reason, f.org_path as "orgPath", f.dept, f.org_name as "orgName",
    case when f.state in ('running', 'undoing') and p.state = 'failed' then 'failed' else f.state end as state, f.objects, f.skipped, f.kept,
    f.started_by as "startedById", f.started_by_name as "startedBy", f.started_at as "startedAt", f.finished_at as "finishedAt",
    f.undone_by_name as "undoneBy", f.undone_at as "undoneAt", ${progressJson} as progress
  from quality_fix f left join progress p on p.thing = 'quality-fix:' || f.id`

export async function findFix(tx: Tx, id: string): Promise<FixRecord | null> {
  const { rows } = await sql<FixRecord>`${fixes} where f.id = ${id}::uuid`.execute(tx)
  return rows[0] ?? null
}

export async function lockFix(tx: Tx, id: string): Promise<FixRecord | null> {
  await sql`select from quality_fix where id = ${id}::uuid for update`.execute(tx)
  return await findFix(tx, id)
}

/** Is a batch of these findings under way? Two at once would each skip what the other deals with. */
export async function isFixing(tx: Tx, orgPath: string): Promise<boolean> {
  const { rows } =
    await sql`${fixes} where f.org_path = ${orgPath} and f.state in ('running', 'undoing') and coalesce(p.state, 'waiting') <> 'failed' limit 1`.execute(
      tx,
    )
  return rows.length > 0
}

export async function listFixes(
  tx: Tx,
  place: string,
  filter: { readonly rule?: string | undefined; readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<FixRecord>> {
  const key = decodeCursor(filter.cursor, 2)
  const scope = sql<boolean>`${atOrBelow(sql`f.org_path`, place)} and (${filter.rule ?? null}::text is null or f.rule = ${filter.rule ?? null})`
  const { rows } = await sql<FixRecord>`${fixes} where ${scope}
    and ${key === null ? sql`true` : sql`(f.started_at, f.id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`}
    order by f.started_at desc, f.id desc limit ${filter.limit + 1}`.execute(tx)
  const count = await cappedCount(tx, tx.selectFrom('quality_fix as f').where(scope))
  return { ...cutPage(rows, filter.limit, (row) => [row.startedAt, row.id]), count }
}
