/** SQL of the search for joint visits: one grouping of the objects of open tasks, never a comparison of each task with each other one. */
import { sql } from 'kysely'
import type { JointVisit, MergeThing } from '#core/plans/merge.ts'
import { visitsSaved } from '#core/plans/merge.ts'
import type { Tx } from '#db/connect.ts'

/** Tasks of a place, of any department, whose objects are drawn or named and not all inspected. */
export async function openTasks(tx: Tx, place: string): Promise<MergeThing[]> {
  const { rows } = await sql<MergeThing>`
    select id, task_no as number, name, org_path as "orgPath", dept, org_name as "orgName", from_on as "from", to_on as "to", item_ids as "itemIds"
    from task where state in ('drawn', 'executing') and (org_path = ${place} or starts_with(org_path, ${`${place}.`})) order by task_no`.execute(
    tx,
  )
  return rows
}

/** A set of tasks that have the same objects, and how many these are. */
export type SharedSet = { readonly tasks: string[]; readonly objects: number }

/**
 * Gathers the objects of the tasks in the temporary table `merge_shared`, which lasts as long as the transaction: each subject once, with all the open
 * tasks that reach it, where they are two or more. Whoever was replaced, inspected or merged already is left out.
 */
export async function gatherShared(tx: Tx, taskIds: readonly string[]): Promise<{ objects: number; sets: SharedSet[] }> {
  await sql`set local work_mem = '256MB'`.execute(tx)
  await sql`create temporary table merge_task on commit drop as select unnest(${[...taskIds]}::uuid[]) as task_id`.execute(tx)
  await sql`create temporary table merge_reach on commit drop as
    select o.subject, o.task_id from drawn_object o join merge_task t on t.task_id = o.task_id join draw_slot s on s.draw_id = o.draw_id and s.state = 'closed'
    union select v.subject, v.task_id from visit v join merge_task t on t.task_id = v.task_id where v.state = 'assigned'`.execute(tx)
  await sql`analyze merge_reach`.execute(tx)
  await sql`create temporary table merge_shared on commit drop as
    select r.subject, array_agg(r.task_id order by r.task_id) as tasks from merge_reach r
    where r.subject in (select subject from merge_reach group by subject having count(*) > 1)
      and not exists (select from visit v where v.subject = r.subject and v.task_id = r.task_id and v.state <> 'assigned')
      and not exists (select from visit_merge m where m.subject = r.subject and m.task_id = r.task_id)
    group by r.subject having count(*) > 1`.execute(tx)
  const { rows: sets } =
    await sql<SharedSet>`select tasks, count(*)::int as objects from merge_shared group by tasks order by tasks`.execute(tx)
  const { rows: reach } = await sql<{ n: number }>`select count(*)::int as n from merge_reach`.execute(tx)
  return { objects: reach[0]?.n ?? 0, sets }
}

/** A proposal as it is found: which of the gathered sets its objects come from. */
export type FoundProposal = { readonly joint: JointVisit; readonly sets: readonly string[][]; readonly objects: number }

/**
 * Writes what was found: a proposal that stands is brought up to date, one that was answered stays as it is, and an open one of the place that was not
 * found again lapses. Answers the ids of those that are open and new.
 */
export async function saveFound(tx: Tx, place: string, found: readonly FoundProposal[], now: string): Promise<string[]> {
  await sql`create temporary table merge_found on commit drop as
    select gen_random_uuid() as id, f.* from jsonb_to_recordset(${JSON.stringify(found.map(asRow))}::jsonb)
      as f(key text, from_on date, to_on date, gap_days int, objects int, saved int)`.execute(tx)
  const added = await sql<{ id: string }>`
    insert into merge_proposal (id, key, source, state, from_on, to_on, gap_days, objects, saved, found_at, updated_at)
    select id, key, 'tasks', 'open', from_on, to_on, gap_days, objects, saved, ${now}, ${now} from merge_found on conflict (key) do nothing returning id`.execute(
    tx,
  )
  await sql`update merge_proposal p set state = 'open', from_on = f.from_on, to_on = f.to_on, gap_days = f.gap_days, objects = f.objects, saved = f.saved,
      updated_at = ${now} from merge_found f where f.key = p.key and (p.state = 'lapsed'
      or p.state = 'open' and (p.from_on, p.to_on, p.objects, p.saved) is distinct from (f.from_on, f.to_on, f.objects, f.saved))`.execute(
    tx,
  )
  await sql`update merge_proposal p set state = 'lapsed', updated_at = ${now}
    where p.state = 'open' and p.source = 'tasks' and not exists (select from merge_found f where f.key = p.key)
      and not exists (select from merge_party m where m.proposal_id = p.id and not (m.org_path = ${place} or starts_with(m.org_path, ${`${place}.`})))`.execute(
    tx,
  )
  await sql`analyze merge_found`.execute(tx)
  await saveParties(tx, found)
  await saveObjects(tx, found)
  return added.rows.map(({ id }) => id)
}

const asRow = ({ joint, objects }: FoundProposal) => ({
  key: joint.key,
  from_on: joint.from,
  to_on: joint.to,
  gap_days: joint.gapDays,
  objects,
  saved: visitsSaved(joint.things.length, objects),
})

async function saveParties(tx: Tx, found: readonly FoundProposal[]): Promise<void> {
  const parties = found.flatMap(({ joint }) =>
    joint.things.map((thing) => ({ key: joint.key, thing_id: thing.id, leads: thing.id === joint.leadId })),
  )
  await sql`delete from merge_party m using merge_proposal p, merge_found f where p.id = m.proposal_id and p.state = 'open' and f.key = p.key`.execute(
    tx,
  )
  await sql`insert into merge_party (proposal_id, thing_id, number, name, org_path, dept, org_name, from_on, to_on, item_ids, leads)
    select p.id, t.id, t.task_no, t.name, t.org_path, t.dept, t.org_name, t.from_on, t.to_on, t.item_ids, f.leads
    from jsonb_to_recordset(${JSON.stringify(parties)}::jsonb) as f(key text, thing_id uuid, leads boolean)
      join merge_proposal p on p.key = f.key and p.state = 'open' join task t on t.id = f.thing_id`.execute(tx)
}

async function saveObjects(tx: Tx, found: readonly FoundProposal[]): Promise<void> {
  const sets = found.flatMap(({ joint, sets: of }) => of.map((tasks) => ({ key: joint.key, tasks: tasks.join() })))
  await sql`delete from merge_object o using merge_proposal p where p.id = o.proposal_id and (p.state = 'lapsed'
    or p.state = 'open' and exists (select from merge_found f where f.key = p.key))`.execute(tx)
  await sql`insert into merge_object (subject, proposal_id)
    select s.subject, p.id from jsonb_to_recordset(${JSON.stringify(sets)}::jsonb) as f(key text, tasks text)
      join merge_proposal p on p.key = f.key and p.state = 'open'
      join merge_shared s on array_to_string(s.tasks, ',') = f.tasks`.execute(tx)
}
