import { Logger, runOnce } from 'graphile-worker'
import { describe, expect, test } from 'vitest'
import { testDatabase } from '#test/database.ts'

const { pools, url } = await testDatabase()
const denied = { code: '42501' }

const roleOf = async (pool: keyof Omit<typeof pools, 'close'>) => (await pools[pool].query('select current_user as role')).rows[0].role

test('each pool logs in as its own role', async () => {
  expect(
    await Promise.all([roleOf('app'), roleOf('jobs'), roleOf('auth'), roleOf('portal'), roleOf('exchange'), roleOf('migrator')]),
  ).toEqual(['mingjian_app', 'mingjian_app', 'mingjian_app', 'mingjian_portal', 'mingjian_exchange', 'mingjian_migrator'])
})

describe('the application', () => {
  test('reads the register', async () => {
    expect((await pools.app.query('select from entity')).rowCount).toBe(0)
  })

  test('cannot change or remove evidence', async () => {
    for (const table of ['record', 'record_seal', 'draw', 'draw_event', 'result', 'review', 'drawn_object', 'assignment']) {
      const { rows } = await pools.migrator.query(
        `select has_table_privilege('mingjian_app', $1, 'INSERT') as insert, has_table_privilege('mingjian_app', $1, 'UPDATE, DELETE, TRUNCATE') as change`,
        [table],
      )
      expect({ table, ...rows[0] }).toEqual({ table, insert: true, change: false })
    }
    await expect(pools.app.query(`update record set verb = 'other'`)).rejects.toMatchObject(denied)
    await expect(pools.app.query('delete from record')).rejects.toMatchObject(denied)
    await expect(pools.app.query('truncate record')).rejects.toMatchObject(denied)
  })

  test('has no DDL', async () => {
    await expect(pools.app.query('create table mine (id int)')).rejects.toMatchObject(denied)
    await expect(pools.app.query('create schema mine')).rejects.toMatchObject(denied)
    await expect(pools.app.query('alter table record disable trigger all')).rejects.toMatchObject(denied)
    await expect(pools.app.query('drop table record')).rejects.toMatchObject(denied)
    await expect(pools.app.query('create role mine')).rejects.toMatchObject(denied)
  })

  test('makes temporary tables, for the staging of an import', async () => {
    const client = await pools.jobs.connect()
    try {
      await client.query('begin; create temporary table staging (line text) on commit drop; insert into staging values ($$a$$); commit')
    } finally {
      client.release()
    }
  })

  test('enqueues a job in its own transaction, and the job is seen only after the commit', async () => {
    const client = await pools.app.connect()
    const jobs = async () =>
      (await pools.jobs.query(`select count(*) from graphile_worker.jobs where task_identifier = 'noop'`)).rows[0].count
    try {
      await client.query(`begin; select graphile_worker.add_job('noop', '{}'::json)`)
      expect(await jobs()).toBe(0)
      await client.query('commit')
      expect(await jobs()).toBe(1)
    } finally {
      client.release()
    }
  })

  test('runs its jobs, without any right to change the queue itself', async () => {
    const seen: unknown[] = []
    await pools.app.query(`select graphile_worker.add_job('greet', '{"name": "明"}'::json)`)
    await runOnce({ pgPool: pools.jobs, taskList: { greet: (payload) => void seen.push(payload) }, logger: new Logger(() => () => {}) })
    expect(seen).toEqual([{ name: '明' }])
    await expect(pools.jobs.query('drop table graphile_worker._private_jobs')).rejects.toMatchObject(denied)
  })

  test('is stopped after five seconds in one statement; a job is not', async () => {
    const limit = async (pool: 'app' | 'jobs') => (await pools[pool].query(`select current_setting('statement_timeout') as t`)).rows[0].t
    expect([await limit('app'), await limit('jobs')]).toEqual(['5s', '0'])
  })
})

describe('the portal', () => {
  test('reads what is published', async () => {
    expect((await pools.portal.query('select from result')).rowCount).toBe(0)
    expect((await pools.portal.query('select current_schema as schema')).rows).toEqual([{ schema: 'published' }])
  })

  test('can read no table of the schemas public, auth and graphile_worker, but the vocabulary', async () => {
    const { rows } = await pools.migrator.query(`
      select format('%I.%I', nspname, relname) as name from pg_class join pg_namespace n on n.oid = relnamespace
      where nspname in ('public', 'auth', 'graphile_worker') and relkind in ('r', 'v', 'm', 'p') and has_table_privilege('mingjian_portal', pg_class.oid, 'SELECT, INSERT, UPDATE, DELETE')`)
    expect(rows).toEqual([{ name: 'public.result_type' }])
    await expect(pools.portal.query('select * from public.entity')).rejects.toMatchObject(denied)
    await expect(pools.portal.query('select * from auth.user')).rejects.toMatchObject(denied)
  })

  test('writes nothing', async () => {
    await expect(pools.portal.query('delete from published.drawn')).rejects.toMatchObject({ code: '25006' })
    await expect(pools.portal.query('set transaction_read_only = off; delete from published.drawn')).rejects.toMatchObject(denied)
    await expect(pools.portal.query('create temporary table mine (id int)')).rejects.toMatchObject({ code: '25006' })
  })
})

test('a partner feed reads nothing until a migration grants it', async () => {
  const { rows } = await pools.migrator.query(`
    select relname from pg_class join pg_namespace n on n.oid = relnamespace
    where nspname in ('public', 'auth', 'published', 'graphile_worker') and relkind = 'r' and has_table_privilege('mingjian_exchange', pg_class.oid, 'SELECT')`)
  expect(rows).toEqual([])
})

test('no role of the product can log in without a password over the network', async () => {
  for (const role of ['mingjian_app', 'mingjian_portal', 'mingjian_exchange', 'mingjian_migrator']) {
    const { default: pg } = await import('pg')
    const client = new pg.Client({ connectionString: Object.assign(new URL(url), { username: role, password: '' }).href })
    await expect(client.connect()).rejects.toThrow(/password/)
  }
})
