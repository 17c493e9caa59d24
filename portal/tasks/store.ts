/** Published task notices and the lists drawn for them. */
import { sql } from 'kysely'
import type { Db } from '#db/connect.ts'
import type { TimeCursor } from '../keyset.ts'
import type { LabelOrigin } from './label-origin.ts'

export type TaskLine = {
  readonly id: string
  readonly taskNo: string
  readonly name: string
  readonly orgName: string
  readonly from: string
  readonly to: string
  readonly drawn: number
  readonly at: string
}

export type Task = TaskLine & {
  /** Null for a task outside the plan. */
  readonly planNo: string | null
  readonly planName: string | null
  readonly source: string
  readonly state: string
  readonly note: string
  readonly directed: boolean
  readonly items: readonly string[]
  readonly objectScope: string
  readonly labelOrigins: readonly LabelOrigin[]
}

/** Newest first. */
export async function findTasks(
  db: Db,
  { after, limit }: { readonly after?: TimeCursor | undefined; readonly limit: number },
): Promise<readonly TaskLine[]> {
  let query = db.selectFrom('published.task').select(columns)
  if (after !== undefined) query = query.where(sql<boolean>`(published_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`)
  return await query.orderBy('published_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
}

export async function tasksOfPlan(db: Db, planNo: string): Promise<readonly TaskLine[]> {
  return await db.selectFrom('published.task').select(columns).where('plan_no', '=', planNo).orderBy('task_no').limit(200).execute()
}

export async function findTask(db: Db, taskNo: string): Promise<Task | null> {
  const row = await db.selectFrom('published.task').select(wholeColumns).where('task_no', '=', taskNo).executeTakeFirst()
  return row === undefined ? null : { ...row, labelOrigins: row.labelOrigins as unknown as LabelOrigin[] } // written by server/tasks/announce-store.ts
}

/** Every task with all that is public of it, newest first. */
export async function findWholeTasks(
  db: Db,
  { after, limit }: { readonly after: TimeCursor | undefined; readonly limit: number },
): Promise<readonly Omit<Task, 'labelOrigins'>[]> {
  let query = db.selectFrom('published.task').select(wholeColumns)
  if (after !== undefined) query = query.where(sql<boolean>`(published_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`)
  return await query.orderBy('published_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
}

export type TaskVersion = {
  readonly version: number
  readonly kind: string
  readonly reason: string
  readonly at: string
  readonly to: string
}

/** Every version of an announcement, the newest first. */
export async function versionsOfTask(db: Db, taskId: string): Promise<readonly TaskVersion[]> {
  return await db
    .selectFrom('published.task_version')
    .select(['version', 'kind', 'reason', 'published_at as at', sql<string>`notice ->> 'to_on'`.as('to')])
    .where('task_id', '=', taskId)
    .orderBy('version', 'desc')
    .limit(100)
    .execute()
}

/** How many results of a task are public, up to `most`. */
export async function countResults(db: Db, taskId: string, most: number): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n
    from (select from published.result where task_id = ${taskId} limit ${most}) as counted`.execute(db)
  return rows[0]?.n ?? 0
}

const columns = [
  'id',
  'task_no as taskNo',
  'name',
  'org_name as orgName',
  'from_on as from',
  'to_on as to',
  'drawn',
  'published_at as at',
] as const

const wholeColumns = [
  ...columns,
  'plan_no as planNo',
  'plan_name as planName',
  'source',
  'state',
  'note',
  'directed',
  'items',
  'object_scope as objectScope',
  'label_origins as labelOrigins',
] as const
