/** SQL of replacements: requests and decisions are evidence and only appended. */
import { sql } from 'kysely'
import type { ReplacementReason } from '#core/draws/reasons.ts'
import type { Tx } from '#db/connect.ts'

export type RequestRow = {
  readonly id: string
  readonly drawId: string
  readonly subject: string
  readonly name: string
  readonly leaf: string
  readonly stratum: string
  readonly reason: ReplacementReason
  readonly note: string
  readonly evidence: { readonly name: string; readonly sha256: string } | null
  readonly requestedBy: string
  readonly requestedByName: string
  readonly requestedAt: string
  readonly decision: {
    readonly approved: boolean
    readonly opinion: string
    readonly by: string
    readonly at: string
    readonly drawId: string | null
  } | null
}

const requests = sql`
  select q.id, q.draw_id as "drawId", q.subject, d.name, encode(q.leaf, 'hex') as leaf, d.stratum, q.reason, q.note,
    case when f.id is null then null else jsonb_build_object('name', f.name, 'sha256', f.sha256) end as evidence,
    q.requested_by as "requestedBy", q.requested_by_name as "requestedByName", q.requested_at as "requestedAt",
    case when x.request_id is null then null else jsonb_build_object('approved', x.approved, 'opinion', x.opinion, 'by', x.decided_by_name,
      'at', to_char(x.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'drawId', x.replacement_draw) end as decision
  from replacement_request q
    join draw o on o.id = q.draw_id
    join drawn_object d on d.subject = q.subject and d.leaf = q.leaf and d.task_id = o.task_id
    left join file f on f.id = q.evidence_file
    left join replacement_decision x on x.request_id = q.id`

export async function requestsOf(tx: Tx, drawId: string): Promise<RequestRow[]> {
  const { rows } = await sql<RequestRow>`${requests} where q.draw_id = ${drawId} order by q.requested_at, q.id`.execute(tx)
  return rows
}

export async function requestById(tx: Tx, id: string): Promise<RequestRow | null> {
  const { rows } = await sql<RequestRow>`${requests} where q.id = ${id}::uuid`.execute(tx)
  return rows[0] ?? null
}

/** Holds the request until the transaction ends: of two approvers at once, one decides. */
export async function lockRequest(tx: Tx, id: string): Promise<RequestRow | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`replacement:${id}`}, 0))`.execute(tx)
  return requestById(tx, id)
}

export async function insertRequest(
  tx: Tx,
  request: {
    readonly id: string
    readonly drawId: string
    readonly subject: string
    readonly leaf: string
    readonly reason: ReplacementReason
    readonly note: string
    readonly evidenceFile: string | null
    readonly by: { readonly id: string; readonly name: string }
    readonly at: string
  },
): Promise<void> {
  await tx
    .insertInto('replacement_request')
    .values({
      id: request.id,
      draw_id: request.drawId,
      subject: request.subject,
      leaf: Buffer.from(request.leaf, 'hex'),
      reason: request.reason,
      note: request.note,
      evidence_file: request.evidenceFile,
      requested_by: request.by.id,
      requested_by_name: request.by.name,
      requested_at: request.at,
    })
    .execute()
}

export async function insertDecision(
  tx: Tx,
  decision: {
    readonly requestId: string
    readonly approved: boolean
    readonly opinion: string
    readonly drawId: string | null
    readonly by: { readonly id: string; readonly name: string }
    readonly at: string
  },
): Promise<void> {
  await tx
    .insertInto('replacement_decision')
    .values({
      request_id: decision.requestId,
      approved: decision.approved,
      opinion: decision.opinion,
      replacement_draw: decision.drawId,
      decided_by: decision.by.id,
      decided_by_name: decision.by.name,
      decided_at: decision.at,
    })
    .execute()
}

export type Replaceable = {
  readonly subject: string
  readonly name: string
  readonly leaf: string
  readonly stratum: string
  readonly drawId: string
  readonly visitState: string | null
}

/** A drawn object of a task, whether the object draw or a replacement drew it, with the state of its visit. */
export async function findReplaceable(tx: Tx, taskId: string, subject: string): Promise<Replaceable | null> {
  const { rows } = await sql<Replaceable>`
    select d.subject, d.name, encode(d.leaf, 'hex') as leaf, d.stratum, d.draw_id as "drawId",
      (select v.state from visit v where v.subject = d.subject and v.task_id = d.task_id) as "visitState"
    from drawn_object d join draw_slot s on s.draw_id = d.draw_id
    where d.task_id = ${taskId}::uuid and d.subject = ${subject} and s.state = 'closed'`.execute(tx)
  return rows[0] ?? null
}

/** Of each stratum, how many of a task's objects were drawn, by the object draw and by replacements that are closed. */
export async function takenByStratum(tx: Tx, taskId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ stratum: string; n: number }>`
    select d.stratum, count(*)::int as n from drawn_object d join draw_slot s on s.draw_id = d.draw_id
    where d.task_id = ${taskId}::uuid and s.state = 'closed' group by d.stratum`.execute(tx)
  return new Map(rows.map(({ stratum, n }) => [stratum, n]))
}

/** The leaves that closed replacements of a task took, in serial order. */
export async function earlierLeaves(tx: Tx, taskId: string): Promise<string[]> {
  const { rows } = await sql<{ leaf: string }>`
    select encode(d.leaf, 'hex') as leaf from drawn_object d join draw r on r.id = d.draw_id join draw_slot s on s.draw_id = r.id
    where d.task_id = ${taskId}::uuid and r.kind = 'R' and s.state = 'closed' order by r.serial`.execute(tx)
  return rows.map(({ leaf }) => leaf)
}

/** Which closed draw of kind R replaced which of these subjects. */
export async function replacedBy(tx: Tx, taskId: string, subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (subjects.length === 0) return new Map()
  const { rows } = await sql<{ subject: string; drawId: string }>`
    select q.subject, x.replacement_draw as "drawId" from replacement_request q
      join draw o on o.id = q.draw_id join replacement_decision x on x.request_id = q.id join draw_slot s on s.draw_id = x.replacement_draw
    where o.task_id = ${taskId}::uuid and s.state = 'closed' and q.subject = any(${[...subjects]}::text[])`.execute(tx)
  return new Map(rows.map(({ subject, drawId }) => [subject, drawId]))
}

/** Whom each of these draws of kind R drew. */
export async function substitutesOf(tx: Tx, drawIds: readonly string[]): Promise<ReadonlyMap<string, { subject: string; name: string }>> {
  if (drawIds.length === 0) return new Map()
  const rows = await tx
    .selectFrom('drawn_object')
    .select(['draw_id', 'subject', 'name'])
    .where('draw_id', 'in', [...drawIds])
    .execute()
  return new Map(rows.map(({ draw_id, subject, name }) => [draw_id, { subject, name }]))
}

/** The visit that is no longer held; null when somebody began it meanwhile. */
export async function saveVisitReplaced(
  tx: Tx,
  taskId: string,
  subject: string,
  at: string,
): Promise<{ subject: string; id: string } | null> {
  const replaced = await tx
    .updateTable('visit')
    .set({ state: 'replaced', updated_at: at })
    .where('task_id', '=', taskId)
    .where('subject', '=', subject)
    .where('state', '=', 'assigned')
    .returning(['subject', 'id'])
    .executeTakeFirst()
  return replaced ?? null
}
