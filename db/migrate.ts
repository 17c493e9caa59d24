/** Brings a database to the schema of this code: roles, numbered forward-only SQL, and the job queue's own schema. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runMigrations } from 'graphile-worker'
import pg from 'pg'
import { roleOptions } from './connect.ts'

export type MigrateOptions = {
  /** An account that is superuser, or may create roles and owns the database, or is mingjian_migrator with db/roles.sql run by a DBA. */
  readonly url: string
  /** Folder of NNNN_name.sql; ours unless a test says otherwise. */
  readonly folder?: string
}

export type Migrated = { readonly applied: readonly string[]; readonly version: number }

export type MigrationFailureCode =
  | 'database_newer'
  | 'database_too_old'
  | 'migration_altered'
  | 'migration_failed'
  | 'migration_numbering'
  | 'roles_missing'

export type MigrationFailure = Error & { readonly code: MigrationFailureCode }

/**
 * Applies what is missing and answers its names. Two starts at once are served one after the other by an advisory lock. Throws a
 * `MigrationFailure` whose message says what to do; each migration is one transaction, so a failed one leaves nothing behind.
 */
export const migrate = async ({ url, folder = ourFolder }: MigrateOptions): Promise<Migrated> => {
  const files = readMigrations(folder)
  const client = new pg.Client({ connectionString: url, application_name: 'mingjian migrate' })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await assertServer(client)
    await ensureRoles(client)
    await client.query('set role mingjian_migrator')
    await client.query(migrationTable)
    const applied = await applyMissing(client, files)
    await migrateJobs(client, url)
    return { applied, version: files.at(-1)?.number ?? 0 }
  } finally {
    // Ends the session, and with it the lock.
    await client.end()
  }
}

const ourFolder = fileURLToPath(new URL('./migrations', import.meta.url))

/** "MiGr" in ASCII. */
const migrationLock = 0x4d694772

type MigrationFile = { readonly number: number; readonly name: string; readonly sql: string; readonly sha256: string }

const readMigrations = (folder: string): readonly MigrationFile[] => {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()
    .map((name, index) => {
      const number = Number(/^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1] ?? Number.NaN)
      if (number !== index + 1) {
        throw failure(
          'migration_numbering',
          `db/migrations/${name} should be number ${String(index + 1).padStart(4, '0')}: files are NNNN_name.sql without gaps or doubles.`,
        )
      }
      // A checkout with CRLF line ends is the same migration.
      const sql = readFileSync(`${folder}/${name}`, 'utf8').replaceAll('\r\n', '\n')
      return { number, name, sql, sha256: createHash('sha256').update(sql).digest('hex') }
    })
  return files
}

const assertServer = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ version: string; encoding: string }>(
    `select current_setting('server_version_num') as version, current_setting('server_encoding') as encoding`,
  )
  const [row] = rows
  if (Number(row?.version) < 150_000)
    throw failure('database_too_old', `DATABASE_URL is a PostgreSQL ${Number(row?.version) / 10_000}; Mingjian needs 15 or newer.`)
  if (row?.encoding !== 'UTF8')
    throw failure('database_too_old', `The database is encoded in ${row?.encoding}; create it with ENCODING 'UTF8'.`)
}

const ensureRoles = async (client: pg.Client): Promise<void> => {
  const { rows } = await client.query<{ there: boolean }>(`
    select count(*) = 4
      and bool_and(pg_has_role(rolname, 'MEMBER'))
      and bool_and(rolname <> 'mingjian_migrator' or (has_database_privilege(rolname, current_database(), 'CREATE') and has_schema_privilege(rolname, 'public', 'CREATE')))
      and bool_and(has_database_privilege(rolname, current_database(), 'CONNECT') and has_schema_privilege(rolname, 'public', 'USAGE')) as there
    from pg_roles where rolname in ('mingjian_migrator', 'mingjian_app', 'mingjian_portal', 'mingjian_exchange')`)
  // A fresh database lets everyone connect, so the migrator's right to create is what tells that roles.sql has been here.
  if (rows[0]?.there) return
  const sql = readFileSync(new URL('./roles.sql', import.meta.url), 'utf8')
  for (let tries = 1; ; tries++) {
    try {
      await client.query(`begin; ${sql}; commit`)
      return
    } catch (error) {
      await client.query('rollback')
      const code = error instanceof pg.DatabaseError ? error.code : undefined
      // XX000 "tuple concurrently updated": another database of the same server is granting the same roles.
      if ((code === 'XX000' || code === '40001' || code === '40P01') && tries < 5) continue
      if (code === '42501') {
        throw failure(
          'roles_missing',
          'The account in DATABASE_URL may not prepare the roles. Let a DBA run db/roles.sql once in this database as superuser, and grant mingjian_migrator to the account.',
          error,
        )
      }
      throw error
    }
  }
}

const migrationTable = `
  create table if not exists migration (
    number integer primary key,
    name text not null,
    sha256 text not null,
    applied_at timestamptz not null default now()
  );
  comment on table migration is 'The migrations that made this database, each with the SHA-256 of its file.';
  grant select on migration to mingjian_app;`

const applyMissing = async (client: pg.Client, files: readonly MigrationFile[]): Promise<readonly string[]> => {
  const { rows: done } = await client.query<{ number: number; name: string; sha256: string }>(
    'select number, name, sha256 from migration order by number',
  )
  assertSameHistory(done, files)
  const missing = files.slice(done.length)
  for (const file of missing) {
    try {
      await client.query('begin')
      await client.query(file.sql)
      await client.query('insert into migration (number, name, sha256) values ($1, $2, $3)', [file.number, file.name, file.sha256])
      await client.query('commit')
    } catch (error) {
      await client.query('rollback').catch(() => {})
      throw failure(
        'migration_failed',
        `db/migrations/${file.name} failed and left nothing behind: ${message(error)}${lineOf(error, file.sql)}`,
        error,
      )
    }
  }
  return missing.map(({ name }) => name)
}

const assertSameHistory = (done: readonly { number: number; name: string; sha256: string }[], files: readonly MigrationFile[]): void => {
  for (const [index, row] of done.entries()) {
    const file = files[index]
    if (file === undefined) {
      throw failure(
        'database_newer',
        `This database has been brought to ${row.name} or beyond by a newer Mingjian; this one knows ${files.length} migrations. Start the newer version, or restore the backup made before the update.`,
      )
    }
    if (file.number !== row.number || file.name !== row.name || file.sha256 !== row.sha256) {
      throw failure(
        'migration_altered',
        `db/migrations/${file.name} is not the file that was applied to this database as ${row.name}. Migrations never change: put the file back (git checkout) and write a new one. For a demo database, remove its data directory instead.`,
      )
    }
  }
}

/** graphile-worker brings its own migrations; they run as the migrator too, and the application gets the rows but no DDL. */
const migrateJobs = async (client: pg.Client, url: string): Promise<void> => {
  const pool = new pg.Pool({
    connectionString: url,
    options: roleOptions({ role: 'mingjian_migrator' }),
    max: 1,
    application_name: 'mingjian migrate',
  })
  pool.on('error', () => {})
  pool.on('connect', (connection) => connection.on('error', () => {}))
  try {
    await runMigrations({ pgPool: pool, taskList: {} })
  } finally {
    await pool.end()
  }
  await client.query(jobGrants)
}

/** The job tables have row-level security without a policy, which would show the application an empty queue. */
const jobGrants = `
  do $$
  declare
    job_table record;
  begin
    for job_table in select relname, relrowsecurity from pg_class where relnamespace = 'graphile_worker'::regnamespace and relkind = 'r' loop
      if job_table.relrowsecurity and not exists (
        select from pg_policies where schemaname = 'graphile_worker' and tablename = job_table.relname and policyname = 'mingjian_app'
      ) then
        execute format('create policy mingjian_app on graphile_worker.%I to mingjian_app using (true) with check (true)', job_table.relname);
      end if;
    end loop;
  end $$;
  grant usage on schema graphile_worker to mingjian_app;
  grant select, insert, update, delete on all tables in schema graphile_worker to mingjian_app;
  revoke insert, update, delete on graphile_worker.migrations from mingjian_app;
  grant usage on all sequences in schema graphile_worker to mingjian_app;
  grant execute on all functions in schema graphile_worker to mingjian_app;`

const failure = (code: MigrationFailureCode, sentence: string, cause?: unknown): MigrationFailure =>
  Object.assign(new Error(`${sentence} [${code}]`, { cause }), { name: 'MigrationFailure', code })

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const lineOf = (error: unknown, sql: string): string => {
  const position = error instanceof pg.DatabaseError ? Number(error.position) : Number.NaN
  return Number.isNaN(position) ? '' : ` (line ${sql.slice(0, position).split('\n').length})`
}
