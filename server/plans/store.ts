/** SQL of plans: what they are and where they stand. Their rows are in row-store.ts, what was published in version-store.ts. */
import { sql } from 'kysely'
import type { Actor } from '#core/access/can.ts'
import type { PlanKind } from '#core/plans/row.ts'
import type { PlanState } from '#core/plans/state.ts'
import type { Tx } from '#db/connect.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'
import { seenBy } from './sight-store.ts'

export type PlanRecord = {
  readonly id: string
  readonly planNo: string
  readonly year: number
  readonly name: string
  readonly kind: PlanKind
  readonly docNo: string
  readonly state: PlanState
  /** The version that is public; 0 before the first publication. */
  readonly version: number
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly createdBy: string
  readonly createdByName: string
  readonly submittedBy: string | null
  readonly submittedByName: string | null
  readonly approvedBy: string | null
  readonly approvedByName: string | null
  /** Who worked on it since it was last published. */
  readonly editedBy: readonly string[]
  readonly adjustReason: string | null
  readonly cancelReason: string | null
  readonly publishedAt: string | null
  readonly updatedAt: string
}

const planColumns = [
  'id',
  'plan_no as planNo',
  'year',
  'name',
  'kind',
  'doc_no as docNo',
  'state',
  'version',
  'org_path as orgPath',
  'dept',
  'org_name as orgName',
  'created_by as createdBy',
  'created_by_name as createdByName',
  'submitted_by as submittedBy',
  'submitted_by_name as submittedByName',
  'approved_by as approvedBy',
  'approved_by_name as approvedByName',
  'edited_by as editedBy',
  'adjust_reason as adjustReason',
  'cancel_reason as cancelReason',
  'published_at as publishedAt',
  'updated_at as updatedAt',
] as const

export type PlanFilter = {
  readonly year?: number | undefined
  readonly state?: string | undefined
  readonly kind?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

export async function listPlans(tx: Tx, actor: Actor, filter: PlanFilter): Promise<Page<PlanRecord>> {
  // Row-level security keeps the list to what the actor's place may read; the department is narrowed here.
  let query = tx.selectFrom('plan').where(seenBy(actor))
  if (filter.year !== undefined) query = query.where('year', '=', filter.year)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(updated_at, id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`)
  const rows = await query
    .select(planColumns)
    .orderBy('updated_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(asRecords(rows), filter.limit, (plan) => [plan.updatedAt, plan.id]), count }
}

/** `lock` holds the row until the transaction ends, so that of two hands one wins and the other sees the new state; `share` lets others read, and nobody move it. */
export async function findPlan(tx: Tx, id: string, lock: 'lock' | 'share' | 'read' = 'read'): Promise<PlanRecord | null> {
  const query = tx.selectFrom('plan').select(planColumns).where('id', '=', id)
  const locked = lock === 'lock' ? query.forUpdate() : lock === 'share' ? query.forShare() : query
  return asRecords(await locked.execute())[0] ?? null
}

export type NewPlan = Pick<PlanRecord, 'id' | 'planNo' | 'year' | 'name' | 'kind' | 'docNo' | 'orgPath' | 'dept' | 'orgName'> & {
  readonly createdBy: string
  readonly createdByName: string
  readonly copiedFrom: string | null
}

export async function insertPlan(tx: Tx, plan: NewPlan): Promise<void> {
  await tx
    .insertInto('plan')
    .values({
      id: plan.id,
      plan_no: plan.planNo,
      year: plan.year,
      name: plan.name,
      kind: plan.kind,
      doc_no: plan.docNo,
      state: 'draft',
      org_path: plan.orgPath,
      dept: plan.dept,
      org_name: plan.orgName,
      created_by: plan.createdBy,
      created_by_name: plan.createdByName,
      copied_from: plan.copiedFrom,
    })
    .execute()
}

export type PlanChange = {
  readonly state?: PlanState
  readonly name?: string
  readonly kind?: PlanKind
  readonly docNo?: string
  readonly version?: number
  readonly publishedAt?: string
  readonly submitted?: { readonly id: string; readonly name: string }
  readonly approved?: { readonly id: string; readonly name: string }
  /** One more who worked on it, or nobody any more. */
  readonly editor?: string | null
  readonly adjustReason?: string | null
  readonly cancelReason?: string
}

/** Changes what is named, and when it was changed last. */
export async function savePlan(tx: Tx, id: string, change: PlanChange, now: string): Promise<void> {
  const { submitted, approved, editor } = change
  await tx
    .updateTable('plan')
    .set({
      updated_at: now,
      ...(change.state !== undefined && { state: change.state }),
      ...(change.name !== undefined && { name: change.name }),
      ...(change.kind !== undefined && { kind: change.kind }),
      ...(change.docNo !== undefined && { doc_no: change.docNo }),
      ...(change.version !== undefined && { version: change.version }),
      ...(change.publishedAt !== undefined && { published_at: change.publishedAt }),
      ...(submitted !== undefined && { submitted_by: submitted.id, submitted_by_name: submitted.name }),
      ...(approved !== undefined && { approved_by: approved.id, approved_by_name: approved.name }),
      ...(change.adjustReason !== undefined && { adjust_reason: change.adjustReason }),
      ...(change.cancelReason !== undefined && { cancel_reason: change.cancelReason }),
      ...(editor === null && { edited_by: sql<string[]>`'{}'` }),
      ...(typeof editor === 'string' && {
        edited_by: sql<string[]>`case when ${editor}::uuid = any (edited_by) then edited_by else edited_by || ${editor}::uuid end`,
      }),
    })
    .where('id', '=', id)
    .execute()
}

// state and kind are held to the tables of core by checks of the database, and a test holds those to the tables.
const asRecords = (rows: readonly object[]): PlanRecord[] => rows as PlanRecord[]
