/** SQL of what a draw gives: the drawn objects, who inspects them, and the visits that follow. */
import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#db/connect.ts'
import { lastKnown } from '#server/registers/as-of-store.ts'

export type DrawnRow = {
  readonly subject: string
  readonly order: number
  readonly stratum: string
  readonly leaf: string
  readonly ticket: string
}

/** The drawn with names and places as they are at this moment, set at once; of one that left since the freeze, as they were last. */
export async function insertDrawn(tx: Tx, draw: { id: string; taskId: string }, rows: readonly DrawnRow[]): Promise<void> {
  const column = <K extends keyof DrawnRow>(key: K): DrawnRow[K][] => rows.map((row) => row[key])
  await sql`
    insert into drawn_object (subject, draw_id, task_id, order_no, stratum, leaf, ticket, name, region_path, region_name, address)
    select d.subject, ${draw.id}, ${draw.taskId}::uuid, d.order_no, d.stratum, decode(d.leaf, 'hex'), decode(d.ticket, 'hex'), e.name, e.region_path, coalesce(r.label, e.region_path), e.address
    from unnest(${column('subject')}::text[], ${column('order')}::int[], ${column('stratum')}::text[], ${column('leaf')}::text[], ${column('ticket')}::text[])
        as d (subject, order_no, stratum, leaf, ticket)
      join ${lastKnown(sql`d.subject`)} as e on true left join region r on r.path = e.region_path`.execute(tx)
}

export type DrawnObject = {
  readonly subject: string
  readonly order: number
  readonly stratum: string
  readonly leaf: string
  readonly ticket: string
  readonly name: string
  readonly regionPath: string
  readonly regionName: string
}

/** `unlinked`: in the order of subjects and numbered by it, so that no place tells a ticket. */
export async function drawnPage(tx: Tx, drawId: string, after: number, limit: number, unlinked = false): Promise<DrawnObject[]> {
  const order = unlinked ? sql`(row_number() over (order by subject))::int` : sql`order_no`
  const rows = await sql<DrawnObject>`
    select * from (select subject, ${order} as "order", stratum, encode(leaf, 'hex') as leaf, encode(ticket, 'hex') as ticket, name, region_path as "regionPath", region_name as "regionName"
      from drawn_object where draw_id = ${drawId}) as drawn
    where "order" > ${after} order by "order" limit ${limit}`.execute(tx)
  return rows.rows
}

/** What a firm is called and where it is now; null when the register does not know it. */
export async function entityHead(tx: Tx, subject: string): Promise<{ readonly name: string; readonly regionPath: string } | null> {
  const row = await tx.selectFrom('entity').select(['name', 'region_path as regionPath']).where('subject', '=', subject).executeTakeFirst()
  return row ?? null
}

/** A drawn object as one draw drew it. */
export async function findDrawn(
  tx: Tx,
  drawId: string,
  subject: string,
): Promise<{ readonly order: number; readonly leaf: string; readonly ticket: string } | null> {
  const { rows } = await sql<{ order: number; leaf: string; ticket: string }>`
    select order_no as "order", encode(leaf, 'hex') as leaf, encode(ticket, 'hex') as ticket from drawn_object
    where draw_id = ${drawId} and subject = ${subject}`.execute(tx)
  return rows[0] ?? null
}

/** The closed object draw of a task. */
export async function closedObjectDraw(tx: Tx, taskId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('draw_slot')
    .select('draw_id')
    .where('task_id', '=', taskId)
    .where('kind', '=', 'O')
    .where('state', '=', 'closed')
    .executeTakeFirst()
  return row?.draw_id ?? null
}

export type SeatRole = 'lead' | 'assist' | 'expert'

const byRole = sql`case role when 'lead' then 0 when 'assist' then 1 else 2 end`

/** Who is on the teams of these objects now, the lead first. */
export async function officersOfDrawn(
  tx: Tx,
  taskId: string,
  subjects: readonly string[],
): Promise<{ subject: string; id: string; name: string; role: SeatRole }[]> {
  if (subjects.length === 0) return []
  const rows = await tx
    .selectFrom('seat')
    .select(['subject', 'officer_id as id', 'officer_name as name', 'role'])
    .where('task_id', '=', taskId)
    .where('subject', 'in', [...subjects])
    .orderBy(byRole)
    .orderBy('officer_name')
    .execute()
  return rows as { subject: string; id: string; name: string; role: SeatRole }[] // assignment_role_known
}

/** The matching takes effect: who inspects what, drawn (`id` is the draw) or appointed. */
export async function insertAssignments(
  tx: Tx,
  draw: { id: string; taskId: string },
  rows: readonly { subject: string; officerId: string; role: SeatRole; dept: string }[],
): Promise<void> {
  await sql`
    insert into assignment (subject, task_id, officer_id, draw_id, role, officer_name, dept)
    select a.subject, ${draw.taskId}::uuid, a.officer_id, ${draw.id}, a.role, o.name, a.dept
    from unnest(${rows.map((row) => row.subject)}::text[], ${rows.map((row) => row.officerId)}::uuid[], ${rows.map((row) => row.role)}::text[], ${rows.map((row) => row.dept)}::text[]) as a (subject, officer_id, role, dept)
      join officer o on o.id = a.officer_id`.execute(tx)
}

/** Whose an object is by the newest line of dispatch; no row where whoever takes the rest has it. */
export const givenTo = (object: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select b.org_path, b.dept from dispatch d join sub_task b on b.id = d.sub_task_id
  where d.task_id = ${object}.task_id and d.subject = ${object}.subject and d.part = '' order by d.seq desc limit 1)`

/**
 * The visits of what a draw drew, each of the organisation that the object was dispatched to. The order of the draw says the batch, and with it the last
 * day, and which items do not come to everybody (core/tasks/batch.ts); a substitute (`instead`) takes all of that over from the visit it replaces.
 */
export async function insertVisits(
  tx: Tx,
  task: { id: string; orgPath: string; dept: string; to: string },
  draw: string,
  instead: string | null = null,
): Promise<void> {
  const rankOf = (ppm: RawBuilder<unknown>) => sql`((${ppm} * o.total + 500000) / 1000000)`
  const skipped = sql`array(select i.item_id from task_item i where i.task_id = ${task.id}::uuid and i.share_ppm < 1000000
    and ${rankOf(sql`i.share_ppm::bigint`)} < o.order_no order by i.seq)`
  await sql`
    insert into visit (subject, id, task_id, org_path, dept, name, region_name, address, state, due_on, batch_no, skipped_item_ids)
    select o.subject, gen_random_uuid(), ${task.id}::uuid, coalesce(g.org_path, ${task.orgPath}), coalesce(g.dept, ${task.dept}), o.name, o.region_name,
      o.address, 'assigned', coalesce(was.due_on, b.to_on, ${task.to}::date), coalesce(was.batch_no, b.no), coalesce(was.skipped_item_ids, ${skipped})
    from (select x.*, count(*) over () as total from drawn_object x where x.draw_id = ${draw}) as o
      left join lateral ${givenTo(sql`o`)} as g on true
      left join visit was on was.task_id = ${task.id}::uuid and was.subject = ${instead}
      left join lateral (select x.no, x.to_on from (select no, to_on, sum(share_ppm) over (order by no) as upto from task_batch
          where task_id = ${task.id}::uuid) as x
        where ${rankOf(sql`x.upto`)} >= o.order_no order by x.no limit 1) as b on true`.execute(tx)
}

/** By leaf, the names of who inspects it by this officer draw, the lead first; once the draw is closed. */
export async function officerNamesOfDraw(tx: Tx, drawId: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const { rows } = await sql<{ leaf: string; names: string[] }>`
    select encode(o.leaf, 'hex') as leaf, array_agg(a.officer_name order by case a.role when 'lead' then 0 when 'assist' then 1 else 2 end, a.officer_name) as names
    from assignment a join drawn_object o on o.subject = a.subject and o.task_id = a.task_id
    where a.draw_id = ${drawId} group by o.leaf`.execute(tx)
  return new Map(rows.map(({ leaf, names }) => [leaf, names]))
}
