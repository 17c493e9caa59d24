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

/** How a published version came to hold: adopted by the joint conference, filed with the level above, registered by the government. */
export type Evidence = {
  readonly adoptions: readonly {
    readonly version: number
    readonly metOn: string
    readonly minutesNo: string
    readonly parties: string[]
  }[]
  readonly filings: readonly {
    readonly version: number
    readonly with: string
    readonly toName: string
    readonly number: string
    readonly filedOn: string
    readonly acceptedOn: string | null
  }[]
}

/** Of these plans, by plan; the newest version first. */
export async function findEvidence(db: Db, planIds: readonly string[]): Promise<ReadonlyMap<string, Evidence>> {
  if (planIds.length === 0) return new Map()
  const adoptions = await db
    .selectFrom('published.plan_adoption')
    .select(['plan_id as planId', 'version', 'met_on as metOn', 'minutes_no as minutesNo', 'parties'])
    .where('plan_id', 'in', planIds)
    .orderBy('version', 'desc')
    .execute()
  const filings = await db
    .selectFrom('published.plan_filing')
    .select([
      'plan_id as planId',
      'version',
      'with_whom as with',
      'to_name as toName',
      'number',
      'filed_on as filedOn',
      'accepted_on as acceptedOn',
    ])
    .where('plan_id', 'in', planIds)
    .orderBy('version', 'desc')
    .orderBy('filed_on', 'desc')
    .orderBy('id')
    .execute()
  const evidenceOf = (planId: string): Evidence => ({
    adoptions: adoptions
      .filter((one) => one.planId === planId)
      .map(({ version, metOn, minutesNo, parties }) => ({ version, metOn, minutesNo, parties: z.array(z.string()).parse(parties) })),
    filings: filings.filter((one) => one.planId === planId),
  })
  return new Map(planIds.map((id) => [id, evidenceOf(id)]))
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
