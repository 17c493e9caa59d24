/** Published draws, every one from its COMMIT on, and who was drawn. */
import { sql } from 'kysely'
import * as z from 'zod'
import type { Db } from '#db/connect.ts'
import type { TimeCursor } from '../keyset.ts'
import {
  type Appointment,
  Beacon,
  BeaconValue,
  Check,
  type Draw,
  type DrawLine,
  Excluded,
  LogPosition,
  Matching,
  NamedFile,
  Party,
  Replacement,
  Stratum,
} from './published-draw.ts'

export async function findDraw(db: Db, id: string): Promise<Draw | null> {
  const row = await db
    .selectFrom('published.draw')
    .select([
      ...lineColumns,
      'task_id as taskId',
      'suite',
      'register_count as registerCount',
      'excluded',
      'pool_root as poolRoot',
      'commit_hash as commitHash',
      'seed',
      'strata',
      'parties',
      'checks',
      'pool_sha256 as poolSha256',
      'files',
      'beacon',
      'beacon_value as beaconValue',
      'replacement',
      'matching',
      'log',
      'certificate_sha256 as certificateSha256',
    ])
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return null
  const sealed = row.mode === 'sealed'
  const files = z.array(NamedFile).parse(row.files)
  return {
    ...row,
    excluded: z.array(Excluded).parse(row.excluded),
    // A second lock on sealed draws: what the publisher should not have written is not read.
    strata: sealed ? [] : z.array(Stratum).parse(row.strata),
    poolSha256: sealed ? null : row.poolSha256,
    files: sealed ? files.filter(({ sha256 }) => sha256 !== row.poolSha256) : files,
    parties: z.array(Party).parse(row.parties),
    checks: z.array(Check).parse(row.checks),
    beacon: Beacon.nullable().parse(row.beacon),
    beaconValue: BeaconValue.nullable().parse(row.beaconValue),
    replacement: Replacement.nullable().parse(row.replacement),
    matching: Matching.nullable().parse(row.matching),
    log: z.array(LogPosition).parse(row.log),
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

/** Everyone who was put on a team of this draw by hand, latest first. */
export async function appointmentsOf(db: Db, drawId: string): Promise<readonly Appointment[]> {
  return await db
    .selectFrom('published.appointment')
    .select(['reason', 'objects', 'at'])
    .where('draw_id', '=', drawId)
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute()
}

/** `stratum` and `ticket` are null in a sealed draw, where names and leaves are not linked in public. */
export type DrawnRow = {
  readonly subject: string
  readonly order: number
  readonly name: string
  readonly regionName: string
  readonly stratum: string | null
  readonly ticket: string | null
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

/** The drawn of a sealed draw by their codes: an order that tells nothing of their tickets. `after`: the last code of the page before. */
export async function drawnByCode(
  db: Db,
  drawId: string,
  after: string,
  limit: number,
): Promise<readonly Pick<DrawnRow, 'subject' | 'name' | 'regionName'>[]> {
  return await db
    .selectFrom('published.drawn')
    .select(['subject', 'name', 'region_name as regionName'])
    .where('draw_id', '=', drawId)
    .where(sql<boolean>`subject collate "C" > ${after}`)
    .orderBy(sql`subject collate "C"`)
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
  sql<boolean>`(kind = 'P' or matching -> 'seats' is not null)`.as('ofOfficers'),
  'state',
  'mode',
  'org_name as orgName',
  'task_name as taskName',
  'pool_size as poolSize',
  'selected_count as selected',
  'verdict',
  'committed_at as committedAt',
  'result_at as resultAt',
  'reveal_by as revealBy',
  sql<string | null>`beacon ->> 'at'`.as('beaconAt'),
  'voided_at as voidedAt',
  'closed_at as closedAt',
  'void_reason as voidReason',
  'bundle_sha256 as bundleSha256',
  'published_at as at',
] as const
