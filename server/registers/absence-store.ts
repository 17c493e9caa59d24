/** SQL of recusals and leaves: when an officer is not matched, and to whom never. */
import { type RawBuilder, sql } from 'kysely'
import type { Relation as RelationOf } from '#core/matching/facts.ts'
import type { Tx } from '#db/connect.ts'

export type Relation = RelationOf
export type LeaveKind = 'leave' | 'illness' | 'training' | 'duty' | 'other'

export type RecusalRecord = {
  readonly id: string
  readonly subject: string
  readonly name: string | null
  readonly relation: Relation
  readonly note: string
  readonly declaredBy: string
  readonly declaredAt: string
  readonly endedOn: string | null
}

/** Newest first, those that stand before those that have ended. */
export async function recusalsOf(tx: Tx, officerId: string): Promise<RecusalRecord[]> {
  const { rows } = await sql<RecusalRecord>`
    select r.id, r.subject, n.name, r.reason as relation, r.note, coalesce(a.name, '') as "declaredBy", r.declared_at as "declaredAt", e.ended_on as "endedOn"
    from recusal r left join recusal_end e on e.recusal_id = r.id left join actor a on a.id = r.declared_by
      left join entity n on n.subject = r.subject
    where r.officer_id = ${officerId} order by e.ended_on desc nulls first, r.declared_at desc, r.id limit 1000`.execute(tx)
  return rows
}

/** Whether the relation stands already. The caller holds the officer's row, so that two who declare it at once meet here. */
export async function recusalStands(tx: Tx, of: { officerId: string; subject: string; relation: string }): Promise<boolean> {
  const { rows } = await sql`
    select 1 from recusal r where r.officer_id = ${of.officerId} and r.subject = ${of.subject} and r.reason = ${of.relation}
      and not exists (select from recusal_end e where e.recusal_id = r.id) limit 1`.execute(tx)
  return rows.length > 0
}

export type NewRecusal = {
  readonly id: string
  readonly officerId: string
  readonly subject: string
  readonly relation: Relation
  readonly note: string
  readonly declaredBy: string
  readonly declaredAt: string
}

export async function insertRecusal(tx: Tx, recusal: NewRecusal): Promise<void> {
  await tx
    .insertInto('recusal')
    .values({
      id: recusal.id,
      officer_id: recusal.officerId,
      subject: recusal.subject,
      reason: recusal.relation,
      note: recusal.note,
      declared_by: recusal.declaredBy,
      declared_at: recusal.declaredAt,
    })
    .execute()
}

export async function findRecusal(
  tx: Tx,
  id: string,
): Promise<{ readonly officerId: string; readonly orgPath: string; readonly dept: string; readonly declaredAt: string } | null> {
  const row = await tx
    .selectFrom('recusal')
    .innerJoin('officer', 'officer.id', 'recusal.officer_id')
    .select(['officer.id as officerId', 'officer.org_path as orgPath', 'officer.dept', 'recusal.declared_at as declaredAt'])
    .where('recusal.id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

export async function endRecusal(
  tx: Tx,
  end: { recusalId: string; endedOn: string; note: string; by: { id: string; name: string }; at: string },
): Promise<void> {
  await tx
    .insertInto('recusal_end')
    .values({
      recusal_id: end.recusalId,
      ended_on: end.endedOn,
      note: end.note,
      ended_by: end.by.id,
      ended_by_name: end.by.name,
      at: end.at,
    })
    .execute()
}

export type LeaveRecord = {
  readonly id: string
  readonly officerId: string
  readonly officerName: string
  readonly orgName: string
  readonly from: string
  readonly to: string
  readonly kind: LeaveKind
  readonly note: string
  readonly enteredBy: string
}

const leaves = (tx: Tx, where: RawBuilder<unknown>, limit: number) =>
  sql<LeaveRecord>`
    select l.id, l.officer_id as "officerId", o.name as "officerName", o.org_name as "orgName", l.from_on as "from", l.to_on as "to", l.kind, l.note,
      l.entered_by_name as "enteredBy"
    from officer_leave l join officer o on o.id = l.officer_id
    where l.state = 'planned' and ${where} order by l.from_on, l.id limit ${limit}`.execute(tx)

/** Leaves that touch a span of days, within a scope; one more than `most` when there are more. */
export async function leavesBetween(
  tx: Tx,
  scope: { orgPath: string; dept: string | null },
  span: { from: string; to: string; orgPath?: string | undefined },
  most: number,
): Promise<LeaveRecord[]> {
  const place = (path: string) => sql`(o.org_path = ${path} or starts_with(o.org_path, ${`${path}.`}))`
  const dept = scope.dept === null ? sql`true` : sql`o.dept = ${scope.dept}`
  const narrower = span.orgPath === undefined ? sql`true` : place(span.orgPath)
  const where = sql`l.from_on <= ${span.to}::date and l.to_on >= ${span.from}::date and ${place(scope.orgPath)} and ${dept} and ${narrower}`
  return (await leaves(tx, where, most + 1)).rows
}

export const leavesOf = async (tx: Tx, officerId: string): Promise<LeaveRecord[]> =>
  (await leaves(tx, sql`l.officer_id = ${officerId}`, 1000)).rows

export async function insertLeave(
  tx: Tx,
  leave: { id: string; officerId: string; from: string; to: string; kind: LeaveKind; note: string },
  by: { id: string; name: string },
  now: string,
): Promise<void> {
  await tx
    .insertInto('officer_leave')
    .values({
      id: leave.id,
      officer_id: leave.officerId,
      from_on: leave.from,
      to_on: leave.to,
      kind: leave.kind,
      note: leave.note,
      entered_by: by.id,
      entered_by_name: by.name,
      updated_at: now,
    })
    .execute()
}

export async function findLeave(tx: Tx, id: string): Promise<{ officerId: string; orgPath: string; dept: string } | null> {
  const row = await tx
    .selectFrom('officer_leave')
    .innerJoin('officer', 'officer.id', 'officer_leave.officer_id')
    .select(['officer.id as officerId', 'officer.org_path as orgPath', 'officer.dept'])
    .where('officer_leave.id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** Whether it was planned, and is not any more. */
export async function cancelLeave(tx: Tx, id: string, now: string): Promise<boolean> {
  const cancelled = await tx
    .updateTable('officer_leave')
    .set({ state: 'cancelled', updated_at: now })
    .where('id', '=', id)
    .where('state', '=', 'planned')
    .returning('id')
    .execute()
  return cancelled.length > 0
}
