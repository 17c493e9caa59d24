/** SQL of filings (名录备案) and the answers to them. */
import { sql } from 'kysely'
import type { Tx } from '#db/connect.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'
import type { Scope } from './officer-store.ts'

export type FilingRecord = {
  readonly id: string
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly toPath: string
  readonly toName: string
  readonly officers: number
  readonly fileId: string
  readonly fileName: string
  readonly sha256: string
  readonly size: number
  readonly note: string
  readonly submittedBy: string
  readonly submittedByName: string
  readonly submittedAt: string
  readonly accepted: boolean | null
  readonly opinion: string | null
  readonly decidedBy: string | null
  readonly decidedAt: string | null
}

const columns = [
  'f.id',
  'f.org_path as orgPath',
  'f.dept',
  'f.org_name as orgName',
  'f.to_path as toPath',
  sql<string>`coalesce((select o.name from org o where o.path = f.to_path and o.dept = f.dept), f.to_path)`.as('toName'),
  'f.officers',
  'f.file_id as fileId',
  'file.name as fileName',
  'file.sha256',
  'file.size',
  'f.note',
  'f.submitted_by as submittedBy',
  'f.submitted_by_name as submittedByName',
  'f.submitted_at as submittedAt',
  'd.accepted',
  'd.opinion',
  'd.decided_by_name as decidedBy',
  'd.decided_at as decidedAt',
] as const

const filings = (tx: Tx) =>
  tx
    .selectFrom('officer_filing as f')
    .innerJoin('file', 'file.id', 'f.file_id')
    .leftJoin('officer_filing_decision as d', 'd.filing_id', 'f.id')

/** The nearest organisation of the department above a place; null where there is none. */
export async function superiorOf(tx: Tx, { orgPath, dept }: { orgPath: string; dept: string }): Promise<{ path: string } | null> {
  const row = await tx
    .selectFrom('org')
    .select('path')
    .where('dept', '=', dept)
    .where(sql<boolean>`starts_with(${orgPath}, path || '.')`)
    .orderBy(sql`length(path)`, 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** What a place and those below it submitted: that contains what was submitted to it. */
export async function listFilings(
  tx: Tx,
  scope: Scope,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<FilingRecord>> {
  let query = filings(tx).where(sql<boolean>`(f.org_path = ${scope.orgPath} or starts_with(f.org_path, ${`${scope.orgPath}.`}))`)
  if (scope.dept !== null) query = query.where('f.dept', '=', scope.dept)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(f.submitted_at, f.id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`)
  const rows = await query
    .select(columns)
    .orderBy('f.submitted_at', 'desc')
    .orderBy('f.id', 'desc')
    .limit(limit + 1)
    .execute()
  return { ...cutPage(rows, limit, (row) => [row.submittedAt, row.id]), count }
}

export async function findFiling(tx: Tx, id: string): Promise<FilingRecord | null> {
  const row = await filings(tx).select(columns).where('f.id', '=', id).executeTakeFirst()
  return row ?? null
}

export type NewFiling = {
  readonly id: string
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly toPath: string
  readonly fileId: string
  readonly officers: number
  readonly note: string
  readonly by: { readonly id: string; readonly name: string }
  readonly at: string
}

export async function insertFiling(tx: Tx, filing: NewFiling): Promise<void> {
  await tx
    .insertInto('officer_filing')
    .values({
      id: filing.id,
      org_path: filing.orgPath,
      dept: filing.dept,
      org_name: filing.orgName,
      to_path: filing.toPath,
      file_id: filing.fileId,
      officers: filing.officers,
      note: filing.note,
      submitted_by: filing.by.id,
      submitted_by_name: filing.by.name,
      submitted_at: filing.at,
    })
    .execute()
}

export async function insertDecision(
  tx: Tx,
  decision: { filingId: string; accepted: boolean; opinion: string; by: { id: string; name: string }; at: string },
): Promise<void> {
  await tx
    .insertInto('officer_filing_decision')
    .values({
      filing_id: decision.filingId,
      accepted: decision.accepted,
      opinion: decision.opinion,
      decided_by: decision.by.id,
      decided_by_name: decision.by.name,
      decided_at: decision.at,
    })
    .execute()
}
