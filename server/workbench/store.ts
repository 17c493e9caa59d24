/** SQL of the workbench: what stands where, in sets, each list cut at fifty. Row-level security keeps it to the actor's organisation. */
import { sql } from 'kysely'
import type { TaskSource } from '#core/tasks/source.ts'
import type { Tx } from '#db/connect.ts'

const most = 50

export type Standing = {
  readonly id: string
  readonly name: string
  readonly state: string
  readonly since: string
  readonly due: string | null
}

/** Plans in a state: all of them, the joint ones, or all but those. */
export const plansIn = (tx: Tx, dept: string, states: readonly string[], of: 'all' | 'joint' | 'other' = 'all'): Promise<Standing[]> =>
  rows(
    tx,
    sql`select id, name || ' ' || plan_no as name, state, updated_at as since, null as due from plan where dept = ${dept} and state = any(${[...states]})
      and (${of} = 'all' or (kind = 'joint') = (${of} = 'joint')) order by updated_at limit ${most}`,
  )

/** Tasks in a state that have no open draw of the kind that comes next. */
export const tasksIn = (
  tx: Tx,
  dept: string,
  states: readonly string[],
): Promise<(Standing & { readonly source: TaskSource; readonly frequencyException: object | null })[]> =>
  rows(
    tx,
    sql`select id, name, state, source, case when frequency_exception is not null then jsonb_build_object('code', frequency_exception) end as "frequencyException",
        updated_at as since, from_on as due from task t where state = any(${[...states]})
      and (dept = ${dept} or (state = 'drawn' and exists (select from task_participant p where p.task_id = t.id and p.dept = ${dept})))
      and not exists (select from draw_slot s where s.task_id = t.id and s.dept = ${dept} and (s.open or (s.kind = 'P' and s.state = 'closed'))) order by from_on limit ${most}`,
  )

export type DrawStanding = Standing & {
  readonly pledged: readonly string[]
  readonly revealed: readonly string[]
  readonly voidAsked: boolean
}

/** Open draws with the parties that pledged and revealed. */
export const openDraws = (tx: Tx, dept: string): Promise<DrawStanding[]> =>
  rows(
    tx,
    sql`select s.draw_id as id, t.name, s.state, s.updated_at as since, t.from_on as due,
        array(select e.document ->> 'party' from draw_event e where e.draw_id = s.draw_id and e.type = 'pledge') as pledged,
        array(select e.document ->> 'party' from draw_event e where e.draw_id = s.draw_id and e.type = 'reveal') as revealed,
        exists (select from draw_event e where e.draw_id = s.draw_id and e.type = 'void_request') as "voidAsked"
      from draw_slot s join draw d on d.id = s.draw_id join task t on t.id = s.task_id where s.open and s.dept = ${dept} order by s.updated_at limit ${most}`,
  )

export type VisitGroup = {
  readonly taskId: string
  readonly taskName: string
  readonly state: string
  readonly n: number
  readonly due: string
}

/** Visits by task and state: an officer's own, or those of a department. */
export const visitGroups = (tx: Tx, whose: { officerId: string } | { dept: string }, states: readonly string[]): Promise<VisitGroup[]> =>
  rows(
    tx,
    sql`select v.task_id as "taskId", t.name as "taskName", v.state, count(*)::int as n, min(v.due_on) as due from visit v join task t on t.id = v.task_id
      where v.state = any(${[...states]}) and ${
        'officerId' in whose
          ? sql`exists (select from seat a where a.subject = v.subject and a.task_id = v.task_id and a.officer_id = ${whose.officerId}::uuid and a.role <> 'expert')`
          : sql`v.dept = ${whose.dept}`
      } group by v.task_id, t.name, v.state order by due limit ${most}`,
  )

/** Visits whose result is open and on which this expert has not said anything, by task. */
export const visitsToAdvise = (tx: Tx, officerId: string): Promise<VisitGroup[]> =>
  rows(
    tx,
    sql`select v.task_id as "taskId", t.name as "taskName", v.state, count(*)::int as n, min(v.due_on) as due
      from seat a join visit v on v.subject = a.subject and v.task_id = a.task_id join task t on t.id = v.task_id
      where a.officer_id = ${officerId}::uuid and a.role = 'expert' and v.state in ('assigned', 'returned')
        and not exists (select from expert_opinion o where o.subject = v.subject and o.visit_id = v.id and o.officer_id = a.officer_id)
      group by v.task_id, t.name, v.state order by due limit ${most}`,
  )

/** Requests to replace an officer that wait for somebody other than who asked, by the officer draw they concern. */
export const seatsWaiting = (tx: Tx, dept: string, butBy: string): Promise<(Standing & { readonly n: number })[]> =>
  rows(
    tx,
    sql`select q.draw_id as id, t.name, 'requested' as state, min(q.requested_at) as since, min(t.from_on) as due, count(*)::int as n
      from seat_request q join draw d on d.id = q.draw_id join task t on t.id = q.task_id
      where d.dept = ${dept} and q.requested_by <> ${butBy}::uuid and not exists (select from seat_decision x where x.request_id = q.id)
      group by q.draw_id, t.name order by since limit ${most}`,
  )

export type ItemsWaiting = { readonly list: 'random' | 'key' | 'undisturbed' | 'joint'; readonly n: number }

/** Items and joint items handed in that this person may publish, by list: of the own organisation and below, edited and handed in by others. */
export const itemsToPublish = (tx: Tx, { id, orgPath, dept }: { id: string; orgPath: string; dept: string }): Promise<ItemsWaiting[]> =>
  rows<ItemsWaiting>(
    tx,
    sql`select list, count(*)::int as n from (
        select list_kind as list, org_path, dept, state, authors, submitted_by from item
        union all select 'joint', org_path, dept, state, authors, submitted_by from joint_item) i
      where dept = ${dept} and (org_path = ${orgPath} or org_path like ${`${orgPath}.%`})
        and state = 'submitted' and ${id}::uuid <> all (authors) and submitted_by <> ${id}::uuid
      group by list order by list desc`,
  )

/** Items and joint items of the own organisation that came back with an opinion, by list. */
export const itemsReturned = (tx: Tx, { orgPath, dept }: { orgPath: string; dept: string }): Promise<ItemsWaiting[]> =>
  rows<ItemsWaiting>(
    tx,
    sql`select list, count(*)::int as n from (
        select list_kind as list, org_path, dept, state from item
        union all select 'joint', org_path, dept, state from joint_item) i
      where dept = ${dept} and org_path = ${orgPath} and state = 'returned' group by list order by list desc`,
  )

export const figures = async (tx: Tx, dept: string): Promise<{ openTasks: number; drawn: number; published: number }> => {
  const counted = await rows<{ openTasks: number; drawn: number; published: number }>(
    tx,
    sql`select (select count(*)::int from task where dept = ${dept} and state not in ('done', 'cancelled')) as "openTasks",
      (select coalesce(sum(s.selected), 0)::int from draw_slot s join draw d on d.id = s.draw_id where s.dept = ${dept} and s.kind = 'O' and s.state in ('result', 'closed')) as drawn,
      (select count(*)::int from visit where dept = ${dept} and state = 'published') as published`,
  )
  return counted[0] ?? { openTasks: 0, drawn: 0, published: 0 }
}

async function rows<Row>(tx: Tx, query: ReturnType<typeof sql>): Promise<Row[]> {
  const found = await query.execute(tx)
  return found.rows as Row[] // each caller names the columns it selects
}
