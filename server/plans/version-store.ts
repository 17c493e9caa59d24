/** SQL of the versions of a plan: evidence, appended by publication. */
import { sql } from 'kysely'
import type { PublicPlanRow } from '#core/plans/public-row.ts'
import type { PlanKind, PlanRow } from '#core/plans/row.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import type { PlanRecord } from './store.ts'

/** A row as a version keeps it: with the names its items had, and the numbers that followed. */
export type VersionRow = PlanRow & {
  readonly itemIds: string[]
  readonly itemNames: string[]
  readonly base: number | null
  readonly target: number | null
}

export type VersionHead = {
  readonly version: number
  readonly name: string
  readonly reason: string
  readonly submittedBy: string
  readonly approvedBy: string
  readonly publishedBy: string
  readonly publishedAt: string
}

export type PlanVersion = VersionHead & {
  readonly planId: string
  readonly planNo: string
  readonly kind: PlanKind
  readonly docNo: string
  readonly rows: readonly VersionRow[]
}

const headColumns = [
  'version',
  'name',
  'reason',
  'submitted_by_name as submittedBy',
  'approved_by_name as approvedBy',
  'published_by_name as publishedBy',
  'published_at as publishedAt',
] as const

/** The newest first. */
export async function versionHeads(tx: Tx, planId: string): Promise<(VersionHead & { readonly rows: number })[]> {
  return await tx
    .selectFrom('plan_version')
    .select([...headColumns, sql<number>`jsonb_array_length(rows)`.as('rows')])
    .where('plan_id', '=', planId)
    .orderBy('version', 'desc')
    .execute()
}

export async function findVersion(tx: Tx, planId: string, version: number): Promise<PlanVersion | null> {
  const found = await tx
    .selectFrom('plan_version')
    .select([...headColumns, 'plan_id as planId', 'plan_no as planNo', 'kind', 'doc_no as docNo', 'rows'])
    .where('plan_id', '=', planId)
    .where('version', '=', version)
    .executeTakeFirst()
  if (found === undefined) return null
  const kind = found.kind as PlanKind // plan.kind as it was, which the table's check holds to the words of core
  return { ...found, kind, rows: (found.rows as unknown as StoredRow[]).map(withNumbers) } // written by insertVersion, and by 0014 for what was published before
}

/** What 0014 kept of plans published before has no base and no target. */
type StoredRow = Omit<VersionRow, 'base' | 'target'> & { readonly base?: number | null; readonly target?: number | null }
const withNumbers = (row: StoredRow): VersionRow => ({ ...row, base: row.base ?? null, target: row.target ?? null })

export type Signed = { readonly id: string; readonly name: string }

export async function insertVersion(
  tx: Tx,
  plan: PlanRecord,
  version: {
    readonly version: number
    readonly reason: string
    readonly rows: readonly VersionRow[]
    readonly submitted: Signed
    readonly approved: Signed
    readonly published: Signed
    readonly at: string
  },
): Promise<void> {
  await tx
    .insertInto('plan_version')
    .values({
      plan_id: plan.id,
      version: version.version,
      plan_no: plan.planNo,
      name: plan.name,
      kind: plan.kind,
      doc_no: plan.docNo,
      rows: json(version.rows),
      reason: version.reason,
      submitted_by: version.submitted.id,
      submitted_by_name: version.submitted.name,
      approved_by: version.approved.id,
      approved_by_name: version.approved.name,
      published_by: version.published.id,
      published_by_name: version.published.name,
      published_at: version.at,
    })
    .execute()
}

/** The public copies: the plan as it rules now, and one more of its versions. */
export async function publishVersion(
  tx: Tx,
  plan: PlanRecord,
  {
    version,
    reason,
    rows,
    at,
  }: { readonly version: number; readonly reason: string; readonly rows: readonly PublicPlanRow[]; readonly at: string },
): Promise<void> {
  const told = { plan_no: plan.planNo, name: plan.name, kind: plan.kind, doc_no: plan.docNo, rows: json(rows), published_at: at, version }
  await tx
    .insertInto('published.plan')
    .values({ id: plan.id, year: plan.year, org_path: plan.orgPath, org_name: plan.orgName, ...told })
    .onConflict((on) => on.column('id').doUpdateSet(told))
    .execute()
  await tx
    .insertInto('published.plan_version')
    .values({ id: plan.id, ...told, reason })
    .execute()
}

/** What the public reads of the conference that adopted this version: its day, its minutes, the departments; no person. */
export async function publishAdoption(tx: Tx, planId: string, version: number): Promise<void> {
  await sql`
    insert into published.plan_adoption (plan_id, version, met_on, minutes_no, parties)
    select plan_id, ${version}::int, met_on, minutes_no, parties from plan_adoption where plan_id = ${planId}::uuid order by at desc limit 1`.execute(
    tx,
  )
}

/** A public plan that was withdrawn stays to be read, and says so. */
export async function withdrawPublic(tx: Tx, planId: string, reason: string, at: string): Promise<void> {
  await tx.updateTable('published.plan').set({ cancelled_at: at, cancel_reason: reason }).where('id', '=', planId).execute()
}
