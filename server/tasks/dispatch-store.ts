/** SQL of 派发: who could inspect what, and the lines that say who does. */
import { sql } from 'kysely'
import type { DispatchRule, Office } from '#core/tasks/dispatch.ts'
import type { SubTaskState } from '#core/tasks/sub-task-state.ts'
import type { Tx } from '#db/connect.ts'

export type NewSubTask = {
  readonly id: string
  readonly taskId: string
  readonly office: Pick<Office, 'path' | 'dept' | 'name'>
  readonly fromPath: string
  /** Empty for the task's own items, else the department whose items these are. */
  readonly part: string
  readonly rule: DispatchRule
  readonly takesRest: boolean
  readonly state: SubTaskState
  readonly acceptBy: string | null
}

/** The organisations of some departments at or below a place, in the order of their places. */
export async function officesAt(tx: Tx, place: string, depts: readonly string[]): Promise<Office[]> {
  const { rows } = await sql<Office>`
    select id, path, dept, name from org where dept = any(${[...depts]}::text[]) and (path = ${place} or path like ${`${place}.%`}) order by path, dept`.execute(
    tx,
  )
  return rows
}

/** Every department's organisation at exactly a place. */
export async function officesOfPlace(tx: Tx, place: string): Promise<Office[]> {
  return await tx.selectFrom('org').select(['id', 'path', 'dept', 'name']).where('path', '=', place).orderBy('dept').execute()
}

/** One organisation, with what it is: 机关 or 所. */
export async function officeById(tx: Tx, id: string): Promise<Office | null> {
  return (await tx.selectFrom('org').select(['id', 'path', 'dept', 'name']).where('id', '=', id).executeTakeFirst()) ?? null
}

/** Those of some subjects that a task inspects, with where each visit stands; null before officers are drawn. */
export async function objectsOfTask(
  tx: Tx,
  taskId: string,
  part: string,
  subjects: readonly string[],
): Promise<{ subject: string; subTaskId: string; visitState: string | null }[]> {
  const { rows } = await sql<{ subject: string; subTaskId: string; visitState: string | null }>`
    select o.subject, o.sub_task_id as "subTaskId", v.state as "visitState" from sub_task_object o left join visit v on v.task_id = o.task_id and v.subject = o.subject
    where o.task_id = ${taskId}::uuid and o.part = ${part} and o.subject = any(${[...subjects]}::text[]) order by o.subject`.execute(tx)
  return rows
}

/** Another sub-task takes what no line gives away. */
export async function moveRest(tx: Tx, taskId: string, part: string, to: string): Promise<void> {
  await tx
    .updateTable('sub_task')
    .set({ takes_rest: false })
    .where('task_id', '=', taskId)
    .where('part', '=', part)
    .where('takes_rest', '=', true)
    .execute()
  await tx.updateTable('sub_task').set({ takes_rest: true }).where('id', '=', to).execute()
}

/** By label, the departments at or above a place that keep a special library for it. */
export async function libraryOwners(tx: Tx, place: string, labels: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
  if (labels.length === 0) return new Map()
  const { rows } = await sql<{ label: string; depts: string[] }>`
    select l.name as label, array_agg(distinct y.dept order by y.dept) as depts
    from label l join library_label b on b.label_id = l.id join library y on y.id = b.library_id
    where l.name = any(${[...labels]}::text[]) and y.state = 'active' and (y.org_path = ${place} or ${place} like y.org_path || '.%' or y.org_path like ${`${place}.%`})
    group by l.name`.execute(tx)
  return new Map(rows.map(({ label, depts }) => [label, depts]))
}

/** Where the objects of a task lie that no sub-task of a part was given yet. */
export async function placesToDispatch(tx: Tx, taskId: string, part: string): Promise<string[]> {
  const { rows } = await sql<{ path: string }>`
    select distinct o.region_path as path from task_subject o where o.task_id = ${taskId}::uuid
      and not exists (select from dispatch d where d.task_id = o.task_id and d.part = ${part} and d.subject = o.subject) order by 1`.execute(
    tx,
  )
  return rows.map(({ path }) => path)
}

export async function insertSubTasks(tx: Tx, rows: readonly NewSubTask[], now: string): Promise<void> {
  if (rows.length === 0) return
  await tx
    .insertInto('sub_task')
    .values(
      rows.map((row) => ({
        id: row.id,
        task_id: row.taskId,
        dept: row.office.dept,
        org_path: row.office.path,
        org_name: row.office.name,
        from_path: row.fromPath,
        part: row.part,
        rule: row.rule,
        takes_rest: row.takesRest,
        state: row.state,
        accept_by: row.acceptBy,
        created_at: now,
        updated_at: now,
      })),
    )
    .execute()
}

/** Gives the objects of these places, which nobody was given yet, to sub-tasks. */
export async function dispatchPlaces(
  tx: Tx,
  to: { readonly taskId: string; readonly part: string; readonly byName: string; readonly now: string },
  places: readonly { readonly path: string; readonly subTaskId: string; readonly rule: DispatchRule }[],
): Promise<void> {
  await sql`
    insert into dispatch (subject, task_id, part, seq, sub_task_id, rule, by_name, at)
    select o.subject, o.task_id, ${to.part}, 1, p.sub_task_id, p.rule, ${to.byName}, ${to.now}::timestamptz
    from unnest(${places.map(({ path }) => path)}::text[], ${places.map(({ subTaskId }) => subTaskId)}::uuid[], ${places.map(({ rule }) => rule)}::text[]) as p (path, sub_task_id, rule)
      join task_subject o on o.region_path = p.path
    where o.task_id = ${to.taskId}::uuid
      and not exists (select from dispatch d where d.task_id = o.task_id and d.part = ${to.part} and d.subject = o.subject)`.execute(tx)
}

/** Gives named objects to another sub-task; the newest line counts. */
export async function dispatchObjects(
  tx: Tx,
  to: {
    readonly taskId: string
    readonly part: string
    readonly subTaskId: string
    readonly reason: string
    readonly byName: string
    readonly now: string
  },
  subjects: readonly string[],
): Promise<void> {
  await sql`
    insert into dispatch (subject, task_id, part, seq, sub_task_id, rule, reason, by_name, at)
    select s.subject, ${to.taskId}::uuid, ${to.part},
      1 + coalesce((select max(d.seq) from dispatch d where d.task_id = ${to.taskId}::uuid and d.part = ${to.part} and d.subject = s.subject), 0),
      ${to.subTaskId}::uuid, 'hand', ${to.reason}, ${to.byName}, ${to.now}::timestamptz
    from unnest(${[...subjects]}::text[]) as s (subject)`.execute(tx)
}

/** Counts the objects of every sub-task of a task anew. */
export async function recount(tx: Tx, taskId: string): Promise<void> {
  const { rows } = await sql<{ cut: boolean }>`select exists (select from dispatch where task_id = ${taskId}::uuid) as cut`.execute(tx)
  if (rows[0]?.cut !== true) {
    // Nothing was given away: whoever takes the rest has everything, and half a million objects need not be asked one by one.
    await sql`
      update sub_task set objects = (select count(*)::int from task_subject where task_id = ${taskId}::uuid) where task_id = ${taskId}::uuid and takes_rest`.execute(
      tx,
    )
    return
  }
  await sql`
    update sub_task b set objects = coalesce(n.n, 0)
    from sub_task c left join (select sub_task_id, count(*)::int as n from sub_task_object where task_id = ${taskId}::uuid group by sub_task_id) n on n.sub_task_id = c.id
    where c.task_id = ${taskId}::uuid and b.id = c.id and b.objects <> coalesce(n.n, 0)`.execute(tx)
}

/** The organisation of each of these objects in a part: where it was given to one that is not the task's own. By subject. */
export async function placesGiven(tx: Tx, taskId: string, part: string, subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ subject: string; orgPath: string }>`
    select distinct on (d.subject) d.subject, b.org_path as "orgPath" from dispatch d join sub_task b on b.id = d.sub_task_id
    where d.task_id = ${taskId}::uuid and d.part = ${part} and d.subject = any(${[...subjects]}::text[]) order by d.subject, d.seq desc`.execute(
    tx,
  )
  return new Map(rows.map(({ subject, orgPath }) => [subject, orgPath]))
}

export type PartHeld = {
  readonly part: string
  readonly dept: string
  readonly orgName: string
  readonly below: boolean
  readonly stations: boolean
}

/** By part, the department that carries it out, once the task is dispatched; `below`: organisations below the task's place do, `stations`: none of them is more than 所. */
export async function partsHeld(tx: Tx, taskId: string): Promise<ReadonlyMap<string, PartHeld>> {
  const { rows } = await sql<PartHeld>`
    select b.part, min(b.dept) as dept, min(b.org_name) as "orgName", bool_and(b.org_path <> b.from_path) as below, bool_and(coalesce(o.post, 'office') = 'station') as stations
    from sub_task b left join org o on o.path = b.org_path and o.dept = b.dept
    where b.task_id = ${taskId}::uuid and b.state not in ('returned', 'cancelled') and b.objects > 0 group by b.part`.execute(tx)
  return new Map(rows.map((row) => [row.part, row]))
}

/** Where the live parts of a task are carried out. */
export async function placesOfParts(tx: Tx, taskId: string): Promise<{ readonly orgPath: string; readonly dept: string }[]> {
  return await tx
    .selectFrom('sub_task')
    .select(['org_path as orgPath', 'dept'])
    .where('task_id', '=', taskId)
    .where('state', 'not in', ['returned', 'cancelled'])
    .execute()
}

/** The inspections of these objects are another organisation's, in the ledger too. */
export async function moveVisits(tx: Tx, taskId: string, subjects: readonly string[], to: Pick<Office, 'path' | 'dept'>): Promise<void> {
  await sql`
    with moved as (update visit set org_path = ${to.path}, dept = ${to.dept} where task_id = ${taskId}::uuid and subject = any(${[...subjects]}::text[]) returning subject, id)
    update visit_ledger l set org_path = ${to.path}, dept = ${to.dept} from moved m where l.subject = m.subject and l.visit_id = m.id`.execute(
    tx,
  )
}

/** Under which plan a task was announced; null where it was not. */
export async function publishedPlanOf(
  tx: Tx,
  taskId: string,
): Promise<{ readonly planNo: string | null; readonly planName: string | null } | null> {
  const { rows } = await sql<{ planNo: string | null; planName: string | null }>`
    select plan_no as "planNo", plan_name as "planName" from published.task where id = ${taskId}::uuid`.execute(tx)
  return rows[0] ?? null
}
