/** Open tasks of four departments in every county of the province, each with objects that it has drawn, written past the house: a year of draws takes hours. */
import pg from 'pg'

/** Copies a task as many times as wanted over counties, departments and the year, with about so many objects each; answers how many were drawn. */
export async function fillTasks(
  url: string,
  templateId: string,
  { tasks, objects }: { readonly tasks: number; readonly objects: number },
): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query("set work_mem = '256MB'")
    await client.query(`create temp table place as select path, row_number() over (order by path) - 1 as no, count(*) over () as places
      from region where level = 'county' and path like '62.%'`)
    await client.query(`create temp table bench_task as select gen_random_uuid() as id, i, p.path, (array['scjg', 'xfjy', 'yjgl', 'sthj'])[1 + (i / p.places) % 4] as dept,
        date '2026-01-01' + (i * 7 % 330)::int as from_on, date '2026-01-01' + (i * 7 % 330)::int + 30 as to_on
      from generate_series(0, ${tasks} - 1) as i join place p on p.no = i % p.places`)
    await client.query(
      `insert into task (id, task_no, plan_row_id, name, state, org_path, dept, org_name, from_on, to_on, item_ids, filter, stratify_by, strata, exclude_open_visits,
          officers_per_object, suite, created_by, created_by_name)
        select b.id, 'B' || lpad(b.i::text, 8, '0'), t.plan_row_id, '第' || b.i || '项任务', 'drawn', b.path, b.dept, b.dept || '局', b.from_on, b.to_on, t.item_ids, t.filter,
          t.stratify_by, t.strata, t.exclude_open_visits, t.officers_per_object, t.suite, t.created_by, t.created_by_name from bench_task b cross join task t where t.id = $1`,
      [templateId],
    )
    await client.query(`insert into draw (id, task_id, kind, serial, org_path, dept, org_name, suite, mode, created_by, created_by_name, created_at)
      select 'bench-' || i, id, 'O', 1, path, dept, '', 'sha256', 'open', gen_random_uuid(), 'bench', now() from bench_task`)
    await client.query(
      `insert into draw_slot (draw_id, task_id, kind, dept, state, open) select 'bench-' || i, id, 'O', dept, 'closed', false from bench_task`,
    )
    // Ten thousand objects of each county stand to be drawn, as many of them for each task as wanted, by a hash of object and task.
    await client.query(`create temp table pool as select subject, name, region_path from (select subject, name, region_path,
        row_number() over (partition by region_path order by subject) as n from entity where state = 'active') as e where n <= 10000`)
    const { rowCount } =
      await client.query(`insert into drawn_object (subject, draw_id, task_id, order_no, stratum, leaf, ticket, name, region_path, region_name)
      select p.subject, 'bench-' || b.i, b.id, 0, 's1', '', '', p.name, p.region_path, '' from bench_task b join pool p on p.region_path = b.path
      where abs(hashtextextended(p.subject, b.i)) % 10000 < ${objects}`)
    await client.query('analyze task; analyze draw_slot; analyze drawn_object')
    return rowCount ?? 0
  } finally {
    await client.end()
  }
}
