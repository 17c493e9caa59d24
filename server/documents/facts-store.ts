/** SQL of what papers state: the issuing organisation, a task with its plan, certificates of a team, and which visits lie ahead. */
import { sql } from 'kysely'
import type { Method } from '#core/inspections/outcomes.ts'
import type { TaskOrigin, TaskSource } from '#core/tasks/source.ts'
import type { Tx } from '#db/connect.ts'

export type Issuer = { readonly orgPath: string; readonly dept: string; readonly name: string; readonly shortName: string }

/** The organisation of a department at a place. A thing whose organisation is gone speaks by the name it was given. */
export async function issuerOf(tx: Tx, of: { readonly orgPath: string; readonly dept: string; readonly orgName: string }): Promise<Issuer> {
  const org = await tx
    .selectFrom('org')
    .select(['name', 'short_name as shortName'])
    .where('path', '=', of.orgPath)
    .where('dept', '=', of.dept)
    .executeTakeFirst()
  return { orgPath: of.orgPath, dept: of.dept, name: org?.name ?? of.orgName, shortName: org?.shortName ?? of.orgName }
}

export type TaskFacts = {
  readonly id: string
  readonly taskNo: string
  readonly name: string
  readonly state: string
  readonly source: TaskSource
  readonly directed: boolean
  readonly objectScope: string
  readonly orgPath: string
  readonly dept: string
  readonly orgName: string
  readonly from: string
  readonly to: string
  readonly itemIds: string[]
  readonly mode: 'open' | 'sealed'
  readonly origin: TaskOrigin | null
  readonly approvalNo: string | null
  readonly planNo: string | null
  readonly planName: string | null
  /** Of the plan row; empty where the task has none. */
  readonly methods: Method[]
  /** When the announcement, or its newest correction, became public. */
  readonly announcedAt: string | null
  /** Other organisations that take part. */
  readonly partners: string[]
}

/** Whoever may still answer before the lock counts; who was invited after it counts when it has accepted. */
const takesPart = sql`(o.state = 'accepted' or (o.state = 'invited' and t.state <> 'drawn'))`

export async function taskFacts(tx: Tx, id: string): Promise<TaskFacts | null> {
  const { rows } = await sql<TaskFacts>`
    select t.id, t.task_no as "taskNo", t.name, t.state, t.source, t.directed, t.object_scope as "objectScope", t.org_path as "orgPath", t.dept,
      t.org_name as "orgName", t.from_on as "from", t.to_on as "to", t.mode, t.origin, t.approval_no as "approvalNo", p.plan_no as "planNo", p.name as "planName",
      t.item_ids || array(select unnest(o.item_ids) from task_participant o where o.task_id = t.id and ${takesPart} order by o.dept) as "itemIds",
      coalesce(r.methods, '{}') as methods, (select a.published_at from published.task a where a.id = t.id) as "announcedAt",
      array(select o.org_name from task_participant o where o.task_id = t.id and ${takesPart} order by o.dept) as partners
    from task t left join plan_row r on r.id = t.plan_row_id left join plan p on p.id = r.plan_id where t.id = ${id}::uuid`.execute(tx)
  return rows[0] ?? null
}

/** Who holds which certificate for the department in whose name they inspect: officer → number. */
export async function certificatesOf(tx: Tx, officerIds: readonly string[], dept: string): Promise<ReadonlyMap<string, string>> {
  if (officerIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; no: string }>`
    select distinct on (officer_id) officer_id as id, certificate_no as no from officer_certificate
    where officer_id = any(${[...officerIds]}::uuid[]) and state = 'valid' order by officer_id, (dept = ${dept}) desc, valid_to desc, certificate_no`.execute(
    tx,
  )
  return new Map(rows.map(({ id, no }) => [id, no]))
}

export type ObjectFacts = { readonly subject: string; readonly name: string; readonly regionName: string }

/** Whom a task inspects: in the order of the draw, or by code where the order would tell a ticket (sealed draws). */
export async function objectsOfTask(tx: Tx, task: Pick<TaskFacts, 'id' | 'mode'>, most: number): Promise<ObjectFacts[]> {
  const order = task.mode === 'open' ? sql`order_no, subject` : sql`subject`
  const { rows } = await sql<ObjectFacts>`
    select subject, name, region_name as "regionName" from task_subject where task_id = ${task.id}::uuid order by ${order} limit ${most}`.execute(
    tx,
  )
  return rows
}

export async function countObjects(tx: Tx, taskId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from task_subject where task_id = ${taskId}::uuid`.execute(tx)
  return rows[0]?.n ?? 0
}

/** Visits of a task for which somebody still has to go, from one id on. */
export async function visitsAhead(tx: Tx, taskId: string, after: string | null, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from visit where task_id = ${taskId}::uuid and state = 'assigned' and (${after}::uuid is null or id > ${after}::uuid)
    order by id limit ${limit}`.execute(tx)
  return rows.map(({ id }) => id)
}

export async function countVisitsAhead(tx: Tx, taskId: string): Promise<number> {
  const { rows } = await sql<{
    n: number
  }>`select count(*)::int as n from visit where task_id = ${taskId}::uuid and state = 'assigned'`.execute(tx)
  return rows[0]?.n ?? 0
}

/** Departments of a joint plan that take part. */
export async function departmentsOfPlan(tx: Tx, planId: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select distinct x ->> 'orgName' as name from plan_row_in_force r, jsonb_array_elements(r.row -> 'parties') x where r.plan_id = ${planId}::uuid order by 1`.execute(
    tx,
  )
  return rows.map(({ name }) => name)
}
