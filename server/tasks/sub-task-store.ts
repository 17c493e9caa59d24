/** SQL of 子任务. */
import { sql } from 'kysely'
import type { DispatchRule } from '#core/tasks/dispatch.ts'
import { isReturnReason, type ReturnReason, type SubTaskState } from '#core/tasks/sub-task-state.ts'
import type { Tx } from '#db/connect.ts'
import { decodeCursor, encodeCursor } from '#server/paging.ts'

export type SubTaskRecord = {
  readonly id: string
  readonly taskId: string
  readonly taskNo: string
  readonly taskName: string
  readonly taskState: string
  readonly from: string
  readonly to: string
  readonly dept: string
  readonly orgPath: string
  readonly orgName: string
  readonly fromPath: string
  readonly fromDept: string
  readonly fromName: string
  readonly part: string
  readonly rule: DispatchRule
  readonly takesRest: boolean
  readonly objects: number
  readonly settled: number
  readonly reused: number
  readonly state: SubTaskState
  readonly acceptBy: string | null
  readonly reason: ReturnReason | null
  readonly note: string
  readonly acceptedByName: string | null
  readonly acceptedAt: string | null
  readonly updatedAt: string
}

type Row = Omit<SubTaskRecord, 'state' | 'rule' | 'reason'> & {
  readonly state: string
  readonly rule: string
  readonly reason: string | null
}

// Progress is that of the one visit of each object, whichever part of the task a department has in it.
const selected = sql`
  select b.id, b.task_id as "taskId", t.task_no as "taskNo", t.name as "taskName", t.state as "taskState", t.from_on as "from", t.to_on as "to", b.dept,
    b.org_path as "orgPath", b.org_name as "orgName", b.from_path as "fromPath", t.dept as "fromDept", t.org_name as "fromName", b.part, b.rule, b.takes_rest as "takesRest", b.objects,
    coalesce(v.settled, 0) as settled, coalesce(v.reused, 0) as reused, b.state, b.accept_by as "acceptBy", b.reason, b.note,
    b.accepted_by_name as "acceptedByName", b.accepted_at as "acceptedAt", b.updated_at as "updatedAt"
  from sub_task b join task t on t.id = b.task_id
    left join lateral (select count(*) filter (where w.state not in ('assigned', 'submitted', 'returned', 'replaced'))::int as settled, count(*) filter (where w.state = 'reused')::int as reused
      from visit w where w.task_id = b.task_id and (b.part <> '' or (w.org_path = b.org_path and w.dept = b.dept))) v on true`

export type SubTaskFilter = {
  readonly taskId?: string | undefined
  readonly state?: string | undefined
  readonly q?: string | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Those of a department, its own and dispatched ones (all departments when null), newest first; row-level security keeps to the place. */
export async function listSubTasks(tx: Tx, dept: string | null, filter: SubTaskFilter) {
  const conditions = sql`
    ${dept === null ? sql`true` : sql`(b.dept = ${dept} or t.dept = ${dept})`} ${filter.taskId === undefined ? sql`` : sql`and b.task_id = ${filter.taskId}::uuid`}
    ${filter.state === undefined ? sql`` : sql`and b.state = ${filter.state}`}
    ${filter.q === undefined || filter.q === '' ? sql`` : sql`and (position(${filter.q} in t.name) > 0 or position(${filter.q} in b.org_name) > 0 or t.task_no like ${filter.q} || '%')`}`
  const counted = await sql<{ n: number }>`
    select count(*)::int as n from (select 1 from sub_task b join task t on t.id = b.task_id where ${conditions} limit 10001) as counted`.execute(
    tx,
  )
  const key = decodeCursor(filter.cursor, 2)
  const after = key === null ? sql`` : sql`and (b.updated_at, b.id) < (${key[0]}::timestamptz, ${key[1]}::uuid)`
  const { rows } = await sql<Row>`
    ${selected} where ${conditions} ${after} order by b.updated_at desc, b.id desc limit ${filter.limit + 1}`.execute(tx)
  const n = counted.rows[0]?.n ?? 0
  const kept = rows.slice(0, filter.limit)
  const last = kept.at(-1)
  return {
    rows: kept.map(known),
    next: rows.length > filter.limit && last !== undefined ? encodeCursor([last.updatedAt, last.id]) : null,
    count: { value: Math.min(n, 10_000), capped: n > 10_000 },
  }
}

/** Every sub-task of a task, the task's own part first. */
export async function subTasksOf(tx: Tx, taskId: string): Promise<SubTaskRecord[]> {
  const { rows } = await sql<Row>`${selected} where b.task_id = ${taskId}::uuid order by b.part, b.org_path, b.dept limit 500`.execute(tx)
  return rows.map(known)
}

export async function findSubTask(tx: Tx, id: string, lock: 'lock' | 'read' = 'read'): Promise<SubTaskRecord | null> {
  if (lock === 'lock') await sql`select from sub_task where id = ${id}::uuid for update`.execute(tx)
  const { rows } = await sql<Row>`${selected} where b.id = ${id}::uuid`.execute(tx)
  return rows[0] === undefined ? null : known(rows[0])
}

/** Where a part of an office itself stands, held; null where it is none of theirs. */
export async function stateOfPart(
  tx: Tx,
  id: string,
  office: { readonly orgPath: string; readonly dept: string },
): Promise<SubTaskState | null> {
  // sub_task_state_known
  const { rows } = await sql<{ state: SubTaskState }>`
    select state from sub_task where id = ${id}::uuid and org_path = ${office.orgPath} and dept = ${office.dept} for update`.execute(tx)
  return rows[0]?.state ?? null
}

export type SubTaskObject = {
  readonly subject: string
  readonly name: string
  readonly regionName: string
  readonly order: number
  readonly visitId: string | null
  readonly visitState: string | null
  readonly reason: string
}

/** The objects of a sub-task in the order of the lot, with where each stands. */
export async function objectsOfSubTask(
  tx: Tx,
  { id, part }: Pick<SubTaskRecord, 'id' | 'part'>,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<{ rows: SubTaskObject[]; next: string | null }> {
  const key = decodeCursor(cursor, 2)
  const { rows } = await sql<SubTaskObject>`
    select o.subject, o.name, o.region_name as "regionName", o.order_no as "order", v.id as "visitId", v.state as "visitState", coalesce(l.reason, '') as reason
    from sub_task_object o left join visit v on v.task_id = o.task_id and v.subject = o.subject
      left join lateral (select reason from dispatch d where d.task_id = o.task_id and d.part = ${part} and d.subject = o.subject order by d.seq desc limit 1) l on true
    where o.sub_task_id = ${id}::uuid ${key === null ? sql`` : sql`and (o.order_no, o.subject) > (${key[0]}::int, ${key[1]})`}
    order by o.order_no, o.subject limit ${limit + 1}`.execute(tx)
  const kept = rows.slice(0, limit)
  const last = kept.at(-1)
  return { rows: kept, next: rows.length > limit && last !== undefined ? encodeCursor([last.order, last.subject]) : null }
}

/** Which of these objects are a sub-task's, and whether somebody began to report them. All of them when none is named. */
export async function objectsHeld(
  tx: Tx,
  subTaskId: string,
  subjects: readonly string[],
): Promise<{ subject: string; visitState: string | null }[]> {
  const { rows } = await sql<{ subject: string; visitState: string | null }>`
    select o.subject, v.state as "visitState" from sub_task_object o left join visit v on v.task_id = o.task_id and v.subject = o.subject
    where o.sub_task_id = ${subTaskId}::uuid ${subjects.length === 0 ? sql`` : sql`and o.subject = any(${[...subjects]}::text[])`} order by o.subject`.execute(
    tx,
  )
  return rows
}

export async function saveSubTask(
  tx: Tx,
  id: string,
  change: {
    readonly state: SubTaskState
    readonly reason?: ReturnReason | null
    readonly note?: string
    readonly acceptBy?: string | null
    readonly acceptedBy?: string
  },
  now: string,
): Promise<void> {
  const { state, reason, note, acceptBy, acceptedBy } = change
  await tx
    .updateTable('sub_task')
    .set({
      state,
      updated_at: now,
      ...(reason === undefined ? {} : { reason }),
      ...(note === undefined ? {} : { note }),
      ...(acceptBy === undefined ? {} : { accept_by: acceptBy }),
      ...(acceptedBy === undefined ? {} : { accepted_by_name: acceptedBy, accepted_at: now }),
    })
    .where('id', '=', id)
    .execute()
}

/** Moves every sub-task of a task (of one department, when named) that stands in one of these states. */
export async function moveSubTasks(
  tx: Tx,
  of: { readonly taskId: string; readonly dept?: string },
  from: readonly SubTaskState[],
  to: SubTaskState,
  now: string,
): Promise<void> {
  await sql`
    update sub_task set state = ${to}, updated_at = ${now}::timestamptz where task_id = ${of.taskId}::uuid and state = any(${[...from]}::text[])
      ${of.dept === undefined ? sql`` : sql`and dept = ${of.dept}`}`.execute(tx)
}

/** Sub-tasks that are carried out, of whose objects each is settled. The tasks are held first: of two who settle the last two at once, the second looks when the first has committed. */
export async function finishedSubTasks(tx: Tx, taskIds: readonly string[]): Promise<string[]> {
  await sql`select from task where id = any(${[...taskIds]}::uuid[]) order by id for update`.execute(tx)
  const { rows } = await sql<{ id: string }>`
    select b.id from sub_task b where b.task_id = any(${[...taskIds]}::uuid[]) and b.state = 'executing'
      and not exists (select from sub_task_object o left join visit v on v.task_id = o.task_id and v.subject = o.subject
        where o.sub_task_id = b.id and (v.state is null or v.state in ('assigned', 'submitted', 'returned')))
    order by b.id for update of b`.execute(tx)
  return rows.map(({ id }) => id)
}

/** Organisations with objects that nobody has accepted, of a department. */
export async function openSubTasks(tx: Tx, taskId: string, dept: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select org_name as name from sub_task where task_id = ${taskId}::uuid and dept = ${dept} and state in ('waiting', 'returned') and objects > 0 order by org_path`.execute(
    tx,
  )
  return rows.map(({ name }) => name)
}

// sub_task_state_known, sub_task_rule_known; reasons are written as read
const known = (row: Row): SubTaskRecord => ({
  ...row,
  state: row.state as SubTaskState,
  rule: row.rule as DispatchRule,
  reason: row.reason !== null && isReturnReason(row.reason) ? row.reason : null,
})
