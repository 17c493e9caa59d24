/** 结果互认: visits that nobody made, because the published result of another body counts. */
import { sql } from 'kysely'
import type { Db } from '#db/connect.ts'
import type { TimeCursor } from '../keyset.ts'

export type Reuse = {
  readonly subject: string
  readonly visitId: string
  readonly taskNo: string
  readonly taskName: string
  readonly source: string
  readonly orgName: string
  readonly name: string
  readonly regionName: string
  readonly resultOrgName: string
  readonly resultTaskNo: string
  readonly resultDate: string
  readonly reusedOn: string
  /** The result that counts, where it is public under this address. */
  readonly resultVisitId: string | null
  readonly at: string
}

/** Of a task, of a subject, or all; the newest first. */
export async function findReuses(
  db: Db,
  of: {
    readonly taskId?: string
    readonly subject?: string
    readonly after?: TimeCursor | undefined
    readonly limit: number
  },
): Promise<readonly Reuse[]> {
  const { taskId, subject, after, limit } = of
  let query = db.selectFrom('published.reuse as reuse')
  if (taskId !== undefined) query = query.where('reuse.task_id', '=', taskId)
  if (subject !== undefined) query = query.where('reuse.subject', '=', subject)
  if (after !== undefined)
    query = query.where(sql<boolean>`(reuse.published_at, reuse.visit_id) < (${after.at}::timestamptz, ${after.id}::uuid)`)
  return await query
    .select([
      'reuse.subject',
      'reuse.visit_id as visitId',
      'reuse.task_no as taskNo',
      'reuse.task_name as taskName',
      'reuse.source',
      'reuse.org_name as orgName',
      'reuse.name',
      'reuse.region_name as regionName',
      'reuse.result_org_name as resultOrgName',
      'reuse.result_task_no as resultTaskNo',
      'reuse.result_date as resultDate',
      'reuse.reused_on as reusedOn',
      'reuse.published_at as at',
      sql<
        string | null
      >`(select r.visit_id from published.result r where r.subject = reuse.subject and r.task_no = reuse.result_task_no limit 1)`.as(
        'resultVisitId',
      ),
    ])
    .orderBy('reuse.published_at', 'desc')
    .orderBy('reuse.visit_id', 'desc')
    .limit(limit)
    .execute()
}
