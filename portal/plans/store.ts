/** Published annual plans: the version in force, and every version that was ever public. */

import { sql } from 'kysely'
import * as z from 'zod'
import type { Db } from '#db/connect.ts'
import type { TimeCursor } from '../keyset.ts'

const number = z.number().int().nullable().default(null)

/** core/plans/public-row.ts writes it; what was published before 2026 has fewer fields. */
export const PlanRow = z.object({
  id: z.string().default(''),
  seq: z.number().int(),
  state: z.enum(['planned', 'cancelled']).default('planned'),
  cancelReason: z.string().nullable().default(null),
  name: z.string(),
  itemNames: z.array(z.string()),
  directed: z.boolean(),
  itemsFixed: z.boolean().default(true),
  checks: z.enum(['subject', 'premises']).default('subject'),
  objectScope: z.string(),
  ratePpm: number,
  base: number,
  target: number,
  byRisk: z.boolean().default(false),
  strata: z.array(z.object({ name: z.string(), ratePpm: number, count: number, base: number, target: number })).default([]),
  frequency: z.string().default(''),
  targetText: z.string().default(''),
  from: z.string(),
  to: z.string(),
  methods: z.array(z.string()).default([]),
  office: z.string(),
  offices: z.array(z.string()).default([]),
  level: z.enum(['self', 'down']).default('self'),
  parties: z.array(z.string()).default([]),
  remark: z.string().default(''),
})
export type PlanRow = z.infer<typeof PlanRow>

export type PlanLine = {
  readonly id: string
  readonly planNo: string
  readonly year: number
  readonly name: string
  readonly kind: string
  readonly docNo: string
  readonly orgName: string
  readonly version: number
  readonly at: string
  readonly cancelledAt: string | null
  readonly cancelReason: string | null
}

export type Plan = PlanLine & { readonly rows: readonly PlanRow[] }

export type VersionLine = { readonly version: number; readonly name: string; readonly reason: string; readonly at: string }

export type Version = VersionLine & { readonly rows: readonly PlanRow[] }

/** Newest first. */
export async function findPlans(
  db: Db,
  { after, limit }: { readonly after?: TimeCursor | undefined; readonly limit: number },
): Promise<readonly PlanLine[]> {
  return await newestFirst(db, after).select(columns).limit(limit).execute()
}

/** As `findPlans`, with their rows: for the files of open data. */
export async function findWholePlans(
  db: Db,
  { after, limit }: { readonly after?: TimeCursor | undefined; readonly limit: number },
): Promise<readonly Plan[]> {
  const plans = await newestFirst(db, after)
    .select([...columns, 'rows'])
    .limit(limit)
    .execute()
  return plans.map((plan) => ({ ...plan, rows: rowsOf(plan.rows) }))
}

export async function findPlan(db: Db, planNo: string): Promise<Plan | null> {
  const plan = await db
    .selectFrom('published.plan')
    .select([...columns, 'rows'])
    .where('plan_no', '=', planNo)
    .orderBy('published_at', 'desc')
    .executeTakeFirst()
  return plan === undefined ? null : { ...plan, rows: rowsOf(plan.rows) }
}

/** The newest first. */
export async function findVersions(db: Db, planId: string): Promise<readonly VersionLine[]> {
  return await db
    .selectFrom('published.plan_version')
    .select(['version', 'name', 'reason', 'published_at as at'])
    .where('id', '=', planId)
    .orderBy('version', 'desc')
    .execute()
}

export async function findVersion(db: Db, planId: string, version: number): Promise<Version | null> {
  const found = await db
    .selectFrom('published.plan_version')
    .select(['version', 'name', 'reason', 'published_at as at', 'rows'])
    .where('id', '=', planId)
    .where('version', '=', version)
    .executeTakeFirst()
  return found === undefined ? null : { ...found, rows: rowsOf(found.rows) }
}

function newestFirst(db: Db, after: TimeCursor | undefined) {
  const plans = db.selectFrom('published.plan').orderBy('published_at', 'desc').orderBy('id', 'desc')
  return after === undefined ? plans : plans.where(sql<boolean>`(published_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`)
}

const rowsOf = (rows: unknown): readonly PlanRow[] => z.array(PlanRow).parse(rows)

const columns = [
  'id',
  'plan_no as planNo',
  'year',
  'name',
  'kind',
  'doc_no as docNo',
  'org_name as orgName',
  'version',
  'published_at as at',
  'cancelled_at as cancelledAt',
  'cancel_reason as cancelReason',
] as const
