import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { createPools } from '#db/connect.ts'
import { migrate } from '#db/migrate.ts'

const server = new pg.Pool({ connectionString: Object.assign(new URL(inject('databaseUrl')), { pathname: '/postgres' }).href, max: 1 })
let folder = ''
let url = ''
let serial = 0

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mingjian-migrations-'))
  const name = `migrate_${process.pid}_${++serial}`
  await server.query(`create database ${name} template template0`)
  url = Object.assign(new URL(inject('databaseUrl')), { pathname: `/${name}` }).href
})

afterEach(async () => {
  rmSync(folder, { recursive: true })
  await server.query(`drop database ${new URL(url).pathname.slice(1)} with (force)`)
})

const write = (name: string, sql: string) => writeFileSync(join(folder, name), sql)

const ask = async (sql: string) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const first = 'create table plan (name text);\n'

test('what is applied once is not applied again', async () => {
  write('0001_plan.sql', first)
  expect(await migrate({ url, folder })).toEqual({ applied: ['0001_plan.sql'], version: 1 })
  expect(await migrate({ url, folder })).toEqual({ applied: [], version: 1 })
  write('0002_task.sql', 'create table task (name text)')
  expect(await migrate({ url, folder })).toEqual({ applied: ['0002_task.sql'], version: 2 })
})

test('of several starts at once, one migrates and the others wait for it', async () => {
  write('0001_plan.sql', `${first} select pg_sleep(0.2);`)
  const all = await Promise.all(Array.from({ length: 5 }, () => migrate({ url, folder })))
  expect(all.map(({ applied }) => applied.length).sort()).toEqual([0, 0, 0, 0, 1])
})

test('databases of one server may be prepared at the same moment, although their roles are shared', async () => {
  write('0001_plan.sql', first)
  const names = ['a', 'b', 'c'].map((letter) => `migrate_${process.pid}_${letter}`)
  for (const name of names) await server.query(`create database ${name} template template0`)
  try {
    await Promise.all(names.map((name) => migrate({ url: Object.assign(new URL(url), { pathname: `/${name}` }).href, folder })))
  } finally {
    for (const name of names) await server.query(`drop database ${name} with (force)`)
  }
})

test('everything belongs to the migrator, also the job queue', async () => {
  write('0001_plan.sql', first)
  await migrate({ url, folder })
  expect(
    await ask(
      `select distinct pg_get_userbyid(relowner) as owner from pg_class where relnamespace in ('public'::regnamespace, 'graphile_worker'::regnamespace)`,
    ),
  ).toEqual([{ owner: 'mingjian_migrator' }])
})

test('a migration that fails leaves nothing behind and names file, line and reason', async () => {
  write('0001_plan.sql', first)
  write('0002_task.sql', 'create table task (name text);\n\ninsert into tusk values (1);\n')
  await expect(migrate({ url, folder })).rejects.toMatchObject({
    code: 'migration_failed',
    message: expect.stringMatching(/0002_task\.sql failed and left nothing behind: relation "tusk" does not exist \(line 3\)/),
  })
  expect(await ask('select name from migration')).toEqual([{ name: '0001_plan.sql' }])
  expect(await ask(`select to_regclass('task') as task`)).toEqual([{ task: null }])
})

describe('a start is refused', () => {
  test('when an applied file was altered', async () => {
    write('0001_plan.sql', first)
    await migrate({ url, folder })
    appendFileSync(join(folder, '0001_plan.sql'), '-- a thought\n')
    await expect(migrate({ url, folder })).rejects.toMatchObject({
      code: 'migration_altered',
      message: expect.stringContaining('0001_plan.sql'),
    })
  })

  test('when the database is newer than the program', async () => {
    write('0001_plan.sql', first)
    write('0002_task.sql', 'create table task (name text)')
    await migrate({ url, folder })
    rmSync(join(folder, '0002_task.sql'))
    await expect(migrate({ url, folder })).rejects.toMatchObject({
      code: 'database_newer',
      message: expect.stringContaining('Start the newer version'),
    })
  })

  test.each([['0002_plan.sql'], ['plan.sql'], ['1_plan.sql']])('when a file is numbered wrongly: %s', async (name) => {
    write(name, first)
    await expect(migrate({ url, folder })).rejects.toMatchObject({ code: 'migration_numbering' })
  })

  test('when the account may not prepare the database, and names what a DBA has to run', async () => {
    const name = `mingjian_test_${process.pid}`
    await server.query(`create role ${name} login password 'x'`)
    try {
      await expect(migrate({ url: Object.assign(new URL(url), { username: name, password: 'x' }).href, folder })).rejects.toMatchObject({
        code: 'roles_missing',
        message: expect.stringContaining('db/roles.sql'),
      })
    } finally {
      await server.query(`drop role ${name}`)
    }
  })
})

test('line ends of a Windows checkout are the same migration', async () => {
  write('0001_plan.sql', first)
  await migrate({ url, folder })
  write('0001_plan.sql', first.replaceAll('\n', '\r\n'))
  expect(await migrate({ url, folder })).toEqual({ applied: [], version: 1 })
})

test('an account that owns the database and may create roles is enough; it need not be superuser', async () => {
  const name = `mingjian_owner_${process.pid}`
  const database = new URL(url).pathname.slice(1)
  // As on a fresh server of its own: it was this account that created the roles.
  await server.query(`create role ${name} login password 'x' createrole; alter database ${database} owner to ${name}`)
  await server.query(`grant mingjian_migrator, mingjian_app, mingjian_portal, mingjian_exchange to ${name} with admin option`)
  write('0001_plan.sql', `${first} grant select on plan to mingjian_app;`)
  const own = Object.assign(new URL(url), { username: name, password: 'x' }).href
  try {
    await migrate({ url: own, folder })
    const pools = createPools({ url: own })
    expect((await pools.app.query('select current_user as role, count(*) from plan')).rows).toEqual([{ role: 'mingjian_app', count: 0 }])
    await pools.close()
  } finally {
    await server.query(`alter database ${database} owner to postgres`)
    const rest = new pg.Client({ connectionString: url })
    await rest.connect()
    await rest.query(`reassign owned by ${name} to postgres; drop owned by ${name} cascade; drop role ${name}`)
    await rest.end()
  }
})
