/** Moves the tables of a database to the machines of a Citus cluster, as distribution.ts says. */
import pg from 'pg'
import { type Move, moves, placements } from './distribution.ts'

/**
 * Carries out what has not been carried out before, and answers what stands in the way; when there is anything, nothing was moved. The account may become
 * `mingjian_migrator`; `say` is told each statement as it begins.
 */
export async function distribute(url: string, say: (line: string) => void): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'mingjian distribute' })
  await client.connect()
  try {
    const obstacles = await findObstacles(client)
    if (obstacles.length > 0) return obstacles
    await client.query('set role mingjian_migrator')
    for (const { sql } of await notYetMoved(client)) {
      say(`${sql};`)
      await client.query(sql)
    }
    await client.query(`analyze ${moves.map(({ table }) => table).join(', ')}`)
    return []
  } finally {
    await client.end()
  }
}

/** What has to be done by hand before anything is moved, all of it at once. */
async function findObstacles(client: pg.Client): Promise<readonly string[]> {
  const extension = await client.query("select from pg_extension where extname = 'citus'")
  if (extension.rowCount === 0)
    return [
      'The extension citus is not in this database: on every machine of the cluster set shared_preload_libraries = citus and create extension citus.',
    ]
  const { rows } = await client.query<{ what: string }>(
    `select 'The coordinator does not know itself: select citus_set_coordinator_host(''its name'').' as what
        where not exists (select from pg_dist_node where groupid = 0)
      union all select 'No machine takes shards: select citus_add_node(''its name'', 5432) for each.' where not exists (select from pg_dist_node where shouldhaveshards)
      union all select 'A server still runs (' || string_agg(distinct application_name, ', ') || '): stop it, so that nothing is written meanwhile.'
        from pg_stat_activity where datname = current_database() and application_name like 'mingjian %' and pid <> pg_backend_pid() having count(*) > 0`,
  )
  const { rows: absent } = await client.query<{ name: string }>(
    'select name from unnest($1::text[]) as name where to_regclass(name) is null',
    [Object.keys(placements)],
  )
  const older = `This database is at another migration than this program (no ${absent.map(({ name }) => name).join(', ')}): run bin/migrate.ts.`
  return [...rows.map(({ what }) => what), ...(absent.length === 0 ? [] : [older])]
}

async function notYetMoved(client: pg.Client): Promise<readonly Move[]> {
  const { rows } = await client.query<{ name: string }>(
    "select table_name::text as name from citus_tables where citus_table_type in ('distributed', 'reference')",
  )
  const moved = new Set(rows.map(({ name }) => name))
  return moves.filter(({ table }) => !moved.has(table))
}
