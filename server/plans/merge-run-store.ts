/** SQL of the searches for joint visits. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'

export type RunRecord = {
  readonly id: string
  readonly orgPath: string
  readonly windowDays: number
  readonly startedBy: string
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly tasks: number | null
  readonly objects: number | null
  readonly shared: number | null
  readonly proposals: number | null
}

const columns = [
  'id',
  'org_path as orgPath',
  'window_days as windowDays',
  'started_by_name as startedBy',
  'started_at as startedAt',
  'finished_at as finishedAt',
  'tasks',
  'objects',
  'shared',
  'proposals',
] as const

export async function findRun(tx: Tx, id: string): Promise<RunRecord | null> {
  return asRun(await tx.selectFrom('merge_run').select(columns).where('id', '=', id).executeTakeFirst())
}

/** The newest search that covers a place: of it, or of one above. */
export async function newestRun(tx: Tx, place: string): Promise<RunRecord | null> {
  return asRun(
    await tx
      .selectFrom('merge_run')
      .select(columns)
      .where(sql<boolean>`(org_path = ${place} or starts_with(${place}, org_path || '.'))`)
      .orderBy('started_at', 'desc')
      .orderBy('id')
      .limit(1)
      .executeTakeFirst(),
  )
}

export type NewRun = {
  readonly id: string
  readonly orgPath: string
  readonly dept: string
  readonly windowDays: number
  readonly by: { readonly id: string; readonly name: string }
  readonly now: string
}

export async function insertRun(tx: Tx, { id, orgPath, dept, windowDays, by, now }: NewRun): Promise<void> {
  await tx
    .insertInto('merge_run')
    .values({ id, org_path: orgPath, dept, window_days: windowDays, started_by: by.id, started_by_name: by.name, started_at: now })
    .execute()
}

export type RunCounts = {
  readonly tasks: number
  readonly objects: number
  readonly shared: number
  readonly proposals: number
  readonly now: string
}

export async function finishRun(tx: Tx, id: string, { tasks, objects, shared, proposals, now }: RunCounts): Promise<void> {
  await tx.updateTable('merge_run').set({ tasks, objects, shared, proposals, finished_at: now }).where('id', '=', id).execute()
}

type Row = Omit<RunRecord, 'objects' | 'shared'> & { readonly objects: string | number | null; readonly shared: string | number | null }

const asRun = (row: Row | undefined): RunRecord | null =>
  row === undefined ? null : { ...row, objects: whole(row.objects), shared: whole(row.shared) }
const whole = (value: string | number | null): number | null => (value === null ? null : Number(value))
