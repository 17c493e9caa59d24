/** Published draws, every one from its COMMIT on, and who was drawn. */
import { sql } from 'kysely'
import * as z from 'zod'
import type { Db } from '#db/connect.ts'
import type { TimeCursor } from '../keyset.ts'

/** A draw as a line of a list. */
export type DrawLine = {
  readonly id: string
  readonly kind: string
  readonly state: string
  readonly orgName: string
  readonly taskName: string
  readonly poolSize: number | null
  readonly selected: number | null
  readonly verdict: string | null
  readonly committedAt: string | null
  readonly resultAt: string | null
  readonly revealBy: string | null
  readonly voidedAt: string | null
  readonly closedAt: string | null
  readonly voidReason: string | null
  readonly at: string
}

const Excluded = z
  .union([z.object({ reason: z.string(), count: z.number().int() }), z.tuple([z.string(), z.number().int()])])
  .transform((row) => (Array.isArray(row) ? { reason: row[0], count: row[1] } : row))

const Stratum = z.object({
  id: z.string(),
  name: z.string(),
  n: z.number().int(),
  ratePpm: z.number().int().nullable(),
  target: z.number().int(),
  threshold: z.string().nullish(),
})
export type Stratum = z.infer<typeof Stratum>

/** Names of the people behind a party are not read: the portal shows offices, not persons. */
const Party = z.object({
  party: z.string(),
  commitment: z.string().nullable(),
  nonce: z.string().nullable(),
  at: z.string().nullish(),
})
export type Party = z.infer<typeof Party>

const Check = z.object({ check: z.string(), status: z.enum(['ok', 'failed', 'not_checked']), note: z.string().nullish() })
export type Check = z.infer<typeof Check>

/** A file that the bundle names by hash; it must lie beside the bundle under this name. */
const NamedFile = z.object({ name: z.string().regex(/^[0-9a-f]{64}\.jsonl$/), sha256: z.string(), size: z.number().int() })
export type NamedFile = z.infer<typeof NamedFile>

export type Draw = DrawLine & {
  readonly taskId: string
  readonly suite: string
  readonly mode: string
  readonly registerCount: number | null
  readonly excluded: readonly { readonly reason: string; readonly count: number }[]
  readonly poolRoot: string | null
  readonly commitHash: string | null
  readonly seed: string | null
  readonly strata: readonly Stratum[]
  readonly parties: readonly Party[]
  readonly checks: readonly Check[]
  readonly bundleSha256: string | null
  readonly poolSha256: string | null
  readonly files: readonly NamedFile[]
}

export async function findDraw(db: Db, id: string): Promise<Draw | null> {
  const row = await db
    .selectFrom('published.draw')
    .select([
      ...lineColumns,
      'task_id as taskId',
      'suite',
      'mode',
      'register_count as registerCount',
      'excluded',
      'pool_root as poolRoot',
      'commit_hash as commitHash',
      'seed',
      'strata',
      'parties',
      'checks',
      'bundle_sha256 as bundleSha256',
      'pool_sha256 as poolSha256',
      'files',
    ])
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return null
  return {
    ...row,
    excluded: z.array(Excluded).parse(row.excluded),
    strata: z.array(Stratum).parse(row.strata),
    parties: z.array(Party).parse(row.parties),
    checks: z.array(Check).parse(row.checks),
    files: z.array(NamedFile).parse(row.files),
  }
}

/** Newest first. */
export async function latestDraws(
  db: Db,
  { after, limit }: { readonly after?: TimeCursor | undefined; readonly limit: number },
): Promise<readonly DrawLine[]> {
  let query = db.selectFrom('published.draw').select(lineColumns)
  if (after !== undefined) query = query.where(sql<boolean>`(published_at, id) < (${after.at}::timestamptz, ${after.id})`)
  return await query.orderBy('published_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
}

/** Draws that are neither accepted nor void: each of them must still end one way or the other (draw protocol §2). Oldest first. */
export async function unfinishedDraws(db: Db, limit: number): Promise<readonly DrawLine[]> {
  return await db
    .selectFrom('published.draw')
    .select(lineColumns)
    .where('state', 'not in', ['closed', 'void'])
    .orderBy('committed_at')
    .orderBy('id')
    .limit(limit)
    .execute()
}

export async function drawsOfTask(db: Db, taskId: string): Promise<readonly DrawLine[]> {
  return await db
    .selectFrom('published.draw')
    .select(lineColumns)
    .where('task_id', '=', taskId)
    .orderBy('kind')
    .orderBy('id')
    .limit(200)
    .execute()
}

export type DrawnRow = {
  readonly subject: string
  readonly order: number
  readonly name: string
  readonly regionName: string
  readonly stratum: string
  readonly ticket: string
}

/** The drawn list from one place on, in the order of the list. */
export async function drawnInOrder(db: Db, drawId: string, after: number, limit: number): Promise<readonly DrawnRow[]> {
  return await db
    .selectFrom('published.drawn')
    .select(drawnColumns)
    .where('draw_id', '=', drawId)
    .where('order_no', '>', after)
    .orderBy('order_no')
    .limit(limit)
    .execute()
}

export async function findDrawn(db: Db, drawId: string, subject: string): Promise<DrawnRow | null> {
  const row = await db
    .selectFrom('published.drawn')
    .select(drawnColumns)
    .where('subject', '=', subject)
    .where('draw_id', '=', drawId)
    .executeTakeFirst()
  return row ?? null
}

/** The largest winning ticket of a stratum: the cut line. Null when nobody of the stratum was drawn. */
export async function cutLine(db: Db, drawId: string, stratum: string): Promise<string | null> {
  const { rows } = await sql<{ ticket: string | null }>`select max(ticket collate "C") as ticket
    from published.drawn where draw_id = ${drawId} and stratum = ${stratum}`.execute(db)
  return rows[0]?.ticket ?? null
}

const drawnColumns = ['subject', 'order_no as order', 'name', 'region_name as regionName', 'stratum', 'ticket'] as const

const lineColumns = [
  'id',
  'kind',
  'state',
  'org_name as orgName',
  'task_name as taskName',
  'pool_size as poolSize',
  'selected_count as selected',
  'verdict',
  'committed_at as committedAt',
  'result_at as resultAt',
  'reveal_by as revealBy',
  'voided_at as voidedAt',
  'closed_at as closedAt',
  'void_reason as voidReason',
  'published_at as at',
] as const
