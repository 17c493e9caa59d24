/** SQL of deadlines: what is open and has a day, one question for each kind. What passed two months ago has been told, and is not asked for again. */
import { type RawBuilder, sql } from 'kysely'
import type { DeadlineKind } from '#core/deadlines/deadline.ts'
import type { Tx } from '#db/connect.ts'

export type Place = { readonly orgPath: string; readonly dept: string }

/** `since`: the day from which the working days of the policy are counted, where the day itself is not written anywhere. */
export type Watched = Place & {
  readonly thing: string
  /** What exactly the day belongs to: a plan has many rows. */
  readonly about: string
  readonly name: string
  readonly objects: number | null
  /** The one person who acts, where it is one; else whoever may at the place. */
  readonly accountId?: string | null
  /** Another place that waits for it; absent: none. */
  readonly waitPath?: string
  readonly waitDept?: string
} & ({ readonly dueOn: string } | { readonly since: string })

/** How many are in hand at once: a province has tens of thousands. */
const most = 5000

/** Everything of a kind that is near `day` or just past, some thousands at a time, each once. */
export async function* watchedOf(tx: Tx, kind: DeadlineKind, day: string): AsyncGenerator<readonly Watched[]> {
  let after: Watched | null = null
  do {
    const beyond: RawBuilder<unknown> =
      after === null ? sql`true` : sql`(s.about, s."orgPath", s.dept) > (${after.about}, ${after.orgPath}, ${after.dept})`
    const { rows }: { readonly rows: readonly Watched[] } = await sql<Watched>`
      select * from (${sources[kind](day)}) s where ${beyond} order by s.about, s."orgPath", s.dept limit ${most}`.execute(tx)
    yield rows
    after = rows.length === most ? (rows.at(-1) ?? null) : null
  } while (after !== null)
}

const near = (column: RawBuilder<unknown>, day: string) => sql`${column} between ${day}::date - 60 and ${day}::date + 120`

const sources: Readonly<Record<DeadlineKind, (day: string) => RawBuilder<unknown>>> = {
  // A row that has a task is the task's matter.
  plan_row: (day) => sql`
    select r.org_path as "orgPath", r.dept, 'plan:' || r.plan_id as thing, 'plan_row:' || r.id as about, r.name, null::int as objects, r.to_on as "dueOn"
    from plan_row_in_force r where ${near(sql`r.to_on`, day)}
      and not exists (select from task t where t.plan_row_id = r.id and t.state <> 'cancelled')`,
  task_window: (day) => sql`
    select org_path as "orgPath", dept, 'task:' || id as thing, 'task:' || id as about, name, null::int as objects, to_on as "dueOn"
    from task where state not in ('done', 'cancelled') and ${near(sql`to_on`, day)}`,
  // By the first day of the inspection, in each department that has none yet.
  officer_draw: (day) => sql`
    select d.org_path as "orgPath", d.dept, 'task:' || t.id as thing, 'task:' || t.id || ' ' || d.dept as about, t.name, null::int as objects, t.from_on as "dueOn"
    from task t cross join lateral (
        select t.org_path, t.dept union all
        select p.org_path, p.dept from task_participant p where p.task_id = t.id and p.state <> 'declined') d
    where t.state = 'drawn' and ${near(sql`t.from_on`, day)}
      and not exists (select from draw_slot s where s.task_id = t.id and s.dept = d.dept and s.kind = 'P' and s.state = 'closed')`,
  sub_task: (day) => sql`
    select b.org_path as "orgPath", b.dept, 'sub_task:' || b.id as thing, 'sub_task:' || b.id as about, t.name || '（' || b.org_name || '）' as name, b.objects, b.accept_by as "dueOn",
      t.org_path as "waitPath", t.dept as "waitDept"
    from sub_task b join task t on t.id = b.task_id where b.state = 'waiting' and ${near(sql`b.accept_by`, day)}`,
  // Counted from the day of the inspection, the earlier of the two days that rules name (domain.md §10).
  result: (day) => sql`
    select v.org_path as "orgPath", v.dept, 'task:' || v.task_id as thing, 'result:' || v.task_id || ' ' || r.date as about, t.name, count(*)::int as objects, r.date as since
    from visit v join task t on t.id = v.task_id
      join lateral (select date from result x where x.subject = v.subject and x.visit_id = v.id order by version desc limit 1) r on true
    where v.state in ('submitted', 'returned') and r.date between ${day}::date - 120 and ${day}::date
    group by v.org_path, v.dept, v.task_id, t.name, r.date`,
  change: (day) => sql`
    select org_path as "orgPath", dept, 'change:' || id as thing, 'change:' || id as about, thing_name as name, null::int as objects, due_on as "dueOn"
    from change_request where state = 'requested' and ${near(sql`due_on`, day)}`,
  // The level above has not answered the newest filing of a plan.
  filing: (day) => sql`
    select f.to_path as "orgPath", f.to_dept as dept, 'plan:' || f.plan_id as thing, 'filing:' || f.id as about, p.name, null::int as objects, f.filed_on as since,
      p.org_path as "waitPath", p.dept as "waitDept"
    from plan_filing f join plan p on p.id = f.plan_id
    where f.with_whom = 'superior' and f.filed_on between ${day}::date - 120 and ${day}::date
      and not exists (select from plan_filing_decision d where d.filing_id = f.id)
      and not exists (select from plan_filing n where n.plan_id = f.plan_id and n.with_whom = f.with_whom and n.filed_at > f.filed_at)`,
  party: (day) => sql`
    select a.org_path as "orgPath", a.dept, 'plan:' || a.plan_id as thing, 'party:' || a.id as about, p.name, null::int as objects, a.due_on as "dueOn",
      p.org_path as "waitPath", p.dept as "waitDept"
    from plan_party a join plan p on p.id = a.plan_id where a.state = 'invited' and ${near(sql`a.due_on`, day)}`,
  contribution: (day) => sql`
    select c.org_path as "orgPath", c.dept, c.account_id as "accountId", 'plan:' || c.plan_id as thing, 'contribution:' || c.id as about, p.name,
      null::int as objects, c.due_on as "dueOn", p.org_path as "waitPath", p.dept as "waitDept"
    from plan_contribution c join plan p on p.id = c.plan_id where c.state = 'invited' and ${near(sql`c.due_on`, day)}`,
}
