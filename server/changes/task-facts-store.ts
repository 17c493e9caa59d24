/** SQL of what a change of a task is about: what the public reads of it, how much of it is open, whose objects are whose. */
import { sql } from 'kysely'
import type { DrawnOfficer } from '#core/changes/item-fit.ts'
import type { Tx } from '#db/connect.ts'

/** What stands beside the facts of a published task; null where the task is not public. */
export async function announcementOf(tx: Tx, taskId: string): Promise<string | null> {
  const { rows } = await sql<{
    note: string | null
  }>`select coalesce(note, '') as note from published.task where id = ${taskId}::uuid`.execute(tx)
  return rows[0]?.note ?? null
}

/** Inspections of a task that nobody has finished. */
export async function openVisitsOf(tx: Tx, taskId: string, settled: readonly string[]): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from visit where task_id = ${taskId}::uuid and state <> all(${[...settled]}::text[])`.execute(tx)
  return rows[0]?.n ?? 0
}

/** Has a department officers for the task, or a draw of them under way? */
export async function holdsOfficerDraw(tx: Tx, taskId: string, dept: string): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select exists (select from draw_slot where task_id = ${taskId}::uuid and dept = ${dept} and kind = 'P' and state <> 'void') as held`.execute(
    tx,
  )
  return rows[0]?.held === true
}

/** The draw of a department's officers that is not void. */
export async function officerDrawOf(tx: Tx, taskId: string, dept: string): Promise<{ drawId: string; state: string } | null> {
  const row = await tx
    .selectFrom('draw_slot')
    .select(['draw_id as drawId', 'state'])
    .where('task_id', '=', taskId)
    .where('dept', '=', dept)
    .where('kind', '=', 'P')
    .where('state', '<>', 'void')
    .executeTakeFirst()
  return row ?? null
}

/** A draw of officers of any department that is neither closed nor void. */
export async function openOfficerDraw(tx: Tx, taskId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('draw_slot')
    .select('draw_id as drawId')
    .where('task_id', '=', taskId)
    .where('kind', '=', 'P')
    .where('state', 'not in', ['closed', 'void'])
    .executeTakeFirst()
  return row?.drawId ?? null
}

/** Who is on the teams of a department now, each once, with what the rules of matching ask about. */
export async function teamOf(tx: Tx, taskId: string, dept: string): Promise<DrawnOfficer[]> {
  const { rows } = await sql<DrawnOfficer>`
    select o.name, o.population, case when o.item_scope = '{}' then array['*'] else o.item_scope end as "itemScope", o.qualifications, o.expertise
    from officer o where o.id in (select officer_id from seat where task_id = ${taskId}::uuid and dept = ${dept}) order by o.name, o.id`.execute(
    tx,
  )
  return rows
}

/** Objects of a task of which somebody entered a result, or whose visit ended with the result of another body. */
export async function inspectedOf(tx: Tx, taskId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from visit where task_id = ${taskId}::uuid and state not in ('assigned', 'replaced', 'cancelled')`.execute(tx)
  return rows[0]?.n ?? 0
}

/** Notices of the inspections of a task that are not void. */
export async function noticesOf(tx: Tx, taskId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from issued_document d where d.task_id = ${taskId}::uuid and d.kind = 'notice'
      and not exists (select from document_void v where v.document_id = d.id)`.execute(tx)
  return rows[0]?.n ?? 0
}

/** General items among these that have a cap, in the order asked for. */
export async function cappedItems(tx: Tx, ids: readonly string[]): Promise<{ name: string; capPpm: number }[]> {
  const { rows } = await sql<{ name: string; capPpm: number }>`
    select i.name, i.ratio_cap_ppm as "capPpm" from unnest(${[...ids]}::uuid[]) with ordinality as x (id, n) join item i on i.id = x.id
    where i.item_class = 'general' and i.ratio_cap_ppm is not null order by x.n`.execute(tx)
  return rows
}

/** Code and name of items, in the order asked for. */
export async function itemNames(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select i.code || ' ' || i.name as name from unnest(${[...ids]}::uuid[]) with ordinality as x (id, n) join item i on i.id = x.id order by x.n`.execute(
    tx,
  )
  return rows.map(({ name }) => name)
}

export type PartObject = {
  readonly subject: string
  readonly name: string
  readonly regionName: string
  readonly orgName: string
}

/** Objects of one part of a task with who carries them out; those named, or the first that match a word and have no result. */
export async function objectsOfPart(
  tx: Tx,
  { taskId, part }: { readonly taskId: string; readonly part: string },
  wanted: { readonly subjects: readonly string[] } | { readonly q: string; readonly most: number },
): Promise<PartObject[]> {
  const which =
    'subjects' in wanted
      ? sql`o.subject = any(${[...wanted.subjects]}::text[])`
      : sql`(${wanted.q} = '' or position(${wanted.q} in o.name) > 0 or starts_with(o.subject, ${wanted.q})) and coalesce(v.state, 'assigned') = 'assigned'`
  const { rows } = await sql<PartObject>`
    select o.subject, o.name, o.region_name as "regionName", s.org_name as "orgName"
    from sub_task_object o join sub_task s on s.id = o.sub_task_id left join visit v on v.task_id = o.task_id and v.subject = o.subject
    where o.task_id = ${taskId}::uuid and o.part = ${part} and ${which}
    order by o.order_no, o.subject limit ${'most' in wanted ? wanted.most : 500}`.execute(tx)
  return rows
}

export type TargetOrg = { readonly orgId: string; readonly dept: string; readonly orgName: string; readonly orgPath: string }

/** Organisations that could inspect objects of a task: those at its place and below it. */
export async function targetsOf(tx: Tx, orgPath: string): Promise<TargetOrg[]> {
  const { rows } = await sql<TargetOrg>`
    select id as "orgId", dept, name as "orgName", path as "orgPath" from org
    where path = ${orgPath} or path like ${`${orgPath}.%`} order by path, dept limit 500`.execute(tx)
  return rows
}
