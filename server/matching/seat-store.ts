/** SQL of seat requests: evidence, and only appended. */
import { sql } from 'kysely'
import { publicSeatReason, type SeatReason } from '#core/draws/reasons.ts'
import type { Tx } from '#db/connect.ts'
import type { SeatRole } from '#server/draws/drawn-store.ts'
import type { SeatsOf } from './propensity-store.ts'

export type AskedBy = 'officer' | 'enterprise' | 'unit'

export type SeatRequestRow = {
  readonly id: string
  readonly taskId: string
  readonly drawId: string
  readonly officerId: string
  readonly officerName: string
  readonly subjects: readonly string[]
  readonly askedBy: AskedBy
  readonly reason: SeatReason
  readonly note: string
  readonly evidence: { readonly name: string; readonly sha256: string } | null
  readonly appoint: { readonly officerId: string; readonly name: string } | null
  readonly requestedBy: string
  readonly requestedByName: string
  readonly requestedAt: string
  readonly decision: {
    readonly approved: boolean
    readonly opinion: string
    readonly by: string
    readonly at: string
    readonly drawId: string | null
    readonly drawState: string | null
  } | null
}

const requests = sql`
  select q.id, q.task_id as "taskId", q.draw_id as "drawId", q.officer_id as "officerId", o.name as "officerName", q.subjects, q.asked_by as "askedBy", q.reason,
    q.note, case when f.id is null then null else jsonb_build_object('name', f.name, 'sha256', f.sha256) end as evidence,
    case when p.id is null then null else jsonb_build_object('officerId', p.id, 'name', p.name) end as appoint,
    q.requested_by as "requestedBy", q.requested_by_name as "requestedByName", q.requested_at as "requestedAt",
    case when x.request_id is null then null else jsonb_build_object('approved', x.approved, 'opinion', x.opinion, 'by', x.decided_by_name,
      'at', to_char(x.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'drawId', x.replacement_draw, 'drawState', s.state) end as decision
  from seat_request q join officer o on o.id = q.officer_id join draw d on d.id = q.draw_id
    left join officer p on p.id = q.appoint_officer left join file f on f.id = q.evidence_file
    left join seat_decision x on x.request_id = q.id left join draw_slot s on s.draw_id = x.replacement_draw`

/** Of a draw, of an officer, or all that wait in a department; newest first, at most 200. */
export async function seatRequests(
  tx: Tx,
  of: { readonly drawId?: string | undefined; readonly officerId?: string; readonly dept?: string; readonly open: boolean },
): Promise<SeatRequestRow[]> {
  const { rows } = await sql<SeatRequestRow>`${requests} where true
    ${of.drawId === undefined ? sql`` : sql`and q.draw_id = ${of.drawId}`} ${of.officerId === undefined ? sql`` : sql`and q.officer_id = ${of.officerId}::uuid`}
    ${of.dept === undefined ? sql`` : sql`and d.dept = ${of.dept}`} ${of.open ? sql`and x.request_id is null` : sql``}
    order by q.requested_at desc, q.id limit 200`.execute(tx)
  return rows
}

/** One request by its id. */
export async function findSeatRequest(tx: Tx, id: string): Promise<SeatRequestRow | null> {
  const { rows } = await sql<SeatRequestRow>`${requests} where q.id = ${id}::uuid`.execute(tx)
  return rows[0] ?? null
}

/** Every request that a draw of kind R answers. */
export async function requestsFilledBy(tx: Tx, drawId: string): Promise<SeatRequestRow[]> {
  const { rows } = await sql<SeatRequestRow>`${requests} where x.replacement_draw = ${drawId} order by q.officer_id`.execute(tx)
  return rows
}

/** Objects for which an officer's leaving is asked and not decided, or is approved and the draw that follows is not over. */
export async function subjectsLeaving(tx: Tx, drawId: string, officerId: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ subject: string }>`
    select unnest(q.subjects) as subject from seat_request q
      left join seat_decision x on x.request_id = q.id left join draw_slot s on s.draw_id = x.replacement_draw
    where q.draw_id = ${drawId} and q.officer_id = ${officerId}::uuid and (x.request_id is null or s.open)`.execute(tx)
  return new Set(rows.map(({ subject }) => subject))
}

/** Holds the request until the transaction ends: of two approvers at once, one decides. */
export async function lockSeatRequest(tx: Tx, id: string): Promise<SeatRequestRow | null> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`seat:${id}`}, 0))`.execute(tx)
  return findSeatRequest(tx, id)
}

/** Held while somebody asks for an officer of a task, so that no two requests take the same seat. */
export async function lockSeatsOf(tx: Tx, taskId: string, officerId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`seats:${taskId}:${officerId}`}, 0))`.execute(tx)
}

export async function insertSeatRequest(
  tx: Tx,
  request: Omit<SeatRequestRow, 'officerName' | 'evidence' | 'appoint' | 'decision' | 'requestedBy' | 'requestedByName'> & {
    readonly evidenceFile: string | null
    readonly appointOfficer: string | null
    readonly by: { readonly id: string; readonly name: string }
  },
): Promise<void> {
  await tx
    .insertInto('seat_request')
    .values({
      id: request.id,
      task_id: request.taskId,
      draw_id: request.drawId,
      officer_id: request.officerId,
      subjects: [...request.subjects],
      asked_by: request.askedBy,
      reason: request.reason,
      note: request.note,
      evidence_file: request.evidenceFile,
      appoint_officer: request.appointOfficer,
      requested_by: request.by.id,
      requested_by_name: request.by.name,
      requested_at: request.requestedAt,
    })
    .execute()
}

export async function insertSeatDecision(
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
    .insertInto('seat_decision')
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

export type HeldSeat = {
  readonly subject: string
  readonly name: string
  readonly leaf: string
  readonly role: SeatRole
  readonly visitState: string | null
}

/** The seats an officer holds now in the teams of one department of a task, with the state of each visit. */
export async function seatsHeld(tx: Tx, { taskId, taskDept, dept }: SeatsOf, officerId: string): Promise<HeldSeat[]> {
  const { rows } = await sql<HeldSeat>`
    select s.subject, d.name, encode(d.leaf, 'hex') as leaf, s.role, v.state as "visitState"
    from seat s join lateral (select name, leaf from drawn_object d join draw_slot w on w.draw_id = d.draw_id
        where d.subject = s.subject and d.task_id = s.task_id and w.state = 'closed' limit 1) d on true
      left join visit v on v.subject = s.subject and v.task_id = s.task_id
    where s.task_id = ${taskId}::uuid and s.officer_id = ${officerId}::uuid and coalesce(s.dept, ${taskDept}) = ${dept}
      and coalesce(v.state, '') not in ('replaced', 'cancelled', 'reused') order by s.subject`.execute(tx)
  return rows
}

/** An officer leaves the teams of some objects. */
export async function endSeats(
  tx: Tx,
  end: {
    readonly taskId: string
    readonly officerId: string
    readonly subjects: readonly string[]
    readonly by: string
    readonly reason: string
    readonly at: string
  },
): Promise<void> {
  await sql`
    insert into assignment_end (subject, task_id, officer_id, by, reason, at)
    select subject, ${end.taskId}::uuid, ${end.officerId}::uuid, ${end.by}, ${end.reason}, ${end.at}::timestamptz
    from unnest(${[...end.subjects]}::text[]) as s (subject)`.execute(tx)
}

/** Those of some objects of a task whose visit nobody has begun to report; held until the transaction ends. */
export async function lockUntouched(tx: Tx, taskId: string, subjects: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ subject: string }>`
    select subject from visit where task_id = ${taskId}::uuid and subject = any(${[...subjects]}::text[]) and state = 'assigned'
    order by subject for update`.execute(tx)
  return new Set(rows.map(({ subject }) => subject))
}

export type Appointment = {
  readonly officerName: string
  readonly objects: number
  readonly reason: SeatReason
  readonly approvedBy: string
  readonly at: string
}

/** Who was put on teams of a draw by hand, with an approval. */
export async function appointmentsOf(tx: Tx, drawId: string): Promise<Appointment[]> {
  const { rows } = await sql<Appointment>`
    select p.name as "officerName", cardinality(q.subjects) as objects, q.reason, x.decided_by_name as "approvedBy", x.decided_at as at
    from seat_request q join seat_decision x on x.request_id = q.id join officer p on p.id = q.appoint_officer
    where q.draw_id = ${drawId} and x.approved order by x.decided_at, q.id`.execute(tx)
  return rows
}

/** An appointment is public, without names: that it was done by hand, why, and for how many objects. */
export async function publishAppointment(tx: Tx, request: SeatRequestRow, at: string): Promise<void> {
  await tx
    .insertInto('published.appointment')
    .values({
      id: request.id,
      task_id: request.taskId,
      draw_id: request.drawId,
      reason: publicSeatReason(request.reason),
      objects: request.subjects.length,
      at,
    })
    .execute()
}

/** Names of the drawn objects of tasks. */
export async function objectNames(tx: Tx, taskIds: readonly string[], subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (subjects.length === 0) return new Map()
  const { rows } = await sql<{ subject: string; name: string }>`
    select distinct on (subject) subject, name from drawn_object
    where task_id = any(${[...taskIds]}::uuid[]) and subject = any(${[...subjects]}::text[]) order by subject, draw_id`.execute(tx)
  return new Map(rows.map(({ subject, name }) => [subject, name]))
}

export type Newcomer = {
  /** The draw, or `appointment:<request>`. */
  readonly by: string
  readonly subject: string
  readonly objectName: string
  readonly officerId: string
  readonly name: string
  readonly role: SeatRole
}

/** Who came by draws of kind R, or by appointments. */
export async function newcomersBy(tx: Tx, by: readonly string[]): Promise<Newcomer[]> {
  if (by.length === 0) return []
  const { rows } = await sql<Newcomer>`
    select distinct a.draw_id as by, a.subject, d.name as "objectName", a.officer_id as "officerId", a.officer_name as name, a.role
    from assignment a join drawn_object d on d.subject = a.subject and d.task_id = a.task_id where a.draw_id = any(${[...by]}::text[]) order by a.subject, a.officer_id`.execute(
    tx,
  )
  return rows
}

/** The closed officer draw of the department for which an officer is on the team of a visit. */
export async function officerDrawOf(tx: Tx, visit: { subject: string; taskId: string }, officerId: string): Promise<string | null> {
  const { rows } = await sql<{ drawId: string }>`
    select w.draw_id as "drawId" from seat s join task t on t.id = s.task_id
      join draw_slot w on w.task_id = s.task_id and w.kind = 'P' and w.state = 'closed' and w.dept = coalesce(s.dept, t.dept)
    where s.subject = ${visit.subject} and s.task_id = ${visit.taskId}::uuid and s.officer_id = ${officerId}::uuid`.execute(tx)
  return rows[0]?.drawId ?? null
}

/** Whether an officer's leaving of a team is approved and the draw that follows is not over: then they do not report any more (《行政处罚法》第四十三条). */
export async function isLeaving(tx: Tx, visit: { subject: string; taskId: string }, officerId: string | null): Promise<boolean> {
  if (officerId === null) return false
  const { rows } = await sql`
    select from seat_request q join seat_decision x on x.request_id = q.id and x.approved join draw_slot w on w.draw_id = x.replacement_draw and w.open
    where q.task_id = ${visit.taskId}::uuid and q.officer_id = ${officerId}::uuid and ${visit.subject} = any(q.subjects) limit 1`.execute(
    tx,
  )
  return rows.length > 0
}
