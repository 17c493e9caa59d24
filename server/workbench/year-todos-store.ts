/** SQL of what the year of a bureau puts before people: requests, invitations, filings, parts of tasks. One question per kind; each list cut at fifty. */
import { type RawBuilder, sql } from 'kysely'
import type { Permission } from '#core/access/roles.ts'
import type { Tx } from '#db/connect.ts'

/** What waits, as the workbench shows it: `thing` is a console path, `n` how many stand behind the line. */
export type Waiting = {
  readonly thing: string
  readonly title: string
  readonly why: string
  readonly due: string | null
  readonly since: string
  readonly n: number
}

export type Who = { readonly id: string; readonly orgPath: string; readonly dept: string }

export type YearTodo = { readonly verb: string; readonly permission: Permission; readonly waiting: (who: Who) => RawBuilder<unknown> }

export async function waitingOf(tx: Tx, todo: YearTodo, who: Who): Promise<Waiting[]> {
  const { rows } = await sql<Waiting>`${todo.waiting(who)} limit 50`.execute(tx)
  return rows
}

/** Of the own organisation or one below it. */
const below = (column: RawBuilder<unknown>, { orgPath }: Who) => sql`(${column} = ${orgPath} or ${column} like ${`${orgPath}.%`})`

export const yearTodos: readonly YearTodo[] = [
  {
    verb: 'decide_change',
    permission: 'change.approve',
    waiting: (who) => sql`
      select '/changes/' || id as thing, thing_name as title, 'asked_change' as why, due_on as due, requested_at as since, 1 as n from change_request
      where state = 'requested' and dept = ${who.dept} and ${below(sql`org_path`, who)} and requested_by <> ${who.id}::uuid order by requested_at`,
  },
  {
    verb: 'decide_task',
    permission: 'task.approve',
    waiting: (who) => sql`
      select '/tasks/' || id as thing, name as title, 'submitted' as why, null::date as due, updated_at as since, 1 as n from task
      where state = 'submitted' and dept = ${who.dept} and ${below(sql`org_path`, who)} and created_by <> ${who.id}::uuid
        and submitted_by is distinct from ${who.id}::uuid order by updated_at`,
  },
  {
    verb: 'answer_task',
    permission: 'task.accept',
    waiting: (who) => sql`
      select '/tasks/' || t.id as thing, t.name as title, 'invited' as why, t.from_on as due, t.updated_at as since, 1 as n
      from task_participant p join task t on t.id = p.task_id
      where p.state = 'invited' and p.dept = ${who.dept} and p.org_path = ${who.orgPath} and t.state in ('draft', 'submitted', 'drawn') order by t.updated_at`,
  },
  {
    verb: 'accept_sub_task',
    permission: 'task.accept',
    waiting: (who) => sql`
      select '/sub-tasks/' || b.id as thing, t.name as title, 'dispatched' as why, b.accept_by as due, b.updated_at as since, b.objects as n
      from sub_task b join task t on t.id = b.task_id
      where b.state = 'waiting' and b.dept = ${who.dept} and b.org_path = ${who.orgPath} order by b.accept_by`,
  },
  {
    verb: 'redispatch',
    permission: 'task.dispatch',
    waiting: (who) => sql`
      select '/sub-tasks/' || b.id as thing, t.name as title, 'returned_part' as why, null::date as due, b.updated_at as since, b.objects as n
      from sub_task b join task t on t.id = b.task_id
      where b.state = 'returned' and t.dept = ${who.dept} and b.from_path = ${who.orgPath} order by b.updated_at`,
  },
  {
    verb: 'decide_reuse',
    permission: 'inspection.review',
    waiting: (who) => sql`
      select '/reuses' as thing, '' as title, 'requested_reuse' as why, null::date as due, min(r.requested_at) as since, count(*)::int as n from reuse r
      where r.dept = ${who.dept} and ${below(sql`r.org_path`, who)} and r.requested_by <> ${who.id}::uuid
        and not exists (select from reuse_decision d where d.reuse_id = r.id) having count(*) > 0`,
  },
  {
    verb: 'close_problem',
    permission: 'inspection.review',
    waiting: (who) => sql`
      select '/tasks/' || p.task_id as thing, t.name as title, 'open_problem' as why, t.to_on as due, min(p.opened_at) as since, count(*)::int as n
      from open_problem p join visit v on v.subject = p.subject and v.id = p.visit_id join task t on t.id = p.task_id
      where p.closed_at is null and not exists (select from case_clue c where c.subject = p.subject and c.visit_id = p.visit_id and c.state in ('handed', 'taken'))
        and v.dept = ${who.dept} and ${below(sql`v.org_path`, who)} group by p.task_id, t.name, t.to_on order by t.to_on`,
  },
  {
    verb: 'handle_clue',
    permission: 'case.handle',
    waiting: (who) => sql`
      select '/case-clues?state=live' as thing, '' as title, c.state as why, null::date as due, min(c.handed_at) as since, count(*)::int as n
      from case_clue c join visit v on v.subject = c.subject and v.id = c.visit_id
      where c.state in ('handed', 'taken') and c.to_dept = ${who.dept} and ${below(sql`c.to_org_path`, who)} and c.handed_by <> ${who.id}::uuid
      group by c.state`,
  },
  {
    verb: 'fill_in_rows',
    permission: 'plan.contribute',
    waiting: (who) => sql`
      select '/plan-contributions/' || c.id as thing, p.name as title, 'invited' as why, c.due_on as due, c.invited_at as since, 1 as n
      from plan_contribution c join plan p on p.id = c.plan_id
      where c.state = 'invited' and c.dept = ${who.dept} and c.org_path = ${who.orgPath} and (c.account_id is null or c.account_id = ${who.id}::uuid)
      order by c.due_on`,
  },
  {
    verb: 'take_in_rows',
    permission: 'plan.edit',
    waiting: (who) => sql`
      select '/plans/' || c.plan_id as thing, p.name as title, 'handed_in' as why, null::date as due, min(c.handed_in_at) as since, count(*)::int as n
      from plan_contribution c join plan p on p.id = c.plan_id
      where c.state = 'handed_in' and p.dept = ${who.dept} and p.org_path = ${who.orgPath} group by c.plan_id, p.name order by since`,
  },
  {
    verb: 'answer_plan',
    permission: 'joint.convene',
    waiting: (who) => sql`
      select '/joint-plans/' || a.id as thing, p.name as title, 'invited' as why, a.due_on as due, a.asked_at as since, 1 as n
      from plan_party a join plan p on p.id = a.plan_id
      where a.state = 'invited' and a.dept = ${who.dept} and a.org_path = ${who.orgPath} order by a.due_on`,
  },
  {
    verb: 'accept_filing',
    permission: 'plan.accept',
    waiting: (who) => sql`
      select '/plan-filings' as thing, p.name as title, 'filed' as why, null::date as due, f.filed_at as since, 1 as n
      from plan_filing f join plan p on p.id = f.plan_id
      where f.with_whom = 'superior' and f.to_dept = ${who.dept} and f.to_path = ${who.orgPath}
        and not exists (select from plan_filing_decision d where d.filing_id = f.id)
        and not exists (select from plan_filing n where n.plan_id = f.plan_id and n.with_whom = f.with_whom and n.filed_at > f.filed_at) order by f.filed_at`,
  },
  {
    verb: 'answer_merge',
    permission: 'task.edit',
    waiting: (who) => sql`
      select '/merges/' || m.id as thing, min(y.name) as title, 'invited' as why, null::date as due, m.found_at as since, 1 as n
      from merge_proposal m join merge_party y on y.proposal_id = m.id
      where m.state = 'open' and y.dept = ${who.dept} and y.org_path = ${who.orgPath}
        and not exists (select from merge_answer a where a.proposal_id = m.id and a.org_path = y.org_path and a.dept = y.dept)
      group by m.id, m.found_at order by m.found_at`,
  },
  {
    verb: 'decide_policy',
    permission: 'policy.approve',
    waiting: (who) => sql`
      select '/policy/packs/' || id as thing, place_name as title, 'submitted' as why, valid_from as due, updated_at as since, 1 as n from policy_pack
      where state = 'submitted' and ${below(sql`path`, who)} and created_by <> ${who.id}::uuid and submitted_by is distinct from ${who.id}::uuid order by updated_at`,
  },
  {
    verb: 'decide_template',
    permission: 'policy.approve',
    waiting: (who) => sql`
      select '/documents/templates/' || id as thing, org_name as title, 'submitted' as why, valid_from as due, updated_at as since, 1 as n from document_template
      where state = 'submitted' and dept = ${who.dept} and ${below(sql`org_path`, who)} and ${who.id}::uuid <> all (authors) order by updated_at`,
  },
]
