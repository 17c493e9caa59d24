/** What is usual: one count for each row, and one comparison for each pair of rows or tasks. A few are measured and the rest is reckoned, which is said. */
import pg from 'pg'

export type Naive = { readonly rowSeconds: number; readonly pairSeconds: number }

/** Seconds of a count of the objects of one row, and of the objects that two rows share, each the mean of some, without server and HTTP. */
export async function naiveRows(url: string): Promise<Naive> {
  return withClient(url, async (client) => {
    const tests = ["e.kind = 'enterprise'", "starts_with(e.industry, 'F')", "e.established >= '2010-01-01'"]
    const from =
      "from entity e left join entity_risk r using (subject) where e.state = 'active' and e.region_path >= '62' and e.region_path < '62/'"
    const rowSeconds = await mean(tests, (test) =>
      client.query(`select r.risk_class, e.region_path, count(*) ${from} and ${test} group by 1, 2`),
    )
    const pairSeconds = await mean(tests, (test, i) =>
      client.query(`select count(*) ${from} and ${test} and ${tests[(i + 1) % tests.length]}`),
    )
    return { rowSeconds, pairSeconds }
  })
}

/** Seconds of one comparison of the objects of two tasks, the mean of three hundred. */
export async function naiveTasks(url: string): Promise<number> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ id: string }>("select id from task where task_no like 'B%' order by task_no limit 301")
    const pairs = rows.slice(1).map(({ id }, i) => [rows[i]?.id, id])
    return mean(pairs, ([a, b]) =>
      client.query(
        'select o.subject from drawn_object o join drawn_object p on p.subject = o.subject where o.task_id = $1 and p.task_id = $2',
        [a, b],
      ),
    )
  })
}

async function mean<T>(list: readonly T[], run: (one: T, i: number) => Promise<unknown>): Promise<number> {
  const from = performance.now()
  for (const [i, one] of list.entries()) await run(one, i)
  return (performance.now() - from) / 1000 / list.length
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query("set work_mem = '256MB'")
    return await work(client)
  } finally {
    await client.end()
  }
}
