/** SQL of draws. Events are appended; the slot is where the draw stands and the lock that lets one of two hands win. */
import { type RawBuilder, sql } from 'kysely'
import type { DrawState } from '#core/draws/state.ts'
import { timeZone } from '#core/time.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'
import type { DrawEvent, DrawEventBody } from './events.ts'

export type DrawRecord = {
  readonly id: string
  readonly taskId: string
  readonly kind: 'O' | 'P' | 'R'
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly suite: 'sha256' | 'sm3'
  readonly mode: 'open' | 'sealed'
  readonly supersedes: string | null
  readonly createdAt: string
  readonly state: DrawState
  readonly open: boolean
  readonly poolSize: number | null
  readonly selected: number | null
  readonly updatedAt: string
  readonly taskName: string
  readonly taskNo: string
  /** The department that holds the task; of a joint task `dept` may be another. */
  readonly taskDept: string
}

const draws = (tx: Tx) =>
  tx.selectFrom('draw').innerJoin('draw_slot', 'draw_slot.draw_id', 'draw.id').innerJoin('task', 'task.id', 'draw.task_id')

const columns = [
  'draw.id',
  'draw.task_id as taskId',
  'draw.kind',
  'draw.org_path as orgPath',
  'draw.dept',
  'draw.org_name as orgName',
  'draw.suite',
  'draw.mode',
  'draw.supersedes',
  'draw.created_at as createdAt',
  'draw_slot.state',
  'draw_slot.open',
  'draw_slot.pool_size as poolSize',
  'draw_slot.selected',
  'draw_slot.updated_at as updatedAt',
  'task.name as taskName',
  'task.task_no as taskNo',
  'task.dept as taskDept',
] as const

export async function listDraws(
  tx: Tx,
  scope: { dept: string | null },
  filter: { state?: string | undefined; taskId?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<Page<DrawRecord>> {
  let query = draws(tx)
  if (scope.dept !== null) query = query.where('draw.dept', '=', scope.dept)
  if (filter.state !== undefined) query = query.where('draw_slot.state', '=', filter.state)
  if (filter.taskId !== undefined) query = query.where('draw.task_id', '=', filter.taskId)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(draw_slot.updated_at, draw_slot.draw_id) < (${key[0]}::timestamptz, ${key[1]})`)
  const rows = await query
    .select(columns)
    .orderBy('draw_slot.updated_at', 'desc')
    .orderBy('draw_slot.draw_id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  return { ...cutPage(rows as DrawRecord[], filter.limit, (draw) => [draw.updatedAt, draw.id]), count }
}

export async function findDraw(tx: Tx, id: string): Promise<DrawRecord | null> {
  return ((await draws(tx).select(columns).where('draw.id', '=', id).executeTakeFirst()) as DrawRecord | undefined) ?? null
}

/** Draws of objects and of replacements opened in a calendar year, newest first, at most 200; of those, the ones whose jurisdiction holds the place. */
export async function drawsOfYear(tx: Tx, year: number, regionPath: string | null, orgPath: string): Promise<DrawRecord[]> {
  const holds: RawBuilder<boolean> = sql`(${regionPath}::text = draw.org_path or ${regionPath}::text like draw.org_path || '.%')`
  let query = draws(tx)
    .where('draw.kind', 'in', ['O', 'R'])
    .where((is) => is.or([is('draw.org_path', '=', orgPath), is('draw.org_path', 'like', `${orgPath}.%`)]))
    .where(sql<boolean>`draw.created_at >= make_timestamptz(${year}::int, 1, 1, 0, 0, 0, ${timeZone})`)
    .where(sql<boolean>`draw.created_at < make_timestamptz(${year}::int + 1, 1, 1, 0, 0, 0, ${timeZone})`)
  if (regionPath !== null) query = query.where(holds)
  const rows = await query.select(columns).orderBy('draw.created_at', 'desc').orderBy('draw.id', 'desc').limit(200).execute()
  return rows as DrawRecord[] // the checks of table draw name its kinds and modes
}

/** Holds the draw until the transaction ends. */
export async function lockDraw(tx: Tx, id: string): Promise<DrawRecord | null> {
  await tx.selectFrom('draw_slot').select('draw_id').where('draw_id', '=', id).forUpdate().execute()
  return findDraw(tx, id)
}

export async function eventsOf(tx: Tx, drawId: string): Promise<DrawEvent[]> {
  const rows = await tx
    .selectFrom('draw_event')
    .select(['seq', 'type', 'document', 'actor_id as actorId', 'actor_name as actorName', 'at'])
    .where('draw_id', '=', drawId)
    .orderBy('seq')
    .execute()
  return rows as unknown as DrawEvent[] // appendEvent is the only writer, and its argument is typed
}

/** Appends an event and moves the slot with it. Two writers of the same number: the primary key lets one through. */
export async function appendEvent(
  tx: Tx,
  drawId: string,
  event: DrawEventBody & { seq: number; actorId: string | null; actorName: string; at: string },
  slot: { state: DrawState; poolSize?: number; selected?: number },
): Promise<void> {
  await tx
    .insertInto('draw_event')
    .values({
      draw_id: drawId,
      seq: event.seq,
      type: event.type,
      document: json(event.document),
      actor_id: event.actorId,
      actor_name: event.actorName,
      at: event.at,
    })
    .execute()
  await tx
    .updateTable('draw_slot')
    .set({
      state: slot.state,
      open: slot.state !== 'closed' && slot.state !== 'void',
      updated_at: event.at,
      ...(slot.poolSize === undefined ? {} : { pool_size: slot.poolSize }),
      ...(slot.selected === undefined ? {} : { selected: slot.selected }),
    })
    .where('draw_id', '=', drawId)
    .execute()
}

export type NewDraw = Pick<
  DrawRecord,
  'id' | 'taskId' | 'kind' | 'orgPath' | 'dept' | 'orgName' | 'suite' | 'mode' | 'supersedes' | 'createdAt'
> & {
  readonly serial: number
  readonly createdBy: string
  readonly createdByName: string
  readonly key: Uint8Array
  readonly systemNonce: Uint8Array
}

export async function insertDraw(tx: Tx, draw: NewDraw): Promise<void> {
  await tx
    .insertInto('draw')
    .values({
      id: draw.id,
      task_id: draw.taskId,
      kind: draw.kind,
      serial: draw.serial,
      org_path: draw.orgPath,
      dept: draw.dept,
      org_name: draw.orgName,
      suite: draw.suite,
      mode: draw.mode,
      supersedes: draw.supersedes,
      created_by: draw.createdBy,
      created_by_name: draw.createdByName,
      created_at: draw.createdAt,
    })
    .execute()
  await tx
    .insertInto('draw_slot')
    .values({ draw_id: draw.id, task_id: draw.taskId, kind: draw.kind, dept: draw.dept, state: 'freezing', open: true })
    .execute()
  await tx
    .insertInto('draw_secret')
    .values({ draw_id: draw.id, pool_key: Buffer.from(draw.key), system_nonce: Buffer.from(draw.systemNonce) })
    .execute()
}

export async function drawsOfTask(tx: Tx, taskId: string): Promise<{ drawId: string; dept: string; open: boolean; voided: boolean }[]> {
  const rows = await tx.selectFrom('draw_slot').select(['draw_id', 'dept', 'open', 'state']).where('task_id', '=', taskId).execute()
  return rows.map((row) => ({ drawId: row.draw_id, dept: row.dept, open: row.open, voided: row.state === 'void' }))
}

/** The closed officer draws of a task, one for each department that has its teams. */
export async function closedOfficerDraws(tx: Tx, taskId: string): Promise<{ drawId: string; dept: string }[]> {
  return await tx
    .selectFrom('draw_slot')
    .select(['draw_id as drawId', 'dept'])
    .where('task_id', '=', taskId)
    .where('kind', '=', 'P')
    .where('state', '=', 'closed')
    .execute()
}

export async function secretOf(tx: Tx, drawId: string): Promise<{ key: Uint8Array; systemNonce: Uint8Array }> {
  const row = await tx
    .selectFrom('draw_secret')
    .select(['pool_key', 'system_nonce'])
    .where('draw_id', '=', drawId)
    .executeTakeFirstOrThrow()
  return { key: new Uint8Array(row.pool_key), systemNonce: new Uint8Array(row.system_nonce) }
}

/** `packed` holds the pool in its compact form; draws made before it was there have `leaves`. */
export type FileRole =
  | 'leaves'
  | 'packed'
  | 'excluded'
  | 'pool'
  | 'selected'
  | 'bundle'
  | 'audit'
  | 'matching'
  | 'units'
  | 'facts'
  | 'assignment'
  | 'certificate'
export type DrawFile = { readonly role: FileRole; readonly sha256: string; readonly size: number; readonly name: string }

/** A role that has a file already gets a newer version; no version is ever lost. */
export async function attachFile(tx: Tx, drawId: string, role: FileRole, fileId: string): Promise<void> {
  await sql`insert into draw_file (draw_id, role, file_id, version)
    select ${drawId}, ${role}, ${fileId}::uuid, coalesce(max(version), 0) + 1 from draw_file where draw_id = ${drawId} and role = ${role}`.execute(
    tx,
  )
}

export async function filesOf(tx: Tx, drawId: string): Promise<DrawFile[]> {
  const rows = await tx
    .selectFrom('draw_file')
    .innerJoin('file', 'file.id', 'draw_file.file_id')
    .distinctOn('draw_file.role')
    .select(['draw_file.role', 'file.sha256', 'file.size', 'file.name'])
    .where('draw_file.draw_id', '=', drawId)
    .orderBy('draw_file.role')
    .orderBy('draw_file.version', 'desc')
    .execute()
  return rows as DrawFile[] // draw_file_role_known
}

/** The long lists that the bundle of a replacement names and its object draw keeps; none for other draws. */
export async function objectFilesOf(tx: Tx, draw: Pick<DrawRecord, 'id' | 'kind'>): Promise<DrawFile[]> {
  if (draw.kind !== 'R') return []
  const opened = (await eventsOf(tx, draw.id)).find((event) => event.type === 'open')
  const files = await filesOf(tx, opened?.type === 'open' ? (opened.document.replacement?.objectDraw ?? '') : '')
  return files.filter(({ role }) => role === 'pool' || role === 'selected')
}

export async function saveVerdict(
  tx: Tx,
  drawId: string,
  verdict: { verdict: string; checks: readonly object[]; at: string },
): Promise<void> {
  await sql`insert into draw_verdict (draw_id, verdict, checks, at) values (${drawId}, ${verdict.verdict}, ${JSON.stringify(verdict.checks)}::jsonb, ${verdict.at}) on conflict (draw_id) do nothing`.execute(
    tx,
  )
}

export type Verdict = {
  readonly verdict: 'held' | 'failed'
  readonly checks: { check: string; status: 'ok' | 'failed' | 'not_checked'; note: string | null }[]
  readonly at: string
}

export async function verdictOf(tx: Tx, drawId: string): Promise<Verdict | null> {
  const row = await tx.selectFrom('draw_verdict').select(['verdict', 'checks', 'at']).where('draw_id', '=', drawId).executeTakeFirst()
  return (row as unknown as Verdict | undefined) ?? null // saveVerdict is the only writer
}
