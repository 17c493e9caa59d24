/** Published annual plans. */

import { sql } from 'kysely'
import * as z from 'zod'
import type { Db } from '#db/connect.ts'
import type { TimeCursor } from '../keyset.ts'

export const PlanRow = z.object({
  seq: z.number().int(),
  name: z.string(),
  itemNames: z.array(z.string()),
  directed: z.boolean(),
  objectScope: z.string(),
  ratePpm: z.number().int(),
  from: z.string(),
  to: z.string(),
  office: z.string(),
})
export type PlanRow = z.infer<typeof PlanRow>

export type PlanLine = {
  readonly id: string
  readonly planNo: string
  readonly year: number
  readonly name: string
  readonly orgName: string
  readonly at: string
}

export type Plan = PlanLine & { readonly rows: readonly PlanRow[] }

/** Newest first. */
export async function findPlans(
  db: Db,
  { after, limit }: { readonly after?: TimeCursor | undefined; readonly limit: number },
): Promise<readonly PlanLine[]> {
  let query = db.selectFrom('published.plan').select(columns)
  if (after !== undefined) query = query.where(sql<boolean>`(published_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`)
  return await query.orderBy('published_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
}

export async function findPlan(db: Db, planNo: string): Promise<Plan | null> {
  const row = await db
    .selectFrom('published.plan')
    .select([...columns, 'rows'])
    .where('plan_no', '=', planNo)
    .orderBy('published_at', 'desc')
    .executeTakeFirst()
  return row === undefined ? null : { ...row, rows: z.array(PlanRow).parse(row.rows) }
}

const columns = ['id', 'plan_no as planNo', 'year', 'name', 'org_name as orgName', 'published_at as at'] as const
