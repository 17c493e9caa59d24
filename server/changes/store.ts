/** SQL of 变更申请: requests, the two versions of each, and who did what with it. */
import { sql } from 'kysely'
import type { Wanted } from '#contract/changes.ts'
import type { Actor } from '#core/access/can.ts'
import type { ChangeKind, ChangeReason } from '#core/changes/kinds.ts'
import type { ChangeState } from '#core/changes/state.ts'
import type { ChangeVersion } from '#core/changes/version.ts'
import type { Tx } from '#db/connect.ts'
import { json } from '#db/json.ts'
import { cappedCount, cutPage, decodeCursor, type Page } from '#server/paging.ts'

export type ChangeRecord = {
  readonly id: string
  readonly changeNo: string
  readonly kind: ChangeKind
  readonly thing: string
  readonly thingName: string
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly reason: ChangeReason
  readonly note: string
  readonly evidenceFile: string | null
  readonly wanted: Wanted
  /** What it would be, as it was tried when asked for. */
  readonly wish: ChangeVersion
  readonly state: ChangeState
  readonly dueOn: string | null
  readonly requestedBy: string
  readonly requestedByName: string
  readonly requestedAt: string
  readonly decidedByName: string | null
  readonly decidedAt: string | null
  readonly opinion: string | null
  readonly updatedAt: string
}

const columns = [
  'id',
  'change_no as changeNo',
  'kind',
  'thing',
  'thing_name as thingName',
  'org_path as orgPath',
  'dept',
  'org_name as orgName',
  'reason',
  'note',
  'evidence_file as evidenceFile',
  'wanted',
  'wish',
  'state',
  'due_on as dueOn',
  'requested_by as requestedBy',
  'requested_by_name as requestedByName',
  'requested_at as requestedAt',
  'decided_by_name as decidedByName',
  'decided_at as decidedAt',
  'opinion',
  'updated_at as updatedAt',
] as const

export type ChangeFilter = {
  readonly state?: string | undefined
  readonly kind?: string | undefined
  readonly thing?: string | undefined
  readonly q?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Those of the actor's place and department (every department where `dept` is null), and those the actor asked for, newest first. */
export async function listChanges(
  tx: Tx,
  { id, orgPath, dept }: { readonly id: string; readonly orgPath: string; readonly dept: string | null },
  filter: ChangeFilter,
): Promise<Page<ChangeRecord>> {
  let query = tx
    .selectFrom('change_request')
    .where(
      sql<boolean>`(requested_by = ${id}::uuid or ((org_path = ${orgPath} or org_path like ${`${orgPath}.%`}) and (${dept}::text is null or dept = ${dept})))`,
    )
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind)
  if (filter.thing !== undefined) query = query.where('thing', '=', filter.thing)
  if (filter.q !== undefined && filter.q !== '')
    query = query.where(sql<boolean>`(position(${filter.q} in thing_name) > 0 or change_no like ${filter.q} || '%')`)
  const count = await cappedCount(tx, query)
  const key = decodeCursor(filter.cursor, 2)
  if (key !== null) query = query.where(sql<boolean>`(requested_at, id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`)
  const rows = await query
    .select(columns)
    .orderBy('requested_at', 'desc')
    .orderBy('id', 'desc')
    .limit(filter.limit + 1)
    .execute()
  // change_kind_known, change_reason_known, change_state_known; wanted is written by insertChange
  return { ...cutPage(rows as unknown as ChangeRecord[], filter.limit, (row) => [row.requestedAt, row.id]), count }
}

export async function findChange(tx: Tx, id: string, lock: 'lock' | 'read' = 'read'): Promise<ChangeRecord | null> {
  const query = tx.selectFrom('change_request').select(columns).where('id', '=', id)
  const row = await (lock === 'lock' ? query.forUpdate() : query).executeTakeFirst()
  return (row as unknown as ChangeRecord | undefined) ?? null // as in listChanges
}

/** The open request of a kind about a thing, by its number. */
export async function openChange(tx: Tx, thing: string, kind: ChangeKind): Promise<string | null> {
  const row = await tx
    .selectFrom('change_request')
    .select('change_no')
    .where('thing', '=', thing)
    .where('kind', '=', kind)
    .where('state', '=', 'requested')
    .executeTakeFirst()
  return row?.change_no ?? null
}

/** How many requests about a thing wait for a decision. */
export async function waitingChanges(tx: Tx, thing: string): Promise<number> {
  const row = await tx
    .selectFrom('change_request')
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .where('thing', '=', thing)
    .where('state', '=', 'requested')
    .executeTakeFirst()
  return Number(row?.n ?? 0)
}

type NewChange = Omit<
  ChangeRecord,
  'state' | 'requestedBy' | 'requestedByName' | 'decidedByName' | 'decidedAt' | 'opinion' | 'updatedAt'
> & { readonly by: Actor }

export async function insertChange(tx: Tx, change: NewChange): Promise<void> {
  await tx
    .insertInto('change_request')
    .values({
      id: change.id,
      change_no: change.changeNo,
      kind: change.kind,
      thing: change.thing,
      thing_name: change.thingName,
      org_path: change.orgPath,
      dept: change.dept,
      org_name: change.orgName,
      reason: change.reason,
      note: change.note,
      evidence_file: change.evidenceFile,
      wanted: json(change.wanted),
      wish: json(change.wish),
      state: 'requested',
      due_on: change.dueOn,
      requested_by: change.by.id,
      requested_by_name: change.by.name,
      requested_at: change.requestedAt,
      updated_at: change.requestedAt,
    })
    .execute()
}

export async function saveChange(
  tx: Tx,
  id: string,
  decision: { readonly state: ChangeState; readonly by: Actor; readonly opinion: string },
  now: string,
): Promise<void> {
  const { state, by, opinion } = decision
  await tx
    .updateTable('change_request')
    .set({ state, decided_by: by.id, decided_by_name: by.name, decided_at: now, opinion, updated_at: now })
    .where('id', '=', id)
    .execute()
}

export async function insertVersion(tx: Tx, requestId: string, side: 'before' | 'after', body: ChangeVersion, now: string): Promise<void> {
  await tx
    .insertInto('change_version')
    .values({ request_id: requestId, side, body: json(body), at: now })
    .execute()
}

/** Both sides, as they were written. */
export async function versionsOf(tx: Tx, requestId: string): Promise<{ before: ChangeVersion | null; after: ChangeVersion | null }> {
  const rows = await tx.selectFrom('change_version').select(['side', 'body']).where('request_id', '=', requestId).execute()
  const side = (name: string) => (rows.find((row) => row.side === name)?.body ?? null) as ChangeVersion | null // insertVersion wrote it
  return { before: side('before'), after: side('after') }
}

export type ChangeStep = {
  readonly verb: string
  readonly state: ChangeState
  readonly note: string
  readonly by: string
  readonly orgName: string
  readonly at: string
}

export async function insertStep(
  tx: Tx,
  requestId: string,
  step: { readonly verb: string; readonly state: ChangeState; readonly note: string; readonly by: Actor },
  now: string,
): Promise<void> {
  const { verb, state, note, by } = step
  await sql`insert into change_step (request_id, seq, verb, state, note, actor_id, actor_name, org_name, at)
    select ${requestId}::uuid, coalesce(max(seq), 0) + 1, ${verb}, ${state}, ${note}, ${by.id}::uuid, ${by.name}, ${by.orgName}, ${now}::timestamptz
    from change_step where request_id = ${requestId}::uuid`.execute(tx)
}

export async function stepsOfChange(tx: Tx, requestId: string): Promise<ChangeStep[]> {
  const rows = await tx
    .selectFrom('change_step')
    .select(['verb', 'state', 'note', 'actor_name as by', 'org_name as orgName', 'at'])
    .where('request_id', '=', requestId)
    .orderBy('seq')
    .execute()
  return rows as ChangeStep[] // insertStep takes states of core
}
