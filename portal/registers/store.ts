/** Subjects the public has reason to look up: those with a published draw or result. */
import type { Db } from '#db/connect.ts'

export type Entity = { readonly subject: string; readonly name: string; readonly kindZh: string; readonly regionName: string }

export async function findEntity(db: Db, subject: string): Promise<Entity | null> {
  const row = await db
    .selectFrom('published.entity')
    .select(['subject', 'name', 'kind_zh as kindZh', 'region_name as regionName'])
    .where('subject', '=', subject)
    .executeTakeFirst()
  return row ?? null
}

export type DrawnIn = {
  readonly drawId: string
  readonly taskId: string
  readonly taskName: string
  readonly taskNo: string | null
  readonly orgName: string
  readonly from: string | null
  readonly to: string | null
  readonly resultAt: string | null
  readonly state: string
}

/** The draws that selected a subject, newest first. */
export async function drawsOf(db: Db, subject: string, limit: number): Promise<readonly DrawnIn[]> {
  return await db
    .selectFrom('published.drawn as drawn')
    .innerJoin('published.draw as draw', 'draw.id', 'drawn.draw_id')
    .leftJoin('published.task as task', 'task.id', 'draw.task_id')
    .select([
      'draw.id as drawId',
      'draw.task_id as taskId',
      'draw.task_name as taskName',
      'task.task_no as taskNo',
      'draw.org_name as orgName',
      'task.from_on as from',
      'task.to_on as to',
      'draw.result_at as resultAt',
      'draw.state as state',
    ])
    .where('drawn.subject', '=', subject)
    .orderBy('draw.result_at', 'desc')
    .orderBy('draw.id', 'desc')
    .limit(limit)
    .execute()
}
